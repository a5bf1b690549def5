"""What does the address ask of the map: which indicator of which places, in which classes, with what besides?

Reading alone; what is on the map then is ``view``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.classing import METHODS, NATURAL
from analytics.place_indicators import INDICATORS, LEVELS
from graph_model.errors import BadValue, UnknownName


@dataclass(frozen=True)
class MapChoice:
    """What the address asks of the map; its own switches are ``of, level, by, k, bounds, units, flows, back``.

    Attributes
    ----------
    indicator, level
        Which figure, of which places; None for the level is the lowest common one that is seen at a glance.
    method, number, bounds
        How values are classed.
    units, flows, background
        Whether uncovered units, ties between places and the background are drawn.
    """

    indicator: str = "organisation_coverage"
    level: str | None = None
    method: str = NATURAL
    number: int = 5
    bounds: tuple[float, ...] = ()
    units: bool = True
    flows: bool = False
    background: bool = True

    @classmethod
    def of(cls, told: Mapping[str, str]) -> MapChoice:
        """From the switches of an address.

        Raises
        ------
        UnknownName
            No such indicator, level or way of classing.
        BadValue
            ``class_bounds`` or ``class_number``: no numbers.
        """
        indicator, level, method = told.get("of", cls.indicator), told.get("level"), told.get("by", cls.method)
        if indicator not in INDICATORS:
            raise UnknownName("indicator", indicator, known=INDICATORS)
        if level is not None and level not in LEVELS:
            raise UnknownName("level", level, known=LEVELS)
        if method not in METHODS:
            raise UnknownName("class_method", method, known=METHODS)
        return cls(
            indicator,
            level,
            method,
            number_of(told.get("k", str(cls.number))),
            bounds_of(told.get("bounds", ""), share=INDICATORS[indicator].share),
            told.get("units") != "off",
            told.get("flows") == "on",
            told.get("back") != "off",
        )


def number_of(text: str) -> int:
    """A number of classes as a person writes one."""
    try:
        return int(text)
    except ValueError as error:
        raise BadValue("class_number", value=text, least=2, most=7) from error


def bounds_of(text: str, *, share: bool) -> tuple[float, ...]:
    """Bounds as a person writes them: numbers with spaces, commas or semicolons between; of shares in per cent."""
    told = text.replace("%", " ").replace("，", " ").replace("；", " ").replace(",", " ").replace(";", " ").split()
    try:
        numbers = tuple(float(one) for one in told)
    except ValueError as error:
        raise BadValue("class_bounds", value=text, most=6) from error
    return tuple(round(one / 100, 9) for one in numbers) if share else numbers
