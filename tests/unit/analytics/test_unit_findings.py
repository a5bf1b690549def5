"""Findings on units and the coverage of places: boundaries, blanks, and an oracle in plain Python."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage import organisation_coverage, places_without_organisation, work_coverage
from analytics.units import (
    joint_branch_candidates,
    members_registered_elsewhere,
    units_that_should_establish,
    units_without_organisation,
)
from tests.unit.analytics.conftest import told

DAY = dt.date(2018, 6, 30)
PLACES = [
    {"code": "S", "kind": "subdistrict"},
    {"code": "C1", "kind": "community", "parent": "S"},
    {"code": "C2", "kind": "community", "parent": "S"},
    {"code": "G1", "kind": "grid", "parent": "C1"},
]


def unit(code, **known):
    return {"code": code, "kind": "private_enterprise", "status": "operating", "place": "C1"} | known


def test_units_without_organisation_of_the_region(region):
    finding = region.finding("units_without_organisation", as_of=DAY)
    # U1 joint, U3 own from the very day, U9 own: covered. U2 has a liaison only, U4's instructor comes a day later,
    # U8's joint cover ended the day before. U5's status is blank. U6 is an agency, U7 closed: out.
    assert told(finding, "community", "reason", "liaison") == (
        3,
        6,
        1,
        [
            ("U2", "found", "C1", "too_few_members", 1),
            ("U4", "found", "C2", "high_turnover", 0),
            ("U8", "found", "C1", "membership_elsewhere", 0),
            ("U5", "unknown", "C3", None, 0),
        ],
    )
    assert finding.breakdowns["reason"] == [
        {"reason": "high_turnover", "count": 1, "of": 1, "unknown": 0},
        {"reason": "membership_elsewhere", "count": 1, "of": 1, "unknown": 0},
        {"reason": "too_few_members", "count": 1, "of": 1, "unknown": 0},
        {"reason": None, "count": 0, "of": 3, "unknown": 1},
    ]
    assert finding.share_bounds == (3 / 7, 4 / 7)


def test_a_place_narrows_units_to_what_lies_in_it_and_below(region):
    finding = region.finding("units_without_organisation", as_of=DAY, place="C1")
    assert told(finding) == (2, 4, 0, [("U2", "found"), ("U8", "found")])


def test_cover_by_an_organisation_that_ended_is_no_cover(investigate):
    rows = {
        "places": [{"code": "S", "name": "S", "kind": "subdistrict"}],
        "organisations": [
            {"code": "A", "name": "A", "level": "branch", "domain": "enterprise", "ended": "2018-06-30"},
            {"code": "B", "name": "B", "level": "branch", "domain": "enterprise", "ended": "2018-07-01"},
            {"code": "D", "name": "D", "level": "branch", "domain": "enterprise", "founded": "2018-07-01"},
        ],
        "units": [{"code": f"U{n}", "name": "u", "kind": "school", "place": "S", "status": "operating"} for n in "123"],
        "coverage": [
            {"organisation": "A", "unit": "U1", "mode": "own"},
            {"organisation": "B", "unit": "U2", "mode": "joint", "until": "2018-06-30"},
            {"organisation": "D", "unit": "U3", "mode": "own"},
        ],
    }
    finding = investigate(rows).finding("units_without_organisation", as_of=DAY)
    assert told(finding) == (2, 3, 0, [("U1", "found"), ("U3", "found")])


def test_a_blank_status_is_unknown_even_where_the_unit_is_covered(facts):
    made = facts({"unit_coverage": [unit("U", status=None, own=1)]})
    assert told(units_without_organisation(made)) == (0, 0, 1, [("U", "unknown")])


def test_an_agency_is_out_whatever_its_status(facts):
    rows = [unit("A", kind="agency"), unit("B", kind="agency", status=None), unit("D", status="suspended")]
    assert told(units_without_organisation(facts({"unit_coverage": rows}))) == (0, 0, 0, [])


def test_nobody_to_ask_of_has_no_share(facts):
    finding = organisation_coverage(facts({"unit_coverage": []}))
    assert (finding.count, finding.of, finding.unknown, finding.rows.height) == (0, 0, 0, 0)
    assert finding.share_bounds is None
    assert finding.measures["ratio"] is None


def test_three_members_make_a_branch_and_one_or_two_a_candidate(facts):
    rows = [unit(f"U{n}", members=n) for n in (0, 1, 2, 3, 4)] + [
        unit("UX"),
        unit("UY", members=1, status=None),
        unit("UZ", members=9, joint=1),
        unit("UV", members=9, joint=1, status=None),
        unit("UW", members=9, instructor=1),
    ]
    made = facts({"unit_coverage": rows})
    unknown = [("UX", "unknown", None), ("UY", "unknown", 1)]
    assert told(units_that_should_establish(made), "members") == (
        3,
        6,
        2,
        [("U3", "found", 3), ("U4", "found", 4), ("UW", "found", 9), *unknown],
    )
    assert told(joint_branch_candidates(made), "members") == (
        2,
        6,
        2,
        [("U1", "found", 1), ("U2", "found", 2), *unknown],
    )


def test_members_registered_elsewhere_asks_covered_units_too(facts):
    rows = [
        unit("U2", members_elsewhere=2),
        unit("U3", members_elsewhere=3, own=1),
        unit("UX", own=1),
        unit("UY", members_elsewhere=7, status=None),
        unit("UZ", members_elsewhere=7, kind="agency"),
    ]
    finding = members_registered_elsewhere(facts({"unit_coverage": rows}))
    assert told(finding, "covered") == (
        1,
        2,
        2,
        [("U3", "found", True), ("UX", "unknown", True), ("UY", "unknown", False)],
    )
    assert [(one.name, one.value) for one in finding.thresholds] == [("members_elsewhere_from", 3)]


def test_coverage_has_a_row_for_every_place_above_a_unit(facts):
    rows = [
        unit("U1", place="G1", own=1),
        unit("U2", place="C1"),
        unit("U3", place="C2", status=None, own=1),
        unit("U4", place=None, joint=1),
    ]
    finding = organisation_coverage(facts({"unit_coverage": rows}, places=PLACES))
    assert told(finding, "count", "of", "unknown", "ratio", "least", "most", "own", "joint") == (
        2,
        3,
        1,
        [
            ("C1", "found", 1, 2, 0, 0.5, 0.5, 0.5, 1, 0),
            ("G1", "found", 1, 1, 0, 1.0, 1.0, 1.0, 1, 0),
            ("S", "found", 1, 2, 1, 0.5, 1 / 3, 2 / 3, 1, 0),
            ("C2", "unknown", 0, 0, 1, None, 0.0, 1.0, 0, 0),
        ],
    )
    assert finding.measures == {"ratio": 2 / 3, "own": 1, "joint": 1, "unplaced": 1}


def test_a_unit_with_own_and_joint_cover_counts_once(facts):
    finding = organisation_coverage(facts({"unit_coverage": [unit("U", own=1, joint=2)]}, places=PLACES))
    assert (finding.count, finding.of, finding.measures["own"], finding.measures["joint"]) == (1, 1, 1, 0)


def test_work_coverage_adds_instructor_liaison_and_union_and_a_blank_union_cannot_be_told(facts):
    rows = [
        unit("U1", own=1),
        unit("U2", instructor=1),
        unit("U3", liaison=1),
        unit("U4", has_union=True),
        unit("U5", has_union=False),
        unit("U6"),
        unit("U7", status=None, own=1),
    ]
    finding = work_coverage(facts({"unit_coverage": rows}, places=PLACES))
    assert told(finding, "count", "of", "unknown", "work_only", "union_unknown") == (
        4,
        5,
        2,
        [("C1", "found", 4, 5, 2, 3, 1), ("S", "found", 4, 5, 2, 3, 1)],
    )


def test_each_row_of_coverage_is_the_finding_narrowed_to_that_place(region):
    for name in ("organisation_coverage", "work_coverage"):
        rows = region.finding(name, as_of=DAY).rows
        assert set(rows.get_column("code")) == {"S", "C1", "C2", "C3", "G11", "K1", "W1", "P1"}
        for code, count, of, unknown in rows.select("code", "count", "of", "unknown").iter_rows():
            narrowed = region.finding(name, as_of=DAY, place=code)
            assert (narrowed.count, narrowed.of, narrowed.unknown) == (count, of, unknown)


def test_places_without_organisation_of_the_region(region):
    finding = region.finding("places_without_organisation", as_of=DAY)
    # B1: nobody. G21: LL answers from the day after. M1: OLD ended. G12: HQ answers until the day itself.
    assert told(finding, "kind", "community") == (
        3,
        11,
        0,
        [("B1", "found", "block", "C1"), ("G21", "found", "grid", "C2"), ("M1", "found", "market", "C3")],
    )
    assert finding.breakdowns["kind"] == [
        {"kind": kind, "count": count, "of": of, "unknown": 0}
        for kind, count, of in [
            ("block", 1, 1),
            ("building", 0, 1),
            ("community", 0, 3),
            ("compound", 0, 1),
            ("grid", 1, 3),
            ("market", 1, 1),
            ("park", 0, 1),
        ]
    ]


def test_an_organisation_below_a_place_is_not_based_in_it(facts):
    rows = [{"code": "C1", "kind": "community"}, {"code": "G1", "kind": "grid", "organisations": 1}]
    finding = places_without_organisation(facts({"place_organisations": rows}, places=PLACES))
    assert told(finding) == (1, 2, 0, [("C1", "found")])


blank_or = lambda values: st.one_of(st.none(), values)  # noqa: E731
units = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["private_enterprise", "agency", "school"]),
        "status": st.sampled_from(["operating", "suspended", None]),
        "place": st.sampled_from(["C1", "C2", "G1", None]),
        "members": blank_or(st.integers(0, 5)),
        "members_elsewhere": blank_or(st.integers(0, 5)),
        "has_union": st.sampled_from([True, False, None]),
        "own": st.integers(0, 1),
        "joint": st.integers(0, 2),
        "instructor": st.integers(0, 1),
        "liaison": st.integers(0, 1),
    }
)


def oracle(rows, found, *, asked=lambda row: True):
    """Codes found and unknown, and how many passed: ``found`` answers True, False or None of an eligible unit."""
    answers = {True: [], False: [], None: []}
    for row in rows:
        if row["kind"] == "agency" or row["status"] == "suspended" or not asked(row):
            continue
        answers[None if row["status"] is None else found(row)].append(row["code"])
    return (
        len(answers[True]),
        len(answers[True]) + len(answers[False]),
        len(answers[None]),
        [
            *((code, "found") for code in answers[True]),
            *((code, "unknown") for code in answers[None]),
        ],
    )


def over(value, least):
    return None if value is None else value >= least


@settings(max_examples=60, deadline=None)
@given(st.lists(units, max_size=9))
def test_unit_findings_agree_with_plain_python(facts, drawn):
    rows = [row | {"code": f"U{n}"} for n, row in enumerate(drawn)]
    made = facts({"unit_coverage": rows}, places=PLACES)

    def covered(row):
        return row["own"] + row["joint"] > 0

    def uncovered(row):
        return not covered(row)

    def one_or_two(row):
        return None if row["members"] is None else row["members"] in (1, 2)

    assert told(units_without_organisation(made)) == oracle(rows, uncovered)
    assert told(units_that_should_establish(made)) == oracle(rows, lambda row: over(row["members"], 3), asked=uncovered)
    assert told(joint_branch_candidates(made)) == oracle(rows, one_or_two, asked=uncovered)
    assert told(members_registered_elsewhere(made)) == oracle(rows, lambda row: over(row["members_elsewhere"], 3))

    def reached(row):
        return covered(row) or row["instructor"] + row["liaison"] > 0 or row["has_union"]

    below = {"S": {"C1", "C2", "G1"}, "C1": {"C1", "G1"}, "C2": {"C2"}, "G1": {"G1"}}
    for finding, judged in ((organisation_coverage(made), covered), (work_coverage(made), reached)):
        assert (finding.count, finding.of, finding.unknown) == oracle(rows, judged)[:3]
        expected = {}
        for place, within in below.items():
            count, of, unknown, _ = oracle([row for row in rows if row["place"] in within], judged)
            if of + unknown:
                expected[place] = (count, of, unknown, float(Fraction(count, of)) if of else None)
        got = {row[0]: row[1:] for row in finding.rows.select("code", "count", "of", "unknown", "ratio").iter_rows()}
        assert got == expected
