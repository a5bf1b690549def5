"""What is being worked on, by whom, until when, and what is no longer found?

The list of cases under the filter of place and the page's own; one case opens in the drawer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.case_subjects import WORKED
from dashboard.case_telling import SHOWN, case_row, worded
from dashboard.case_work import CaseWork
from dashboard.components.basics import attributes, link
from dashboard.components.export_menu import export_menu, files_at
from dashboard.components.panel import empty, page_head, panel
from dashboard.components.table import rows_table
from dashboard.operations.cases import CLOSED, OPEN, PASSED, Case
from dashboard.page import PageContext

MOST: Final = 1_000
"""Cases a page lists; the files hold all."""
VIEWS: Final = ("open", "overdue", "gone", "closed", "all")
"""The page's own switch: what is worked on, past its day, no longer found, closed, all."""


def draw(context: PageContext) -> Component:
    """The page."""
    words, own = context.words, context.state.own
    work = CaseWork(context.service)
    asked = own.get("finding") if own.get("finding") in WORKED else None
    told = work.all(finding=asked, place=context.state.place, assignee=own.get("assignee"))
    view = own.get("view") if own.get("view") in VIEWS else OPEN
    shown = [one for one in told if in_view(context, one, view or OPEN)]
    head = page_head(words.text("pages.cases_question"), answer(context, told), acts=[exports(context, view or OPEN)])
    body: list[Component] = []
    if len(shown) > MOST:
        cut = words.text("pages.first_rows", shown=MOST, count=len(shown))
        body.append(html.P(cut, className="note"))
    body.append(case_table(context, shown[:MOST], work.place_names()) if shown else nothing(context, told))
    title = words.text("cases.list", count=len(shown))
    listed = panel(title, body, hint=words.text("cases.list_hint"), class_name="flush")
    return html.Div([head, strip(context, told, view or OPEN), listed], className="page cases")


def in_view(context: PageContext, one: Case, view: str) -> bool:
    """Whether a case belongs to what the switch asks for."""
    if view == "overdue":
        return one.overdue(context.today)
    if view == "gone":
        return one.state == OPEN and one.standing == PASSED
    return view in ("all", one.state)


def answer(context: PageContext, told: Sequence[Case]) -> str:
    """One line: how many are open, past their day, no longer found, closed."""
    counts = {view: sum(in_view(context, one, view) for one in told) for view in VIEWS}
    return context.words.text("cases.answer", **counts)


def strip(context: PageContext, told: Sequence[Case], view: str) -> Component:
    """The page's own filters."""
    words, state = context.words, context.state
    views = [
        link(
            state.switched(view=None if one == OPEN else one),
            words.text(f"cases.view_{one}", count=sum(in_view(context, each, one) for each in told)),
            class_name="on" if one == view else "",
        )
        for one in VIEWS
    ]
    findings = [{"label": words.finding(name), "value": name} for name in WORKED]
    return html.Div(
        [
            html.Div(views, className="seg", role="group", **attributes({"aria-label": words.text("cases.views")})),
            html.Span(
                [
                    html.Label(words.column("finding")),
                    fac.AntdSelect(
                        id="cases-finding",
                        options=findings,
                        value=state.own.get("finding"),
                        placeholder=words.text("cases.every_finding"),
                        style={"width": 232},
                        optionFilterMode="case-insensitive",
                        locale="zh-cn" if words.lang == "zh" else "en-us",
                    ),
                ],
                className="ctl",
            ),
            html.Label(
                [
                    html.Span(words.text("cases.assignee")),
                    dcc.Input(
                        id="cases-assignee",
                        value=state.own.get("assignee", ""),
                        debounce=True,
                        placeholder=words.text("cases.part_of_assignee"),
                        className="in",
                    ),
                ],
                className="ctl",
            ),
        ],
        className="strip",
    )


def exports(context: PageContext, view: str) -> Component:
    """The files of what is listed; those no longer found and all are told with their column."""
    state = context.state
    asked = {
        "finding": state.own.get("finding"),
        "assignee": state.own.get("assignee"),
        "place": state.place,
        "state": view if view in (OPEN, CLOSED) else None,
        "overdue": "true" if view == "overdue" else None,
        "standing": PASSED if view == "gone" else None,
        "lang": context.words.lang,
    }
    return export_menu(
        context, files_at("/api/v1/cases/export", {name: value for name, value in asked.items() if value})
    )


def case_table(context: PageContext, shown: Sequence[Case], places: Mapping[str, str]) -> Component:
    """The cases as the house's table; the name opens the case."""
    words = context.words
    rows = [worded(case_row(one), words, places) for one in shown]
    frame = pl.DataFrame([[row[name] for row in rows] for name in SHOWN], schema=list(SHOWN))
    return rows_table(
        frame,
        words,
        table_id="cases-rows",
        height="max(280px, calc(100vh - 232px))",
        as_written=True,
        blank="",
        opens=("name", [f"case:{one.id}" for one in shown]),
    )


def nothing(context: PageContext, told: Sequence[Case]) -> Component:
    """What stands where no case is: how one comes to be."""
    key = "cases.none_in_view" if told else "cases.none"
    way = link(context.state.page("/isolation"), context.words.text("cases.to_findings"), class_name="btn")
    return empty(context.words.text(key), action=None if told else way)
