"""What opens beside the network: the shortest way between two, who was circled, what if ties came or went?

Each is told by the address alone, so that it can be shared, and Back undoes it. What the answers are is
``network_asks``' and analytics' business.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analytics.supposing import Edit
from analytics.what_if import EditPlan, Outcome, what_if
from dashboard.components.basics import chip, domain_mark, icon, link
from dashboard.components.frames import drawer_frame
from dashboard.components.panel import notice
from dashboard.components.press import press_button
from dashboard.components.table import rows_table
from dashboard.components.to_deck import to_deck_button
from dashboard.network_asks import edits_from, edits_text, organisations_inside, outline_from, row_of, way_between
from dashboard.page import PageContext
from dashboard.supposed_plans import supposed_text
from graph_model.errors import BadValue
from graph_model.snapshot import LAYERS

MOST_JUDGED = 3000
"""Most organisations of a place whose findings are computed while somebody waits."""
FIGURES = ("ties", "isolates", "components", "density", "connectedness", "transitivity", "cut_points", "bridges")


def path_drawer(context: PageContext, key: str) -> Component:
    """``A|B``: the ties from one to the other; ``A`` alone asks for the second."""
    words = context.words
    title = words.text("network_page.path")
    source, _, target = key.partition("|")
    if not target:
        view = context.network()
        first = view.snapshot.organisations.item(row_of(view, source), "name")
        told = words.text("network_page.path_second", name=first)
        return drawer_frame(context, title, [html.Section(html.P(told))])
    way = way_between(context.network(), source, target, layers=context.layers)
    if way is None:
        return drawer_frame(context, title, [html.Section(notice(words.text("network_page.no_path")))])
    told = words.text("network_page.path_steps", steps=len(way.ties))
    if way.ways > 1:
        told += words.text("network_page.path_ways", ways=int(way.ways))
    rows: list[Component] = []
    for place, (code, name, _, domain) in enumerate(way.organisations.iter_rows()):
        rows.append(html.Li([domain_mark(domain, words), link(context.state.to(open=f"card:{code}"), name)]))
        if place < len(way.ties):
            layers = [words.text(f"pages.layer_{layer}") for layer in way.ties[place]]
            rows.append(html.Li(words.value(layers), className="by"))
    back = link(context.state.to(open=f"path:{target}|{source}"), words.text("network_page.turn"), class_name="btn")
    body = html.Section([html.P(told), html.Ol(rows, className="way")])
    return drawer_frame(context, title, [body], footer=[back])


def lasso_drawer(context: PageContext, key: str) -> Component:
    """Who lies inside an outline: the list, and its files."""
    words = context.words
    view = context.network()
    rows = organisations_inside(view, outline_from(key))
    given = {"outline": key, **asked_of(context)}
    files = [
        html.A(
            [icon("export"), output],
            href="/api/v1/network/inside/export?" + urlencode({**given, "format": output}),
            className="btn",
            download="",
        )
        for output in ("xlsx", "csv")
    ]
    count = chip(words.text("network_page.circled_count", count=rows.height, of=int((view.degrees > 0).sum())))
    table = html.Section(rows_table(rows, words, table_id="drawer-rows"), className="grow")
    return drawer_frame(context, words.text("network_page.circled"), [table], chips=[count], footer=files, wide=True)


def asked_of(context: PageContext) -> dict[str, str]:
    """The filters of the page as the network's API takes them."""
    state = context.state
    off = [layer for layer in LAYERS if layer not in context.layers]
    told: dict[str, Any] = {
        "as_of": context.as_of.isoformat(),
        "place": state.place,
        "off": ",".join(off),
        "hub": "true" if state.hub else None,
        "lang": context.words.lang,
    }
    return {name: value for name, value in told.items() if value}


