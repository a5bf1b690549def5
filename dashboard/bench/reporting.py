"""How long do all findings and the scorecard of a region take, where does the time go, and how does it grow?

Compares steps; each is done in ``report_steps``.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.bench.loading import Told, load_step
from dashboard.bench.measuring import Step, machine, program, step
from graph_model.settings import Settings

GOAL_SECONDS: Final = 10.0
GOAL_MB: Final = 3072
"""For the city."""


def bench_report(scales: Sequence[str], *, seed: int, told: Told | None = None) -> dict[str, Any]:
    """Measure the report of regions of several sizes.

    Parameters
    ----------
    scales, seed
        Of the regions.
    told
        Called after each step.

    Returns
    -------
    dict
        ``scales`` by name: ``organisations``, ``ties``, ``rows`` (of the findings), ``seconds`` and ``peak_mb`` of the
        whole command ``report --format json``, and ``parts``: seconds of each kind of work, done one after the other.
        ``exponents``: how the work and each part of it grow with the number of organisations; empty for one scale.

    Raises
    ------
    Failure
        ``bench_step_failed``.
    """
    measured = {}
    for scale in scales:
        with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
            measured[scale] = _scale(scale, Path(folder), seed=seed, told=told)
    return {
        "seed": seed,
        "machine": machine(),
        "scales": measured,
        "exponents": exponents(list(measured.values())),
        "goal_seconds": GOAL_SECONDS,
        "goal_peak_mb": GOAL_MB,
    }


def _scale(scale: str, at: Path, *, seed: int, told: Told | None) -> dict[str, Any]:
    def record(one: Step) -> Step:
        if told is not None:
            told(Step(f"{scale}: {one.name}", one.seconds, one.peak_mb, one.told))
        return one

    loaded(scale, at, seed=seed)
    command = ["-m", "dashboard.cli.main", "--data", str(at / "data"), "--store", "embedded", "--quiet"]
    program("report", [*command, "report", "--format", "json"])  # compiles the kernels, where no run has before
    whole = record(program("report", [*command, "report", "--format", "json"]))
    parts = record(step("report_parts", str(at / "data")))
    return {
        **{name: parts.told[name] for name in ("organisations", "ties", "findings", "rows")},
        "seconds": round(whole.seconds, 2),
        "peak_mb": round(whole.peak_mb),
        "parts": parts.told["parts"],
    }


def loaded(scale: str, at: Path, *, seed: int) -> None:
    """Make a region of a scale and load it into ``at / "data"``, not counted."""
    if scale == "subdistrict":
        step("sub_district", str(seed), str(at / "region"))
    else:
        step("generate", scale, str(seed), str(at / "region"))
    load_step("load", at / "region", at / "data")


def exponents(measured: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The slope of log seconds over log organisations, by least squares, of each part and of all but the opening.

    1 is growth in proportion, under 1 less. Empty for fewer than two sizes.
    """
    if len(measured) < 2:
        return {}
    sizes = [math.log(one["organisations"]) for one in measured]
    names = [name for name in measured[0]["parts"] if name != "opening"]
    taken = {name: [one["parts"][name] for one in measured] for name in names}
    taken["all"] = [sum(one["parts"][name] for name in names) for one in measured]
    return {name: round(_slope(sizes, [math.log(max(s, 1e-3)) for s in seconds]), 2) for name, seconds in taken.items()}


def _slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / sum((x - x_mean) ** 2 for x in xs)


def bench_queries(scale: str, settings: Settings, *, seed: int, told: Told | None = None) -> dict[str, Any]:
    """Measure every catalogue query on the embedded store beside a Neo4j server that holds the same region.

    Parameters
    ----------
    scale, seed
        Of the region.
    settings
        Whose store is a server with an empty database.
    told
        Called after each step.

    Returns
    -------
    dict
        ``queries`` by name: ``rows``, seconds ``embedded`` and ``server`` (the quickest of three), whether both gave
        ``equal`` rows; ``seconds`` of all together by store, ``ratio`` of the server's to the embedded store's.

    Raises
    ------
    BadValue
        ``bench_needs_a_server``; ``bench_database_not_empty``.
    Failure
        ``bench_step_failed``.
    """
    from dashboard.bench.publishing import empty_server

    environment = empty_server(settings)
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        at = Path(folder)
        loaded(scale, at, seed=seed)
        try:
            asked = step("queries", str(at / "data"), environment=environment)
        finally:
            step("clear", environment=environment)
    if told is not None:
        told(asked)
    queries = asked.told["queries"]
    seconds = {store: round(sum(one[store] for one in queries.values()), 2) for store in ("embedded", "server")}
    return {
        "scale": scale,
        "seed": seed,
        "machine": machine(),
        "queries": queries,
        "seconds": seconds,
        "ratio": round(seconds["server"] / max(seconds["embedded"], 1e-3), 2),
        "all_equal": all(one["equal"] for one in queries.values()),
    }
