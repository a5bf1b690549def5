"""What would our proposal change: findings and scorecard now and afterwards, side by side?

One slide for one to three lists of changes. What they would lead to is ``analytics.what_if``'s, and only what follows
from the network is told; whether somebody wants it is what the meeting is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analytics.registry import DEFINITIONS
from analytics.supposing import Edit
from analytics.what_if import JUDGED, NOT_JUDGED, EditPlan, Outcome, WhatIf
from dashboard.story.blocks import Bars, Grid
from dashboard.story.content import Content
from dashboard.story.deck import Slide
from dashboard.story.layout import EDGE, LEAD, WIDE, width_of
from dashboard.story.material import Material
from dashboard.story.pieces import Figure, Name, Piece, Text, worded
from dashboard.supposed_plans import Supposed, supposed_of

MEASURES: Final = ("ties", "components", "largest_component_share", "connectedness", "transitivity", "ei_index")
"""Figures of the scorecard that the slide tells."""
MORE: Final = 6
"""Findings that the table tells beside those of ties, where a plan changes them; the notes name the others."""
LOOKS: Final = ("pale", "blue", "ink", "mid")
"""How now and each plan are drawn."""
ROOM: Final = 1.75
"""Lines of the subtitle that changes may fill."""


def supposed_changes(m: Material, slide: Slide) -> Content:
    """Each list of changes beside now: a chart of what is counted in organisations, a table of everything."""
    words = m.words
    asked = supposed_of(slide.about)
    answer = m.supposed(asked)  # its errors are told before anything is drawn
    more = _also_moved(answer)
    told = (*JUDGED, *more[:MORE])
    alone = _states(m, asked, "findings.isolated_organisations.count")
    ties = _states(m, asked, f"scorecard.{_card(asked)}.ties")
    if len(asked.plans) == 1:
        changes = m.counted("changes", len(asked.plans[0].edits))
        values = {"alone": alone[0], "left": alone[1], "ties": ties[0], "then": ties[1]}
        name = asked.plans[0].name
        title = worded(words, "story.supposed_title", changes=changes, **values)
        title = (*worded(words, "story.supposed_named", name=name), *title) if name else title
    else:
        then: list[Piece] = []
        for at, figure in enumerate(alone[1:]):
            then += [" / ", figure] if at else [figure]
        title = worded(words, "story.supposed_many", plans=str(len(asked.plans)), alone=alone[0], left=tuple(then))
    return Content(
        title,
        _changes_line(m, asked),
        (_bars(m, asked), _grid(m, asked, told, left=len(more[MORE:]))),
        told,
        (),
        (
            (words.text("plans.about_what_if"),),
            *(text for plan in asked.plans for text in _every_change(m, plan)),
            *(
                (words.text("story.supposed_also", findings=[words.finding(name) for name in more[MORE:]]),)
                for _ in more[MORE : MORE + 1]
            ),
            (words.text("cli.what_if_not_touched", findings=[words.finding(name) for name in answer.not_touched]),),
            (words.text("cli.what_if_not_judged", findings=[words.finding(name) for name in NOT_JUDGED]),),
        ),
    )


def _also_moved(answer: WhatIf) -> list[str]:
    """The findings that do not follow from ties alone and of which a plan changes a number, in their order."""

    def numbers(state: Outcome, name: str) -> tuple[int, int, int]:
        finding = state.findings[name]
        return finding.count, finding.of, finding.unknown

    return [
        name
        for name in answer.judged
        if name not in JUDGED and any(numbers(one, name) != numbers(answer.before, name) for one in answer.after)
    ]


def _card(asked: Supposed) -> str:
    return "all" if asked.hub else "without_hub"


def _states(m: Material, asked: Supposed, part: str) -> list[Figure]:
    """A figure now, then after each plan."""
    states = ("before", *(f"plans.{at}" for at in range(len(asked.plans))))
    return [m.figure(asked.source, f"{state}.{part}") for state in states]


def _names(m: Material, asked: Supposed) -> list[str]:
    """What stands above now and each plan."""
    words = m.words
    single = len(asked.plans) == 1
    plans = [
        words.text("story.supposed_then") if single else one.name or words.text("story.supposed_plan", number=number)
        for number, one in enumerate(asked.plans, start=1)
    ]
    return [words.text("story.head_now"), *plans]


def _bars(m: Material, asked: Supposed) -> Bars:
    words = m.words
    rows: list[tuple[Text, tuple[Figure, ...], Text]] = []
    for name in JUDGED:
        if DEFINITIONS[name].subject != "organisation":
            continue
        figures = _states(m, asked, f"findings.{name}.count")
        end: list[Piece] = []
        for at, figure in enumerate(figures):
            end += [" → " if len(figures) == 2 else " / ", figure] if at else [figure]
        rows.append(((words.text(f"story.supposed_{name}"),), tuple(figures), tuple(end)))
    series = tuple(((name,), look, None) for name, look in zip(_names(m, asked), LOOKS, strict=False))
    axis, unit = ((words.text(f"story.{key}"),) for key in ("head_finding", "axis_organisations"))
    return Bars(tuple(rows), series, axis, unit, beside=True)


def _grid(m: Material, asked: Supposed, findings: Sequence[str], *, left: int) -> Grid:
    words, single = m.words, len(asked.plans) == 1
    rows: list[tuple[Text, ...]] = []
    for name in findings:
        label = words.text(f"story.supposed_{name}") if name in JUDGED else words.finding(name)
        if not m.supposed(asked).before.findings[name].judged:
            lacking: Text = (words.text("common.not_handed_in"),)
            rows.append(((label,), *[lacking] * (1 + len(asked.plans)), *([()] if single else [])))
            continue
        parts = [_states(m, asked, f"findings.{name}.{part}") for part in ("count", "of", "unknown")]
        cells: list[Text] = []
        for at, (count, of, unknown) in enumerate(zip(*parts, strict=True)):
            key = "story.of_unknown" if unknown.value else "story.of"
            told = worded(words, key, count=count, of=of, **({"unknown": unknown} if unknown.value else {}))
            cells.append(told if single or not at else (*told, *_moved(m, asked, at, f"findings.{name}.count")))
        rows.append(((label,), *cells, *([_change(m, asked, f"findings.{name}.count")] if single else [])))
    for name in MEASURES:
        part, label = f"scorecard.{_card(asked)}.{name}", words.text(f"measures.{name}")
        values: list[Text] = [
            (figure,) if single or not at else (figure, *_moved(m, asked, at, part))
            for at, figure in enumerate(_states(m, asked, part))
        ]
        rows.append(((label[:1].upper() + label[1:],), *values, *([_change(m, asked, part)] if single else [])))
    heads = [
        words.text("story.head_finding"),
        *_names(m, asked),
        *([words.text("story.head_change")] if single else []),
    ]
    widths = (3.2, 2.1, 2.1, 1.4) if single else (2.6, 1.6, *[2.2] * len(asked.plans))
    hub = words.text("pages.with_hub" if asked.hub else "pages.without_hub")
    return Grid(
        tuple((head,) for head in heads),
        tuple(rows),
        widths,
        frozenset(range(1, len(heads))),
        note=(
            *worded(words, "story.supposed_note", hub=hub),
            *(worded(words, "story.supposed_left", count=m.counted("left", left)) if left else ()),
        ),
    )


def _change(m: Material, asked: Supposed, part: str) -> Text:
    return (m.figure(asked.source, f"plans.0.{part}", (asked.source, f"before.{part}"), form="signed"),)


def _moved(m: Material, asked: Supposed, at: int, part: str) -> Text:
    figure = m.figure(asked.source, f"plans.{at - 1}.{part}", (asked.source, f"before.{part}"), form="signed")
    return worded(m.words, "story.supposed_moved", change=figure) if figure.value else ()


# the changes in words -------------------------------------------------------------------------------------------------


def _changes_line(m: Material, asked: Supposed) -> Text:
    """The first changes, as many as the lines of a subtitle hold."""
    told: Text = ()
    comma = "；" if m.words.lang == "zh" else "; "
    count = sum(len(plan.edits) for plan in asked.plans)
    room, shown = ROOM * (WIDE - 2 * EDGE), 0
    for plan in asked.plans:
        for sentence in _sentences(m, plan):
            longer = (*told, *((comma,) if told else ()), *sentence)
            if told and width_of(_plain(longer), LEAD) > room:
                break
            told, shown = longer, shown + 1
    if shown < count:
        told = (*told, *worded(m.words, "story.supposed_more", count=m.counted("more", count - shown)))
    return told


def _every_change(m: Material, plan: EditPlan) -> list[Text]:
    head = worded(m.words, "story.supposed_changes", name=plan.name or m.words.text("story.supposed_then"))
    return [head, *_sentences(m, plan)]


def _sentences(m: Material, plan: EditPlan) -> list[Text]:
    new = {edit.organisation: edit.name for edit in plan.edits if edit.do == "add_organisation"}
    committees = dict(m.region.committees.select("code", "name").iter_rows())

    def organisation(code: str | None) -> Name:
        return m.organisation(code or "", new.get(code))

    def sentence(edit: Edit) -> Text:
        pieces: dict[str, Piece | Text] = {"layer": m.words.word(edit.layer) if edit.layer else ""}
        pieces |= {name: organisation(getattr(edit, name)) for name in ("a", "b", "organisation")}
        pieces["committee"] = m.committee(edit.committee or "", committees.get(edit.committee))
        return worded(m.words, f"plan_page.said_{edit.do}", **pieces)

    return [sentence(edit) for edit in plan.edits]


def _plain(text: Text) -> str:
    return "".join(piece.text if isinstance(piece, Name) else str(getattr(piece, "value", piece)) for piece in text)
