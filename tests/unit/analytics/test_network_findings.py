"""Who is isolated, cut off, in between, or tied on paper only: on the hand-made region, and against networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.isolation import isolated_organisations, organisations_outside_the_largest_component, tied_on_paper_only
from analytics.key_organisations import bridges, cut_points, key_organisations, not_told_apart
from analytics.linkage import ties_by_domain, ties_by_kind_of_place
from analytics.network.sampling import SampledBetweenness
from analytics.network_once import betweenness_of
from analytics.scorecard import scorecard_by_chance, scorecards
from tests.facts import counts, evidence, facts_of, snapshot_of, told
from tests.region import REGION


class TestTheRegionByHand:
    def test_two_of_nine_are_isolated_with_the_hub_and_without(self) -> None:
        finding = isolated_organisations(facts_of(REGION))
        assert (counts(finding), told(finding)) == ((2, 9, 0), {"FL": "found", "XQ": "found"})
        assert finding.measures == {"isolated_without_hub": 2}

    def test_in_a_layer_of_its_own_more_are_isolated(self) -> None:
        finding = isolated_organisations(facts_of(REGION, layer="claims"))
        assert set(told(finding)) == {"WC", "XQ", "G1", "E2", "FL"}

    @pytest.mark.parametrize("place", ["C1", "C2", "C3"])
    @pytest.mark.parametrize(
        "finding", [isolated_organisations, organisations_outside_the_largest_component, cut_points, bridges]
    )
    def test_what_an_organisation_is_to_the_network_does_not_depend_on_the_place_looked_at(
        self, finding, place
    ) -> None:
        ours = set(snapshot_of(REGION, place=place).codes)
        whole = told(finding(facts_of(REGION)))
        expected = {subject: status for subject, status in whole.items() if set(subject.split("|")) <= ours}
        assert told(finding(facts_of(REGION, place=place))) == expected

    def test_only_the_agreement_nobody_acted_on_is_on_paper(self) -> None:
        finding = tied_on_paper_only(facts_of(REGION))
        assert (counts(finding), told(finding)) == ((1, 7, 0), {"E2": "found"})
        assert evidence(finding, "E2")["agreements"] == 1

    def test_urban_and_village_ends_are_told_apart_and_the_hub_has_no_type(self) -> None:
        finding = ties_by_kind_of_place(facts_of(REGION))
        assert counts(finding) == (2, 7, 3)
        assert {tie for tie, status in told(finding).items() if status == "found"} == {"E1|LL", "HQ|LL"}
        cells = {(cell["a"], cell["b"]): cell["ties"] for cell in finding.breakdowns["matrix"] if cell["ties"]}
        assert cells == {
            ("converted_village", "converted_village"): 1,
            ("converted_village", "urban"): 2,
            ("converted_village", None): 1,
            ("urban", "urban"): 4,
            ("urban", None): 2,
        }
        assert finding.measures["ei_index"] == pytest.approx((2 - 5) / 7)

    def test_one_tie_of_ten_stays_within_a_domain(self) -> None:
        finding = ties_by_domain(facts_of(REGION))
        assert counts(finding) == (9, 10, 0)
        assert finding.measures["ei_index"] == pytest.approx(0.8)

    def test_what_holds_the_rest_together_without_the_hub(self) -> None:
        facts = facts_of(REGION)
        assert (counts(cut_points(facts)), set(told(cut_points(facts)))) == ((2, 8, 0), {"HQ", "LL"})
        assert (counts(bridges(facts)), set(told(bridges(facts)))) == ((1, 7, 0), {"E2|LL"})

    def test_key_organisations_lie_between_others_and_say_how(self) -> None:
        finding = key_organisations(facts_of(REGION))
        assert list(told(finding)) == ["HQ", "LL"]
        assert evidence(finding, "HQ")["betweenness"] == 8.0  # {G1, SC} x {WC, LL, E1, E2}
        assert evidence(finding, "LL")["betweenness"] == 5.0  # E2 x {WC, HQ, E1, G1, SC}
        assert "cut_point" in evidence(finding, "HQ")["roles"]
        assert "bridge" in evidence(finding, "LL")["roles"]
        assert [row["code"] for row in finding.breakdowns["without_hub"]] == ["HQ", "LL"]

    def test_above_the_setting_betweenness_is_sampled_and_its_error_told(self) -> None:
        exact, sampled = (key_organisations(facts_of(REGION, exact_up_to=limit)) for limit in (9, 8))
        assert evidence(exact, "HQ")["betweenness_error"] is None
        told_error = evidence(sampled, "HQ")["betweenness_error"]
        assert 0 < told_error < 0.1
        off = evidence(sampled, "HQ")["betweenness_normalised"] - evidence(exact, "HQ")["betweenness_normalised"]
        assert abs(off) <= told_error

    def test_ranks_nearer_than_twice_the_error_are_told(self) -> None:
        def ranked(error: float | None) -> list[dict[str, float | None]]:
            return [{"betweenness_normalised": one, "betweenness_error": error} for one in (0.5, 0.3, 0.29, 0.1)]

        assert [not_told_apart(ranked(error)) for error in (None, 0.001, 0.006, 0.096, 0.2)] == [0, 0, 1, 2, 3]
        assert key_organisations(facts_of(REGION)).measures == {"ranks_not_told_apart": 0}

    def test_a_sampled_scorecard_tells_the_error_that_its_centralisation_rests_on(self) -> None:
        exact, sampled = (scorecards(snapshot_of(REGION), layer=None, exact_up_to=limit)["all"] for limit in (9, 8))
        assert "betweenness_error" not in exact
        off = abs(sampled["betweenness_centralisation"] - exact["betweenness_centralisation"])
        assert 0 < off <= 2 * sampled["betweenness_error"] * 9 / 8

    def test_the_scorecard_counts_the_same_network(self) -> None:
        card = scorecards(snapshot_of(REGION), layer=None, exact_up_to=100)
        assert {name: card["all"][name] for name in ("organisations", "ties", "isolates", "components")} == {
            "organisations": 9,
            "ties": 10,
            "isolates": 2,
            "components": 3,
        }
        assert (card["without_hub"]["organisations"], card["without_hub"]["ties"]) == (8, 7)
        assert {layer: one["ties"] for layer, one in card["by_layer"].items()} == {
            "seats": 9,
            "agreements": 2,
            "claims": 2,
            "meetings": 6,
        }
        assert card["by_layer"]["seats"]["without_hub"]["ties"] == 6

    def test_mixing_stands_beside_chance_and_says_how_often_it_was_drawn(self) -> None:
        told = ties_by_kind_of_place(facts_of(REGION)).measures
        assert told["ei_draws"] in (0, 199)
        if told["ei_draws"]:
            assert told["ei_low"] <= told["ei_by_chance"] <= told["ei_high"]
        card = scorecard_by_chance(snapshot_of(REGION), layer=None)
        assert set(card) == {"all", "without_hub"}
        whole = card["all"]
        assert whole["ei_index"] is None or whole["ei_index"]["observed"] == told["ei_index"]
        exact = scorecards(snapshot_of(REGION), layer=None, exact_up_to=100)
        for name, one in card.items():
            drawn = one["betweenness_centralisation"]
            assert drawn["observed"] == pytest.approx(exact[name]["betweenness_centralisation"])
            assert drawn["draws"] == 199

    def test_too_many_ties_are_not_drawn_and_say_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("analytics.linkage.CHANCE_UP_TO", 9)  # the region has ten ties
        told = ties_by_kind_of_place(facts_of(REGION)).measures
        assert (told["ei_draws"], told["ei_by_chance"], told["ei_p_value"]) == (0, None, None)
        monkeypatch.setattr("analytics.scorecard.BETWEENNESS_TIES", 9)
        card = scorecard_by_chance(snapshot_of(REGION), layer=None)
        assert card["all"] == {"ei_index": None, "betweenness_centralisation": None}
        assert card["without_hub"]["betweenness_centralisation"] is not None

    def test_without_anybody_nothing_is_found_and_nothing_fails(self) -> None:
        facts = facts_of({})
        for finding in (
            isolated_organisations,
            tied_on_paper_only,
            organisations_outside_the_largest_component,
            ties_by_kind_of_place,
            ties_by_domain,
            key_organisations,
            cut_points,
            bridges,
        ):
            assert counts(finding(facts)) == (0, 0, 0)
        assert scorecards(facts.snapshot, layer=None, exact_up_to=10)["all"]["density"] is None


def test_a_large_network_of_small_parts_is_measured_exactly() -> None:
    codes = [f"{at:02d}" for at in range(36)]  # twelve paths of three
    rows = network([])
    rows["organisations"] = [{"code": c, "name": c, "level": "branch", "domain": "community"} for c in codes]
    pairs = [(at, at + step) for at in range(0, 36, 3) for step in (0, 1)]
    rows["agreements"] = [
        {"code": f"X{n:02d}", "title": "x", "kind": "pairing", "status": "active"} for n in range(len(pairs))
    ]
    rows["parties"] = [
        {"agreement": f"X{n:02d}", "organisation": codes[at + end]} for n, (_, at) in enumerate(pairs) for end in (0, 1)
    ]
    exact = betweenness_of(snapshot_of(rows), None, exact_up_to=30)
    assert not isinstance(exact, SampledBetweenness)
    assert exact.tolist() == [0.0, 1.0, 0.0] * 12
    assert isinstance(betweenness_of(snapshot_of(rows), None, exact_up_to=29), SampledBetweenness)


def network(
    ties: list[tuple[str, str]], *, hub: str | None = None, size: int = 9
) -> dict[str, list[dict[str, object]]]:
    """Organisations A, B, … whose ties are agreements of two parties."""
    codes = "ABCDEFGHIJKLMNO"[:size]
    return {
        "organisations": [
            {
                "code": code,
                "name": code,
                "level": "working_committee" if code == hub else "branch",
                "domain": "community",
            }
            for code in codes
        ],
        "agreements": [
            {"code": f"X{at:03d}", "title": "x", "kind": "pairing", "status": "active"} for at in range(len(ties))
        ],
        "parties": [
            {"agreement": f"X{at:03d}", "organisation": end} for at, tie in enumerate(ties) for end in sorted(set(tie))
        ],
    }


def test_whom_the_hub_alone_ties_is_told_beside_the_isolated() -> None:
    finding = isolated_organisations(facts_of(network([("A", "B"), ("A", "C"), ("C", "D")], hub="A", size=5)))
    assert told(finding) == {"E": "found"}
    assert [row["code"] for row in finding.breakdowns["held_by_the_hub_alone"]] == ["B"]
    assert finding.measures == {"isolated_without_hub": 2}  # B and E; the hub is not asked


def test_of_two_largest_components_the_first_by_code_is_the_largest() -> None:
    finding = organisations_outside_the_largest_component(facts_of(network([("C", "D"), ("A", "B")], size=5)))
    assert (counts(finding), told(finding)) == ((2, 4, 0), {"C": "found", "D": "found"})


def test_losing_the_hub_may_cut_an_organisation_off() -> None:
    rows = network([("A", "B"), ("A", "C"), ("B", "D"), ("B", "E"), ("C", "F")], hub="A", size=6)
    finding = organisations_outside_the_largest_component(facts_of(rows))
    assert counts(finding) == (0, 6, 0)
    assert finding.measures == {"largest_size": 6, "outside_without_hub": 2, "largest_size_without_hub": 3}


def test_no_more_than_ten_are_key_and_equal_ones_go_by_code() -> None:
    ring = [("ABCDEFGHIJKLMNO"[i], "ABCDEFGHIJKLMNO"[(i + 1) % 15]) for i in range(15)]
    finding = key_organisations(facts_of(network(ring, size=15)))
    assert list(told(finding)) == list("ABCDEFGHIJ")
    assert counts(finding) == (10, 15, 0)


@pytest.mark.parametrize(("last", "found"), [("2017-06-30", True), ("2017-07-01", False)])
def test_a_meeting_twelve_months_ago_to_the_day_is_too_old_to_be_alive_by(last: str, found: bool) -> None:
    rows = network([("A", "B")], size=2) | {
        "meetings": [{"code": "M", "kind": "theme_day", "held": last, "host": "A"}],
        "attendance": [{"meeting": "M", "organisation": "B", "attended": True}],
    }
    assert set(told(tied_on_paper_only(facts_of(rows)))) == ({"A", "B"} if found else set())


TIES = st.lists(st.tuples(st.sampled_from("ABCDEFGHI"), st.sampled_from("ABCDEFGHI")), max_size=16)


@settings(max_examples=60, deadline=None)
@given(ties=TIES)
def test_network_findings_agree_with_networkx(ties: list[tuple[str, str]]) -> None:
    facts = facts_of(network(ties, hub="I"))
    graph = nx.Graph([tie for tie in ties if tie[0] != tie[1]])
    graph.add_nodes_from("ABCDEFGHI")
    bare = graph.subgraph("ABCDEFGH")
    assert set(told(isolated_organisations(facts))) == set(nx.isolates(graph))
    assert isolated_organisations(facts).measures == {"isolated_without_hub": len(list(nx.isolates(bare)))}
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    outside = {code for part in parts[1:] if len(part) > 1 for code in part}
    assert set(told(organisations_outside_the_largest_component(facts))) == outside
    assert set(told(cut_points(facts))) == set(nx.articulation_points(bare))
    assert set(told(bridges(facts))) == {"|".join(sorted(tie)) for tie in nx.bridges(bare)}
    between = nx.betweenness_centrality(graph, normalized=False)
    key = key_organisations(facts)
    ranked = sorted((code for code in between if between[code] > 1e-9), key=lambda c: (-round(between[c], 9), c))
    assert list(told(key)) == ranked[:10]
