"""How is a panel drawn: its title, one line on how to read it, its ways on, its states?

Rows, method and export of a panel are links and files of their own; a panel draws none of them itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analytics.blank_columns import WATCHED
from analytics.finding import Finding
from dashboard.components.basics import Child, Children, icon, link
from dashboard.i18n import Wording
from dashboard.not_handed_in import sources_told
from dashboard.state import ViewState
from graph_model.schema import TABLES


def panel(
    title: str,
    children: Children,
    *,
    hint: str = "",
    ways: Sequence[Component] = (),
    class_name: str = "",
    panel_id: str | None = None,
) -> Component:
    """A bordered area with a title; ``ways`` are the buttons at its right."""
    head: list[Child] = [html.H2(title)]
    if hint:
        head.append(html.P(hint, title=hint))
    if ways:
        head.append(html.Span(list(ways), className="trio"))
    told: dict[str, Any] = {} if panel_id is None else {"id": panel_id}
    body = html.Div(children, className="body")
    return html.Section([html.Header(head), body], className=f"card {class_name}".strip(), **told)


def finding_ways(
    state: ViewState, finding_id: str, words: Wording, *, rows_told: str = "pages.show_rows"
) -> list[Component]:
    """The buttons of a panel that shows a finding: its rows, its query, its method card, its export."""
    return [
        link(state.to(open=f"finding:{finding_id}"), icon("rows"), class_name="ib", label=words.text(rows_told)),
        link(state.to(open=f"query:{finding_id}"), icon("code"), class_name="ib", label=words.text("pages.show_query")),
        link(state.to(open=f"method:{finding_id}"), icon("help"), class_name="ib", label=words.text("help.method")),
        html.A(
            icon("export"),
            href=export_href(state, finding_id, "xlsx"),
            className="ib",
            title=words.text("pages.export_xlsx"),
            download="",
        ),
    ]


def export_href(state: ViewState, finding_id: str, output: str) -> str:
    """Where the export of a finding under the view's filters lies."""
    told = {
        "format": output,
        "as_of": None if state.as_of is None else state.as_of.isoformat(),
        "place": state.place,
        "layer": state.layer,
        "lang": state.lang,
    }
    given = urlencode({name: value for name, value in told.items() if value})
    return f"/api/v1/findings/{finding_id}/export?{given}"


def page_head(
    question: str, answer: Children, *, acts: Sequence[Component] = (), note: Component | None = None
) -> Component:
    """The page's question, the answer below it and what is to be known of its numbers, the ways on at its right."""
    told = html.Div([html.H1(question), html.P(answer, className="answer"), note])
    return html.Div([told, html.Div(list(acts), className="acts")], className="head")


def notice(message: Children, *, error: bool = False) -> Component:
    """A line that tells of a state: a publish that is running, or an error with its code and a way on."""
    return html.Div(message, className="notice error" if error else "notice", role="alert" if error else "status")


def lacking_note(words: Wording, *findings: Finding) -> Component | None:
    """What these findings rest on that was never handed in, and what that makes of the numbers; or nothing."""
    lacking = dict.fromkeys(source for finding in findings for source in finding.not_handed_in)
    if not lacking:
        return None
    order = [*TABLES, *WATCHED]
    tables = sources_told(sorted(lacking, key=order.index), words)
    return html.P(words.text("reports.lacking_told", tables=tables), className="lacking", role="note")


def empty(message: str, *, action: Component | None = None) -> Component:
    """What stands where there is nothing to show: what to load, with the button."""
    return html.Div([html.P(message), action], className="empty")
