"""What is each measure: its formula, range, unit, when it is not defined, and who defined it?

Data of ``measure_cards.toml``, a section a measure. What a measure means to a planner is ``dashboard/i18n``'s.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class MeasureCard:
    """One measure.

    Attributes
    ----------
    name
        Its key in the answer of ``measure`` or in the scorecard.
    of
        ``network`` or ``node``.
    formula
        In plain signs; n nodes, m ties.
    least, most
        Ends of its range, as numbers or in n and m; empty where there is none.
    unit
        Code of what it counts.
    undefined
        Code of when it is None; ``never`` where it always has a value.
    reference
        Where it is defined; empty for plain counts of our own.
    """

    name: str
    of: str
    formula: str
    least: str
    most: str
    unit: str
    undefined: str
    reference: str

    def as_json(self) -> dict[str, str]:
        """As the command line and the API show it."""
        return asdict(self)


@cache
def measure_cards() -> Mapping[str, MeasureCard]:
    """Every card by the name of its measure, in the order of the answer."""
    text = resources.files("analytics.network").joinpath("measure_cards.toml").read_text("utf-8")
    return {name: MeasureCard(name=name, **told) for name, told in tomllib.loads(text).items()}
