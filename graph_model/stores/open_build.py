"""How is a sealed build held open: for the program's own queries, and for free Cypher apart from them?

Free Cypher has an engine of its own, with one thread and memory of its own: the engine serves its queries in turn and
from one pool, so a cartesian product would keep pages waiting and take the memory they need. Which build counts is
``embedded``'s business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ladybug
import numpy as np
import numpy.typing as npt
import polars as pl

from graph_model.recent import Recent
from graph_model.schema import LABELS
from graph_model.schema.ddl import quoted
from graph_model.stores.builds import Held, Seal
from graph_model.stores.engine import connected, opened, run, translated


class OpenBuild:
    """A build opened for reading, and how many requests are reading it.

    Parameters
    ----------
    held, seal
        The build, kept from being removed, and what it says of itself.
    buffer_pool_mb, cypher_memory_mb
        Memory for pages and intermediate rows: of the program's own queries, and of one free Cypher text.
    """

    def __init__(self, held: Held, seal: Seal, *, buffer_pool_mb: int, cypher_memory_mb: int) -> None:
        self.held = held
        self.seal = seal
        self.readers = 0
        self.database = opened(held.graph_file, buffer_pool_mb=buffer_pool_mb, read_only=True)
        self._cypher_memory_mb = cypher_memory_mb
        self._apart: list[ladybug.Database] = []
        self._lock = threading.Lock()
        self._numbers: Recent[str, npt.NDArray[np.uint32]] = Recent(len(LABELS))

    def frame(self, statement: str, sent: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """Every row of a statement of our own, column by column and without a limit."""
        with connected(self.database, seconds=0) as connection, translated(0):
            result = run(connection, statement, sent)
            try:
                frame = pl.from_arrow(result.get_as_arrow(-1))
            finally:
                result.close()
        assert isinstance(frame, pl.DataFrame)
        return frame

    def numbers(self, label: str) -> npt.NDArray[np.uint32]:
        """By the engine's own number of a node of a label: which one it is when they are sorted by code."""

        def numbered() -> npt.NDArray[np.uint32]:
            nodes = self.frame(f"MATCH (n:{quoted(label)}) RETURN offset(id(n)) AS at, n.code AS code").sort("code")
            at = nodes.get_column("at").to_numpy()
            numbers = np.zeros(int(at.max()) + 1 if at.size else 0, dtype=np.uint32)
            numbers[at] = np.arange(at.size, dtype=np.uint32)
            return numbers

        return self._numbers.get(label, numbered)

    @contextmanager
    def apart(self) -> Iterator[ladybug.Database]:
        """The build opened once more, for one free Cypher text at a time; kept for the next."""
        with self._lock:
            engine = self._apart.pop() if self._apart else None
        if engine is None:
            engine = opened(self.held.graph_file, buffer_pool_mb=self._cypher_memory_mb, read_only=True, threads=1)
        try:
            yield engine
        finally:
            with self._lock:
                self._apart.append(engine)

    def close(self) -> None:
        """Let go of the build; nobody may be reading it."""
        for engine in self._apart:
            engine.close()
        self.database.close()
        self.held.release()
