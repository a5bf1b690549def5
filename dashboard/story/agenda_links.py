"""How do urban and rural hang together, and which communities need a look, on what evidence?

Two slides of the agenda. Nothing here labels a community; the screen's counts stand with their unknowns.
"""

from __future__ import annotations

from typing import Any, Final

from analytics.communities import INDICATORS
from dashboard.story.blocks import Grid, Picture, Step, Steps
from dashboard.story.content import Content
from dashboard.story.material import Material
from dashboard.story.pieces import Text, joined, worded

TIES, SCREEN = "ties_by_kind_of_place", "weak_community_screen"
A_SIDE: Final = 16
"""Most communities on each side of the picture; a label has 40 pixels."""
COMMUNITIES: Final = 12
UNTIED_NAMED: Final = 12
LINE: Final = "breakdowns.line"
SIGNS: Final = {"fail": "×", "pass": "✓", "unknown": "?", "not_handed_in": "?", "not_applicable": "–"}
LOOKS: Final = {
    "fail": "fail",
    "pass": "pass",
    "unknown": "unknown",
    "not_handed_in": "unknown",
    "not_applicable": "na",
}


def urban_rural(m: Material) -> Content:
    """Urban communities and converted villages with the ties between them, and the villages nobody urban is tied to."""
    if nothing := m.not_told(TIES):
        return Content(nothing, findings=(TIES,))
    words, finding = m.words, m.finding(TIES)
    pairs, of = m.figure(TIES, "measures.community_pairs_tied"), m.figure(TIES, "measures.community_pairs")
    unknown = m.figure(TIES, "measures.community_pairs_unknown")
    tied = {row["b"] for row in finding.breakdowns["communities"] if row["ties"] > 0}
    rural = finding.breakdowns["rural"]
    untied = [row for row in rural if row["organisations"] and row["code"] not in tied]
    alone = m.figure(
        TIES,
        "breakdowns.rural[organisations>0]#",
        (TIES, "breakdowns.communities[ties>0]#b"),
    )
    have = m.figure(TIES, "breakdowns.rural[organisations>0]#")
    nobody = m.figure(TIES, "breakdowns.rural[organisations=0]#")
    steps = [
        Step(
            worded(words, "story.villages_untied"), worded(words, "story.of", count=alone, of=have), _named(m, untied)
        ),
        Step(
            worded(words, "story.villages_nobody"),
            (nobody,),
            _named(m, [row for row in rural if not row["organisations"]]),
        ),
        Step(
            worded(words, "story.ties_across"),
            worded(words, "story.count_of", **m.numbers(TIES)),
            _ei(m),
        ),
    ]
    return Content(
        worded(words, "story.urban_rural_title", pairs=pairs, of=of, alone=alone),
        m.lacking(TIES) or worded(words, "story.urban_rural_subtitle", unknown=unknown, nobody=nobody),
        (_picture(m, finding.breakdowns), Steps((words.text("story.urban_rural_side"),), (), tuple(steps))),
        (TIES,),
    )


def _ei(m: Material) -> Text:
    if m.finding(TIES).measures["ei_index"] is None:
        return ()
    return worded(m.words, "story.ei_index", index=m.figure(TIES, "measures.ei_index"))


def _named(m: Material, rows: list[dict[str, Any]]) -> Text:
    """The first names, and that there are more."""
    told = joined([(m.place(row["code"]),) for row in rows[:UNTIED_NAMED]], m.words)
    return (*told, m.words.text("story.and_more")) if len(rows) > UNTIED_NAMED else told


def _picture(m: Material, told: Any) -> Picture:
    """The most tied communities of both sides, a line a pair that is tied."""
    lines = [row for row in told["communities"] if row["ties"] > 0]
    ties: dict[str, int] = {}
    for row in lines:
        for side in ("a", "b"):
            ties[row[side]] = ties.get(row[side], 0) + 1
    chosen: dict[str, list[str]] = {}
    for side in ("urban", "rural"):
        held = [row["code"] for row in told[side] if row["organisations"]]
        chosen[side] = sorted(held, key=lambda code: (-ties.get(code, 0), code))[:A_SIDE]
    nodes = []
    for x, side, look in ((0.0, "urban", "blue"), (1.0, "rural", "ink")):
        for at, code in enumerate(chosen[side]):
            y = (at + 0.5) / max(len(chosen[side]), 1)
            nodes.append((x, y, m.named_place(code), look))
    spot = {name.code: at for at, (_, _, name, _) in enumerate(nodes)}
    both = [row for row in lines if row["a"] in spot and row["b"] in spot]
    drawn = [(spot[row["a"]], spot[row["b"]], row["paired"] is not None) for row in both]
    words = m.words
    heads = ((0.0, (words.text("story.urban"),)), (1.0, (words.text("story.rural"),)))
    cut = any(len([1 for row in told[side] if row["organisations"]]) > A_SIDE for side in ("urban", "rural"))
    note = (words.text("story.picture_cut"),) if cut else (words.text("story.picture_how"),)
    return Picture(tuple(nodes), tuple(drawn), heads, note)


def weak(m: Material) -> Content:
    """Communities against indicators, most fails first; a line where the finding draws it."""
    words, finding = m.words, m.finding(SCREEN)
    numbers = m.numbers(SCREEN)
    line = m.figure(SCREEN, f"{LINE}[count>-1].line")
    over = {part: m.figure(SCREEN, f"{LINE}[count>-1].{part}") for part in ("count", "of", "unknown")}
    states: dict[str, dict[str, str]] = {}
    for cell in finding.breakdowns["matrix"]:
        states.setdefault(cell["code"], {})[cell["indicator"]] = cell["state"]
    rows: list[tuple[Text, ...]] = []
    looks: dict[tuple[int, int], str] = {}
    for down, row in enumerate(m.found(SCREEN)[:COMMUNITIES]):
        at = f"rows[code={row['code']}]"
        fails = worded(
            words, "story.of", count=m.figure(SCREEN, f"{at}.fails"), of=m.figure(SCREEN, f"{at}.applicable")
        )
        cells: list[Text] = []
        for across, indicator in enumerate(INDICATORS):
            state = states[row["code"]][indicator.id]
            looks[down, across + 2] = LOOKS[state]
            cells.append((SIGNS[state],))
        rows.append(((m.place(row["code"]),), fails, *cells))
    heads: list[Text] = [(words.text("story.head_community"),), (words.text("story.head_fails"),)]
    heads += [(words.text(f"communities_page.short_{indicator.id}"),) for indicator in INDICATORS]  # as on the screen
    shown = worded(words, "story.rows_shown", shown=str(len(rows)), count=numbers["count"])
    return Content(
        worded(words, "story.weak_title", line=line, **over),
        m.lacking(SCREEN) or worded(words, "story.weak_subtitle", **numbers),
        (
            Grid(
                tuple(heads),
                tuple(rows),
                (2.3, 1.3, *([1.0] * len(INDICATORS))),
                looks=looks,
                note=(*worded(words, "story.weak_legend"), *shown),
            ),
        ),
        (SCREEN,),
    )
