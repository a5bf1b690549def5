"""A cell that was handed in but not kept is known by its row's key, until a later batch brings the row anew."""

from __future__ import annotations

import pytest

from graph_model.ledger import Ledger
from loaders.importer import load
from loaders.not_kept import cells_not_kept

PLACES = "code,name,kind\nC1,红旗社区,community\n"
ORGANISATIONS = "code,name,level,domain\nHQ,红旗社区党委,committee,community\nSC,红旗小学党支部,branch,school\n"
COMMITTEES = (
    "编码,名称,层级,地点编码,联系领导职务\n"
    "JC1,红旗联合党委,社区联合党委,C1,张建国副书记\n"
    "JC2,柳林联合党委,社区联合党委,C1,\n"
)
AGREEMENTS = "code,title,kind,status,signed\nA1,社校共建,co_building,active,2018-01-01\n"
PARTIES = "agreement,organisation,side,responded\nA1,HQ,initiator,\nA1,SC,respondent,二〇一八年\n"


@pytest.fixture
def handed(tmp_path):
    """Load sheets by name into one ledger."""
    ledger = Ledger(tmp_path / "data")

    def hand(sheets, **told):
        folder = tmp_path / f"in{len(ledger.batches())}"
        folder.mkdir()
        for name, text in sheets.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        load([folder], ledger=ledger, **told)
        return cells_not_kept(ledger.active())

    return hand


def test_a_name_in_the_post_and_a_day_that_cannot_be_read_are_told_by_key_until_the_row_comes_anew(handed):
    first = {
        "places": PLACES,
        "organisations": ORGANISATIONS,
        "committees": COMMITTEES,
        "agreements": AGREEMENTS,
        "parties": PARTIES,
    }
    assert handed(first) == {
        "committees.contact_post": frozenset({"JC1"}),
        "parties.responded": frozenset({"A1|SC"}),
    }
    mended = COMMITTEES.replace("张建国副书记", "街道副主任")
    assert handed({"committees": mended}) == {"parties.responded": frozenset({"A1|SC"})}
    replaced = PARTIES.replace("二〇一八年", "2018-02-01")
    assert handed({"parties": replaced}, replace=True) == {}


def test_where_a_column_of_names_stands_for_that_of_posts_no_post_of_the_sheet_is_known(handed):
    sheets = {"places": PLACES, "committees": COMMITTEES.replace("联系领导职务", "联系领导")}
    assert handed(sheets) == {"committees.contact_post": frozenset({"JC1", "JC2"})}
