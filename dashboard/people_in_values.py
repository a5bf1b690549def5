"""What may be known of a value in Cypher: whether it rests on a count of people, and whose?

The words for it, and the functions that change it or leave it; ``people_in_expressions`` finds it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

from dashboard.people import people_columns
from dashboard.people_in_patterns import Who
from graph_model.schema import TABLES

AGGREGATES: Final = frozenset(
    ("count", "sum", "avg", "min", "max", "collect", "stdev", "stdevp", "percentilecont", "percentiledisc")
)
OF_COUNTS: Final = frozenset(("count", "sum", "min", "max", "collect", "coalesce", "head", "last", "size", "tointeger"))
"""Functions that make counts of counts; what another makes of one is hidden."""
TELL_NOTHING: Final = frozenset(("labels", "label", "type", "length"))
"""Functions of a node, tie or path that tell nothing of it but its kind and length."""
BANDS: Final = frozenset(("age_band", "gender", "education", "full"))
"""What may be told of groups of members."""
VALUE: Final = "value"
"""A reported figure's value: whether it counts people stands in another column."""


class Rests(IntEnum):
    """What a value rests on, the worst last."""

    NOTHING = 0
    BAND = 1
    COUNT = 2
    HIDDEN = 3


@dataclass(frozen=True)
class Value:
    """What is known of a value.

    Attributes
    ----------
    rests
        What it rests on.
    who
        Whether it comes from a member.
    person
        Whether it tells one member from another.
    entity
        Whether it may be, or hold, nodes, ties or paths.
    aggregated
        Whether it is made of several rows.
    summed
        Whether counts were added up beside one another.
    source, column
        Whose count, and which column of the ledger; None where it is another count.
    """

    rests: Rests = Rests.NOTHING
    who: Who = Who.NO
    person: bool = False
    entity: bool = False
    aggregated: bool = False
    summed: bool = False
    source: str | None = None
    column: str | None = None


@cache
def columns_of_people() -> dict[str, str]:
    """The columns that count people, by their names without regard to case."""
    return {name.casefold(): name for name in people_columns()}


@cache
def properties_of_members() -> frozenset[str]:
    """What the graph holds of a member."""
    return frozenset(column.name for column in TABLES["members"].node_properties) | {"code"}
