"""Folding batches: by key, the later row wins; what points nowhere is dropped or loosened, and counted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.dataset import dataset_version, fold
from graph_model.schema import TABLES
from tests.region import REGION, batch_from_rows, region_dataset


def place(code: str, name: str = "n", **more: object) -> dict[str, object]:
    return {"code": code, "name": name, "kind": "community", **more}


def organisation(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": code, "level": "branch", "domain": "community", **more}


def test_nothing_folded_has_every_table_empty_with_the_contracts_columns() -> None:
    dataset = fold([])
    assert list(dataset.tables) == list(TABLES)
    assert all(table.height == 0 for table in dataset.tables.values())
    assert dataset.as_of is None
    assert dataset.tables["places"].columns == [column.name for column in TABLES["places"].columns]


def test_a_later_row_takes_the_whole_place_of_an_earlier_one_blanks_included() -> None:
    first = batch_from_rows({"places": [place("P", "old", households=5), place("Q")]}, id="b1")
    second = batch_from_rows({"places": [place("P", "new")]}, id="b2")
    rows = fold([first, second]).tables["places"].select("code", "name", "households").rows()
    assert rows == [("P", "new", None), ("Q", "n", None)]


def test_replace_takes_the_place_of_all_earlier_rows_of_the_tables_it_carries_and_of_no_other() -> None:
    first = batch_from_rows({"places": [place("P"), place("Q")], "organisations": [organisation("A")]}, id="b1")
    second = batch_from_rows({"places": [place("R")]}, id="b2", replace=True)
    dataset = fold([first, second])
    assert dataset.tables["places"].get_column("code").to_list() == ["R"]
    assert dataset.tables["organisations"].get_column("code").to_list() == ["A"]


def test_the_newest_as_of_day_is_the_datasets() -> None:
    batches = [batch_from_rows({}, id=f"b{i}", as_of=day) for i, day in enumerate(["2018-06-30", None, "2017-12-31"])]
    assert fold(batches).as_of == "2018-06-30"


def test_a_pointer_to_nothing_becomes_unknown_and_a_tie_to_nothing_is_dropped_and_both_are_counted() -> None:
    dataset = fold(
        [
            batch_from_rows(
                {
                    "places": [place("P", parent="gone")],
                    "organisations": [organisation("A", place="P", superior="gone")],
                    "responsibility": [
                        {"organisation": "A", "place": "P"},
                        {"organisation": "gone", "place": "P"},
                    ],
                }
            )
        ]
    )
    assert dataset.tables["places"].get_column("parent").to_list() == [None]
    assert dataset.tables["organisations"].select("place", "superior").rows() == [("P", None)]
    assert dataset.tables["responsibility"].select("organisation", "place").rows() == [("A", "P")]
    assert dict(dataset.loosened) == {"places": 1, "organisations": 1}
    assert dict(dataset.dropped) == {"responsibility": 1}


def test_what_hangs_on_a_dropped_row_is_dropped_with_it() -> None:
    dataset = fold(
        [
            batch_from_rows(
                {
                    "organisations": [organisation("A")],
                    "committees": [{"code": "J", "name": "J", "tier": "joint_meeting", "place": "gone"}],
                    "seats": [{"committee": "J", "organisation": "A", "role": "full"}],
                }
            )
        ]
    )
    assert dataset.tables["committees"].height == 0
    assert dataset.tables["seats"].height == 0
    assert dict(dataset.dropped) == {"committees": 1, "seats": 1}


def test_nodes_of_a_composed_key_and_relationships_come_sorted() -> None:
    dataset = region_dataset()
    assert dataset.nodes("Team").get_column("code").to_list() == ["C1|2015", "C1|2018", "C2|2018"]
    assert dataset.relationships("TEAM_OF").rows() == [("C1|2015", "C1"), ("C1|2018", "C1"), ("C2|2018", "C2")]
    assert dataset.relationships("ANSWERS").rows() == [("R3", "N1")]
    places = [place["code"] for place in REGION["places"]]
    assert dataset.nodes("Place").get_column("code").to_list() == sorted(map(str, places))


def test_the_version_tells_batches_apart_by_content_order_and_replace() -> None:
    one, two = batch_from_rows({"places": [place("P")]}, id="b1"), batch_from_rows({"places": [place("Q")]}, id="b2")
    same = batch_from_rows({"places": [place("P")]}, id="b1")
    replacing = batch_from_rows({"places": [place("P")]}, id="b1", replace=True)
    assert dataset_version([one, two]) == dataset_version([same, two]) == fold([one, two]).version
    assert len({dataset_version(some) for some in ([], [one], [two], [one, two], [two, one], [replacing, two])}) == 6


ROWS = st.dictionaries(st.sampled_from("PQRS"), st.sampled_from(["x", "y", "z"]), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.none(), ROWS), st.booleans()), max_size=5))
def test_folding_equals_updating_a_plain_dictionary(batches: list[tuple[dict[str, str] | None, bool]]) -> None:
    expected: dict[str, str] = {}
    drafted = []
    for number, (rows, replace) in enumerate(batches):
        told = {} if rows is None else {"places": [place(code, name) for code, name in rows.items()]}
        drafted.append(batch_from_rows(told, id=f"b{number}", replace=replace))
        if rows is not None:
            expected = {**({} if replace else expected), **rows}
    assert dict(fold(drafted).tables["places"].select("code", "name").rows()) == expected
