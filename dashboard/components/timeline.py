"""When does each agreement run, what happened under it, and which end soon or rest on paper?

Bars over a line of years, made of plain elements. Which agreements expire or lack activity are findings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child
from dashboard.i18n import Wording
from graph_model.snapshot import Snapshot

BEFORE, AFTER = 550, 550
"""Days drawn before and behind the day; a bar that goes on is cut there."""

ORDER = ("expiring", "quiet", "running", "planned", "over")


@dataclass(frozen=True)
class Bar:
    """One agreement as it is drawn.

    Attributes
    ----------
    kind_of
        One of ``ORDER``: why it stands where it stands.
    starts, ends
        Days; None where unknown.
    activities
        Days of the meetings under it.
    """

    code: str
    title: str
    kind: str
    kind_of: str
    starts: dt.date | None
    ends: dt.date | None
    activities: tuple[dt.date, ...]


def bars(snapshot: Snapshot, *, expiring: Collection[str], quiet: Collection[str]) -> list[Bar]:
    """The agreements of a day, those that need something done first; then by end."""
    held: Mapping[str, list[dt.date]] = dict(
        snapshot.meetings.drop_nulls("agreement").group_by("agreement").agg(pl.col("held").sort()).iter_rows()
    )
    told, expiring, quiet = [], frozenset(expiring), frozenset(quiet)
    for row in snapshot.agreements.iter_rows(named=True):
        if row["code"] in expiring:
            kind_of = "expiring"
        elif row["code"] in quiet:
            kind_of = "quiet"
        elif row["alive"]:
            kind_of = "running"
        else:
            kind_of = "planned" if row["status"] == "planned" else "over"
        told.append(
            Bar(
                row["code"],
                row["title"] or row["code"],
                row["kind"],
                kind_of,
                row["starts"] or row["signed"],
                row["ends"],
                tuple(held.get(row["code"], ())),
            )
        )
    return sorted(told, key=lambda bar: (ORDER.index(bar.kind_of), bar.ends or dt.date.max, bar.code))


def timeline(told: Sequence[Bar], *, as_of: dt.date, quiet: Sequence[str], words: Wording) -> Component:
    """One row an agreement: kind and title, the bar with its activities, how many there were."""
    first, last = as_of - dt.timedelta(days=BEFORE), as_of + dt.timedelta(days=AFTER)
    span = (last - first).days

    def at(day: dt.date) -> float:
        return 100.0 * min(max((day - first).days, 0), span) / span

    years = [
        html.Span(str(year), style={"left": f"{at(dt.date(year, 1, 1)):.2f}%"})
        for year in range(first.year + 1, last.year + 1)
        if at(dt.date(year, 1, 1)) < 92 and abs(at(dt.date(year, 1, 1)) - at(as_of)) > 1
    ]
    today = html.B(words.text("linkages.as_of"), style={"left": f"{at(as_of):.2f}%"})
    head = [
        html.Span(words.text("linkages.kind_and_title"), className="what"),
        html.Div([*years, today], className="axis"),
        html.Span(words.text("linkages.activities"), className="count"),
    ]
    rows: list[Component] = [html.Div(head, className="row head")]
    before = None
    for bar in told:
        edge = " edge" if before is not None and before != bar.kind_of else ""
        before = bar.kind_of
        rows.append(html.Div(one_row(bar, at=at, as_of=as_of, quiet=quiet, words=words), className=f"row{edge}"))
    line = html.Div(html.I(style={"left": f"{at(as_of):.2f}%"}), className="now")
    return html.Div([html.Div([*rows, line], className="rows")], className="timeline")


def one_row(
    bar: Bar, *, at: Callable[[dt.date], float], as_of: dt.date, quiet: Sequence[str], words: Wording
) -> list[Component]:
    """Kind and title, the bar, the number of activities."""
    starts = bar.starts or as_of
    left = at(starts)
    right = at(bar.ends) if bar.ends is not None else 100.0
    drawn = "quiet" if bar.code in quiet else "running" if bar.kind_of == "expiring" else bar.kind_of
    open_end = " open" if bar.ends is None else ""
    until = words.text("linkages.end_unknown") if bar.ends is None else bar.ends.isoformat()
    said = f"{bar.title} · {bar.starts.isoformat() if bar.starts else '?'} – {until}"
    pieces: list[Component] = [
        html.I(
            className=f"bar {drawn}{open_end}",
            style={"left": f"{left:.2f}%", "width": f"{max(right - left, 0.6):.2f}%"},
            title=said,
        )
    ]
    pieces += [
        html.I(className="tick", style={"left": f"{at(day):.2f}%"}, title=day.isoformat()) for day in bar.activities
    ]
    if bar.kind_of == "expiring" and bar.ends is not None:
        ends = words.text("linkages.ends", day=f"{bar.ends:%m-%d}")
        pieces.append(html.B(ends, className="ends", style={"left": f"{right:.2f}%"}))
    count: Child = words.text("linkages.planned") if bar.kind_of == "planned" else words.value(len(bar.activities))
    return [
        html.Span([html.Em(words.word(bar.kind)), bar.title], className="what", title=bar.title),
        html.Div(pieces, className="axis"),
        html.Span(count, className="count none" if not bar.activities else "count"),
    ]
