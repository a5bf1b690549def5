"""How do two plans that were made differ?

Rows that both propose and those that only one does. Which is better is for people, who know what the figures leave out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMING = ("code", "a", "b", "organisation", "partner", "resource")
"""Columns whose values together tell one proposal from another."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlansCompared:
    """Two plans as JSON, row by row.

    Attributes
    ----------
    both
        Rows of the first whose proposal the second makes too.
    only_first, only_second
        Rows that one alone proposes.
    """

    both: tuple[Row, ...]
    only_first: tuple[Row, ...]
    only_second: tuple[Row, ...]


def compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> PlansCompared:
    """What two plans of one kind share; each as ``Plan.as_json`` gives it."""
    a, b = ({_named(row): row for row in one["rows"]} for one in (first, second))
    return PlansCompared(
        tuple(row for key, row in a.items() if key in b),
        tuple(row for key, row in a.items() if key not in b),
        tuple(row for key, row in b.items() if key not in a),
    )


def _named(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in NAMING)
