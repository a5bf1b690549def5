"""Which rows did not come in, why, and who pointed to them?

Rows as they were handed in, with the codes of their errors. What is an error is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph_model.schema import TABLES
from loaders.faults import ERROR, SHEET, WARNING, SheetName, no_faults
from loaders.names import NAMES
from loaders.reading import ROW

LIKE_A_NAME_WE_KNOW = ("near_name", "ambiguous_name")
POINTS_NOWHERE = ("unknown_reference", "near_name")
HIDDEN_KEYS = frozenset({"members"})
WORDS = r"\p{Han}"


def error_codes(faults: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Why each rejected row was: ``@sheet``, ``@row`` and ``code``, its errors' codes in the order they were told."""
    errors = pl.concat([no_faults(), *faults]).filter((pl.col("severity") == ERROR) & pl.col(ROW).is_not_null())
    codes = pl.col("code").unique(maintain_order=True).str.join(",")
    return errors.group_by(SHEET, ROW, maintain_order=True).agg(codes)


def without_members_words(faults: Sequence[pl.DataFrame], sheets: Sequence[SheetName]) -> list[pl.DataFrame]:
    """The faults, without the words of members' rows: what stands where it does not belong may be anybody's name.

    A row whose cells have moved has its name under another header. What is nearly the name of an organisation or place
    is told.
    """
    told = pl.concat([no_faults(), *faults])
    members = [number for number, sheet in enumerate(sheets) if sheet.table in HIDDEN_KEYS]
    within = pl.col(SHEET).is_in(members) & pl.col(ROW).is_not_null() & ~pl.col("code").is_in(LIKE_A_NAME_WE_KNOW)
    within = within & pl.col("code").ne("missing_header") & pl.col("code").ne("unknown_header")
    value = pl.when(~(within & pl.col("value").str.contains(WORDS)).fill_null(value=False)).then(pl.col("value"))
    return [told.with_columns(value.alias("value"))]


def warned_rows(faults: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The distinct rows (``@sheet``, ``@row``) that something is warned of."""
    warnings = pl.concat(faults).filter((pl.col("severity") == WARNING) & pl.col(ROW).is_not_null())
    return warnings.select(SHEET, ROW).unique()


def with_rejected_targets(
    faults: Sequence[pl.DataFrame], rows: Mapping[str, pl.DataFrame], sheets: Sequence[SheetName]
) -> list[pl.DataFrame]:
    """The faults, with the rejected row in the hint of each pointer that leads to one, and why it was rejected.

    Parameters
    ----------
    faults
        All that was told.
    rows
        Every row that was read, by table, the rejected ones included.
    sheets
        The sheets of the hand-in by number.
    """
    told = pl.concat([no_faults(), *faults])
    astray = told.get_column("code").is_in(POINTS_NOWHERE)
    if not astray.any():
        return [told]
    errors = error_codes(faults)
    targets = [_targets(frame, name, errors, sheets) for name, frame in rows.items()]
    pointers = pl.DataFrame(
        [
            (number, column.name, column.references)
            for number, sheet in enumerate(sheets)
            if sheet.table is not None
            for column in TABLES[sheet.table].references
        ],
        schema={SHEET: pl.Int32, "column": pl.String, "table": pl.String},
        orient="row",
    )
    known = pl.concat([_no_targets(), *targets]).unique(["table", "value"], keep="first", maintain_order=True)
    asked = told.with_row_index("@place").join(pointers, on=[SHEET, "column"], how="left", maintain_order="left")
    at_key = asked.join(known, on=["table", "value"], how="left", maintain_order="left")
    hints = at_key.with_columns(
        pl.when(pl.col("code").is_in(POINTS_NOWHERE)).then(pl.coalesce("where", "hint")).otherwise("hint").alias("hint")
    )
    return [hints.select(told.columns)]


def rows_as_handed_in(
    written: pl.DataFrame, errors: pl.DataFrame, *, sheet: int, name: SheetName, faults: Sequence[pl.DataFrame] = ()
) -> pl.DataFrame:
    """The rejected rows of one sheet: ``file``, ``sheet``, ``row``, ``code`` (why), then the cells by header.

    Words of a member's row that ``faults`` tell of are left out, as ``without_members_words`` has it.
    """
    if name.table in HIDDEN_KEYS:
        written = _without_faulty_words(written, pl.concat([no_faults(), *faults]), sheet=sheet, name=name)
    at = errors.filter(pl.col(SHEET) == sheet).select(pl.col(ROW).alias("row"), pl.col("code").alias("@code"))
    rows = written.rename({ROW: "row"})
    return rows.join(at, on="row", how="inner", maintain_order="left").select(
        pl.lit(name.file).alias("file"),
        pl.lit(name.sheet).alias("sheet"),
        "row",
        pl.col("@code").alias("code"),
        *(column for column in rows.columns if column != "row"),
    )


def rows_of_a_refused_sheet(written: pl.DataFrame, *, name: SheetName) -> pl.DataFrame:
    """The rows of a sheet that was refused for a column it lacks, as ``rows_as_handed_in`` gives rejected ones."""
    return written.select(
        pl.lit(name.file).alias("file"),
        pl.lit(name.sheet).alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit("missing_header").alias("code"),
        pl.all().exclude(ROW),
    )


def _without_faulty_words(written: pl.DataFrame, faults: pl.DataFrame, *, sheet: int, name: SheetName) -> pl.DataFrame:
    bad = faults.filter((pl.col(SHEET) == sheet) & pl.col(ROW).is_not_null())
    headers = {column: header for column, header in (name.headers or {}).items() if header in written.columns}
    everywhere = bad.filter(pl.col("code") == "extra_cells").get_column(ROW)  # a row whose cells have moved
    hidden = {
        header: pl.concat([everywhere, bad.filter(pl.col("column") == column).get_column(ROW)])
        for column, header in headers.items()
    }
    return written.with_columns(
        pl.when(~(pl.col(ROW).is_in(rows.implode()) & pl.col(header).str.contains(WORDS)).fill_null(value=False))
        .then(pl.col(header))
        .alias(header)
        for header, rows in hidden.items()
    )


def _no_targets() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("table", "value", "where"), pl.String))


def _targets(frame: pl.DataFrame, name: str, errors: pl.DataFrame, sheets: Sequence[SheetName]) -> pl.DataFrame:
    """The rejected rows of a table by key, and by name where it has one: ``table``, ``value``, ``where``."""
    table = TABLES[name]
    if len(table.key) != 1 or name in HIDDEN_KEYS:
        return _no_targets()
    labels = pl.DataFrame({SHEET: range(len(sheets)), "label": [sheet.sheet for sheet in sheets]})
    bad = (
        frame.join(errors.rename({"code": "@why"}), on=[SHEET, ROW], how="inner", maintain_order="left")
        .join(labels.with_columns(pl.col(SHEET).cast(pl.Int32)), on=SHEET, how="left", maintain_order="left")
        .with_columns(pl.format("{} {}: {}", "label", ROW, "@why").alias("where"))
    )
    keys = [pl.col(table.key[0])]
    if name in NAMES:
        keys.append(pl.col(NAMES[name]))
    parts = [bad.select(pl.lit(name).alias("table"), key.alias("value"), "where") for key in keys]
    return pl.concat(parts).drop_nulls("value")
