"""How is a dataset brought to a Neo4j server by writing only what differs?

The steps of a publish; what the Dataset node says of it is in ``neo4j_state``, the statements are in ``cypher_writer``.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import neo4j
import polars as pl

from graph_model.dataset import Dataset
from graph_model.errors import Busy, CannotWrite, QueryFailed, StoreDamaged
from graph_model.ledger.files import folder_lock, sweep_parts, write_bytes, writing
from graph_model.schema import LABELS, SCHEMA_VERSION
from graph_model.schema.ddl import neo4j_ddl
from graph_model.store import Progress, PublishReport
from graph_model.stores import cypher_writer as writer
from graph_model.stores.cypher_writer import GRAPH_TABLES, GraphTable
from graph_model.stores.difference import Difference, difference
from graph_model.stores.neo4j_connection import Connection, run
from graph_model.stores.neo4j_copy import PublishedCopy
from graph_model.stores.neo4j_reading import whole_table
from graph_model.stores.neo4j_state import State, beat, claim, finish, read_state

ROWS: Final = 10_000
"""Rows a transaction; the rate is the same from 5,000 to 50,000, the server's memory is not."""

LOCK: Final = "publish.lock"
NAME: Final = "name"
WAIT_SECONDS: Final = 60.0
"""How long to wait for another publisher of the same data folder."""
QUIET_SECONDS: Final = 5.0
"""A publisher on another machine that has written nothing for so long is not worth waiting for."""

COUNTERS: Final = (
    "nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted", "properties_set",
)  # fmt: skip
"""What the server itself counts of each statement."""

OldTable = Callable[[GraphTable], pl.DataFrame]


class _Astray(Exception):
    """The server did not hold what it was believed to hold: a statement met fewer or more rows than it was given."""


def publisher_lives(connection: Connection, *, folder: Path) -> bool:
    """Whether somebody is at work on the publish that the server speaks of, so that it pays to wait."""
    try:
        with folder_lock(folder, name=LOCK, seconds=0.0, what="publish"):
            pass
    except Busy:
        return True
    except CannotWrite:
        pass
    with connection.reading(seconds=30.0) as transaction:
        state = read_state(transaction)
    if state is None or not state.unfinished:
        return True  # it was finished since
    own = folder / NAME
    others = not own.is_file() or state.owner != own.read_text("utf-8")
    return others and state.quiet_seconds < QUIET_SECONDS


