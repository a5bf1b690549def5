"""What is one organisation's place in the network, as the drawer tells it?

Draws what ``analytics.card`` gathered. Nothing here scores an organisation, and no person is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.card import Card, organisation_card
from dashboard.components.basics import Child, chip, count_of, domain_mark, link
from dashboard.components.frames import drawer_frame
from dashboard.components.to_deck import to_deck_button
from dashboard.page import PageContext
from dashboard.people import told_facts
from graph_model.errors import UnknownName

MOST_PARTNERS = 12
MOST_MEETINGS = 6


def card_of(context: PageContext, code: str) -> tuple[Card, dict[str, Any]]:
    """The card of an organisation, and its facts as they may be told.

    Raises
    ------
    UnknownName
        No living organisation of the region has this code.
    """
    whole = context.investigation.snapshot(as_of=context.as_of)
    kept = whole if context.state.hub else whole.without_hub()
    try:
        card = organisation_card(kept, code)
    except UnknownName:  # the hub's own card is told although its ties are not counted elsewhere
        card = organisation_card(whole, code)
    facts = told_facts(card.facts, shown_from=context.service.settings.people_shown_from)
    if facts["superior"] is not None and facts["superior_name"] is None:
        above = whole.organisations.filter(whole.organisations["code"] == facts["superior"]).get_column("name")
        facts["superior_name"] = above[0] if above.len() else None
    return card, facts


def chips_of(context: PageContext, facts: Mapping[str, Any]) -> list[Component]:
    """What kind of organisation it is."""
    words = context.words
    told = (
        words.word(facts["level"]),
        facts["area_name"],
        facts["nearest_type"] and words.word(facts["nearest_type"]),
        facts["form"] and words.word(facts["form"]),
    )
    first = chip([domain_mark(facts["domain"], words), words.word(facts["domain"])])
    return [first, *(chip(one, flat=True) for one in told if one)]


def card_drawer(context: PageContext, code: str) -> Component:
    """The card of an organisation; ``UnknownName`` as ``card_of``."""
    words = context.words
    card, facts = card_of(context, code)
    sections = [
        facts_section(context, facts),
        position_section(context, code),
        ties_section(context, card),
        agreements_section(context, card),
        listings_section(context, card),
        seats_section(context, card),
        meetings_section(context, card),
        findings_section(context, code),
    ]
    page = link(context.state.page("/card").switched(org=code), words.text("card_page.open_page"), class_name="btn")
    way = link(context.state.to(open=f"history:{code}"), words.text("data_page.history_way"), class_name="btn")
    given = [section for section in sections if section is not None]
    footer = [page, way, to_deck_button(words, "organisation", code)]
    return drawer_frame(context, facts["name"], given, chips=chips_of(context, facts), footer=footer)


def facts_section(context: PageContext, facts: Mapping[str, Any]) -> Component:
    """What the ledger says of it; unknown dotted."""
    words = context.words
    rows: list[tuple[str, Child]] = [
        ("full_members", known(context, facts["full_members"])),
        ("probationary_members", known(context, facts["probationary_members"])),
        ("secretary", known(context, facts["secretary"])),
        ("term_ends", known(context, facts["term_ends"])),
        ("has_venue", known(context, facts["has_venue"], yes_no=("card.venue", "card.no_venue"))),
        ("founded", known(context, facts["founded"])),
    ]
    wide: list[tuple[str, Child]] = [("place", known(context, facts["place_name"]))]
    if facts["superior"] is not None:
        above = facts["superior_name"] or facts["superior"]
        wide.append(("superior", link(context.state.to(open=f"card:{facts['superior']}"), above)))
    pairs: list[Component] = []
    for name, value in rows:
        pairs += [html.Dt(words.text(f"card.{name}")), html.Dd(value)]
    for name, value in wide:
        pairs += [html.Dt(words.text(f"card.{name}")), html.Dd(value, className="wide")]
    return html.Section(html.Dl(pairs, className="facts"))


def known(context: PageContext, value: Any, *, yes_no: tuple[str, str] | None = None) -> Child:
    """A value as a fact shows it; unknown in a dotted chip."""
    words = context.words
    if yes_no is not None and value is not None:
        return words.text(yes_no[0] if value else yes_no[1])
    if value is None:
        return html.Span(words.text("common.unknown"), className="unk")
    return words.word(value) if isinstance(value, str) else words.value(value)


def position_section(context: PageContext, code: str) -> Component | None:
    """Where it stands in the network of the whole region: rank by betweenness, cut point, bridges."""
    words = context.words
    told = context.investigation.position(code, as_of=context.as_of, hub=context.state.hub)
    if not told:
        return None
    which = words.text("pages.with_hub" if context.state.hub else "pages.without_hub")
    if told["degree"] == 0:
        sentence: list[Child] = [words.text("card.position_isolated")]
    else:
        rank = "–" if told["rank"] is None else words.value(told["rank"])
        sentence = [
            words.text("card.position_rank"),
            html.B(rank),
            f" / {words.value(told['of'])}",
            words.text("card.position_core", core=told["core"]),
            words.text("card.position_cut" if told["cut_point"] else "card.position_no_cut"),
            words.text("card.position_bridges", count=told["bridges"]) if told["bridges"] else "",
        ]
    return html.Section([html.H3([words.text("card.position"), html.Span(which)]), html.P(sentence, className="say")])


def ties_section(context: PageContext, card: Card) -> Component:
    """Its ties by layer as bars with the newest dated event, then its partners."""
    words = context.words
    head = html.H3([words.text("card.ties", count=len(card.ties)), html.Span(words.text("card.ties_hint"))])
    bars: list[Component] = []
    for row in card.by_layer:
        width = 100 * row["ties"] / row["of"] if row["of"] else 0
        latest = row["latest"] or ("–" if row["ties"] == 0 else words.text("card.undated"))
        bars += [
            html.Span(words.text(f"pages.layer_{row['layer']}")),
            html.Div(html.I(style={"width": f"{width:.1f}%"}), className="line"),
            count_of(row["ties"], row["of"], words),
            html.Em(latest),
        ]
    partners = [
        html.Li(
            [
                domain_mark(tie["domain"], words),
                link(context.state.to(open=f"card:{tie['code']}"), tie["name"], label=tie["name"]),
                html.I(words.value([words.text(f"pages.layer_{layer}") for layer in tie["layers"]])),
            ]
        )
        for tie in card.ties
    ]
    lists: list[Component] = [html.Ul(partners[:MOST_PARTNERS], className="partners")]
    if len(partners) > MOST_PARTNERS:
        rest = html.Summary(words.text("card.more_partners", count=len(partners) - MOST_PARTNERS))
        lists.append(html.Details([rest, html.Ul(partners[MOST_PARTNERS:], className="partners")]))
    return html.Section([head, html.Div(bars, className="layers"), *lists])


def agreements_section(context: PageContext, card: Card) -> Component | None:
    """Its agreements, those in force first: since when, until when, how many activities."""
    words = context.words
    if not card.agreements:
        return None
    alive = sum(1 for row in card.agreements if row["alive"])
    blocks = []
    for row in card.agreements:
        ends = words.text("card.open_end") if row["ends"] is None else words.text("card.until", day=row["ends"])
        done = words.text("card.activities", count=row["activities"])
        newest = words.text("card.newest", day=row["latest_activity"]) if row["latest_activity"] else ""
        told = [html.B(row["title"] or row["code"]), html.Em(words.word(row["status"]) if row["status"] else "")]
        blocks.append(html.Li([html.Div(told), html.P([ends, " · ", done, newest])]))
    count = count_of(alive, len(card.agreements), words)
    head = html.H3([words.text("card.agreements"), html.Span([words.text("card.in_force"), " ", count])])
    return html.Section([head, html.Ul(blocks, className="records")])


def listings_section(context: PageContext, card: Card) -> Component | None:
    """What it needs and offers, and how often each was claimed."""
    words = context.words
    if not card.listings:
        return None
    claimed = sum(1 for row in card.listings if row["claims"])
    blocks = [
        html.Li(
            [
                chip(words.word(row["kind"]), flat=True),
                html.Span(row["title"], className="grow"),
                html.Em(words.text("card.claims", count=row["claims"]) if row["claims"] else words.text("card.open")),
            ],
            className="one",
        )
        for row in card.listings
    ]
    count = count_of(claimed, len(card.listings), words)
    head = html.H3([words.text("card.listings"), html.Span([words.text("card.claimed"), " ", count])])
    return html.Section([head, html.Ul(blocks, className="records")])


def seats_section(context: PageContext, card: Card) -> Component | None:
    """The committees it sits on."""
    words = context.words
    if not card.seats:
        return None
    rows = [
        html.Li([html.Span(row["name"], className="grow"), html.Em(words.word(row["role"]))], className="one")
        for row in card.seats
    ]
    return html.Section([html.H3(words.text("card.seats", count=len(rows))), html.Ul(rows, className="records")])


def meetings_section(context: PageContext, card: Card) -> Component | None:
    """The meetings it was invited to or held, newest first."""
    words = context.words
    if not card.meetings:
        return None
    rows = [
        html.Li(
            [
                html.Span(row["held"], className="day"),
                html.Span(words.word(row["kind"]), className="grow"),
                html.Em(words.text("card.came" if row["attended"] else "card.stayed_away")),
            ],
            className="one",
        )
        for row in card.meetings[:MOST_MEETINGS]
    ]
    return html.Section([html.H3(words.text("card.meetings")), html.Ul(rows, className="records")])


def findings_section(context: PageContext, code: str) -> Component:
    """The findings in whose rows it is found, each a link to them."""
    words = context.words
    about = context.investigation.findings_about(code, as_of=context.as_of)
    rows: Sequence[Component] = [
        html.Li(link(context.state.to(open=f"finding:{name}"), words.finding(name))) for name in about
    ]
    head = html.H3([words.text("card.findings"), html.Span(words.value(len(about)))])
    return html.Section([head, html.Ul(rows, className="about") if rows else html.P(words.text("card.no_finding"))])
