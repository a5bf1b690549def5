"""Where are the holes?

Places by an indicator in named classes, uncovered units as points, ties between places as lines; the classes with their
counts, the same places as a table, and where boundaries are handed in. The map's model is ``dashboard.geography``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import feffery_antd_components as fac
from dash import dcc, html
from dash.development.base_component import Component

from analytics.classing import MANUAL, METHODS
from analytics.finding import UNKNOWN
from analytics.place_indicators import INDICATORS
from dashboard.background_tiles import for_page
from dashboard.components.background_box import background_box
from dashboard.components.basics import attributes, icon, link, unknown_chip
from dashboard.components.drawing import drawing
from dashboard.components.export_menu import FILES, Picture, export_menu
from dashboard.components.map_drawing import classes_legend, heading, indicator_name, map_drawing, notes
from dashboard.components.map_table import map_table
from dashboard.components.panel import empty, finding_ways, lacking_note, page_head, panel
from dashboard.figures.map_legend import PATTERNS, LegendEntry, swatch
from dashboard.figures.place_map import Background, Drawing, place_map
from dashboard.geography.choice import MapChoice
from dashboard.geography.view import MOST_PLACES, MapView
from dashboard.page import PageContext
from dashboard.pages.data import MOST_BYTES

NUMBERS = (3, 4, 5, 6, 7)
SWATCH = 30.0
"""Width of a sign of the legend, in pixels."""


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    view = MapView(context, MapChoice.of(context.state.own))
    finding = view.figures.indicator.finding
    note = None if finding is None else lacking_note(words, context.finding(finding))
    drawn_as: list[Picture] = []
    if view.too_many:
        told = words.text("geography.too_many", count=view.rows.height, most=MOST_PLACES, level=words.word(view.level))
        body: list[Component] = [empty(told)]
    elif not view.outlines:
        body = [empty(words.text("geography.no_places"))]
    else:
        drawn = map_drawing(view, near=api_href(context, "/nearer"), background=asked_under(view))
        body = [html.Div([map_panel(view, drawn), side(view, drawn)], className="geo-grid")]
        drawn_as = [Picture("geography", words.text("pages.geography"), file_href(context, "svg"))]
    acts = [export_menu(context, {output: file_href(context, output) for output in FILES}, drawn_as)]
    head = page_head(words.text("pages.geography_question"), answer(view), acts=acts, note=note)
    given = html.Div([upload(context), background_box(context)], className="geo-given")
    parts = [head, html.Div(id="data-told"), tools(view), *body, given]
    return html.Div(parts, className="page fill geography prints")


def asked_under(view: MapView) -> Background | None:
    """The background as the page lays it under the map; none where there is none."""
    if view.background is None:
        return None
    return Background(asked=json.dumps(for_page(view.background, view.ground.plane, lang=view.context.words.lang)))


def file_href(context: PageContext, output: str) -> str:
    """Where a file of this view lies."""
    return api_href(context, "/export", format=output)


def api_href(context: PageContext, path: str, **more: str) -> str:
    """Where the API answers for this view."""
    state = context.state
    given = {
        **state.own,
        "place": state.place,
        "as_of": None if state.as_of is None else state.as_of.isoformat(),
        "layer": state.layer,
        "hub": "true" if state.hub else None,
        "lang": context.words.lang,
        **more,
    }
    return f"/api/v1/geography{path}?" + urlencode({name: value for name, value in given.items() if value})


def answer(view: MapView) -> list[Any]:
    """One line: how many places can be told, the least and the greatest, how many cannot."""
    words = view.context.words
    known = view.rows.filter(view.rows["state"] == "known").sort("value", "code")
    told: list[Any] = [
        words.text("geography.answer_known", indicator=indicator_name(view), known=known.height, of=view.rows.height),
        unknown_chip(view.state_count(UNKNOWN), words),
    ]
    if known.is_empty():
        return [*told, words.text("geography.ends_none")]
    low, high = known.row(0, named=True), known.row(-1, named=True)
    least, most = view.told_value(low["value"]), view.told_value(high["value"])
    if known.height == 1:
        return [*told, words.text("geography.ends_one", name=low["name"], value=least)]
    if low["value"] == high["value"]:
        return [*told, words.text("geography.ends_alike", value=least)]
    ends = words.text("geography.ends", low=least, low_name=low["name"], high=most, high_name=high["name"])
    return [*told, ends]


def tools(view: MapView) -> Component:
    """The map's own switches; every one stands in the address."""
    context, choice = view.context, view.choice
    words, state = context.words, context.state
    options = [{"label": words.text(f"geography.of_{name}"), "value": name} for name in INDICATORS]
    select = fac.AntdSelect(
        id="geo-indicator",
        options=options,
        value=choice.indicator,
        allowClear=False,
        optionFilterProp="label",
        style={"width": 236},
        locale="zh-cn" if words.lang == "zh" else "en-us",
    )
    parts: list[Component] = [
        html.Span([html.Label(words.text("geography.indicator"), htmlFor="geo-indicator"), select], className="ctl"),
        switches(
            words.text("geography.level"),
            [
                link(state.switched(level=level), words.word(level), class_name="on" if level == view.level else "")
                for level in view.levels
            ],
        ),
        switches(
            words.text("geography.classes"),
            [
                link(
                    state.switched(by=method, bounds=first_bounds(view) if method == MANUAL else None),
                    words.text(f"geography.by_{method}"),
                    class_name="on" if method == choice.method else "",
                )
                for method in METHODS
                if method != MANUAL or view.classes.number
            ],
        ),
    ]
    if choice.method == MANUAL:
        unit = words.text("geography.bounds_share" if view.figures.indicator.share else "geography.bounds")
        field = dcc.Input(
            id="geo-bounds", type="text", debounce=True, value=state.own.get("bounds", ""), className="in"
        )
        parts.append(html.Span([html.Label(unit, htmlFor="geo-bounds"), field], className="ctl"))
    else:
        parts.append(
            switches(
                words.text("geography.number"),
                [
                    link(state.switched(k=str(one)), str(one), class_name="on" if one == choice.number else "")
                    for one in NUMBERS
                ],
            )
        )
    parts += [
        toggle(context, "units", on=choice.units, to="off" if choice.units else None),
        toggle(context, "flows", on=choice.flows, to=None if choice.flows else "on"),
    ]
    if view.background is not None or not choice.background:
        parts.append(toggle(context, "back", on=choice.background, to="off" if choice.background else None))
    return html.Div(
        parts, className="geo-tools", role="toolbar", **attributes({"aria-label": words.text("geography.tools")})
    )


