"""Which slides can be put into a deck beside the agenda: any finding, any plan, an organisation, free text?

A cell is shown where it is a name that can be hidden, a word of a vocabulary, a number or a day; free text is not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from analytics.card import organisation_card
from analytics.plans.catalogue import PLANS
from analytics.registry import DEFINITIONS
from dashboard.people import people_columns
from dashboard.story.blocks import Bars, Block, Grid, Step, Steps
from dashboard.story.content import Content
from dashboard.story.deck import Slide
from dashboard.story.material import Material
from dashboard.story.pieces import Name, Text, worded
from dashboard.story.works import plan_asked
from graph_model.errors import UnknownName

ROWS: Final = 10
BARS: Final = 8
COLUMNS: Final = 5
TIES: Final = 10
BY_CODE: Final = {
    "place": "place",
    "community": "place",
    "area": "place",
    "partner_place": "place",
    "organisation": "organisation",
    "a_organisation": "organisation",
    "b_organisation": "organisation",
    "resource_organisation": "organisation",
    "partner": "organisation",
    "lead": "organisation",
}
"""Columns that hold a code, and of what."""
WORDS: Final = frozenset({"kind", "level", "form", "domain", "tier", "category", "reason", "community_type"})
KINDS: Final = {"community": "place", "pair": "record", "figure": "record", "tie": "organisation"}
"""Whose names a finding's rows hold, where that is not its subject's own kind."""


def one_finding(m: Material, slide: Slide) -> Content:
    """Any finding: its count, its first breakdown, its first rows."""
    words, name = m.words, slide.about
    if name not in DEFINITIONS:
        raise UnknownName("finding", name, known=DEFINITIONS)
    if nothing := m.not_told(name):
        return Content(nothing, findings=(name,))
    finding, numbers = m.finding(name), m.numbers(name)
    rows = finding.rows.head(ROWS).to_dicts()
    blocks: list[Block] = []
    bars = _breakdown(m, name)
    if bars is not None:
        blocks.append(bars)
    if rows:
        kind = KINDS.get(DEFINITIONS[name].subject, DEFINITIONS[name].subject)
        blocks.append(_grid(m, rows, kind, shown_of=finding.rows.height, most=3 if bars else COLUMNS))
    return Content(
        worded(words, "story.finding_title", finding=words.finding(name), **numbers),
        m.lacking(name) or worded(words, "story.unknown_line", unknown=numbers["unknown"]),
        tuple(blocks),
        (name,),
    )


def _breakdown(m: Material, name: str) -> Bars | None:
    """The first breakdown by a word of a vocabulary, largest first; None where there is none."""
    words = m.words
    for by, told in m.finding(name).breakdowns.items():
        if by not in WORDS or not told or not {"count", "of", "unknown", by} <= set(told[0]):
            continue
        rows = []
        for row in sorted(told, key=lambda row: (-row["count"], str(row[by])))[:BARS]:
            at = f"breakdowns.{by}[{by}={'' if row[by] is None else row[by]}]"
            count, of, unknown = (m.figure(name, f"{at}.{part}") for part in ("count", "of", "unknown"))
            rest = m.figure(name, f"{at}.of", (name, f"{at}.count"))
            label = words.text("common.unknown") if row[by] is None else words.word(row[by])
            rows.append(((label,), (count, rest, unknown), worded(words, "story.of", count=count, of=of)))
        series = tuple(
            ((words.text(key),), look, None)
            for key, look in (("reports.found", "blue"), ("reports.passed", "pale"), ("common.unknown", "unknown"))
        )
        return Bars(tuple(rows), series, (words.column(by),), (words.text("story.axis_count"),))
    return None


def _grid(m: Material, rows: list[dict[str, Any]], kind: str, *, shown_of: int, most: int = COLUMNS) -> Grid:
    """Rows as a table of what can be told of them."""
    words = m.words
    columns = [column for column in rows[0] if _told_column(rows, column)][:most]
    named = "a" in rows[0] and "a_name" in rows[0]
    heads = [words.column("a_name"), words.column("b_name")] if named else [words.column("name")]
    numbers = frozenset(len(heads) + at for at, name in enumerate(columns) if _number(rows, name))
    told = []
    for row in rows:
        ends = [(row["a"], row["a_name"]), (row["b"], row["b_name"])] if named else [(row.get("code"), row.get("name"))]
        subject: list[Text] = [(_subject(m, kind, code, name),) if code is not None else () for code, name in ends]
        told.append((*subject, *((_cell(m, column, row[column]),) for column in columns)))
    shown = worded(words, "story.rows_shown", shown=str(len(rows)), count=m.counted("rows", shown_of))
    return Grid(
        tuple((head,) for head in (*heads, *(_head(m, column) for column in columns))),
        tuple(told),
        tuple([3.0] * len(heads) + [1.6] * len(columns)),
        numbers,
        note=shown if shown_of > len(rows) else (),
    )


def _head(m: Material, column: str) -> str:
    """A column's heading; one that holds a code is told by its name, and so it is headed."""
    named = f"{column}_name"
    return m.words.column(named if column in BY_CODE and m.words.has(f"columns.{named}") else column)


