"""How does the region stand?

What is looked at, six headline figures, coverage of every community, and what to do first. All of it are findings
computed elsewhere; the rows behind each open from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import Finding
from analytics.members_listed import organisations_unlisted
from dashboard.components.basics import Child, attributes, count_of, finding_count, link, share_bar, unknown_chip
from dashboard.components.export_menu import page_menu
from dashboard.components.panel import finding_ways, lacking_note, page_head, panel
from dashboard.components.treemap import coverage_treemap, treemap_cells
from dashboard.not_handed_in import lacking_line
from dashboard.page import PageContext
from dashboard.people import Told

TO_DO: tuple[tuple[str, str | None, str], ...] = (
    ("places_without_organisation", "kind=community", "/coverage"),
    ("units_that_should_establish", None, "/coverage"),
    ("isolated_organisations", None, "/isolation"),
    ("overdue_quarterly_meetings", None, "/linkages"),
    ("weak_community_screen", "line", "/communities"),
    ("joint_branch_candidates", None, "/coverage"),
    ("agreements_expiring", None, "/linkages"),
    ("agreements_without_activity", None, "/linkages"),
    ("unmet_needs", None, "/linkages"),
    ("secretary_vacancies", None, "/communities"),
    ("figures_that_disagree", None, "/data"),
)
"""Findings in the order of what to do first, the part of each that is meant, and the page that tells more.

A part is a breakdown and one of its values, or a breakdown of one entry.
"""
LEVELS = ("working_committee", "committee", "general_branch", "branch", "group")


@dataclass(frozen=True)
class Headline:
    """One figure: how many of how many, how many unknown, what it opens, and a note below it."""

    key: str
    count: int
    of: int
    unknown: int
    opens: str
    note: str
    before: int | None
    judged: bool = True


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    lists = html.Div([treemap_panel(context), to_do_panel(context)], className="two")
    return html.Div(
        [
            page_head(
                words.text("pages.overview_question"),
                answer(context),
                acts=[page_menu(context)],
                note=lacking(context),
            ),
            base(context),
            headlines(context),
            lists,
        ],
        className="page fill overview",
    )


def part(finding: Finding, narrowed: str | None) -> dict[str, int]:
    """``count``, ``of``, ``unknown`` of a finding, or of the part of it that ``column=value`` or ``column`` names."""
    if narrowed is None:
        return {"count": finding.count, "of": finding.of, "unknown": finding.unknown}
    column, _, value = narrowed.partition("=")
    for row in finding.breakdowns.get(column, []):
        if not value or row[column] == value:
            return {name: int(row[name]) for name in ("count", "of", "unknown")}
    return {"count": 0, "of": 0, "unknown": 0}


def of_the_part(finding: Finding, narrowed: str) -> dict[str, Any]:
    """What the words of a part name: the value of a breakdown of one entry; nothing of others."""
    return {} if "=" in narrowed else {narrowed: finding.breakdowns[narrowed][0][narrowed]}


def reported_communities(context: PageContext) -> int | None:
    """How many communities were reported to have an organisation, where that disagrees with the ledger; else None."""
    audit = context.finding("figures_that_disagree").rows
    told = audit.filter((pl.col("name") == "communities/with_organisation") & (pl.col("status") == "found"))
    return None if told.is_empty() else int(told.sort("reported_as_of").row(-1, named=True)["reported"])


def answer(context: PageContext) -> list[Child]:
    """One line: communities with an organisation, units covered, organisations tied."""
    words = context.words
    holes = context.finding("places_without_organisation")
    without = part(holes, "kind=community")
    having = without["of"] - without["count"]
    units, isolated = context.finding("organisation_coverage"), context.finding("isolated_organisations")
    reported = reported_communities(context) if holes.judged else None
    told = (
        words.text("overview.answer_communities")
        if reported is None
        else words.text("overview.answer_reported", reported=reported, difference=abs(reported - having))
    )
    covered = (
        words.text("overview.answer_units", covered=units.count, units=units.of)
        if units.judged
        else words.text("overview.answer_units_lacking")
    )
    tied = (
        words.text(
            "overview.answer_ties",
            tied=isolated.of - isolated.count,
            organisations=isolated.of,
            isolated=isolated.count,
            hub=hub_told(context, isolated),
        )
        if isolated.judged
        else words.text("overview.answer_ties_lacking")
    )
    if not holes.judged:
        return [words.text("overview.answer_communities_lacking"), covered, tied]
    return [count_of(having, without["of"], words), told, covered, tied]


def hub_told(context: PageContext, isolated: Finding) -> str:
    """That the hub is counted in; and where pages of the network leave it out, how many are tied without it."""
    words = context.words
    if context.state.hub:
        return words.text("pages.with_hub")
    others, bare = context.snapshot.organisations.height, isolated.measures["isolated_without_hub"]
    assert isinstance(bare, int)
    return words.text("overview.both_hubs", tied=others - bare, organisations=others)


def base(context: PageContext) -> Component:
    """What is looked at: communities, organisations, members, units."""
    words = context.words
    region = context.investigation.region(as_of=context.as_of, place=context.state.place)
    types = region.communities.get_column("community_type")
    levels = dict(region.organisations.iter_rows())
    units = context.finding("organisation_coverage")
    members = context.service.told(context.investigation).member_numbers().total(context.state.place)
    unlisted = members_unlisted(context) if members else 0
    told: list[tuple[str, Told, str | Component]] = [
        (
            "base_communities",
            region.communities.height,
            words.text(
                "overview.base_communities_told",
                converted=int((types == "converted_village").sum()),
                urban=int((types == "urban").sum()),
            ),
        ),
        (
            "base_organisations",
            sum(levels.values()),
            " · ".join(f"{words.word(level)} {words.value(levels.get(level, 0))}" for level in LEVELS),
        ),
        (
            "base_members",
            members.get("members") if members else words.text("common.not_handed_in"),
            words.text(
                "overview.base_members_told",
                women=members.get("women"),
                old=members.get("age_60_up"),
                college=members.get("college_up"),
            )
            + (f" · {words.text('overview.base_members_unlisted', count=unlisted)}" if unlisted else "")
            if members
            else words.text("overview.base_members_lacking"),
        ),
        ("base_units", units.of, unknown_chip(units.unknown, words)),
    ]
    parts = [
        html.Div(
            [
                words.text(f"overview.{key}"),
                html.B(words.headline(count), title=words.value(count)),
                note,
            ]
        )
        for key, count, note in told
    ]
    return html.Section(parts, className="card base", **attributes({"aria-label": words.text("overview.base")}))


def members_unlisted(context: PageContext) -> int:
    """How many organisations that have members the members' sheet does not hold."""
    facts = context.investigation.facts("figures_that_disagree", as_of=context.as_of, place=context.state.place)
    return organisations_unlisted(facts, facts.scope)


