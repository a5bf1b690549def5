"""What does one sheet bring: its rows read and cleaned, its skipped rows counted, its faults told?

Each row by itself; how rows stand to one another is told in ``checks``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from graph_model.errors import nearest_names
from graph_model.indicators import indicator_of, near_indicators
from graph_model.schema import Column
from loaders.cleaning import (
    BARE_SERIAL,
    COUNT_NOT_TOLD,
    FAULT,
    KEEPS_ITS_VALUE,
    NOT_COMPUTED,
    VALUE,
    is_blank,
    read_cells,
    why_unread,
)
from loaders.damaged_codes import lost_digits, lost_zeros
from loaders.faults import ERROR, SHEET, WARNING, faults_at, no_faults, one_fault
from loaders.header_mapping import MappedSheet, header_label
from loaders.header_names import BIRTH
from loaders.kept_out import Names, without_people_in
from loaders.merged_cells import with_merged_cells
from loaders.people import age_bands, pseudonyms
from loaders.raw_sheets import ROW, RawSheet
from loaders.row_kinds import skipped_rows
from loaders.told_once import codes_without_point, formats_unread, unit_assumed

KEPT_APART = ("file", "sheet", "row", "code")
"""Columns that stand before the headers of a rejected row."""


@dataclass(frozen=True)
class SheetRows:
    """The rows of one sheet.

    Attributes
    ----------
    rows
        ``@sheet``, ``@row`` and the contract's columns in their dtypes, unreadable cells unknown.
    faults
        What was told of cells and of the sheet; an error rejects its row.
    written
        ``@row`` and the rows as they were handed in, by header, without what is about a person.
    skipped
        Blank, title, note and total rows, those above the headers included.
    """

    rows: pl.DataFrame
    faults: pl.DataFrame
    written: pl.DataFrame
    skipped: int


def sheet_faults(mapped: MappedSheet, *, number: int) -> pl.DataFrame:
    """What is told of a sheet's headers: missing ones (errors), unknown ones, and columns about a person."""
    told = [
        one_fault(number, "missing_header", severity=ERROR, row=mapped.header_row, column=column.zh)
        for column in mapped.missing
    ]
    for place, near in mapped.unknown.items():
        header = header_label(place, mapped.headers)
        hint = "、".join(near) or None
        told.append(one_fault(number, "unknown_header", row=mapped.header_row, column=header, value=header, hint=hint))
    for place in mapped.person:
        if mapped.columns.get(BIRTH) is None or mapped.columns[BIRTH].place != place:
            header = header_label(place, mapped.headers)
            told.append(one_fault(number, "looks_like_a_person", row=mapped.header_row, column=header))
    return pl.concat([no_faults(), *told])


def read_sheet(
    sheet: RawSheet, mapped: MappedSheet, *, number: int, names: Names, salt: bytes, on: dt.date
) -> SheetRows:
    """Read and clean the rows below the headers.

    Parameters
    ----------
    sheet, mapped
        The cells, and which column is which; no column that must be there is missing.
    number
        Its number in the hand-in.
    names
        Names that the hand-in itself lists, to be kept out.
    salt
        For members' pseudonyms.
    on
        The day ages are counted at.
    """
    kept = _rows_below(sheet, mapped)
    skipped = sheet.cells.height - 1 - kept.height
    kept, of_merged = with_merged_cells(kept, sheet, mapped, number=number)
    kept, faults = without_people_in(kept, mapped, number=number, names=names)
    faults += [of_merged, formats_unread(sheet, number=number)]
    faults += [_unheaded(kept, mapped, number=number), _too_long(kept, sheet, mapped, number=number)]
    at = kept.select(pl.lit(number, dtype=pl.Int32).alias(SHEET), ROW)
    masked = faults[0]
    columns = []
    for column in mapped.table.columns:
        values, told = _read_column(kept, column, mapped, number=number, at=at, masked=masked, salt=salt, on=on)
        columns.append(values.rename(column.name))
        faults.append(told)
    return SheetRows(at.with_columns(columns), pl.concat(faults), _written(kept, mapped), skipped)


