"""How do the rows of a hand-in stand to one another and to what is there already?

Keys, copies, references, cycles. Cells are read in ``cleaning``, what does not agree within a row is told in
``consistency``; nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from graph_model.schema import KEY_SEPARATOR, TABLES, Column, Table
from loaders.consistency import bad_check_digits, disagreements, judged
from loaders.faults import ERROR, ORDER, SHEET, WARNING, faults_at, no_faults
from loaders.known_keys import CHAINS, KnownKeys
from loaders.lacking_columns import BySheet, with_what_is_known
from loaders.names import by_name
from loaders.reading import ROW

Tables = dict[str, pl.DataFrame]
Doubtful = Mapping[tuple[str, str], pl.DataFrame]
NOTHING_DOUBTFUL = pl.DataFrame(schema=dict.fromkeys(("value", "why", "hint"), pl.String))
NOTHING_LACKING: BySheet = MappingProxyType({})
HIDDEN_KEYS = "members"
"""The table whose keys are never told again."""


def check_rows(
    tables: Mapping[str, pl.DataFrame], known: KnownKeys, lacking: BySheet = NOTHING_LACKING
) -> tuple[Tables, list[pl.DataFrame]]:
    """Keep the rows that stand; set unknown what points nowhere; tell every fault.

    Parameters
    ----------
    tables
        Rows that no cell has rejected: ``@order`` (of reading), ``@sheet``, ``@row`` and the contract's columns.
    known
        What earlier batches hold.
    lacking
        The columns that each sheet does not have: there what earlier batches tell of a row stands.

    Returns
    -------
    tuple
        The accepted rows by table, in the order of reading, and the faults.
    """
    rows = dict(tables)
    told: list[pl.DataFrame] = []
    for name in tables:
        rows[name], faults = _zeros_lost_since(rows[name], TABLES[name], known)
        told.append(faults)
    named = by_name(rows, known.rows, lambda table: _keys(rows, table, known))
    rows = named.rows
    told += named.faults
    told += _reject_dangling(rows, known, named.doubtful)
    for name in tables:
        rows[name], faults = _drop_repeats(rows[name], TABLES[name])
        told.append(faults)
    for name in tables:
        rows[name], faults = _loosen_dangling(rows, name, known, named.doubtful)
        told.append(faults)
    for name, pointer in CHAINS.items():
        if name in rows:
            rows[name], faults = _break_cycles(rows[name], pointer, known.chains.get(name), lacking)
            told.append(faults)
    for name, frame in rows.items():
        known_too = with_what_is_known(frame, TABLES[name], lacking, known.rows.get(name)) if judged(name) else frame
        told += disagreements(known_too, name)
    if "units" in rows:
        told.append(bad_check_digits(rows["units"]))
    return rows, told


def rejects_dangling(table: Table, column: Column) -> bool:
    """Whether a row cannot stand when this pointer leads nowhere: on a tie, or where the cell must be filled."""
    return table.is_tie or column.must_be_filled


def _keys(rows: Mapping[str, pl.DataFrame], name: str, known: KnownKeys) -> pl.Series:
    """Every key of a table: this hand-in's and the earlier ones'."""
    earlier = known.keys.get(name, pl.Series([], dtype=pl.String))
    if name not in rows:
        return earlier
    return pl.concat([earlier.rename("key"), rows[name].get_column(TABLES[name].key[0]).rename("key")])


def _secret(name: str, value: pl.Expr) -> pl.Expr | None:
    return None if name == HIDDEN_KEYS else value


def _padded(column: str, keys: pl.Series) -> pl.Expr:
    """Whether a code of digits, given its zeros back, is one of the keys that begin with a zero."""
    led = keys.filter(keys.str.contains(r"^0\d*$")).unique()
    lengths = led.str.len_chars().unique().to_list()
    code = pl.col(column)
    fits = [code.str.zfill(length).is_in(led.implode()) for length in lengths]
    return pl.any_horizontal(pl.lit(False), *fits) & code.str.contains(r"^[1-9]\d*$")  # noqa: FBT003


def _zeros_lost_since(rows: pl.DataFrame, table: Table, known: KnownKeys) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reject codes that an earlier batch has with leading zeros."""
    if table.key != ("code",) or table.name == HIDDEN_KEYS or table.name not in known.keys:
        return rows, no_faults()
    keys = known.keys[table.name]
    lost = rows.select(_padded("code", keys) & ~pl.col("code").is_in(keys.implode())).to_series()
    told = faults_at(rows.filter(lost), "damaged_code", severity=ERROR, column="code", value=pl.col("code"))
    return rows.filter(~lost), told


