"""What does the page of one organisation show beside the drawer's card: who is around, whom to join, what happened?

Panels of that page alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.card import Card
from analytics.organisation_events import LANES, organisation_events
from analytics.plans.plan import NO_DISTANCE
from dashboard.components.basics import Child, chip, domain_mark, link
from dashboard.components.drawing import drawing
from dashboard.components.panel import empty, panel
from dashboard.components.waiting import SOON, waiting
from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.figures.ego import Partner, ego_svg
from dashboard.figures.lanes import Happening, lanes_svg
from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.plans_asked import asked_plan
from dashboard.sample_mark import mark_told
from graph_model.errors import UnknownName

MOST_AROUND = 60
"""Partners on the ring; those of most layers, how many are left out is told."""
MOST_EVENTS = 60
SUGGESTED = 6
NAMED = 3
POSTED = "_posted"
OPEN_MARKS = frozenset({"missed", "ends"})


def ego_drawing(context: PageContext, card: Card, facts: Mapping[str, Any], *, sheet: bool = False) -> str:
    """Who is around an organisation."""
    words = context.words
    around = card.ties[:MOST_AROUND]
    around = sorted(around, key=lambda tie: (DOMAIN_CLASSES[tie["domain"]], -tie["weight"], tie["code"]))
    partners = [partner(context, tie) for tie in around]
    place = {tie["code"]: number for number, tie in enumerate(around)}
    snapshot = context.investigation.snapshot(as_of=context.as_of)
    among = snapshot.ties().filter(pl.col("a").is_in(list(place)) & pl.col("b").is_in(list(place)))
    ties = [(place[a], place[b]) for a, b in among.select("a", "b").iter_rows()]
    middle = partner(context, {**facts, "layers": [], "weight": 0})
    label = words.text("card_page.around_label", name=facts["name"], count=len(card.ties))
    mark = mark_told(context.investigation.data, words) if sheet else None
    return ego_svg(middle, partners, ties, label=label if mark is None else f"{label} · {mark}", sheet=sheet)


def partner(context: PageContext, row: Mapping[str, Any]) -> Partner:
    """One organisation as the picture shows it."""
    words = context.words
    number = DOMAIN_CLASSES[row["domain"]]
    layers = words.value([words.text(f"pages.layer_{layer}") for layer in row["layers"]])
    told = f"{row['name']} · {layers}" if row["layers"] else row["name"]
    return Partner(row["code"], row["name"], number, words.text(f"pages.domain_mark_{number}"), row["weight"], told)


def ego_panel(context: PageContext, card: Card, facts: Mapping[str, Any]) -> Component:
    """The picture of one step, with what it leaves out."""
    words = context.words
    title = words.text("card_page.around", count=len(card.ties))
    if not card.ties:
        return panel(title, empty(words.text("card.position_isolated")), class_name="ego")
    label = words.text("card_page.around_label", name=facts["name"], count=len(card.ties))
    body: list[Component] = [drawing(ego_drawing(context, card, facts), name="ego", label=label, words=words)]
    classes = sorted({DOMAIN_CLASSES[tie["domain"]]: tie["domain"] for tie in card.ties}.items())
    legend: list[Component] = [
        html.Span([domain_mark(domain, words), words.text(f"pages.domain_class_{number}")])
        for number, domain in classes
    ]
    body.append(html.Div(legend, className="legend"))
    if len(card.ties) > MOST_AROUND:
        note = words.text("card_page.around_cut", drawn=MOST_AROUND, of=len(card.ties))
        body.append(html.P(note, className="note"))
    return panel(title, body, hint=words.text("card_page.around_hint"), class_name="ego")


def partners_panel(context: PageContext, code: str) -> Component:
    """Whom it could join, each with the reasons in words; a line on how far the search is, while it goes on."""
    words, state = context.words, context.state
    title = words.text("card_page.partners")
    hint = words.text("card_page.partners_hint")
    ways = [
        link(
            state.page("/plan").switched(plan="suggested_partners", **{"p.organisation": code}),
            words.text("card_page.as_plan"),
            class_name="how",
        )
    ]
    try:
        given = {"organisation": code, "partners": SUGGESTED}
        work = asked_plan(context.service, "suggested_partners", given, as_of=context.as_of, place=None)
        if not work.soon(SOON):
            return panel(title, waiting(work, words, where="page", stops=False), hint=hint)
        plan = work.result()
    except UnknownName:  # the hub is neither asked for nor suggested
        return panel(title, empty(words.text("card_page.partners_hub")), hint=hint)
    if plan.unknown:
        return panel(title, empty(words.text("card_page.partners_nowhere")), hint=hint, ways=ways)
    if plan.rows.is_empty():
        return panel(title, empty(words.text("card_page.partners_none")), hint=hint, ways=ways)
    items = [suggestion(context, row) for row in plan.rows.iter_rows(named=True)]
    limits = html.P(words.text("card_page.partners_limits"), className="note")
    return panel(title, [html.Ol(items, className="suggested"), limits], hint=hint, ways=ways, class_name="flush")


def suggestion(context: PageContext, row: Mapping[str, Any]) -> Component:
    """One partner and what speaks for it."""
    words = context.words
    name = link(context.state.to(open=f"card:{row['partner']}"), row["partner_name"], class_name="opens")
    head = html.Div([domain_mark(row["partner_domain"], words), name])
    return html.Li([head, html.Ul([html.Li(one) for one in reasons(context, row)])])


def reasons(context: PageContext, row: Mapping[str, Any]) -> list[str]:
    """The reasons of a suggested partner in words, the same as the plan's columns tell."""
    words = context.words
    near = row["metres"] >= NO_DISTANCE
    told = [
        words.text("card_page.reason_near", metres=round(row["metres"]))
        if near
        else words.text("card_page.reason_one_place")
    ]
    if row["needs_met"] or row["resources_taken"]:
        told.append(
            words.text(
                "card_page.reason_needs",
                met=row["needs_met"],
                taken=row["resources_taken"],
                categories=[words.word(one) for one in row["categories"]],
            )
        )
    if row["new_domain"]:
        told.append(words.text("card_page.reason_domain", domain=words.word(row["partner_domain"])))
    told.append(words.text("card_page.reason_room", agreements=row["partner_agreements"], ties=row["partner_ties"]))
    if row["common"]:
        told.append(words.text("card_page.reason_common", count=row["common"]))
    if row["joins_components"]:
        told.append(words.text("card_page.reason_joins", count=row["organisations_joined"]))
    elif row["bridges_groups"]:
        told.append(words.text("card_page.reason_bridges", steps=row["steps_before"]))
    return told


