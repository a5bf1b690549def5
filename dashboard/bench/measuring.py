"""What does one step cost: wall time and peak memory of a fresh process?

Starts processes and waits for them; knows no step.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_model.errors import Failure

_LAUNCHER = """
import json, os, sys, time
started = time.perf_counter()
_, status, used = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
cost = os.waitstatus_to_exitcode(status), time.perf_counter() - started, used.ru_maxrss
with open(sys.argv[1], "w") as out:
    json.dump(cost, out)
"""
"""Starts a step from a process that is small itself: the system counts a parent's memory as its child's."""
TOLD = "GONGJIAN_BENCH_TOLD"
"""Where a child finds the name of the file that it tells its numbers in."""


@dataclass(frozen=True)
class Step:
    """What a step took.

    Attributes
    ----------
    name
        Of the step.
    seconds
        Wall time from starting the process to its end, the interpreter's own start included.
    peak_mb
        Largest resident set of the process, in MB (2^20 bytes).
    told
        What the step counted itself.
    """

    name: str
    seconds: float
    peak_mb: float
    told: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """``seconds``, ``peak_mb`` and what the step told."""
        return {"seconds": round(self.seconds, 2), "peak_mb": round(self.peak_mb), **self.told}


def step(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Step:
    """Run one of ``dashboard.bench.steps`` in a fresh process.

    Raises
    ------
    Failure
        ``bench_step_failed``.
    """
    return program(name, ["-m", "dashboard.bench.steps", name, *arguments], environment=environment)


def program(
    name: str,
    arguments: Sequence[str],
    *,
    allowed: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
) -> Step:
    """Run this interpreter with arguments in a fresh process.

    Raises
    ------
    Failure
        ``bench_step_failed``: it ended with a code that is not ``allowed``.
    """
    with (
        tempfile.NamedTemporaryFile("r", suffix=".json") as told,
        tempfile.NamedTemporaryFile("r", suffix=".json") as cost,
        tempfile.TemporaryFile() as said,
    ):
        surroundings = {**os.environ, **(environment or {}), TOLD: told.name}
        launcher = [sys.executable, "-S", "-c", _LAUNCHER, cost.name, sys.executable, *arguments]
        subprocess.run(launcher, env=surroundings, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=True)
        code, seconds, peak = json.loads(cost.read())
        if code not in allowed:
            said.seek(0)
            last = said.read().decode("utf-8", errors="replace").strip().splitlines()[-1:]
            raise Failure("bench_step_failed", step=name, code=code, said="".join(last))
        content = told.read()
    return Step(name, seconds, peak / 1024, json.loads(content) if content else {})


def tell(**numbers: Any) -> None:
    """From within a step: the numbers it counted."""
    Path(os.environ[TOLD]).write_text(json.dumps(numbers), "utf-8")


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "memory_gb": round(pages / 2**30, 1),
        "python": platform.python_version(),
    }
