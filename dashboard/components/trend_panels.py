"""What differs between two days: finding by finding, subject by subject, in the screen and in the network?

Draws ``analytics.trend`` and the network's kept positions; why a thing happened is not known.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import Finding
from analytics.registry import DEFINITIONS
from analytics.trend import Trend
from analytics.trend_steps import Step
from dashboard.components.basics import Child, attributes, chip, finding_count, link, unknown_chip
from dashboard.components.chart import chart
from dashboard.components.frames import drawer_frame
from dashboard.components.panel import finding_ways, panel
from dashboard.figures.two_networks import two_networks
from dashboard.network_view import NetworkView
from dashboard.page import PageContext
from dashboard.plans_asked import asked_trend
from dashboard.service import day_from
from dashboard.trend_words import because_lines
from graph_model.errors import UnknownName

SCREEN = "weak_community_screen"
COMMUNITIES, SUBJECTS = 40, 200
"""Communities of the screen, and subjects of a list, that are named."""
MOST_TIED = 800
"""Tied organisations up to which the two pictures are drawn."""
STEPS = (1, 2, 3, 5)


def both_days(context: PageContext, pair: Trend) -> Component:
    """Each headline on both days, with who is new and who is gone."""
    words, state = context.words, context.state
    since, until = (day.isoformat() for day in pair.days)
    heads = [
        html.Th(words.column("finding")),
        html.Th(since, className="num"),
        html.Th(until, className="num"),
        html.Th(words.column("change"), className="num"),
        html.Th(words.text("trend_page.new_gone"), className="num"),
    ]
    body = []
    for name, (was, now) in pair.findings.items():
        (step,) = pair.steps[name]
        change = now.count - was.count
        sign = "=" if not change else f"{'+' if change > 0 else '−'}{words.value(abs(change))}"
        opens = link(
            state.to(open=f"step:{name}|{since}|{until}"),
            f"+{words.value(len(step.new))} −{words.value(len(step.gone))}",
            class_name="opens",
            label=words.text("trend_page.show_step"),
        )
        cells = [
            html.Td(link(state.to(open=f"method:{name}"), words.finding(name), class_name="opens")),
            *[html.Td(counted(context, one), className="num") for one in (was, now)],
            html.Td(sign, className="num"),
            html.Td(opens, className="num"),
        ]
        body.append(html.Tr(cells, **attributes({"data-finding": name})))
    table = html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl"), className="scroll-x")
    hint = words.text("trend_page.both_hint")
    return panel(words.text("trend_page.both", since=since, until=until), table, hint=hint, class_name="outcome")


def counted(context: PageContext, finding: Finding) -> list[Child]:
    """A count of how many, and the unknown where some are."""
    told: list[Child] = [finding_count(finding, context.words)]
    return [*told, " ", unknown_chip(finding.unknown, context.words)] if finding.unknown else told


def step_drawer(context: PageContext, key: str) -> Component:
    """Who is new, gone or changed in a finding between two days; ``key`` is ``FINDING|DAY|DAY``."""
    words = context.words
    finding_id, _, told = key.partition("|")
    if finding_id not in DEFINITIONS:
        raise UnknownName("finding", finding_id, known=DEFINITIONS)
    since, until = (day_from(day) or context.as_of for day in (told.partition("|")[0], told.partition("|")[2]))
    days = tuple(sorted({since, until}))
    pair = asked_trend(context.service, days, (finding_id,), place=context.state.place, brief=True).result()
    was, now = pair.findings[finding_id][0], pair.findings[finding_id][-1]
    sections: list[Component] = [
        html.Section(
            [
                html.H3(day.isoformat()),
                finding_count(one, words),
                " ",
                unknown_chip(one.unknown, words),
            ]
        )
        for day, one in ((days[0], was), (days[-1], now))
    ]
    for step in pair.steps[finding_id]:
        sections += [subjects(context, finding_id, step, which) for which in ("new", "gone", "worse", "better")]
        sections.append(
            html.Section(html.H3([words.text("trend_page.still"), html.Span(words.value(len(step.still)))]))
        )
    chips = [chip(f"{days[0].isoformat()} → {days[-1].isoformat()}", flat=True)]
    method = link(context.state.to(open=f"method:{finding_id}"), words.text("help.method"), class_name="btn")
    return drawer_frame(context, words.finding(finding_id), sections, chips=chips, footer=[method], wide=True)


def subjects(context: PageContext, finding_id: str, step: Step, which: str) -> Component:
    """The subjects of one list of a step, and why each stands in it."""
    words = context.words
    rows: tuple[dict[str, Any], ...] = getattr(step, which)
    if not rows and which in ("worse", "better"):
        return html.Section(hidden=True)
    lines = []
    for row in rows[:SUBJECTS]:
        name: Child = row["name"] or row["code"]
        kind = {"organisation": "card", "community": "community"}.get(DEFINITIONS[finding_id].subject)
        if kind is not None:
            name = link(context.state.to(open=f"{kind}:{row['code']}"), name)
        why = (
            words.text(f"cli.trend_{row['why']}")
            if "why" in row
            else words.text("cli.trend_fails", before=row["before"], after=row["after"])
        )
        because = [html.Div(line, className="because") for line in because_lines(row, words)]
        lines.append(html.Tr([html.Td(name), html.Td(row["code"], className="how"), html.Td([why, *because])]))
    more = len(rows) - SUBJECTS
    rest = [html.P(words.text("key_page.first_of", shown=SUBJECTS, count=len(rows)))] if more > 0 else []
    head = html.H3([words.text(f"trend_page.list_{which}"), html.Span(words.value(len(rows)))])
    body = (
        html.Table(html.Tbody(lines), className="tbl")
        if lines
        else html.P(words.text("key_page.none"), className="how")
    )
    return html.Section([head, body, *rest], **attributes({"data-part": which}))


def screen_panel(context: PageContext, trend: Trend, days: tuple[dt.date, ...]) -> Component:
    """The fails of each community from day to day, most on the last day first."""
    words = context.words
    at = [place for place, day in enumerate(trend.days) if day in days]
    told = [screened(trend.findings[SCREEN][place].rows) for place in at]
    there = [{cell["code"] for cell in trend.findings[SCREEN][place].breakdowns["matrix"]} for place in at]
    names = context.investigation.snapshot(as_of=context.as_of).place_names
    codes = sorted(there[-1] | set(told[-1]), key=lambda code: (-told[-1].get(code, (0, 0))[0], code))
    codes = [code for code in codes if any(code in one for one in told)]
    heads = [html.Th(words.text("trend_page.community"))]
    heads += [html.Th(trend.days[place].isoformat(), className="num") for place in at]
    body = []
    for code in codes[:COMMUNITIES]:
        cells: list[Component] = [
            html.Td(link(context.state.to(open=f"community:{code}"), names.get(code, code), class_name="opens"))
        ]
        for known, one in zip(told, there, strict=True):
            if code not in one:
                cells.append(html.Td("–", className="num"))
                continue
            fails, unknowns = known.get(code, (0, 0))
            level = sum(fails >= bar for bar in STEPS)
            inner: list[Child] = [html.B(words.value(fails))]
            if unknowns:
                inner.append(html.Span(f"?{unknowns}", className="unk"))
            cells.append(html.Td(inner, className=f"num s{level}"))
        body.append(html.Tr(cells))
    more = (
        [html.P(words.text("key_page.first_of", shown=COMMUNITIES, count=len(codes)), className="note")]
        if len(codes) > COMMUNITIES
        else []
    )
    table = html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl fails"), className="scroll-x"
    )
    return panel(
        words.text("trend_page.screen"),
        [table, *more],
        hint=words.text("trend_page.screen_hint"),
        ways=finding_ways(context.state, SCREEN, words),
        class_name="outcome",
    )


def screened(rows: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Fails and unknowns by community; those without either have no row."""
    return {code: (fails, unknowns) for code, fails, unknowns in rows.select("code", "fails", "unknowns").iter_rows()}


