"""How is an answer drawn: as a table, as bars, as a network, with what was left out; where are its files?

Drawing alone; asking is ``dashboard.asking``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.answers import as_bars, as_pairs, frame_of, headings
from dashboard.components.basics import Child, attributes, link
from dashboard.components.chart import chart
from dashboard.components.export_menu import FILES, Picture, export_menu
from dashboard.components.panel import empty, panel
from dashboard.components.table import rows_table
from dashboard.figures.answers import bars_figure, pairs_figure
from dashboard.page import PageContext
from graph_model.store import Answer

TABLE, CHART, GRAPH = "table", "chart", "graph"
SHOWN: Final = 2_000
"""Rows a table draws; the files hold all that were answered."""
FEW: Final = 12
"""Rows below which a table is as high as they are."""


def answer_panel(context: PageContext, answer: Answer, *, catalogued: bool) -> Component:
    """An answer with its views.

    Parameters
    ----------
    catalogued
        Whether a query of the catalogue gave it, whose columns and codes have words of ours.
    """
    words = context.words
    bars, pairs = as_bars(answer), as_pairs(answer)
    views = [TABLE, *([CHART] if bars else []), *([GRAPH] if pairs else [])]
    view = context.state.own.get("view", TABLE)
    view = view if view in views else TABLE
    title = words.text("ask.rows", count=len(answer.rows))
    hint = words.text("ask.cut_told", count=len(answer.rows)) if answer.truncated else ""
    label = headings(answer, words) if catalogued else {name: name for name in answer.columns}
    body: Child
    if not answer.rows:
        body = empty(words.text("ask.no_rows"))
    elif view == CHART and bars is not None:
        figure = bars_figure(bars, label_axis=label[bars.label], number_axis=label[bars.number])
        body = drawn(context, figure, title, left_out=bars.left_out, cut=bars.cut, key="bars")
    elif view == GRAPH and pairs is not None:
        codes = set(context.snapshot.organisations.get_column("code"))
        figure = pairs_figure(pairs, cards=codes)
        body = drawn(context, figure, title, left_out=pairs.left_out, cut=pairs.cut, key="pairs")
    else:
        body = table(context, answer, label, catalogued=catalogued)
    return panel(title, body, hint=hint, ways=seg(context, views, view), class_name="flush answer-card")


def answer_menu(context: PageContext, files: str | None) -> list[Component]:
    """The menu of what the address asks; ``files``: where they lie, without the format, None where it asks nothing."""
    if files is None:
        return []
    drawn = context.state.own.get("view", TABLE) in (CHART, GRAPH)
    pictures = [Picture("answer", context.words.text("exports.answer"))] if drawn else []
    return [export_menu(context, {output: f"{files}&format={output}" for output in FILES}, pictures)]


def seg(context: PageContext, views: Sequence[str], view: str) -> list[Component]:
    """The switch between the views there are; nothing where the table is the only one."""
    if len(views) == 1:
        return []
    words = context.words
    links = [
        link(
            context.state.switched(view=None if one == TABLE else one),
            words.text(f"ask.view_{one}"),
            class_name="on" if one == view else "",
        )
        for one in views
    ]
    label = attributes({"aria-label": words.text("ask.views")})
    return [html.Div(links, className="seg sm", role="group", **label)]


def drawn(context: PageContext, figure: Any, title: str, *, left_out: int, cut: int, key: str) -> Component:
    """A chart, and below it how many rows it does not show."""
    words = context.words
    notes = [words.text(f"ask.{key}_left_out", count=left_out)] if left_out else []
    notes += [words.text("ask.not_drawn", count=cut)] if cut else []
    children: list[Component] = [chart(figure, name="answer", label=title)]
    if notes:
        children.append(html.P(" ".join(notes), className="note"))
    return html.Div(children, className="drawn")


def table(context: PageContext, answer: Answer, label: Mapping[str, str], *, catalogued: bool) -> Component:
    """The rows in the house's table; nothing stands where the answer has none."""
    words = context.words
    rows = frame_of(answer)
    grid = rows_table(
        rows.head(SHOWN),
        words,
        table_id="answer-rows",
        height=f"{36 + 28 * rows.height}px" if rows.height < FEW else "max(360px, calc(100vh - 420px))",
        headings=label,
        blank="",
        as_written=not catalogued,
    )
    if rows.height <= SHOWN:
        return grid
    cut = words.text("pages.first_rows", shown=SHOWN, count=rows.height)
    return html.Div([html.P(cut, className="note"), grid])


def query_files(context: PageContext, name: str, given: Mapping[str, str]) -> str:
    """Where the files of a catalogue query's answer lie."""
    return f"/api/v1/queries/{name}/export?" + urlencode({**given, "lang": context.words.lang})


def cypher_files(context: PageContext, text: str, lines: Sequence[str]) -> str:
    """Where the files of a free text's answer lie."""
    asked = [("text", text), *(("param", line) for line in lines), ("lang", context.words.lang)]
    return "/api/v1/cypher/export?" + urlencode(asked)
