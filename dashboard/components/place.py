"""What does a map know of one place: every indicator of it, the findings behind, and the way to look inside?

A drawer of a place of any level. It gives no label and no score.
"""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import UNKNOWN
from analytics.place_figures import KNOWN, place_figures
from analytics.place_indicators import INDICATORS, Asked, levels_of
from dashboard.components.basics import Child, chip, link, unknown_chip
from dashboard.components.frames import drawer_frame
from dashboard.geography.view import value_told
from dashboard.page import PageContext
from graph_model.errors import UnknownName


def place_drawer(context: PageContext, code: str) -> Component:
    """The indicators of one place; ``UnknownName`` where there is no such place."""
    words, state = context.words, context.state
    places = context.snapshot.places
    found = {row["code"]: row for row in places.iter_rows(named=True)}
    if code not in found:
        raise UnknownName("place", code, known=found)
    place = found[code]
    asked = Asked(context.investigation, context.as_of, place=state.place, layer=state.layer, hub=state.hub)
    rows = []
    for indicator in INDICATORS.values():
        if place["kind"] not in levels_of(indicator):
            continue
        told = place_figures(asked, indicator.id, level=place["kind"]).rows.filter(pl.col("code") == code)
        if told.is_empty():
            continue
        row = told.row(0, named=True)
        name: Child = words.text(f"geography.of_{indicator.id}")
        if indicator.finding is not None:
            name = link(state.to(open=behind(context, indicator.finding, place)), name, class_name="opens")
        here = state.path == "/geography" and state.own.get("of", "organisation_coverage") == indicator.id
        rows.append(
            html.Tr(
                [
                    html.Th(name, scope="row"),
                    html.Td(
                        [value_of(context, row, share=indicator.share), html.Small(told_counts(context, row))],
                        className="num",
                    ),
                ],
                className="here" if here else "",
            )
        )
    head = html.Tr(
        [
            html.Th(words.text("geography.indicator")),
            html.Th(words.text("geography.value_counts"), className="num"),
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="tbl place-facts")
    above = found.get(place["parent"])
    chips = [chip(words.word(place["kind"]), flat=True)]
    if place["community_type"]:
        chips.append(chip(words.word(place["community_type"]), flat=True))
    if above is not None:
        chips.append(chip(link(state.to(open=f"place:{above['code']}"), above["name"]), flat=True))
    foot: list[Child] = []
    if place["kind"] != "grid":
        foot.append(link(state.to(place=code, open=None), words.text("geography.look_inside"), class_name="btn"))
    if place["kind"] == "community":
        foot.append(link(state.to(open=f"community:{code}"), words.text("geography.evidence"), class_name="btn"))
    note = html.P(words.text("geography.place_note"))
    return drawer_frame(context, place["name"], [html.Section([table, note])], chips=chips, footer=foot)


def behind(context: PageContext, finding_id: str, place: dict[str, str]) -> str:
    """The rows of a finding in a place where it is told by it, else all of them."""
    by_community = "community" in context.finding(finding_id).breakdowns
    rows = context.finding(finding_id).rows
    if place["kind"] == "community" and by_community and "community" in rows.columns:
        return f"finding:{finding_id}|community={place['code']}"
    return f"finding:{finding_id}"


def value_of(context: PageContext, row: dict[str, object], *, share: bool) -> Child:
    """A value; dotted where unknown, a dash where there is nothing to ask of."""
    if row["state"] == KNOWN:
        return html.B(value_told(row["value"], share=share))  # type: ignore[arg-type]
    if row["state"] == UNKNOWN:
        return html.Span(context.words.text("common.unknown"), className="unk")
    return "–"


def told_counts(context: PageContext, row: dict[str, object]) -> list[Child]:
    """Count, of how many, how many unknown."""
    words = context.words
    told = f"{words.value(row['count'])} / {words.value(row['of'])} "
    return [told, unknown_chip(int(str(row["unknown"])), words)]
