"""Which committees meet as often as they should, and do their members come?

Committees by quarter, then those of every tier that meet too rarely. All figures are findings'.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import FOUND, Finding
from dashboard.components.basics import Child, count_of, finding_count, unknown_chip, verdict
from dashboard.components.cases import case_link, worked_ways
from dashboard.components.panel import empty, panel
from dashboard.page import PageContext

MOST_COMMITTEES: Final = 60


def cadence_panel(context: PageContext) -> Component:
    """Committees by quarter, then those that meet or come too little."""
    words = context.words
    finding = context.finding("overdue_quarterly_meetings")
    cells = finding.breakdowns["quarters"]
    quarters = sorted({cell["quarter"] for cell in cells})
    rows: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for cell in cells:
        rows.setdefault(cell["code"], []).append(cell["meetings"])
        names[cell["code"]] = cell["name"]
    least = finding.thresholds[0].value
    order = sorted(rows, key=lambda code: (-sum(one is not None and one < least for one in rows[code]), code))
    body = []
    for code in order[:MOST_COMMITTEES]:
        due = [one for one in rows[code] if one is not None]
        kept = sum(one >= least for one in due)
        body.append(
            html.Tr(
                [
                    html.Td(names[code]),
                    *[html.Td(quarter_cell(one, least, words)) for one in rows[code]],
                    html.Td(count_of(kept, len(due), words), className="num"),
                ]
            )
        )
    heads = [html.Th(words.text("linkages.committee"))]
    heads += [
        html.Th(f"{quarter[2:4]} {quarter[4:]}", className="last" if quarter == quarters[-1] else "")
        for quarter in quarters
    ]
    heads.append(html.Th(words.text("linkages.kept"), className="num"))
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl cadence")
    legend = html.Div(
        [
            html.Span([verdict("pass", words), words.text("linkages.held")]),
            html.Span([verdict("fail", words), words.text("linkages.not_held")]),
            html.Span([verdict("na", words), words.text("linkages.not_due")]),
            opened(context, finding),
        ],
        className="legend",
    )
    title = words.text("linkages.cadence", count=len(rows))
    ways = worked_ways(context, finding.id)
    hint = words.text("linkages.cadence_hint", least=least)
    body_of: list[Child] = [legend, grid] if rows else [empty(words.text("linkages.no_committee"))]
    return panel(title, [*body_of, *vitality(context)], hint=hint, ways=ways, class_name="tall scrolls")


def quarter_cell(meetings: int | None, least: float, words: Any) -> list[Child]:
    """Meetings of a quarter: held, not held, or not due."""
    if meetings is None:
        return [verdict("na", words)]
    if meetings < least:
        return [verdict("fail", words)]
    return [verdict("pass", words), html.Span(words.value(meetings))]


def vitality(context: PageContext) -> list[Component]:
    """The committees of every tier that meet too rarely or whose members stay away."""
    words = context.words
    finding = context.finding("committee_vitality")
    rows = []
    for row in finding.rows.filter(pl.col("status") == FOUND).head(MOST_COMMITTEES).iter_rows(named=True):
        share = row["mean_attendance"]
        came = html.Span(words.text("common.unknown"), className="unk") if share is None else f"{share * 100:.0f}%"
        rows.append(
            html.Tr(
                [
                    html.Td(row["name"]),
                    html.Td(words.word(row["tier"])),
                    html.Td(words.value(row["meetings"]), className="num"),
                    html.Td(came, className="num"),
                    html.Td(case_link(context, finding.id, row["code"]), className="case-cell"),
                ]
            )
        )
    heads = [
        html.Th(words.text("linkages.committee")),
        html.Th(words.text("linkages.tier")),
        html.Th(words.text("linkages.meetings_12"), className="num"),
        html.Th(words.text("linkages.attendance"), className="num"),
        html.Th(words.column("case"), className="case-cell"),
    ]
    head = html.H3(
        [
            words.finding(finding.id),
            opened(context, finding),
            html.Span(worked_ways(context, finding.id), className="trio"),
        ],
        className="sub",
    )
    return [head, html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl")]


def opened(context: PageContext, finding: Finding) -> Component:
    """A finding's count of how many with what is unknown beside it; opens its rows."""
    words = context.words
    figure = finding_count(finding, words, opens=context.state.to(open=f"finding:{finding.id}"))
    return html.Span([figure, " ", unknown_chip(finding.unknown, words)] if finding.unknown else figure)
