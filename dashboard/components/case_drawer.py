"""How is one case drawn: what the finding says, who has it until when, what was done, and the ways to go on?

Drawing alone; what the buttons do is ``dashboard.case_actions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import feffery_antd_components as fac
from dash import dcc, html
from dash.development.base_component import Component

from analytics.registry import DEFINITIONS
from dashboard import rights
from dashboard.case_subjects import worked
from dashboard.case_telling import told_evidence, utc
from dashboard.case_work import CaseWork
from dashboard.components.basics import Child, attributes, chip, link
from dashboard.components.frames import drawer_frame
from dashboard.components.press import press_button
from dashboard.components.table import shown
from dashboard.operations.case_changes import PROGRAM
from dashboard.operations.cases import ABSENT, LONGEST_ASSIGNEE, OPEN, PASSED, Case, Event, Subject
from dashboard.page import PageContext
from dashboard.times import local_time

PLACES = frozenset({"place", "community", "area", "subdistrict"})
"""Evidence that is the code of a place."""
FIELDS = "case-field"
"""The type of the fields of a case's drawer, by which its callbacks find them."""
CARDS = frozenset({"organisation"})
"""Subjects that have a card."""


def case_drawer(context: PageContext, key: str) -> Component:
    """A case by its number, or by ``finding|subject``: the case of that subject, or the form that begins one."""
    work = CaseWork(context.service)
    if key.isdigit() and len(key) < 10:
        held: Case | None = work.one(int(key))
        assert held is not None
        finding, code = held.finding, held.subject
    else:
        finding, _, code = key.partition("|")
        held = work.of(worked(finding), code)
    now = work.subject(finding, code)
    name = now.name if held is None or now.standing not in (PASSED, ABSENT) else held.name
    said = standing_section(context, finding, code, now, held)
    looked_at = values_table(context, now.evidence)
    values = [html.Section([html.H3(context.words.text("cases.values")), *looked_at])] if looked_at else []
    body = opening_section(context, finding, code, now) if held is None else working_sections(context, held, now)
    told = html.Div(id="case-told")
    return drawer_frame(
        context,
        name,
        [told, said, *body, *values],
        chips=chips(context, finding, held),
        footer=footer(context, finding, held),
    )


def chips(context: PageContext, finding: str, held: Case | None) -> list[Component]:
    """The finding, and how the case stands."""
    words = context.words
    told = [link(context.state.to(open=f"finding:{finding}"), words.finding(finding), class_name="chip")]
    if held is None:
        return told
    told.append(chip(words.text(f"cases.state_{held.state}")))
    if held.assignee is not None:
        told.append(chip(held.assignee, flat=True))
    if held.due is not None:
        key = "cases.overdue_since" if held.overdue(context.today) else "cases.due_by"
        told.append(chip(words.text(key, day=held.due.isoformat()), flat=True))
    return told


def standing_section(context: PageContext, finding: str, code: str, now: Subject, held: Case | None) -> Component:
    """What the newest data say of the subject."""
    words = context.words
    since = held.since.isoformat() if held is not None and held.standing == now.standing else now.evidence["as_of"]
    if held is not None and held.state == OPEN and now.standing == PASSED:
        said = words.text("cases.gone", since=since)
    else:
        said = words.text(f"cases.now_{now.standing}", since=since)
    head = html.H3([words.text("cases.now"), html.Span(words.text("cases.as_of", as_of=now.evidence["as_of"]))])
    card = []
    if DEFINITIONS[finding].subject in CARDS and now.standing != ABSENT:
        card = [link(context.state.to(open=f"card:{code}"), words.text("cases.card"), class_name="btn sm")]
    return html.Section([head, html.P([said, " ", *card], className=f"case-said {now.standing}")])


def values_table(context: PageContext, evidence: Mapping[str, Any]) -> list[Component]:
    """The values of evidence, one row each; nothing where there is none."""
    words = context.words
    told = told_evidence(evidence, shown_from=context.service.settings.people_shown_from) or {}
    rows = [
        html.Tr([html.Td(words.column(name)), html.Td(value_told(context, name, value))])
        for name, value in told["values"].items()
        if not isinstance(value, dict) and not (isinstance(value, list) and any(isinstance(one, dict) for one in value))
    ]
    return [html.Table(html.Tbody(rows), className="tbl case-facts")] if rows else []


def value_told(context: PageContext, name: str, value: Any) -> Child:
    """One value of evidence, places by their names; unknown dotted."""
    words = context.words
    if name in PLACES and isinstance(value, str):
        return context.place_names.get(value, value)
    if value is None:
        return html.Span(words.text("common.unknown"), className="unk")
    told = shown(value, words)
    return words.value(told) if isinstance(told, int | float) else str(told)


def opening_section(context: PageContext, finding: str, code: str, now: Subject) -> list[Component]:
    """The form that begins a case; a sentence where there is nothing to work on."""
    words = context.words
    if now.standing in (PASSED, ABSENT):
        return [html.Section(html.P(words.text("cases.nothing_to_open"), className="note"))]
    button = act_button(context, "opened", f"{finding}|{code}", 0, primary=True)
    fields = [assignee_field(context, None), due_field(context, None), text_field(context, "cases.first_comment")]
    return [html.Section([html.H3(words.text("cases.begin")), *fields, html.Div(button, className="acts-line")])]


