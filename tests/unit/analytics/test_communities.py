"""Support points and the screen of communities: what is gathered, what does not apply, what cannot be told."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from analytics.communities import INDICATORS, few_support_points
from analytics.registry import DEFINITIONS
from analytics.rules import bundled_rules
from graph_model.queries import catalogue
from tests.unit.analytics.conftest import told

DAY = dt.date(2018, 6, 30)
PLACES = [
    {"code": "C1", "kind": "community"},
    {"code": "C2", "kind": "community"},
    {"code": "G1", "kind": "grid", "parent": "C1"},
]
STATES = {
    # C1: U2 and U8 have no organisation; HQ's term ended; E1 has met nobody; JC1 met once in twelve months at most.
    # C2: U4; LL vacant and overdue; JM1 not founded; E2 no meeting; the standards; the case Z1.
    # C3: U5's status is blank; XQ's term and all standards too; nobody serves it; XQ is tied to nobody.
    "unit_coverage": ("fail", "fail", "unknown"),
    "no_own_organisation": ("pass", "pass", "pass"),
    "secretary_vacancy": ("pass", "fail", "pass"),
    "overdue_election": ("fail", "fail", "unknown"),
    "no_joint_committee": ("pass", "fail", "fail"),
    "committee_cadence": ("fail", "not_applicable", "not_applicable"),
    "isolated_organisation": ("pass", "pass", "fail"),
    "empty_shell": ("fail", "fail", "pass"),
    "staffing": ("pass", "fail", "unknown"),
    "funds": ("pass", "fail", "unknown"),
    "space": ("pass", "fail", "unknown"),
    "assistants": ("pass", "fail", "unknown"),
    "open_case": ("pass", "fail", "pass"),
}


def test_three_support_points_are_enough_and_the_communitys_own_do_not_count(facts):
    def organisation(code, domain, place="C1"):
        return {"code": code, "level": "branch", "domain": domain, "place": place}

    def unit(code, **known):
        return {"code": code, "kind": "school", "status": "operating", "place": "C2"} | known

    made = facts(
        {
            "community_standards": [{"code": "C1"}, {"code": "C2"}],
            "organisation_facts": [
                organisation("A", "community"),
                organisation("B", "neighbourhood", "G1"),
                organisation("C", "enterprise", "G1"),
                organisation("D", "school"),
                organisation("E", "other"),
                organisation("F", "enterprise", None),
                organisation("G", "school", "C2"),
            ],
            "unit_coverage": [
                unit("U1"),
                unit("U2", status=None),
                unit("U3", status="closed"),
                unit("U4", kind="agency"),
            ],
        },
        places=PLACES,
    )
    assert told(few_support_points(made), "support_points", "organisations", "units", "units_unknown") == (
        1,
        2,
        0,
        [("C2", "found", 2, 1, 1, 1)],
    )


def test_support_points_of_the_region(region):
    # C1: E1 and SC, and U1 U2 U8 U9; C2: E2, and U3 U4: exactly three; C3: none, and one unit of unknown status.
    finding = region.finding("few_support_points", as_of=DAY)
    assert told(finding, "support_points", "units_unknown") == (1, 3, 0, [("C3", "found", 0, 1)])


def test_screen_of_the_region(region):
    finding = region.finding("weak_community_screen", as_of=DAY)
    matrix = {(entry["code"], entry["indicator"]): entry["state"] for entry in finding.breakdowns["matrix"]}
    assert matrix == {
        (code, name): state
        for name, states in STATES.items()
        for code, state in zip(("C1", "C2", "C3"), states, strict=True)
    }
    assert told(finding, "fails", "unknowns", "applicable") == (
        3,
        3,
        0,
        [("C2", "found", 10, 0, 12), ("C1", "found", 4, 0, 13), ("C3", "found", 2, 6, 12)],
    )
    shown = {row[0]: row[1:] for row in finding.rows.select("code", "failing", "untold").rows()}
    assert shown["C3"] == (
        ["no_joint_committee", "isolated_organisation"],
        ["unit_coverage", "overdue_election", "staffing", "funds", "space", "assistants"],
    )
    assert finding.breakdowns["indicator"][:1] == [
        {"indicator": "unit_coverage", "count": 2, "of": 2, "unknown": 1, "not_applicable": 0}
    ]
    assert [entry["indicator"] for entry in finding.breakdowns["indicator"]] == [one.id for one in INDICATORS]


def test_a_community_without_a_fail_but_with_blanks_is_unknown(investigate):
    rows = {
        "places": [
            {
                "code": code, "name": code, "kind": "community", "community_type": "converted_village",
                "households": 100, "workers": 1, "assistants": assistants, "work_funds": 70000.0,
                "service_funds": 100000.0, "service_area": 30.0,
            }
            for code, assistants in (("A", 1), ("B", None))
        ],
        "organisations": [
            {
                "code": f"O{code}", "name": code, "level": "branch", "form": "single", "domain": "community",
                "place": code, "secretary": "filled", "term_ends": "2020-01-01", "full_members": 5,
            }
            for code in "AB"
        ],
        "committees": [
            {"code": f"J{code}", "name": code, "tier": "community_committee", "place": code, "founded": "2018-06-01"}
            for code in "AB"
        ],
        "seats": [{"committee": f"J{c}", "organisation": f"O{o}", "role": "full"} for c in "AB" for o in "AB"],
        "meetings": [
            {"code": f"M{c}{n}", "kind": "joint", "held": f"2018-06-0{n}", "committee": f"J{c}", "host": f"O{c}"}
            for c in "AB"
            for n in (1, 2)
        ],
        "attendance": [
            {"meeting": f"M{c}{n}", "organisation": f"O{o}", "attended": True}
            for c in "AB"
            for n in (1, 2)
            for o in "AB"
        ],
    }  # fmt: skip
    finding = investigate(rows).finding("weak_community_screen", as_of=DAY)
    assert told(finding, "fails", "unknowns", "untold") == (0, 1, 1, [("B", "unknown", 0, 1, ["assistants"])])


@pytest.mark.parametrize(
    ("place", "kind", "status", "state"),
    [
        (None, "school", "operating", "unknown"),
        (None, "school", None, "unknown"),  # it may be operating
        (None, "school", "closed", "not_applicable"),
        (None, "agency", "operating", "not_applicable"),
        ("S", "school", "operating", "not_applicable"),  # it lies in the street, and in no community for certain
    ],
)
def test_a_community_without_units_is_unknown_while_a_unit_lies_nobody_knows_where(
    investigate, place, kind, status, state
):
    """A holds U1, which O covers, and passes; B holds none. U2 is in neither for all that is known."""
    rows = {
        "places": [{"code": "S", "name": "S", "kind": "street"}]
        + [{"code": code, "name": code, "kind": "community", "parent": "S"} for code in "AB"],
        "organisations": [{"code": "O", "name": "O", "level": "branch", "domain": "community", "place": "A"}],
        "units": [
            {"code": "U1", "name": "U1", "kind": "school", "status": "operating", "place": "A"},
            {"code": "U2", "name": "U2", "kind": kind, "status": status, "place": place},
        ],
        "coverage": [{"organisation": "O", "unit": "U1", "mode": "own"}],
    }
    made = investigate(rows)
    for asked, held in ((None, {"A": "pass", "B": state}), ("B", {"B": state})):
        matrix = made.finding("weak_community_screen", as_of=DAY, place=asked).breakdowns["matrix"]
        assert {one["code"]: one["state"] for one in matrix if one["indicator"] == "unit_coverage"} == held


def test_the_screen_of_a_place_is_the_screen_of_its_community(region):
    whole = region.finding("weak_community_screen", as_of=DAY)
    narrowed = region.finding("weak_community_screen", as_of=DAY, place="C2")
    assert narrowed.rows.rows() == [row for row in whole.rows.rows() if row[0] == "C2"]


def test_no_indicator_speaks_of_a_person_or_gives_a_grade(region):
    columns = region.finding("weak_community_screen", as_of=DAY).rows.columns
    assert columns == [
        "code", "name", "status", "community_type", "fails", "unknowns", "applicable", "failing", "untold",
    ]  # fmt: skip


# --- the registry ----------------------------------------------------------------------------------------------------


def test_needs_and_queries_of_every_definition_exist_and_needs_make_no_circle():
    done = set()
    waiting = dict(DEFINITIONS)
    while waiting:
        ready = [name for name, definition in waiting.items() if set(definition.needs) <= done]
        assert ready, f"a circle, or an unknown need, among {sorted(waiting)}"
        done |= set(ready)
        for name in ready:
            assert set(waiting.pop(name).queries) <= set(catalogue())


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_every_finding_of_the_region_keeps_the_shape_all_findings_share(region, name):
    finding = region.finding(name, as_of=DAY)
    assert finding.id == name
    assert 0 <= finding.count <= finding.of
    assert finding.unknown >= 0
    assert set(finding.rows.get_column("status")) <= {"found", "unknown"}
    if name not in ("organisation_coverage", "work_coverage"):  # one row a place
        status = finding.rows.get_column("status").to_list()
        assert (status.count("found"), status.count("unknown")) == (finding.count, finding.unknown)
    assert set(finding.queries) <= set(DEFINITIONS[name].queries) | set(catalogue())


def test_every_threshold_says_where_it_comes_from():
    rules = bundled_rules()
    assert {one.sure for one in rules.thresholds.values()} <= {"read", "warn_only", "design_choice"}
    assert all(one.source and one.unit for one in rules.thresholds.values())


def test_no_threshold_is_declared_twice():
    folder = Path(__file__).parents[3] / "analytics" / "rules"
    names = [
        name for file in folder.glob("*.toml") for name in re.findall(r"^\[(\w+)\]", file.read_text("utf-8"), re.M)
    ]
    assert len(names) == len(set(names))