def events_panel(context: PageContext, code: str) -> Component:
    """What happened when: lanes over months, then the newest as a table."""
    words = context.words
    snapshot = context.investigation.snapshot(as_of=context.as_of)
    events = organisation_events(snapshot, code)
    title = words.text("card_page.events", count=events.height)
    if events.is_empty():
        return panel(title, empty(words.text("card_page.no_events")))
    names = dict(snapshot.organisations.select("code", "name").iter_rows())
    dated = events.drop_nulls("day")
    marks = [
        Happening(row["day"], LANES.index(row["lane"]), row["kind"] not in OPEN_MARKS, event_told(context, row, names))
        for row in dated.iter_rows(named=True)
    ]
    lanes = [words.text(f"card_page.lane_{lane}") for lane in LANES]
    label = words.text("card_page.events_label", count=dated.height)
    picture = drawing(lanes_svg(lanes, marks, until=context.as_of, label=label), name="lanes", label=label, words=words)
    heads = [html.Th(words.text(f"card_page.{name}")) for name in ("day", "event", "what", "with")]
    rows = [
        html.Tr(
            [
                html.Td(words.text("card.undated") if row["day"] is None else row["day"].isoformat()),
                html.Td(event_word(row["kind"], words)),
                html.Td(words.word(row["title"]) if row["title"] else row["code"], className="cut", title=row["title"]),
                html.Td(others(context, row["with"], names), className="cut"),
            ]
        )
        for row in events.head(MOST_EVENTS).iter_rows(named=True)
    ]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl")
    parts: list[Component] = [picture, html.Div(table, className="events-table", tabIndex=0)]
    if events.height > MOST_EVENTS:
        parts.append(html.P(words.text("card_page.events_cut", shown=MOST_EVENTS, of=events.height), className="note"))
    return panel(title, parts, hint=words.text("card_page.events_hint"), class_name="flush events")


def event_word(kind: str, words: Wording) -> str:
    """What kind of event it is; a listing is posted under the word of its own kind."""
    if kind.endswith(POSTED):
        return words.text("card_page.event_posted", kind=words.word(kind.removesuffix(POSTED)))
    return words.text(f"card_page.event_{kind}")


def event_told(context: PageContext, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One event as a sentence."""
    words = context.words
    with_whom = [names.get(code, code) for code in row["with"][:NAMED]]
    more = len(row["with"]) - len(with_whom)
    told = f"{row['day']} · {event_word(row['kind'], words)} · {words.word(row['title'] or row['code'])}"
    if with_whom:
        told += " · " + words.value(with_whom)
    return told + (words.text("card_page.and_more", count=more) if more else "")


def others(context: PageContext, codes: list[str], names: Mapping[str, str]) -> list[Child]:
    """Organisations as links to their cards; of many the first ones and how many more."""
    words = context.words
    told: list[Child] = []
    for code in codes[:NAMED]:
        if told:
            told.append("、" if words.lang == "zh" else ", ")
        told.append(link(context.state.to(open=f"card:{code}"), names.get(code, code)))
    if len(codes) > NAMED:
        told.append(chip(words.text("card_page.and_more", count=len(codes) - NAMED), flat=True))
    return told or ["–"]
