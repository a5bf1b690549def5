"""How are many rows of a finding taken up at once: which are picked, and who gets them until when?

The line above the rows and the dialog it opens; what the buttons do is ``dashboard.case_many_actions``.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, link
from dashboard.components.case_drawer import assignee_field, due_field, text_field
from dashboard.components.press import press_button
from dashboard.operations.case_opening import Opened
from dashboard.page import PageContext

FIELDS = "case-many-field"
"""The type of the dialog's fields, apart from those of a case's drawer."""


def picked_line(context: PageContext, finding_id: str, rows: int) -> Component:
    """How many rows are picked of those listed, all that the filter shows at one press, and the way to the dialog."""
    words = context.words
    count = html.Span([html.B("0", id="case-many-count"), html.S(f"/ {words.value(rows)}")], className="of")
    return html.Div(
        [
            dcc.Store(id="case-many-picked", data=[]),
            dcc.Store(id="case-many-done", data=[]),
            html.Span([words.text("cases.many_picked"), " ", count], role="status"),
            html.Button(words.text("cases.many_all"), id="case-many-all", type="button", className="btn sm"),
            press_button(words.text("cases.many_begin"), "case-many-begin", class_name="btn sm", disabled=True),
            html.Div(id="case-many-told", className="case-many-told", tabIndex="-1"),
            dialog(context, finding_id),
        ],
        className="case-many",
    )


def dialog(context: PageContext, finding_id: str) -> Component:
    """Assignee, day and note for all that are picked; says before how many will be new."""
    words = context.words
    title = words.text("cases.many_title", finding=words.finding(finding_id))
    body: list[Child] = [
        html.H2(title, id="case-many-title"),
        html.Div(id="case-many-before", className="case-many-before"),
        assignee_field(context, None, kind=FIELDS),
        due_field(context, None, kind=FIELDS),
        text_field(context, "cases.first_comment", kind=FIELDS),
        html.Div(id="case-many-wrong"),
        html.Div(
            [
                html.Button(words.text("cases.many_cancel"), id="case-many-cancel", type="button", className="btn"),
                press_button(words.text("cases.many_open"), "case-many-open", class_name="btn primary"),
            ],
            className="acts-line",
        ),
    ]
    return html.Dialog(body, id="case-many", className="dialog", **attributes({"aria-labelledby": "case-many-title"}))


def told_before(context: PageContext, *, fresh: int, again: int, held: int, gone: int) -> Component:
    """What opening would do with the rows that are picked."""
    return html.Ul(parts(context, "before", fresh=fresh, again=again, held=held, gone=gone))


def told_after(context: PageContext, finding_id: str, told: Opened, gone: int) -> Component:
    """What came of it, the way to the cases, and the way back."""
    words = context.words
    said = parts(context, "after", fresh=len(told.opened), again=len(told.reopened), held=len(told.held), gone=gone)
    ways: list[Component] = []
    if told.opened or told.reopened:
        ways.append(press_button(words.text("cases.many_undo"), "case-many-undo", class_name="btn sm"))
    listed = context.state.page("/cases").switched(finding=finding_id)
    ways.append(link(listed, words.text("cases.all_of_finding"), class_name="btn sm"))
    return html.Div([html.Ul(said), html.Span(ways, className="acts-line")], className="notice", role="status")


def parts(context: PageContext, when: str, *, fresh: int, again: int, held: int, gone: int) -> Sequence[Component]:
    """One line for what is new, opened again, open already, no longer found; the last three only where there is one."""
    counts = {"fresh": fresh, "again": again, "held": held, "gone": gone}
    return [
        html.Li(context.words.text(f"cases.many_{when}_{name}", count=count), **attributes({"data-part": name}))
        for name, count in counts.items()
        if count or name == "fresh"
    ]
