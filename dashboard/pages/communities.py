"""Which communities need a look, on what evidence?

A matrix community × indicator, most fails first, with sums above; a row opens the evidence. No label, no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.communities import INDICATORS, NOT_HANDED_IN
from dashboard.components.basics import Child, attributes, count_of, link, verdict
from dashboard.components.cases import worked_ways
from dashboard.components.export_menu import page_menu
from dashboard.components.panel import empty, lacking_note, page_head
from dashboard.components.screen import (
    GROUPS,
    Evidence,
    bar,
    evidence,
    long_value,
    short_value,
    unplaced_line,
    without_a_record,
)
from dashboard.page import PageContext

TYPES = ("converted_village", "urban")
GLYPHS = {"fail": "fail", "pass": "pass", "unknown": "unknown", "not_handed_in": "lacking", "not_applicable": "na"}


SHOWN = 300
"""Most communities the matrix draws, those that fail most first; a city has thousands, and a place filter."""


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    rows = screened(context)
    firm = words.text("sensitivity.button")
    acts = [
        link(context.state.to(open=f"sensitivity:{line_of(context)['line']}"), firm, class_name="btn"),
        page_menu(context),
    ]
    note = lacking_note(words, context.finding("weak_community_screen"))
    head = page_head(words.text("pages.communities_question"), answer(context), acts=acts, note=note)
    kind = context.state.own.get("type")
    shown = [row for row in rows if kind is None or row["community_type"] == kind]
    body = matrix(context, shown) if shown else empty(words.text("communities_page.empty"))
    sheet = html.Section(
        [strip(context, rows, shown), html.Div(body, className="matrix")],
        className="card sheet",
        **attributes({"aria-label": words.text("communities_page.sheet")}),
    )
    return html.Div([head, sheet], className="page fill")


def screened(context: PageContext) -> list[dict[str, Any]]:
    """Every community in scope with its states by indicator and its fails; the finding's order, then the rest."""
    finding = context.finding("weak_community_screen")
    region = context.investigation.region(as_of=context.as_of, place=context.state.place)
    facts = {row["code"]: row for row in region.communities.iter_rows(named=True)}
    states: dict[str, dict[str, str]] = {}
    for cell in finding.breakdowns["matrix"]:
        states.setdefault(cell["code"], {})[cell["indicator"]] = cell["state"]
    order = [*finding.rows.get_column("code"), *sorted(set(states) - set(finding.rows.get_column("code")))]
    told = {row["code"]: row for row in finding.rows.iter_rows(named=True)}
    rows = []
    for code in order:
        row = told.get(code, {"fails": 0, "unknowns": 0})
        of = sum(state != "not_applicable" for state in states[code].values())
        counts = {"fails": row["fails"], "unknowns": row["unknowns"], "applicable": of}
        rows.append({**facts[code], **counts, "states": states[code]})
    return rows


def line_of(context: PageContext) -> dict[str, int]:
    """The line that is drawn, how many communities lie at or over it, of how many, and of how many it is open."""
    told: dict[str, int] = context.finding("weak_community_screen").breakdowns["line"][0]
    return told


def answer(context: PageContext) -> list[Any]:
    """One line: how many lie at or over the line, and of how many it cannot be told."""
    told = line_of(context)
    return [
        count_of(told["count"], told["of"], context.words),
        context.words.text("communities_page.answer", line=told["line"], open=told["unknown"]),
        " " + unplaced_line(context),
    ]


def strip(context: PageContext, rows: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]]) -> Component:
    """The histogram of fails, the filter by type, the legend, the three ways on."""
    words, state = context.words, context.state
    counts = [0] * (1 + max((row["fails"] for row in shown), default=0))
    for row in shown:
        counts[row["fails"]] += 1
    most, line = max(counts), line_of(context)["line"]
    bars = [
        html.Span(
            [html.B(words.value(count)), html.I(style={"height": f"{max(1.0, 16 * count / most):.0f}px"}), str(fails)],
            className="hot" if fails >= line else "",
            title=words.text("communities_page.histogram_bar", fails=fails, count=count),
        )
        for fails, count in enumerate(counts)
    ]
    chosen = state.own.get("type")
    kinds = [
        link(
            state.switched(type=None),
            words.text("communities_page.type_all", count=len(rows)),
            class_name="" if chosen else "on",
        )
    ]
    for kind in TYPES:
        count = sum(row["community_type"] == kind for row in rows)
        told = words.text(f"communities_page.type_{kind}", count=count)
        kinds.append(link(state.switched(type=kind), told, class_name="on" if chosen == kind else ""))
    glyphs = [
        html.Span([verdict(glyph, words), words.text(f"pages.verdict_{glyph}")])
        for glyph in ("pass", "fail", "unknown", "lacking", "na")
    ]
    if context.finding("empty_shells").measures["without_a_record"]:
        glyphs.append(html.Span(["*", words.text("communities_page.star")]))
    return html.Div(
        [
            html.Span(words.text("communities_page.histogram"), className="how"),
            html.Div(bars, className="hist"),
            html.Div(
                kinds,
                className="seg sm",
                role="group",
                **attributes({"aria-label": words.text("communities_page.types")}),
            ),
            html.Div(glyphs, className="legend"),
            html.Span(worked_ways(context, "weak_community_screen"), className="trio"),
            html.P(words.text("pages.first_rows", shown=SHOWN, count=len(shown)), className="first")
            if len(shown) > SHOWN
            else None,
        ],
        className="strip",
    )


