"""How long does a region take from its files to a graph that answers, beside the two floors of the same work?

Compares steps; each is done in ``steps``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from dashboard.bench.measuring import Step, machine, program, step
from dashboard.bench.steps import AS_OF

GOAL: Final = 3.0
"""How many times the floors a load may take."""
GOAL_MB: Final = 2048
CHANGED_ROWS: Final = 100

Told = Callable[[Step], None]


def bench_load(scale: str, *, seed: int, told: Told | None = None) -> dict[str, Any]:
    """Measure a load of a region, the floors beside it, and a second load of one changed sheet.

    Parameters
    ----------
    scale, seed
        Of the region.
    told
        Called after each step.

    Returns
    -------
    dict
        ``steps`` by name, each with ``seconds`` and ``peak_mb``; ``ratio`` of the load to both floors together.

    Raises
    ------
    Failure
        ``bench_step_failed``.
    UnknownName
        There is no such scale.
    """
    done: dict[str, Step] = {}

    def record(one: Step) -> None:
        done[one.name] = one
        if told is not None:
            told(one)

    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        at = Path(folder)
        region, data, staged = at / "region", at / "data", at / "staged"
        record(step("generate", scale, str(seed), str(region)))
        record(step("read_csv", str(region)))
        record(load_step("load", region, data))
        record(step("stage", str(data), str(staged)))
        record(step("bare_copy", str(staged), str(at / "bare")))
        step("change", str(region), str(at / "changed"), str(CHANGED_ROWS))
        record(step("read_again", str(data), str(at / "changed")))
    floors = done["read_csv"].seconds + done["bare_copy"].seconds
    return {
        "scale": scale,
        "seed": seed,
        "machine": machine(),
        "rows": done["read_csv"].told["rows"],
        "steps": {name: one.as_json() for name, one in done.items()},
        "floors_seconds": round(floors, 2),
        "ratio": round(done["load"].seconds / floors, 2),
        "goal_ratio": GOAL,
        "peak_mb": round(done["load"].peak_mb),
        "goal_peak_mb": GOAL_MB,
    }


def load_step(name: str, folder: Path, data: Path) -> Step:
    """The whole command, as a planner runs it: files in, a graph that answers out."""
    command = ["-m", "dashboard.cli.main", "--data", str(data), "--store", "embedded", "--quiet"]
    return program(name, [*command, "load", str(folder), "--as-of", AS_OF])
