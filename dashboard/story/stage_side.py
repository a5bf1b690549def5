"""What stands beside the stage: the slides by title, their notes, and which figures changed since the deck was saved?

Components without behaviour; ``assets/story.js`` moves, takes out and opens them for writing.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, icon
from dashboard.plan_files import WHAT_IF
from dashboard.story.blocks import Drawn
from dashboard.story.pieces import Figure
from dashboard.story.stage import told
from dashboard.story.telling import Telling
from dashboard.story.works import plan_asked


def slide_list(slides: Sequence[Drawn], telling: Telling) -> list[Component]:
    """The slides by their titles, each with the buttons that move it or take it away; dragged as well."""
    words = telling.words
    entries: list[Component] = []
    for number, drawn in enumerate(slides, start=1):
        acts = [
            html.Button(
                icon(sign),
                type="button",
                className="ib",
                title=words.text(f"story.{act}"),
                **attributes({"data-story": act, "aria-label": words.text(f"story.{act}_of", number=number)}),
            )
            for act, sign in (("up", "up"), ("down", "down"), ("drop", "close"))
        ]
        mark = html.Span(words.text("story.changed_mark"), className="moved") if drawn.changed else None
        title = html.Button(
            [html.Em(str(number)), html.Span(told(drawn.title, telling)), mark],
            type="button",
            className="go",
            **attributes({"data-story": "go"}),
        )
        marks = attributes({"data-slide": drawn.slide.id})
        entries.append(html.Li([title, html.Span(acts, className="acts")], draggable="true", **marks))
    return entries


def slide_notes(slides: Sequence[Drawn], telling: Telling) -> list[Component]:
    """The notes of each slide, and what of its figures changed since it was saved; one pair is shown."""
    words = telling.words
    children: list[Component] = []
    for drawn in slides:
        plain = Telling(telling.words, telling.codes)
        text = "\n".join(plain.text(note) for note in drawn.notes)
        edit = {
            "data-edit": "notes",
            "data-text": text,
            "data-own": "yes" if drawn.slide.notes is not None else "",
            "aria-label": words.text("story.edit_notes", text=""),
        }
        changes = [html.Li(change_told(figure, was, telling)) for figure, was in drawn.changed]
        children.append(
            html.Div(
                [
                    html.Ul(changes, className="changes", role="status") if changes else None,
                    html.Div(
                        [html.P(told(note, telling)) for note in drawn.notes] or html.P("–"),
                        className="notes-text",
                        tabIndex=0,
                        role="button",
                        **attributes(edit),
                    ),
                ],
                className="notes",
                **attributes({"data-slide": drawn.slide.id}),
            )
        )
    return children


def change_told(figure: Figure, was: object, telling: Telling) -> str:
    """What a figure was when the deck was saved, and what it is."""
    words = telling.words
    what, now = source_of(figure, telling), telling.figure(figure)
    return words.text("story.figure_changed", what=what, was=words.value(was), now=now)


def source_of(figure: Figure, telling: Telling) -> str:
    """What a figure counts, in words: the finding or plan it is taken from."""
    words = telling.words
    kind, _, name = figure.terms[0].source.partition(":")
    name = plan_asked(name)[0]
    if kind == WHAT_IF:
        name = (
            figure.terms[0].part.removesuffix(".count").removesuffix(".of").removesuffix(".unknown").rpartition(".")[2]
        )
    for key in (f"findings.{name}", f"plans.name_{name}", f"measures.{name}"):
        if kind != "deck" and words.has(key):
            return words.text(key)
    return words.text("story.own_count")
