"""How long do fifty people wait for pages beside one, on the same server and the same region?

Each number of people meets a server of its own, so that nobody finds what another asked for before; who waits how long
is told by ``people_at_once``.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.bench.loading import Told, load_step
from dashboard.bench.measuring import Step, machine, step
from dashboard.bench.served import served

GOAL: Final = 4.0
"""How many times as long as one person the slowest twentieth of fifty may wait."""


def bench_serve(scale: str, *, seed: int, people: int, views: int, told: Told | None = None) -> dict[str, Any]:
    """Measure what people wait for pages, ``people`` at once beside one alone.

    Parameters
    ----------
    scale, seed
        Of the region; the seed also says who opens what.
    people, views
        How many people at once, and how many views each opens.
    told
        Called after each step.

    Returns
    -------
    dict
        ``one`` and ``many``: ``people``, ``views``, ``failed``, ``p50``, ``p95``, ``most`` in seconds, ``peak_mb`` of
        the server, ``p95_by_page``, ``first``: the seconds of each page at its first opening; ``ratio`` of the p95s.

    Raises
    ------
    Failure
        ``bench_step_failed``.
    UnknownName
        There is no such scale.
    """

    def record(one: Step) -> Step:
        if told is not None:
            told(one)
        return one

    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        region, data = Path(folder) / "region", Path(folder) / "data"
        record(step("generate", scale, str(seed), str(region)))
        record(load_step("load", region, data))
        found = {}
        for name, number in (("one", 1), ("many", people)):
            command = ["-m", "dashboard.cli.main", "--data", str(data), "--quiet", "serve", "--port"]
            with served(command, "/api/v1/health") as server:
                # One person opens as many views as fifty do in all would be too long: enough for a p95 that holds.
                each = min(100, views * 3) if number == 1 else views
                played = record(step("people", str(server.port), str(number), str(each), str(seed)))
                found[name] = {**_told(played), "peak_mb": _peak_mb(server.process)}
    return {
        "scale": scale,
        "seed": seed,
        "machine": machine(),
        **found,
        "ratio": round(found["many"]["p95"] / found["one"]["p95"], 2),
        "goal_ratio": GOAL,
    }


def percentile(waited: Sequence[float], share: float) -> float:
    """The smallest wait that at least ``share`` of all do not exceed; NaN where nobody waited.

    Parameters
    ----------
    waited
        Seconds, in order.
    share
        From 0, without it, to 1.
    """
    if not waited:
        return float("nan")
    return waited[max(0, -int(-share * len(waited) // 1) - 1)]


def _told(played: Step) -> dict[str, Any]:
    waited = played.told["waited"]
    kept = ("people", "views", "failed", "errors", "lasted_seconds", "first")
    return {
        **{name: played.told[name] for name in kept},
        "p50": percentile(waited, 0.5),
        "p95": percentile(waited, 0.95),
        "most": percentile(waited, 1.0),
        "p95_by_page": {path: percentile(waits, 0.95) for path, waits in played.told["by_page"].items()},
    }


def _peak_mb(process: subprocess.Popen[bytes]) -> int | None:
    """Largest resident set of a process that lives, in MB; None where the system does not tell."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text("ascii"))
    except OSError:
        return None
    return None if found is None else int(found[1]) // 1024