def headline_figures(context: PageContext) -> list[Headline]:
    """The six, each with its value on the day compared with where there is one."""
    words = context.words
    without = "places_without_organisation"
    figures: list[tuple[str, str, str | None, bool]] = [
        ("has_organisation", without, "kind=community", True),
        ("organisation_coverage", "organisation_coverage", None, False),
        ("work_coverage", "work_coverage", None, False),
        ("tied", "isolated_organisations", None, True),
        ("quarterly", "overdue_quarterly_meetings", None, True),
        ("urban_rural", "ties_by_kind_of_place", None, False),
    ]
    told = []
    for key, finding_id, narrowed, others in figures:
        finding = context.finding(finding_id)
        now = part(finding, narrowed)
        before = None
        if context.state.compare is not None:
            then = part(context.finding(finding_id, as_of=context.state.compare), narrowed)
            before = then["of"] - then["count"] if others else then["count"]
        reported = reported_communities(context) if key == "has_organisation" else None
        notes = {
            "has_organisation": words.text("overview.note_without", count=now["count"])
            if reported is None
            else words.text("overview.note_reported", reported=reported),
            "organisation_coverage": words.text(
                "overview.note_own_joint", own=finding.measures.get("own"), joint=finding.measures.get("joint")
            ),
            "work_coverage": words.text("overview.note_work_only", count=finding.measures.get("work_only")),
            "tied": words.text("overview.note_isolated", count=now["count"], hub=words.text("pages.with_hub")),
            "quarterly": words.text("overview.note_overdue", count=now["count"]),
            "urban_rural": words.text("overview.note_same_type", count=now["of"] - now["count"]),
        }
        opens = finding_id if narrowed is None else f"{finding_id}|{narrowed}"
        count = now["of"] - now["count"] if others else now["count"]
        note = notes[key] if finding.judged else lacking_line(finding, words) or ""
        told.append(Headline(key, count, now["of"], now["unknown"], opens, note, before, finding.judged))
    return told


