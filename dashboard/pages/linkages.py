"""What joins urban and rural, line and block?

Pairs of communities, pairs of domains, agreements in time, needs and resources; committees by quarter are a component.
All figures are findings'; agreements and their activities are the snapshot's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import FOUND, Finding
from dashboard.components.basics import count_of, finding_count, link, share_bar, unknown_chip
from dashboard.components.cases import case_link, worked_ways
from dashboard.components.committees import cadence_panel, opened
from dashboard.components.export_menu import page_menu
from dashboard.components.matrix import STEPS_OF_SHARE, STEPS_OF_TIES, domain_by_domain, urban_rural
from dashboard.components.matrix_gathered import gathered_matrix, steps_of, sums
from dashboard.components.panel import empty, finding_ways, lacking_note, page_head, panel
from dashboard.components.timeline import bars, timeline
from dashboard.i18n import Wording
from dashboard.page import PageContext

MOST_AGREEMENTS = 200
FINDINGS = (
    "ties_by_kind_of_place",
    "ties_by_domain",
    "agreements_expiring",
    "agreements_without_activity",
    "overdue_quarterly_meetings",
    "unmet_needs",
    "idle_resources",
)


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    panels = [
        urban_rural_panel(context),
        domain_panel(context),
        agreements_panel(context),
        cadence_panel(context),
        listings_panel(context, "unmet_needs"),
        listings_panel(context, "idle_resources"),
    ]
    note = lacking_note(words, *(context.finding(name) for name in FINDINGS))
    head = page_head(words.text("pages.linkages_question"), answer(context), acts=[page_menu(context)], note=note)
    return html.Div([head, html.Div(panels, className="quad")], className="page linkages")


def answer(context: PageContext) -> list[Any]:
    """One line: pairs of communities that are tied, agreements that rest on paper or end soon, committees that met."""
    words, state = context.words, context.state
    places = context.finding("ties_by_kind_of_place")
    quiet, ending = context.finding("agreements_without_activity"), context.finding("agreements_expiring")
    overdue = context.finding("overdue_quarterly_meetings")
    pairs = count_of(measure(places, "community_pairs_tied"), measure(places, "community_pairs"), words)
    return [
        words.text("linkages.answer_pairs"),
        pairs,
        words.text("linkages.answer_unknown", count=measure(places, "community_pairs_unknown")),
        words.text("linkages.answer_quiet"),
        opened(context, quiet),
        words.text("linkages.answer_ending"),
        opened(context, ending),
        words.text("linkages.answer_overdue"),
        finding_count(overdue, words, opens=state.to(open="finding:overdue_quarterly_meetings")),
        words.text("linkages.answer_end"),
    ]


def measure(finding: Finding, name: str) -> int:
    """A count among a finding's measures."""
    return int(finding.measures[name] or 0)


def urban_rural_panel(context: PageContext) -> Component:
    """Urban communities by converted villages."""
    words = context.words
    finding = context.finding("ties_by_kind_of_place")
    title = words.text("linkages.urban_rural")
    ways = finding_ways(context.state, finding.id, words)
    if not finding.breakdowns["urban"] or not finding.breakdowns["rural"]:
        return panel(title, empty(words.text("linkages.one_kind_only")), ways=ways)
    larger = sums(finding, context.snapshot.places)
    steps = STEPS_OF_TIES if larger is None else steps_of(larger)
    bands = [
        words.value(least)
        if upper == least + 1
        else f"{words.value(least)}–{words.value(upper - 1)}"
        if upper
        else f"≥ {words.value(least)}"
        for least, upper in zip(steps, [*steps[1:], 0], strict=True)
    ]
    pairings = [
        html.Span([html.I(className="sw running"), words.text("linkages.legend_paired")]),
        html.Span([html.I(className="sw planned"), words.text("linkages.legend_planned")]),
    ]
    legend = html.Div(
        [
            html.Span([html.I(className="sw zero"), "0"]),
            *[html.Span([html.I(className=f"sw s{step}"), band]) for step, band in enumerate(bands, start=1)],
            *(pairings if larger is None else []),
            html.Span(
                [
                    html.I(className="sw unknown"),
                    words.text("linkages.legend_unknown", count=measure(finding, "community_pairs_unknown")),
                ]
            ),
        ],
        className="legend",
    )
    if larger is None:
        hint, matrix = words.text("linkages.urban_rural_hint", unknown=finding.unknown), urban_rural(finding, words)
    else:
        hint = words.text("linkages.gathered_hint", unknown=finding.unknown, kind=words.word(larger.level))
        matrix = gathered_matrix(context, finding, larger)
    return panel(title, [legend, *beside_chance(finding, words), *matrix], hint=hint, ways=ways)


def beside_chance(finding: Finding, words: Wording) -> list[Component]:
    """Whether the mixing of urban and rural is more than chance; nothing where it was not drawn."""
    told = finding.measures
    draws, p_value = told.get("ei_draws"), told.get("ei_p_value")
    if not draws or p_value is None or told["ei_index"] is None:
        return []
    observed, low, high = (float(told[name] or 0.0) for name in ("ei_index", "ei_low", "ei_high"))
    side = "within" if low <= observed <= high else "less" if observed < low else "more"
    numbers = {
        "ei": f"{observed:+.2f}",
        "low": f"{low:+.2f}",
        "high": f"{high:+.2f}",
        "p": f"{p_value:.2g}",
        "draws": draws,
        "least": f"{told['ei_p_least']:.2g}",
    }
    return [
        html.P(
            [html.B(words.text(f"linkages.chance_{side}")), " ", words.text("linkages.chance_numbers", **numbers)],
            className="legend chance",
            title=words.text("linkages.chance_title"),
        )
    ]


