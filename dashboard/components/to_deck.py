"""How does something from another page come into the deck for the meeting?

A button; what it does is ``story_actions``'s business.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import icon
from dashboard.i18n import Wording


def to_deck_button(words: Wording, kind: str, about: str, *, label: str | None = None) -> Component:
    """放入联席会: puts a finding, a plan, supposed changes or an organisation into the deck that the browser holds."""
    return html.Button(
        [icon("story"), label or words.text("story.to_deck")],
        id={"type": "to-deck", "kind": kind, "about": about},
        className="btn",
        type="button",
    )
