"""Is it getting better?

Every headline over time, two days side by side with who came, went or changed, the screen from day to day, and the
network on both days in one layout. Judging many days is a work that others do not wait for.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.fetched import DAYS_KEPT
from analytics.method_data import limits
from analytics.registry import DEFINITIONS
from analytics.trend import Trend
from analytics.trend_steps import CAME, CHANGED
from dashboard.components.basics import Child, attributes, chip, finding_count, link, unknown_chip
from dashboard.components.chart import chart
from dashboard.components.export_menu import Picture, drawn_in, page_menu
from dashboard.components.panel import empty, page_head, panel
from dashboard.components.trend_panels import both_days, networks_panel, screen_panel
from dashboard.components.waiting import SOON, waiting
from dashboard.figures.curves import Series, trend_figure
from dashboard.not_handed_in import lacking_line
from dashboard.page import PageContext
from dashboard.plans_asked import asked_trend

HEADLINES = (
    *("organisation_coverage", "work_coverage", "places_without_organisation", "isolated_organisations"),
    *("tied_on_paper_only", "organisations_outside_the_largest_component", "committee_vitality"),
    *("overdue_quarterly_meetings", "agreements_without_activity", "unmet_needs", "secretary_vacancies"),
    "weak_community_screen",
)
"""Findings shown over time, in the order of the overview."""
CARD = ("organisations", "ties", "largest_component_share", "connectedness")
"""Figures of the scorecard shown before them."""
SPANS = ("1", "2", "3", "all")
DATED = (("Meeting", "held"), ("Committee", "founded"), ("Agreement", "signed"))
MORE_IS_BETTER = frozenset({"organisation_coverage", "work_coverage"})


def draw(context: PageContext) -> Component:
    """The page."""
    words, state = context.words, context.state
    days, earlier = days_of(context), compared_day(context)
    question = words.text("pages.trend_question")
    spans = [
        link(
            state.switched(span=span),
            words.text(f"trend_page.span_{span}"),
            class_name="on" if span == chosen(context) else "",
        )
        for span in SPANS
    ]
    acts: list[Component] = [
        html.Div(spans, className="seg", role="group", **attributes({"aria-label": words.text("trend_page.span")}))
    ]
    if len(days) < 2:
        return html.Div(
            [page_head(question, words.text("trend_page.one_day"), acts=acts), empty(words.text("trend_page.one_day"))],
            className="page",
        )
    two = asked_trend(context.service, (earlier, context.as_of), HEADLINES, place=state.place, brief=True)
    if not two.soon(SOON):
        going = html.Section(waiting(two, words, where="page"), className="card")
        return html.Div(
            [page_head(question, words.text("trend_page.about"), acts=[*acts, page_menu(context)]), going],
            className="page",
        )
    pair = two.result()
    # What two days tell stands at once; the days between are judged while it is read.
    every = tuple(sorted({*days, earlier, context.as_of}))
    work = asked_trend(context.service, every, HEADLINES, place=state.place, brief=True, between=False)
    lower = html.Div([both_days(context, pair), networks_panel(context, earlier)], className="plan-two even")
    if work.soon(SOON):
        trend = work.result()
        body = [multiples(context, trend, days, earlier), lower, screen_panel(context, trend, days)]
    else:
        body = [html.Section(waiting(work, words, where="page"), className="card"), lower]
    acts.append(page_menu(context, drawn_in(body, pictures(context))))
    return html.Div([page_head(question, answer(context, pair), acts=acts), *body], className="page trend")


def pictures(context: PageContext) -> list[Picture]:
    """The charts that there may be."""
    words = context.words
    return [
        Picture("two-networks", words.text("trend_page.networks")),
        *(Picture(f"trend-card-{name}", words.text(f"measures.{name}")) for name in CARD),
        *(Picture(f"trend-{name}", words.finding(name)) for name in HEADLINES),
    ]


def chosen(context: PageContext) -> str:
    """For how many years back."""
    asked = context.state.own.get("span", "2")
    return asked if asked in SPANS else "2"


def first_day(context: PageContext) -> dt.date | None:
    """The earliest day that anything of the co-building network is dated with; None where nothing is."""
    told = []
    for name, column in DATED:
        day = context.investigation.table(name, columns=[column]).get_column(column).min()
        if isinstance(day, dt.date):
            told.append(day)
    return min(told, default=None)


def days_of(context: PageContext) -> tuple[dt.date, ...]:
    """The ends of the quarters from the first day on, or for the years chosen, and the day of the filter."""
    last, first = context.as_of, first_day(context) or context.as_of
    span = chosen(context)
    if span != "all":
        first = max(first, dt.date(max(last.year - int(span), 1), last.month, 1))
    days = [last]
    day: dt.date | None = quarter_end(last)
    while len(days) < DAYS_KEPT - 1 and day is not None:
        if day < first:
            break
        if day < last:
            days.append(day)
        day = quarter_end(day - dt.timedelta(days=1)) if day.year > 1 else None
    return tuple(sorted(days))


def quarter_end(day: dt.date) -> dt.date:
    """The last end of a quarter on or before a day."""
    month = (day.month - 1) // 3 * 3 + 3
    end = dt.date(day.year + (month == 12), month % 12 + 1, 1) - dt.timedelta(days=1)
    if end <= day:
        return end
    return dt.date(day.year, month - 2, 1) - dt.timedelta(days=1)


def compared_day(context: PageContext) -> dt.date:
    """The earlier of the two days: that of the filter, else the end of the quarter before."""
    asked = context.state.compare
    if asked is not None and asked < context.as_of:
        return asked
    return quarter_end(context.as_of - dt.timedelta(days=1))


def answer(context: PageContext, pair: Trend) -> list[Any]:
    """One line: how many headlines that can be told moved which way since the earlier day, and how many did not."""
    moved = [improved(name, pair) for name, two in pair.findings.items() if two[-1].judged]
    better, worse = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    told = context.words.text(
        "trend_page.answer",
        since=pair.days[0],
        of=len(moved),
        better=better,
        worse=worse,
        same=len(moved) - better - worse,
    )
    return [told]


def improved(name: str, pair: Trend) -> int:
    """By how many subjects a headline is better on the later day; below 0: worse, 0: as it was, or not to be compared.

    Counted are subjects judged on both days, and newcomers that are found. Whoever left the population, or was or
    became unknown, makes nothing better or worse. A coverage whose units are not as many on both days is not compared.
    """
    was, now = pair.findings[name]
    if name in MORE_IS_BETTER:
        return now.count - was.count if (was.of, was.unknown) == (now.of, now.unknown) else 0
    (step,) = pair.steps[name]
    mended = sum(bool(row["why"] == CHANGED) for row in step.gone)
    added = sum(row["why"] in (CHANGED, CAME) for row in step.new)
    return mended - added


def multiples(context: PageContext, trend: Trend, days: tuple[dt.date, ...], earlier: dt.date) -> Component:
    """One small chart a headline."""
    words = context.words
    at = [place for place, day in enumerate(trend.days) if day in days]
    isos = [trend.days[place].isoformat() for place in at]
    mark = earlier.isoformat() if earlier.isoformat() in isos else None
    which = "all" if context.state.hub else "without_hub"
    cells: list[Component] = []
    for name in CARD:
        values = [trend.scorecards[place][which].get(name) for place in at]
        share = name in CARD[2:]
        told = ["–" if value is None else f"{value:.0%}" if share else words.value(value) for value in values]
        series = Series(isos, values, [None] * len(values), told, [f"measure:{name}"] * len(values))
        hub = words.text("pages.with_hub" if context.state.hub else "pages.without_hub")
        unit = words.text("trend_page.unit_share" if share else f"trend_page.unit_{name}")
        way = link(context.state.to(open=f"measure:{name}"), words.text(f"measures.{name}"), class_name="opens")
        cells.append(
            small(
                context,
                f"card-{name}",
                [way, html.Span(hub, className="how")],
                [html.B(told[-1])],
                series,
                (unit, mark, share),
            )
        )
    for name in HEADLINES:
        findings = [trend.findings[name][place] for place in at]
        lacking = lacking_line(findings[-1], words)
        if not findings[-1].judged and lacking is not None:
            title = html.H3(words.finding(name))
            cells.append(html.Div([title, empty(lacking)], className="small", **attributes({"data-headline": name})))
            continue
        values = [one.count for one in findings]
        most: list[float | None] = [one.count + one.unknown if one.unknown else None for one in findings]
        if any(value is not None for value in most):
            most = [count if value is None else value for value, count in zip(most, values, strict=True)]
        told = [
            f"{words.value(one.count)} / {words.value(one.of)}"
            + (f" {words.text('pages.unknown_count', count=one.unknown)}" if one.unknown else "")
            for one in findings
        ]
        opens = ["", *(f"step:{name}|{isos[place]}|{isos[place + 1]}" for place in range(len(isos) - 1))]
        series = Series(isos, values, most, told, opens)
        head: list[Child] = [
            link(
                context.state.to(open=f"finding:{name}"),
                words.finding(name),
                class_name="opens",
                label=words.finding(name),
            ),
        ]
        if "present_values" in limits(name):
            head.append(
                html.Span(
                    chip(words.text("trend_page.present"), flat=True), title=words.text("methods.limit_present_values")
                )
            )
        unit = words.text(f"trend_page.unit_{DEFINITIONS[name].subject}")
        last: list[Child] = [finding_count(findings[-1], words)]
        if findings[-1].unknown:
            last.append(unknown_chip(findings[-1].unknown, words))
        cells.append(small(context, name, head, last, series, (unit, mark, False)))
    return panel(
        words.text("trend_page.multiples", days=len(at)),
        html.Div(cells, className="multiples"),
        hint=words.text("trend_page.multiples_hint"),
    )


def small(
    context: PageContext,
    name: str,
    head: list[Child],
    last: list[Child],
    series: Series,
    look: tuple[str, str | None, bool],
) -> Component:
    """One small chart below its title and its last value; ``look``: its unit, the day marked, whether it is a share."""
    unit, mark, share = look
    figure = trend_figure(series, axes=(context.words.text("trend_page.axis_days"), unit), mark=mark, percent=share)
    label = f"{name}: " + ", ".join(f"{day} {told}" for day, told in zip(series.days, series.told, strict=True))
    return html.Div(
        [html.H3(head), html.P(last), chart(figure, name=f"trend-{name}", label=label)],
        className="small",
        **attributes({"data-headline": name}),
    )