def first_bounds(view: MapView) -> str:
    """The bounds that stand now, as a person would write them, to begin from."""
    by = 100 if view.figures.indicator.share else 1
    inner = view.classes.upper or tuple(one for one in (view.classes.most,) if one is not None)
    return " ".join(f"{by * one:.4g}" for one in inner[:6])


def switches(label: str, choices: list[Component]) -> Component:
    """Some choices of which one stands."""
    return html.Div([html.Span(label), *choices], className="seg sm", role="group", **attributes({"aria-label": label}))


def toggle(context: PageContext, name: str, *, on: bool, to: str | None) -> Component:
    """A layer of the map that can be switched."""
    box = html.Span("✓" if on else "", className="box")
    text = context.words.text(f"geography.show_{name}")
    return link(context.state.switched(**{name: to}), [box, text], class_name="layer on" if on else "layer")


def map_panel(view: MapView, drawn: Drawing) -> Component:
    """The map with what is said of it."""
    words = view.context.words
    finding = view.figures.indicator.finding
    ways = [] if finding is None else finding_ways(view.context.state, finding, words)
    board = drawing(place_map(drawn), name="geography", label=drawn.heading + drawn.label, words=words)
    said = html.P([html.Span(one) for one in notes(view)], className="geo-notes")
    hint = words.text("geography.map_hint")
    if drawn.near is not None and view.nearer is not None:
        hint = words.text("geography.map_hint_near", hint=hint)
    return panel(heading(view), [board, said], hint=hint, ways=ways, class_name="flush place-map-panel")


def side(view: MapView, drawn: Drawing) -> Component:
    """The legend with the counts of each class, and the places as a table."""
    words = view.context.words
    ways = [legend_list(drawn.legend, class_name="geo-legend")]
    if drawn.near is not None and view.nearer is not None:
        classes = classes_legend(view.nearer)
        rest = drawn.legend[len(classes_legend(view)) :]
        ways.append(legend_list([*classes, *rest], class_name="geo-legend of-nearer"))
    legends = panel(words.text("geography.legend"), ways, hint=words.text(f"geography.by_{view.choice.method}_told"))
    return html.Div([legends, map_table(view)], className="side")


def legend_list(legend: Sequence[LegendEntry], *, class_name: str) -> Component:
    """The lines of a legend."""
    entries: list[Component] = [
        html.H3(entry.text)
        if entry.kind == "head"
        else html.Div([swatch_image(entry), html.Span(entry.text), html.Em(entry.count)], className="entry")
        for entry in legend
    ]
    widest = max([SWATCH, *(2 * entry.size + 2 for entry in legend)])
    return html.Div(entries, className=class_name, style={"--swatch": f"{widest:.0f}px"})


def swatch_image(entry: LegendEntry) -> Component:
    """The sign of a line of the legend, as it is on the map: circles as large as there."""
    wide, high = max(SWATCH, 2 * entry.size + 2), max(14.0, 2 * entry.size + 2)
    patterns = PATTERNS if entry.kind in ("unknown", "nothing") else ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{14 - wide / 2:.1f} {6 - high / 2:.1f} {wide:.1f} {high:.1f}" '
        f'width="{wide:.1f}" height="{high:.1f}">{patterns}{swatch(entry)}</svg>'
    )
    return html.Img(src="data:image/svg+xml," + quote(svg), alt="")


def upload(context: PageContext) -> Component:
    """Where boundaries are handed in: the same dry run as on the page of data, before anything is loaded."""
    words = context.words
    drop = dcc.Upload(
        html.Div([icon("export"), words.text("geography.drop")]),
        id="upload",
        multiple=True,
        max_size=MOST_BYTES,
        accept=".geojson,.json",
        className="drop",
        className_active="drop over",
    )
    preview = dcc.Loading(html.Div(id="dry-run"), type="dot", color="#868e99", show_initially=False)
    stores = [dcc.Store(id="staged"), dcc.Store(id="shown")]
    return html.Details(
        [
            html.Summary(words.text("geography.upload")),
            html.P(words.text("geography.upload_told"), className="note"),
            drop,
            preview,
            *stores,
        ],
        className="geo-upload",
    )
