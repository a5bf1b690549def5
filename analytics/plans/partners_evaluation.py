"""How often would the suggestions have named a partner that there is, had its tie not been known?

Agreements hidden and looked for again, beside the usual measures of link prediction. It tells nothing of whether a
partner who is not yet one would be a good one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.plans.needs import QUERY
from analytics.plans.partners import Ints, Surroundings, Ties, partners_of, surroundings_of, ties_of
from analytics.plans.plan import PlanFacts
from analytics.plans.suggested_partners import WEIGHTS
from graph_model.errors import BadValue
from graph_model.snapshot import Adjacency

FIRST = 10
"""How far down a list a hidden partner counts as found."""
METHODS: tuple[str, ...] = ("suggested_partners", "common_neighbours", "adamic_adar", "random")
SOURCES_AT_ONCE = 256
"""Organisations whose scores for all others are held at once."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MethodResult:
    """How one method did: shares from 0 to 1, over the trials.

    ``mean``; ``least`` and ``most``, between which 95 of 100 trials lie (2.5th and 97.5th percentile).
    """

    method: str
    mean: float
    least: float
    most: float


@dataclass(frozen=True)
class PartnersEvaluation:
    """What came of hiding.

    Attributes
    ----------
    trials, hide, first
        How many times, which share of the ties by agreement, how far down a list.
    ties, hidden
        Ties by agreement without the hub, with an end in scope; how many of them each trial hid.
    asked
        Lists looked at in each trial: one for each end of a hidden tie.
    methods
        One result a method, ``METHODS`` in order.
    seconds, parameters, seed
        How long it took, with what settings of the plan, from which seed.
    """

    trials: int
    hide: float
    first: int
    ties: int
    hidden: int
    asked: int
    methods: tuple[MethodResult, ...]
    seconds: float
    parameters: Mapping[str, Any]
    seed: int

    def as_json(self) -> dict[str, Any]:
        """As the command line shows it."""
        told = {name: getattr(self, name) for name in ("trials", "hide", "first", "ties", "hidden", "asked", "seed")}
        return told | {
            "methods": {one.method: {"mean": one.mean, "least": one.least, "most": one.most} for one in self.methods},
            "seconds": round(self.seconds, 3),
            "parameters": dict(self.parameters),
        }


def evaluate_partners(
    facts: PlanFacts, settings: Mapping[str, Any], *, trials: int = 20, hide: float = 0.2
) -> PartnersEvaluation:
    """Hide a share of the ties by agreement, several times, and look whether each method names them in its first ten.

    In each trial ``hide`` of the pairs that share a living agreement and of which one is in scope are drawn, without
    the hub, and their tie is taken out of every layer. Then each end of a hidden tie is asked for its list of all
    organisations to which it is not tied any more or yet, and the hidden one counts as found where it is among the
    first ten:

    - ``suggested_partners``: as the plan would tell with ``settings`` and ``partners`` 10; who is no candidate is not
      named, so a partner out of reach or without coordinates is never found;
    - ``common_neighbours``, ``adamic_adar`` (Adamic & Adar 2003; Liben-Nowell & Kleinberg 2007): by the ties that are
      left. Of equal scores the share of orders in which the hidden one is among the first ten counts;
    - ``random``: ten of all.

    Parameters
    ----------
    facts
        Of a day and place.
    settings
        Of ``suggested_partners``.
    trials
        From 2 to 1000.
    hide
        Over 0, at most 0.9.

    Raises
    ------
    BadValue
        ``nothing_to_hide``: no two organisations share a living agreement; ``plan_parameter``: ``trials`` or ``hide``.
    """
    begun = time.perf_counter()
    for name, value, least, most in (("trials", trials, 2, 1000), ("hide", hide, 0.01, 0.9)):
        if not least <= value <= most:
            raise BadValue("plan_parameter", name=name, value=value, type="number", least=least, most=most)
    around, bare = surroundings_of(facts.region, facts.frames[QUERY])
    whole, agreements = bare.adjacency(), bare.layers["agreements"]
    upper = sparse.coo_array(sparse.triu(agreements, k=1))
    pairs = np.stack((upper.row, upper.col), axis=1).astype(np.int64)
    if facts.scope is not None:
        ours = around.organisations.get_column("place").is_in(facts.scope.implode()).fill_null(value=False).to_numpy()
        pairs = pairs[ours[pairs].any(axis=1)]
    if not len(pairs):
        raise BadValue("nothing_to_hide")
    number = max(1, round(hide * len(pairs)))
    shares = np.empty((trials, len(METHODS)))
    for trial in range(trials):
        drawn = np.random.default_rng([facts.seed, trial]).choice(len(pairs), size=number, replace=False)
        hidden = pairs[np.sort(drawn)]
        left = ties_of(_without(whole, hidden), _without(agreements, hidden), seed=facts.seed)
        both = np.concatenate((hidden, hidden[:, ::-1]))
        shares[trial] = _found(around, left, both, settings)
    mean = shares.mean(axis=0)
    least, most = np.percentile(shares, [2.5, 97.5], axis=0)
    told = zip(METHODS, mean.tolist(), least.tolist(), most.tolist(), strict=True)
    return PartnersEvaluation(
        trials=trials,
        hide=hide,
        first=FIRST,
        ties=len(pairs),
        hidden=number,
        asked=2 * number,
        methods=tuple(MethodResult(*one) for one in told),
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        seed=facts.seed,
    )


