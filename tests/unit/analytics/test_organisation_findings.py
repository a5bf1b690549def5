"""Findings on organisations: shells, form, secretary, election; boundaries, blanks, an oracle in plain Python."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.organisations import (
    empty_shells,
    organisations_of_wrong_form,
    overdue_elections,
    secretary_vacancies,
)
from tests.unit.analytics.conftest import told

DAY = dt.date(2018, 6, 30)
MET = dt.date(2018, 5, 1)


def organisation(code, **known):
    return {"code": code, "level": "branch", "form": "single", "domain": "community", "full_members": 10} | known


def made(facts, *rows):
    return facts({"organisation_facts": list(rows)})


def test_shells_of_the_region(region):
    finding = region.finding("empty_shells", as_of=DAY)
    # E1 was invited to one meeting and did not come; E2 and FL were at none; OLD has ended.
    assert [(row["code"], row["on_record"]) for row in finding.rows.to_dicts()] == [
        ("E1", True), ("E2", False), ("FL", False),
    ]  # fmt: skip
    assert finding.measures == {"without_a_record": 1}  # E2; FL has no members either
    assert told(finding, "no_members", "no_meeting", "last_met") == (
        3,
        9,
        0,
        [("E1", "found", False, True, None), ("E2", "found", False, True, None), ("FL", "found", True, True, None)],
    )


def test_a_meeting_a_year_ago_to_the_day_is_too_long_ago(facts):
    rows = [
        organisation("A", probationary_members=0, last_met=dt.date(2017, 6, 30)),
        organisation("B", probationary_members=0, last_met=dt.date(2017, 7, 1)),
    ]
    assert told(empty_shells(made(facts, *rows)), "met_after") == (1, 2, 0, [("A", "found", dt.date(2017, 6, 30))])


def test_blank_members_are_unknown_only_where_the_rest_does_not_tell(facts):
    rows = [
        organisation("A", full_members=None, last_met=MET),
        organisation("B", full_members=None, probationary_members=0, last_met=MET),
        organisation("C", full_members=None, probationary_members=1, last_met=MET),
        organisation("D", full_members=0, last_met=MET),
        organisation("E", full_members=None),
        organisation("F", full_members=0, probationary_members=1, last_met=MET),
        organisation("G", full_members=0, probationary_members=0, last_met=MET),
        organisation("H", full_members=1, last_met=MET),
    ]
    assert told(empty_shells(made(facts, *rows)), "no_members") == (
        2,
        5,
        3,
        [
            ("E", "found", None),
            ("G", "found", True),
            ("A", "unknown", None),
            ("B", "unknown", None),
            ("D", "unknown", None),
        ],
    )


def test_hosting_is_meeting(investigate):
    rows = {
        "places": [{"code": "S", "name": "S", "kind": "subdistrict"}],
        "organisations": [
            {"code": code, "name": code, "level": "branch", "domain": "other", "full_members": 5, "place": "S"}
            for code in "ABCD"
        ],
        "meetings": [
            {"code": "M", "kind": "theme_day", "held": "2018-06-30", "host": "A"},
            {"code": "N", "kind": "theme_day", "held": "2018-07-01", "host": "B"},
        ],
        "attendance": [
            {"meeting": "M", "organisation": "C", "attended": True},
            {"meeting": "M", "organisation": "D", "attended": False},
            {"meeting": "N", "organisation": "D", "attended": True},
        ],
    }
    finding = investigate(rows).finding("empty_shells", as_of=DAY)
    assert told(finding) == (2, 4, 0, [("B", "found"), ("D", "found")])


def test_forms_at_their_boundaries(facts):
    rows = [
        organisation("B02", full_members=2),
        organisation("B02F", full_members=2, form="functional"),
        organisation("B02J", full_members=2, form="joint"),
        organisation("B02X", full_members=2, form=None),
        organisation("B03X", full_members=3, form=None),
        organisation("B50", full_members=50),
        organisation("B51J", full_members=51, form="joint"),
        organisation("BX", full_members=None),
        organisation("C099", level="committee", full_members=99),
        organisation("C100", level="committee", full_members=100),
        organisation("G049", level="general_branch", full_members=49),
        organisation("G050", level="general_branch", full_members=50),
        organisation("G099", level="general_branch", full_members=99),
        organisation("G100", level="general_branch", full_members=100),
        organisation("W", level="working_committee", full_members=1),
        organisation("Z", level="group", full_members=0),
        organisation("ZX", level="group", full_members=None),
    ]
    finding = organisations_of_wrong_form(made(facts, *rows))
    assert told(finding, "broken", "threshold", "severity") == (
        6,
        14,
        3,
        [
            ("B02", "found", "branch_under_least", 3, "warns"),
            ("B02F", "found", "branch_under_least", 3, "warns"),
            ("B51J", "found", "branch_over_most", 50, "fails"),
            ("C099", "found", "committee_under_least", 100, "warns"),
            ("G049", "found", "general_branch_under_least", 50, "warns"),
            ("G100", "found", "general_branch_over_most", 100, "warns"),
            ("B02X", "unknown", None, None, None),
            ("BX", "unknown", None, None, None),
            ("ZX", "unknown", None, None, None),
        ],
    )
    assert finding.measures == {"fails": 1, "warns": 5}


def test_forms_of_the_region(region):
    finding = region.finding("organisations_of_wrong_form", as_of=DAY)
    # LL 49 in a general branch, XQ 51 in a branch, E2 2 in a branch of its own; E1's 2 are a joint branch.
    assert told(finding, "severity") == (
        3,
        9,
        0,
        [("E2", "found", "warns"), ("LL", "found", "warns"), ("XQ", "found", "fails")],
    )


def test_secretaries_of_the_region(region):
    assert told(region.finding("secretary_vacancies", as_of=DAY)) == (
        1,
        7,
        2,
        [("LL", "found"), ("E2", "unknown"), ("FL", "unknown")],
    )


def test_elections_of_the_region(region):
    # E1's term ends on the day: not overdue. HQ is one day over; LL a year and a day: no extension any more.
    assert told(region.finding("overdue_elections", as_of=DAY), "days_overdue", "extension_possible") == (
        2,
        5,
        4,
        [
            ("HQ", "found", 1, True),
            ("LL", "found", 366, False),
            ("E2", "unknown", None, None),
            ("FL", "unknown", None, None),
            ("SC", "unknown", None, None),
            ("XQ", "unknown", None, None),
        ],
    )


def test_a_term_that_ended_a_year_ago_to_the_day_may_still_be_extended(facts):
    finding = overdue_elections(made(facts, organisation("A", term_ends=dt.date(2017, 6, 30))))
    assert finding.rows.select("days_overdue", "extension_possible").rows() == [(365, True)]


blank_or = lambda values: st.one_of(st.none(), values)  # noqa: E731
organisations = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["working_committee", "committee", "general_branch", "branch", "group"]),
        "form": st.sampled_from(["single", "joint", "functional", None]),
        "full_members": blank_or(st.sampled_from([0, 1, 2, 3, 49, 50, 51, 99, 100, 101])),
        "probationary_members": blank_or(st.integers(0, 2)),
        "secretary": st.sampled_from(["filled", "vacant", "concurrent", None]),
        "term_ends": blank_or(st.dates(dt.date(2017, 6, 25), dt.date(2018, 7, 5))),
        "last_met": blank_or(st.dates(dt.date(2017, 6, 25), DAY)),
    }
)


def oracle(rows, found):
    answers = {True: [], False: [], None: []}
    for row in rows:
        answers[found(row)].append(row["code"])
    return (
        len(answers[True]),
        len(answers[True]) + len(answers[False]),
        len(answers[None]),
        [
            *((code, "found") for code in answers[True]),
            *((code, "unknown") for code in answers[None]),
        ],
    )


def shell(row):
    if row["last_met"] is None or row["last_met"] <= dt.date(2017, 6, 30):
        return True
    known = [number for number in (row["full_members"], row["probationary_members"]) if number is not None]
    if sum(known) > 0:
        return False
    return True if len(known) == 2 else None


def wrong(row):
    level, full = row["level"], row["full_members"]
    if full is None:
        return None
    if level == "branch" and full < 3:
        return None if row["form"] is None else row["form"] != "joint"
    return {"branch": full > 50, "committee": full < 100, "general_branch": not 50 <= full < 100}.get(level, False)


@settings(max_examples=60, deadline=None)
@given(st.lists(organisations, max_size=8))
def test_organisation_findings_agree_with_plain_python(facts, drawn):
    rows = [row | {"code": f"O{n}", "domain": "other"} for n, row in enumerate(drawn)]
    given_facts = made(facts, *rows)
    assert told(empty_shells(given_facts)) == oracle(rows, shell)
    assert told(organisations_of_wrong_form(given_facts)) == oracle(rows, wrong)
    assert told(secretary_vacancies(given_facts)) == oracle(
        rows, lambda row: None if row["secretary"] is None else row["secretary"] == "vacant"
    )
    assert told(overdue_elections(given_facts)) == oracle(
        rows, lambda row: None if row["term_ends"] is None else row["term_ends"] < DAY
    )
