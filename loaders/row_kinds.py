"""Which rows below the headers hold no row of the table: blank ones, totals, notes, and pages' headings again?

What the others say is told in ``cleaning``.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from loaders.cleaning import is_blank
from loaders.header_mapping import MappedSheet
from loaders.header_names import header_key
from loaders.raw_sheets import ROW
from loaders.spellings import are_plain_codes, compared, spellings
from loaders.uncomputed import UNCOMPUTED

SIGNS_BETWEEN = r"[\s*!★☆#]"


def skipped_rows(body: pl.DataFrame, mapped: MappedSheet) -> pl.Series:
    """Which rows are skipped.

    Parameters
    ----------
    body
        The cells below the headers, with ``@row``.
    mapped
        Which column is which.

    Returns
    -------
    Series
        True for a blank row (running numbers fill none), a row of totals without a key, a note, and a copy of the
        lines down to the headers, as every printed page begins with.
    """
    if body.height == 0:
        return pl.Series([], dtype=pl.Boolean)
    doubtful = _doubtful(body, mapped)
    if doubtful.all():
        return _skipped(body, mapped)
    told = pl.repeat(value=False, n=body.height, dtype=pl.Boolean, eager=True).rename("skipped")
    if not doubtful.any():
        return told
    return told.scatter(doubtful.arg_true(), _skipped(body.filter(doubtful), mapped))


def _doubtful(body: pl.DataFrame, mapped: MappedSheet) -> pl.Series:
    """Rows that might be skipped: without a whole key of plain codes, or with one that also stands above the headers.

    Of a large sheet these are few, and only they have to be read cell by cell.
    """
    keys = [mapped.columns[name].place for name in mapped.table.key if name in mapped.columns]
    if len(keys) < len(mapped.table.key):
        return pl.repeat(value=True, n=body.height, dtype=pl.Boolean, eager=True)
    above = sorted({text for line in mapped.above for text in line.values()})
    plain = [are_plain_codes(body.get_column(key)) & ~body.get_column(key).is_in(above) for key in keys]
    return ~pl.select(pl.all_horizontal(plain)).to_series().fill_null(value=False)


def _skipped(body: pl.DataFrame, mapped: MappedSheet) -> pl.Series:
    """Which rows are skipped, judged by all their cells."""
    places = [name for name in body.columns if name != ROW]
    counting = [place for place in places if place not in mapped.ignored] or places
    blank = ~pl.select(pl.any_horizontal([_filled(body, place, mapped) for place in counting])).to_series()
    texts = body.select(pl.col(place).map_batches(compared, return_dtype=pl.String) for place in places)
    first = _first(texts, places)
    named = _first(texts, counting)  # what stands first behind the running number
    keyless = _keyless(texts, mapped)
    total = _is_total(first) | _is_total(named)
    note = named.str.contains(_note())
    filled = [pl.col(place).is_not_null() & (pl.col(place) != "") for place in places]
    nothing_else = texts.select(
        pl.all_horizontal(
            ~full | pl.col(place).str.contains(_note()) for full, place in zip(filled, places, strict=True)
        )
    ).to_series()
    skipped = (
        blank
        | ((total | note) & keyless).fill_null(value=False)
        | nothing_else.fill_null(value=False)
        | _headings_again(texts, first, mapped)
    )
    return skipped.rename("skipped")


def _filled(body: pl.DataFrame, place: str, mapped: MappedSheet) -> pl.Series:
    """Which cells of a column make a row one: a formula that was filled down with no value does so for a key alone."""
    cells = body.get_column(place)
    keys = [mapped.columns[name].place for name in mapped.table.key if name in mapped.columns]
    return ~is_blank(cells) if place in keys else ~(is_blank(cells) | (cells == UNCOMPUTED).fill_null(value=False))


def _first(texts: pl.DataFrame, places: list[str]) -> pl.Series:
    """The first cell of each row that is filled; null where none is."""
    return texts.select(pl.coalesce(pl.when(pl.col(place) != "").then(pl.col(place)) for place in places)).to_series()


def _is_total(texts: pl.Series) -> pl.Series:
    return texts.str.replace_all(r"\s", "").str.contains(_total())


def _keyless(texts: pl.DataFrame, mapped: MappedSheet) -> pl.Series:
    """Which rows lack a part of their key, or hold a total's or a note's word in its place."""
    keys = [mapped.columns[name].place for name in mapped.table.key if name in mapped.columns]
    without = [
        is_blank(texts.get_column(place))
        | _is_total(texts.get_column(place))
        | texts.get_column(place).str.contains(_note())
        for place in keys
    ]
    return pl.select(pl.any_horizontal(pl.lit(False), *without)).to_series()  # noqa: FBT003


def _headings_again(texts: pl.DataFrame, first: pl.Series, mapped: MappedSheet) -> pl.Series:
    """Which rows are a line from above the rows once more, or name the columns they stand in once more."""
    lines = [{place: header_key(text) for place, text in line.items()} for line in mapped.above]
    openings = {next(iter(line.values())) for line in lines if line}
    names = {
        column.place: {header_key(column.header), header_key(name)}
        | ({header_key(mapped.table.column(name).zh)} if name in {c.name for c in mapped.table.columns} else set())
        for name, column in mapped.columns.items()
    }
    openings |= {key for keys in names.values() for key in keys}
    keys = first.str.replace_all(SIGNS_BETWEEN, "").str.to_lowercase()
    likely = keys.is_in(sorted(openings)).fill_null(value=False)
    again = []
    for place, row in zip(likely.arg_true(), texts.filter(likely).iter_rows(named=True), strict=True):
        cells = {spot: header_key(cell) for spot, cell in row.items() if cell}
        in_columns = [spot for spot in cells if spot in names]
        renamed = len(in_columns) > 1 and all(cells[spot] in names[spot] for spot in in_columns)
        if renamed or cells in lines:
            again.append(place)
    return pl.Series(range(texts.height), dtype=pl.UInt32).is_in(again)


@cache
def _total() -> str:
    words = "|".join(re.escape(word) for word in spellings()["rows"]["totals"])
    return rf"(?i)^[^\d(]{{0,12}}?(?:{words})(?:\([^()]*\))?[::]*$"


@cache
def _note() -> str:
    words = "|".join(re.escape(word) for word in spellings()["rows"]["notes"])
    return rf"^[(【\[]?\s*(?:{words})\s*(?:[)】\]]|[::].*|\d+[.、::].*)?$|^第\s*\d+\s*页.*$"