def _found(around: Surroundings, left: Ties, asked: Ints, settings: Mapping[str, Any]) -> Floats:
    """The share of hidden partners found by each method; ``asked`` are rows of who asks and whom it should find."""
    one, other = asked.T
    size = len(around.lon)
    weights = {name: settings[f"{name}_weight"] for name in WEIGHTS}
    named = partners_of(around, left, np.unique(one), weights, metres=settings["metres"]).first(FIRST)
    ours = np.isin(one * size + other, named.one * size + named.other)
    degree = left.degree
    # Who is a common partner has two ties at least, so its logarithm is not 0.
    rare = 1 / np.log(np.maximum(degree, 2))
    by = {"common_neighbours": np.ones(size), "adamic_adar": rare}
    scored = {name: share_among_first(left.adjacency, one, other, weight) for name, weight in by.items()}
    free = size - 1 - degree[one]
    told = {"suggested_partners": ours, "random": np.minimum(1.0, FIRST / free), **scored}
    return np.array([np.mean(told[name]) for name in METHODS])


def share_among_first(adjacency: Adjacency, one: Ints, other: Ints, weight: Floats) -> Floats:
    """The share of orders, among equals, in which the hidden partner is among the first ten of all not tied."""
    told = np.empty(len(one))
    weighted = sparse.csr_array(adjacency * weight)
    for begin in range(0, len(one), SOURCES_AT_ONCE):
        some, sought = one[begin : begin + SOURCES_AT_ONCE], other[begin : begin + SOURCES_AT_ONCE]
        scores = np.round((weighted[some, :] @ adjacency).toarray().astype(np.float64), 9)
        scores[adjacency[some, :].toarray() > 0] = -1.0
        rows = np.arange(len(some))
        scores[rows, some] = -1.0
        its = scores[rows, sought][:, None]
        above, equal = (scores > its).sum(axis=1), (scores == its).sum(axis=1)
        told[begin : begin + SOURCES_AT_ONCE] = np.clip((FIRST - above) / equal, 0.0, 1.0)
    return told


def _without(adjacency: Adjacency, hidden: Ints) -> Adjacency:
    """The ties but those; the input stays as it is."""
    cells = sparse.coo_array(adjacency)
    size = int(adjacency.shape[0])
    both = np.concatenate((hidden[:, 0] * size + hidden[:, 1], hidden[:, 1] * size + hidden[:, 0]))
    kept = ~np.isin(cells.row.astype(np.int64) * size + cells.col, both)
    left = sparse.csr_array((cells.data[kept], (cells.row[kept], cells.col[kept])), shape=adjacency.shape)
    left.sort_indices()
    return left
