"""What does a plan propose, where, how good is it, and what does it not heed?

Draws a plan as it was told; making one is analytics'.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from analytics.plans.as_edits import edits_of
from analytics.plans.plan import Plan
from dashboard.components.basics import Child, attributes, chip, count_of, link, unknown_chip
from dashboard.components.chart import chart
from dashboard.components.coverage_map import outlines
from dashboard.components.export_menu import FILES, Picture, export_menu
from dashboard.components.panel import empty, panel
from dashboard.components.plan_form import given_settings
from dashboard.components.press import press_button
from dashboard.components.table import rows_table
from dashboard.components.to_deck import to_deck_button
from dashboard.figures.plan_map import Spot, Tie, plan_map
from dashboard.page import PageContext
from dashboard.plan_words import figure, setting_told
from graph_model.errors import BadValue

SHOWN = 1000
"""Most rows of a table; the files hold all."""
MOST_EDITS = 100
HIDDEN = ("lon", "lat")
PLACED = ("place", "a", "organisation", "code")


def result(context: PageContext, plan: Plan) -> list[Component]:
    """How good it is, then the rows beside a small map."""
    words = context.words
    if plan.rows.is_empty():
        return [goodness(context, plan), empty(words.text("plan_page.nothing"))]
    rows = plan.rows.head(SHOWN)
    hint = words.text("plan_page.rows_hint", shown=rows.height, rows=plan.rows.height)
    table = panel(
        words.text("plan_page.rows", count=plan.rows.height),
        html.Div(rows_table(rows, words, table_id="plan-rows", hidden=HIDDEN, blank="–"), className="plan-table"),
        hint=hint,
        class_name="flush plan-rows",
    )
    drawn = map_panel(context, rows)
    parts = [table] if drawn is None else [table, drawn]
    return [goodness(context, plan), html.Div(parts, className="plan-two" if drawn else "plan-one")]


def goodness(context: PageContext, plan: Plan) -> Component:
    """What was optimised, the value and the bound, whether it is proved, the time, further figures, limits, saving."""
    words = context.words
    told = plan.as_json()["objective"]
    proved = {True: "proved", False: "not_proved", None: "no_bound"}[plan.optimal]
    line: list[Child] = [
        count_of(plan.count, plan.of, words),
        unknown_chip(plan.unknown, words),
        html.Span(
            [
                words.text("plan_page.objective", objective=words.text(f"plans.objective_{plan.objective}")),
                html.B(words.value(figure(told["value"], words))),
            ]
        ),
        html.Span([words.text("plan_page.bound"), html.B(words.value(figure(told["bound"], words)))]),
        chip(words.text(f"plan_page.{proved}"), flat=True),
        html.Span(words.text("plan_page.took", seconds=told["seconds"]), className="how"),
    ]
    figures = [
        html.Span([words.text(f"plans.measure_{name}"), html.B(words.value(figure(value, words)))])
        for name, value in plan.measures.items()
    ]
    limits = [html.Li(words.text(f"plans.limit_{code}")) for code in plan.limits]
    return html.Section(
        [
            html.Div(line, className="legend good"),
            html.Div(figures, className="legend figures"),
            html.Ul([html.Li(html.B(words.text("plan_page.not_heeded"))), *limits], className="limits"),
            html.Div(
                [
                    *save_controls(context),
                    *try_way(context, plan),
                    to_deck_button(words, "plan", asked_as(context, plan.id)),
                ],
                className="legend acts-line",
            ),
        ],
        className="card plan-good",
        **attributes({"data-proved": proved}),
    )


def asked_as(context: PageContext, plan_id: str) -> str:
    """The plan with the settings that were given, as a slide keeps it."""
    given = {name: str(value) for name, value in sorted(given_settings(context, plan_id).items())}
    return f"{plan_id}?{urlencode(given)}" if given else plan_id


def save_controls(context: PageContext) -> list[Component]:
    """A name and the button that saves; what came of it stands beside."""
    words = context.words
    return [
        html.Label(
            [
                html.Span(words.text("plan_page.name"), className="vh"),
                dcc.Input(id="plan-name", className="in", placeholder=words.text("plan_page.name"), maxLength=80),
            ]
        ),
        press_button(words.text("plan_page.save"), "plan-save"),
        html.Span(id="plan-saved", role="status"),
    ]


def try_way(context: PageContext, plan: Plan) -> list[Component]:
    """The way to the what-if of what is proposed; none where it changes no tie, or far too many."""
    region = context.investigation.snapshot(as_of=context.as_of)
    try:
        edits = edits_of(plan, region, name=plan.id, as_of=context.as_of, place=context.state.place).edits
    except BadValue:  # a plan of places or groups changes no tie
        return []
    if not edits:
        return []
    told = json.dumps([edit.as_json() for edit in edits[:MOST_EDITS]], ensure_ascii=False, separators=(",", ":"))
    label = context.words.text("plan_page.try", count=min(len(edits), MOST_EDITS), of=len(edits))
    target = context.state.to(open=None, own={}).switched(plan="what_if", edits=told)
    return [link(target, label, class_name="btn")]


def map_panel(context: PageContext, rows: pl.DataFrame) -> Component | None:
    """Where the proposals lie; None where no row has a position."""
    words = context.words
    spots, ties, without = positions(context, rows)
    if not spots:
        return None
    communities, areas = outlines(context)
    title = words.text("plan_page.map")
    notes = [html.P(words.text("plan_page.without_position", count=without), className="note")] if without else []
    return panel(
        title,
        [chart(plan_map(communities, areas, spots, ties), name="plan-map", label=title), *notes],
        hint=words.text("plan_page.map_hint"),
        class_name="flush plan-map",
    )


def positions(context: PageContext, rows: pl.DataFrame) -> tuple[list[Spot], list[Tie], int]:
    """A spot a row (of a pair two, joined by a line), and how many rows have no position."""
    places = {
        row["code"]: (row["lon"], row["lat"])
        for row in context.snapshot.places.iter_rows(named=True)
        if row["lon"] is not None and row["lat"] is not None
    }
    based = dict(context.investigation.snapshot(as_of=context.as_of).organisations.select("code", "place").iter_rows())

    def spot(value: Any) -> tuple[float, float] | None:
        return places.get(value) or places.get(based.get(value) or "")

    if {"rank", "partner"} <= set(rows.columns):  # of several partners the first alone, or nothing is told apart
        rows = rows.filter(pl.col("rank") == 1)
    spots, ties, without = [], [], 0
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        label = str(row.get("group") or row.get("pair") or row.get("rank") or number)
        opens = f"community:{row['community']}" if row.get("community") else ""
        if row.get("lon") is not None and row.get("lat") is not None:
            at: tuple[float, float] | None = (row["lon"], row["lat"])
        else:
            at = next((found for name in PLACED if name in row and (found := spot(row[name]))), None)
        other = next((spot(row[name]) for name in ("b", "partner", "resource_organisation") if row.get(name)), None)
        if at is None:
            without += 1
            continue
        name = row.get("name") or row.get("a_name") or row.get("organisation_name") or ""
        spots.append(Spot(*at, label, f"{label} {name}", opens))
        if other is not None:
            second = row.get("b_name") or row.get("partner_name") or row.get("resource_organisation_name") or ""
            spots.append(Spot(*other, label, f"{label} {second}", ""))
            ties.append(Tie(*at, *other))
    return spots, ties, without


def plan_menu(context: PageContext, plan: Plan) -> Component:
    """The files of the plan as it is shown, and its map where it has one."""
    state = context.state
    told: list[tuple[str, str]] = [("as_of", context.as_of.isoformat()), ("lang", context.words.lang)]
    told += [("place", state.place)] if state.place else []
    told += [("param", f"{name}={value}") for name, value in given_settings(context, plan.id).items()]
    files = {output: f"/api/v1/plans/{plan.id}/export?{urlencode([('format', output), *told])}" for output in FILES}
    drawn = map_panel(context, plan.rows.head(SHOWN)) is not None
    title = context.words.text("plan_page.map")
    return export_menu(context, files, [Picture("plan-map", title)] if drawn else [])


def settings_line(context: PageContext, parameters: dict[str, Any]) -> Component:
    """With which settings a plan was made."""
    words = context.words
    told = [
        html.Span([words.text(f"plans.parameter_{name}"), html.B(setting_told(value, words))])
        for name, value in parameters.items()
        if words.has(f"plans.parameter_{name}")
    ]
    return html.Div(told, className="legend figures")
