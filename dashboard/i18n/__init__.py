"""In which words is a code, a value or a name told to a person, in Chinese or English?

Words are data (``words/*.toml``: key → zh, en). Nothing is computed here; an unknown key is a fault, never a blank.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal, Self

from dashboard.indicator_words import indicator_told
from dashboard.unsaid import unsaid
from graph_model.errors import OF_THE_SYSTEM, GongjianError

Lang = Literal["zh", "en"]
WAN = 10_000
HEADLINE_WAN = 10 * WAN
"""From here on a Chinese headline tells a number in 万; below it every digit is still read at a glance."""
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every entry by ``file.key``: zh and en."""
    told: dict[str, Mapping[str, str]] = {}
    for path in resources.files("dashboard.i18n").joinpath("words").iterdir():
        if path.name.endswith(".toml"):
            section = path.name.removesuffix(".toml")
            for key, entry in tomllib.loads(path.read_text("utf-8")).items():
                told[f"{section}.{key}"] = entry
    return told


class _Shown(str):
    """A value as a sentence shows it; ``{rows:row|rows}`` puts the noun behind a number in the form it asks for."""

    __slots__ = ("one",)
    one: bool

    def __new__(cls, text: str, *, one: bool) -> Self:
        shown = super().__new__(cls, text)
        shown.one = one
        return shown

    def __format__(self, nouns: str) -> str:
        singular, bar, plural = nouns.partition("|")
        return f"{self!s} {singular if self.one else plural}" if bar else super().__format__(nouns)


@dataclass(frozen=True)
class Wording:
    """The words of one language.

    Attributes
    ----------
    lang
        ``zh`` or ``en``.
    """

    lang: Lang = "zh"

    def text(self, key: str, /, **values: object) -> str:
        """The entry ``file.key`` with its values filled in; ``KeyError`` where there is no such entry."""
        entry = words()[key][self.lang]
        if not values:
            return entry
        return entry.format_map({name: _Shown(self.value(value), one=value == 1) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Whether there is such an entry."""
        return key in words()

    def value(self, value: object) -> str:
        """A value as a sentence shows it."""
        if isinstance(value, bool):
            return self.text("common.yes") if value else self.text("common.no")
        if isinstance(value, int):
            return f"{value:,}"
        if isinstance(value, float):
            if value == int(value):
                return f"{int(value):,}"
            return f"{value:,.1f}" if abs(value) >= 1_000 else f"{Decimal(f'{value:.4g}'):f}"  # never 3.2e+04, 1e-05
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, list | tuple | set | frozenset):
            return ("、" if self.lang == "zh" else ", ").join(self.value(one) for one in value)
        return self.text("common.unknown") if value is None else str(value)

    def headline(self, value: object) -> str:
        """A number as a headline shows it: in Chinese from ten 万 on in 万 with one decimal, else as ``value``."""
        if self.lang == "zh" and isinstance(value, int) and not isinstance(value, bool) and abs(value) >= HEADLINE_WAN:
            return self.text("common.wan", count=f"{value / WAN:,.1f}".removesuffix(".0"))
        return self.value(value)

    def error(self, error: GongjianError) -> str:
        """The sentence of an error, with the nearest names behind it where it carries some."""
        key = f"errors.{error.code}"
        values = {name: unsaid(value) for name, value in error.values.items()}
        if not self.has(key):  # a code without a sentence still says what it is; a test fails on it
            return str(error) if values == error.values else error.code
        kind = values.get("kind")
        if isinstance(kind, str) and self.has(f"common.kind_{kind}"):
            values["kind"] = self.text(f"common.kind_{kind}")
        if "problem" in values:
            values["problem"] = self.reason(values["problem"])
        if error.code == "unreadable_file":
            reason = f"files.{values['reason']}"
            values["reason"] = self.text(reason if self.has(reason) else "files.damaged")
        told = self.text(key, **values)
        nearest = values.get("nearest")
        if isinstance(nearest, list | tuple) and nearest:
            told += self.text("common.nearest", nearest=list(nearest))
        return told

    def reason(self, problem: object) -> object:
        """Why the system refused (``graph_model.errors.reason_of``), in words; what is none of its reasons as it is."""
        if not isinstance(problem, str) or not problem.startswith(OF_THE_SYSTEM):
            return problem
        code = problem.removeprefix(OF_THE_SYSTEM)
        key = f"system.{code}"
        return self.text(key) if self.has(key) else self.text("system.other", code=code.upper())

    def problem(self, code: str) -> str:
        """What a problem of a hand-in means and how to mend it; see ``problem_words`` for what became of its row."""
        return self.text(f"problems.{code}")

    def source(self, source: str) -> str:
        """Where a threshold stands: worded where it is one of ours, else as its owner wrote it."""
        key = f"sources.{source}"
        return self.text(key) if self.has(key) else source

    def word(self, code: str) -> str:
        """The word of a code: the contract's, or ours for a finding or a figure; any other text as it is."""
        if code in vocabulary_words():
            return code.replace("_", " ") if self.lang == "en" else vocabulary_words()[code]
        for key in (f"values.{code}", f"rules.{code}"):
            if self.has(key):
                return self.text(key)
        return indicator_told(code, self) or code

    def finding(self, finding_id: str) -> str:
        """The title of a finding."""
        return self.text(f"findings.{finding_id}")

    def column(self, name: str) -> str:
        """The heading of a column of evidence."""
        key = f"columns.{name}"
        return self.text(key) if self.has(key) else name


FIRST_OF: Mapping[str, str] = {"building": "domain"}
"""Codes that two vocabularies word differently, and whose word is shown: 楼宇 is one word everywhere."""


@cache
def vocabulary_words() -> Mapping[str, str]:
    """Chinese word by code, over all vocabularies; where two share a code the first one's word stands."""
    from graph_model.schema import VOCABULARIES  # here: the help must not load the schema

    told = {word.value: word.zh for code, name in FIRST_OF.items() for word in VOCABULARIES[name] if word.value == code}
    for vocabulary in VOCABULARIES.values():
        for word in vocabulary:
            told.setdefault(word.value, word.zh)
    return told
