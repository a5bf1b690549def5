"""Which tables does the card of one organisation hold: facts, ties, what happened, the findings it stands in?

Counts of people have passed the gate before they come here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analytics.card import Card
from dashboard.components.card_page import event_word
from dashboard.i18n import Wording
from dashboard.reports.tables import Sheet

TIES = ("code", "name", "domain", "layers", "latest")
EVENTS = ("day", "kind", "code", "title", "with")
LEFT_OUT = frozenset({"lon", "lat"})


def layers_told(layers: Sequence[str], words: Wording) -> list[str]:
    """Layers in words."""
    return [words.text(f"pages.layer_{layer}") for layer in layers]


def card_sheets(
    card: Card, facts: Mapping[str, Any], events: pl.DataFrame, findings: Sequence[str], words: Wording
) -> list[Sheet]:
    """Four tables, in words where they are for people to read."""

    def sheet(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sheet:
        return Sheet(words.text(f"card_page.sheet_{name}"), columns, rows)

    named = [[words.column(name), value] for name, value in facts.items() if name not in LEFT_OUT]
    ties = [
        [tie["code"], tie["name"], tie["domain"], layers_told(tie["layers"], words), tie["latest"]] for tie in card.ties
    ]
    happened = [
        [row["day"], event_word(row["kind"], words), row["code"], row["title"], row["with"]]
        for row in events.iter_rows(named=True)
    ]
    return [
        sheet("facts", ("property", "value"), named),
        sheet("ties", TIES, ties),
        sheet("events", EVENTS, happened),
        sheet("findings", ("finding",), [[words.finding(name)] for name in findings]),
    ]


def ties_sheet(card: Card, words: Wording) -> Sheet:
    """The ties alone, with codes as they are, for csv."""
    rows = [[tie[name] for name in TIES] for tie in card.ties]
    return Sheet(words.text("card_page.sheet_ties"), TIES, rows)
