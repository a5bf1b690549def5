"""Which names of a map of places have room, so that none lies over another?

For a map that stands by itself; on a page names find their room again each time it is brought nearer
(``assets/drawing.js``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

Box = tuple[float, float, float, float]
BESIDE = 7.0
"""Units between a spot that is taken and a name below or above it."""


@dataclass(frozen=True)
class Name:
    """A name that wants to stand at a spot of the drawing."""

    x: float
    y: float
    text: str
    size: int
    colour: str
    weight: int


class Taken:
    """Boxes that are taken, by the squares of the drawing that they lie in: thousands of names ask."""

    SQUARE = 60.0

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        """Take a box: left, top, right, bottom."""
        for square in self._squares(box):
            self._held.setdefault(square, []).append(box)

    def free(self, box: Box) -> bool:
        """Whether a box shares nothing with those taken."""
        left, top, right, bottom = box
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for square in self._squares(box)
            for other in self._held.get(square, ())
        )

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(one // self.SQUARE) for one in box)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def names(above: Iterable[Name], below: Iterable[Name], spots: Iterable[tuple[float, float]]) -> Iterator[str]:
    """Names as SVG where there is room: those of ``above`` first, also over the spots of points.

    A name whose spot is taken stands below or above it, if there is room.
    """
    taken = Taken()
    for name in above:
        yield from _placed(name, taken)
    for east, south in spots:
        taken.add((east - 5, south - 5, east + 5, south + 5))
    for name in below:
        yield from _placed(name, taken)


def width_of(text: str, size: float) -> float:
    """How wide a text is about: a Chinese sign is as wide as it is high."""
    return sum(size if ord(sign) > 0x2E80 else 0.56 * size for sign in text)


def _placed(name: Name, taken: Taken) -> Iterator[str]:
    half, beside = width_of(name.text, name.size) / 2, 1.1 * name.size + BESIDE
    for y in (name.y, name.y + beside, name.y - beside):
        box = (name.x - half, y - 0.75 * name.size, name.x + half, y + 0.55 * name.size)
        if taken.free(box):
            break
    else:
        return
    taken.add(box)
    yield (
        f'<text x="{name.x:.1f}" y="{y + 0.35 * name.size:.1f}" font-size="{name.size}" fill="{name.colour}" '
        f'font-weight="{name.weight}">{escape(name.text)}</text>'
    )
