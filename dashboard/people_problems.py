"""How is a problem of a hand-in told whose cell counts people?

For the command line, the API, the pages, and the list in the workbook of problems. The workbook's rejected rows stand
as they were: they go back to who handed them in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import polars as pl

from dashboard.people import people_columns
from dashboard.people_signs import HIDDEN, small
from graph_model.schema import TABLES
from loaders.cleaning import bounds_of_signs
from loaders.header_names import match_header
from loaders.spellings import compared

MANY: Final = re.compile(
    r"(?:大?约|大概|超过?|至少|不少于)?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})\s*(?:多|余|左右|上下|来)?\s*(?:人|名|位|个)?\s*(?:多|余|左右|以上)?"
)
"""One count as people write it, of at least its number or about it; 近, 不足, 以下 and ranges are none."""
OF_CELLS = frozenset({"merged_amount", "extra_cells"})
"""Problems that may tell what stands in a cell although they are told of a sheet."""


def told_cells(problem: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """A problem as ``load --json`` has it, without table and hint, with its ``value`` as it may be told."""
    told = told_problem(problem, shown_from=shown_from)
    return {name: told[name] for name in ("file", "sheet", "row", "column", "value", "code", "severity")}


def told_problem(problem: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """A problem with its ``value`` and ``hint`` as they may be told.

    Parameters
    ----------
    problem
        ``column``, ``value``, ``hint`` and more, which stays, ``table`` and ``row`` among it where they are known; a
        column is called as the file calls it.
    shown_from
        The bar. A number under it is told by its sign where the column counts people; so is a ``value`` where nobody
        knows which column it is. Other text of a column that counts people (``7人``) is not told, but for signs and
        for one number from the bar on with words around it that make it no smaller (``约4000``, ``1560多人``).
    """
    if problem.get("row", 0) is None and problem["code"] not in OF_CELLS:
        return dict(problem)  # of a whole sheet: how many cells, which headers
    counts = _counts_people(problem.get("table"), str(problem["column"] or "").strip())
    if counts is False:
        return dict(problem)
    value, hint = _told(problem["value"], shown_from), problem["hint"]
    if counts or problem["code"] == "inconsistent":
        hint = _told(hint, shown_from)
    if counts and value is not None and value == problem["value"] and not value.isdigit() and not _is_sign(value):
        value = value if _tells_many(value, shown_from) else HIDDEN
    return {**problem, "value": value, "hint": hint}


def _counts_people(table: str | None, header: str) -> bool | None:
    """Whether a column counts people; None where nobody knows the column."""
    if table in TABLES:
        if header in {column.name for column in TABLES[table].columns}:
            return header in people_columns()
        match = match_header(TABLES[table], header, {}) if header else None
        if match is not None:
            return match.name in people_columns()
    if header in _headers(counting=True):
        return True
    return False if header in _headers(counting=False) else None


def _is_sign(text: str) -> bool:
    return bool(bounds_of_signs(compared(pl.Series([text]))).get_column("least").is_not_null().item())


def _tells_many(text: str, shown_from: int) -> bool:
    """Whether a text is one number from the bar on, in words that do not put it under what it says."""
    found = MANY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return found is not None and int(found[1].replace(",", "")) >= shown_from


def _told(text: str | None, shown_from: int) -> str | None:
    is_few = text is not None and text.strip().isdecimal() and int(text) < shown_from
    return small(shown_from) if is_few else text


@cache
def _headers(*, counting: bool) -> frozenset[str]:
    """What the columns are called that count people, or all others; a name that both bear counts."""
    called: dict[bool, set[str]] = {True: set(), False: set()}
    for table in TABLES.values():
        for column in table.columns:
            called[column.name in people_columns()] |= {column.name, column.zh}
    return frozenset(called[True] if counting else called[False] - called[True])
