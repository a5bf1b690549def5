"""How do we stand, and what changed since the last meeting?

Two slides of the agenda.
"""

from __future__ import annotations

from typing import Final

from dashboard.not_handed_in import sources_told
from dashboard.story.blocks import Grid, Tile, Tiles
from dashboard.story.content import Content
from dashboard.story.material import Material
from dashboard.story.pieces import Figure, Text, worded
from dashboard.story.works import COMPARED

HEADLINES: Final = (
    *("organisation_coverage", "places_without_organisation", "isolated_organisations"),
    *("ties_by_kind_of_place", "weak_community_screen", "overdue_quarterly_meetings"),
)
OF_PLACES: Final = ("organisation_coverage",)
"""Findings with a row a place, whose counted subjects come and go without being told."""


def stand(m: Material) -> Content:
    """Six headline figures, each with its of-how-many, its unknown and its change."""
    covered, alone = m.numbers("organisation_coverage"), m.numbers("isolated_organisations")
    tiles = []
    for name in HEADLINES:
        numbers = m.numbers(name)
        change = m.figure(name, "count", change=True)
        label = (m.words.text(f"story.headline_{name}"),)
        tiles.append(Tile(label, numbers["count"], numbers["of"], numbers["unknown"], change, _lacking(m, name)))
    title = worded(m.words, "story.stand_title", covered=covered["count"], of=covered["of"], alone=alone["count"])
    nothing = m.not_told("organisation_coverage") or m.not_told("isolated_organisations")
    subtitle = worded(m.words, "story.stand_subtitle", unknown=covered["unknown"], since=m.deck.since.isoformat())
    return Content(
        nothing or title,
        worded(m.words, "story.changed_subtitle", since=m.deck.since.isoformat()) if nothing else subtitle,
        (Tiles(tuple(tiles)),),
        HEADLINES,
    )


def _lacking(m: Material, name: str) -> Text:
    """What was not handed in that a figure needs; empty where it could be judged."""
    finding = m.finding(name)
    return () if finding.judged else (m.words.value(sources_told(finding.not_handed_in, m.words)),)


def changed(m: Material) -> Content:
    """The findings then and now, with how many came and went; the two that moved most make the sentence."""
    words, since = m.words, m.deck.since
    moved: list[tuple[float, str, Figure, Figure, Figure]] = []
    rows: list[tuple[Text, ...]] = []
    for name in COMPARED:
        if not m.finding(name).judged:
            lacking: Text = (words.text("common.not_handed_in"),)
            rows.append(((words.finding(name),), lacking, lacking, (), (), ()))
            continue
        before, now = m.figure(name, "count", as_of=since), m.figure(name, "count")
        change = m.figure(name, "count", change=True)
        came, went = ((m.figure(f"trend:{name}", part),) if name not in OF_PLACES else () for part in ("new", "gone"))
        moved.append((abs(float(change.value or 0)), name, before, now, change))
        of = (m.figure(name, "of", as_of=since), m.figure(name, "of"))
        unknown = (m.figure(name, "unknown", as_of=since), m.figure(name, "unknown"))
        rows.append(
            (
                (words.finding(name),),
                worded(words, "story.count_of", count=before, of=of[0], unknown=unknown[0]),
                worded(words, "story.count_of", count=now, of=of[1], unknown=unknown[1]),
                (change,),
                came,
                went,
            )
        )
    most = sorted(moved, key=lambda one: -one[0])[:2]
    if len(most) < 2 or most[0][0] == 0:
        title = worded(words, "story.changed_none")
    else:
        (_, one, a, b, _), (_, other, c, d, _) = most
        first, second = words.finding(one), words.finding(other)
        moves = {"a": a, "b": b, "c": c, "d": d}
        title = worded(words, "story.changed_title", first=first, second=second, **moves)
    heads = ("finding", "then", "now", "change", "came", "went")
    days = {"then": since.isoformat(), "now": m.deck.as_of.isoformat()}
    return Content(
        title,
        worded(words, "story.changed_subtitle", since=since.isoformat()),
        (
            Grid(
                tuple((days.get(name) or words.text(f"story.head_{name}"),) for name in heads),
                tuple(rows),
                (4.2, 3, 3, 1.3, 1.3, 1.3),
                frozenset({1, 2, 3, 4, 5}),
            ),
        ),
        COMPARED,
    )
