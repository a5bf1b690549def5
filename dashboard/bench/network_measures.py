"""How fast are our measures beside those of the best-known libraries, on the same networks, and do all agree?

Compares; each library is run by ``measure_run``, and answers are held against each other by ``agreement``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from analytics.network.measures import DISTANCES_UP_TO, EXACT_UP_TO
from dashboard.bench.agreement import adjacency_of, difference
from dashboard.bench.measure_run import OURS, OVER_BUDGET, PEERS, Run, run_library
from dashboard.bench.measure_worker import KINDS
from dashboard.bench.measured_networks import write_networks
from dashboard.bench.measuring import machine, step
from graph_model.errors import Failure, UnknownName

SIZES: Final = (1_000, 20_000, 100_000, 1_000_000)
BUDGET: Final = 20.0
"""Seconds a library may take for one measure, the making of its network included."""
REPEAT_FOR: Final = 0.5
OWN: Final = frozenset(
    {
        "build", "components", "cut_points", "bridges", "blocks", "k_core", "pagerank", "betweenness",
        "betweenness_sampled", "closeness", "harmonic", "constraint", "effective_size", "transitivity", "communities",
    }
)  # fmt: skip
"""Measures of which a kernel is our own; the others are scipy's or numpy's."""
GOAL_OWN, GOAL_OTHER = 1.0, 0.8
MEASURES: Final = tuple(KINDS)
UP_TO: Final = {"betweenness": EXACT_UP_TO, "closeness": DISTANCES_UP_TO, "harmonic": DISTANCES_UP_TO}
ABOVE: Final = {"betweenness_sampled": EXACT_UP_TO}
"""Sizes for which the program itself works a measure out."""


def bench_measures(
    *,
    sizes: Sequence[int] = SIZES,
    measures: Sequence[str] = MEASURES,
    seed: int = 1,
    budget: float = BUDGET,
    told: Callable[[int, str, str], None] | None = None,
) -> dict[str, Any]:
    """Time every measure by every library that is here, on networks of each size.

    Parameters
    ----------
    sizes
        Organisations of each network.
    measures
        Of ``MEASURES``.
    seed
        Of the networks.
    budget
        Seconds for one measure of one library; one that takes longer is not run on larger networks either.
    told
        Called after each measure with the size, the library and the measure.

    Returns
    -------
    dict
        ``networks``, each with ``nodes``, ``ties`` and ``measures``: a row each, see ``_row``; ``versions`` of the
        libraries; ``short``: measures that miss their goal; ``disagreements``.

    Raises
    ------
    UnknownName
        There is no such measure.
    Failure
        ``bench_step_failed``: one of our own measures failed.
    """
    for name in measures:
        if name not in MEASURES:
            raise UnknownName("measure", name, known=MEASURES)
    step("warm")  # so that a first call reads the disk, as it does in any process but an installation's first
    slow: dict[str, set[str]] = {library: set() for library in (OURS, *PEERS)}
    versions: dict[str, str] = {}
    networks: list[dict[str, Any]] = []
    for nodes in sorted(sizes):
        asked = [name for name in measures if ABOVE.get(name, 0) < nodes <= UP_TO.get(name, nodes)]
        with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
            at = Path(folder)
            ties = write_networks(at, nodes=nodes, seed=seed)
            runs = {}
            for library in (OURS, *PEERS):
                open_to = [name for name in asked if name not in slow[library]]
                run = run_library(
                    library, at, at / library, open_to, budget=budget, repeat_for=REPEAT_FOR,
                    told=None if told is None else lambda name: told(nodes, library, name),  # noqa: B023
                )  # fmt: skip
                run.left_out.update(dict.fromkeys(set(asked) - set(open_to), OVER_BUDGET))
                slow[library].update(name for name, why in run.left_out.items() if why == OVER_BUDGET)
                if run.version is not None:
                    versions[library] = run.version
                runs[library] = run
            if runs[OURS].said:
                name, said = next(iter(runs[OURS].said.items()))
                raise Failure("bench_step_failed", step=name, code=1, said=said)
            agreed = _agreement(at, runs, nodes=nodes)
        rows = [_row(name, runs, agreed.get(name, {}), budget=budget) for name in asked]
        networks.append({"nodes": nodes, "ties": ties, "measures": rows})
    every = [(network["nodes"], row) for network in networks for row in network["measures"]]
    return {
        "seed": seed,
        "budget_seconds": budget,
        "machine": machine(),
        "versions": versions,
        "networks": networks,
        "short": [
            {"nodes": nodes, "measure": row["measure"], "ratio": row["ratio"], "goal": row["goal"]}
            for nodes, row in every
            if row["ratio"] is not None and row["ratio"] < row["goal"]
        ],
        "disagreements": [
            {"nodes": nodes, "measure": row["measure"], "library": library, "apart": peer["apart"]}
            for nodes, row in every
            for library, peer in row["peers"].items()
            if peer.get("agrees") is False
        ],
    }


def _agreement(folder: Path, runs: Mapping[str, Run], *, nodes: int) -> dict[str, dict[str, tuple[bool, float]]]:
    adjacency = adjacency_of(folder / "ties.arrow", nodes=nodes)
    agreed: dict[str, dict[str, tuple[bool, float]]] = {}
    for name, told in runs[OURS].done.items():
        ours = np.load(folder / OURS / f"{name}.npy")
        for library in PEERS:
            if name in runs[library].done:
                theirs = np.load(folder / library / f"{name}.npy")
                agreed.setdefault(name, {})[library] = difference(name, ours, theirs, told=told, adjacency=adjacency)
    return agreed


def _row(
    measure: str, runs: Mapping[str, Run], agreed: Mapping[str, tuple[bool, float]], *, budget: float
) -> dict[str, Any]:
    """One measure of one network.

    ``ours`` and each of ``peers`` hold ``seconds`` (of the fastest call after the first, with the network's making),
    ``alone`` (the same without it), ``first`` (of the first call of a fresh process, with the network's making) and
    ``peak_mb``; a peer also ``agrees`` and ``apart``, or ``left_out`` alone. ``ratio`` is the seconds of the fastest
    peer over ours, ``ratio_alone`` the same without the making of networks; ``networkx`` how many times ours NetworkX
    takes, a least where ``networkx_at_least``, as it was ended. None where nothing can be told.
    """
    ours = _cost(runs[OURS], measure)
    peers = {library: _cost(runs[library], measure) for library in PEERS}
    for library, (agrees, apart) in agreed.items():
        peers[library] |= {"agrees": agrees, "apart": apart if np.isfinite(apart) else None}
    timed = {library: cost for library, cost in peers.items() if "seconds" in cost}
    best = min(timed, key=lambda library: timed[library]["seconds"]) if timed else None
    row: dict[str, Any] = {
        "measure": measure,
        "own": measure in OWN,
        "goal": GOAL_OWN if measure in OWN else GOAL_OTHER,
        "ours": ours,
        "peers": peers,
        "best_peer": best,
        "ratio": None,
        "ratio_alone": None,
        "networkx": None,
        "networkx_at_least": peers["networkx"].get("left_out") == OVER_BUDGET,
    }
    if "seconds" not in ours:
        return row
    if best is not None:
        row["ratio"] = round(timed[best]["seconds"] / ours["seconds"], 2)
        row["ratio_alone"] = round(min(cost["alone"] for cost in timed.values()) / max(ours["alone"], 1e-9), 2)
    slowest = budget if row["networkx_at_least"] else peers["networkx"].get("seconds")
    if slowest is not None:
        row["networkx"] = round(slowest / ours["seconds"], 1)
    return row


def _cost(run: Run, measure: str) -> dict[str, Any]:
    told = run.done.get(measure)
    if told is None:
        return {"left_out": run.left_out.get(measure)}
    cost = {
        "seconds": told["convert"] + told["least"],
        "alone": told["least"],
        "first": told["convert_first"] + told["first"],
    }
    return {**{name: float(f"{value:.4g}") for name, value in cost.items()}, "peak_mb": told["peak_mb"]}
