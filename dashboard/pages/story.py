"""What do we show at the meeting?

The frame of the deck: dates, saving, files, the list of slides, the stage and the notes. What stands in them is drawn
from the deck that the browser holds (``story_actions``); the address says of which day and place a new one is.
"""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html
from dash.development.base_component import Component

from analytics.plans.as_edits import CHANGING
from analytics.plans.catalogue import PLANS
from analytics.registry import DEFINITIONS
from dashboard.components.basics import attributes, icon
from dashboard.components.export_menu import export_menu
from dashboard.components.panel import page_head
from dashboard.components.press import Press, press_button
from dashboard.page import PageContext
from dashboard.plan_files import WHAT_IF, plan_files
from dashboard.presenter import PATH
from dashboard.story.deck import LONGEST, STANDARD
from dashboard.story.decks import decks
from dashboard.story.files import FORMATS


def draw(context: PageContext) -> Component:
    """The page; an empty stage says how to begin until the deck is drawn."""
    words = context.words
    _ = context.investigation  # without data the first-run page is shown instead
    acts = [
        export_menu(context, {}, others=files(context)),
        button(context, "make", "story-make", primary=False),
        html.Button(
            words.text("story.speaker"),
            type="button",
            className="btn",
            **attributes({"data-story": "speaker", "data-window": f"{PATH}?lang={words.lang}"}),
        ),
        html.Button(
            [icon("story"), words.text("story.present")],
            type="button",
            className="btn primary",
            **attributes({"data-story": "present"}),
        ),
    ]
    head = page_head(words.text("pages.story_question"), html.Span(id="story-answer"), acts=acts)
    left = html.Div(
        [
            html.Ol(id="story-list", className="slide-list", **attributes({"aria-label": words.text("story.slides")})),
            html.Div(
                [
                    html.Label(words.text("story.add"), htmlFor="story-add", className="vh"),
                    fac.AntdSelect(
                        id="story-add",
                        options=kinds(context),
                        placeholder=words.text("story.add"),
                        style={"width": "100%"},
                        listHeight=440,
                        locale="zh-cn" if words.lang == "zh" else "en-us",
                    ),
                    html.Button(
                        [icon("undo"), words.text("story.undo")],
                        type="button",
                        className="btn",
                        **attributes({"data-story": "undo"}),
                    ),
                ],
                className="slide-adds",
            ),
        ],
        className="card slide-side",
    )
    stage = html.Div(
        [
            html.Div(id="story-slides", className="slides"),
            html.Div(id="story-notes-over", className="notes-over", role="note"),
        ],
        id="story-stage",
        className="stage",
        role="region",
        tabIndex=-1,
        **attributes(
            {
                "aria-label": words.text("story.stage"),
                "data-wait": words.text("story.wait"),
                **{f"data-most-{name}": str(n) for name, n in LONGEST.items()},
            }
        ),
    )
    notes = html.Div([html.H2(words.text("story.notes")), html.Div(id="story-notes")], className="card slide-notes")
    middle = html.Div([stage, notes], className="slide-middle")
    grid = html.Div([left, middle], id="story-grid", className="story-grid")
    return html.Div(
        [
            head,
            bar(context),
            html.Div(id="story-progress", className="story-progress", role="status"),
            grid,
            dcc.Store(id="story-here", data=context.state.href),
            dcc.Download(id="story-file"),
        ],
        className="page fill story",
        id="story",
    )


def button(context: PageContext, key: str, name: Press, *, primary: bool = False) -> Component:
    """A button whose words are ``story.<key>``."""
    return press_button(context.words.text(f"story.{key}"), name, class_name="btn primary" if primary else "btn")


def files(context: PageContext) -> list[Component]:
    """The deck as it stands in the browser, edits and hidden names included, as a file."""
    return [
        press_button(
            context.words.text(f"story.file_{output}"), "story-file", about={"output": output}, class_name="btn sm"
        )
        for output in FORMATS
    ]


def bar(context: PageContext) -> Component:
    """Days, name, saving, opening, files."""
    words = context.words
    locale = "zh-cn" if words.lang == "zh" else "en-us"
    saving = [
        html.Label(
            [
                html.Span(words.text("story.name"), className="vh"),
                dcc.Input(id="story-name", className="in", placeholder=words.text("story.name"), maxLength=80),
            ]
        ),
        fac.AntdCheckbox(id="story-shared", label=words.text("story.shared")),
        button(context, "save", "story-save"),
        html.Label(words.text("story.open"), htmlFor="story-open", className="vh"),
        fac.AntdSelect(
            id="story-open",
            options=saved_options(context),
            placeholder=words.text("story.open"),
            style={"width": 150},
            locale=locale,
        ),
        button(context, "discard", "story-discard"),
    ]
    files = [fac.AntdCheckbox(id="story-hide", label=words.text("story.hide"))]
    told = html.Span(id="story-told", role="status", className="said")
    follow = button(context, "follow", "story-follow")
    return html.Div(
        [
            html.Div([html.Span(id="story-days"), follow, html.Span(className="push"), *files], className="legend"),
            html.Div([*saving, told], className="legend"),
        ],
        className="card story-bar",
    )


def day_fields(context: PageContext, held: str, since: str) -> list[Component]:
    """The day of the meeting and of the last one; drawn with the deck, whose days they show."""
    words = context.words
    return [
        html.Span(
            [
                html.Label(words.text(f"story.{name}")),
                fac.AntdDatePicker(
                    id=f"story-{name}",
                    value=value,
                    allowClear=False,
                    style={"width": 118},
                    locale="zh-cn" if words.lang == "zh" else "en-us",
                ),
            ],
            className="ctl",
        )
        for name, value in (("held", held), ("since", since))
    ]


def kinds(context: PageContext) -> list[dict[str, Any]]:
    """What can be added: a slide of the agenda, free text; a saved plan, as what would change by it, as what it
    proposes, or as either; any finding.
    """
    words = context.words
    agenda = [{"label": words.text(f"story.kind_{kind}"), "value": f"{kind}:"} for kind in (*STANDARD, "text")]
    plans = []
    for file in plan_files(context.service).all():
        compared, proposed = file.kind == WHAT_IF or file.kind in CHANGING, file.kind in PLANS
        told = [("compared", "story.add_compared")] * compared + [("saved", "story.add_plan")] * proposed
        plans += [{"label": words.text(key, name=file.name), "value": f"{kind}:{file.name}"} for kind, key in told]
    findings = [{"label": words.finding(name), "value": f"finding:{name}"} for name in DEFINITIONS]
    groups = (("agenda", agenda), ("plans", plans), ("findings", findings))
    return [{"group": words.text(f"story.add_{key}"), "options": told} for key, told in groups if told]


def saved_options(context: PageContext) -> list[dict[str, object]]:
    """The saved decks, those of others with their owner."""
    from dashboard import rights

    own = rights.ASKING.get().name
    return [
        {"label": one.name if one.owner == own else f"{one.name} · {one.owner}", "value": one.id}
        for one in decks(context.service).all()
    ]
