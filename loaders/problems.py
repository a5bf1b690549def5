"""Which rows were rejected, and why? A workbook of them as they were, ready to mend and to hand in again.

The sentences are handed in by who speaks to a person; what is wrong with a row was told by the checks.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import xlsxwriter

from graph_model.ledger import Batch, Ledger
from graph_model.schema import TABLES
from loaders.faults import ERROR, worst_first
from loaders.importer import LoadReport
from loaders.settled import settled_since
from loaders.spellings import workbook_words

Wording = Callable[[Mapping[str, Any]], tuple[str, str | None]]
"""The sentence for a problem, and its hint in words."""
AsTold = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""A problem as it may be told: what its cell says of few people is hidden."""
BEFORE = ("file", "sheet", "row", "code")
LONGEST_NAME = 31
FORBIDDEN_IN_A_NAME = frozenset("[]:*?/\\'")
WIDTHS = (20, 16, 8, 18, 24, 60, 20, 8, 20, 8, 12)
"""Of the columns of the list."""
PLACES = ("file", "sheet", "row")
Reasons: TypeAlias = dict[tuple[object, ...], str]


def write_problems(
    told: Batch | LoadReport,
    path: Path,
    *,
    wording: Wording,
    ledger: Ledger | None = None,
    as_told: AsTold | None = None,
) -> None:
    """Write the rejected rows as they were, the reason beside each, and a list of all problems.

    One sheet a table, with the sheet's own name and headers; mended, the workbook can be handed in as it is. The rows
    of a sheet that was refused for a missing column are there too, with that column blank, but for members'. Cells
    are text and never run as formulas. What is about a person, and a member's number, was not kept and is blank.

    Parameters
    ----------
    told
        A batch of the ledger, or what a load (also a dry run) reported.
    path
        Where to write; what stands there is replaced.
    wording
        Turns a problem into a sentence, and its hint into words.
    ledger
        The batch's own: the list then says which rows a later batch has brought again.
    as_told
        What the list tells of a problem, as every other list of them does; None tells all. Rejected rows stand as they
        were all the same: they go back to who handed them in.
    """
    problems, rejected = _content(told)
    reasons = _reasons(problems, wording, of=PLACES)
    refused = _reasons(problems.filter(pl.col("code") == "missing_header"), wording, of=PLACES[:2])
    content = io.BytesIO()  # rejected rows never lie in a temporary folder
    book = xlsxwriter.Workbook(
        content,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )
    try:
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        marked = book.add_format({"num_format": "@", "font_color": "#9c2a10", "text_wrap": True})
        later = settled_since(ledger, told) if ledger is not None and isinstance(told, Batch) else None
        batch = told.id if isinstance(told, Batch) else told.batch
        listed = problems.with_columns(
            pl.lit(batch, dtype=pl.String).alias("batch"),
            pl.lit(None, dtype=pl.String).alias("settled") if later is None else later,
        )
        _write_list(book, worst_first(listed), wording, as_told, bold=bold, text=text)
        taken = {workbook_words()["problems"]["sheet"]}
        for table, rows in rejected.items():
            name = _sheet_name(table, rows, taken)
            taken.add(name)
            _write_rows(book.add_worksheet(name), rows, reasons, refused, bold=bold, text=text, marked=marked)
    finally:
        book.close()
    path.write_bytes(content.getvalue())


def _content(told: Batch | LoadReport) -> tuple[pl.DataFrame, Mapping[str, pl.DataFrame]]:
    if isinstance(told, Batch):
        return told.problems(), told.rejected()
    return told.problems, {} if told.draft is None else told.draft.rejected


def _reasons(problems: pl.DataFrame, wording: Wording, *, of: Sequence[str]) -> Reasons:
    """The sentences of errors, by the file, sheet and row, or the file and sheet, that they are of.

    A cell that was emptied since a person stands in it is told beside them: it would be lost with the mended row.
    """
    reasons: Reasons = {}
    told = (pl.col("severity") == ERROR) | (pl.col("code") == "looks_like_a_person")
    for problem in problems.filter(told).iter_rows(named=True):
        place = tuple(problem[name] for name in of)
        cell = "" if problem["column"] is None else f"{problem['column']}: "
        sentence = cell + wording(problem)[0]
        reasons[place] = f"{reasons[place]}\n{sentence}" if place in reasons else sentence
    return reasons


def _sheet_name(table: str, rows: pl.DataFrame, taken: set[str]) -> str:
    """The sheet's own name where there is just one and a workbook can hold it, else the contract's."""
    names = rows.get_column("sheet").unique().to_list()
    own = names[0] if len(names) == 1 else ""
    fits = own and len(own) <= LONGEST_NAME and not FORBIDDEN_IN_A_NAME & set(own)
    return own if fits and own.lower() not in {name.lower() for name in taken} else TABLES[table].zh


def _write_rows(
    sheet: Any, rows: pl.DataFrame, reasons: Reasons, of_sheet: Reasons, *, bold: Any, text: Any, marked: Any
) -> None:
    told = workbook_words()["problems"]
    headers = [name for name in rows.columns if name not in BEFORE]
    sheet.freeze_panes(1, 0)
    for place, header in enumerate([*headers, told["reason"], told["file"], told["row"]]):
        sheet.write_string(0, place, header, bold)
        sheet.set_column(place, place, 60 if header == told["reason"] else max(12, 2 * len(header)))
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        for place, header in enumerate(headers):
            if row[header] is not None:
                sheet.write_string(number, place, row[header], text)
        of_both = of_sheet.get((row["file"], row["sheet"])), reasons.get(tuple(row[name] for name in PLACES))
        reason = "\n".join(sentence for sentence in of_both if sentence) or row["code"]
        sheet.write_string(number, len(headers), reason, marked)
        sheet.write_string(number, len(headers) + 1, row["file"], text)
        sheet.write_string(number, len(headers) + 2, str(row["row"]), text)


def _write_list(
    book: Any, problems: pl.DataFrame, wording: Wording, as_told: AsTold | None, *, bold: Any, text: Any
) -> None:
    told = workbook_words()["problems"]
    sheet = book.add_worksheet(told["sheet"])
    sheet.freeze_panes(1, 0)
    for place, (header, width) in enumerate(zip(told["columns"], WIDTHS, strict=True)):
        sheet.write_string(0, place, header, bold)
        sheet.set_column(place, place, width)
    for number, known in enumerate(problems.iter_rows(named=True), start=1):
        problem = known if as_told is None else as_told(known)
        sentence, hint = wording(problem)
        cells = (
            problem["file"],
            problem["sheet"],
            problem["row"],
            problem["column"],
            problem["value"],
            sentence,
            problem["code"],
            told[problem["severity"]],
            hint,
            problem["batch"],
            problem["settled"],
        )
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                sheet.write_string(number, place, cell, text)
