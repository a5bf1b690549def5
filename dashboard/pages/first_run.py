"""What does a person see before anything has been loaded?

The way from the template to a first finding, in three steps.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import link
from dashboard.components.panel import page_head
from dashboard.page import PageContext


def first_run(context: PageContext) -> Component:
    """Three steps, each with its command or button."""
    words = context.words
    steps = [
        html.Li(
            [html.B(words.text(f"pages.first_run_{step}")), html.Code(words.text(f"pages.first_run_{step}_command"))]
        )
        for step in ("template", "load", "look")
    ]
    template = html.A(
        words.text("pages.template_button"), href="/api/v1/template", className="btn primary", download=""
    )
    drop = link(context.state.page("/data"), words.text("pages.first_run_drop"), class_name="btn")
    ways = html.Div([template, drop], className="line")
    card = html.Section(
        [html.Div([html.Ol(steps, className="steps"), ways], className="body")], className="card first-run"
    )
    return html.Div([page_head(words.text("pages.first_run_question"), words.text("pages.first_run_answer")), card])
