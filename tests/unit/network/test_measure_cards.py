"""Has every measure that ``measure`` and the scorecard tell a card: formula, range, unit, degenerate case, words?"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from analytics.network.by_property import mixing_by
from analytics.network.cards import measure_cards
from analytics.network.graph import Network
from analytics.network.measures import network_measures
from analytics.network.mixing_by_chance import e_i_by_chance
from analytics.network.scorecard import scorecard
from analytics.network.structure import structure
from dashboard.cli.measure_command import alike_to
from dashboard.cli.measure_parts import WEIGHTED
from dashboard.i18n import words
from dashboard.network_file import two_mode_told

ARCS = sparse.csr_array(np.array([[0.0, 1, 1], [0, 0, 1], [1, 0, 0]]))
BOTH_WAYS = sparse.csr_array(np.array([[0.0, 1, 1], [1, 0, 0], [1, 0, 0]]))


def test_every_key_of_measure_and_scorecard_has_a_card():
    told = network_measures(Network(("a", "b", "c"), ARCS, directed=True)).as_json()
    keys = (set(told) - {"node"}) | set(told["node"]["a"]) | set(scorecard(BOTH_WAYS))
    assert keys - set(measure_cards()) == set()


def test_every_figure_of_structure_mixing_and_two_modes_has_a_card():
    network = Network(("a", "b", "c"), BOTH_WAYS)
    told = structure(
        network, layers={"x": BOTH_WAYS, "y": BOTH_WAYS}, group=np.array([0, 1, 1]), key_players=1, draws=19
    )
    keys = set(told) | set(told["significance"]) | set(mixing_by(BOTH_WAYS, pl.Series(["x", "y", "y"]), draws=0))
    as_cards = {
        "robustness": {"robustness_by_degree", "robustness_by_chance"},
        "fragmenting_set": {"fragmenting_set", "fragmentation"},
        "multiplexity": {"multiplex_share", "overlap_jaccard"},
        "significance": {"p_value"},
        "ties_known": {"ei_ties_known"},
        "ties_unknown": {"ei_ties_unknown"},
        "matrix": {"mixing_matrix"},
    }
    needed = set().union(*(as_cards.get(key, {key}) for key in keys - {"kind", "groups"}))
    assert needed - set(measure_cards()) == set()


@pytest.mark.parametrize("name", measure_cards())
def test_a_card_has_its_words_in_both_languages(name):
    card = measure_cards()[name]
    needed = {f"measure_cards.{name}", f"methods.unit_{card.unit}", f"methods.undefined_{card.undefined}"}
    assert (needed | {f"methods.of_{card.of}"}) - set(words()) == set()
    assert card.formula


def test_no_words_are_left_without_a_card():
    assert {key.partition(".")[2] for key in words() if key.startswith("measure_cards.")} == set(measure_cards())


NUMBERS = {name: card for name, card in measure_cards().items() if card.least in {"0", "1", "-1"}}
MOST = {"1": 1.0, "1/2": 0.5}


def test_what_is_measured_lies_in_the_range_its_card_tells():
    random = np.random.default_rng(5)
    for draw in range(40):
        weight = random.integers(1, 5, (8, 8)) if draw % 2 else 1.0  # in how many layers
        cells = np.triu(random.random((8, 8)) < 0.3, k=1) * weight
        network = Network(tuple("abcdefgh"), sparse.csr_array((cells + cells.T).astype(float)))
        told = network_measures(network).as_json()
        values = [(name, value) for name, value in told.items() if name in NUMBERS]
        values += [(name, value) for node in told["node"].values() for name, value in node.items() if name in NUMBERS]
        for name, value in values:
            size = len(value) if isinstance(value, list) else value
            if size is not None:
                most = (2.0 if draw % 2 else 9 / 8) if name == "constraint" else MOST.get(NUMBERS[name].most, np.inf)
                assert float(NUMBERS[name].least) - 1e-9 <= size <= most + 1e-9, name


def test_constraint_passes_nine_eighths_where_ties_weigh_unlike_as_its_card_says():
    cells = np.array([[0.0, 1, 1], [1, 0, 4], [1, 4, 0]])
    told = network_measures(Network(("a", "b", "c"), sparse.csr_array(cells))).as_json()["node"]
    assert told["a"]["constraint"] == pytest.approx(2 * (0.5 + 0.5 * 0.8) ** 2)
    assert 9 / 8 < told["a"]["constraint"] < 2
    assert "2" in measure_cards()["constraint"].most


def test_the_cards_of_the_measures_that_a_weight_changes_say_so_and_no_others_do():
    random = np.random.default_rng(3)
    ties = np.triu(random.random((12, 12)) < 0.35, k=1)
    weight = np.where(np.triu(random.random((12, 12)) < 0.5, k=1), 4.0, 1.0)

    def told(cells):
        answer = network_measures(Network(tuple("abcdefghijkl"), sparse.csr_array((cells + cells.T).astype(float))))
        whole = answer.as_json()
        nodes = whole.pop("node")
        return whole | {name: [node[name] for node in nodes.values()] for name in nodes["a"]}

    plain, weighted = told(ties), told(ties * weight)
    changed = {name for name in plain if plain[name] != weighted[name]}
    says = {name for name, card in measure_cards().items() if "weigh by the number of layers" in card.formula}
    assert says == set(WEIGHTED)
    assert changed <= says
    assert {"constraint", "effective_size", "pagerank", "eigenvector", "modularity"} <= changed


def test_every_card_is_of_a_figure_that_some_answer_shows():
    whole = network_measures(Network(("a", "b", "c"), ARCS, directed=True)).as_json()
    shown = set(whole) | set(whole["node"]["a"]) | set(scorecard(BOTH_WAYS))
    parts = structure(
        Network(("a", "b", "c"), BOTH_WAYS), layers={"x": BOTH_WAYS, "y": BOTH_WAYS}, group=np.array([0, 1, 1]),
        key_players=1, draws=19,
    )  # fmt: skip
    shown |= set(parts) | set(parts["significance"]) | {f"robustness_{name}" for name in parts["robustness"]}
    shown |= set(parts["fragmenting_set"]) | set(parts["multiplexity"])
    shown |= {f"overlap_{name}" for name in parts["multiplexity"]["pairs"][0]}
    judged = e_i_by_chance(BOTH_WAYS, np.array([0, 1, 1]), draws=19, seed=1)
    shown |= set(asdict(judged))
    mixing = mixing_by(BOTH_WAYS, pl.Series(["x", "y", "y"]), draws=0)
    shown |= {{"matrix": "mixing_matrix"}.get(name, name) for name in mixing} | {f"ei_{name}" for name in mixing}
    shown |= {f"alike_{name}" for name in alike_to(Network(("a", "b", "c"), BOTH_WAYS), "a")["alike"][0]}
    two = two_mode_told(["a"], ["x"], sparse.csr_array(np.ones((1, 1))))
    shown |= set(two) | {name for node in two["node"].values() for name in (*node, *(f"two_mode_{n}" for n in node))}
    assert set(measure_cards()) - shown == set()


def test_what_a_card_calls_never_undefined_has_a_value_even_of_one_node_without_ties():
    told = network_measures(Network(("a",), sparse.csr_array((1, 1)))).as_json()
    values = {**{k: v for k, v in told.items() if k != "node"}, **told["node"]["a"]}
    assert {k for k, v in values.items() if v is None and measure_cards()[k].undefined == "never"} == set()
