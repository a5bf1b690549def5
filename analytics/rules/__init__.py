"""Which thresholds are held against, where does each come from, and which has a planner laid over it?

Reading rule files (TOML) into ``Rules``. Judging by them is the findings' business.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from graph_model.errors import BadValue, UnknownName, place_in_text, reason_of

SURE = ("read", "warn_only", "design_choice")
"""How sure we are of a rule: read in its source; local practice, so it only warns; a choice of the program's design."""


WHOLE = frozenset({"activity_months", "contact_months", "quarters_looked_at", "screen_line"})
"""Thresholds that count months, quarters or indicators: a part of one cannot be counted."""


@dataclass(frozen=True)
class Threshold:
    """One threshold.

    Attributes
    ----------
    name
        Its public name.
    value, unit
        The value and what it counts.
    source, date
        Where it stands, and since when; ``source`` is a key that ``dashboard/i18n`` may word, or free text.
    sure
        One of ``SURE``.
    own
        Whether a planner's own file gave the value.
    """

    name: str
    value: float | int
    unit: str
    source: str
    date: str | None
    sure: str
    own: bool = False

    def as_json(self) -> dict[str, Any]:
        """As reports and the API show it."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "source": self.source,
            "date": self.date,
            "sure": self.sure,
            "own": self.own,
        }


@dataclass(frozen=True)
class Rules:
    """Every threshold by name."""

    thresholds: Mapping[str, Threshold]

    def __getitem__(self, name: str) -> Threshold:
        return self.thresholds[name]

    def value(self, name: str) -> float | int:
        """The value of a threshold."""
        return self.thresholds[name].value

    def watched(self) -> tuple[Rules, set[str]]:
        """The same rules, and the names of those that have been asked for through them so far."""
        read: set[str] = set()
        return Rules(_Watched(self.thresholds, read)), read


class _Watched(Mapping[str, Threshold]):
    """Thresholds that write down which of them are looked at."""

    def __init__(self, thresholds: Mapping[str, Threshold], read: set[str]) -> None:
        self._thresholds = thresholds
        self._read = read

    def __getitem__(self, name: str) -> Threshold:
        self._read.add(name)
        return self._thresholds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._thresholds)

    def __len__(self) -> int:
        return len(self._thresholds)


def bundled_rules() -> Rules:
    """The rules that come with the program."""
    thresholds: dict[str, Threshold] = {}
    for path in sorted(resources.files("analytics.rules").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            for name, told in tomllib.loads(path.read_text("utf-8")).items():
                thresholds[name] = Threshold(
                    name, told["value"], told["unit"], told["source"], told.get("date"), told["sure"]
                )
    return Rules(thresholds)


def rules_with(own: Path | None) -> Rules:
    """The bundled rules with a planner's own file laid over them.

    Parameters
    ----------
    own
        TOML file: one section a threshold, with ``value`` and, if wanted, ``unit``, ``source``, ``date``, ``sure``.

    Raises
    ------
    BadValue
        ``cannot_read``, ``text_encoding``, ``text_unreadable``: the file cannot be read or is
        not TOML; ``rule_value``: a value is not a number or is negative; ``rule_whole``: a fraction
        where whole numbers are counted; ``rule_sure``: a word other than ``SURE``.
    UnknownName
        A threshold nobody knows; carries the nearest names.
    """
    rules = bundled_rules()
    if own is None:
        return rules
    try:
        told = tomllib.loads(own.read_text("utf-8"))
    except OSError as error:
        raise BadValue("cannot_read", path=str(own), problem=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise BadValue("text_encoding", file=str(own)) from error
    except tomllib.TOMLDecodeError as error:
        line, column = place_in_text(error)
        raise BadValue("text_unreadable", path=str(own), format="TOML", line=line, column=column) from error
    thresholds = dict(rules.thresholds)
    for name, section in told.items():
        if name not in thresholds:
            raise UnknownName("rule", name, known=thresholds)
        thresholds[name] = _laid_over(thresholds[name], section, path=own)
    return Rules(thresholds)


def _laid_over(bundled: Threshold, section: Any, *, path: Path) -> Threshold:
    value = section.get("value") if isinstance(section, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadValue("rule_value", path=str(path), rule=bundled.name, value=str(value))
    if bundled.name in WHOLE and float(value) != int(value):
        raise BadValue("rule_whole", path=str(path), rule=bundled.name, value=str(value))
    sure = str(section.get("sure", bundled.sure))
    if sure not in SURE:
        raise BadValue("rule_sure", path=str(path), rule=bundled.name, value=sure, known=list(SURE))
    return Threshold(
        bundled.name,
        value,
        str(section.get("unit", bundled.unit)),
        str(section.get("source", path.name)),
        section.get("date", bundled.date),
        sure,
        own=True,
    )
