"""How is a row's life drawn: which batch gave which value, what does not count?

Draws what ``graph_model.history`` told, in a drawer of its own.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child, chip
from dashboard.components.frames import drawer_frame
from dashboard.differences import event_lines, event_worded, place_worded
from dashboard.named import lives_named
from dashboard.page import PageContext
from dashboard.times import local_time
from graph_model.errors import NoData
from graph_model.history import Event, Life


def history_drawer(context: PageContext, code: str) -> Component:
    """The lives of the rows with a code, or of the one row with a name; errors as ``lives_named``."""
    words, ledger = context.words, context.service.ledger
    if not ledger.batches():
        raise NoData
    lives = lives_named(ledger, code)
    chips = [chip(words.text(f"tables.{life.table}"), flat=True) for life in lives]
    return drawer_frame(
        context,
        words.text("data_page.history_of", code=lives[0].key),
        [life_section(context, life) for life in lives],
        chips=chips,
        wide=True,
    )


def life_section(context: PageContext, life: Life) -> Component:
    """One row's events in order, a table of cells old → new below each."""
    words = context.words
    head = html.H3(
        [words.text(f"tables.{life.table}"), html.Span(words.text("data_page.events", count=len(life.events)))]
    )
    notes: list[Component] = []
    if not life.counts:
        notes.append(html.P(words.text("data_page.not_now"), className="note"))
    return html.Section(
        [head, *notes, html.Ol([event_item(context, life, event) for event in life.events], className="life")]
    )


def event_item(context: PageContext, life: Life, event: Event) -> Component:
    """One event: what, by which batch, from which files, and the cells."""
    words, batch = context.words, event.batch
    told: list[Child] = [html.B(event_worded(event, words))]
    if batch is not None:
        files = place_worded(event, words)
        told.append(
            html.Span(words.text("data_page.by_batch", batch=batch.id, day=local_time(batch.created)[:10], files=files))
        )
    cells = event_lines(life, event, words, shown_from=context.service.settings.people_shown_from)
    heads = html.Thead(html.Tr([html.Th(words.column(name)) for name in ("column", "old", "new")]))
    rows = [html.Tr([html.Td(column), html.Td(old, className="quiet"), html.Td(new)]) for column, old, new in cells]
    table = html.Table([heads, html.Tbody(rows)], className="tbl cells")
    return html.Li([html.P(told), *([table] if rows else [])], className="" if event.counts else "out")
