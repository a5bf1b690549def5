"""What can stand on a slide: headline figures, stacked bars, a table, numbered proposals, a small network?

The parts that every renderer draws. Sizes are in the pixels of a stage of 1920 by 1080; nothing is smaller than 20.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.story.deck import Slide
from dashboard.story.pieces import Figure, Name, Text

MOST_NODES = 150
"""Most labelled nodes of a picture."""
LOOKS: dict[str, tuple[str, str]] = {
    "ink": ("1F2328", "FFFFFF"),
    "blue": ("3A6796", "FFFFFF"),
    "pale": ("CBD3DC", "1F2328"),
    "mid": ("8FA3B8", "1F2328"),
    "unknown": ("FFFFFF", "4B535D"),
    "fail": ("CC3311", "FFFFFF"),
    "pass": ("FFFFFF", "228833"),
    "na": ("FFFFFF", "656D76"),
    "plain": ("FFFFFF", "1F2328"),
}
"""Fill and ink of what is drawn; ``unknown`` also has a dotted outline, never a fill."""


@dataclass(frozen=True)
class Tile:
    """One headline figure with its of-how-many, its unknown and its change; ``lacking`` says in its place what is."""

    label: Text
    count: Figure
    of: Figure
    unknown: Figure
    change: Figure | None = None
    lacking: Text = ()


@dataclass(frozen=True)
class Tiles:
    """Headline figures."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Bars:
    """Bars, stacked or beside each other, as a native chart of a presentation program can draw them.

    Attributes
    ----------
    rows
        Label, a figure a series, and what is told at the bar's end.
    series
        Name, look and, where there is one, the sum of each series.
    axis, unit
        What the rows are, and what is counted.
    share
        Whether each bar is drawn as long as the others, its parts as shares of its own whole.
    beside
        Whether the figures of a row are bars below each other, to be compared, and not parts of one.
    """

    rows: tuple[tuple[Text, tuple[Figure, ...], Text], ...]
    series: tuple[tuple[Text, str, Figure | None], ...]
    axis: Text
    unit: Text
    share: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; ``looks`` by row and column where a cell is drawn otherwise than plain."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    looks: dict[tuple[int, int], str] = field(default_factory=dict)
    note: Text = ()


@dataclass(frozen=True)
class Step:
    """One entry of a numbered list: what, how much at its right, and a line below."""

    head: Text
    right: Text = ()
    below: Text = ()


@dataclass(frozen=True)
class Steps:
    """A numbered list with a heading and a foot."""

    title: Text
    right: Text
    steps: tuple[Step, ...]
    foot: Text = ()


@dataclass(frozen=True)
class Picture:
    """A small network: nodes in the unit square, at most ``MOST_NODES``, and lines between them by their places."""

    nodes: tuple[tuple[float, float, Name, str], ...]
    lines: tuple[tuple[int, int, bool], ...]
    heads: tuple[tuple[float, Text], ...] = ()
    note: Text = ()


Block = Tiles | Bars | Grid | Steps | Picture


@dataclass(frozen=True)
class Drawn:
    """A slide with its figures as they are now.

    Attributes
    ----------
    slide
        What is kept of it.
    title, subtitle, source
        As they stand on it.
    notes
        Paragraphs for who speaks.
    blocks
        One across the slide, or two beside each other.
    changed
        Figures that were another when the deck was saved, with what they were.
    """

    slide: Slide
    title: Text
    subtitle: Text
    source: Text
    notes: tuple[Text, ...]
    blocks: tuple[Block, ...]
    changed: tuple[tuple[Figure, object], ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text of it, in the order it is read."""
        yield from (self.title, self.subtitle)
        for block in self.blocks:
            yield from block_texts(block)
        yield from (self.source, *self.notes)


def block_texts(block: Block) -> Iterator[Text]:
    """Every text of a block, figures of charts as texts of their own."""
    if isinstance(block, Tiles):
        for tile in block.tiles:
            yield tile.label
            yield from ((one,) for one in (tile.count, tile.of, tile.unknown, tile.change) if one is not None)
    elif isinstance(block, Bars):
        for label, figures, end in block.rows:
            yield label
            yield from ((one,) for one in figures)
            yield end
        for name, _, total in block.series:
            yield (*name, *((total,) if total is not None else ()))
        yield from (block.axis, block.unit)
    elif isinstance(block, Grid):
        yield from block.heads
        for row in block.rows:
            yield from row
        yield block.note
    elif isinstance(block, Steps):
        yield from (block.title, block.right)
        for step in block.steps:
            yield from (step.head, step.right, step.below)
        yield block.foot
    else:
        yield from (head for _, head in block.heads)
        yield from ((name,) for _, _, name, _ in block.nodes)
        yield block.note
