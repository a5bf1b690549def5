"""What does a person see before anything has been loaded?

The way from the blank ledger to a first finding in five steps, and the sample data beside it. What the button of the
sample does is ``sample_actions``.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child, link
from dashboard.components.panel import page_head, panel
from dashboard.components.press import press_button
from dashboard.page import PageContext

STEPS = ("template", "fill", "drop", "preview", "look")


def first_run(context: PageContext) -> Component:
    """Five steps with their buttons and commands, then the sample."""
    words = context.words
    template = html.A(
        words.text("pages.template_button"),
        href=f"/api/v1/template?lang={words.lang}",
        className="btn primary",
        download="",
    )
    drop = link(context.state.page("/data"), words.text("pages.first_run_drop_button"), class_name="btn")
    buttons: dict[str, Child] = {"template": template, "drop": drop}
    commands = {"template": "template", "drop": "load", "look": "report"}
    steps = []
    for step in STEPS:
        told: list[Child] = [html.B(words.text(f"pages.first_run_{step}"))]
        told.append(html.P(words.text(f"pages.first_run_{step}_told")))
        ways: list[Child] = [buttons[step]] if step in buttons else []
        if step in commands:
            ways.append(html.Code(words.text(f"pages.first_run_{commands[step]}_command")))
        steps.append(html.Li([html.Div(told), html.Div(ways, className="ways")]))
    sample = [
        html.P(words.text("pages.sample_or")),
        press_button(words.text("pages.sample_load"), "sample-load"),
        html.P(words.text("pages.sample_waiting"), id="sample-waiting", hidden=True, role="status"),
        html.Div(id="sample-told"),
    ]
    return html.Div(
        [
            page_head(words.text("pages.first_run_question"), words.text("pages.first_run_answer")),
            html.Div(
                [
                    panel(words.text("pages.first_run_own"), html.Ol(steps, className="steps"), class_name="first-run"),
                    panel(words.text("pages.first_run_sample"), sample, class_name="first-run sample"),
                ],
                className="first-run-two",
            ),
        ],
        className="page",
    )