def networks_panel(context: PageContext, earlier: dt.date) -> Component:
    """The network on both days, everybody where they stood: ties that came on the later, that went on the earlier."""
    words, state = context.words, context.state
    views = context.service.network_views(context.investigation)
    tied = int((context.snapshot.adjacency(context.layers).sum(axis=1) > 0).sum())
    was, now = (
        context.investigation.snapshot(as_of=day, place=state.place).ties(context.layers).select("a", "b")
        for day in (earlier, context.as_of)
    )
    hub = context.investigation.snapshot(as_of=context.as_of)
    if not state.hub:
        codes = hub.organisations.filter(pl.Series(hub.hub)).get_column("code").implode()
        was, now = (one.filter(~pl.col("a").is_in(codes) & ~pl.col("b").is_in(codes)) for one in (was, now))
    came, went = now.join(was, on=["a", "b"], how="anti"), was.join(now, on=["a", "b"], how="anti")
    sentence = words.text("trend_page.ties_told", was=was.height, now=now.height, came=came.height, went=went.height)
    body: list[Component] = [html.P(sentence, className="say")]
    drawn: list[NetworkView] = []
    if tied <= MOST_TIED:
        drawn = [
            views.view(as_of=day, place=state.place, layers=context.layers, hub=state.hub)
            for day in (earlier, context.as_of)
        ]
    if drawn:
        figure = two_networks(
            [spots(view) for view in drawn],
            [pairs(view) for view in drawn],
            [set(went.iter_rows()), set(came.iter_rows())],
            titles=(earlier.isoformat(), context.as_of.isoformat()),
        )
        legend = html.Div(
            [
                html.Span([html.I(className="ln came"), words.text("trend_page.came")]),
                html.Span([html.I(className="ln went"), words.text("trend_page.went")]),
            ],
            className="legend",
        )
        body += [legend, chart(figure, name="two-networks", label=sentence)]
    else:
        body.append(html.P(words.text("trend_page.too_many", count=tied), className="note"))
    return panel(
        words.text("trend_page.networks"), body, hint=words.text("trend_page.networks_hint"), class_name="two-networks"
    )


def spots(view: NetworkView) -> dict[str, tuple[float, float, str]]:
    """Where each drawn organisation stands, and its name."""
    names = view.snapshot.organisations.get_column("name")
    return {
        code: (float(x), float(y), name or code)
        for code, name, (x, y) in zip(view.snapshot.codes, names, view.positions.tolist(), strict=True)
        if x == x  # noqa: PLR0124 - not-a-number where it has no tie
    }


def pairs(view: NetworkView) -> list[tuple[str, str]]:
    """The ties drawn."""
    return list(view.ties.select("a", "b").iter_rows())
