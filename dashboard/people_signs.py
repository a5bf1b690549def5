"""By which signs is a hidden count of people told?

The same signs in every language; which counts are hidden is decided in ``analytics.suppression``.
"""

from __future__ import annotations

from typing import Final

HIDDEN: Final = "*"
"""Stands for a value of which nothing is told, since a small count could be worked out of it."""


def small(shown_from: int) -> str:
    """The sign that stands for a count under the bar."""
    return f"<{shown_from}"


def large(shown_from: int) -> str:
    """The sign that stands for a count hidden although it is not small."""
    return f"≥{shown_from}"
