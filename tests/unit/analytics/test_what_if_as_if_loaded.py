"""What a plan of organisations and seats says is what the ledger would say, had it been handed in so."""

from __future__ import annotations

import random

import pytest

from analytics.registry import DEFINITIONS
from analytics.supposing import Edit
from analytics.what_if import NOT_JUDGED, EditPlan, touched, what_if
from tests.region import AS_OF, REGION
from tests.unit.analytics.conftest import DAY

LIVING = ("WC", "HQ", "LL", "XQ", "G1", "E1", "E2", "SC", "FL")
COMMITTEES = ("JD1", "JC1")
SEATED = {("WC", "JD1"), ("HQ", "JD1"), ("LL", "JD1"), ("E1", "JD1"), ("HQ", "JC1"), ("G1", "JC1"), ("SC", "JC1")}


def drawn(seed):
    """Edits drawn at random, and the rows of the region as if they had come true by the day."""
    chance = random.Random(seed)
    rows = {name: [dict(row) for row in kept] for name, kept in REGION.items()}
    edits = []
    gone = chance.sample(LIVING, 2)
    for code in gone:
        edits.append(Edit("drop_organisation", organisation=code))
        next(row for row in rows["organisations"] if row["code"] == code)["ended"] = AS_OF
    place, domain = chance.choice(["C1", "C3", "B1", "M1"]), chance.choice(["enterprise", "social"])
    edits.append(
        Edit("add_organisation", organisation="NEW", name="新支部", level="branch", domain=domain, place=place)
    )
    rows["organisations"].append({"code": "NEW", "name": "新支部", "level": "branch", "domain": domain, "place": place})
    for code in chance.sample([*sorted(set(LIVING) - set(gone)), "NEW"], 3):
        committee = chance.choice(COMMITTEES)
        if (code, committee) in SEATED:
            edits.append(Edit("drop_seat", organisation=code, committee=committee))
            rows["seats"] = [
                row for row in rows["seats"] if (row["organisation"], row["committee"]) != (code, committee)
            ]
        else:
            edits.append(Edit("add_seat", organisation=code, committee=committee))
            rows["seats"] = [
                row for row in rows["seats"] if (row["organisation"], row["committee"]) != (code, committee)
            ]
            rows["seats"].append({"organisation": code, "committee": committee, "role": "full"})
    return edits, rows


@pytest.mark.parametrize("seed", range(4))
def test_every_finding_is_as_if_the_plan_had_been_loaded(region, investigate, seed):
    edits, rows = drawn(seed)
    loaded = investigate(rows)
    for place in (None, "C1"):
        told = what_if(region, [EditPlan("p", tuple(edits))], as_of=DAY, place=place)
        for name in DEFINITIONS:
            after = loaded.finding(name, as_of=DAY, place=place).as_json()
            if name in told.judged:
                assert told.after[0].findings[name].as_json() == after, (name, place, edits)
            elif name not in NOT_JUDGED:
                before = region.finding(name, as_of=DAY, place=place)
                assert (before.count, before.of, before.unknown) == (after["count"], after["of"], after["unknown"]), (
                    name
                )


AGREED = {("HQ", "SC"): "A1", ("E2", "LL"): "A2"}
"""Who has a living agreement with whom, and which."""


def drawn_ties(seed):
    """Ties by agreement that come and go, and the rows of the region with those agreements made or over."""
    chance = random.Random(seed)
    rows = {name: [dict(row) for row in kept] for name, kept in REGION.items()}
    edits = []
    for (a, b), code in chance.sample(sorted(AGREED.items()), 1 + seed % 2):
        edits.append(Edit("drop_tie", layer="agreements", a=a, b=b))
        next(row for row in rows["agreements"] if row["code"] == code)["status"] = "completed"
    free = [(a, b) for a in sorted(LIVING) for b in sorted(LIVING) if a < b and (a, b) not in AGREED]
    for number, (a, b) in enumerate(chance.sample(free, 3)):
        edits.append(Edit("add_tie", layer="agreements", a=b, b=a))
        new = {"code": f"NEW{number}", "title": "新", "kind": "project", "signed": "2018-01-01", "status": "active"}
        rows["agreements"].append(new)
        rows["parties"] += [{"agreement": new["code"], "organisation": code} for code in (a, b)]
    chance.shuffle(edits)
    return edits, rows


@pytest.mark.parametrize("seed", range(6))
def test_ties_that_come_and_go_change_the_network_as_agreements_that_were_loaded(region, investigate, seed):
    """But for evidence that counts records: a supposed tie has none behind it."""
    edits, rows = drawn_ties(seed)
    loaded = investigate(rows)
    for place in (None, "C1"):
        told = what_if(region, [EditPlan("p", tuple(edits))], as_of=DAY, place=place)
        after = told.after[0]
        assert after.scorecard == loaded.scorecard(as_of=DAY, place=place)
        for name in told.judged:
            here, there = (
                without_records(one) for one in (after.findings[name], loaded.finding(name, as_of=DAY, place=place))
            )
            assert here == there, (name, place, edits)


def without_records(finding):
    """A finding as JSON, its rows without what counts agreements."""
    told = finding.as_json()
    return told | {"rows": [{key: row[key] for key in row if key != "agreements"} for row in told["rows"]]}


def test_a_tie_is_supposed_without_the_record_behind_it(region):
    edits = (Edit("add_tie", layer="agreements", a="XQ", b="FL"),)
    told = what_if(region, [EditPlan("p", edits)], as_of=DAY)
    assert "agreements_expiring" in told.not_touched
    assert told.judged == touched([EditPlan("p", edits)])
    screen = told.after[0].findings["weak_community_screen"].breakdowns["matrix"]
    cells = {(cell["code"], cell["indicator"]): cell["state"] for cell in screen}
    assert cells["C3", "isolated_organisation"] == "pass"  # XQ was alone there
