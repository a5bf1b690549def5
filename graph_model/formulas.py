"""Which texts would a spreadsheet run as a formula, and how are they written so that it does not?

For everything that writes csv, and for what reads it again. Workbooks hold text as text and need no mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so may be run when a csv file is opened; the wide forms by programs set to Chinese or Japanese."""
MARK: Final = "'"
"""Put before it, as OWASP advises: then it is text."""
_CLASS: Final = f"[{''.join(STARTS).replace('-', '')}-]"


def marked(text: str) -> str:
    """The text as a csv file may hold it; one that begins with the mark and such a sign gets another mark."""
    return MARK + text if text.lstrip(MARK).startswith(STARTS) else text


def marked_column(column: str) -> pl.Expr:
    """``marked`` for a column of text, in place."""
    import polars as pl

    return pl.col(column).str.replace(f"^({MARK}*{_CLASS})", MARK + "${1}")


def unmarked(cells: pl.Expr) -> pl.Expr:
    """The text that ``marked`` was given; other text as it is."""
    return cells.str.replace(f"^{MARK}({MARK}*{_CLASS})", "${1}")
