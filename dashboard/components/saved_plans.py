"""What did a person save, and how do two plans of one kind differ?

A saved plan as it was when it was made; edits open in the what-if.
"""

from __future__ import annotations

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.plans.as_edits import CHANGING
from analytics.plans.catalogue import PLANS
from dashboard.components.basics import Child, attributes, icon, link
from dashboard.components.panel import empty, notice, panel
from dashboard.components.plan_result import HIDDEN, SHOWN, settings_line
from dashboard.components.press import press_button
from dashboard.components.table import rows_table
from dashboard.components.to_deck import to_deck_button
from dashboard.page import PageContext
from dashboard.plan_files import UNREADABLE, WHAT_IF, PlanFile, comparison
from dashboard.plan_rows import rows_frame
from dashboard.plan_words import figure

FIGURES = ("count", "of", "unknown")
OBJECTIVE = ("value", "bound", "optimal", "seconds")


def saved_view(context: PageContext, files: list[PlanFile]) -> tuple[list[Component], Any, list[Component]]:
    """One saved plan, or two side by side; the page's answer; the ways on."""
    words, state = context.words, context.state
    known = {file.name: file for file in files}
    file = known.get(state.own.get("file", ""))
    if file is None:
        return [empty(words.text("plan_page.none_saved"))], words.text("plan_page.choose_saved"), []
    told = words.text("plan_page.saved_answer", name=file.name, day=file.saved.date(), as_of=file.content.get("as_of"))
    acts = [
        html.A([icon("export"), "json"], href=f"/api/v1/plan-files/{file.name}/file", className="btn", download=""),
        press_button(words.text("plan_page.delete"), "plan-delete"),
        *deck_ways(context, file),
    ]
    where = html.Div(id="plan-deleted", role="status")
    if file.kind == UNREADABLE:
        return [where, notice(words.text("plan_page.unreadable"), error=True)], told, acts
    if file.kind == WHAT_IF:
        return [where, edits_way(context, file)], told, acts
    alike = [one for one in files if one.kind == file.kind and one.name != file.name]
    other = known.get(state.own.get("other", ""))
    ways = [
        link(
            state.switched(other=None if other == one else one.name),
            one.name,
            class_name="chip on" if other == one else "chip",
        )
        for one in alike
    ]
    choose = html.Section(
        [
            html.Span(words.text("plan_page.compare_with")),
            *(ways or [html.Span(words.text("plan_page.nothing_alike"))]),
        ],
        className="card legend beside",
    )
    body = made(context, file) if other is None or other not in alike else side_by_side(context, file, other)
    return [where, choose, *body], told, acts


def deck_ways(context: PageContext, file: PlanFile) -> list[Component]:
    """The buttons that put a saved plan into the deck: what would change by it, what it proposes."""
    words, ways = context.words, []
    if file.kind == WHAT_IF or file.kind in CHANGING:
        ways.append(to_deck_button(words, "compared", file.name, label=words.text("plan_page.compared_to_deck")))
    if file.kind in PLANS:
        ways.append(to_deck_button(words, "saved", file.name))
    return ways


def edits_way(context: PageContext, file: PlanFile) -> Component:
    """The way into the what-if with the edits of a saved plan."""
    words = context.words
    edits = json.dumps(file.content["edits"], ensure_ascii=False, separators=(",", ":"))
    bare = context.state.to(open=None, own={})
    open_it = link(
        bare.switched(plan=WHAT_IF, edits=edits), words.text("plan_page.open_edits"), class_name="btn primary"
    )
    beside = link(bare.switched(plan=WHAT_IF, beside=file.name), words.text("plan_page.put_beside"), class_name="btn")
    told = words.text("plan_page.edits_count", count=len(file.content["edits"]))
    return html.Section([html.B(told), open_it, beside], className="card legend beside")


def made(context: PageContext, file: PlanFile) -> list[Component]:
    """A plan as it was made: figures, settings, rows."""
    words = context.words
    content = file.content["made"]
    facts = figures(context, content)
    rows = rows_frame(content["rows"])
    lines = [html.Span([name, html.B(value)]) for name, value in facts]
    good = html.Section(
        [html.Div(lines, className="legend figures"), settings_line(context, content["parameters"])],
        className="card plan-good",
    )
    title = words.text("plan_page.rows", count=rows.height)
    if rows.is_empty():
        return [good, empty(words.text("plan_page.nothing"))]
    hint = words.text("plan_page.rows_hint", shown=min(rows.height, SHOWN), rows=rows.height)
    table = html.Div(
        rows_table(rows.head(SHOWN), words, table_id="plan-rows", hidden=HIDDEN, blank="–"), className="plan-table"
    )
    return [good, html.Div(panel(title, table, hint=hint, class_name="flush plan-rows"), className="plan-one")]


def figures(context: PageContext, content: Any) -> list[tuple[str, str]]:
    """What a plan serves and how good it is, named and worded."""
    words = context.words
    told = [(words.column(name), words.value(content[name])) for name in FIGURES]
    for name in OBJECTIVE:
        value = content["objective"][name]
        told.append((words.column(name), words.value(figure(value, words))))
    for name, value in content["measures"].items():
        label = words.text(f"plans.measure_{name}") if words.has(f"plans.measure_{name}") else name
        told.append((label, words.value(figure(value, words))))
    return told


def side_by_side(context: PageContext, first: PlanFile, second: PlanFile) -> list[Component]:
    """Two plans of one kind: their figures, and the rows that both or only one proposes."""
    words = context.words
    told = comparison(first, second)
    a, b = (dict(figures(context, one.content["made"])) for one in (first, second))
    heads = [html.Th(words.column("fact")), html.Th(first.name, className="num"), html.Th(second.name, className="num")]
    body: list[Component] = [
        html.Tr([html.Td(name), html.Td(a.get(name, "–"), className="num"), html.Td(b.get(name, "–"), className="num")])
        for name in dict.fromkeys([*a, *b])
    ]
    table = panel(
        words.text("plan_page.figures"),
        html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl"), className="scroll-x"),
        class_name="outcome",
    )
    lists: list[Child] = []
    for key, name in (("both", ""), ("only_first", first.name), ("only_second", second.name)):
        rows = told[key]
        names = [named(row) for row in rows[:40]]
        more = [html.Li(words.text("key_page.first_of", shown=40, count=len(rows)))] if len(rows) > 40 else []
        lists.append(
            html.Div(
                [
                    html.H3(words.text(f"plan_page.{key}", name=name, count=len(rows))),
                    html.Ul([*[html.Li(one) for one in names], *more]),
                ],
                **attributes({"data-part": key}),
            )
        )
    shared = panel(words.text("plan_page.shared"), html.Div(lists, className="thirds"), class_name="outcome")
    return [html.Div([table, shared], className="plan-two even")]


def named(row: dict[str, Any]) -> str:
    """A proposal by its names: of a pair both."""
    first = row.get("a_name") or row.get("name") or row.get("organisation_name") or row.get("code") or ""
    second = row.get("b_name") or row.get("partner_name") or row.get("resource_name") or ""
    return f"{first} – {second}" if second else str(first)
