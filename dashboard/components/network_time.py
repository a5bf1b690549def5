"""How many ties were there at the end of each quarter, and which of them does the picture show?

A bar a moment, each a link to that day; the picture keeps everyone where they stand.
"""

from __future__ import annotations

import calendar
import datetime as dt

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, link
from dashboard.page import PageContext

TALLEST = 24
"""Pixels of the highest bar."""


def time_line(context: PageContext) -> Component:
    """The bars, with a button that shows one moment after the other."""
    words = context.words
    picture = context.picture()
    counts = picture.union.ties_at_each(context.layers, hub=context.state.hub)
    most = max([1, *counts])
    newest = context.investigation.default_day
    bars = []
    for day, count in zip(picture.union.moments, counts, strict=True):
        here = day == context.as_of
        told = words.text("network_page.ties_on", day=day, ties=count)
        bar = html.I(style={"height": f"{max(1, round(TALLEST * count / most))}px"})
        name = moment_name(day)
        bars.append(
            html.Span(
                link(
                    context.state.to(as_of=None if day == newest else day),
                    [html.B(words.value(count)), bar, html.Em(name)],
                    class_name="keeps-open moment on" if here else "keeps-open moment",
                    label=told,
                ),
                **attributes({"data-moment": day.isoformat()}),
            )
        )
    play = html.Button(
        html.I(className="play"),
        id="network-play",
        className="ib",
        type="button",
        title=words.text("network_page.play"),
        **attributes({"aria-label": words.text("network_page.play"), "aria-pressed": "false"}),
    )
    unit = html.Span([words.text("network_page.quarters"), html.Br(), words.text("network_page.ties_unit")])
    return html.Div([play, unit, html.Div(bars, className="moments")], className="time")


def moment_name(day: dt.date) -> str:
    """A quarter where the day ends one, else the day."""
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    return f"{day.year} Q{day.month // 3}" if last and day.month % 3 == 0 else day.isoformat()
