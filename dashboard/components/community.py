"""Why does a community need a look: which indicators fail, which cannot be told, which pass, and on what evidence?

A drawer of one community. It gives no label and no score, and says nothing of any person.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.communities import INDICATORS, Indicator
from dashboard.components.basics import attributes, chip, link, verdict
from dashboard.components.cases import case_link
from dashboard.components.frames import drawer_frame
from dashboard.components.screen import Evidence, bar, evidence, long_value, measured, untold_value
from dashboard.page import PageContext
from graph_model.errors import UnknownName


def community_drawer(context: PageContext, code: str) -> Component:
    """The evidence on one community; ``UnknownName`` where there is no such community."""
    words = context.words
    region = context.investigation.region(as_of=context.as_of)
    facts = {row["code"]: row for row in region.communities.iter_rows(named=True)}
    if code not in facts:
        raise UnknownName("place", code, known=facts)
    community = facts[code]
    states = {
        cell["indicator"]: cell["state"]
        for cell in context.investigation.finding("weak_community_screen", as_of=context.as_of).breakdowns["matrix"]
        if cell["code"] == code
    }
    told = evidence(context)
    by_state = {
        state: [indicator for indicator in INDICATORS if states[indicator.id] == state]
        for state in ("fail", "unknown", "not_handed_in", "pass", "not_applicable")
    }
    names = context.snapshot.place_names
    households = community["households"]
    chips = [
        chip(words.word(community["community_type"] or "unknown"), flat=True),
        *([chip(names[community["area"]], flat=True)] if community["area"] else []),
        chip(
            words.text("communities_page.households_unknown")
            if households is None
            else words.text("communities_page.households", count=households),
            flat=True,
        ),
        chip(
            [
                words.text("communities_page.fails"),
                html.B(words.value(len(by_state["fail"]))),
                f"/ {len(INDICATORS) - len(by_state['not_applicable'])}",
            ]
        ),
    ]
    sections = [failing(context, code, by_state["fail"], told)]
    if by_state["unknown"]:
        sections.append(untold(context, code, by_state["unknown"], told))
    for state, glyph, key in (
        ("not_handed_in", "lacking", "not_handed_in"),
        ("pass", "pass", "passing"),
        ("not_applicable", "na", "not_applicable"),
    ):
        if by_state[state]:
            sections.append(listed(context, by_state[state], glyph=glyph, key=key))
    sections.append(cases(context, code))
    worked_on = case_link(context, "weak_community_screen", code)
    return drawer_frame(context, community["name"], sections, chips=chips, footer=[worked_on])


def failing(
    context: PageContext, code: str, indicators: list[Indicator], told: dict[tuple[str, str], Evidence]
) -> Component:
    """Each failing indicator: its value, what it was held against, where that stands, and the rows behind it."""
    words = context.words
    entries = []
    for indicator in indicators:
        entry = told.get((indicator.id, code))
        scale = measured(indicator, entry)
        parts: list[Any] = [
            verdict("fail", words),
            html.B(words.word(indicator.id)),
            html.Span(
                [html.B(long_value(context, indicator, entry)), f" · {bar(context, indicator)}"], className="val"
            ),
        ]
        if scale is not None:
            value, least = scale
            parts.append(
                html.Div(
                    [html.I(style={"width": f"{100 * value:.1f}%"}), html.U(style={"left": f"{100 * least:.1f}%"})],
                    className="bul",
                )
            )
        parts.append(html.P([source(context, indicator), *rows_behind(context, code, indicator, entry)]))
        if indicator.subject == "community" and indicator.findings:
            parts.append(html.P(case_link(context, indicator.findings[0], code)))
        entries.append(html.Div(parts, className="ev", **attributes({"data-indicator": indicator.id})))
    head = html.H3(
        [
            words.text("communities_page.failing", count=len(indicators)),
            html.Span(words.text("communities_page.failing_how")),
        ]
    )
    return html.Section([head, *entries])


def source(context: PageContext, indicator: Indicator) -> str:
    """Where an indicator's thresholds stand."""
    words = context.words
    thresholds = [threshold for name in indicator.findings for threshold in context.finding(name).thresholds]
    told = dict.fromkeys(words.source(threshold.source) for threshold in thresholds)
    return " · ".join(told) if told else words.text("communities_page.from_definition")


def rows_behind(context: PageContext, code: str, indicator: Indicator, entry: Evidence | None) -> list[Any]:
    """The subjects that were found, as links to where they stand."""
    if entry is None or indicator.subject == "community":
        return []
    named = []
    for row in entry.found[:3]:
        opens = f"card:{row['code']}" if indicator.subject == "organisation" else None
        if opens is None and indicator.subject == "unit":
            opens = f"finding:{indicator.findings[0]}|community={code}"
        named.append(
            html.Span(row["name"])
            if opens is None
            else link(context.state.to(open=opens), row["name"], class_name="opens")
        )
    more = len(entry.found) - len(named)
    told: list[Any] = [" · "]
    for place, one in enumerate(named):
        told += [one] if place == 0 else ["、" if context.words.lang == "zh" else ", ", one]
    return [*told, f" +{more}"] if more > 0 else told


def untold(
    context: PageContext, code: str, indicators: list[Indicator], told: dict[tuple[str, str], Evidence]
) -> Component:
    """Indicators that a blank leaves open, and of how many subjects the value is missing."""
    words = context.words
    head = html.H3(
        [
            words.text("communities_page.untold", count=len(indicators)),
            html.Span(words.text("communities_page.untold_how")),
        ]
    )
    entries = []
    for indicator in indicators:
        entry = told.get((indicator.id, code))
        value = f"{untold_value(context, indicator, entry)} · {bar(context, indicator)}"
        parts = [
            verdict("unknown", words),
            html.B(words.word(indicator.id)),
            html.Span(value, className="val quiet"),
        ]
        entries.append(html.Div(parts, className="ev", **attributes({"data-indicator": indicator.id})))
    return html.Section([head, *entries])


def listed(context: PageContext, indicators: list[Indicator], *, glyph: str, key: str) -> Component:
    """Indicators that need no more than their names."""
    words = context.words
    names = [html.Span([verdict(glyph, words), words.word(indicator.id)]) for indicator in indicators]
    head = html.H3(words.text(f"communities_page.{key}", count=len(indicators)))
    return html.Section([head, html.Div(names, className="passes")])


def cases(context: PageContext, code: str) -> Component:
    """What people recorded about the community: cases with their measures, as of the day."""
    words = context.words
    rows = (
        context.service.table("cases")
        .filter((pl.col("place") == code) & (pl.col("opened") <= context.as_of))
        .sort("opened", "code")
    )
    head = html.H3(
        [
            words.text("communities_page.cases"),
            html.Span(words.text("communities_page.cases_count", count=rows.height)),
        ]
    )
    told: list[Component] = []
    for row in rows.iter_rows(named=True):
        closed = row["closed"] is not None and row["closed"] <= context.as_of
        parts = [
            *([row["category"]] if row["category"] else []),
            *(
                [words.text("communities_page.case_measure", measure=words.word(row["measure"]))]
                if row["measure"]
                else []
            ),
            words.text("communities_page.case_closed", day=row["closed"])
            if closed
            else words.text("communities_page.case_open"),
        ]
        opened = html.B(words.text("communities_page.case_opened", day=row["opened"]))
        told.append(html.P([opened, " · ", " · ".join(parts)], className="case"))
    if not told:
        told.append(html.P(words.text("communities_page.no_cases"), className="case"))
    return html.Section([head, *told, html.P(words.text("communities_page.no_label"), className="case quiet")])
