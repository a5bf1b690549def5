"""Why does a community need a look: which indicators fail, which cannot be told, which pass, and on what evidence?

A drawer of one community. It gives no label and no score, and says nothing of any person.
"""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.frames import drawer_frame
from dashboard.pages.page import PageContext


def community_drawer(context: PageContext, code: str) -> Component:
    """The evidence on one community; ``UnknownName`` where there is no such community."""
    return drawer_frame(context, code, [])