def headlines(context: PageContext) -> Component:
    """Six figures, each of how many, how many unknown, and how it changed."""
    words = context.words
    cells = []
    for figure in headline_figures(context):
        opens = context.state.to(open=f"finding:{figure.opens}")
        unknown = html.Span(
            words.text("overview.unknown_short", count=figure.unknown),
            className="unk" if figure.unknown else "unk z",
            title=words.text("pages.unknown_count", count=figure.unknown),
        )
        value = words.value(figure.count) if figure.judged else words.text("common.not_handed_in")
        number = link(opens, html.B(value, className="opens"), label=words.text("pages.show_rows"))
        cells.append(
            html.Div(
                [
                    html.H2(words.text(f"overview.{figure.key}")),
                    html.Div(
                        [
                            html.Span([number, html.S(f"/ {words.value(figure.of)}") if figure.judged else None]),
                            unknown,
                        ],
                        className="fig",
                    ),
                    share_bar(figure.count, figure.of, figure.unknown, words),
                    html.Footer([html.Span(figure.note), change(context, figure)]),
                ],
                **attributes({"data-figure": figure.key}),
            )
        )
    return html.Section(cells, className="card kpis", **attributes({"aria-label": words.text("overview.headlines")}))


def change(context: PageContext, figure: Headline) -> Component | None:
    """How the figure changed since the day compared with; nothing where none is."""
    if figure.before is None or not figure.judged:
        return None
    moved = figure.count - figure.before
    told = (
        context.words.text("overview.change_none")
        if moved == 0
        else context.words.text("overview.change", sign="+" if moved > 0 else "−", count=abs(moved))
    )
    return html.Span(told, className="chg")


def treemap_panel(context: PageContext) -> Component:
    """Communities, or larger places of a city, coloured by the share of eligible units with an organisation."""
    words = context.words
    cells = treemap_cells(context)
    larger = cells.kind != "community"
    hint = words.text("overview.treemap_hint")
    return panel(
        words.text("overview.treemap", kind=words.word(cells.kind)),
        coverage_treemap(context, cells),
        hint=words.text("overview.treemap_larger", hint=hint) if larger else hint,
        ways=finding_ways(context.state, "organisation_coverage", words),
        class_name="treemap",
    )


def to_do_panel(context: PageContext) -> Component:
    """Findings in the order of what to do first."""
    words = context.words
    heads = ("head_finding", "", "head_count", "head_unknown", "")
    columns = html.Div(
        [html.Span(), *[html.Span(words.text(f"overview.{head}") if head else "") for head in heads]], className="cols"
    )
    rows: Sequence[Any] = [to_do_row(context, place, *told) for place, told in enumerate(TO_DO, start=1)]
    return panel(
        words.text("overview.first"),
        [columns, html.Ol(rows, className="find-list")],
        hint=words.text("overview.first_hint"),
        class_name="flush first",
    )


def lacking(context: PageContext) -> Component | None:
    """Which tables behind the headline figures were never handed in."""
    names = ("places_without_organisation", "organisation_coverage", "isolated_organisations")
    return lacking_note(context.words, *(context.finding(name) for name in names))


def to_do_row(context: PageContext, place: int, finding_id: str, narrowed: str | None, path: str) -> Component:
    """One finding: its first step, how many of how many, unknown, and the page that tells more."""
    words = context.words
    finding = context.finding(finding_id)
    told = part(finding, narrowed)
    step = lacking_line(finding, words) or words.text(f"overview.step_{finding_id}")
    key = f"overview.part_{finding_id}"
    title = words.finding(finding_id) if narrowed is None else words.text(key, **of_the_part(finding, narrowed))
    opens = context.state.to(open=f"finding:{finding_id}" + (f"|{narrowed}" if narrowed and "=" in narrowed else ""))
    page = words.text(f"pages.{path.removeprefix('/')}")
    return html.Li(
        [
            html.Span(str(place), className="n"),
            html.Span(
                [link(opens, html.B(title), label=title), html.Span(step, title=step)],
                className="t",
            ),
            share_bar(told["count"], told["of"], told["unknown"], words),
            count_of(told["count"], told["of"], words, opens=opens)
            if finding.judged
            else finding_count(finding, words, opens=opens),
            html.Span(unknown_chip(told["unknown"], words), className="u"),
            link(context.state.page(path), "›", class_name="go", label=words.text("overview.to_page", page=page)),
        ],
        **attributes({"data-finding": finding_id}),
    )
