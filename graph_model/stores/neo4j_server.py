"""How does a Neo4j server answer for the graph store port?

Reading under limits, and publishing the difference; embedded builds and the rules of reading-only are elsewhere.
"""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Self, TypeVar

import polars as pl
from neo4j import Record, Transaction

from graph_model.dataset import Dataset
from graph_model.errors import DatasetChanged, NoData, QueryRefused, StoreUnfinished, UnknownName
from graph_model.queries import answer_schema, catalogue_query
from graph_model.reading_only import check
from graph_model.store import Answer, Progress, Published, PublishReport, SafetyCheck
from graph_model.stores.answer_room import Room
from graph_model.stores.cypher_writer import GRAPH_TABLES, GraphTable
from graph_model.stores.neo4j_connection import Connection, plain_rows, run
from graph_model.stores.neo4j_errors import translated
from graph_model.stores.neo4j_publishing import Publisher, publisher_lives
from graph_model.stores.neo4j_reading import whole_table
from graph_model.stores.neo4j_safety import server_safety
from graph_model.stores.neo4j_state import State, check_unmoved, read_state, readable_state
from graph_model.stores.parameters import checked_parameters, given_parameters, typed_answer

MOST_A_FETCH: Final = 5_000
MOST_A_FREE_FETCH: Final = 100
"""Rows of free Cypher may be of any size, and the driver holds a whole fetch of them."""
PATIENCE_SECONDS: Final = 10.0
"""How long a reader waits for a publish that is under way."""
T = TypeVar("T")


