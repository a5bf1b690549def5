"""Is a reported number of members left alone where the members' sheet lacks organisations?

O1 of A has two members in the sheet. O2 of B has three full members and none in it; O3, a committee that left its own
number blank, is asked for none. Only A tells its households.
"""

from __future__ import annotations

import datetime as dt

import pytest

DAY = dt.date(2018, 6, 30)


def rows(*, second, level="general_branch"):
    member = {"gender": "female", "age_band": "36_45", "full": True}
    organisation = {"level": level, "domain": "community"}
    reported = (("S", "members", 900), ("A", "members", 2), ("S", "households", 500), ("A", "households", 100))
    return {
        "places": [
            {"code": "S", "name": "S", "kind": "street"},
            {"code": "A", "name": "A", "kind": "community", "parent": "S", "households": 100},
            {"code": "B", "name": "B", "kind": "community", "parent": "S"},
        ],
        "organisations": [
            organisation | {"code": "O1", "name": "O1", "place": "A", "full_members": 2},
            organisation | {"code": "O2", "name": "O2", "place": "B", "full_members": second},
            organisation | {"code": "O3", "name": "O3", "level": "committee", "place": "B"},
        ],
        "members": [member | {"code": f"M{at}", "organisation": "O1"} for at in (1, 2)],
        "figures": [
            {"place": place, "indicator": indicator, "as_of": "2018-06-30", "value": float(value)}
            for place, indicator, value in reported
        ],
    }


def told(finding):
    return {row["code"]: (row["status"], row["why"], row["missing"]) for row in finding.rows.iter_rows(named=True)}


@pytest.mark.parametrize(("second", "level"), [(3, "general_branch"), (1, "branch")])
def test_a_sheet_without_an_organisation_that_has_members_judges_nothing(investigate, second, level):
    finding = investigate(rows(second=second, level=level)).finding("figures_that_disagree", as_of=DAY)
    assert told(finding) == {
        f"S|members|{DAY}": ("unknown", "members_incomplete", 1),
        f"S|households|{DAY}": ("unknown", "households_blank", 1),
    }
    assert (finding.count, finding.of) == (0, 2)  # of A alone all is known, and agrees


@pytest.mark.parametrize(("second", "level"), [(0, "branch"), (None, "branch"), (None, "general_branch")])
def test_an_organisation_without_members_of_its_own_is_not_asked_for(investigate, second, level):
    finding = investigate(rows(second=second, level=level)).finding("figures_that_disagree", as_of=DAY)
    assert told(finding)[f"S|members|{DAY}"] == ("found", None, None)
