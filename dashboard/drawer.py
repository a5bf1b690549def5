"""What opens beside a page: the rows behind a number, the query and method, a card, a community's evidence?

Chooses by the kind in the address; the frame and each kind's content stand in ``components``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import Finding
from dashboard.case_subjects import WORKED, subject_codes
from dashboard.components.basics import chip, finding_count, icon, link, unknown_chip
from dashboard.components.card import card_drawer
from dashboard.components.case_drawer import case_drawer
from dashboard.components.case_many import picked_line
from dashboard.components.cases import CASE, case_count, case_words
from dashboard.components.community import community_drawer
from dashboard.components.file_node import node_drawer
from dashboard.components.frames import drawer_frame
from dashboard.components.history import history_drawer
from dashboard.components.method import help_drawer, measure_drawer, method_drawer
from dashboard.components.network_drawers import lasso_drawer, path_drawer, supposed_drawer
from dashboard.components.panel import export_href, lacking_note
from dashboard.components.place import place_drawer
from dashboard.components.sensitivity import sensitivity_drawer
from dashboard.components.table import rows_table
from dashboard.components.to_deck import to_deck_button
from dashboard.components.trend_panels import step_drawer
from dashboard.page import PageContext
from graph_model.errors import UnknownName
from graph_model.queries import catalogue

SHOWN = 2_000
"""Most rows a drawer holds; the files hold all. A city has findings of a hundred thousand, which no browser takes."""


def drawer(context: PageContext) -> Component:
    """What is open; ``UnknownName`` where the address asks for something nobody knows."""
    kind, _, key = (context.state.open or "").partition(":")
    kinds = {
        "finding": finding_drawer,
        "query": query_drawer,
        "card": card_drawer,
        "community": community_drawer,
        "history": history_drawer,
        "node": node_drawer,
        "help": help_drawer,
        "measure": measure_drawer,
        "method": method_drawer,
        "place": place_drawer,
        "sensitivity": sensitivity_drawer,
        "step": step_drawer,
        "path": path_drawer,
        "lasso": lasso_drawer,
        "supposed": supposed_drawer,
        "case": case_drawer,
    }
    if kind not in kinds:
        raise UnknownName("page", kind, known=kinds)
    return kinds[kind](context, key)


def finding_drawer(context: PageContext, key: str) -> Component:
    """The rows behind a finding, or behind the part of it that ``|column=value`` names; thresholds and files."""
    words = context.words
    finding_id, _, narrowed = key.partition("|")
    finding = context.finding(finding_id)
    title = words.finding(finding_id)
    if narrowed:
        finding, meant = part_of(finding, narrowed), narrowed.partition("=")[2]
        places = context.investigation.snapshot(as_of=context.as_of).place_names
        title += f" · {places.get(meant) or words.word(meant) or words.text('common.unknown')}"
    bounds = finding.share_bounds
    chips = [
        finding_count(finding, words),
        unknown_chip(finding.unknown, words),
        *(
            [chip(words.text("pages.share_bounds", least=percent(bounds[0]), most=percent(bounds[1])))]
            if bounds
            else []
        ),
        *case_count(context, finding_id),
    ]
    sections: list[Component] = []
    lacking = lacking_note(words, finding)
    if lacking is not None:
        sections.append(html.Section(lacking))
    if finding.thresholds:
        sections.append(thresholds_section(context, finding_id))
    if finding.rows.height > SHOWN:
        cut = words.text("pages.first_rows", shown=SHOWN, count=finding.rows.height)
        sections.append(html.Section(html.P(cut, className="hint")))
    listed = replace(finding, rows=finding.rows.head(SHOWN))
    if finding_id in WORKED and listed.rows.height:
        sections.append(html.Section(picked_line(context, finding_id, listed.rows.height)))
    sections.append(html.Section(worked_rows(context, listed), className="grow"))
    files = [
        html.A(
            [icon("export"), output],
            href=export_href(context.state, finding_id, output),
            className="btn",
            download="",
        )
        for output in ("xlsx", "csv")
    ]
    ways = [
        link(context.state.to(open=f"query:{finding_id}"), words.text("pages.show_query"), class_name="btn"),
        link(context.state.to(open=f"method:{finding_id}"), words.text("help.method"), class_name="btn"),
    ]
    ways.append(to_deck_button(words, "finding", finding_id))
    return drawer_frame(context, title, sections, chips=chips, footer=[*files, *ways], wide=True)


def listed_rows(context: PageContext, key: str) -> list[dict[str, Any]]:
    """The rows of a finding's drawer as its table holds them."""
    finding_id, _, narrowed = key.partition("|")
    finding = context.finding(finding_id)
    finding = part_of(finding, narrowed) if narrowed else finding
    table: Any = worked_rows(context, replace(finding, rows=finding.rows.head(SHOWN)))
    rows: list[dict[str, Any]] = table.rowData
    return rows