class Publisher:
    """One publish at a time from this data folder to one server.

    Parameters
    ----------
    connection
        The server.
    folder
        Where this store keeps its lock, its name and the copy of what it published.
    """

    def __init__(self, connection: Connection, *, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._copy = PublishedCopy(folder / "published")
        self._publish = uuid.uuid4().hex
        self._counted: Counter[str] = Counter()

    def publish(self, dataset: Dataset, *, afresh: bool, progress: Progress | None = None) -> PublishReport:
        """Make the server hold the dataset; see ``GraphStore.publish``."""
        with folder_lock(self._folder, name=LOCK, seconds=WAIT_SECONDS, what="publish"), writing(self._folder):
            sweep_parts(self._folder)
            with self._connection.reading(seconds=30.0) as transaction:
                state = read_state(transaction)
            if afresh:
                self._copy.forget()
            elif state is not None and state.holds(dataset.version):
                return PublishReport(dataset.version, written=0, deleted=0, changed=False)
            if state is None:
                self._refuse_others_data()
            before = self._begin(dataset)
            written, deleted = self._bring(dataset, before, progress)
            with self._connection.writing() as transaction:
                finish(transaction, dataset, publish=self._publish, store=self._connection.address)
            with suppress(OSError, pl.exceptions.PolarsError):  # published it is; without a copy the next one reads
                self._copy.keep(self._publish, _tables_of(dataset))
        server = {name: self._counted[name] for name in COUNTERS}
        return PublishReport(dataset.version, written=written, deleted=deleted, changed=True, server=server)

    def _refuse_others_data(self) -> None:
        """A database that was never published to must be empty: what is there is somebody else's."""
        with self._connection.reading(seconds=30.0) as transaction:
            if run(transaction, "MATCH (x) RETURN 1 LIMIT 1").peek() is not None:
                raise StoreDamaged("store_holds_other_data", store=self._connection.address)

    def _begin(self, dataset: Dataset) -> State | None:
        with self._connection.writing() as transaction:
            for statement in neo4j_ddl():
                run(transaction, statement).consume()
        with self._connection.writing() as transaction:
            return claim(
                transaction,
                target=dataset.version,
                publish=self._publish,
                owner=self._owner(),
                store=self._connection.address,
            )

    def _owner(self) -> str:
        """The name of this data folder: with the lock held, a publish it left unfinished is certainly dead."""
        path = self._folder / NAME
        if not path.is_file():
            write_bytes(path, uuid.uuid4().hex.encode())
        return path.read_text("utf-8")

    def _bring(self, dataset: Dataset, before: State | None, progress: Progress | None) -> tuple[int, int]:
        """Rows written and deleted; cheap ways first, a whole load where others altered what the server holds."""
        for old_table in self._ways(before):
            try:
                return self._write(dataset, old_table, progress)
            except _Astray:
                continue
        raise StoreDamaged("store_altered", store=self._connection.address)

    def _ways(self, before: State | None) -> Iterator[OldTable]:
        """Where the old rows may be known from, the cheapest first."""
        if before is None:
            yield _nothing
            return
        if before.schema_version == SCHEMA_VERSION:
            if not before.unfinished and self._copy.matches(before.publish):
                yield lambda table: self._copy.table(table.name)
            yield lambda table: whole_table(self._connection, table, table.columns, seconds=60.0)
        self._clear({*before.labels, *LABELS})
        yield _nothing

    def _write(self, dataset: Dataset, old_table: OldTable, progress: Progress | None) -> tuple[int, int]:
        changes: dict[str, Difference] = {}
        for name, new in _tables_of(dataset):
            table = GRAPH_TABLES[name]
            changes[name] = difference(old_table(table), new, keys=table.keys)
        relationships = [name for name in GRAPH_TABLES if name not in LABELS]
        written = deleted = 0
        for name in (*relationships, *LABELS):  # ends before their relationships would take these with them
            gone = changes[name].removed
            deleted += gone.height
            self._send(GRAPH_TABLES[name], writer.delete_text, gone, None)
        for name in (*LABELS, *relationships):
            table, change = GRAPH_TABLES[name], changes[name]
            written += change.changed.height + change.added.height
            told = _counter(progress, name, change.changed.height + change.added.height)
            self._send(table, writer.update_text, change.changed, told)
            self._send(table, writer.create_text, change.added, told)
        return written, deleted

    def _send(
        self,
        table: GraphTable,
        text_of: Callable[[GraphTable], str],
        rows: pl.DataFrame,
        told: Callable[[int], None] | None,
    ) -> None:
        text = text_of(table)
        for batch in writer.batches(table, rows, size=ROWS):
            try:
                with self._connection.writing() as transaction:
                    beat(transaction, publish=self._publish, store=self._connection.address)
                    result = run(transaction, text, {"rows": batch})
                    record = result.single(strict=False)
                    counters = result.consume().counters
                    met = _met(table, counters) if record is None else record["found"]
                    if met != len(batch):
                        raise _Astray
                self._count(counters)  # once it is committed
            except QueryFailed as error:
                if str(error.values.get("reason", "")).endswith("ConstraintValidationFailed"):
                    raise _Astray from error  # a row believed new is there already
                raise
            if told is not None:
                told(len(batch))

    def _count(self, counters: neo4j.SummaryCounters) -> None:
        for name in COUNTERS:
            self._counted[name] += getattr(counters, name)

    def _clear(self, labels: Iterable[str]) -> None:
        self._copy.forget()
        for label in sorted(labels):
            for text in (writer.clear_ties_text(label), writer.clear_text(label)):
                gone = 1
                while gone:
                    with self._connection.writing() as transaction:
                        beat(transaction, publish=self._publish, store=self._connection.address)
                        gone = run(transaction, text, {"size": ROWS}).single(strict=True)["gone"]


def _met(table: GraphTable, counters: neo4j.SummaryCounters) -> int:
    if table.ends is None:
        return counters.nodes_created + counters.nodes_deleted
    return counters.relationships_created + counters.relationships_deleted


def _nothing(table: GraphTable) -> pl.DataFrame:
    return writer.empty_frame(table, table.columns)


def _tables_of(dataset: Dataset) -> Iterator[tuple[str, pl.DataFrame]]:
    for name, table in GRAPH_TABLES.items():
        frame = dataset.nodes(name) if table.ends is None else dataset.relationships(name)
        yield name, frame.select(table.columns)


def _counter(progress: Progress | None, name: str, total: int) -> Callable[[int], None] | None:
    if progress is None or total == 0:
        return None
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        progress(name, done, total)

    return count