class Neo4jStore:
    """A graph store on a Neo4j server; safe to use from several threads.

    Parameters
    ----------
    address
        ``bolt://``, ``neo4j://`` and their kin, without user or password.
    user, password, database
        As the settings have them; without a password the server must want none.
    seconds, max_rows
        The limits of a query where it names none.
    data_folder
        Where the copy of what was published is kept, under ``store/``.

    Raises
    ------
    StoreUnavailable, StoreDenied
        The server does not answer, has no such database, or refuses the user.
    """

    def __init__(
        self,
        address: str,
        *,
        user: str,
        password: str | None,
        database: str,
        seconds: float,
        max_rows: int,
        data_folder: Path,
    ) -> None:
        self._connection = Connection(address, user=user, password=password, database=database)
        self._seconds = seconds
        self._max_rows = max_rows
        place = hashlib.sha256(f"{address}\n{database}".encode()).hexdigest()[:12]
        self._folder = data_folder / "store" / f"neo4j-{place}"
        self._version: str | None = None  # the only one that a steady reader answers from

    @property
    def name(self) -> str:
        """The server's address."""
        return self._connection.address

    def publish(self, dataset: Dataset, *, afresh: bool = False, progress: Progress | None = None) -> PublishReport:
        """Write the difference between what the server holds and ``dataset``; nothing where there is none.

        Readers wait from the first write to the last, and meet ``StoreUnfinished`` where that takes longer than
        ``PATIENCE_SECONDS``. A publish that died is finished by the next, whatever that one brings.

        Raises
        ------
        Busy
            Another publisher is at work.
        StoreDamaged
            ``store_holds_other_data``: the database holds what was never published by us.
        StoreOutdated
            A newer program's schema is there.
        """
        return Publisher(self._connection, folder=self._folder).publish(dataset, afresh=afresh, progress=progress)

    def published(self) -> Published | None:
        """What the server holds; None before the first publish."""

        def told() -> Published | None:
            with self._connection.reading(seconds=self._seconds) as transaction:
                state = read_state(transaction)
                if state is None:
                    return None
                told = state.published(self.name)
                self._check_steady(state)
                return told

        return self._patiently(told)

    def steady(self) -> Neo4jStore:
        """The same store, for as long as the server holds what it holds now; ``DatasetChanged`` from then on."""
        published = self.published()
        if published is None:
            raise NoData
        steady = copy.copy(self)
        steady._version = published.version
        return steady

    def query(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of a catalogue query; see ``GraphStore.query``."""
        asked = catalogue_query(name)
        sent = checked_parameters(asked, parameters)
        return typed_answer(asked, self._answer(asked.text, sent, seconds=seconds, max_rows=max_rows))

    def frame(self, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The whole answer of a catalogue query as a frame; see ``GraphStore.frame``."""
        return self.query(name, parameters, seconds=0, max_rows=0).frame(answer_schema(catalogue_query(name)))

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of free Cypher, judged by us, then by the server's own plan, then read in READ mode."""
        sent = given_parameters(check(text), parameters)
        return self._answer(text, sent, seconds=seconds, max_rows=max_rows, explain=True)

    def table(self, name: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A label or a relationship type as a frame; see ``GraphStore.table``."""
        if name not in GRAPH_TABLES:
            raise UnknownName("table", name, known=GRAPH_TABLES)
        table = GRAPH_TABLES[name]
        wanted = table.columns if columns is None else tuple(columns)
        for column in wanted:
            if column not in table.columns:
                raise UnknownName("column", column, known=table.columns)
        return self._patiently(lambda: self._whole_table(table, wanted))

    def server_safety(self) -> list[SafetyCheck]:
        """What the server says of its own set-up."""
        return server_safety(self._connection)

    def close(self) -> None:
        """Close every connection; twice does no harm."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _whole_table(self, table: GraphTable, wanted: Sequence[str]) -> pl.DataFrame:
        with self._connection.reading(seconds=self._seconds) as transaction:
            before = self._readable_state(transaction)
        frame = whole_table(self._connection, table, wanted, seconds=self._seconds)
        with self._connection.reading(seconds=self._seconds) as transaction:
            check_unmoved(transaction, before, store=self.name)
        return frame

    def _readable_state(self, transaction: Transaction) -> State:
        state = readable_state(transaction, store=self.name)
        self._check_steady(state)
        return state

    def _check_steady(self, state: State) -> None:
        if self._version is not None and state.version != self._version:
            raise DatasetChanged("dataset_changed", store=self.name)

    def _patiently(self, read: Callable[[], T]) -> T:
        """What ``read`` gives; begun again while a publisher that lives is at work."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return read()
            except StoreUnfinished as unfinished:
                moved = unfinished.values.get("moved")
                if time.monotonic() > end or not (moved or publisher_lives(self._connection, folder=self._folder)):
                    raise
            time.sleep(0.1)

    def _answer(
        self,
        text: str,
        parameters: Mapping[str, object],
        *,
        seconds: float | None,
        max_rows: int | None,
        explain: bool = False,
    ) -> Answer:
        return self._patiently(
            lambda: self._answered(text, parameters, seconds=seconds, max_rows=max_rows, explain=explain)
        )

    def _answered(
        self,
        text: str,
        parameters: Mapping[str, object],
        *,
        seconds: float | None,
        max_rows: int | None,
        explain: bool,
    ) -> Answer:
        limit = self._max_rows if max_rows is None else max_rows
        stop = None if limit == 0 else limit + 1
        most = MOST_A_FREE_FETCH if explain else MOST_A_FETCH
        fetch = most if stop is None else min(stop, most)
        longest = self._seconds if seconds is None else seconds
        with self._connection.reading(seconds=longest, fetch_size=fetch) as transaction:
            before = self._readable_state(transaction)
            if explain:
                self._check_plan(transaction, text, parameters, seconds=longest)
            result = run(transaction, text, parameters)
            columns = tuple(result.keys())
            records = list(_counted(islice(result, stop)) if explain else islice(result, stop))
            result.consume()  # the rest is thrown away by the server, unread
            check_unmoved(transaction, before, store=self.name)
        truncated = stop is not None and len(records) == stop
        rows = plain_rows(records[:limit] if truncated else records, columns)
        return Answer(columns, rows, truncated=truncated)

    def _check_plan(
        self, transaction: Transaction, text: str, parameters: Mapping[str, object], *, seconds: float
    ) -> None:
        with translated(self.name, seconds=seconds, prefix=len("EXPLAIN ")):
            plan = run(transaction, "EXPLAIN " + text, parameters).consume()
        if plan.query_type != "r":
            raise QueryRefused("not_reading", word=None, line=None, column=None)


def _counted(records: Iterable[Record]) -> Iterator[Record]:
    """The records, given up where they grow too large."""
    room = Room()
    for record in records:
        room.take(record.values())
        yield record
