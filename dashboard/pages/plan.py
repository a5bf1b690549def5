"""What would help most?

The plans there are, the settings of the one chosen, what it proposes and how good it is; what-if, and saved plans. The
address says all of it; making is a work that others do not wait for.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.plans.catalogue import PLANS
from dashboard.components.basics import Child, attributes, count_of, link
from dashboard.components.panel import empty, notice, page_head
from dashboard.components.plan_form import OPENS_WITH, form, given_settings
from dashboard.components.plan_result import plan_menu, result
from dashboard.components.saved_plans import saved_view
from dashboard.components.waiting import SOON, waiting
from dashboard.components.what_if import what_if_view
from dashboard.page import PageContext
from dashboard.plan_files import WHAT_IF, PlanFile, plan_files
from dashboard.plans_asked import asked_plan
from graph_model.errors import GongjianError

SAVED = "saved"


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    chosen = chosen_plan(context)
    files = plan_files(context.service).all()
    views = {WHAT_IF: what_if_view, SAVED: saved_view}
    if chosen in views:
        body, told, acts = views[chosen](context, files)
    else:
        body, told, acts = plan_view(context, chosen)
    head = page_head(words.text("pages.plan_question"), told, acts=acts)
    grid = html.Div([choice(context, chosen, files), html.Div(body, className="plan-body")], className="plan-grid")
    return html.Div([head, grid], className="page fill plan")


def chosen_plan(context: PageContext) -> str:
    """The plan of the address; ``OPENS_WITH`` where it names none."""
    asked = context.state.own.get("plan", "")
    return asked if asked in (*PLANS, WHAT_IF, SAVED) else OPENS_WITH


def choice(context: PageContext, chosen: str, files: list[PlanFile]) -> Component:
    """The list of plans at the left: what can be made, what-if, what was saved."""
    words, state = context.words, context.state
    bare = state.to(open=None, own={})
    children: list[Component] = [html.H2(words.text("plan_page.made"))]
    children += [
        link(
            bare.switched(plan=name),
            [html.B(words.text(f"plans.name_{name}"))],
            class_name="on" if name == chosen else "",
            label=words.text(f"plans.about_{name}"),
        )
        for name in PLANS
    ]
    children.append(html.H2(words.text("plan_page.supposed")))
    own = {name: value for name, value in state.own.items() if name in ("edits", "beside")} if chosen == WHAT_IF else {}
    children.append(
        link(
            bare.switched(plan=WHAT_IF, **own),
            [html.B(words.text("plans.name_what_if"))],
            class_name="on" if chosen == WHAT_IF else "",
            label=words.text("plans.about_what_if"),
        )
    )
    children.append(html.H2(words.text("plan_page.saved", count=len(files))))
    here = state.own.get("file")
    for file in files:
        kind = words.text(f"plans.name_{file.kind}") if words.has(f"plans.name_{file.kind}") else file.kind
        children.append(
            link(
                bare.switched(plan=SAVED, file=file.name),
                [html.B(file.name), html.Span(kind)],
                class_name="on" if chosen == SAVED and here == file.name else "",
                label=file.name,
            )
        )
    if not files:
        children.append(html.P(words.text("plan_page.none_saved")))
    return html.Nav(children, className="card choice", **attributes({"aria-label": words.text("plan_page.plans")}))


def plan_view(context: PageContext, plan_id: str) -> tuple[list[Component], Any, list[Component]]:
    """A plan's form, and what it proposes once it was asked for; the page's answer; the ways on."""
    words, state = context.words, context.state
    shown = form(context, plan_id)
    about = words.text(f"plans.about_{plan_id}")
    opening = "plan" not in state.own
    if state.own.get("go") is None and not opening:
        return [shown, empty(words.text("plan_page.not_made"))], about, []
    try:
        given = given_settings(context, plan_id)
        work = asked_plan(context.service, plan_id, given, as_of=context.as_of, place=state.place)
        if not work.soon(SOON):
            return (
                [shown, html.Section(waiting(work, words, where="page", stops=not opening), className="card")],
                about,
                [],
            )
        plan = work.result()
    except GongjianError as error:
        return [shown, notice([html.Span(words.error(error)), html.Code(error.code)], error=True)], about, []
    told: list[Child] = [
        words.text(f"plans.name_{plan_id}"),
        words.text("plan_page.colon"),
        count_of(plan.count, plan.of, words),
        words.text("plan_page.answer", unknown=plan.unknown, objective=words.text(f"plans.objective_{plan.objective}")),
    ]
    return [shown, *result(context, plan)], told, [plan_menu(context, plan)]
