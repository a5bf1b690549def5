"""A cell tells no count but a sign, <10 or ≥10 or *, as exports and careful people write it: what is known of it?

The value that the ledger has for the row already stays, where it agrees with the sign; else it is unknown, and told.
Reading the sign is ``cleaning``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph_model.schema import TABLES
from loaders.cleaning import COUNT_NOT_TOLD, bounds_of_signs
from loaders.faults import ERROR, SHEET, no_faults
from loaders.raw_sheets import ROW

Tables = dict[str, pl.DataFrame]


def with_counts_kept(
    rows: Mapping[str, pl.DataFrame],
    faults: Sequence[pl.DataFrame],
    sheets: Mapping[int, str],
    earlier: Mapping[str, pl.DataFrame],
) -> tuple[Tables, list[pl.DataFrame]]:
    """Put the ledger's own values where a sign stands.

    Parameters
    ----------
    rows
        Accepted rows by table, as ``checks`` gives them.
    faults
        All that was told; ``count_not_told`` of each sign.
    sheets
        The table of each sheet by its number.
    earlier
        The ledger's rows by table, before this hand-in.

    Returns
    -------
    tuple
        The rows; and the faults without those of signs whose value is known. A row that cannot do without the value
        is left out, and its fault an error.
    """
    told = pl.concat([no_faults(), *faults])
    signs = told.filter(pl.col("code") == COUNT_NOT_TOLD)
    if signs.is_empty():
        return dict(rows), list(faults)
    out = dict(rows)
    kept = [no_faults()]
    for (number, name), group in signs.group_by(SHEET, "column", maintain_order=True):
        table = sheets[int(number)]
        if table not in out:
            continue
        out[table], met = _kept(out[table], group, table, str(name), earlier.get(table))
        kept.append(met)
    met = pl.concat(kept).with_columns(pl.lit(value=True).alias("@met"))
    left = told.join(
        met.select(SHEET, ROW, "column", "code", "@met"),
        on=[SHEET, ROW, "column", "code"],
        how="left",
        maintain_order="left",
    )
    left = left.filter(pl.col("@met").is_null()).drop("@met")
    for table, frame in out.items():
        for column in TABLES[table].columns:
            if not column.must_be_filled or not frame.get_column(column.name).null_count():
                continue
            out[table] = out[table].filter(pl.col(column.name).is_not_null())
            gone = frame.filter(pl.col(column.name).is_null()).select(SHEET, ROW, pl.lit(column.name).alias("column"))
            left = left.join(
                gone.with_columns(pl.lit(ERROR).alias("@worse")),
                on=[SHEET, ROW, "column"],
                how="left",
                maintain_order="left",
            )
            worse = pl.when(pl.col("code") == COUNT_NOT_TOLD).then(pl.coalesce("@worse", "severity"))
            left = left.with_columns(worse.otherwise("severity").alias("severity")).drop("@worse")
    return out, [left]


def _kept(
    rows: pl.DataFrame, signs: pl.DataFrame, table: str, column: str, earlier: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the values that are known, and the faults that fall away for it."""
    if earlier is None or earlier.is_empty():
        return rows, signs.clear()
    key = list(TABLES[table].key)
    bounds = bounds_of_signs(signs.get_column("value"))
    at = pl.concat([signs.select(SHEET, ROW), bounds], how="horizontal").unique([SHEET, ROW], keep="first")
    before = earlier.select(*key, pl.col(column).alias("@before")).drop_nulls("@before")
    joined = rows.join(at, on=[SHEET, ROW], how="left", maintain_order="left").join(
        before, on=key, how="left", maintain_order="left"
    )
    agrees = pl.col("least").is_not_null() & pl.col("@before").is_between("least", "most")
    value = pl.when(agrees).then(pl.col("@before")).otherwise(pl.col(column)).alias(column)
    met = joined.filter(agrees).select(SHEET, ROW)
    return joined.with_columns(value).select(rows.columns), signs.join(met, on=[SHEET, ROW], how="semi")
