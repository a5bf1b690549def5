"""What is the least that filling a store can cost: the bare engine, the bare driver, the same rows?

For measurements beside the program's own way; checks nothing, seals nothing, and no part of the program uses it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import ladybug
import neo4j
import polars as pl

from graph_model.dataset import Dataset
from graph_model.schema.ddl import embedded_ddl, neo4j_ddl, quoted
from graph_model.stores.building import building_pool_mb
from graph_model.stores.cypher_writer import GRAPH_TABLES, batches
from graph_model.stores.engine import opened, run

ROWS: Final = 10_000
"""Rows a transaction of the bare driver."""


def stage_tables(dataset: Dataset, folder: Path) -> int:
    """Lay every label and relationship type out as Parquet; how many rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for name, table in GRAPH_TABLES.items():
        frame = dataset.nodes(name) if table.ends is None else dataset.relationships(name)
        frame.select(table.columns).write_parquet(folder / f"{name}.parquet", compression="lz4")
        rows += frame.height
    return rows


def bare_copy(staged: Path, target: Path) -> int:
    """COPY of staged tables into a fresh graph file with the same schema, and nothing else; how many rows."""
    heights = {
        name: pl.scan_parquet(staged / f"{name}.parquet").select(pl.len()).collect().item() for name in GRAPH_TABLES
    }
    database = opened(target, buffer_pool_mb=building_pool_mb(sum(heights.values())), read_only=False)
    connection = ladybug.Connection(database)
    for statement in embedded_ddl():
        run(connection, statement).close()
    for name, height in heights.items():
        file = (staged / f"{name}.parquet").absolute()
        if height:
            run(connection, f"COPY {quoted(name)} FROM '{file.as_posix()}'").close()
    run(connection, "CHECKPOINT").close()
    connection.close()
    database.close()
    return sum(heights.values())


def bare_create(staged: Path, address: str, *, user: str, password: str | None, database: str) -> int:
    """UNWIND and CREATE of staged tables by the bare driver, under the same constraints; how many rows.

    The loop that a person would write: rows as lists, ten thousand a transaction, ends found by their keys.
    """
    rows = 0
    auth = None if password is None else (user, password)
    with neo4j.GraphDatabase.driver(address, auth=auth) as driver, driver.session(database=database) as session:
        for statement in neo4j_ddl():
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes()").consume()
        for name, table in GRAPH_TABLES.items():
            frame = pl.read_parquet(staged / f"{name}.parquet")
            properties = {column: f"r[{place}]" for place, column in enumerate(table.columns)}
            for column, dtype in frame.schema.items():
                if dtype == pl.Date:
                    properties[column] = f"date({properties[column]})"
            keys = len(table.keys)
            told = ", ".join(f"{quoted(one)}: {value}" for one, value in properties.items() if table.ends is None)
            if table.ends is not None:
                rest = ", ".join(f"{quoted(one)}: {properties[one]}" for one in table.columns[keys:])
                text = (
                    f"UNWIND $rows AS r MATCH (a:{quoted(table.ends[0])} {{code: r[0]}})"
                    f" MATCH (b:{quoted(table.ends[1])} {{code: r[1]}}) CREATE (a)-[:{quoted(name)} {{{rest}}}]->(b)"
                )
            else:
                text = f"UNWIND $rows AS r CREATE (:{quoted(name)} {{{told}}})"
            for batch in batches(table, frame, size=ROWS):
                session.execute_write(_send, text, batch)
                rows += len(batch)
    return rows


def is_empty(address: str, *, user: str, password: str | None, database: str) -> bool:
    """Whether a server's database holds nothing at all, so that it may be filled and cleared for a measurement."""
    auth = None if password is None else (user, password)
    with neo4j.GraphDatabase.driver(address, auth=auth) as driver, driver.session(database=database) as session:
        return session.run("MATCH (x) RETURN 1 LIMIT 1").peek() is None


def clear(address: str, *, user: str, password: str | None, database: str) -> None:
    """Delete every node and relationship of a database that was empty before a measurement."""
    auth = None if password is None else (user, password)
    with neo4j.GraphDatabase.driver(address, auth=auth) as driver, driver.session(database=database) as session:
        for text in (  # ties first: a node with many of them would take more memory than a transaction may
            "MATCH ()-[r]->() WITH r LIMIT $size DELETE r RETURN count(*) AS gone",
            "MATCH (n) WITH n LIMIT $size DELETE n RETURN count(*) AS gone",
        ):
            while session.run(text, size=ROWS).single(strict=True)["gone"]:
                pass


def _send(transaction: neo4j.ManagedTransaction, text: str, rows: list[list[Any]]) -> None:
    transaction.run(text, {"rows": rows}).consume()
