"""In which words is it told that tables or columns were never handed in, and what that makes of a number?

For pages, reports and slides alike; what is lacking was told by the findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.finding import Finding
    from dashboard.i18n import Wording


def lacking_line(finding: Finding, words: Wording) -> str | None:
    """Which tables a finding rests on that were never handed in, as short as a line of a report; None for none."""
    if not finding.not_handed_in:
        return None
    return words.text("reports.lacking", tables=sources_told(finding.not_handed_in, words))


def lacking_sentence(finding: Finding, words: Wording) -> str | None:
    """As ``lacking_line``, with what that makes of the number."""
    if not finding.not_handed_in:
        return None
    return words.text("reports.lacking_told", tables=sources_told(finding.not_handed_in, words))


def sources_told(sources: Iterable[str], words: Wording) -> list[str]:
    """Tables by their names, columns (``table.column``) by theirs and their table's."""
    told = []
    for source in sources:
        table, _, column = source.partition(".")
        name = words.text(f"tables.{table}")
        told.append(
            words.text("reports.lacking_column", table=name, column=column_title(table, column, words))
            if column
            else name
        )
    return told


def shown_count(finding: Finding, words: Wording) -> int | str:
    """How many were found, or that what it takes to say so was not handed in."""
    return finding.count if finding.judged else words.text("common.not_handed_in")


def count_line(finding: Finding, words: Wording, *, as_of: object) -> str:
    """How many of how many, and how many unknown, on which day; of a finding that could not be judged that alone."""
    if not finding.judged:
        return words.text("reports.count_line_lacking", of=finding.of + finding.unknown, as_of=as_of)
    numbers = {"count": finding.count, "of": finding.of, "unknown": finding.unknown}
    return words.text("reports.count_line", **numbers, as_of=as_of)


def column_title(table: str, column: str, words: Wording) -> str:
    """A column as its sheet calls it in Chinese, and as code calls it in English."""
    from graph_model.schema import TABLES

    return TABLES[table].column(column).zh if words.lang == "zh" else column.replace("_", " ")
