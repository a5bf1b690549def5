"""What did one published dataset answer so far: its network of a day, the queries of the catalogue, whole tables?

Asks the store each thing once, beside the measuring where it is told ahead what will be asked. Judging is
``investigation``'s business.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import polars as pl

from analytics.registry import DEFINITIONS, with_needs
from graph_model.errors import NoData
from graph_model.queries import catalogue
from graph_model.recent import Recent
from graph_model.snapshot import NetworkTables, Snapshot, read_network_tables, take_snapshot
from graph_model.store import GraphStore

AT_ONCE = 2
"""Queries fetched at the same time while findings are judged: each keeps the store busy on one processor."""
DAYS_KEPT = 24
"""Days of which the network is kept; a trend asks for a dozen at once."""
ANSWERS_KEPT = 400
"""Answers of the store that are kept; those of one day are about twenty."""
Keeping = Callable[[str, Callable[[], bytes]], bytes]
"""The bytes that were kept of this dataset under a key, else those that are made, and kept from then on."""


class Fetched:
    """What was fetched of one dataset; what was asked for longest ago is forgotten.

    Parameters
    ----------
    store
        Where to ask; from then on always of the dataset that it holds now.
    reading
        The network's tables, where somebody began to read them.
    keeping
        Keeps answers for the next process; None: none are.

    Raises
    ------
    NoData
        Nothing is published.
    DatasetChanged
        From any method that has to ask a server anew: it holds another dataset by now.
    """

    def __init__(
        self,
        store: GraphStore,
        *,
        reading: Future[NetworkTables] | None = None,
        keeping: Callable[[str], Keeping] | None = None,
    ) -> None:
        self._store = store.steady()
        self._reading = reading
        self._tables: Recent[str, NetworkTables] = Recent(1)
        self._snapshots: Recent[tuple[dt.date, str | None], Snapshot] = Recent(DAYS_KEPT)
        self._frames: Recent[tuple[str, dt.date | None], pl.DataFrame] = Recent(ANSWERS_KEPT)
        self.undated: Recent[Hashable, Any] = Recent(DAYS_KEPT)
        published = self._store.published()
        if published is None:
            raise NoData
        self.published = published
        self._keeping = None if keeping is None else keeping(published.version)

    def network_tables(self) -> NetworkTables:
        """What snapshots of any day are taken from, read once."""
        return self._tables.get("", self._read_tables)

    def _read_tables(self) -> NetworkTables:
        reading, self._reading = self._reading, None
        if reading is not None and reading.exception() is None and reading.result().version == self.published.version:
            return reading.result()
        return read_network_tables(self._store)

    def snapshot(self, *, as_of: dt.date, place: str | None = None) -> Snapshot:
        """The network of a day; ``UnknownName`` where there is no such place."""
        if place is not None:
            return self._snapshots.get((as_of, place), lambda: self.snapshot(as_of=as_of).within(place))
        return self._snapshots.get((as_of, None), lambda: take_snapshot(self.network_tables(), as_of))

    def answer(self, query: str, *, as_of: dt.date) -> pl.DataFrame:
        """The answer of a catalogue query of a day, of the whole region; counts of people are in it as they are."""
        dated = any(parameter.name == "as_of" for parameter in catalogue()[query].params)
        day = as_of if dated else None
        return self._frames.get((query, day), lambda: self._kept(query, day))

    def _kept(self, query: str, day: dt.date | None) -> pl.DataFrame:
        asked: list[pl.DataFrame] = []

        def ask() -> pl.DataFrame:
            asked.append(self._store.frame(query, {} if day is None else {"as_of": day}))
            return asked[0]

        def made() -> bytes:
            out = io.BytesIO()
            ask().write_ipc(out, compression="zstd")
            return out.getvalue()

        if self._keeping is None:
            return ask()
        kept = self._keeping(f"{query} {day} {catalogue()[query]}", made)
        return asked[0] if asked else pl.read_ipc(kept)

    def table(self, name: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Every node of a label or relationship of a type, whatever the day, as ``GraphStore.table`` gives them."""
        return self._store.table(name, columns=columns)

    @contextmanager
    def fetching(self, findings: Iterable[str], *, as_of: dt.date, ahead: dt.date | None = None) -> Iterator[None]:
        """While the block works, fetch beside it what these findings ask of the store; what fails there fails in them.

        The network is measured on one processor while the store answers on the other. Of the day ``ahead``, that is
        asked of next, the network is taken too, as far as the block leaves time for it.
        """
        queries = dict.fromkeys(query for name in with_needs(findings) for query in DEFINITIONS[name].queries)
        pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetching")
        for query in queries:
            pool.submit(self.answer, query, as_of=as_of)
        if ahead is not None:
            pool.submit(self.snapshot, as_of=ahead)
            for query in queries:
                pool.submit(self.answer, query, as_of=ahead)
        try:
            yield
        finally:
            pool.shutdown(cancel_futures=True)
