"""Standards of communities and contact of committees: boundaries, blanks, an oracle in plain Python."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.standards import (
    assistants_missing,
    committees_without_contact,
    funds_below_standard,
    space_below_standard,
    staffing_below_standard,
)
from tests.unit.analytics.conftest import told

DAY = dt.date(2018, 6, 30)


def made(facts, *rows):
    return facts({"community_standards": list(rows)})


def test_standards_of_the_region(region):
    # C1 meets every bar exactly; C2 has 900 households, 2 workers, no assistant, half a yuan too little, 200 m2;
    # of C3 nothing is known.
    expected = {
        "staffing_below_standard": [("C2", "found"), ("C3", "unknown")],
        "funds_below_standard": [("C2", "found"), ("C3", "unknown")],
        "space_below_standard": [("C2", "found"), ("C3", "unknown")],
        "assistants_missing": [("C2", "found"), ("C3", "unknown")],
    }
    for name, rows in expected.items():
        assert told(region.finding(name, as_of=DAY)) == (1, 2, 1, rows)


def test_staffing_at_its_boundaries(facts):
    rows = [
        {"code": "A", "community_type": "converted_village", "workers": 2, "households": 800},
        {"code": "B", "community_type": "converted_village", "workers": 2, "households": 801},
        {"code": "C", "community_type": "urban", "workers": 5, "households": 2000},
        {"code": "D", "community_type": "urban", "workers": 4, "households": 100},
        {"code": "E", "community_type": "urban", "workers": 4},
        {"code": "F", "community_type": "urban", "workers": 5},
        {"code": "G", "community_type": "urban", "households": 100},
        {"code": "H", "workers": 4, "households": 100},
        {"code": "I", "workers": 5, "households": 100},
        {"code": "J", "community_type": "converted_village", "workers": 0, "households": 0},
        {"code": "K", "workers": 1, "households": 401},
    ]
    finding = staffing_below_standard(made(facts, *rows))
    assert told(finding, "few_a_household", "few_in_all", "workers_from", "below_strict") == (
        4,
        8,
        3,
        [
            ("B", "found", True, False, 3, True),
            ("D", "found", False, True, 5, False),
            ("E", "found", None, True, None, None),
            ("K", "found", True, None, 2, True),
            ("F", "unknown", None, False, None, None),
            ("G", "unknown", None, None, 5, None),
            ("H", "unknown", False, None, 1, False),
        ],
    )
    strict = {name: row for name, *row in finding.rows.select("code", "households_a_worker").rows()}
    assert strict["B"] == [400.5]
    assert strict["G"] == [None]


def test_blank_funds_are_unknown_unless_the_other_is_below(facts):
    rows = [
        {"code": "A", "work_funds": 70_000.0, "service_funds": 100_000.0},
        {"code": "B", "work_funds": 69_999.99, "service_funds": 100_000.0},
        {"code": "C", "service_funds": 99_999.0},
        {"code": "D", "service_funds": 100_000.0},
        {"code": "E", "work_funds": 0.0},
        {"code": "F", "work_funds": 90_000.0},
    ]
    assert told(funds_below_standard(made(facts, *rows))) == (
        3,
        4,
        2,
        [("B", "found"), ("C", "found"), ("E", "found"), ("D", "unknown"), ("F", "unknown")],
    )


def test_exactly_thirty_square_metres_per_hundred_households_is_enough(facts):
    rows = [
        {"code": "A", "service_area": 33.3, "households": 111},
        {"code": "B", "service_area": 33.29, "households": 111},
        {"code": "C", "service_area": 0.0, "households": 0},
        {"code": "D", "households": 10},
        {"code": "E", "service_area": 10.0},
    ]
    finding = space_below_standard(made(facts, *rows))
    assert told(finding) == (1, 3, 2, [("B", "found"), ("D", "unknown"), ("E", "unknown")])
    assert [(one.name, one.value, one.unit) for one in finding.thresholds] == [
        ("service_area_from", 30, "m2_per_100_households")
    ]


def test_blank_assistants_are_unknown_not_missing(facts):
    rows = [{"code": "A", "assistants": 0}, {"code": "B", "assistants": 1}, {"code": "C"}]
    assert told(assistants_missing(made(facts, *rows))) == (1, 2, 1, [("A", "found"), ("C", "unknown")])


def test_contact_exactly_three_months_ago_still_counts(facts):
    rows = [
        {"code": "A", "contact_post": "post", "last_contact": dt.date(2018, 3, 30)},
        {"code": "B", "contact_post": "post", "last_contact": dt.date(2018, 3, 29)},
        {"code": "C", "contact_post": "post"},
        {"code": "D"},
        {"code": "E", "last_contact": dt.date(2018, 6, 30)},
    ]
    finding = committees_without_contact(facts({"committee_contacts": rows}))
    assert told(finding, "without_post", "days_since") == (
        3,
        4,
        1,
        [
            ("B", "found", False, 93),
            ("D", "found", True, None),
            ("E", "found", True, 0),
            ("C", "unknown", False, None),
        ],
    )


def test_three_months_before_the_end_of_may_is_the_end_of_february(facts):
    rows = [
        {"code": "A", "contact_post": "post", "last_contact": dt.date(2018, 2, 28)},
        {"code": "B", "contact_post": "post", "last_contact": dt.date(2018, 2, 27)},
    ]
    finding = committees_without_contact(facts({"committee_contacts": rows}, day=dt.date(2018, 5, 31)))
    assert told(finding, "contact_from") == (1, 2, 0, [("B", "found", dt.date(2018, 2, 28))])


def test_only_living_community_committees_are_asked_for_contact(region):
    # JC1's last contact was on 29 March, a day too early; JD1 is of another tier, JM1 not founded yet.
    assert told(region.finding("committees_without_contact", as_of=DAY)) == (1, 1, 0, [("JC1", "found")])


blank_or = lambda values: st.one_of(st.none(), values)  # noqa: E731
communities = st.fixed_dictionaries(
    {
        "community_type": st.sampled_from(["urban", "converted_village", None]),
        "households": blank_or(st.sampled_from([0, 400, 800, 801, 2000, 2001])),
        "workers": blank_or(st.integers(0, 6)),
        "assistants": blank_or(st.integers(0, 2)),
        "work_funds": blank_or(st.sampled_from([0.0, 69_999.0, 70_000.0])),
        "service_funds": blank_or(st.sampled_from([0.0, 99_999.0, 100_000.0])),
        "service_area": blank_or(st.sampled_from([0.0, 119.0, 120.0, 240.0, 600.0])),
    }
)


def either(a, b):
    return True if True in (a, b) else None if None in (a, b) else False


def both(a, b):
    return False if False in (a, b) else None if None in (a, b) else True


def below(value, least):
    return None if value is None else value < least


def staffing(row):
    workers, households = row["workers"], row["households"]
    thin = None if workers is None or households is None else workers * 400 < households
    urban = None if row["community_type"] is None else row["community_type"] == "urban"
    return either(thin, both(urban, below(workers, 5)))


def space(row):
    area, households = row["service_area"], row["households"]
    return None if area is None or households is None else area * 10 < households * 3


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


@settings(max_examples=60, deadline=None)
@given(st.lists(communities, max_size=8))
def test_standards_agree_with_plain_python(facts, drawn):
    rows = [row | {"code": f"C{n}"} for n, row in enumerate(drawn)]
    given_facts = made(facts, *rows)
    assert told(staffing_below_standard(given_facts)) == oracle(rows, staffing)
    assert told(funds_below_standard(given_facts)) == oracle(
        rows, lambda row: either(below(row["work_funds"], 70_000), below(row["service_funds"], 100_000))
    )
    assert told(space_below_standard(given_facts)) == oracle(rows, space)
    assert told(assistants_missing(given_facts)) == oracle(rows, lambda row: below(row["assistants"], 1))
