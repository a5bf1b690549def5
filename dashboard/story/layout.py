"""Where does what stand on a slide of 1920 by 1080, and how much of a text fits a line?

Shared by the renderers of files; the page lays out by its style sheet after the same numbers. Nothing is under 20.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from dashboard.story.blocks import Block, Grid, Step, Steps, Tiles
from dashboard.story.pieces import Text

WIDE, HIGH = 1920, 1080
EDGE: Final = 96
TITLE, LEAD, BODY, SMALL = 44, 26, 22, 20
"""Sizes of type in pixels."""
TITLE_LINE: Final = 60
LATIN: Final = {"thin": 0.34, "plain": 0.58, "wide": 0.7}
"""Width of a Latin sign as a share of its size: thin ones, capitals, the others; a Chinese one is as wide as high."""
THIN: Final = frozenset(" ,.:;'|!()[]il")


class Box(NamedTuple):
    """A place on the slide, in its pixels."""

    x: float
    y: float
    w: float
    h: float


def width_of(text: str, size: float) -> float:
    """How wide a line of text is, a little more than it needs."""
    return size * sum(1.0 if ord(sign) > 0x2E7F else LATIN[_latin(sign)] for sign in text)


def _latin(sign: str) -> str:
    return "thin" if sign in THIN else "wide" if sign.isupper() or sign in "→—−%" else "plain"


def lines_of(text: str, size: float, width: float) -> int:
    """In how many lines a text breaks; 1 for none."""
    return max(1, math.ceil(width_of(text, size) / max(width, 1)))


def title_box(title: str) -> Box:
    """The title's place: one line, or two."""
    lines = min(lines_of(title, TITLE, WIDE - 2 * EDGE), 2)
    return Box(EDGE, 100, WIDE - 2 * EDGE, TITLE_LINE * lines)


def lead_box(title: Box, lead: str) -> Box:
    """The subtitle's place below the title."""
    lines = min(lines_of(lead, LEAD, WIDE - 2 * EDGE), 2)
    return Box(EDGE, title.y + title.h + 4, WIDE - 2 * EDGE, 38 * lines)


def block_boxes(lead: Box, blocks: tuple[Block, ...]) -> list[Box]:
    """The places of one block across the slide, or of two beside each other, the first the wider one."""
    top, bottom = lead.y + lead.h + 24, 930
    if len(blocks) < 2:
        return [Box(EDGE, top, WIDE - 2 * EDGE, bottom - top)][: len(blocks)]
    wide = 1130 if not isinstance(blocks[1], Grid) else 830
    gap = 72 if not isinstance(blocks[1], Grid) else 48
    right = EDGE + wide + gap
    return [Box(EDGE, top, wide, bottom - top), Box(right, top, WIDE - EDGE - right, bottom - top)]


SOURCE: Final = Box(EDGE, 944, WIDE - 2 * EDGE, 52)
FOOT: Final = Box(EDGE, 1020, WIDE - 2 * EDGE, 36)
HEADER: Final = Box(EDGE, 52, WIDE - 2 * EDGE, 36)


def tile_boxes(box: Box, block: Tiles) -> list[Box]:
    """Headline figures in rows of three."""
    across = min(3, len(block.tiles)) or 1
    down = math.ceil(len(block.tiles) / across)
    gap, high = 32, min(300.0, (box.h - 32 * (down - 1)) / max(down, 1))
    wide = (box.w - gap * (across - 1)) / across
    return [
        Box(box.x + (at % across) * (wide + gap), box.y + (at // across) * (high + gap), wide, high)
        for at in range(len(block.tiles))
    ]


def row_height(rows: int, box: Box, *, note: bool) -> float:
    """The height of a table's rows that lets all stand in the box."""
    return min(56.0, (box.h - (44 if note else 0)) / max(rows + 1, 1))


class StepBox(NamedTuple):
    """Where one entry of a numbered list stands: its top and bottom, its texts, and whether two are on one line."""

    y: float
    bottom: float
    head: Box
    right: Box
    below: Box
    beside: bool


def step_boxes(box: Box, block: Steps, told: Callable[[Text], str]) -> Iterator[tuple[Step, StepBox]]:
    """The entries of a list with their places; how much is at the right stands beside the head where both fit."""
    foot = 84 if block.foot else 0
    most = (box.h - 52 - foot) / max(len(block.steps), 1)
    y, left, wide = box.y + 52, box.x + 64, box.w - 64
    for step in block.steps:
        head, right = width_of(told(step.head), 24), width_of(told(step.right), BODY)
        beside = head + right + 24 < wide
        first = 36.0 * (1 if beside else lines_of(told(step.head), 24, wide))
        right_box = (
            Box(left + wide - right - 8, y + 14, right + 8, 36) if beside else Box(left, y + 12 + first, wide, 34)
        )
        below = y + 12 + first + (34 if not beside and right else 0)
        lines = lines_of(told(step.below), SMALL, wide) if step.below else 0
        high = min(max(below + 28.0 * lines + 14 - y, 68), most)
        yield (
            step,
            StepBox(
                y, y + high, Box(left, y + 12, wide, first), right_box, Box(left, below, wide, y + high - below), beside
            ),
        )
        y += high


def steps_foot(box: Box, block: Steps, told: Callable[[Text], str]) -> Box:
    """The place below the last entry."""
    bottom = max((place.bottom for _, place in step_boxes(box, block, told)), default=box.y + 52)
    return Box(box.x, bottom + 14, box.w, 70)