def supposed_drawer(context: PageContext, key: str) -> Component:
    """The edits drawn on the picture, the numbers before and after, and the ways to keep them as a plan."""
    words, state = context.words, context.state
    edits = edits_from(key)
    title = words.text("network_page.suppose")
    if not edits:
        return drawer_frame(context, title, [html.Section(html.P(words.text("network_page.suppose_told")))])
    whole = context.investigation.snapshot(as_of=context.as_of)
    names = dict(whole.organisations.select("code", "name").iter_rows())
    rows = []
    for place, edit in enumerate(edits):
        rest = edits_text([*edits[:place], *edits[place + 1 :]])
        rows.append(
            html.Li(
                [
                    html.B("+" if edit.do == "add_tie" else "−"),
                    html.Span(edit_told(context, edit, names)),
                    link(
                        state.to(open=f"supposed:{rest}"),
                        icon("close"),
                        class_name="ib",
                        label=words.text("network_page.take_back"),
                    ),
                ]
            )
        )
    sections: list[Component] = [
        html.Section([html.H3(words.text("network_page.edits")), html.Ul(rows, className="edits")])
    ]
    sections += judged(context, edits)
    keep = html.Section(
        [
            html.H3(words.text("network_page.keep")),
            html.Div(
                [
                    dcc.Input(
                        id="suppose-name",
                        type="text",
                        maxLength=80,
                        placeholder=words.text("network_page.plan_name"),
                        className="find",
                    ),
                    press_button(words.text("network_page.keep_plan"), "suppose-keep"),
                ],
                className="row",
            ),
            html.Div(id="suppose-told"),
        ]
    )
    file = html.A(
        [icon("export"), words.text("network_page.plan_file")],
        href="/api/v1/network/plan?" + urlencode({"edits": key, **asked_of(context)}),
        className="btn",
        download="plan.json",
    )
    supposed = supposed_text([EditPlan("", tuple(edits))], hub=state.hub)
    return drawer_frame(context, title, [*sections, keep], footer=[file, to_deck_button(words, "what_if", supposed)])


def edit_told(context: PageContext, edit: Edit, names: dict[str, str]) -> str:
    """An edit as a person reads it."""
    layer = context.words.text(f"pages.layer_{edit.layer}")
    return f"{names.get(edit.a or '', edit.a)} – {names.get(edit.b or '', edit.b)} · {layer}"


def judged(context: PageContext, edits: tuple[Edit, ...]) -> list[Component]:
    """Findings and figures before and after; why not, where that cannot be told."""
    words = context.words
    organisations = context.investigation.snapshot(as_of=context.as_of, place=context.state.place).organisations.height
    if organisations > MOST_JUDGED:
        told = words.text("network_page.suppose_too_large", organisations=organisations, most=MOST_JUDGED)
        return [html.Section(notice(told))]
    plan = plan_of(context, edits, name="")
    try:
        answer = what_if(context.investigation, [plan], as_of=context.as_of, place=context.state.place)
    except BadValue as error:
        return [html.Section(notice([words.error(error), html.Code(error.code)], error=True))]
    before, after = answer.before, answer.after[0]
    hub = "all" if context.state.hub else "without_hub"
    cards = [
        (words.text(f"measures.{name}"), figure(before, hub, name), figure(after, hub, name))
        for name in FIGURES
        if name in before.scorecard[hub]
    ]
    counts = [(words.finding(name), before.findings[name].count, after.findings[name].count) for name in answer.judged]
    changed = [one for one in counts if one[1] != one[2]]
    same = words.text("network_page.unchanged", count=len(counts) - len(changed))
    not_judged = words.text("network_page.not_touched", count=len(answer.not_touched))
    counted = html.Span(words.text("pages.with_hub" if context.state.hub else "pages.without_hub"))
    figures = html.Section([html.H3([words.text("network_page.before_after"), counted]), before_after(context, cards)])
    table = [before_after(context, changed)] if changed else []
    findings = html.Section(
        [html.H3(words.text("network_page.findings_change")), *table, html.P(same), html.P(not_judged)]
    )
    return [figures, findings]


def figure(outcome: Outcome, hub: str, name: str) -> float | int | None:
    """A figure of the scorecard; of a list how many."""
    value = outcome.scorecard[hub][name]
    return len(value) if isinstance(value, list | tuple) else value


def before_after(context: PageContext, rows: list[tuple[str, Any, Any]]) -> Component:
    """Name, before, after; the changed ones marked."""
    words = context.words

    def told(value: Any) -> str:
        return f"{value:.4g}" if isinstance(value, float) else words.value(value)

    heads = [html.Th(), *(html.Th(words.text(f"network_page.{name}"), className="num") for name in ("before", "after"))]
    body = [
        html.Tr(
            [html.Td(name), html.Td(told(was), className="num"), html.Td(told(now), className="num")],
            className="" if was == now else "changed",
        )
        for name, was, now in rows
    ]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl")


def plan_of(context: PageContext, edits: tuple[Edit, ...], *, name: str) -> EditPlan:
    """The edits as a plan of the day and place of the page."""
    return EditPlan(name or context.words.text("network_page.suppose"), edits, context.as_of, context.state.place)
