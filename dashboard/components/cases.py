"""How is it shown beside a finding and its rows who works on what?

Links that open a case's drawer, and the number of open cases; the drawer itself is ``case_drawer``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dash.development.base_component import Component

from dashboard.case_subjects import WORKED, subject_codes
from dashboard.components.basics import link
from dashboard.components.panel import finding_ways
from dashboard.operations.cases import CLOSED

if TYPE_CHECKING:
    from analytics.finding import Finding
    from dashboard.operations.cases import Case
    from dashboard.page import PageContext

CASE: Final = "case"
"""The column of a table that opens a row's case."""


def case_link(context: PageContext, finding_id: str, subject: str) -> Component:
    """Opens the case of a subject, or the form that begins one."""
    held = context.cases.of(finding_id)
    told = context.words.text("cases.link_untold") if held is None else case_word(context, held.get(subject))
    quiet = held is not None and subject not in held
    target = context.state.to(open=f"case:{finding_id}|{subject}")
    return link(target, told, class_name="btn sm case quiet" if quiet else "btn sm case")


def case_word(context: PageContext, held: Case | None) -> str:
    """What the link to a case says: begin one, worked on, overdue, closed."""
    if held is None:
        return context.words.text("cases.link_open")
    if held.state == CLOSED:
        return context.words.text("cases.link_closed")
    return context.words.text("cases.link_overdue" if held.overdue(context.today) else "cases.link_held")


def case_words(context: PageContext, finding: Finding) -> list[str] | None:
    """What each row's link says, in the rows' order; None where the finding's rows are no shortcoming."""
    if finding.id not in WORKED:
        return None
    held = context.cases.of(finding.id)
    if held is None:
        return [context.words.text("cases.link_untold")] * finding.rows.height
    nobody = case_word(context, None)
    told = {code: case_word(context, one) for code, one in held.items()}
    return [told.get(code, nobody) for code in subject_codes(finding.rows)]


def case_count(context: PageContext, finding_id: str) -> list[Component]:
    """How many cases of a finding are open, as a link to them; nothing where there is none."""
    count = context.cases.open_counts.get(finding_id, 0)
    if not count:
        return []
    target = context.state.page("/cases").switched(finding=finding_id)
    return [link(target, context.words.text("cases.count", count=count), class_name="chip case-count")]


def worked_ways(context: PageContext, finding_id: str) -> Sequence[Component]:
    """The buttons of a panel that shows a finding, before them how many of its cases are open."""
    told = "cases.show_rows" if finding_id in WORKED else "pages.show_rows"
    ways = finding_ways(context.state, finding_id, context.words, rows_told=told)
    return [*case_count(context, finding_id), *ways]
