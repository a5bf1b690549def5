"""What stands in a text file: rows of cells parted by commas, tabs or semicolons, none of them lost or swallowed?

A sound file is read by polars at once. One with quotes astray or rows of unequal length is read again with care, a
piece at a time: what cannot be told apart is refused with its line. What cells mean is told in ``cleaning``.
"""

from __future__ import annotations

import csv
import io

import numpy as np
import polars as pl

from graph_model.errors import LedgerRefused
from graph_model.formulas import MARK, unmarked
from loaders.encoding import utf8_content
from loaders.raw_sheets import ROW, HandedFile, RawSheet, numbered

SEPARATORS = (",", "\t", ";")
HEAD_BYTES = 1 << 16
HEAD_ROWS = 30
PIECE = 20_000
"""So many rows at most are Python objects at once."""
MOST_COLUMNS = 16_384


def text_sheet(handed: HandedFile) -> RawSheet | None:
    """The one sheet of a text file; None for an empty file.

    Raises
    ------
    LedgerRefused
        ``undecodable``, ``damaged_text``: see ``encoding``. ``unbalanced_quotes``: a quote is opened and never
        closed, or closed where no cell ends, or only rows further down; ``line`` says where.
    """
    return text_cells(utf8_content(handed.content(), file=handed.file), handed)


def text_cells(content: bytes, handed: HandedFile) -> RawSheet | None:
    """The sheet in UTF-8 content, ``None`` where it is empty; errors as ``text_sheet``."""
    if content.isspace() or not content:
        return None
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    separator, skipped = _told_separator(content)
    records = _head(content, separator or ",")
    if separator is None:
        separator = _separator(content)
        records = _head(content, separator)
    widths = tuple(len(record) for record in records)
    width = min(max(widths, default=1), MOST_COLUMNS)
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            separator=separator,
            schema={f"c{place}": pl.String for place in range(max(width, 1))},
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        cells = _with_care(content, separator, file=handed.file)
    if b'"' in content:
        _check_swallowed(cells, separator, widths, file=handed.file)
    if MARK.encode() in content:
        cells = cells.with_columns(unmarked(pl.all()))
    cells = numbered(cells)
    lengths = (
        _lengths(content, separator, rows=cells.height) if len(set(widths)) > 1 or cells.width - 1 > width else None
    )
    if skipped:
        cells = cells.slice(1)  # the rows below keep the numbers a person sees
    return RawSheet(handed.file, handed.stem, cells, widths=widths, lengths=lengths)


def _lengths(content: bytes, separator: str, *, rows: int) -> pl.DataFrame | None:
    """How many cells each record has, by its row; None where records and rows are not the same."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    told = np.fromiter((len(record) for record in csv.reader(lines, delimiter=separator)), dtype=np.int64)
    if len(told) != rows:
        return None
    return pl.DataFrame({ROW: np.arange(1, rows + 1, dtype=np.int64), "length": told})


def _told_separator(content: bytes) -> tuple[str | None, bool]:
    """The sign that the line ``sep=;`` names, which spreadsheets understand, and whether there is such a line."""
    first = content.split(b"\n", 1)[0].strip().strip(b'"').lower()
    if first.startswith(b"sep=") and len(first) == 5:
        return chr(first[4]), True
    return (None, True) if first == b"sep=" else (None, False)


def _separator(content: bytes) -> str:
    """The sign that stands in most of the first lines, and most often there."""
    head = content[:HEAD_BYTES].decode("utf-8", errors="ignore").splitlines()[:HEAD_ROWS]
    counts = {sign: [line.count(sign) for line in head] for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: (sum(n > 0 for n in counts[sign]), sum(counts[sign])))
    return best if any(counts[best]) else ","


def _head(content: bytes, separator: str) -> list[list[str]]:
    """The first records, apart from one that the end of the piece may have cut."""
    text = content[:HEAD_BYTES].decode("utf-8", errors="ignore")
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            records.append(record)
            if len(records) > HEAD_ROWS:
                break
    except csv.Error:  # what is wrong is told when the whole is read
        return records
    return records[:-1] if len(records) > HEAD_ROWS or len(content) > HEAD_BYTES else records


def _with_care(content: bytes, separator: str, *, file: str) -> pl.DataFrame:
    """Read record by record: rows of any length, and quotes within cells as they stand."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    pieces: list[pl.DataFrame] = []
    records: list[list[str]] = []
    begun = 1
    try:
        for record in reader:
            begun = reader.line_num + 1
            records.append(record)
            if len(records) == PIECE:
                pieces.append(_piece(records, file=file))
                records = []
    except csv.Error as error:
        raise LedgerRefused("unbalanced_quotes", file=file, line=begun) from error
    pieces.append(_piece(records, file=file))
    return pl.concat(pieces, how="diagonal")


def _piece(records: list[list[str]], *, file: str) -> pl.DataFrame:
    width = max((len(record) for record in records), default=1)
    if width > MOST_COLUMNS:
        raise LedgerRefused("unreadable_file", file=file, reason="too_many_columns")
    return pl.DataFrame(
        {
            f"c{place}": [record[place] if place < len(record) else None for record in records]
            for place in range(max(width, 1))
        },
        schema={f"c{place}": pl.String for place in range(max(width, 1))},
    )


def _check_swallowed(cells: pl.DataFrame, separator: str, widths: tuple[int, ...], *, file: str) -> None:
    """Refuse a file in which one cell holds whole rows: a quote before them was never closed.

    Such a cell has as many separators a line break as a row has; an honest cell of several lines has fewer.
    """
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual < 3:
        return
    every = pl.all().exclude(ROW)
    breaks = every.str.count_matches("\n", literal=True).fill_null(0)
    within = every.str.count_matches(separator, literal=True).fill_null(0)
    frame = cells.with_row_index(ROW)
    told = frame.select(ROW, pl.any_horizontal((breaks > 0) & (within >= breaks * (usual - 1))).alias("whole"))
    first = told.filter("whole").get_column(ROW)
    if first.len():
        before = frame.head(int(first[0])).select(pl.sum_horizontal(breaks.sum())).item()
        raise LedgerRefused("unbalanced_quotes", file=file, line=int(first[0]) + 1 + int(before or 0))
