"""A snapshot holds who was alive on a day and the ties as the ledger defines them, to the day."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS, Snapshot, months_before
from tests.facts import snapshot_of
from tests.region import REGION

DAY = dt.date(2018, 6, 30)


def pairs(snapshot: Snapshot, layer: str | None = None) -> set[str]:
    return {f"{row['a']}-{row['b']}" for row in snapshot.ties(layer).iter_rows(named=True)}


def organisation(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": code, "level": "branch", "domain": "community", **more}


class TestTheRegionByHand:
    def test_each_layer_holds_the_ties_worked_out_on_paper(self) -> None:
        snapshot = snapshot_of(REGION)
        assert {layer: pairs(snapshot, layer) for layer in LAYERS} == {
            "seats": {"HQ-WC", "LL-WC", "E1-WC", "HQ-LL", "E1-HQ", "E1-LL", "G1-HQ", "HQ-SC", "G1-SC"},
            "agreements": {"HQ-SC", "E2-LL"},
            "claims": {"HQ-SC", "E1-LL"},
            "meetings": {"HQ-WC", "LL-WC", "HQ-LL", "G1-HQ", "HQ-SC", "G1-SC"},
        }

    def test_a_ties_weight_is_the_number_of_its_layers(self) -> None:
        ties = {(row["a"], row["b"]): row["weight"] for row in snapshot_of(REGION).ties().iter_rows(named=True)}
        assert ties[("HQ", "SC")] == 4
        assert ties[("G1", "HQ")] == 2
        assert ties[("E1", "WC")] == 1
        assert len(ties) == 10

    def test_without_the_hub_only_its_own_ties_go(self) -> None:
        snapshot = snapshot_of(REGION)
        bare = snapshot.without_hub()
        assert pairs(bare) == {pair for pair in pairs(snapshot) if "WC" not in pair}
        assert bare.codes == [code for code in snapshot.codes if code != "WC"]

    def test_a_place_keeps_the_organisations_below_it_and_the_ties_among_them(self) -> None:
        part = snapshot_of(REGION, place="C1")
        assert part.codes == ["E1", "G1", "HQ", "SC"]
        assert pairs(part) == {"E1-HQ", "G1-HQ", "HQ-SC", "G1-SC"}
        assert part.committees.get_column("code").to_list() == ["JC1"]
        assert part.agreements.get_column("code").to_list() == ["A1", "A3"]

    def test_an_unknown_place_or_layer_is_named(self) -> None:
        with pytest.raises(UnknownName):
            snapshot_of(REGION, place="nowhere")
        with pytest.raises(UnknownName):
            snapshot_of(REGION).adjacency("friendship")

    def test_before_anything_was_founded_nobody_is_tied(self) -> None:
        assert pairs(snapshot_of(REGION, day="1950-01-01"), "agreements") == set()


class TestAliveToTheDay:
    @pytest.mark.parametrize(
        ("dates", "alive"),
        [
            ({}, True),
            ({"founded": "2018-06-30"}, True),
            ({"founded": "2018-07-01"}, False),
            ({"ended": "2018-06-30"}, False),
            ({"ended": "2018-07-01"}, True),
        ],
    )
    def test_an_organisation_lives_from_its_founding_until_the_day_before_its_end(
        self, dates: dict[str, object], alive: bool
    ) -> None:
        assert snapshot_of({"organisations": [organisation("A", **dates)]}).codes == (["A"] if alive else [])

    @pytest.mark.parametrize(
        ("seat", "tied"),
        [
            ({}, True),
            ({"since": "2018-06-30"}, True),
            ({"since": "2018-07-01"}, False),
            ({"until": "2018-06-30"}, True),
            ({"until": "2018-06-29"}, False),
            ({"role": "observer"}, True),
        ],
    )
    def test_a_seat_counts_on_its_first_and_on_its_last_day_and_so_does_an_observers(
        self, seat: dict[str, object], tied: bool
    ) -> None:
        rows = {
            "places": [{"code": "P", "name": "P", "kind": "community"}],
            "organisations": [organisation("A"), organisation("B"), organisation("L")],
            "committees": [{"code": "J", "name": "J", "tier": "joint_meeting", "place": "P", "lead": "L"}],
            "seats": [
                {"committee": "J", "organisation": "A", "role": "full"},
                {"committee": "J", "organisation": "B", "role": "full", **seat},
            ],
        }
        assert pairs(snapshot_of(rows)) == ({"A-B"} if tied else set())

    @pytest.mark.parametrize(
        ("agreement", "tied"),
        [
            ({"status": "active"}, True),
            ({}, False),
            ({"status": "planned"}, False),
            ({"status": "active", "ends": "2018-06-30"}, True),
            ({"status": "active", "ends": "2018-06-29"}, False),
            ({"status": "active", "starts": "2018-06-30", "signed": "2018-07-02"}, True),
            ({"status": "active", "starts": "2018-07-01", "signed": "2018-06-01"}, False),
            ({"status": "active", "signed": "2018-07-01"}, False),
        ],
    )
    def test_an_agreement_ties_while_it_is_active_both_ends_included(
        self, agreement: dict[str, object], tied: bool
    ) -> None:
        rows = {
            "organisations": [organisation("A"), organisation("B")],
            "agreements": [{"code": "X", "title": "X", "kind": "pairing", **agreement}],
            "parties": [{"agreement": "X", "organisation": "A"}, {"agreement": "X", "organisation": "B"}],
        }
        assert pairs(snapshot_of(rows)) == ({"A-B"} if tied else set())

    @pytest.mark.parametrize(
        ("held", "tied"),
        [("2017-06-30", False), ("2017-07-01", True), ("2018-06-30", True), ("2018-07-01", False)],
    )
    def test_a_meeting_ties_for_twelve_months(self, held: str, tied: bool) -> None:
        rows = {
            "organisations": [organisation("A"), organisation("B")],
            "meetings": [{"code": "M", "kind": "joint", "held": held, "host": "A"}],
            "attendance": [{"meeting": "M", "organisation": "B", "attended": True}],
        }
        assert pairs(snapshot_of(rows)) == ({"A-B"} if tied else set())

    def test_a_host_attends_even_where_the_list_says_otherwise_and_who_stayed_away_does_not(self) -> None:
        rows = {
            "organisations": [organisation(code) for code in "ABC"],
            "meetings": [{"code": "M", "kind": "joint", "held": "2018-06-01", "host": "A"}],
            "attendance": [
                {"meeting": "M", "organisation": "A", "attended": False},
                {"meeting": "M", "organisation": "B", "attended": True},
                {"meeting": "M", "organisation": "C", "attended": False},
            ],
        }
        assert pairs(snapshot_of(rows)) == {"A-B"}

    @pytest.mark.parametrize(
        ("claim", "tied"),
        [
            ({"organisation": "B", "claimed": "2018-06-30"}, True),
            ({"organisation": "B", "claimed": "2018-07-01"}, False),
            ({"organisation": "B"}, True),
            ({"organisation": "A", "claimed": "2018-01-01"}, False),
        ],
    )
    def test_a_claim_ties_from_its_day_on_and_ones_own_never(self, claim: dict[str, object], tied: bool) -> None:
        rows = {
            "organisations": [organisation("A"), organisation("B")],
            "listings": [{"code": "N", "kind": "need", "organisation": "A", "title": "N"}],
            "claims": [{"listing": "N", **claim}],
        }
        assert pairs(snapshot_of(rows)) == ({"A-B"} if tied else set())

    def test_being_superior_is_no_tie(self) -> None:
        assert pairs(snapshot_of({"organisations": [organisation("A"), organisation("B", superior="A")]})) == set()


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2018-06-30", 12, "2017-06-30"),
        ("2018-05-31", 3, "2018-02-28"),
        ("2020-02-29", 12, "2019-02-28"),
        ("2018-01-15", 1, "2017-12-15"),
        ("2018-12-31", 12, "2017-12-31"),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_months_last(day: str, months: int, before: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(before)


DAYS = st.sampled_from([None, "2017-06-30", "2017-07-01", "2018-06-29", "2018-06-30", "2018-07-01"])
CODES = st.sampled_from(list("ABCDEF"))


def rows_of(draw: st.DrawFn, size: int, **columns: st.SearchStrategy) -> list[dict[str, object]]:
    return [{name: draw(values) for name, values in columns.items()} for _ in range(draw(st.integers(0, size)))]


def once(rows: list[dict[str, object]], *key: str) -> list[dict[str, object]]:
    return list({tuple(row[name] for name in key): row for row in rows}.values())


@st.composite
def regions(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    organisations = [organisation(code, founded=draw(DAYS), ended=draw(DAYS)) for code in "ABCDEF"]
    committees = [
        {"code": c, "name": c, "tier": "joint_meeting", "place": "P", "founded": draw(DAYS), "ended": draw(DAYS)}
        for c in ("J", "K")
    ]
    agreements = [
        {
            "code": c,
            "title": c,
            "kind": "pairing",
            "status": draw(st.sampled_from([None, "active", "planned"])),
            "signed": draw(DAYS),
            "starts": draw(DAYS),
            "ends": draw(DAYS),
        }
        for c in ("X", "Y")
    ]
    meetings = [
        {"code": c, "kind": "joint", "held": draw(DAYS.filter(bool)), "host": draw(st.one_of(st.none(), CODES))}
        for c in ("M", "N")
    ]
    seats = rows_of(draw, 8, committee=st.sampled_from("JK"), organisation=CODES, since=DAYS, until=DAYS)
    parties = rows_of(draw, 6, agreement=st.sampled_from("XY"), organisation=CODES)
    claims = rows_of(draw, 6, listing=st.sampled_from(["LA", "LB"]), organisation=CODES, claimed=DAYS)
    attendance = rows_of(draw, 8, meeting=st.sampled_from("MN"), organisation=CODES, attended=st.booleans())
    return {
        "places": [{"code": "P", "name": "P", "kind": "community"}],
        "organisations": organisations,
        "committees": committees,
        "seats": [{**row, "role": "full"} for row in once(seats, "committee", "organisation")],
        "agreements": agreements,
        "parties": once(parties, "agreement", "organisation"),
        "listings": [
            {"code": f"L{owner}", "kind": "need", "organisation": owner, "title": "need"} for owner in ("A", "B")
        ],
        "claims": once(claims, "listing", "organisation"),
        "meetings": meetings,
        "attendance": once(attendance, "meeting", "organisation"),
    }


def ties_by_definition(rows: dict[str, list[dict[str, object]]], day: str) -> dict[str, set[str]]:
    """LEDGER.md's four kinds of tie in plain loops over plain rows; ISO days compare as text."""

    def begun(value: object) -> bool:
        return value is None or str(value) <= day

    def lives(row: dict[str, object]) -> bool:
        return begun(row["founded"]) and (row["ended"] is None or str(row["ended"]) > day)

    def not_over(value: object) -> bool:
        return value is None or str(value) >= day

    alive = {row["code"] for row in rows["organisations"] if lives(row)}
    groups: dict[str, list[set[object]]] = {"seats": [], "agreements": [], "claims": [], "meetings": []}
    for committee in filter(lives, rows["committees"]):
        groups["seats"].append(
            {
                seat["organisation"]
                for seat in rows["seats"]
                if seat["committee"] == committee["code"] and begun(seat["since"]) and not_over(seat["until"])
            }
        )
    for agreement in rows["agreements"]:
        start = agreement["signed"] if agreement["starts"] is None else agreement["starts"]
        if agreement["status"] == "active" and begun(start) and not_over(agreement["ends"]):
            groups["agreements"].append(
                {party["organisation"] for party in rows["parties"] if party["agreement"] == agreement["code"]}
            )
    for claim in rows["claims"]:
        if begun(claim["claimed"]):
            groups["claims"].append({claim["organisation"], str(claim["listing"])[1:]})
    year_ago = f"{int(day[:4]) - 1}{day[4:]}"
    for meeting in rows["meetings"]:
        if year_ago < str(meeting["held"]) <= day:
            came = {
                one["organisation"]
                for one in rows["attendance"]
                if one["meeting"] == meeting["code"] and one["attended"]
            }
            groups["meetings"].append(came | ({meeting["host"]} - {None}))
    return {
        layer: {f"{a}-{b}" for group in sets for a, b in combinations(sorted(map(str, group & alive)), 2)}
        for layer, sets in groups.items()
    }


@settings(max_examples=60, deadline=None)
@given(rows=regions(), day=st.sampled_from(["2017-06-30", "2018-06-30", "2018-07-01"]))
def test_ties_are_those_of_the_definition_read_row_by_row(rows: dict[str, list[dict[str, object]]], day: str) -> None:
    snapshot = snapshot_of(rows, day=day)
    expected = ties_by_definition(rows, day)
    assert {layer: pairs(snapshot, layer) for layer in LAYERS} == expected
    assert pairs(snapshot) == set().union(*expected.values())
    weights = snapshot.ties().select(pl.col("weight").sum()).item() or 0
    assert weights == sum(map(len, expected.values()))
    adjacency = snapshot.adjacency()
    assert (adjacency != adjacency.T).nnz == 0
    assert adjacency.diagonal().sum() == 0


def test_taking_a_snapshot_does_not_import_pandas():
    told = """
import sys
import polars as pl
from graph_model.snapshot.ties import shared
ties = shared(pl.Series(["a", "b", "c"]), pl.DataFrame({"organisation": ["a", "b", "c"], "shared": ["x", "x", "y"]}))
assert ties.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
assert "pandas" not in sys.modules, "a second of every command"
"""
    subprocess.run([sys.executable, "-c", told], check=True)
