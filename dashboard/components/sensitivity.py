"""How firm is the list of communities: who is listed in every case, who only in some, and in which?

Draws what ``analytics.sensitivity`` worked out. Being listed is no label.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.sensitivity import Sensitivity
from dashboard.components.basics import Child, attributes, link
from dashboard.components.frames import drawer_frame
from dashboard.components.waiting import SOON, waiting
from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.plans_asked import asked_sensitivity
from graph_model.errors import BadValue

MOST = 60
"""Communities named of each list; the export of the finding holds all."""


def sensitivity_drawer(context: PageContext, key: str) -> Component:
    """The list from ``key`` failing indicators on, in every case."""
    if not key.isdigit() or int(key) < 1:
        raise BadValue("out_of_range_fails", value=key)
    words = context.words
    title = words.text("sensitivity.title", fails=int(key))
    asked = asked_sensitivity(context.service, as_of=context.as_of, place=context.state.place, least_fails=int(key))
    if not asked.soon(SOON):
        return drawer_frame(context, title, [html.Section(waiting(asked, words, where="drawer", stops=False))])
    answer = asked.result()
    told = answer.as_json()
    sections = [
        html.Section(html.P(words.text("plans.about_sensitivity"), className="say")),
        always(context, told),
        sometimes(context, told),
        cases(words, told, answer),
    ]
    return drawer_frame(context, title, sections, wide=True)


def case_title(case: str, words: Wording) -> str:
    """A case in words."""
    name, _, way = case.partition(":")
    if not way:
        return words.text(f"cli.sensitivity_{name}")
    return words.text(f"cli.sensitivity_{way}", name=words.text(f"rules.{name}"))


def always(context: PageContext, told: dict[str, Any]) -> Component:
    """Communities listed in every case."""
    words, rows = context.words, told["always"]
    head = html.H3(
        [
            words.text("sensitivity.always"),
            html.Span(words.text("sensitivity.of", count=len(rows), of=told["communities"])),
        ]
    )
    names: list[Child] = [
        link(context.state.to(open=f"community:{one['code']}"), one["name"] or one["code"], class_name="chip")
        for one in rows[:MOST]
    ]
    return html.Section(
        [head, html.Div(names, className="chips"), *more(len(rows), words)], **attributes({"data-part": "always"})
    )


def sometimes(context: PageContext, told: dict[str, Any]) -> Component:
    """Communities listed only in some cases: in how many, and in which not, or in which alone."""
    words, rows = context.words, sorted(told["sometimes"], key=lambda one: (-len(one["cases"]), one["code"]))
    every = [one["case"] for one in told["cases"]]
    lines = []
    for one in rows[:MOST]:
        without = [case for case in every if case not in one["cases"]]
        few = one["cases"] if len(one["cases"]) <= len(without) else without
        key = "only_in" if few is one["cases"] else "not_in"
        shown = words.value([case_title(case, words) for case in few[:4]]) + (" …" if len(few) > 4 else "")
        lines.append(
            html.Tr(
                [
                    html.Td(link(context.state.to(open=f"community:{one['code']}"), one["name"] or one["code"])),
                    html.Td(f"{len(one['cases'])} / {one['of']}", className="num"),
                    html.Td(words.text(f"sensitivity.{key}", cases=shown), className="wrap"),
                ]
            )
        )
    head = html.H3(
        [
            words.text("sensitivity.sometimes"),
            html.Span(words.text("sensitivity.of", count=len(rows), of=told["communities"])),
        ]
    )
    body = html.Table(html.Tbody(lines), className="tbl") if lines else html.P(words.text("sensitivity.none"))
    return html.Section([head, body, *more(len(rows), words)], **attributes({"data-part": "sometimes"}))


def cases(words: Wording, told: dict[str, Any], answer: Sensitivity) -> Component:
    """Every case: what was moved, how many are listed then, how many more and fewer."""
    names = ("case", "value", "moved", "listed", "added", "dropped")
    heads = [
        html.Th(words.text(f"cli.sensitivity_{name}"), className="" if name == "case" else "num") for name in names
    ]
    body = []
    for one in told["cases"]:
        numbers = [one["value"], one["moved"], one["listed"], len(one["added"]), len(one["dropped"])]
        cells = [html.Td("–" if value is None else words.value(value), className="num") for value in numbers]
        body.append(html.Tr([html.Td(case_title(one["case"], words)), *cells]))
    head = html.H3(
        [words.text("sensitivity.cases"), html.Span(words.text("sensitivity.count", count=len(answer.cases)))]
    )
    return html.Section([head, html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl")])


def more(count: int, words: Wording) -> list[Component]:
    """How many were not named, where some were not."""
    return [html.P(words.text("sensitivity.more", shown=MOST, count=count))] if count > MOST else []
