"""Where is a file of tiles given as the background of the map, and what is said of the one that lies there?

The box alone; the file itself goes straight to the API (``assets/background.js``), since it may be large.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.background_file import MEGABYTE, BackgroundFile
from dashboard.components.basics import attributes, icon
from dashboard.page import PageContext
from graph_model.errors import BadValue


def background_box(context: PageContext) -> Component:
    """A box that opens: what the background is, a field for another file, a button that takes it away."""
    words, backgrounds = context.words, context.service.backgrounds
    there, problem = None, ""
    try:
        there = backgrounds.file()
    except BadValue as error:
        problem = words.error(error)
    told = words.text("geography.background_none") if there is None else file_told(context, there)
    field = html.Button(
        [icon("export"), words.text("geography.background_drop")],
        id="background-give",
        type="button",
        className="drop",
    )
    remove = html.Button(
        words.text("geography.background_remove"), id="background-remove", type="button", className="btn"
    )
    said = {
        "data-lang": words.lang,
        "data-sending": words.text("geography.background_sending"),
        "data-failed": words.text("geography.background_failed"),
    }
    return html.Details(
        [
            html.Summary(words.text("geography.background_box")),
            html.P(problem or told, className="note"),
            html.P(words.text("geography.background_told", most=backgrounds.most_bytes // MEGABYTE), className="note"),
            field,
            *([remove] if there is not None or problem else []),
            html.P(id="background-told", className="note", role="status", **attributes(said)),
        ],
        className="background-box",
    )


def file_told(context: PageContext, file: BackgroundFile) -> str:
    """One line: which file, how large, of which kind, which levels, since when."""
    return context.words.text(
        "geography.background_file",
        name=file.name,
        size=f"{file.size / MEGABYTE:.1f}",
        kind=file.kind,
        least=file.min_zoom,
        most=file.max_zoom,
        given=file.given,
    )
