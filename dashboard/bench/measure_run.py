"""What does each library take, each in a process of its own and no longer than it may?

Starts the libraries' programs and hears what they tell; what their answers are worth is ``agreement``'s.
"""

from __future__ import annotations

import importlib.util
import json
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

OURS: Final = "gongjian"
PEERS: Final = ("scipy", "networkit", "igraph", "rustworkx", "networkx")
SCRIPTS: Final = Path(__file__).parents[2] / "scripts" / "peers"
"""Where the peers' programs stand: in the repository, and not in an installed program, of which igraph is no part."""
STARTING: Final = 60.0
"""Seconds a worker may take to start, or to write an answer down; neither is measured."""
OVER_BUDGET, ABSENT, NOT_OFFERED, FAILED = "over_budget", "absent", "not_offered", "failed"


@dataclass
class Run:
    """What one library told of one network.

    Attributes
    ----------
    version
        Of the library; None where it is absent.
    done
        Measure -> what its worker told: seconds of converting and measuring, first and fastest, and its peak memory.
    left_out
        Measure -> why there is none: ``over_budget``, ``absent``, ``not_offered`` or ``failed``.
    said
        Measure -> the last line of a failure.
    """

    version: str | None = None
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


def run_library(
    library: str,
    folder: Path,
    out: Path,
    measures: Sequence[str],
    *,
    budget: float,
    repeat_for: float,
    told: Callable[[str], None] | None = None,
) -> Run:
    """Time ``measures`` by ``library``; one that takes longer than ``budget`` seconds, its network's making included,
    is ended, and the others go on in a new process.
    """
    run = Run()
    command = _command(library)
    if command is None:
        run.left_out = dict.fromkeys(measures, ABSENT)
        return run
    out.mkdir(parents=True, exist_ok=True)
    waiting = list(measures)
    while waiting:
        orders = {"folder": str(folder), "out": str(out), "measures": waiting, "repeat_for": repeat_for}
        at, why = _heard([*command, json.dumps(orders)], run, budget=budget, told=told)
        if at is None:
            break
        run.left_out[at] = why
        waiting = waiting[waiting.index(at) + 1 :]
    else:
        why = NOT_OFFERED
    for measure in measures:
        if measure not in run.done:
            run.left_out.setdefault(measure, why)
    return run


def _command(library: str) -> list[str] | None:
    if library == OURS:
        return [sys.executable, "-m", "dashboard.bench.measure_ours"]
    script = SCRIPTS / f"{library}_peer.py"
    if not script.exists() or importlib.util.find_spec(library) is None:
        return None
    return [sys.executable, str(script)]


def _heard(
    command: Sequence[str], run: Run, *, budget: float, told: Callable[[str], None] | None
) -> tuple[str | None, str]:
    """Run one worker to its end or its budget; the measure at which it ended early (None: it did not), and why."""
    with tempfile.TemporaryFile() as errors:
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL)
        assert worker.stdout is not None
        waiting = selectors.DefaultSelector()
        waiting.register(worker.stdout, selectors.EVENT_READ)
        at: str | None = None
        until = time.monotonic() + STARTING + budget
        rest = b""
        try:
            while True:
                if not waiting.select(max(until - time.monotonic(), 0.0)):
                    worker.kill()
                    return at, OVER_BUDGET if at else FAILED
                piece = worker.stdout.read1(1 << 16)  # type: ignore[attr-defined]
                if not piece:
                    break
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    heard = json.loads(line)
                    run.version = heard.get("version", run.version)
                    if "started" in heard:
                        at, until = heard["started"], time.monotonic() + budget
                    elif "done" in heard:
                        run.done[heard["done"]] = heard
                        at, until = None, time.monotonic() + STARTING
                        if told is not None:
                            told(heard["done"])
        finally:
            waiting.close()
            worker.wait()
            worker.stdout.close()
        errors.seek(0)
        said = errors.read().decode("utf-8", errors="replace").strip().splitlines()[-1:]
        if worker.returncode == 0:
            return None, NOT_OFFERED
        if at is not None:
            run.said[at] = "".join(said)
        return at, FAILED
