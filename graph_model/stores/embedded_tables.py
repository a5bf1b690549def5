"""How is a whole table read from a sealed build: a label, a relationship type with its codes, or by number?

Reading only; which build is read is ``embedded``'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from graph_model.errors import UnknownName
from graph_model.schema import LABELS, RELATIONSHIPS, TABLES
from graph_model.schema.ddl import quoted
from graph_model.stores.open_build import OpenBuild


@dataclass(frozen=True)
class _Reading:
    """MATCH of a label or type, and by column what to return and the dtype of the contract."""

    match: str
    expressions: dict[str, str]
    dtypes: dict[str, pl.DataType]

    def checked(self, columns: Iterable[str]) -> list[str]:
        """The columns; ``UnknownName`` for one that is not there."""
        wanted = list(columns)
        for column in wanted:
            if column not in self.expressions:
                raise UnknownName("column", column, known=self.expressions)
        return wanted


def whole_table(build: OpenBuild, name: str, columns: Sequence[str] | None) -> pl.DataFrame:
    """See ``GraphStore.table``."""
    reading = _reading(name)
    wanted = reading.checked(reading.expressions if columns is None else columns)
    keys = [key for key in ("code", "source", "target") if key in reading.expressions]
    read = list(dict.fromkeys([*keys, *wanted]))
    returned = ", ".join(f"{reading.expressions[column]} AS {quoted(column)}" for column in read)
    frame = build.frame(f"{reading.match} RETURN {returned}")
    return frame.cast({column: reading.dtypes[column] for column in read}).sort(keys).select(wanted)


def numbered_ties(build: OpenBuild, name: str, columns: Sequence[str]) -> pl.DataFrame:
    """See ``NumberingStore.numbered_ties``."""
    if name not in RELATIONSHIPS:
        raise UnknownName("table", name, known=RELATIONSHIPS)
    told, reading = RELATIONSHIPS[name], _reading(name)
    wanted = reading.checked(columns)
    returned = ["offset(id(a)) AS source", "offset(id(b)) AS target"]
    returned += [f"{reading.expressions[column]} AS {quoted(column)}" for column in wanted]
    frame = build.frame(f"{reading.match} RETURN {', '.join(returned)}")
    ends = {"source": build.numbers(told.source_label), "target": build.numbers(told.target_label)}
    return frame.with_columns(
        *(pl.Series(end, numbers[frame.get_column(end).to_numpy()]) for end, numbers in ends.items()),
        *(pl.col(column).cast(reading.dtypes[column]) for column in wanted),
    )


@cache
def _reading(name: str) -> _Reading:
    if name in LABELS:
        table = LABELS[name]
        columns = ["code", *(column.name for column in table.node_properties)]
        match, variable, expressions = f"MATCH (n:{quoted(name)})", "n", {}
    elif name in RELATIONSHIPS:
        told = RELATIONSHIPS[name]
        table = TABLES[told.table]
        columns = list(told.properties)
        ends = f"(a:{quoted(told.source_label)})", f"(b:{quoted(told.target_label)})"
        match, variable = f"MATCH {ends[0]}-[r:{quoted(name)}]->{ends[1]}", "r"
        expressions = {"source": "a.code", "target": "b.code"}
    else:
        raise UnknownName("table", name, known=[*LABELS, *RELATIONSHIPS])
    contract = table.schema.create_empty().schema
    expressions |= {column: f"{variable}.{quoted(column)}" for column in columns}
    return _Reading(match, expressions, {column: contract.get(column, pl.String()) for column in expressions})