def unread_rows(
    sheet: RawSheet, mapped: MappedSheet, *, number: int, names: Names
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of a sheet that lacks a column it must have, as they were handed in, by header.

    Parameters
    ----------
    sheet, mapped, number, names
        As for ``read_sheet``, but for the columns that are missing: each stands there, blank, to be filled in.

    Returns
    -------
    rows
        ``@row`` and text columns, without what is about a person; no row where the headers were not found.
    faults
        The cells that were emptied since a person stands in them.
    """
    if mapped.header_row is None:
        return pl.DataFrame(schema={ROW: pl.Int64}), no_faults()
    kept = _rows_below(sheet, mapped)
    kept, _ = with_merged_cells(kept, sheet, mapped, number=number)
    kept, faults = without_people_in(kept, mapped, number=number, names=names)
    written = _written(kept, mapped)
    missing = [column.zh for column in mapped.missing if column.zh not in written.columns]
    return written.with_columns(pl.lit(None, dtype=pl.String).alias(header) for header in missing), pl.concat(faults)


def _rows_below(sheet: RawSheet, mapped: MappedSheet) -> pl.DataFrame:
    """The rows below the headers that are none of those to be skipped."""
    body = sheet.cells.filter(pl.col(ROW) > (mapped.header_row or 0))
    return body.filter(~skipped_rows(body, mapped))


def _places(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name != ROW]


def _unheaded(kept: pl.DataFrame, mapped: MappedSheet, *, number: int) -> pl.DataFrame:
    """Columns with cells and no header: told as columns nobody knows."""
    told = [no_faults()]
    for place in _places(kept):
        if _beyond(place, mapped):
            continue
        if place not in mapped.headers and not is_blank(kept.get_column(place)).all():
            label = header_label(place, {})
            told.append(one_fault(number, "unknown_header", row=mapped.header_row, column=label))
    return pl.concat(told)


def _too_long(kept: pl.DataFrame, sheet: RawSheet, mapped: MappedSheet, *, number: int) -> pl.DataFrame:
    """Rows of a text file with more cells than its header line: a sign too many may have moved every cell of them.

    Blank cells too many count as well, but where every row ends with such cells.
    """
    beyond = [place for place in _places(kept) if _beyond(place, mapped)]
    if not beyond:
        return no_faults()
    cells = kept.select(
        pl.lit(number, dtype=pl.Int32).alias(SHEET),
        ROW,
        *(pl.when(~is_blank(kept.get_column(place))).then(pl.col(place)).alias(place) for place in beyond),
    )
    long = pl.any_horizontal(pl.col(place).is_not_null() for place in beyond)
    if sheet.lengths is not None:
        cells = cells.join(sheet.lengths, on=ROW, how="left", maintain_order="left")
        more = cells.get_column("length") > mapped.width
        if cells.height == 1 or not more.all():
            long = long | (pl.col("length") > mapped.width)
    value = pl.concat_str(beyond, separator=" ", ignore_nulls=True).str.strip_chars()
    shown = pl.when(value != "").then(value)
    return faults_at(cells.filter(long), "extra_cells", severity=ERROR, column=header_label(beyond[0], {}), value=shown)


def _beyond(place: str, mapped: MappedSheet) -> bool:
    return mapped.width is not None and int(place[1:]) >= mapped.width


def _read_column(
    kept: pl.DataFrame,
    column: Column,
    mapped: MappedSheet,
    *,
    number: int,
    at: pl.DataFrame,
    masked: pl.DataFrame,
    salt: bytes,
    on: dt.date,
) -> tuple[pl.Series, pl.DataFrame]:
    """The values of one column of the contract, and what is told of its cells."""
    found = mapped.columns.get(column.name)
    nothing = pl.Series([None] * kept.height, dtype=pl.String)
    cells = nothing if found is None else kept.get_column(found.place)
    power = 0 if found is None else found.power
    read = read_cells(cells, column, table=mapped.table.name, power=power)
    is_member_code = mapped.table.name == "members" and column.name == "code"
    once = unit_assumed(cells, read.get_column(VALUE), column, found, number=number)
    if column.references is not None or column.name == "code":
        codes, once = codes_without_point(read.get_column(VALUE), cells, column, number=number)
        damaged = lost_digits(codes)
        if column.name == "code":
            damaged = damaged | lost_zeros(codes)
        codes = pseudonyms(codes, salt=salt) if is_member_code else codes
        read = pl.DataFrame({VALUE: codes, FAULT: read.get_column(FAULT), "damaged": damaged}).select(
            pl.when(~pl.col("damaged")).then(pl.col(VALUE)).alias(VALUE),
            pl.when(pl.col("damaged")).then(pl.lit("damaged_code")).otherwise(pl.col(FAULT)).alias(FAULT),
        )
    frame = at.with_columns(*read.get_columns(), cells.alias("@cell"))
    told = [once, _cell_faults(frame, column, secret=is_member_code)]
    values = frame.get_column(VALUE)
    if mapped.table.name == "figures" and column.name == "indicator":
        values, unheard = _indicators(frame)
        told.append(unheard)
    if mapped.table.name == "members" and column.name == "age_band" and BIRTH in mapped.columns:
        bands = age_bands(kept.get_column(mapped.columns[BIRTH].place), on=on)
        unread = values.is_null() & bands.get_column(FAULT).is_not_null()
        birth = at.with_columns(bands.get_column(FAULT)).filter(unread)
        told.append(faults_at(birth, pl.col(FAULT), severity=WARNING, column=BIRTH))
        values = pl.select(pl.coalesce(values, bands.get_column(VALUE))).to_series()
    if column.must_be_filled and values.null_count():
        seen = masked.filter(pl.col("column") == column.name).get_column(ROW)
        empty = frame.filter(pl.col(VALUE).is_null() & pl.col(FAULT).is_null() & ~pl.col(ROW).is_in(seen.implode()))
        told.append(faults_at(empty, "missing_value", severity=ERROR, column=column.name))
    return values, pl.concat(told)


def _indicators(frame: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Indicators for the names that they are reported by; what nobody knows is kept as written and warned of."""
    named = {text: indicator_of(text) for text in frame.get_column(VALUE).unique().drop_nulls().to_list()}
    near = {text: "、".join(near_indicators(text)) or None for text, known in named.items() if known is None}
    meant = {text: known or text for text, known in named.items()}
    hint = pl.col(VALUE).replace_strict(list(near), list(near.values()), return_dtype=pl.String)
    unheard = faults_at(
        frame.filter(pl.col(VALUE).is_in(list(near))),
        "unknown_indicator",
        severity=WARNING,
        column="indicator",
        value=pl.col(VALUE),
        hint=hint,
    )
    return frame.select(pl.col(VALUE).replace(meant)).to_series(), unheard


def _cell_faults(frame: pl.DataFrame, column: Column, *, secret: bool) -> pl.DataFrame:
    """What is told of cells that could not be read: an error where the row cannot do without, or a code is damaged."""
    if frame.get_column(FAULT).null_count() == frame.height:
        return no_faults()
    bad = frame.filter(pl.col(FAULT).is_not_null())
    must = pl.lit(column.must_be_filled) & ~pl.col(FAULT).is_in([*KEEPS_ITS_VALUE, COUNT_NOT_TOLD]) | (
        pl.col(FAULT) == "damaged_code"
    )
    unread = pl.when(pl.col(FAULT).is_in(["not_a_date", "not_a_number"])).then(why_unread(bad["@cell"], column))
    hint: pl.Expr = pl.when(pl.col(FAULT) == BARE_SERIAL).then(pl.col(VALUE).cast(pl.String)).otherwise(unread)
    if column.vocabulary is not None:
        cells = bad.get_column("@cell").unique().to_list()
        words = [word.zh for word in column.vocabulary]  # all that may stand there, the nearest first
        near = {cell: "、".join(dict.fromkeys([*nearest_names(str(cell), words), *words])) for cell in cells}
        hint = pl.col("@cell").replace_strict(list(near), list(near.values()), return_dtype=pl.String)
    return faults_at(
        bad,
        pl.col(FAULT),
        severity=pl.when(must).then(pl.lit(ERROR)).otherwise(pl.lit(WARNING)),
        column=column.name,
        value=None if secret else pl.when(pl.col(FAULT) != NOT_COMPUTED).then(pl.col("@cell").str.strip_chars()),
        hint=hint,
    )


def _written(kept: pl.DataFrame, mapped: MappedSheet) -> pl.DataFrame:
    """The rows as handed in, by header, without the columns about a person.

    A member's number and year of birth are to be filled in again: their headers stay, and nothing below them. So do
    those of the columns that nobody reads: in a member's row they may tell of anybody.
    """
    by_place = {column.place: name for name, column in mapped.columns.items()}
    again = ("code", BIRTH) if mapped.table.name == "members" else ()
    hidden = {place for place, name in by_place.items() if name in again}
    if again:
        hidden |= {place for place in mapped.headers if place not in by_place and place not in mapped.person}
    told = [pl.col(ROW)]
    taken = set(KEPT_APART)
    for place, header in mapped.headers.items():
        if place in mapped.person and place not in hidden:
            continue
        name = header
        if name in taken and place in by_place and by_place[place] != BIRTH:
            name = mapped.table.column(by_place[place]).zh
        while name in taken:
            name += "_"
        taken.add(name)
        cell = pl.lit(None, dtype=pl.String) if place in hidden else pl.col(place)
        told.append(cell.alias(name))
    return kept.select(told)