def matrix(context: PageContext, rows: Sequence[Mapping[str, Any]]) -> Component:
    """The table: sums in its head, one row a community."""
    told = evidence(context)
    names = context.snapshot.place_names
    rows = rows[:SHOWN]
    columns = html.Colgroup([html.Col(className=f"c{place}") for place in (1, 2, 3)])
    body, line = [], line_of(context)["line"]
    for place, row in enumerate(rows):
        below = rows[place + 1]["fails"] if place + 1 < len(rows) else line
        last = row["fails"] >= line > below
        body.append(matrix_row(context, row, told, area=names.get(row["area"] or "", ""), last=last))
    return html.Table([columns, head(context), html.Tbody(body)], className="m")


def head(context: PageContext) -> Component:
    """Groups, then each indicator with what it is held against, how many fail of how many, and the unknown."""
    words = context.words
    sums = {row["indicator"]: row for row in context.finding("weak_community_screen").breakdowns["indicator"]}
    groups = [html.Th(colSpan=3)] + [
        html.Th(words.text(f"communities_page.group_{name}"), colSpan=len(members), scope="colgroup")
        for name, members in GROUPS.items()
    ]
    firsts = {members[0] for members in GROUPS.values()}
    cells = [
        html.Th(html.B(words.text("communities_page.community")), className="l", scope="col"),
        html.Th(html.Em(words.text("communities_page.area")), className="t", scope="col"),
        html.Th(
            [html.B(words.text("communities_page.fails")), html.Em(words.text("communities_page.of_applicable"))],
            className="n",
            scope="col",
        ),
    ]
    lacking = {
        cell["indicator"]
        for cell in context.finding("weak_community_screen").breakdowns["matrix"]
        if cell["state"] == NOT_HANDED_IN
    }
    for indicator in INDICATORS:
        row = sums[indicator.id]
        total: list[Child] = [html.B(words.value(row["count"])), f" / {words.value(row['of'])}"]
        if indicator.id in lacking:
            total = [html.B(words.text("common.not_handed_in"))]
        cells.append(
            html.Th(
                [
                    html.B(words.text(f"communities_page.short_{indicator.id}")),
                    html.Em(bar(context, indicator)),
                    html.Span(total, className="tot"),
                    html.Span(words.text("communities_page.unknown", count=row["unknown"]), className="tot"),
                ],
                className="a" if indicator.id in firsts else "",
                scope="col",
                title=f"{words.word(indicator.id)} {bar(context, indicator)}",
                **attributes({"data-indicator": indicator.id}),
            )
        )
    return html.Thead([html.Tr(groups, className="g1"), html.Tr(cells, className="g2")])


def matrix_row(
    context: PageContext,
    row: Mapping[str, Any],
    told: Mapping[tuple[str, str], Evidence],
    *,
    area: str,
    last: bool,
) -> Component:
    """One community; the whole row is a link to its evidence."""
    words = context.words
    firsts = {members[0] for members in GROUPS.values()}
    opens = link(context.state.to(open=f"community:{row['code']}"), row["name"].removesuffix("社区"), label=row["name"])
    cells: list[Component] = [
        html.Th(opens, scope="row"),
        html.Td(area.removesuffix("区"), className="t"),
        html.Td([html.B(words.value(row["fails"])), html.S(f" / {row['applicable']}")], className="n"),
    ]
    for indicator in INDICATORS:
        state = row["states"][indicator.id]
        glyph = verdict(GLYPHS[state], words)
        entry = told.get((indicator.id, row["code"]))
        value = short_value(context, indicator, entry) if state == "fail" else ""
        inner = html.Span([glyph, html.Span(value)], className="v") if value else glyph
        title = long_value(context, indicator, entry) if without_a_record(indicator, entry) else None
        cells.append(html.Td(inner, className="a" if indicator.id in firsts else "", title=title))
    return html.Tr(cells, className="sep" if last else "", **attributes({"data-opens": f"community:{row['code']}"}))