def worked_rows(context: PageContext, finding: Finding) -> Component:
    """The rows of a finding, each with the way to its case where rows of it can be worked on."""
    told = case_words(context, finding)
    if told is None:
        return rows_table(finding.rows, context.words, table_id="drawer-rows")
    rows = finding.rows.select(pl.Series(CASE, told, dtype=pl.String), pl.all())
    keys = [f"case:{finding.id}|{code}" for code in subject_codes(finding.rows)]
    return rows_table(rows, context.words, table_id="drawer-rows", opens=(CASE, keys), picked=True)


def part_of(finding: Finding, narrowed: str) -> Finding:
    """A finding narrowed to the rows whose column has a value (blank: unknown), with the counts of that part.

    Raises
    ------
    UnknownName
        The finding is not told by that column.
    """
    column, _, value = narrowed.partition("=")
    if column not in finding.breakdowns or column not in finding.rows.columns:
        raise UnknownName("column", column, known=finding.breakdowns)
    rows = finding.rows.filter(pl.col(column).eq_missing(pl.lit(value or None, dtype=pl.String)))
    for row in finding.breakdowns[column]:
        if (row[column] or "") == value:
            return replace(finding, rows=rows, count=row["count"], of=row["of"], unknown=row["unknown"])
    return replace(finding, rows=rows, count=0, of=0, unknown=0)


def thresholds_section(context: PageContext, finding_id: str) -> Component:
    """What a finding was held against, with the source of each threshold."""
    words = context.words
    rows = [
        html.Li(
            [
                html.B(words.text(f"rules.{threshold.name}")),
                f" {words.value(threshold.value)} {words.text(f'units.{threshold.unit}')} · ",
                html.Span(words.source(threshold.source)),
                chip(words.text(f"rules.sure_{threshold.sure}"), flat=True),
                *([chip(words.text("pages.own_rule"), flat=True)] if threshold.own else []),
            ]
        )
        for threshold in context.finding(finding_id).thresholds
    ]
    return html.Section([html.H3(words.text("pages.thresholds")), html.Ul(rows, className="rules")])


def query_drawer(context: PageContext, finding_id: str) -> Component:
    """How a finding comes about: its definition, the queries behind it, its thresholds."""
    words = context.words
    finding = context.finding(finding_id)
    sections: list[Component] = [
        html.Section([html.H3(words.text("pages.definition")), html.P(words.text(f"definitions.{finding_id}"))])
    ]
    if finding.thresholds:
        sections.append(thresholds_section(context, finding_id))
    for name in finding.queries:
        told = catalogue()[name]
        described = told.description_zh if words.lang == "zh" else told.description
        sections.append(html.Section([html.H3([name, html.Span(described)]), html.Pre(told.text.strip())]))
    if not finding.queries:
        sections.append(
            html.Section([html.H3(words.text("pages.from_snapshot")), html.P(words.text("pages.from_snapshot_told"))])
        )
    rows = link(context.state.to(open=f"finding:{finding_id}"), words.text("pages.show_rows"), class_name="btn")
    method = link(context.state.to(open=f"method:{finding_id}"), words.text("help.method"), class_name="btn")
    return drawer_frame(context, words.finding(finding_id), sections, footer=[rows, method], wide=True)


def percent(share: float) -> str:
    """A share as per cent, one digit behind the point."""
    return f"{share * 100:.1f}%"
