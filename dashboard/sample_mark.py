"""How does a file say that its numbers are of sample data, so that nobody takes them for a real place's?

A sentence where people read, a column ``data`` where programs do; a file of one's own data has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from analytics.report import DataKind
    from dashboard.i18n import Wording

OWN: Final = "own"
COLUMN: Final = "data"


def mark_told(data: DataKind, words: Wording) -> str | None:
    """The sentence that says so; None where the data is one's own."""
    return None if data == OWN else words.text(f"pages.{data}_told")


def mark_sheet(sheet: Any, mark: str | None) -> int:
    """Write the sentence into the first row of a sheet, and above each printed page; the first row that is free."""
    if mark is None:
        return 0
    sheet.write_string(0, 0, mark)
    sheet.set_header("&L" + mark.replace("&", "&&"))
    return 1


def marked_table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], data: DataKind
) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """Columns and rows with a last column that says what data it is; as they are where it is one's own."""
    if data == OWN:
        return columns, iter(rows)
    return [*columns, COLUMN], ((*row, data) for row in rows)
