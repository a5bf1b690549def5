"""How is a sealed build held open: for the program's own queries, and for free Cypher apart from them?

Free Cypher has an engine of its own, with one thread and memory of its own: the engine serves its queries in turn and
from one pool, so a cartesian product would keep pages waiting and take the memory they need. Which build counts is
``embedded``'s business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import ladybug

from graph_model.stores.builds import Held, Seal
from graph_model.stores.engine import opened


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
