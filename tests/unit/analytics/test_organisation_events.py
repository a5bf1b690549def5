"""What happened with an organisation of the hand-made region, by hand; nobody's event is lost or told twice."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.organisation_events import LANES, organisation_events

DAY = dt.date(2018, 6, 30)


def events(region, code, lane):
    rows = organisation_events(region.snapshot(as_of=DAY), code)
    return [(row["kind"], row["code"], row["with"]) for row in rows.iter_rows(named=True) if row["lane"] == lane]


def test_meetings_by_hand(region):
    # M1 2018-03-20 attended WC HQ LL, E1 absent; M2 2018-05-10 hosted by HQ, attended G1 SC; M3 is of 2017.
    told = events(region, "HQ", "meetings")
    assert ("hosted", "M2", ["G1", "SC"]) in told
    assert ("attended", "M1", ["LL", "WC"]) in told
    assert ("missed", "M1", ["HQ", "LL", "WC"]) in events(region, "E1", "meetings")


def test_agreements_and_claims_by_hand(region):
    # A1: HQ-SC. N1 of HQ claimed by SC, R1 of E1 claimed by LL; N3 of G1 claimed by G1 itself is no event with anyone.
    assert ("signed", "A1", ["SC"]) in events(region, "HQ", "agreements")
    assert ("claim_received", "N1", ["SC"]) in events(region, "HQ", "claims")
    assert ("claim_made", "N1", ["HQ"]) in events(region, "SC", "claims")
    assert ("claim_made", "R1", ["E1"]) in events(region, "LL", "claims")
    assert events(region, "G1", "claims") == []
    assert ("need_posted", "N3", []) in events(region, "G1", "listings")


@pytest.mark.parametrize("code", ["WC", "HQ", "LL", "XQ", "G1", "E1", "E2", "SC", "FL"])
def test_every_record_is_told_once_newest_first_and_undated_last(region, code):
    snapshot = region.snapshot(as_of=DAY)
    rows = organisation_events(snapshot, code)
    days = rows["day"].to_list()
    known = [day for day in days if day is not None]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known))
    told = rows.select("lane", "kind", "code").rows()
    assert len(told) == len(set(told))
    assert {lane for lane, _, _ in told} <= set(LANES)
    attended = snapshot.attendance.filter(snapshot.attendance["organisation"] == code)
    assert sum(lane == "meetings" for lane, _, _ in told) == attended.height
    listed = snapshot.listings.filter(snapshot.listings["organisation"] == code)
    assert sum(lane == "listings" for lane, _, _ in told) == listed.height


def test_who_is_not_there_has_no_event(region):
    assert organisation_events(region.snapshot(as_of=DAY), "none").is_empty()
