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


def test_a_tie_is_supposed_without_the_record_behind_it(region):
    edits = (Edit("add_tie", layer="agreements", a="XQ", b="FL"),)
    told = what_if(region, [EditPlan("p", edits)], as_of=DAY)
    assert "agreements_expiring" in told.not_touched
    assert told.judged == touched([EditPlan("p", edits)])
    screen = told.after[0].findings["weak_community_screen"].breakdowns["matrix"]
    cells = {(cell["code"], cell["indicator"]): cell["state"] for cell in screen}
    assert cells["C3", "isolated_organisation"] == "pass"  # XQ was alone there
