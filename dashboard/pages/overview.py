"""Placeholder while the page is drawn."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.panel import page_head
from dashboard.pages.page import PageContext


def draw(context: PageContext) -> Component:
    """The page."""
    return page_head(context.words.text("pages.overview_question"), "")
