"""How is a measure, a finding or all of a page explained beside it?

A plain sentence first, the formula below; of a finding its data, how complete they are, and what it does not heed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.method_card import method_card
from analytics.network.cards import MeasureCard, measure_cards
from analytics.plan_card import PLAN_COLUMNS, plan_card
from analytics.plans.catalogue import PLANS
from analytics.registry import DEFINITIONS
from dashboard.components.basics import Child, attributes, chip, finding_count, link, unknown_chip
from dashboard.components.frames import drawer_frame
from dashboard.i18n import Wording
from dashboard.methods import (
    COMPLETENESS,
    completeness_rows,
    measure_lines,
    method_lines,
    plan_limits,
    plan_lines,
    told_measure,
)
from dashboard.page import PageContext
from graph_model.errors import UnknownName

SCORECARD = ("density", "components", "largest_component_share", "connectedness", "isolates")
HELP: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "overview": (
        ("organisations", "isolates", "ei_index"),
        ("places_without_organisation", "organisation_coverage", "work_coverage", "isolated_organisations"),
        (),
    ),
    "network": (
        ("degree", "components", "isolates", "betweenness", "core", "cut_points"),
        ("isolated_organisations", "organisations_outside_the_largest_component"),
        ("what_if",),
    ),
    "linkages": (
        ("ei_index", "ei_ties_known", "ei_ties_unknown", "p_value", "density"),
        (
            *("ties_by_kind_of_place", "ties_by_domain", "agreements_expiring", "agreements_without_activity"),
            *("overdue_quarterly_meetings", "unmet_needs", "idle_resources"),
        ),
        ("pairing_plan", "matching"),
    ),
    "key": (
        (
            *("betweenness", "betweenness_normalised", "betweenness_error", "constraint", "degree"),
            *("cut_points", "bridges", "robustness_by_degree", "robustness_by_chance", "betweenness_centralisation"),
            "p_value",
        ),
        ("key_organisations", "cut_points", "bridges"),
        ("what_if",),
    ),
    "trend": (SCORECARD, ("isolated_organisations", "weak_community_screen"), ("trend",)),
    "coverage": (
        (),
        (
            *("places_without_organisation", "units_without_organisation", "units_that_should_establish"),
            *("joint_branch_candidates", "members_registered_elsewhere", "empty_shells"),
        ),
        ("joint_branch_plan",),
    ),
    "isolation": (
        ("isolates", "components", "largest_component_share"),
        (
            *("isolated_organisations", "tied_on_paper_only", "one_sided_invitations"),
            "organisations_outside_the_largest_component",
        ),
        ("suggested_partners",),
    ),
    "communities": ((), ("weak_community_screen",), ("sensitivity",)),
    "card": (
        ("degree", "betweenness", "betweenness_normalised", "closeness", "constraint", "effective_size", "core"),
        ("isolated_organisations", "key_organisations", "cut_points", "secretary_vacancies", "overdue_elections"),
        ("suggested_partners", "what_if"),
    ),
    "geography": (
        (),
        (
            *("places_without_organisation", "units_without_organisation", "organisation_coverage", "work_coverage"),
            *("few_support_points", "weak_community_screen"),
        ),
        ("meeting_places", "pairing_plan"),
    ),
    "cases": (
        (),
        (
            *("places_without_organisation", "units_without_organisation", "isolated_organisations", "unmet_needs"),
            *("agreements_without_activity", "committee_vitality", "weak_community_screen"),
        ),
        (),
    ),
    "story": ((*SCORECARD, "ei_index"), tuple(DEFINITIONS), ("trend", "what_if")),
    "data": ((), ("figures_that_disagree", "possible_duplicates"), ()),
    "ask": (("organisations", "ties", "degree"), ("possible_duplicates",), ()),
    "file": (tuple(measure_cards()), (), ()),
    "plan": (SCORECARD, (), ("what_if", *PLANS)),
}
"""By page: the measures, findings and plans that its help tells of."""


def help_drawer(context: PageContext, page: str) -> Component:
    """What the figures of a page mean."""
    words = context.words
    cards = measure_cards()
    if page not in HELP:
        raise UnknownName("page", page, known=HELP)
    measures, findings, plans = HELP[page]
    sections: list[Component] = [
        html.Section(measure_told(context, cards[name]), className="explained") for name in measures if name in cards
    ]
    for name in plans:
        if name in PLAN_COLUMNS:
            more = link(context.state.to(open=f"method:{name}"), words.text("help.method"), class_name="opens")
            head = html.H3([words.text(f"plans.name_{name}"), html.Span(more)])
            sections.append(html.Section([head, html.P(words.text(f"plans.about_{name}"))], className="explained"))
    for name in findings:
        more = link(context.state.to(open=f"method:{name}"), words.text("help.method"), class_name="opens")
        head = html.H3([words.finding(name), html.Span(more)])
        sections.append(html.Section([head, html.P(words.text(f"definitions.{name}"))], className="explained"))
    title = words.text("help.title_page", page=words.text(f"pages.{page}") if words.has(f"pages.{page}") else page)
    return drawer_frame(context, title, sections)


def measure_drawer(context: PageContext, name: str) -> Component:
    """One measure; ``UnknownName`` where there is none of the name."""
    if name not in measure_cards():
        raise UnknownName("explained", name, known=measure_cards())
    card = measure_cards()[name]
    lines = [html.Section(measure_told(context, card), className="explained")]
    footer: list[Child] = []
    if name in DEFINITIONS:
        footer.append(
            link(context.state.to(open=f"method:{name}"), context.words.text("help.method"), class_name="btn")
        )
    return drawer_frame(context, told_measure(card, context.words)["title"], lines, footer=footer)


def measure_told(context: PageContext, card: MeasureCard) -> list[Component]:
    """A measure: its name, what it means in one sentence, the formula and its kin below."""
    words = context.words
    told = told_measure(card, words)
    pairs: list[Component] = []
    for name, line in measure_lines(card, words).items():
        pairs += [html.Dt(words.text(f"methods.line_{name}").rstrip(": ：")), html.Dd(line)]
    return [
        html.H3([told["title"], html.Span(html.Code(card.name))]),
        html.P(told["meaning"], className="say"),
        html.Dl(pairs, className="formula"),
    ]


def method_drawer(context: PageContext, finding_id: str) -> Component:
    """How a finding is come by, its data and how complete they are, thresholds, limits; or a plan."""
    words = context.words
    if finding_id in PLAN_COLUMNS:
        return plan_drawer(context, finding_id)
    bar = context.service.settings.people_shown_from
    card = method_card(context.investigation, finding_id, context.as_of, place=context.state.place)
    before, after = method_lines(card, words)
    finding = context.finding(finding_id)
    sections = [
        html.Section([html.H3(words.text("pages.definition")), *[html.P(line) for line in before]]),
        completeness_section(completeness_rows(card, words, shown_from=bar), words),
        limits_section(after, words),
    ]
    chips = [
        finding_count(finding, words),
        unknown_chip(finding.unknown, words),
        chip(words.text("help.method"), flat=True),
    ]
    footer: list[Child] = [
        link(context.state.to(open=f"finding:{finding_id}"), words.text("pages.show_rows"), class_name="btn"),
        link(context.state.to(open=f"query:{finding_id}"), words.text("pages.show_query"), class_name="btn"),
    ]
    if finding_id in measure_cards():
        way = link(context.state.to(open=f"measure:{finding_id}"), words.text("help.measure"), class_name="btn")
        footer.append(way)
    return drawer_frame(context, words.finding(finding_id), sections, chips=chips, footer=footer, wide=True)


def plan_drawer(context: PageContext, plan_id: str) -> Component:
    """What a plan makes best and how, its data and how complete they are, its limits."""
    words = context.words
    card = plan_card(context.investigation, plan_id)
    pairs: list[Component] = []
    for name, line in plan_lines(plan_id, words).items():
        pairs += [html.Dt(words.text(f"plan_cards.line_{name}").rstrip(": ：")), html.Dd(line)]
    sections = [
        html.Section(
            [html.P(words.text(f"plans.about_{plan_id}"), className="say"), html.Dl(pairs, className="formula")]
        ),
        completeness_section(
            completeness_rows(card, words, shown_from=context.service.settings.people_shown_from), words
        ),
        limits_section(plan_limits(card, words), words),
    ]
    chips = [chip(words.text("help.method"), flat=True)]
    return drawer_frame(context, words.text(f"plans.name_{plan_id}"), sections, chips=chips, wide=True)


def completeness_section(rows: Sequence[Sequence[Any]], words: Wording) -> Component:
    """The rows of ``completeness_rows`` as a table."""
    heads = [
        html.Th(words.column(name), className="num" if name in ("known", "rows", "share") else "")
        for name in COMPLETENESS
    ]
    body = []
    for row in rows:
        cells: list[Component] = [html.Td(row[0]), html.Td(row[1])]
        cells += [html.Td(words.value(value), className="num") for value in row[2:4]]
        share = row[4]
        inner: list[Child] = ["–" if share is None else share]
        if share is not None:
            inner.insert(0, html.I(className="fill", style={"width": share}))
        cells.append(html.Td(inner, className="num filled"))
        body.append(html.Tr(cells))
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl")
    return html.Section(
        [html.H3([words.text("help.data"), html.Span(words.text("help.data_hint"))]), table],
        **attributes({"data-part": "completeness"}),
    )


def limits_section(lines: Sequence[str], words: Wording) -> Component:
    """What is not heeded, a sentence each."""
    return html.Section(
        [html.H3(words.text("help.limits")), html.Ul([html.Li(line) for line in lines], className="told")]
    )
