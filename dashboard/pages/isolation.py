"""Who is alone, and in which way: without a tie, tied on paper, never answered, cut off from the rest?

Four findings with their evidence. Whom each could join is the plan ``suggested_partners`` with its defaults, a work
that the page does not wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import FOUND, UNKNOWN, Finding
from dashboard.components.basics import Child, count_of, domain_mark, finding_count, link, unknown_chip
from dashboard.components.cases import case_link, worked_ways
from dashboard.components.export_menu import page_menu
from dashboard.components.panel import empty, lacking_note, page_head, panel
from dashboard.components.partner import best_partners, partner_of
from dashboard.components.waiting import SOON, waiting
from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.page import PageContext
from dashboard.plans_asked import asked_plan

SHOWN = 100
"""Most rows a panel lists; all of them stand behind its first button."""

Cells = Callable[[PageContext, Mapping[str, Any]], list[Child]]


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    panels = [isolated_panel(context), paper_panel(context), one_sided_panel(context), outside_panel(context)]
    head = page_head(words.text("pages.isolation_question"), answer(context), acts=[page_menu(context)])
    return html.Div([head, html.Div(panels, className="four")], className="page isolation")


def answer(context: PageContext) -> list[Child]:
    """One line: how many are alone, and in which ways others nearly are."""
    words = context.words
    told: list[Child] = []
    for key, finding_id in (
        ("alone", "isolated_organisations"),
        ("paper", "tied_on_paper_only"),
        ("unanswered", "one_sided_invitations"),
        ("outside", "organisations_outside_the_largest_component"),
    ):
        finding = context.finding(finding_id)
        opens = context.state.to(open=f"finding:{finding_id}")
        told += [words.text(f"isolation.answer_{key}"), finding_count(finding, words, opens=opens)]
        if finding.unknown:
            told += [" ", unknown_chip(finding.unknown, words)]
    return [*told, words.text("isolation.answer_end")]


def isolated_panel(context: PageContext) -> Component:
    """Organisations without any tie, and those that the hub alone keeps from it."""
    words = context.words
    finding = context.finding("isolated_organisations")
    bare = finding.measures["isolated_without_hub"]
    held = finding.breakdowns["held_by_the_hub_alone"]
    facts = html.Div(
        [
            html.Span(
                [
                    words.text("isolation.with_hub"),
                    finding_count(finding, words),
                    " ",
                    unknown_chip(finding.unknown, words),
                ]
            ),
            html.Span([words.text("isolation.without_hub"), html.B(words.value(bare))]),
            html.Span(
                [words.text("isolation.hub_alone"), *(names(context, held) if held else [html.B(words.value(0))])]
            ),
        ],
        className="legend facts-line",
    )
    listed = own_listings(context)
    work = asked_plan(context.service, "suggested_partners", {}, as_of=context.as_of, place=context.state.place)
    there = not finding.count or work.soon(SOON)
    best = best_partners(work.result().rows) if there and finding.count else {}

    def cells(context: PageContext, row: Mapping[str, Any]) -> list[Child]:
        return [
            subject(context, row),
            place_of(context, row["community"] or row["place"]),
            listed.get(row["code"], "–"),
            partner_of(context, best.get(row["code"])) if there else "…",
        ]

    heads = ("organisation", "community", "listings", "partner")
    body = rows_of(context, finding, heads=heads, cells=cells)
    children = [facts, by_domain(context, finding), body]
    if not there:
        children.append(waiting(work, words, where="page", stops=False))
    hint = words.text("isolation.isolated_hint")
    return finding_panel(context, finding, children, hint=hint)


def paper_panel(context: PageContext) -> Component:
    """Organisations with a seat or an agreement and no sign of life in a year."""
    words = context.words
    finding = context.finding("tied_on_paper_only")

    def cells(context: PageContext, row: Mapping[str, Any]) -> list[Child]:
        return [
            subject(context, row),
            number(context, row["seats"]),
            number(context, row["agreements"]),
            (row["last_met"] and row["last_met"].isoformat()) or words.text("isolation.never"),
            (row["last_claim"] and row["last_claim"].isoformat()) or words.text("isolation.never"),
        ]

    heads = ("organisation", "seats", "agreements", "last_met", "last_claim")
    body = rows_of(context, finding, heads=heads, cells=cells)
    since = finding.rows.get_column("quiet_since")
    told = since[0].isoformat() if since.len() else context.as_of.isoformat()
    hint = words.text("isolation.paper_hint", since=told)
    return finding_panel(context, finding, [by_domain(context, finding), body], hint=hint)


def one_sided_panel(context: PageContext) -> Component:
    """Agreements nobody answered, and invitations nobody follows."""
    words = context.words
    finding = context.finding("one_sided_invitations")

    def cells(context: PageContext, row: Mapping[str, Any]) -> list[Child]:
        if row["status"] == UNKNOWN:
            why: Child = html.Span(words.text("isolation.signed_unknown"), className="unk")
        elif row["never_attended_by"]:
            why = words.text("isolation.never_came", count=row["invitations"])
        else:
            why = words.text("isolation.no_answer", days=row["days_since_signing"])
        silent = [*row["unanswered_by"], *(one for one in row["never_attended_by"] if one not in row["unanswered_by"])]
        return [
            html.Span(row["name"], title=row["name"], className="cut"),
            html.Span(organisations(context, silent), className="cut") if silent else "–",
            why,
        ]

    body = rows_of(context, finding, heads=("agreement", "silent", "why"), cells=cells, unknown=True)
    days, often = (threshold.value for threshold in finding.thresholds)
    hint = words.text("isolation.one_sided_hint", days=days, often=often)
    return finding_panel(context, finding, [body], hint=hint)


def outside_panel(context: PageContext) -> Component:
    """Organisations with ties that do not reach the largest component."""
    words = context.words
    finding = context.finding("organisations_outside_the_largest_component")
    measures = finding.measures
    facts = html.Div(
        [
            html.Span([words.text("isolation.largest"), html.B(known(context, measures["largest_size"]))]),
            html.Span(
                [words.text("isolation.largest_bare"), html.B(known(context, measures["largest_size_without_hub"]))]
            ),
            html.Span([words.text("isolation.outside_bare"), html.B(known(context, measures["outside_without_hub"]))]),
        ],
        className="legend facts-line",
    )

    def cells(context: PageContext, row: Mapping[str, Any]) -> list[Child]:
        bare = row["outside_without_hub"]
        return [
            subject(context, row),
            words.word(row["level"]),
            place_of(context, row["place"]),
            number(context, row["component_size"]),
            words.text("isolation.no_tie_left") if bare is None else words.value(bare),
        ]

    heads = ("organisation", "level", "place", "component_size", "outside_without_hub")
    body = rows_of(context, finding, heads=heads, cells=cells)
    hint = words.text("isolation.outside_hint")
    return finding_panel(context, finding, [facts, body], hint=hint)


def finding_panel(context: PageContext, finding: Finding, children: Sequence[Component], *, hint: str) -> Component:
    """A panel of one finding: its title and count, how to read it, three ways on."""
    words = context.words
    title = words.finding(finding.id)
    told = f"{title} {words.value(finding.count)}"
    note = lacking_note(words, finding)
    body = [*([note] if note else []), *children]
    return panel(told, body, hint=hint, ways=worked_ways(context, finding.id), class_name="list")


def rows_of(
    context: PageContext, finding: Finding, *, heads: Sequence[str], cells: Cells, unknown: bool = False
) -> Component:
    """The rows found as a table, the unknown ones behind them where wished."""
    words = context.words
    wanted = [FOUND, UNKNOWN] if unknown else [FOUND]
    rows = finding.rows.filter(pl.col("status").is_in(wanted))
    if rows.is_empty():
        return empty(words.text("isolation.none"))
    numbers = {"seats", "agreements", "component_size"}
    head = html.Tr(
        [
            *[html.Th(words.text(f"isolation.{name}"), className="num" if name in numbers else "") for name in heads],
            html.Th(words.column("case"), className="case-cell"),
        ]
    )
    body = [
        html.Tr(
            [
                *[
                    html.Td(cell, className="num" if name in numbers else "")
                    for name, cell in zip(heads, cells(context, row), strict=True)
                ],
                html.Td(case_link(context, finding.id, row["code"]), className="case-cell"),
            ]
        )
        for row in rows.head(SHOWN).iter_rows(named=True)
    ]
    children: list[Component] = [html.Table([html.Thead(head), html.Tbody(body)], className="tbl")]
    if rows.height > SHOWN:
        more = words.text("isolation.more", count=rows.height - SHOWN)
        children.append(link(context.state.to(open=f"finding:{finding.id}"), more, class_name="told"))
    return html.Div(children, className="rows")


def by_domain(context: PageContext, finding: Finding) -> Component:
    """Of each drawn class of domain how many were found."""
    words = context.words
    counts: dict[int, list[int]] = {}
    first: dict[int, str] = {}
    for row in finding.breakdowns["domain"]:
        number_of = DOMAIN_CLASSES[row["domain"]]
        first.setdefault(number_of, row["domain"])
        held = counts.setdefault(number_of, [0, 0])
        held[0] += row["count"]
        held[1] += row["of"]
    return html.Div(
        [
            html.Span(
                [
                    domain_mark(first[one], words),
                    words.text(f"pages.domain_class_{one}"),
                    count_of(counts[one][0], counts[one][1], words),
                ],
                className="" if counts[one][0] else "faint",
            )
            for one in sorted(counts)
        ],
        className="legend by",
    )


def own_listings(context: PageContext) -> dict[str, str]:
    """What each organisation lists, in a word a kind: its needs, resources and services by number."""
    words = context.words
    held = context.snapshot.listings.group_by("organisation", "kind").len().sort("organisation", "kind")
    told: dict[str, list[str]] = {}
    for code, kind, count in held.iter_rows():
        told.setdefault(code, []).append(f"{words.word(kind)} {words.value(count)}")
    return {code: words.value(parts) for code, parts in told.items()}


def subject(context: PageContext, row: Mapping[str, Any]) -> Component:
    """An organisation with the mark of its domain; opens its card."""
    name = link(context.state.to(open=f"card:{row['code']}"), row["name"], label=row["name"])
    return html.Span([domain_mark(row["domain"], context.words), name], className="subject")


def organisations(context: PageContext, codes: Sequence[str]) -> list[Child]:
    """Organisations by code as links to their cards."""
    held = context.investigation.snapshot(as_of=context.as_of).organisation_names
    return names(context, [{"code": code, "name": held.get(code, code)} for code in codes])


def names(context: PageContext, rows: Sequence[Mapping[str, Any]]) -> list[Child]:
    """Names as links to their cards, with the language's comma between."""
    told: list[Child] = []
    for row in rows:
        if told:
            told.append("、" if context.words.lang == "zh" else ", ")
        told.append(link(context.state.to(open=f"card:{row['code']}"), row["name"]))
    return told


def place_of(context: PageContext, code: str | None) -> Child:
    """A place's name; unknown dotted."""
    if code is None:
        return html.Span(context.words.text("common.unknown"), className="unk")
    return context.snapshot.place_names.get(code, code)


def number(context: PageContext, value: int | None) -> Child:
    """A number as a cell shows it; unknown dotted."""
    return (
        html.Span(context.words.text("common.unknown"), className="unk")
        if value is None
        else context.words.value(value)
    )


def known(context: PageContext, value: float | None) -> str:
    """A measure in words; a dash where it is not defined."""
    return "–" if value is None else context.words.value(value)
