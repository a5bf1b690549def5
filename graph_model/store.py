"""What can be asked of a graph store, whichever one stands behind it?

The port alone; how an embedded build or a server does it, and which one is opened, lives in ``graph_model.stores``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    import polars as pl

    from graph_model.dataset import Dataset

Progress = Callable[[str, int, int], None]
"""Told while a publish runs: what (a label or relationship type), rows done, rows in all."""


@dataclass(frozen=True)
class Answer:
    """Rows that answer one query.

    Attributes
    ----------
    columns
        Names of the columns, in the query's order; also where there is no row.
    rows
        One tuple a row. Values are str, int, float, bool, ``datetime.date``, lists of these, or None.
    truncated
        Whether the row limit cut the answer short.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False

    def frame(self, schema: Mapping[str, pl.DataType | type[pl.DataType]] | None = None) -> pl.DataFrame:
        """The rows as a frame; ``schema`` gives dtypes by column (else inferred over all rows)."""
        import polars as pl

        overrides = dict(schema) if schema is not None else None
        return pl.DataFrame(
            self.rows, schema=list(self.columns), schema_overrides=overrides, orient="row", infer_schema_length=None
        )


@dataclass(frozen=True)
class Published:
    """What a store holds, as its ``Dataset`` node says.

    Attributes
    ----------
    version
        The dataset's version (a hash of its batches and the schema version).
    batches
        The batches it was folded from, in their order.
    as_of
        The newest as-of day of the batches as ISO text; None where no batch gives one.
    schema_version
        The version of the graph's schema.
    """

    version: str
    batches: tuple[str, ...]
    as_of: str | None
    schema_version: int


@dataclass(frozen=True)
class PublishReport:
    """What one publish did: nodes and relationships written and deleted, and whether anything changed at all.

    ``server`` holds what a server counted itself while it was written to, by the driver's names; empty where none did.
    """

    version: str
    written: int
    deleted: int
    changed: bool
    server: Mapping[str, int] = field(default_factory=dict)


class GraphStore(Protocol):
    """A property graph that holds one published dataset and answers questions about it."""

    @property
    def name(self) -> str:
        """``embedded`` or the server's address without user or password."""
        ...

    def publish(self, dataset: Dataset, *, afresh: bool = False, progress: Progress | None = None) -> PublishReport:
        """Make the store hold exactly this dataset; the old state or the new one, never a mix a reader can see.

        ``afresh`` believes nothing of what the store says that it holds: a build is made anew, and a server's rows are
        compared one by one.
        """
        ...

    def published(self) -> Published | None:
        """What the store holds; None before the first publish. ``StoreUnfinished`` where a publish died half-way."""
        ...

    def steady(self) -> GraphStore:
        """A reader of the dataset that is published now, whatever is published later; ``NoData`` before the first.

        It never answers from another dataset. An embedded build is kept for as long as the reader lives; a server
        keeps nothing old, so there every method raises ``DatasetChanged`` once another dataset is published.
        """
        ...

    def query(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of a catalogue query; parameters are checked against its header before anything is sent.

        ``seconds`` and ``max_rows`` default to the settings; ``max_rows=0`` means every row.
        """
        ...

    def frame(self, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The whole answer of a catalogue query as a frame, however many rows and however long it takes.

        Rows in the query's order, dtypes as its header says; parameters are checked as in ``query``.
        """
        ...

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of free, reading-only Cypher under a time and a row limit."""
        ...

    def table(self, name: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Every node of a label, or every relationship of a type, as a frame.

        Nodes: ``code`` and the label's properties. Relationships: ``source``, ``target`` (codes) and the type's
        properties. Sorted by code, or by source then target. ``columns`` picks some of them. Dtypes are those of the
        data contract. ``UnknownName`` for any other name.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice does no harm."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


@runtime_checkable
class NumberingStore(Protocol):
    """A store that can name the ends of millions of relationships by number instead of by code."""

    def numbered_ties(self, name: str, *, columns: Sequence[str] = ()) -> pl.DataFrame:
        """Every relationship of a type: ``source`` and ``target`` (UInt32), then the properties in ``columns``.

        A number is the row of ``table`` of the label at that end. In no particular order. ``UnknownName`` for a name
        that is no relationship type, or a column it has not.
        """
        ...


@dataclass(frozen=True)
class SafetyCheck:
    """One setting of a server that keeps readers from reaching beyond the graph.

    Attributes
    ----------
    code
        ``neo4j_version``, or the setting's own name.
    value
        What the server says; None where it does not tell.
    advised
        What it should say.
    sound
        Whether it does; None where that cannot be told.
    """

    code: str
    value: str | None
    advised: str
    sound: bool | None


@runtime_checkable
class ServerStore(Protocol):
    """A store behind a server, which can say how safely the server is set up."""

    def server_safety(self) -> list[SafetyCheck]: ...
