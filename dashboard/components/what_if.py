"""What would findings and scorecard say if the edits of the page came true, beside now and beside saved plans?

Draws ``analytics.what_if``; the dataset stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.what_if import NOT_JUDGED, EditPlan, Outcome, WhatIf
from dashboard.components.basics import Child, attributes, chip, finding_count, link
from dashboard.components.edit_list import edit_form, edit_lines, edits_of_address, plan_on_page, subjects
from dashboard.components.panel import empty, notice, panel
from dashboard.components.plan_result import save_controls
from dashboard.components.to_deck import to_deck_button
from dashboard.components.waiting import SOON, waiting
from dashboard.page import PageContext
from dashboard.plan_files import WHAT_IF, PlanFile
from dashboard.plans_asked import asked_what_if
from dashboard.supposed_plans import supposed_text
from graph_model.errors import GongjianError

NAMED = 6


def what_if_view(context: PageContext, files: list[PlanFile]) -> tuple[list[Component], Any, list[Component]]:
    """The form of edits, their list, and what follows; the page's answer; no further ways."""
    words = context.words
    told: Any = words.text("plans.about_what_if")
    form = edit_form(context)
    try:
        edits = edits_of_address(context)
        lines = edit_lines(context, edits)
        plans = [plan_on_page(context, edits)] if edits else []
        beside = [file for file in files if file.kind == WHAT_IF and file.name in beside_names(context)]
        plans += [file.edits for file in beside]
        top = [html.Div([form, lines], className="what-if-top"), beside_choice(context, files, plans)]
        if not plans:
            return [*top, empty(words.text("plan_page.nothing_supposed"))], told, []
        work = asked_what_if(context.service, plans, as_of=context.as_of, place=context.state.place)
        if not work.soon(SOON):
            return [*top, html.Section(waiting(work, words, where="page"), className="card")], told, []
        answer = work.result()
    except GongjianError as error:
        way = link(context.state.switched(edits=None, beside=None), words.text("plan_page.clear"), class_name="btn")
        wrong = notice([html.Span(words.error(error)), html.Code(error.code), way], error=True)
        return [form, wrong], told, []
    if edits:
        told = summary(context, answer)
    return [*top, *outcome(context, answer)], told, []


def beside_names(context: PageContext) -> list[str]:
    """Names of the saved plans that stand beside."""
    return [name for name in context.state.own.get("beside", "").split("|") if name]


def beside_choice(context: PageContext, files: Sequence[PlanFile], plans: Sequence[EditPlan]) -> Component:
    """Saving the edits, putting what stands here into the deck, and which saved plans stand beside."""
    words, state = context.words, context.state
    on = beside_names(context)
    ways: list[Child] = []
    for file in files:
        if file.kind != WHAT_IF:
            continue
        names = [name for name in on if name != file.name] if file.name in on else [*on, file.name]
        target = state.switched(beside="|".join(names) or None)
        ways.append(link(target, file.name, class_name="chip on" if file.name in on else "chip"))
    told = [html.Span(words.text("plan_page.beside")), *ways] if ways else []
    unnamed = words.text("plan_page.this_page")
    named = [replace(plan, name="") if plan.name == unnamed else plan for plan in plans]
    about = supposed_text(named, hub=state.hub) if plans else ""
    to_deck = [to_deck_button(words, WHAT_IF, about)] if plans else []
    return html.Section([*save_controls(context), *to_deck, *told], className="card legend beside")


def summary(context: PageContext, answer: WhatIf) -> str:
    """One line: what the edits do to ties, parts and isolated organisations."""
    now, then = (
        one.scorecard["all" if context.state.hub else "without_hub"] for one in (answer.before, answer.after[0])
    )
    names = ("ties", "isolates", "components")
    values = {f"{name}_{when}": card[name] for name in names for when, card in (("now", now), ("then", then))}
    return context.words.text("plan_page.what_if_answer", **values)


def outcome(context: PageContext, answer: WhatIf) -> list[Component]:
    """Findings and scorecard side by side, and who comes and goes."""
    words = context.words
    ways = [html.Div([findings_panel(context, answer), card_panel(context, answer)], className="plan-two even")]
    told = [
        words.text("cli.what_if_not_touched", findings=[words.finding(name) for name in answer.not_touched]),
        words.text("cli.what_if_not_judged", findings=[words.finding(name) for name in NOT_JUDGED]),
    ]
    return [*ways, changes_panel(context, answer), *(html.P(line, className="note") for line in told)]