def _reject_dangling(rows: Tables, known: KnownKeys, doubtful: Doubtful) -> list[pl.DataFrame]:
    """Reject rows that cannot do without what they point to, until none dangles; changing ``rows``."""
    told = []
    again = True
    while again:
        again = False
        for name in list(rows):
            table = TABLES[name]
            pointers = [column for column in table.references if rejects_dangling(table, column)]
            lost = pl.repeat(value=False, n=rows[name].height, dtype=pl.Boolean, eager=True)
            for column in pointers:
                dangling, faults = _dangling(rows, name, column, known, doubtful, severity=ERROR)
                told.append(faults)
                lost = lost | dangling
            if lost.any():
                rows[name] = rows[name].filter(~lost)
                again = True
    return told


def _dangling(
    rows: Mapping[str, pl.DataFrame], name: str, column: Column, known: KnownKeys, doubtful: Doubtful, *, severity: str
) -> tuple[pl.Series, pl.DataFrame]:
    """Which rows' pointer leads nowhere, and what is told of them.

    A key short of its zeros is a damaged code; a name is told with those it may stand for. What a member's row has
    written out where a code belongs, and is like no name, may be anybody's: it is not told again.
    """
    assert column.references is not None
    keys = _keys(rows, column.references, known)
    frame = rows[name]
    value = pl.col(column.name)
    lost = frame.select(value.is_not_null() & ~value.is_in(keys.implode())).to_series()
    if not lost.any():
        return lost, no_faults()
    bad = frame.filter(lost).with_columns(_padded(column.name, keys).alias("@padded"))
    bad = bad.join(
        doubtful.get((name, column.name), NOTHING_DOUBTFUL),
        left_on=column.name,
        right_on="value",
        how="left",
        maintain_order="left",
    )
    anybody = pl.lit(name == HIDDEN_KEYS) & pl.col("why").is_null() & value.str.contains(r"\p{Han}")
    told = faults_at(
        bad,
        pl.when("@padded").then(pl.lit("damaged_code")).otherwise(pl.coalesce("why", pl.lit("unknown_reference"))),
        severity=pl.when("@padded").then(pl.lit(ERROR)).otherwise(pl.lit(severity)),
        column=column.name,
        value=pl.when(~anybody).then(value),
        hint=pl.col("hint"),
    )
    return lost, told


