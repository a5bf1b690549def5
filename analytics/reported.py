"""How is a reported figure named, and which reported figures belong together?

Reading indicators: ``base[/segment]*[%]``, where a segment is a subset (``women``) or a listed part of a dimension
(``age=46_59``), and ``%`` makes it the share of the figure without it in its whole. What the
ledger says is told in ``ledger_figures``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from math import prod

_BAND = re.compile(r"(?:(\d+)_(\d+)|(\d+)_(down|up))")
_ENDLESS = 10**6
_TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_LARGE = re.compile("[十百千]?[万亿]+(?!分)")  # 万分之 is a share
_SMALL = re.compile("[十百千](?=[人户个名家元次件]$)")  # 千米 and 百分点 are no thousands and hundreds


@dataclass(frozen=True)
class Indicator:
    """What a figure counts.

    Attributes
    ----------
    base, segments
        The population or finding; how it is narrowed, in order.
    share
        Whether it is a share in percent of its whole.
    """

    base: str
    segments: tuple[str, ...] = ()
    share: bool = False

    @property
    def whole(self) -> Indicator | None:
        """The figure it is a part of; None for a base."""
        return Indicator(self.base, self.segments[:-1]) if self.segments else None

    @property
    def counted(self) -> Indicator:
        """The same figure as a number instead of a share."""
        return Indicator(self.base, self.segments)

    @property
    def part(self) -> tuple[str, str] | None:
        """Dimension and part of its last segment; None for a subset or a base."""
        name, equals, part = self.segments[-1].partition("=") if self.segments else ("", "", "")
        return (name, part) if equals else None

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean, which is no part of anything."""
        return bool(self.segments) and self.segments[-1].startswith("mean_")


def read_indicator(text: str) -> Indicator:
    """An indicator as it is written."""
    base, *segments = text.strip().removesuffix("%").split("/")
    return Indicator(base, tuple(segments), share=text.strip().endswith("%"))


def band(part: str) -> tuple[int, int] | None:
    """The ages of a band, both ends included: ``45_down``, ``46_59``, ``60_up``; None for anything else."""
    match = _BAND.fullmatch(part)
    if match is None:
        return None
    if match[1] is not None:
        return int(match[1]), int(match[2])
    return (0, int(match[3])) if match[4] == "down" else (int(match[3]), _ENDLESS)


def half_unit(value: float) -> float:
    """Half a unit of the last decimal that is written: 0.05 for 33.3, 0.5 for 4."""
    written = Decimal(str(value)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(written), 0)


def scale_of(unit: str | None) -> int:
    """By how much the unit of a figure multiplies it: 10,000 for 万户, 1 for 户 and for a unit that is not told."""
    told = "" if unit is None else unit.strip()
    within = _LARGE.match(told) or _SMALL.match(told)
    return prod(_TIMES[sign] for sign in within[0]) if within else 1
