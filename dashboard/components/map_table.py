"""How are the places of a map told as a table, for the keyboard, a screen reader, and whoever wants the numbers?

The rows of the map's own model, those with the greatest value first.
"""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from dash import html
from dash.development.base_component import Component

from analytics.finding import UNKNOWN
from dashboard.components.panel import panel
from dashboard.components.written import opening, written
from dashboard.figures.map_legend import class_fill
from dashboard.figures.place_map import OVER
from dashboard.geography.view import MapView

LISTED: Final = 100
"""Rows that are shown; the files hold all."""
HEADS: Final = (("place", ""), ("value", "num"), ("counts", "num"))

NO_SIGN: Final = '<i class="sw none"></i>'
"""Where a place is in no class; its name stands below the others all the same."""


def map_table(view: MapView) -> Component:
    """The places in order of their value, with the class of each; what cannot be told stands last."""
    words = view.context.words
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(words.text(f"geography.{name}"))}</th>' for name, kind in HEADS
    )
    number, zero = view.classes.number, view.classes.zero
    over = 1.0 if view.background is None else OVER  # as pale as on the map
    signs = [sign(view.class_told(one), class_fill(one, number, zero=zero), over) for one in range(number)]
    ordered = view.rows.sort("value", "code", descending=[True, False], nulls_last=True).head(LISTED)
    rows = "".join(row_told(view, row, signs) for row in ordered.iter_rows(named=True))
    table = f'<table class="tbl"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    parts: list[Component] = [written(table, name="places", class_name="told")]
    if view.rows.height > LISTED:
        parts.append(html.P(words.text("geography.more_rows", shown=LISTED, rows=view.rows.height), className="note"))
    title = words.text("geography.table", count=view.rows.height)
    return panel(title, parts, hint=words.text("geography.table_hint"), class_name="geo-table")


def sign(told: str, fill: str, over: float) -> str:
    """The colour of a class, with its ends in words."""
    words, look = quoteattr(told), f"background:{fill};opacity:{over}"
    return f'<i class="sw" role="img" title={words} aria-label={words} style="{look}"></i>'


def row_told(view: MapView, row: dict[str, Any], signs: list[str]) -> str:
    """One place."""
    words = view.context.words
    opens = f"place:{row['code']}"
    value = escape(view.told_value(row["value"]))
    if row["state"] == UNKNOWN:
        value = f'<span class="unk">{escape(words.text("common.unknown"))}</span>'
    counts = f"{words.value(row['count'])} / {words.value(row['of'])}" if row["of"] else "–"
    if row["unknown"]:
        counts += f' <span class="unk">{escape(words.text("pages.unknown_count", count=row["unknown"]))}</span>'
    return (
        f"<tr data-opens={quoteattr(opens)}><td>{signs[row['class']] if row['class'] >= 0 else NO_SIGN}"
        f"{opening(view.context.state, opens, row['name'])}</td>"
        f'<td class="num">{value}</td><td class="num">{counts}</td></tr>'
    )
