"""How does the card of one organisation look as a workbook: facts, ties, what happened, the findings it stands in?

Counts of people have passed the gate before they come here.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import xlsxwriter

from analytics.card import Card
from dashboard.components.card_page import event_word
from dashboard.components.table import shown
from dashboard.i18n import Wording
from dashboard.reports.workbook import SAFE, write_rows
from dashboard.sample_mark import mark_sheet

TIES = ("code", "name", "domain", "layers", "latest")
EVENTS = ("day", "kind", "code", "title", "with")
LEFT_OUT = frozenset({"lon", "lat"})


def layers_told(layers: Sequence[str], words: Wording) -> list[str]:
    """Layers in words."""
    return [words.text(f"pages.layer_{layer}") for layer in layers]


def card_workbook(
    card: Card,
    facts: Mapping[str, Any],
    events: pl.DataFrame,
    findings: Sequence[str],
    words: Wording,
    *,
    mark: str | None = None,
) -> bytes:
    """Four sheets; codes in words, unknown as the word for it; ``mark`` as ``finding_workbook``."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})

        def sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
            page = book.add_worksheet(words.text(f"card_page.sheet_{name}"))
            told = [[shown(cell, words) for cell in row] for row in rows]
            write_rows(page, [words.column(one) for one in headings], told, bold, first=mark_sheet(page, mark))

        named = [[words.column(name), value] for name, value in facts.items() if name not in LEFT_OUT]
        sheet("facts", ("property", "value"), named)
        ties = [
            [tie["code"], tie["name"], tie["domain"], layers_told(tie["layers"], words), tie["latest"]]
            for tie in card.ties
        ]
        sheet("ties", TIES, ties)
        happened = [
            [row["day"], event_word(row["kind"], words), row["code"], row["title"], row["with"]]
            for row in events.iter_rows(named=True)
        ]
        sheet("events", EVENTS, happened)
        sheet("findings", ("finding",), [[words.finding(name)] for name in findings])
    return content.getvalue()
