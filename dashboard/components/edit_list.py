"""Which changes are supposed on this page, and how is another one added?

The edits stand in the address as JSON, so that back and forward undo and redo them. What follows from them is
``what_if``'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from analytics.supposing import FIELDS
from analytics.what_if import EditPlan, plan_of
from dashboard.components.basics import Child, attributes, icon, link
from dashboard.components.press import press_button
from dashboard.page import PageContext
from graph_model.errors import BadValue
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS

LOOKED_UP = ("a", "b", "organisation", "committee", "place")
"""Fields whose value is looked up by code or name while one types."""
WORDS = {"level": "organisation_level", "domain": "domain"}
"""Fields whose value is of a vocabulary."""
OFFERED = 30
MOST = 200
"""Edits that an address may hold."""


def edits_of_address(context: PageContext) -> list[dict[str, str]]:
    """The edits of the address.

    Raises
    ------
    BadValue
        ``plan_wrong`` or ``plan_unreadable``: they cannot be read.
    """
    text = context.state.own.get("edits")
    if not text:
        return []
    try:
        told = json.loads(text)
    except ValueError as error:
        raise BadValue("plan_unreadable", path="edits") from error
    if isinstance(told, list) and len(told) > MOST:
        raise BadValue("plan_too_long", count=len(told), most=MOST)
    return [edit.as_json() for edit in plan_of({"edits": told}, path="edits").edits]


def with_edits(edits: Sequence[Mapping[str, str]]) -> str | None:
    """Edits as the address holds them; None for none."""
    return json.dumps(list(edits), ensure_ascii=False, separators=(",", ":")) if edits else None


def plan_on_page(context: PageContext, edits: Sequence[Mapping[str, str]]) -> EditPlan:
    """The edits of the page as a plan."""
    return plan_of({"name": context.words.text("plan_page.this_page"), "edits": [dict(one) for one in edits]})


def edit_form(context: PageContext) -> Component:
    """What can be supposed, and the fields of the kind chosen."""
    words, state = context.words, context.state
    asked = state.own.get("do", "")
    chosen = asked if asked in FIELDS else next(iter(FIELDS))
    kinds = [
        link(state.switched(do=kind), words.text(f"plan_page.do_{kind}"), class_name="on" if kind == chosen else "")
        for kind in FIELDS
    ]
    fields = [edit_field(context, chosen, name) for name in FIELDS[chosen]]
    add = press_button([icon("plus"), words.text("plan_page.add")], "edit-add")
    return html.Section(
        [
            html.Div(
                kinds, className="seg sm", role="group", **attributes({"aria-label": words.text("plan_page.kinds")})
            ),
            html.Div([*fields, html.Div(add, className="go")], className="fields"),
            html.P(id="edit-told", role="alert", className="told"),
        ],
        className="card plan-form",
        **attributes({"aria-label": words.text("plan_page.edits")}),
    )


def edit_field(context: PageContext, kind: str, name: str) -> Component:
    """One field of an edit."""
    words = context.words
    told = words.text(
        "plan_page.field_new_code"
        if kind == "add_organisation" and name == "organisation"
        else f"plan_page.field_{name}"
    )
    box: dict[str, str] = {"type": "edit-field", "name": name}
    choices = {"layer": LAYERS} | {
        field: tuple(word.value for word in VOCABULARIES[vocabulary]) for field, vocabulary in WORDS.items()
    }
    children: list[Component] = [html.Span(told)]
    if name in choices:
        children.append(
            fac.AntdSelect(
                id=box,
                options=[{"label": words.word(value), "value": value} for value in choices[name]],
                value=choices[name][1] if name == "layer" else None,
                allowClear=name != "layer",
                locale="zh-cn" if words.lang == "zh" else "en-us",
                style={"width": "100%"},
            )
        )
    elif name in LOOKED_UP and not (kind == "add_organisation" and name == "organisation"):
        children += [
            dcc.Input(id=box, className="in", list=f"edit-names-{name}", placeholder=words.text("plan_page.look_up")),
            html.Datalist(offered(context, name, ""), id=f"edit-names-{name}"),
        ]
    else:
        children.append(dcc.Input(id=box, className="in"))
    return html.Div(html.Label(children), className="field")


def subjects(context: PageContext, name: str) -> pl.DataFrame:
    """Code and name of everything a field may mean, newcomers of the page among them."""
    region = context.investigation.snapshot(as_of=context.as_of)
    held = {"committee": region.committees, "place": region.places}.get(name, region.organisations)
    told = held.select("code", "name").with_columns(pl.col("name").fill_null(""))
    if name in ("committee", "place"):
        return told
    new = [
        (one["organisation"], one.get("name", ""))
        for one in edits_of_address(context)
        if one["do"] == "add_organisation"
    ]
    return pl.concat([pl.DataFrame(new, schema=told.schema, orient="row"), told])


def offered(context: PageContext, name: str, text: str) -> list[Component]:
    """The first that hold a text in code or name."""
    sought = text.strip()
    rows = subjects(context, name)
    if sought:
        rows = rows.filter(pl.concat_str("code", "name", separator=" ").str.contains(sought, literal=True))
    return [html.Option(value=f"{code} {told}".strip()) for code, told in rows.head(OFFERED).iter_rows()]


def meant(context: PageContext, name: str, text: str) -> str:
    """The code that a text means: a code, a code with its name, or a name that only one has; else the text itself."""
    sought = text.strip()
    rows = subjects(context, name)
    for told in (pl.col("code"), pl.concat_str("code", "name", separator=" ").str.strip_chars(), pl.col("name")):
        found = rows.filter(told == sought).get_column("code")
        if found.len() == 1:
            return str(found[0])
    return sought


def edit_lines(context: PageContext, edits: Sequence[Mapping[str, str]]) -> Component:
    """The edits in their order, each with a way to take it back."""
    words, state = context.words, context.state
    names = dict(subjects(context, "a").iter_rows()) | dict(subjects(context, "committee").iter_rows())
    lines = []
    for at, edit in enumerate(edits):
        rest = [*edits[:at], *edits[at + 1 :]]
        away = link(
            state.switched(edits=with_edits(rest)),
            icon("close"),
            class_name="ib",
            label=words.text("plan_page.take_back"),
        )
        lines.append(html.Li([html.Span(str(at + 1), className="n"), html.Span(sentence(context, edit, names)), away]))
    ways: list[Child] = []
    if edits:
        ways = [
            link(state.switched(edits=with_edits(edits[:-1])), words.text("plan_page.undo"), class_name="btn"),
            link(state.switched(edits=None), words.text("plan_page.clear"), class_name="btn"),
        ]
    head = html.Div([html.H2(words.text("plan_page.edits_count", count=len(edits))), *ways], className="legend")
    body: Component = html.Ol(lines) if lines else html.P(words.text("plan_page.no_edits"), className="how")
    return html.Section([head, body], className="card edits", id="edits")


def sentence(context: PageContext, edit: Mapping[str, str], names: Mapping[str, Any]) -> str:
    """An edit in words."""

    def called(field: str) -> str:
        code = edit.get(field, "")
        return f"{names[code]} {code}".strip() if names.get(code) else code

    layer = context.words.word(edit["layer"]) if "layer" in edit else ""
    told = {name: called(name) for name in ("a", "b", "organisation", "committee")}
    if edit["do"] == "add_organisation" and edit.get("name"):
        told["organisation"] = f"{edit['name']} {edit['organisation']}"
    return context.words.text(f"plan_page.said_{edit['do']}", layer=layer, **told)
