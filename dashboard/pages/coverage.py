"""Which places and units have no organisation, and why?

The four levels as a ladder, the reasons by what could be done, the rule, and where the units lie. Which units should
share a branch is a plan's business; here are candidates.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, count_of, finding_count, link, share_bar, unknown_chip
from dashboard.components.cases import worked_ways
from dashboard.components.chart import chart
from dashboard.components.coverage_map import map_panel
from dashboard.components.export_menu import Picture, drawn_in, page_menu
from dashboard.components.panel import empty, lacking_note, page_head, panel
from dashboard.figures.reasons import ReasonBar, reasons_figure
from dashboard.not_handed_in import lacking_line
from dashboard.page import PageContext

FINDINGS = ("places_without_organisation", "units_without_organisation", "members_registered_elsewhere", "empty_shells")
LEVELS = ("community", "grid", "block")
OTHERS = ("compound", "building", "park", "market")


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    left, right = html.Div([ladder(context), reasons(context)], className="left"), map_panel(context)
    pictures = (
        Picture("coverage-map", words.text("coverage_page.map")),
        Picture("reasons", words.finding("units_without_organisation")),
    )
    acts = [page_menu(context, drawn_in([left, right], pictures))]
    note = lacking_note(words, *(context.finding(name) for name in FINDINGS))
    return html.Div(
        [
            page_head(words.text("pages.coverage_question"), answer(context), acts=acts, note=note),
            html.Div([left, right], className="coverage-grid"),
        ],
        className="page fill coverage",
    )


def least_members(context: PageContext) -> int:
    """From how many full members a unit should found a branch of its own."""
    return int(context.finding("units_that_should_establish").thresholds[0].value)


def by_kind(context: PageContext) -> dict[str, dict[str, int]]:
    """Places with an organisation, of how many, how many unknown, by kind."""
    rows = context.finding("places_without_organisation").breakdowns["kind"]
    return {
        row["kind"]: {"count": row["of"] - row["count"], "of": row["of"], "unknown": row["unknown"]} for row in rows
    }


def answer(context: PageContext) -> list[Any]:
    """One line: how complete each level is, how many units have none, and what could be done."""
    words = context.words
    kinds = by_kind(context)
    shares = {
        kind: f"{words.value(kinds[kind]['count'])} / {words.value(kinds[kind]['of'])}" if kind in kinds else "–"
        for kind in LEVELS
    }
    places = words.text("coverage_page.answer", **shares)
    if not context.finding("places_without_organisation").judged:
        places = words.text("coverage_page.answer_lacking")
    units = context.finding("units_without_organisation")
    if not units.judged:
        return [places, words.text("coverage_page.answer_units_lacking")]
    told = words.text(
        "coverage_page.answer_units",
        establish=context.finding("units_that_should_establish").count,
        least=least_members(context),
        joint=context.finding("joint_branch_candidates").count,
    )
    return [places, finding_count(units, words), told]


def ladder(context: PageContext) -> Component:
    """The four levels, each with a bar on one scale from nothing to all; other kinds of place below."""
    words, state = context.words, context.state
    kinds = by_kind(context)
    top = subdistricts(context)
    rungs = [rung(context, "subdistrict", top, opens=None)] if top["of"] else []
    for kind in LEVELS:
        if kind in kinds:
            opens = f"finding:places_without_organisation|kind={kind}"
            rungs.append(rung(context, kind, kinds[kind], opens=opens))
    legend = html.Div(
        [
            html.Span([html.I(className="sw k4"), words.text("coverage_page.has")]),
            html.Span([html.I(className="sw zero"), words.text("coverage_page.has_not")]),
            html.Span([html.I(className="sw unknown"), words.text("common.unknown")]),
        ],
        className="legend",
    )
    others: list[Any] = [html.Span(words.text("coverage_page.others"), className="how")]
    for kind in OTHERS:
        if kind in kinds:
            opens_to = state.to(open=f"finding:places_without_organisation|kind={kind}")
            told = count_of(kinds[kind]["count"], kinds[kind]["of"], words, opens=opens_to)
            others.append(html.Span([words.word(kind), " ", told]))
    shells = context.finding("empty_shells")
    bare = shells.measures["without_a_record"]
    paper = html.Div(
        [
            html.Span(words.text("coverage_page.shells"), className="how"),
            finding_count(shells, words, opens=state.to(open="finding:empty_shells")),
            unknown_chip(shells.unknown, words),
            html.Span(words.text("coverage_page.shells_bare", count=bare), className="how") if bare else None,
        ],
        className="line",
    )
    return panel(
        words.text("coverage_page.ladder"),
        [legend, html.Div(rungs, className="ladder"), html.Div(others, className="line"), paper],
        hint=words.text("coverage_page.ladder_hint"),
        ways=worked_ways(context, "places_without_organisation"),
    )


def subdistricts(context: PageContext) -> dict[str, int]:
    """Sub-districts in which a working committee is based, of how many in scope."""
    whole = context.investigation.snapshot(as_of=context.as_of, place=context.state.place)
    based = set(whole.organisations.filter(pl.Series(whole.hub)).get_column("place").drop_nulls())
    asked = context.state.place
    codes = whole.places.filter(pl.col("kind") == "subdistrict").get_column("code").to_list()
    codes = [code for code in codes if asked is None or code == asked]
    return {"count": sum(code in based for code in codes), "of": len(codes), "unknown": 0}


def rung(context: PageContext, kind: str, told: dict[str, int], *, opens: str | None) -> Component:
    """One level: its name, what stands on it, the bar, of how many, unknown."""
    words = context.words
    target = None if opens is None else context.state.to(open=opens)
    return html.Div(
        [
            html.Span(
                [
                    html.B(words.text(f"coverage_page.level_{kind}")),
                    html.Span(words.text(f"coverage_page.rung_{kind}")),
                ],
                className="t",
            ),
            share_bar(told["count"], told["of"], told["unknown"], words),
            count_of(told["count"], told["of"], words, opens=target),
            html.Span(unknown_chip(told["unknown"], words), className="u"),
        ],
        className="rung",
        **attributes({"data-level": kind}),
    )


def reason_bars(context: PageContext) -> list[ReasonBar]:
    """One bar a reason, the longest first, blank last; classes by full members, all of them parts of findings.

    Of the units without organisation those with enough members are ``units_that_should_establish``, those with too few
    ``joint_branch_candidates``; what both can tell and neither finds has none, and what they cannot tell is unknown.
    """
    words = context.words
    names = ("units_without_organisation", "units_that_should_establish", "joint_branch_candidates")
    without, establish, joint = (
        {row["reason"]: row for row in context.finding(name).breakdowns["reason"]} for name in names
    )
    bars = []
    for reason, row in sorted(without.items(), key=lambda told: (told[0] is None, -told[1]["count"], told[0] or "")):
        if row["count"] == 0:
            continue
        known = establish.get(reason, {"count": 0, "of": 0})
        three, few = known["count"], joint.get(reason, {"count": 0})["count"]
        bars.append(
            ReasonBar(
                label=words.text("coverage_page.reason_blank") if reason is None else words.word(reason),
                classes=(three, few, known["of"] - three - few),
                unknown=row["count"] - known["of"],
                opens=f"finding:units_without_organisation|reason={reason or ''}",
            )
        )
    return bars


def class_names(context: PageContext) -> tuple[str, str, str, str]:
    """The names of the classes by full members, the unknown one last."""
    words, least = context.words, least_members(context)
    return (
        words.text("coverage_page.class_establish", least=least),
        words.text("coverage_page.class_joint", most=least - 1),
        words.text("coverage_page.class_none"),
        words.text("coverage_page.class_unknown"),
    )


def reasons(context: PageContext) -> Component:
    """Why units have no organisation, split by what could be done; the rule; who is registered elsewhere."""
    words = context.words
    units = context.finding("units_without_organisation")
    lacking = lacking_line(units, words)
    if not units.judged and lacking is not None:
        return panel(words.finding(units.id), [empty(lacking), *rules(context)], class_name="flush reasons")
    bars, names = reason_bars(context), class_names(context)
    sums = [sum(bar.classes[place] for bar in bars) for place in range(3)] + [sum(bar.unknown for bar in bars)]
    legend = html.Div(
        [
            html.Span([html.I(className=f"sw {look}"), name, html.Em(words.value(total))])
            for look, name, total in zip(("ink", "k4", "k2", "unknown"), names, sums, strict=True)
        ],
        className="legend",
    )
    figure = reasons_figure(
        bars,
        whole=units.count,
        names=names,
        reason_axis=words.text("coverage_page.axis_reason"),
        units_axis=words.text("coverage_page.axis_units"),
    )
    title = words.text("coverage_page.why", count=units.count)
    status = html.Span([words.text("coverage_page.status_unknown"), " ", unknown_chip(units.unknown, words)])
    return panel(
        title,
        [
            html.Div([legend, status], className="keys-line"),
            chart(figure, name="reasons", label=title),
            *rules(context),
        ],
        hint=words.text("coverage_page.why_hint"),
        ways=worked_ways(context, "units_without_organisation"),
        class_name="flush reasons",
    )


def rules(context: PageContext) -> list[Component]:
    """The rule with its source, and the members registered elsewhere."""
    words, state = context.words, context.state
    rule = context.finding("units_that_should_establish").thresholds[0]
    elsewhere = context.finding("members_registered_elsewhere")
    return [
        html.Div(
            [
                html.B(words.text("coverage_page.rule")),
                words.text("coverage_page.rule_told", least=rule.value),
                link(
                    state.to(open="query:units_that_should_establish"), words.source(rule.source), class_name="push how"
                ),
            ],
            className="line rule",
        ),
        html.Div(
            [
                html.B(words.text("coverage_page.elsewhere")),
                words.text("coverage_page.elsewhere_told", least=elsewhere.thresholds[0].value),
                html.Span(className="push"),
                finding_count(
                    elsewhere,
                    words,
                    opens=state.to(open="finding:members_registered_elsewhere"),
                ),
                unknown_chip(elsewhere.unknown, words),
            ],
            className="line rule",
        ),
    ]