def _drop_repeats(rows: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep the first row of each key; the others are copies of a row or other rows under its key."""
    names = [column.name for column in table.columns]
    key = list(table.key)
    if rows.select(key).n_unique() == rows.height:
        return rows, no_faults()
    again = rows.select(pl.struct(key).is_first_distinct().not_()).to_series()
    keys = rows.filter(again).select(key).unique()
    met = rows.join(keys, on=key, how="semi", maintain_order="left")
    met = met.with_columns(
        pl.struct(names).is_first_distinct().not_().alias("@copy"),
        pl.struct(key).is_first_distinct().not_().alias("@again"),
        pl.col(ROW).first().over(key, order_by=ORDER).alias("@first"),
    ).filter("@again")
    value = pl.concat_str([pl.col(part).cast(pl.String) for part in key], separator=KEY_SEPARATOR)
    told = faults_at(
        met,
        pl.when("@copy").then(pl.lit("duplicate_row")).otherwise(pl.lit("duplicate_key")),
        severity=ERROR,
        column=key[0],
        value=_secret(table.name, value),
        hint=pl.col("@first"),
    )
    return rows.filter(~again), told


def _loosen_dangling(
    rows: Mapping[str, pl.DataFrame], name: str, known: KnownKeys, doubtful: Doubtful
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set pointers unknown that lead nowhere; the row stands.

    A cell that names several known superiors is told as a disagreement: which one is meant is not ours to say.
    """
    frame = rows[name]
    told = [no_faults()]
    for column in TABLES[name].references:
        if rejects_dangling(TABLES[name], column):
            continue
        lost, faults = _dangling({**rows, name: frame}, name, column, known, doubtful, severity=WARNING)
        if not lost.any():
            continue
        if CHAINS.get(name) == column.name:
            assert column.references is not None
            keys = _keys(rows, column.references, known).implode()
            parts = pl.col("value").str.replace_all(r"\s*[,;/、,;]\s*", "、").str.split("、")
            two = (parts.list.len() > 1) & parts.list.eval(pl.element().is_in(keys)).list.all()
            faults = faults.with_columns(
                pl.when(two).then(pl.lit("inconsistent")).otherwise(pl.col("code")).alias("code")
            )
        told.append(faults)
        value = pl.when(~lost).then(pl.col(column.name)).alias(column.name)
        frame = frame.with_columns(value)
    return frame, pl.concat(told)


def _break_cycles(
    rows: pl.DataFrame, pointer: str, earlier: pl.DataFrame | None, lacking: BySheet
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Set the pointer unknown that closes a chain: of each cycle's rows the one that was read last.

    A row whose sheet has no such column points where it did before.
    """
    silent = pl.col(SHEET).is_in([sheet for sheet, names in lacking.items() if pointer in names])
    points = rows.filter(~silent | pl.col(pointer).is_not_null())
    chain = points.select("code", pl.col(pointer).alias("pointer"), ORDER)
    if earlier is not None:
        older = earlier.join(chain, on="code", how="anti").with_columns(pl.lit(-1, dtype=pl.Int64).alias(ORDER))
        chain = pl.concat([chain, older.select(chain.columns)])
    cycles = on_cycles(chain.get_column("code"), chain.get_column("pointer"))
    told = chain.with_columns(cycles.alias("@cycle")).filter(pl.col("@cycle").is_not_null() & (pl.col(ORDER) >= 0))
    if told.height == 0:
        return rows, no_faults()
    closing = told.group_by("@cycle").agg(pl.col(ORDER).max()).get_column(ORDER)
    bad = rows.filter(pl.col(ORDER).is_in(told.get_column(ORDER).implode()))
    faults = faults_at(bad, "cycle", severity=WARNING, column=pointer, value=pl.col(pointer))
    opened = pl.when(~pl.col(ORDER).is_in(closing.implode())).then(pl.col(pointer)).alias(pointer)
    return rows.with_columns(opened), faults


def on_cycles(codes: pl.Series, pointers: pl.Series) -> pl.Series:
    """Which codes lie on a chain that comes back to itself.

    Parameters
    ----------
    codes
        Distinct codes.
    pointers
        The code each points to; null, or a code that is not there, ends a chain.

    Returns
    -------
    Series
        A number a cycle (the place of its first code), null off every cycle.
    """
    count = codes.len()
    places = pl.DataFrame({"code": codes, "place": np.arange(count, dtype=np.int64)})
    target = pl.DataFrame({"code": pointers}).join(places, on="code", how="left", maintain_order="left")
    step = np.append(target.get_column("place").fill_null(count).to_numpy(), count)
    far = step.copy()
    least = np.minimum(np.arange(count + 1), step)
    for _ in range(max(1, count).bit_length()):  # after 2^k >= count steps only cycles and ends are reached
        least = np.minimum(least, least[far])
        far = far[far]
    reached = np.unique(far[:count])
    ring = reached[reached < count]
    told = np.full(count, -1, dtype=np.int64)
    told[ring] = least[ring]
    return pl.Series("cycle", told).replace(-1, None)