def domain_panel(context: PageContext) -> Component:
    """Domains by domains."""
    words = context.words
    finding = context.finding("ties_by_domain")
    ways = finding_ways(context.state, finding.id, words)
    bars_at = [f"{share:.0%}" for share in STEPS_OF_SHARE[1:]]
    told = (f"< {bars_at[0]}", f"{bars_at[0]}–{bars_at[1]}", f"{bars_at[1]}–{bars_at[2]}", f"≥ {bars_at[2]}")
    total = measure(finding, "ties_known") + measure(finding, "ties_unknown")
    legend = html.Div(
        [
            html.Span([html.I(className="sw zero"), "0"]),
            *[html.Span([html.I(className=f"sw s{step}"), share]) for step, share in enumerate(told, start=1)],
            html.Em(words.text("linkages.of_possible")),
            unknown_chip(finding.unknown, words),
        ],
        className="legend",
    )
    note = html.P(words.text("linkages.domain_total", count=total), className="told")
    hint = words.text("linkages.domain_hint")
    return panel(
        words.text("linkages.domains"), [legend, *domain_by_domain(finding, words), note], hint=hint, ways=ways
    )


def agreements_panel(context: PageContext) -> Component:
    """The agreements in time."""
    words = context.words
    ending, quiet = context.finding("agreements_expiring"), context.finding("agreements_without_activity")
    found = {finding.id: codes_found(finding) for finding in (ending, quiet)}
    told = bars(context.snapshot, expiring=found[ending.id], quiet=found[quiet.id])
    title = words.text("linkages.agreements", count=len(told))
    ways = worked_ways(context, "agreements_without_activity")
    if not told:
        return panel(title, empty(words.text("linkages.no_agreement")), ways=ways)
    alive = sum(1 for bar in told if bar.kind_of in ("expiring", "quiet", "running"))
    planned = sum(1 for bar in told if bar.kind_of == "planned")
    open_ends = sum(1 for bar in told if bar.ends is None)
    over = len(told) - alive - planned
    legend = html.Div(
        [
            swatch("running", words.text("linkages.legend_alive"), alive, words.value(alive)),
            html.Span(
                [
                    html.I(className="sw quiet"),
                    link(context.state.to(open=f"finding:{quiet.id}"), words.text("linkages.legend_quiet")),
                    html.Em(f"{words.value(quiet.count)} / {words.value(quiet.of)}"),
                ]
            ),
            html.Span(
                [
                    link(context.state.to(open=f"finding:{ending.id}"), words.text("linkages.legend_ending")),
                    html.Em(f"{words.value(ending.count)} / {words.value(ending.of)}"),
                ]
            ),
            swatch("drawn", words.text("linkages.legend_drawn"), planned, words.value(planned)),
            swatch("over", words.text("linkages.legend_over"), over, words.value(over)),
            html.Span([html.I(className="sw bar-tick"), words.text("linkages.legend_activity")]),
            html.Span([words.text("linkages.legend_open"), unknown_chip(open_ends, words)]),
        ],
        className="legend",
    )
    picture = timeline(told[:MOST_AGREEMENTS], as_of=context.as_of, quiet=found[quiet.id], words=words)
    return panel(title, [legend, picture], hint=words.text("linkages.agreements_hint"), ways=ways, class_name="tall")


def swatch(kind: str, label: str, count: int, told: str) -> Component:
    """One entry of a legend with its count."""
    return html.Span([html.I(className=f"sw {kind}" if count else f"sw {kind} none"), label, html.Em(told)])


def codes_found(finding: Finding) -> Sequence[str]:
    """Codes of the subjects found."""
    told: Sequence[str] = finding.rows.filter(pl.col("status") == FOUND).get_column("code").to_list()
    return told


def listings_panel(context: PageContext, finding_id: str) -> Component:
    """Needs or resources by category: taken up and not; then the oldest that wait."""
    words = context.words
    finding = context.finding(finding_id)
    bars_of = []
    for row in finding.breakdowns["category"]:
        taken = row["of"] - row["count"]
        name = words.text("common.unknown") if row["category"] is None else words.word(row["category"])
        bars_of += [html.Span(name), share_bar(taken, row["of"], 0, words), count_of(taken, row["of"], words)]
    waiting = finding.rows.filter(pl.col("status") == FOUND).sort("age_days", "code", descending=[True, False])
    rows = [
        html.Li(
            [
                html.Span(row["name"], className="grow"),
                link(context.state.to(open=f"card:{row['organisation']}"), row["organisation_name"]),
                html.Em(
                    words.text("common.unknown")
                    if row["age_days"] is None
                    else words.text("linkages.days", count=row["age_days"])
                ),
                case_link(context, finding_id, row["code"]),
            ],
            className="one",
        )
        for row in waiting.head(6).iter_rows(named=True)
    ]
    body = html.Div(
        [
            html.Div([html.H3(words.text(f"linkages.{finding_id}_by")), html.Div(bars_of, className="bars")]),
            html.Div([html.H3(words.text("linkages.oldest")), html.Ul(rows, className="records")]),
        ],
        className="halves",
    )
    title = words.finding(finding_id)
    hint = words.text(f"linkages.{finding_id}_hint", count=finding.count, of=finding.of)
    return panel(title, body, hint=hint, ways=worked_ways(context, finding_id))
