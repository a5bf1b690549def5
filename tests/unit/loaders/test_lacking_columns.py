"""A sheet with fewer columns, handed in later, empties nothing that it does not speak of."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from graph_model.errors import BatchDamaged
from graph_model.history import row_history
from graph_model.ledger import Ledger
from graph_model.ledger.examining import damages_of
from graph_model.ledger.repair import repair_ledger
from graph_model.prospects import changes_of_load, changes_of_undo
from loaders.importer import load
from tests.unit.loaders.hand_ins import problems_told

PLACES = ["地点编码,地点名称,地点类别,户数,经度,纬度", "C1,一社区,社区,320,113.5,34.7", "C2,二社区,社区,400,113.6,34.8"]
ORGANISATIONS = [
    "组织编码,组织名称,组织类别,领域,上级组织,成立日期",
    "O1,甲党委,党委,社区,,2015-01-01",
    "O2,乙支部,党支部,社区,O1,2016-01-01",
]


@pytest.fixture
def handed(tmp_path):
    """Load lines of csv by table into one ledger."""
    ledger = Ledger(tmp_path / "data")
    hand_ins = iter(range(100))

    def hand(sheets, **told):
        folder = tmp_path / f"in{next(hand_ins)}"
        folder.mkdir()
        for name, lines in sheets.items():
            (folder / f"{name}.csv").write_text("\n".join(lines), "utf-8")
        return ledger, load([folder], ledger=ledger, **told)

    return hand


def places(ledger, *columns):
    return ledger.dataset().tables["places"].select("code", *columns).rows()


def test_values_below_headers_that_are_not_there_stand_and_blank_cells_empty(handed):
    handed({"地点台账": PLACES})
    fewer = ["地点编码,地点名称,地点类别,户数", "C1,第一社区,社区,", "C2,二社区,社区,410"]
    ledger, _ = handed({"地点台账": fewer})
    assert places(ledger, "name", "households", "lon", "lat") == [
        ("C1", "第一社区", None, 113.5, 34.7),
        ("C2", "二社区", 410, 113.6, 34.8),
    ]


def test_the_difference_before_loading_shows_only_what_changes(handed):
    handed({"地点台账": PLACES})
    ledger, dry = handed({"地点台账": ["地点编码,地点名称,地点类别", "C1,第一社区,社区"]}, dry_run=True)
    (changes,) = changes_of_load(ledger, dry.draft).values()
    assert (changes.counts, changes.changed_cells) == ({"added": 0, "changed": 1, "removed": 0}, {"name": 1})


def test_two_sheets_of_one_table_each_speak_for_their_own_rows(handed):
    handed({"地点台账": PLACES})
    ledger, _ = handed(
        {
            "地点台账": ["地点编码,地点名称,地点类别,户数", "C1,一社区,社区,"],
            "地点台账（二）": ["地点编码,地点名称,地点类别,经度,纬度", "C2,二社区,社区,,"],
        }
    )
    assert places(ledger, "households", "lon") == [("C1", None, 113.5), ("C2", 400, None)]


def test_half_a_point_is_never_made_of_two_hand_ins(handed):
    handed({"地点台账": PLACES})
    ledger, _ = handed({"地点台账": ["地点编码,地点名称,地点类别,经度", "C1,一社区,社区,113.9"]})
    assert places(ledger, "lon", "lat")[0] == ("C1", 113.9, None)


def test_a_batch_undone_takes_the_values_it_told_out_of_later_rows_too(handed):
    handed({"地点台账": PLACES})
    ledger, _ = handed({"地点台账": ["地点编码,地点名称,地点类别", "C1,第一社区,社区"]})
    with ledger.lock():
        assert changes_of_undo(ledger, "b0001")["places"].counts == {"added": 0, "changed": 1, "removed": 1}
        ledger.undo("b0001")
    assert places(ledger, "name", "households") == [("C1", "第一社区", None)]


def test_history_gives_each_value_to_the_batch_that_told_it(handed):
    handed({"地点台账": PLACES})
    ledger, _ = handed({"地点台账": ["地点编码,地点名称,地点类别", "C1,第一社区,社区"]})
    (life,) = row_history(ledger, "C1")
    assert [(event.change, dict(event.cells)) for event in life.events][1:] == [
        ("changed", {"name": ("一社区", "第一社区")})
    ]
    assert {name: life.values[name] for name in ("name", "households")} == {
        "name": ("第一社区", "b0002"),
        "households": (320, "b0001"),
    }


def test_replacing_leaves_nothing_of_the_table_standing(handed):
    handed({"地点台账": PLACES})
    ledger, _ = handed({"地点台账": ["地点编码,地点名称,地点类别", "C1,第一社区,社区"]}, replace=True)
    assert places(ledger, "households") == [("C1", None)]


def test_a_ring_is_seen_through_superiors_that_an_earlier_batch_told(handed):
    handed({"地点台账": PLACES, "党组织台账": ORGANISATIONS})
    ledger, told = handed(
        {
            "党组织台账": ["组织编码,组织名称,组织类别,领域", "O2,乙支部,党支部,社区"],
            "党组织台账（二）": ["组织编码,组织名称,组织类别,领域,上级组织", "O1,甲党委,党委,社区,O2"],
        }
    )
    assert problems_told(told.problems) == [(2, "上级组织", "O2", "cycle", "warning")]
    rows = ledger.dataset().tables["organisations"].select("code", "superior").rows()
    assert rows == [("O1", None), ("O2", "O1")]


def test_a_row_is_held_against_what_an_earlier_batch_told_of_it(handed):
    handed({"地点台账": PLACES, "党组织台账": ORGANISATIONS})
    later = ["组织编码,组织名称,组织类别,领域,撤销日期", "O1,甲党委,党委,社区,2014-12-31"]
    _, told = handed({"党组织台账": later}, as_of=dt.date(2018, 6, 30))
    assert [(column, code) for _, column, _, code, _ in problems_told(told.problems)] == [("撤销日期", "inconsistent")]


def test_a_member_without_a_column_for_the_age_keeps_the_age_and_a_year_of_birth_tells_it(handed):
    region = {"地点台账": PLACES, "党组织台账": ORGANISATIONS}
    day = dt.date(2018, 6, 30)
    handed({**region, "党员台账": ["党员编号,组织编码,年龄段", "M1,O1,36-45岁", "M2,O1,36-45岁"]}, as_of=day)
    ledger, _ = handed({"党员台账": ["党员编号,组织编码", "M1,O2"]}, as_of=day)
    bands = ledger.dataset().tables["members"].select("organisation", "age_band").sort("organisation").rows()
    (kept,) = [band for organisation, band in bands if organisation == "O2"]
    assert kept is not None
    ledger, _ = handed({"党员台账": ["党员编号,组织编码,出生年月", "M1,O2,不详"]}, as_of=day)
    bands = ledger.dataset().tables["members"].filter(organisation="O2").get_column("age_band").to_list()
    assert bands == [None]


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told.pop("lacking"),
        lambda told: told["lacking"][0].update(columns=["workerz"]),
        lambda told: told["lacking"][0].update(rows=3),
    ],
    ids=["gone", "a column", "rows"],
)
def test_what_a_manifest_tells_of_lacking_columns_is_never_read_when_it_was_altered(handed, edit):
    handed({"地点台账": PLACES})
    ledger, _ = handed({"地点台账": ["地点编码,地点名称,地点类别", "C1,第一社区,社区"]})
    path = ledger.folder / "batches/b0002/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    edit(told["tables"]["places"])
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(BatchDamaged, match="batch_checksum"):
        ledger.dataset()
    with pytest.raises(BatchDamaged, match="batch_checksum"):
        row_history(ledger, "C1")
    (damage,) = damages_of(ledger)
    assert (damage.code, dict(damage.tables), damage.mendable) == ("manifest_altered", {"places": 1}, True)
    repair_ledger(ledger)
    assert places(ledger, "name", "households")[0] == ("C1", "第一社区", 320)