def _subject(m: Material, kind: str, code: str, name: str | None) -> Any:
    return m.place(code) if kind == "place" else Name(kind, code, name or code)


def _told_column(rows: list[dict[str, Any]], column: str) -> bool:
    if column in ("code", "name", "a", "b", "a_name", "b_name", "lon", "lat", "rank", "status"):
        return False
    if column in BY_CODE or column in WORDS or column in people_columns():
        return True
    return all(isinstance(row[column], bool | int | float | dt.date | None) for row in rows)


def _number(rows: list[dict[str, Any]], column: str) -> bool:
    return column not in BY_CODE and any(isinstance(row[column], int | float) for row in rows)


def _cell(m: Material, column: str, value: Any) -> Any:
    words = m.words
    if value is None:
        return words.text("common.unknown")
    if column in BY_CODE:
        return m.place(value) if BY_CODE[column] == "place" else m.organisation(value)
    if column in WORDS:
        return words.word(value)
    if isinstance(value, float):
        return words.value(round(value, 2))
    return words.value(value)


def one_plan(m: Material, slide: Slide) -> Content:
    """Any plan: whom it serves, and its first rows."""
    words, name = m.words, plan_asked(slide.about)[0]
    if name not in PLANS:
        raise UnknownName("plan", name, known=PLANS)
    plan, source = m.plan(slide.about), f"plan:{slide.about}"
    numbers = {part: m.figure(source, part) for part in ("count", "of", "unknown")}
    rows = plan.rows.head(ROWS).to_dicts()
    blocks: tuple[Block, ...] = ()
    if rows:
        blocks = (_grid(m, rows, _plan_kind(name, rows[0]), shown_of=plan.rows.height),)
    return Content(
        worded(words, "story.plan_title", plan=words.text(f"plans.name_{name}"), **numbers),
        worded(words, "story.unknown_line", unknown=numbers["unknown"]),
        blocks,
        (),
        (slide.about,),
        tuple((words.text(f"plans.limit_{limit}"),) for limit in plan.limits),
    )


def _plan_kind(name: str, row: dict[str, Any]) -> str:
    if name == "joint_branch_plan":
        return "unit"
    if name in ("meeting_places", "pairing_plan"):
        return "place"
    if name == "committee_seats_plan":
        return str(row["subject"])
    return "listing" if name == "matching" else "organisation"


def one_organisation(m: Material, slide: Slide) -> Content:
    """An organisation: its ties by layer and its partners, the most joined first."""
    words, code = m.words, slide.about
    card = organisation_card(m.region, code)
    name = m.organisation(code, card.facts.get("name"))
    ties = m.counted("ties", len(card.ties))
    layers = tuple(
        Step((words.text(f"pages.layer_{row['layer']}"),), (m.counted(f"ties_{row['layer']}", row["ties"]),))
        for row in card.by_layer
    )
    rows = tuple(
        (
            (m.organisation(tie["code"], tie["name"]),),
            (words.word(tie["domain"]),),
            (words.value([words.text(f"pages.layer_{layer}") for layer in tie["layers"]]),),
        )
        for tie in card.ties[:TIES]
    )
    heads = ("organisation", "domain", "layers")
    shown = worded(words, "story.rows_shown", shown=str(len(rows)), count=ties)
    return Content(
        worded(words, "story.card_title", who=name, ties=ties),
        (words.word(card.facts["level"]), " · ", words.word(card.facts["domain"])),
        (
            Grid(tuple((words.text(f"story.head_{head}"),) for head in heads), rows, (3, 1.4, 2.4), note=shown),
            Steps((words.text("story.card_layers"),), (), layers),
        ),
    )


def free_text(m: Material, _slide: Slide) -> Content:
    """A slide that holds what a person writes."""
    return Content(worded(m.words, "story.text_title"))
