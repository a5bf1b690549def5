"""How is a whole table read from a Neo4j server, a page of columns at a time?

Reading only; whether the store may be read at all is asked by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from graph_model.stores import cypher_writer as writer
from graph_model.stores.cypher_writer import GraphTable
from graph_model.stores.neo4j_connection import Connection, run

PAGE_OF_NODES: Final = 20_000
PAGE_OF_SOURCES: Final = 5_000
"""Sources of relationships a page: some have many."""


def whole_table(connection: Connection, table: GraphTable, columns: Sequence[str], *, seconds: float) -> pl.DataFrame:
    """The columns of a table with the contract's dtypes, sorted by its keys; ``seconds`` is the limit of a page.

    A million rows take 3 to 7 s; one record a row would take more than a minute.
    """
    wanted = [*table.keys, *(name for name in columns if name not in table.keys)]
    size = PAGE_OF_NODES if table.ends is None else PAGE_OF_SOURCES
    text, last_text = writer.page_text(table, wanted), writer.last_code_text(table)
    pages = [writer.empty_frame(table, wanted)]
    after = ""
    while True:
        parameters: dict[str, Any] = {"after": after, "size": size, **writer.MARKS}
        with connection.reading(seconds=seconds) as transaction:
            lists = run(transaction, text, parameters).single(strict=True).values()
            asked = {"after": after, "size": size}
            last = run(transaction, last_text, asked).single(strict=True)["last"]
        if last is None:
            break
        pages.append(writer.page_frame(table, wanted, lists))
        after = last
    return pl.concat(pages).sort(*table.keys).select(columns)
