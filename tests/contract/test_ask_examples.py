"""Do the texts that the page of questions offers give the same, right rows on every store?"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from dashboard.asking import typed_parameter
from dashboard.components.ask_form import EXAMPLES
from tests.region import REGION


def rows(store, key):
    """The rows of one example."""
    text, parameters = next((text, parameters) for name, text, parameters in EXAMPLES if name == key)
    return store.cypher(text, dict(typed_parameter(line) for line in parameters.splitlines())).rows


def test_domains_are_counted(region_store):
    counts = Counter(row["domain"] for row in REGION["organisations"])
    assert rows(region_store, "domains") == sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def test_covers_that_are_not_of_ones_own_are_pairs(region_store):
    names = {row["code"]: row["name"] for table in ("organisations", "units") for row in REGION[table]}
    covers = [row for row in REGION["coverage"] if row["mode"] != "own"]
    expected = sorted(
        (row["organisation"], row["unit"], names[row["organisation"]], names[row["unit"]], row["mode"])
        for row in covers
    )
    assert sorted(rows(region_store, "instructors")) == expected


def test_meetings_since_a_day_are_counted_by_committee(region_store):
    names = {row["code"]: row["name"] for row in REGION["committees"]}
    since = dt.date(2018, 1, 1).isoformat()
    held = [row for row in REGION["meetings"] if row.get("committee") and row["held"] >= since]
    counts = Counter(names[row["committee"]] for row in held)
    assert rows(region_store, "since") == sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def test_members_are_counted_by_organisation(region_store):
    names = {row["code"]: row["name"] for row in REGION["organisations"]}
    counts = Counter(row["organisation"] for row in REGION["members"])
    assert rows(region_store, "members") == [(code, names[code], count) for code, count in sorted(counts.items())]
