"""What must a printed page say of itself, since paper has neither address nor filter bar?

One line that only paper shows: place, day, what was narrowed, which dataset, and when it was opened.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.page import PageContext
from dashboard.pages import heeded
from graph_model.errors import GongjianError


def printed_line(context: PageContext) -> Component | None:
    """The line at the head of a printed page; nothing where there is no data to tell of."""
    words, state = context.words, context.state
    if state.path == "/file":  # a file is no part of the data
        return None
    try:
        held = context.investigation.published
        names = context.place_names
    except GongjianError:  # the page itself tells what is wrong
        return None
    place = words.text("pages.whole_region") if state.place is None else names.get(state.place, state.place)
    told = [
        f"{words.text('pages.filter_place')} {place}",
        f"{words.text('pages.filter_as_of')} {context.as_of.isoformat()}",
    ]
    heeds = heeded(state)
    if state.compare is not None and "compare" in heeds:
        told.append(f"{words.text('pages.filter_compare')} {state.compare.isoformat()}")
    if state.layer is not None and "layer" in heeds:
        told.append(f"{words.text('pages.filter_layer')} {words.text(f'pages.layer_{state.layer}')}")
    if state.domain is not None and "domain" in heeds:
        told.append(f"{words.text('pages.filter_domain')} {words.word(state.domain)}")
    if "hub" in heeds:
        told.append(f"{words.text('pages.filter_hub')} {words.text('pages.hub_in' if state.hub else 'pages.hub_out')}")
    told += [
        words.text("pages.dataset", version=held.version[:8], batches=len(held.batches)),
        words.text("pages.opened_on", day=context.today.isoformat()),
    ]
    return html.P(" · ".join(told), className="printed-line")
