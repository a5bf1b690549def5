"""Which settings does a plan take, what does each mean, and what is it unless given?

The form alone. A setting stands in the address as ``p.NAME``, so that a plan can be shared and gone back to.
"""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html
from dash.development.base_component import Component

from analytics.plans.catalogue import PLANS
from analytics.plans.plan import Parameter
from dashboard.components.basics import attributes
from dashboard.components.edit_list import offered
from dashboard.components.press import press_button
from dashboard.page import PageContext
from dashboard.plan_words import choice_told

PREFIX = "p."
OPENS_WITH = "suggested_partners"
"""The plan that the page shows, made with its defaults, where the address names none."""


def given_settings(context: PageContext, plan_id: str) -> dict[str, str]:
    """The settings of the address, as text; those the plan does not have are left out."""
    names = {parameter.name for parameter in PLANS[plan_id].parameters}
    told = {name.removeprefix(PREFIX): value for name, value in context.state.own.items() if name.startswith(PREFIX)}
    return {name: value for name, value in told.items() if name in names}


def form(context: PageContext, plan_id: str) -> Component:
    """Every setting with its meaning and default, and the button that makes the plan."""
    words = context.words
    given = given_settings(context, plan_id)
    fields = [field(context, parameter, given.get(parameter.name)) for parameter in PLANS[plan_id].parameters]
    make = press_button(words.text("plan_page.make"), "plan-make", class_name="btn primary")
    return html.Section(
        [html.Div(fields, className="fields"), html.Div(make, className="go")],
        className="card plan-form",
        **attributes({"aria-label": words.text("plan_page.settings")}),
    )


def field(context: PageContext, parameter: Parameter, given: str | None) -> Component:
    """One setting: its meaning above, the control, its default and bounds below."""
    words = context.words
    name = {"type": "plan-param", "name": parameter.name}
    value = given if given is not None else parameter.default
    control: Component
    if parameter.name == "committee":
        committees = context.snapshot.committees.select("code", "name").sort("code").rows()
        control = select(context, name, [(code, f"{told} {code}") for code, told in committees], value)
    elif parameter.name == "organisation":
        control = html.Span(
            [
                dcc.Input(
                    id=name,
                    value=value or "",
                    className="in",
                    list="plan-organisations",
                    placeholder=words.text("plan_page.look_up"),
                ),
                html.Datalist(offered(context, "organisation", ""), id="plan-organisations"),
            ]
        )
    elif parameter.choices:
        options = [(choice, choice_told(choice, context.words)) for choice in parameter.choices]
        control = select(context, name, options, value, clear=False)
    else:
        told = "" if value is None else value
        numeric = parameter.type in ("int", "float")
        control = dcc.Input(
            id=name,
            value=float(told) if numeric and told != "" and number(told) else told,
            type="number" if numeric else "text",
            step=1 if parameter.type == "int" else "any",
            className="in",
            placeholder=words.text(f"plan_page.form_{parameter.type}") if parameter.type in ("list", "pairs") else "",
        )
    return html.Div(
        [
            html.Label([html.Span(title(context, parameter)), control]),
            html.P(bounds(context, parameter)),
        ],
        className="field",
    )


def title(context: PageContext, parameter: Parameter) -> str:
    """What a setting means; where its choices are worded on the page, without their codes."""
    short = f"plan_page.title_{parameter.name}"
    return context.words.text(short if context.words.has(short) else f"plans.parameter_{parameter.name}")


def number(text: Any) -> bool:
    """Whether a text reads as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def select(
    context: PageContext,
    name: dict[str, str],
    options: list[tuple[str, str]],
    value: Any,
    *,
    clear: bool = True,
) -> Component:
    """A list to choose one from."""
    made: Component = fac.AntdSelect(
        id=name,
        options=[{"label": told, "value": code} for code, told in options],
        value=value or None,
        allowClear=clear,
        optionFilterMode="case-insensitive",
        locale="zh-cn" if context.words.lang == "zh" else "en-us",
        style={"width": "100%"},
    )
    return made


def bounds(context: PageContext, parameter: Parameter) -> str:
    """What a setting is unless given, and between which bounds."""
    words = context.words
    default = parameter.default
    told = words.text("plan_page.default_none")
    if default is not None and default != []:
        shown = choice_told(default, context.words) if parameter.choices else words.value(default)
        told = words.text("plan_page.default", value=shown)
    if parameter.least is None or parameter.most is None:
        return told
    return words.text("plan_page.bounds", told=told, least=parameter.least, most=parameter.most)
