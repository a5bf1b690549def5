"""Whom could an organisation join best, in one cell of a table?

The plan ``suggested_partners`` decides; its reasons are worded as on the card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from dashboard.components.basics import Child, domain_mark, link
from dashboard.components.card_page import reasons
from dashboard.page import PageContext

REASONS = 2
"""Reasons for a partner that stand in its row; all of them stand in its tooltip and on the card."""


def best_partners(rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The first of the partners that the plan suggests, by organisation."""
    return {row["code"]: row for row in rows.filter(pl.col("rank") == 1).iter_rows(named=True)}


def partner_of(context: PageContext, row: Mapping[str, Any] | None) -> Child:
    """Whom an organisation could join best, and what speaks for it; that nobody fits where none is suggested."""
    words = context.words
    if row is None:
        return html.Span(words.text("isolation.no_partner"), className="how")
    every = reasons(context, row)
    name = link(context.state.to(open=f"card:{row['partner']}"), row["partner_name"], label=row["partner_name"])
    mark = domain_mark(row["partner_domain"], words)
    told = html.Small(words.value(every[:REASONS]), title="\n".join(every))
    return html.Div([html.Span([mark, name], className="subject"), told], className="partner")
