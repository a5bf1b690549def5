"""How is a count of people told, so that nobody can be made out behind it?

A count under the bar, zero included, is told as smaller than the bar. Which columns count people stands in a query's
header. Hiding further cells, so that a hidden one cannot be worked out of a total, is not done here.
"""

from __future__ import annotations

from collections.abc import Collection

from graph_model.store import Answer


def small(shown_from: int) -> str:
    """The sign that stands for a count under the bar, the same in every language."""
    return f"<{shown_from}"


def masked(answer: Answer, columns: Collection[str], *, shown_from: int) -> Answer:
    """An answer in whose ``columns`` every count under ``shown_from`` is ``<shown_from``; unknown stays unknown.

    Parameters
    ----------
    answer
        As a store gave it; it is not changed.
    columns
        Names of the columns that count people; those the answer has not are passed over.
    shown_from
        The least count told as it is.
    """
    places = {place for place, column in enumerate(answer.columns) if column in columns}
    if not places:
        return answer
    rows = [
        tuple(
            small(shown_from) if place in places and cell is not None and cell < shown_from else cell
            for place, cell in enumerate(row)
        )
        for row in answer.rows
    ]
    return Answer(answer.columns, rows, answer.truncated)
