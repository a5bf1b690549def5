"""How does something from another page come into the deck for the meeting?

A button; what it does is ``story_actions``'s business.
"""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.basics import icon
from dashboard.components.press import press_button
from dashboard.i18n import Wording


def to_deck_button(words: Wording, kind: str, about: str, *, label: str | None = None) -> Component:
    """放入联席会: puts a finding, a plan, supposed changes or an organisation into the deck that the browser holds."""
    about_it = {"kind": kind, "about": about}
    return press_button([icon("story"), label or words.text("story.to_deck")], "to-deck", about=about_it)
