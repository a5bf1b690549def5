"""What is a plan, and what does making one need?

The types every plan shares. Which plans there are is ``catalogue``; fetching what they need is ``making``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.finding import plain
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import Snapshot

NO_DISTANCE = 0.5
"""Metres under which two subjects stand at one point, that of their place: how far apart they are is not known."""


@dataclass(frozen=True)
class Parameter:
    """One setting of a plan.

    Attributes
    ----------
    name
        The public name.
    type
        ``int``, ``float``, ``text``, ``list`` (texts) or ``pairs`` (texts ``A:B``).
    default
        Its value where none is given.
    least, most
        Bounds of a number, both allowed.
    choices
        The texts allowed; empty: any.
    """

    name: str
    type: str
    default: Any = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    def checked(self, value: Any) -> Any:
        """The value as the plan takes it; texts are read as the type.

        Raises
        ------
        BadValue
            ``plan_parameter`` with ``name``, ``value``, ``type``, ``least``, ``most``; what is no number, or has no
            end, is within no bounds. ``plan_parameter_whole`` with ``name`` and ``value``: a fraction where whole
            numbers are counted; it is not rounded, for nobody would know.
        UnknownName
            A text that is none of ``choices``.
        """
        try:
            read = self._read(value)
        except (ValueError, TypeError, OverflowError):
            read = None
        low = self.least is not None and isinstance(read, int | float) and read < self.least
        high = self.most is not None and isinstance(read, int | float) and read > self.most
        if read is None and self.type == "int" and _is_fraction(value):
            raise BadValue("plan_parameter_whole", name=self.name, value=value)
        if read is None or low or high:
            raise BadValue(
                "plan_parameter", name=self.name, value=value, type=self.type, least=self.least, most=self.most
            )
        if self.choices and read not in self.choices:
            raise UnknownName("choice", str(read), known=self.choices)
        return read

    def _read(self, value: Any) -> Any:
        if self.type == "int":
            if isinstance(value, bool) or _is_fraction(value):
                raise ValueError(value)
            return int(value)
        if self.type == "float":
            number = float(value)
            if not math.isfinite(number):  # nan is neither under nor over any bound
                raise ValueError(value)
            return number
        if self.type == "text":
            return str(value)
        texts = [one.strip() for one in value.split(",")] if isinstance(value, str) else [*map(str, value)]
        texts = [one for one in texts if one]
        if self.type == "list":
            return texts
        pairs = [tuple(one.split(":")) for one in texts]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValueError(value)
        return pairs


def _is_fraction(value: Any) -> bool:
    """Whether it is a number, or reads as one, that is not whole."""
    try:
        number = float(value)
    except (ValueError, TypeError, OverflowError):
        return False
    return math.isfinite(number) and not number.is_integer()


@dataclass(frozen=True)
class PlanFacts:
    """Everything a plan may look at.

    Attributes
    ----------
    as_of, place
        The day; the place it is narrowed to, None for the whole region.
    scope
        Codes of the place and of what lies below it; None for the whole region.
    snapshot
        Organisations, committees, agreements and listings of the day, narrowed to the place.
    region
        The same of the whole region.
    frames
        Answers of the catalogue queries the plan declares, by name, of the whole region.
    findings
        Findings the plan declares to need, of the same day and place.
    seed
        For whatever is drawn at random; the same seed gives the same plan.
    """

    as_of: dt.date
    place: str | None
    scope: pl.Series | None
    snapshot: Snapshot
    region: Snapshot
    frames: Mapping[str, pl.DataFrame]
    findings: Mapping[str, Any]
    seed: int = 20180630


@dataclass(frozen=True)
class Plan:
    """What to do, in rows, and what is known of how good it is.

    Attributes
    ----------
    id
        The public name.
    rows
        What is proposed, one row each, best or first first; total order. Reasons are values in columns of their own.
    objective
        Code of what was made small or large (``least_total_cost``, ``most_units_reached`` …).
    value
        Of what was optimised, for the rows told; None where nothing could be proposed.
    bound
        The best value that any plan could have; equal to ``value`` where it is proved optimal. None where no bound is
        known: the plan is then a ranking or a heuristic, and ``limits`` says so.
    count, of, unknown
        How many subjects the plan serves, of how many it could look at, and of how many something needed is not known.
    seconds
        How long the optimisation took.
    parameters
        With what settings.
    limits
        Codes of what the plan does not heed.
    measures
        Further figures of the whole; None where not defined.
    queries
        Catalogue queries whose answers were used.
    as_of, place
        The day, and the place it is narrowed to, None for the whole region; ``making`` says them.
    hub
        Whether the network it looked at, of all layers, has the working committees in it; None where it looked at none.
    """

    id: str
    rows: pl.DataFrame
    objective: str
    value: float | None
    bound: float | None
    count: int
    of: int
    unknown: int
    seconds: float
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    measures: Mapping[str, float | int | None] = field(default_factory=dict)
    queries: tuple[str, ...] = ()
    as_of: dt.date | None = None
    place: str | None = None
    hub: bool | None = None

    @property
    def optimal(self) -> bool | None:
        """Whether no plan is better; None where no bound is known or there is no plan."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.value - self.bound) <= 1e-6 * max(1.0, abs(self.bound))

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it; dates are ISO text."""
        return {
            "as_of": plain(self.as_of),
            "place": self.place,
            "layer": None,
            "hub": self.hub,
            "count": self.count,
            "of": self.of,
            "unknown": self.unknown,
            "rows": [plain(row) for row in self.rows.iter_rows(named=True)],
            "objective": {
                "optimised": self.objective,
                "value": plain(self.value),
                "bound": plain(self.bound),
                "optimal": self.optimal,
                "seconds": round(self.seconds, 3),
            },
            "parameters": plain(dict(self.parameters)),
            "limits": list(self.limits),
            "measures": plain(dict(self.measures)),
            "queries": list(self.queries),
        }


@dataclass(frozen=True)
class PlanDefinition:
    """One plan as it is declared.

    Attributes
    ----------
    id
        The public name.
    make
        The pure function; takes ``PlanFacts`` and the checked parameters by name, gives the ``Plan``.
    parameters
        Its settings.
    queries
        Catalogue queries it needs, each with ``as_of`` or no parameter.
    findings
        Findings it needs, of the same day and place.
    hub
        As ``Plan.hub``.
    limits
        As ``Plan.limits``, those of every answer.
    """

    id: str
    make: Callable[[PlanFacts, Mapping[str, Any]], Plan]
    parameters: tuple[Parameter, ...] = ()
    queries: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    hub: bool | None = None
    limits: tuple[str, ...] = ()
