"""How is a problem of a hand-in told whose cell counts people?

For the command line, the API and the pages. The workbook of rejected rows gives them back as they were, to who handed
them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from dashboard.people import people_columns
from dashboard.people_signs import HIDDEN, small
from graph_model.schema import TABLES


def told_cells(problem: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """A problem without a ``hint``, as ``load --json`` has it, with its ``value`` as it may be told."""
    told = told_problem({"hint": None, **problem}, shown_from=shown_from)
    return {name: told[name] for name in problem}


def told_problem(problem: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """A problem with its ``value`` and ``hint`` as they may be told.

    Parameters
    ----------
    problem
        ``table``, ``column``, ``value``, ``hint`` and more, which stays; a column is called as the file calls it.
    shown_from
        The bar. A number under it is told by its sign, where the column counts people or nobody knows which it is;
        other text of a column that counts people (``7人``) is not told.
    """
    column = str(problem["column"] or "").strip()
    counts = column in _headers(counting=True)
    if not counts and column in _headers(counting=False):
        return dict(problem)
    value, hint = (_told(problem[name], shown_from) for name in ("value", "hint"))
    if counts and value is not None and not value.isdigit() and value == problem["value"]:
        value = HIDDEN
    return {**problem, "value": value, "hint": hint}


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
