"""Of which rows was a cell handed in but not kept, so that its blank is no answer?

A person stood in it, or it could not be read. Looked up in what the batches told of their problems; what a finding
makes of it is analytics' business.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from graph_model.lacking import lacks
from graph_model.ledger import Batch
from graph_model.schema import KEY_SEPARATOR, TABLES, Table

LOOKED_AT: tuple[tuple[str, str], ...] = (("committees", "contact_post"), ("parties", "responded"))
"""Tables and columns in which a blank would else be read as an answer of who handed in."""
_PLACE = ("file", "sheet", "row")


def cells_not_kept(batches: Iterable[Batch]) -> dict[str, frozenset[str]]:
    """By column (``table.column``) the keys of rows whose cell was not kept by the last batch that brought the row.

    Parameters
    ----------
    batches
        Those that count, in their order.

    Returns
    -------
    dict
        Keys of several columns as ``a|b``; columns of which every cell was kept are left out.

    Raises
    ------
    BatchDamaged
        From a batch, when a file does not match its checksum.
    """
    told: dict[str, set[str]] = {}
    for batch in batches:
        for name, column in LOOKED_AT:
            if name in batch.table_names:
                held = told.setdefault(f"{name}.{column}", set())
                lost = _lost(batch, TABLES[name], column)
                if batch.replace:
                    held.clear()
                elif held:
                    held.difference_update(_keys(_telling(batch, name, column), TABLES[name]))
                held.update(lost)
    return {name: frozenset(keys) for name, keys in told.items() if keys}


def _telling(batch: Batch, name: str, column: str) -> pl.DataFrame:
    """The rows of a batch whose sheet had the column."""
    rows = batch.table(name)
    runs = batch.lacking(name)
    return rows.filter(~lacks(runs, column)) if runs else rows


def _lost(batch: Batch, table: Table, column: str) -> list[str]:
    if batch.problem_count == 0:
        return []
    problems = batch.problems().filter((pl.col("table") == table.name) & pl.col("row").is_not_null())
    origins = batch.origins(table.name)
    if problems.is_empty() or origins is None:
        return []
    rows = pl.concat([origins.with_columns(pl.col("row").cast(pl.Int64)), batch.table(table.name)], how="horizontal")
    blank = rows.filter(pl.col(column).is_null())
    of_cells = problems.filter(pl.col("column").is_in(_headers_of(column, table, problems, batch)))
    lost = [blank.join(of_cells, on=_PLACE, how="semi")]
    from loaders.unlisted_names import POST_COLUMNS  # here, as below: most batches kept every cell

    if column in POST_COLUMNS:
        # Told of the header's row: a column of names was handed in where that of posts stands.
        names = problems.filter(pl.col("code") == "looks_like_a_person").join(rows, on=_PLACE, how="anti")
        full = rows.filter(pl.col(column).is_not_null())
        lost.append(blank.join(names, on=_PLACE[:2], how="semi").join(full, on=_PLACE[:2], how="anti"))
    return _keys(pl.concat(lost), table)


def _headers_of(column: str, table: Table, problems: pl.DataFrame, batch: Batch) -> list[str]:
    from loaders.header_names import match_header
    from loaders.taught import Taught, TaughtHeader

    taught = Taught(tuple(TaughtHeader(**one) for one in batch.manifest["options"].get("headers", [])))
    wanted = taught.of(table.name)
    told = problems.get_column("column").drop_nulls().unique()
    matches = {header: match_header(table, header, wanted) for header in told}
    return [header for header, match in matches.items() if match is not None and match.name == column]


def _keys(rows: pl.DataFrame, table: Table) -> list[str]:
    parts = [pl.col(name).cast(pl.String) for name in table.key]
    return rows.select(pl.concat_str(parts, separator=KEY_SEPARATOR)).to_series().to_list()
