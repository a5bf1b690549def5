"""Who holds it together, and what falls apart without them?

Organisations by betweenness with words for why, what each would leave behind, and how fast the network goes to pieces.
Positions, no merits; never a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import FOUND
from analytics.key_organisations import not_told_apart
from analytics.losing import Holding, Loss
from analytics.scorecard import BETWEENNESS_TIES, BETWEENNESS_UP_TO, centralisation_is_drawn
from dashboard.components.basics import Child, attributes, chip, domain_mark, finding_count, link
from dashboard.components.chart import chart
from dashboard.components.export_menu import Picture, page_menu
from dashboard.components.panel import empty, finding_ways, lacking_note, page_head, panel
from dashboard.components.waiting import SOON, waiting
from dashboard.figures.curves import removal_figure
from dashboard.page import PageContext
from dashboard.plans_asked import asked_holding

ROLES = ("cut_point", "bridge", "broker")
NAMED = 12
LISTED = 8
POINTS = 160
"""Points of a curve that are drawn; more are not told apart on a screen."""


def draw(context: PageContext) -> Component:
    """The page."""
    words = context.words
    state = context.state
    question = words.text("pages.key_question")
    work = asked_holding(context.service, as_of=context.as_of, place=state.place, layer=state.layer, hub=state.hub)
    if not work.soon(SOON):
        going = html.Section(waiting(work, words, where="page"), className="card")
        return html.Div([page_head(question, words.text("key_page.about")), going], className="page")
    rows, parts, held = work.result()
    lost = {one.code: one for one in parts}
    network = context.investigation.snapshot(as_of=context.as_of)
    finding = context.finding("key_organisations")
    drawn = [Picture("robustness", words.text("key_page.curve"))] if rows else []
    acts = [page_menu(context, drawn)]
    head = page_head(question, answer(context, rows, held), acts=acts, note=lacking_note(words, finding))
    if not rows:
        return html.Div([head, empty(words.text("key_page.empty"))], className="page fill")
    names = dict(network.organisations.select("code", "name").iter_rows())
    left = html.Div([rank_panel(context, rows, lost), weak_points(context)], className="left")
    right = html.Div([leaves_panel(context, rows, lost, names), curve_panel(context, held)], className="left")
    return html.Div([head, html.Div([left, right], className="key-grid")], className="page fill keypage")


def answer(context: PageContext, rows: Sequence[Mapping[str, Any]], held: Holding) -> list[Any]:
    """One line: how many of those shown are cut points, how many there are, and what is left without the best tied."""
    words = context.words
    cut, bridges = context.finding("cut_points"), context.finding("bridges")
    among = sum("cut_point" in row["roles"] for row in rows)
    told: list[Any] = [
        words.text("key_page.answer_rank", count=len(rows), cut=among),
        finding_count(cut, words, opens=context.state.to(open="finding:cut_points")),
        words.text("key_page.answer_cut"),
        finding_count(bridges, words, opens=context.state.to(open="finding:bridges")),
        words.text("key_page.answer_bridges"),
    ]
    twentieth = max(held.organisations // 20, 1)
    if held.organisations > 1:
        left = int(held.by_ties.largest[min(twentieth, held.organisations)])
        told.append(words.text("key_page.answer_left", gone=twentieth, before=int(held.by_ties.largest[0]), left=left))
    return told


def rank_panel(context: PageContext, rows: Sequence[Mapping[str, Any]], lost: Mapping[str, Loss]) -> Component:
    """The ranking: why, and what each leaves behind."""
    words, state = context.words, context.state
    chosen = selected(context, rows, lost)
    most = max((row["betweenness"] for row in rows), default=0.0) or 1.0
    heads = ("rank", "organisation", "why", "degree", "betweenness", "leaves")
    numbers = {"rank", "degree", "leaves"}
    head = html.Tr(
        [html.Th(words.text(f"key_page.{name}"), className="num" if name in numbers else "") for name in heads]
    )
    body = []
    for row in rows:
        loss = lost[row["code"]]
        name = html.Span(
            [
                domain_mark(row["domain"], words),
                link(state.to(open=f"card:{row['code']}"), row["name"], label=row["name"]),
            ],
            className="subject",
        )
        roles: list[Component] = [
            html.Span(words.word(role), className="chip flat", title=words.text(f"key_page.why_{role}"))
            for role in ROLES
            if role in row["roles"]
        ]
        bar = html.Span(
            [html.I(style={"width": f"{100 * row['betweenness'] / most:.0f}%"}), html.Span(measure(row))],
            className="bar-cell",
            title=words.text("key_page.betweenness_told", value=row["betweenness"]),
        )
        gone = link(
            state.switched(leaves=row["code"]),
            words.text("key_page.cut_off", count=len(loss.cut_off)),
            class_name="opens",
            label=words.text("key_page.show_leaves", name=row["name"]),
        )
        cells: list[Child] = [words.value(row["rank"]), name, html.Span(roles or "–"), words.value(row["degree"]), bar]
        tds = [
            html.Td(cell, className="num" if key in numbers else "")
            for key, cell in zip(heads, [*cells, gone], strict=True)
        ]
        body.append(
            html.Tr(tds, className="on" if row["code"] == chosen else "", **attributes({"data-code": row["code"]}))
        )
    hub = words.text("pages.with_hub" if state.hub else "pages.without_hub")
    error = next((row["betweenness_error"] for row in rows if row["betweenness_error"] is not None), None)
    notes = [html.P(words.text("key_page.sampled", error=error), className="note")] if error is not None else []
    near = not_told_apart(rows)
    if near:
        notes.append(html.P(words.text("key_page.not_told_apart", count=near, error=error), className="note"))
    notes.append(html.P(centralisation(context), className="note"))
    table = html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="tbl"), className="rows")
    return panel(
        words.text("key_page.ranking", count=len(rows)),
        [table, *notes],
        hint=words.text("key_page.ranking_hint", hub=hub),
        ways=finding_ways(state, "key_organisations", words),
        class_name="list",
    )


def centralisation(context: PageContext) -> str:
    """Whether brokerage rests on few more than chance explains, in the network of the region; or why none was drawn."""
    words, state = context.words, context.state
    region = context.investigation.snapshot(as_of=context.as_of)
    if not centralisation_is_drawn(region if state.hub else region.without_hub(), state.layer):
        return words.text("key_page.chance_not_drawn", organisations=BETWEENNESS_UP_TO, ties=BETWEENNESS_TIES)
    side = "all" if state.hub else "without_hub"
    told = context.investigation.by_chance(as_of=context.as_of, layer=state.layer)[side]["betweenness_centralisation"]
    if told is None or told["p_value"] is None:
        return words.text("key_page.chance_alike")
    numbers = {name: f"{told[name]:.2f}" for name in ("observed", "low", "high")}
    draws = told["draws"]
    shares = {"p": f"{told['p_value']:.2g}", "least": f"{told['p_least']:.2g}", "draws": draws}
    return words.text("key_page.chance", **numbers, **shares)


def measure(row: Mapping[str, Any]) -> str:
    """Betweenness as a share of all pairs; a dash where it is not defined."""
    value = row["betweenness_normalised"]
    return "–" if value is None else f"{100 * value:.1f}%"


def selected(context: PageContext, rows: Sequence[Mapping[str, Any]], lost: Mapping[str, Loss]) -> str:
    """Whose leaving is told: the one of the address, else who cuts most off."""
    asked = context.state.own.get("leaves")
    if asked in lost:
        return str(asked)
    return str(max(rows, key=lambda row: (len(lost[row["code"]].cut_off), -row["rank"]))["code"])


def leaves_panel(
    context: PageContext, rows: Sequence[Mapping[str, Any]], lost: Mapping[str, Loss], names: Mapping[str, str]
) -> Component:
    """What one organisation would leave behind, and why it stands where it stands."""
    words, state = context.words, context.state
    code = selected(context, rows, lost)
    row, loss = next(row for row in rows if row["code"] == code), lost[code]
    why = [
        html.Li([chip(words.word(role), flat=True), words.text(f"key_page.why_{role}")])
        for role in ROLES
        if role in row["roles"]
    ]
    if not why:
        why = [html.Li(words.text("key_page.why_between"))]
    largest = loss.pieces[0] if loss.pieces else 0
    if len(loss.pieces) > 1:
        sentence = words.text(
            "key_page.falls", component=loss.component, pieces=len(loss.pieces), largest=largest, off=len(loss.cut_off)
        )
    else:
        sentence = words.text("key_page.holds", component=loss.component, largest=largest)
    off: list[Child] = [
        link(state.to(open=f"card:{one}"), names.get(one, one), class_name="chip") for one in loss.cut_off[:NAMED]
    ]
    more = len(loss.cut_off) - NAMED
    if more > 0:
        off.append(chip(words.text("key_page.first_of", shown=NAMED, count=len(loss.cut_off)), flat=True))
    return panel(
        words.text("key_page.without", name=row["name"]),
        [html.P(sentence, className="say"), html.Div(off, className="chips"), html.Ul(why, className="why")],
        hint=words.text("key_page.without_hint"),
        class_name="leaves",
        panel_id="leaves",
    )


def curve_panel(context: PageContext, held: Holding) -> Component:
    """How much the largest part still holds as organisations leave."""
    words = context.words
    title = words.text("key_page.curve")
    n = max(held.organisations, 1)
    at = sorted({round(step * n / POINTS) for step in range(POINTS + 1)}) if n > POINTS else list(range(n + 1))
    figure = removal_figure(
        [one / n for one in at],
        [int(held.by_ties.largest[one]) / n for one in at],
        [float(held.by_chance.mean[one]) / n for one in at],
        [float(held.by_chance.least[one]) / n for one in at],
        [float(held.by_chance.most[one]) / n for one in at],
        names=(words.text("key_page.by_ties"), words.text("key_page.by_chance")),
        axes=(words.text("key_page.axis_gone"), words.text("key_page.axis_left")),
    )
    legend = html.Div(
        [
            html.Span(
                [html.I(className="ln solid"), words.text("key_page.by_ties"), html.Em(robust(held.by_ties.robustness))]
            ),
            html.Span(
                [
                    html.I(className="ln dash"),
                    words.text("key_page.by_chance"),
                    html.Em(robust(held.by_chance.robustness)),
                ]
            ),
            html.Span([html.I(className="sw band"), words.text("key_page.band", draws=held.by_chance.draws)]),
        ],
        className="legend",
    )
    return panel(
        title,
        [legend, chart(figure, name="robustness", label=title)],
        hint=words.text("key_page.curve_hint"),
        class_name="curve",
    )


def robust(value: float | None) -> str:
    """R of a curve, two digits."""
    return "R –" if value is None else f"R {value:.2f}"


def weak_points(context: PageContext) -> Component:
    """Cut points and bridges: the first of each, all behind the buttons."""
    words, state = context.words, context.state
    cut, bridges = context.finding("cut_points"), context.finding("bridges")
    points = cut.rows.filter(pl.col("status") == FOUND).sort(["degree", "code"], descending=[True, False])
    ends = bridges.rows.filter(pl.col("status") == FOUND)
    lists = []
    for finding, rows, key in ((cut, points, "cut_points"), (bridges, ends, "bridges")):
        entries: list[Component] = []
        for row in rows.head(LISTED).iter_rows(named=True):
            if key == "cut_points":
                told: list[Child] = [
                    link(state.to(open=f"card:{row['code']}"), row["name"]),
                    html.Em(words.text("pages.ties_count", count=row["degree"])),
                ]
            else:
                told = [
                    link(state.to(open=f"card:{row['a']}"), row["a_name"]),
                    " – ",
                    link(state.to(open=f"card:{row['b']}"), row["b_name"]),
                ]
            entries.append(html.Li(told))
        head = html.H3(
            [
                words.finding(finding.id),
                finding_count(finding, words, opens=state.to(open=f"finding:{key}")),
                html.Span(finding_ways(state, key, words), className="trio"),
            ]
        )
        body: Component = html.Ul(entries) if entries else html.P(words.text("key_page.none"), className="how")
        rest = (
            []
            if rows.height <= LISTED
            else [
                link(
                    state.to(open=f"finding:{key}"),
                    words.text("key_page.first_of", shown=LISTED, count=rows.height),
                    class_name="more",
                )
            ]
        )
        lists.append(html.Div([head, body, *rest]))
    hint = words.text("key_page.weak_hint")
    return panel(words.text("key_page.weak"), html.Div(lists, className="pair"), hint=hint, class_name="weak")
