"""What does one library take for one measure after another, in this process?

Run by each library's own program, ours among them; it knows no library, and its caller holds the answers against each
other. Takes its orders as JSON on the command line, and tells a line of JSON before and after each measure.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "build", "degree", "components", "cut_points", "bridges", "blocks", "k_core", "pagerank", "betweenness",
            "betweenness_sampled", "closeness", "harmonic", "constraint", "effective_size", "transitivity",
            "eigenvector", "communities", "assortativity",
        ),
        "ties",
    ),
    "reciprocity": "arcs",
    "strong_components": "arcs",
    "projection": "seats",
}  # fmt: skip
"""Measure -> the table it is of."""
SLOW: Final = 5.0
"""Seconds of a first call that is not repeated: what it loads or compiles is little beside it."""
MOST_CALLS: Final = 20
NUMBER_FROM: Final = 2
"""Where the number of an id begins: after the letters that tell what it is of."""


@dataclass(frozen=True)
class Library:
    """One library as the worker drives it.

    Attributes
    ----------
    name
        Of the library.
    version
        Of what is installed here.
    convert
        Table -> a function from the Arrow table to the library's own network.
    measures
        Measure -> a function from that network to its answer: one value a node, a label a node, nodes, pairs of nodes
        or a number, in whatever form the library has it.
    names
        A function from the network to the ids of its nodes in the library's order; of seats, of the organisations.
    told
        Measure -> a function from the network and the answer to what is told besides.
    pairs
        Measure whose answer is a network -> a function from it to its ties, int (k, 2), by the places of their ends
        among the names; not timed.
    """

    name: str
    version: str
    convert: Mapping[str, Callable[[pa.Table], Any]]
    measures: Mapping[str, Callable[[Any], Any]]
    names: Callable[[Any], Any]
    told: Mapping[str, Callable[[Any, Any], Mapping[str, Any]]] = field(default_factory=dict)
    pairs: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


def work(library: Library) -> None:
    """Do what the command line orders: ``folder``, ``out``, ``measures``, ``repeat_for`` (seconds)."""
    lines = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is no answer

    def tell(**told: Any) -> None:
        lines.write(json.dumps(told) + "\n")

    orders = json.loads(sys.argv[1])
    tell(library=library.name, version=library.version, measures=sorted(library.measures))
    made: dict[str, tuple[Any, dict[str, float]]] = {}
    for measure in [name for name in orders["measures"] if name in library.measures]:
        tell(started=measure)
        kind = KINDS[measure]
        if kind not in made:
            made.clear()  # one network at a time, as one who asks for one measure has it
            table = _table(Path(orders["folder"]) / f"{kind}.arrow")
            made[kind] = _converted(library.convert[kind], table, orders["repeat_for"])
            del table
        network, built = made[kind]
        _forget_peak()
        answer, first, least, calls = _timed(lambda: library.measures[measure](network), orders["repeat_for"])  # noqa: B023
        peak = max(_peak_mb(), built["peak_mb"])
        told = library.told[measure](network, answer) if measure in library.told else {}
        plain = library.pairs[measure](answer) if measure in library.pairs else answer
        np.save(Path(orders["out"]) / f"{measure}.npy", _plain(measure, plain, library.names(network)))
        tell(
            done=measure, convert_first=built["first"], convert=built["least"], first=first, least=least, calls=calls,
            peak_mb=round(peak), **told,
        )  # fmt: skip


def _table(path: Path) -> pa.Table:
    with pa.OSFile(str(path)) as file:
        return pa.ipc.open_file(file).read_all().combine_chunks()


def _converted(convert: Callable[[pa.Table], Any], table: pa.Table, repeat_for: float) -> tuple[Any, dict[str, float]]:
    _forget_peak()
    network, first, least, _ = _timed(lambda: convert(table), repeat_for)
    return network, {"first": first, "least": least, "peak_mb": _peak_mb()}


def _timed(call: Callable[[], Any], repeat_for: float) -> tuple[Any, float, float, int]:
    """The answer, seconds of the first call, of the fastest after it (of the first where there is no other), calls."""
    taken: list[float] = []
    while True:
        gc.collect()
        started = time.perf_counter()
        answer = call()
        taken.append(time.perf_counter() - started)
        again = sum(taken[1:])
        if (len(taken) > 1 and again >= repeat_for) or taken[0] >= SLOW or len(taken) > MOST_CALLS:
            return answer, taken[0], min(taken[1:] or taken), len(taken)
        del answer


def _plain(measure: str, answer: Any, names: Any) -> NDArray[Any]:
    """The answer in the order of the network as it was drawn, whatever the library's own."""
    if measure in ("blocks", "transitivity", "reciprocity", "assortativity", "build"):
        return np.asarray(answer if answer is not None else np.nan, dtype=np.float64)
    numbers = np.array([int(name[NUMBER_FROM:]) for name in names], dtype=np.int64)
    if measure in ("cut_points", "bridges", "projection"):
        found = numbers[np.asarray(answer, dtype=np.int64)] if len(answer) else np.empty(0, dtype=np.int64)
        if measure == "cut_points":
            return np.sort(found)
        found = np.sort(found.reshape(-1, 2), axis=1)
        return found[np.lexsort((found[:, 1], found[:, 0]))]
    values = np.asarray(answer)
    ordered = np.empty_like(values)
    ordered[numbers] = values
    return ordered


def _forget_peak() -> None:
    """Start the count of the largest resident set anew, where the system allows it (Linux)."""
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return


def _peak_mb() -> float:
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