def working_sections(context: PageContext, held: Case, now: Subject) -> list[Component]:
    """Who has it until when, what to write down, closing or opening again, and what was done."""
    words = context.words
    key, version = str(held.id), held.version
    told: list[Component] = []
    if held.state == OPEN:
        who = html.Div([assignee_field(context, held.assignee), act_button(context, "assigned", key, version)])
        when = html.Div([due_field(context, held), act_button(context, "due", key, version)])
        told.append(html.Section([html.H3(words.text("cases.who")), html.Div([who, when], className="case-who")]))
    note = (
        "cases.write_closed" if held.state != OPEN else "cases.write_gone" if now.standing == PASSED else "cases.write"
    )
    acts = ("comment", "measure", "closed") if held.state == OPEN else ("comment", "reopened")
    buttons = [
        act_button(context, kind, key, version, primary=kind == "closed" and now.standing == PASSED) for kind in acts
    ]
    field = text_field(context, note)
    told.append(
        html.Section(
            [
                html.H3(words.text("cases.do" if held.state == OPEN else "cases.do_more")),
                field,
                html.Div(buttons, className="acts-line"),
            ]
        )
    )
    events = [event_item(context, one) for one in reversed(held.events)]
    head = html.H3([words.text("cases.done"), html.Span(words.text("cases.events", count=len(events)))])
    told.append(html.Section([head, html.Ol(events, className="case-events")]))
    return told


def event_item(context: PageContext, event: Event) -> Component:
    """One thing that was done, with the evidence that was kept."""
    words = context.words
    by = words.text("cases.by_program") if event.by == PROGRAM else event.by
    if by == rights.AT_THIS_MACHINE.name:
        by = words.text("cases.by_local")
    kind = words.text(f"cases.kind_{event.kind}")
    head: list[Child] = [html.B(words.text("cases.undone", kind=kind) if event.undone else kind)]
    head += [html.Span(by), html.Span(local_time(utc(event.at)))]
    parts: list[Component] = [html.P(head)]
    if event.text:
        parts.append(html.P(event.text, className="said"))
    elif event.kind in ("assigned", "due"):
        parts.append(html.P(words.text("cases.taken_away"), className="said"))
    if event.evidence is not None:
        line = evidence_line(context, event.evidence)
        table = values_table(context, event.evidence)
        parts.append(html.Details([html.Summary(line), *table]) if table else html.P(line, className="said"))
    return html.Li(parts, className="undone" if event.undone else "", **attributes({"data-kind": event.kind}))


def evidence_line(context: PageContext, evidence: Mapping[str, Any]) -> str:
    """What the finding said, on which day, of which dataset."""
    words = context.words
    return words.text(
        "cases.evidence_line",
        standing=words.text(f"cases.standing_{evidence['status']}"),
        as_of=evidence["as_of"],
        dataset=evidence["dataset"][:8],
    )


def footer(context: PageContext, finding: str, held: Case | None) -> list[Child]:
    """Taking back one's own last change, and the list of cases."""
    words = context.words
    told: list[Child] = []
    last = next((one for one in reversed(held.events) if not one.undone), None) if held is not None else None
    if held is not None and last is not None and last.by == rights.ASKING.get().name:
        told.append(act_button(context, "undo", str(held.id), held.version))
    target = context.state.page("/cases").switched(finding=finding)
    return [*told, link(target, words.text("cases.all_of_finding"), class_name="btn")]


def act_button(context: PageContext, kind: str, key: str, version: int, *, primary: bool = False) -> Component:
    """A button that does something with a case."""
    about = {"kind": kind, "case": key, "version": version}
    look = "btn primary" if primary else "btn"
    return press_button(context.words.text(f"cases.do_{kind}"), "case-do", about=about, class_name=look)


def assignee_field(context: PageContext, value: str | None, *, kind: str = FIELDS) -> Component:
    """Who works on it: a post or an office."""
    words = context.words
    label = words.text("cases.assignee")
    return html.Label(
        [
            html.Span(label),
            dcc.Input(
                id={"type": kind, "name": "assignee"},
                value=value or "",
                placeholder=words.text("cases.assignee_how"),
                maxLength=LONGEST_ASSIGNEE,
                debounce=False,
                className="in",
            ),
        ],
        className="case-field",
    )


def due_field(context: PageContext, held: Case | None, *, kind: str = FIELDS) -> Component:
    """Until when."""
    words = context.words
    picker = fac.AntdDatePicker(
        id={"type": kind, "name": "due"},
        value=None if held is None or held.due is None else held.due.isoformat(),
        placeholder=words.text("cases.no_due"),
        style={"width": "100%"},
        popupContainer="body" if kind == FIELDS else "parent",  # from a dialog the rest of the page is out of reach
        locale="zh-cn" if words.lang == "zh" else "en-us",
    )
    return html.Div([html.Span(words.text("cases.due")), picker], className="case-field")


def text_field(context: PageContext, label: str, *, kind: str = FIELDS) -> Component:
    """A comment, the measure taken, or the reason."""
    words = context.words
    area = dcc.Textarea(id={"type": kind, "name": "text"}, value="", maxLength=2000, className="in", rows=3)
    return html.Label([html.Span(words.text(label)), area], className="case-field")