def findings_panel(context: PageContext, answer: WhatIf) -> Component:
    """Findings that the edits may change: now, then after each plan with the difference."""
    words = context.words
    heads = [html.Th(words.column("finding")), *columns(context, answer)]
    body = []
    for name in answer.judged:
        was = answer.before.findings[name]
        cells: list[Component] = [
            html.Td(link(context.state.to(open=f"method:{name}"), words.finding(name), class_name="opens")),
            html.Td(finding_count(was, words), className="num of"),
        ]
        for one in answer.after:
            now = one.findings[name]
            cells.append(
                html.Td([finding_count(now, words), moved(context, now.count - was.count)], className="num of")
            )
        body.append(html.Tr(cells, **attributes({"data-finding": name})))
    table = html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl"), className="scroll-x")
    hint = words.text("plan_page.findings_hint")
    return panel(words.text("plan_page.findings"), table, hint=hint, class_name="outcome")


def card_panel(context: PageContext, answer: WhatIf) -> Component:
    """The scorecard, with or without the hub as the filter says."""
    words = context.words
    which = "all" if context.state.hub else "without_hub"
    heads = [html.Th(words.column("measure")), *columns(context, answer)]
    body = []
    for name, was in answer.before.scorecard[which].items():
        if not words.has(f"measures.{name}"):
            continue
        label: Child = words.text(f"measures.{name}")
        if words.has(f"measure_cards.{name}"):
            label = link(context.state.to(open=f"measure:{name}"), label, class_name="opens")
        cells = [html.Td(label), html.Td(figure(context, was), className="num")]
        for one in answer.after:
            now = one.scorecard[which][name]
            both = isinstance(was, int | float) and isinstance(now, int | float)
            cells.append(html.Td([figure(context, now), moved(context, now - was) if both else ""], className="num of"))
        body.append(html.Tr(cells, **attributes({"data-measure": name})))
    table = html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl"), className="scroll-x")
    hub = words.text("pages.with_hub" if context.state.hub else "pages.without_hub")
    return panel(words.text("plan_page.scorecard"), table, hint=hub, class_name="outcome")


def columns(context: PageContext, answer: WhatIf) -> list[Component]:
    """Headings: now, then the name of each plan."""
    names = [context.words.text("cli.what_if_before"), *(one.name for one in answer.after)]
    return [html.Th(name, className="num", title=name) for name in names]


def figure(context: PageContext, value: Any) -> str:
    """A figure of the scorecard; a dash where it is not defined."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return context.words.value(len(value))
    return context.words.value(value)


def moved(context: PageContext, change: float) -> Component:
    """A difference with its sign; nothing for none."""
    if not change:
        return html.Span("=", className="chg quiet")
    return html.Span(f"{'+' if change > 0 else '−'}{context.words.value(abs(change))}", className="chg")


def changes_panel(context: PageContext, answer: WhatIf) -> Component:
    """By plan and finding: who is newly found and who no longer."""
    words = context.words
    names = dict(subjects(context, "a").iter_rows())
    entries = [entry for one in answer.after for entry in changes_of(context, answer, one, names)]
    body: Component = html.Ul(entries, className="changes") if entries else html.P(words.text("plan_page.no_change"))
    return panel(words.text("plan_page.changes"), body, hint=words.text("plan_page.changes_hint"))


def changes_of(context: PageContext, answer: WhatIf, one: Outcome, names: dict[str, str]) -> list[Component]:
    """The lines of one plan."""
    words = context.words
    lines: list[Component] = []
    for name, changed in answer.changes(one).items():
        told: list[Child] = [chip(one.name, flat=True), html.B(words.finding(name))]
        for key in ("new", "gone"):
            codes = changed[key]
            if not codes:
                continue
            shown = ["–".join(names.get(end, end) for end in code.split("|")) for code in codes[:NAMED]]
            more = f" … {words.text('key_page.first_of', shown=NAMED, count=len(codes))}" if len(codes) > NAMED else ""
            told.append(html.Span(words.text(f"plan_page.{key}", count=len(codes), names=shown) + more))
        lines.append(html.Li(told, **attributes({"data-changed": name})))
    return lines
