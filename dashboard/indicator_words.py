"""What is a reported figure called, in words: an indicator such as ``members/age=46_59%``?

The names people write it by in hand-ins are ``graph_model.indicators``'; reading it is ``analytics.reported``'s.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

_INDICATOR: Final = re.compile(r"([a-z][a-z0-9_]*)((?:/[a-z][a-z0-9_]*(?:=[a-z0-9_]+)?)*)(%?)(?:=(-?[0-9.]+))?")
_OF_THE_SCHEMA: Final = ("level", "domain", "type", "education")
"""Dimensions whose parts are words of the ledger's vocabularies."""
_BAND: Final = re.compile(r"([0-9]+)_([0-9]+|down|up)")


class Words(Protocol):
    """The words of one language, as ``dashboard.i18n.Wording`` has them, which asks here."""

    @property
    def lang(self) -> str:
        """``zh`` or ``en``."""

    def text(self, key: str, /, **values: object) -> str:
        """An entry with its values filled in."""

    def has(self, key: str) -> bool:
        """Whether there is such an entry."""

    def word(self, code: str) -> str:
        """The word of a code."""

    def finding(self, finding_id: str) -> str:
        """The title of a finding."""


def indicator_told(text: str, words: Words) -> str | None:
    """The indicator in words, with its number behind it where ``=number`` stands there; None for what is none."""
    found = _INDICATOR.fullmatch(text)
    if found is None:
        return None
    base, path, share, number = found.groups()
    told = _base(base, words)
    if told is None:
        return None
    parts = [_segment(segment, words) for segment in path.split("/")[1:]]
    if None in parts:
        return None
    if parts:
        told = words.text("indicators.narrowed", base=told, parts=parts)
    if share:
        told = words.text("indicators.share", of=told)
    return told if number is None else f"{told} = {number}"


def _base(base: str, words: Words) -> str | None:
    if words.has(f"indicators.base_{base}"):
        return words.text(f"indicators.base_{base}")
    return words.finding(base) if words.has(f"findings.{base}") else None


def _segment(segment: str, words: Words) -> str | None:
    dimension, _, part = segment.partition("=")
    band = _BAND.fullmatch(part)
    if dimension == "age" and band is not None:
        least, most = band.groups()
        key = f"age_{most}" if most in {"down", "up"} else "age_between"
        return words.text(f"indicators.{key}", least=least, most=most)
    if dimension in _OF_THE_SCHEMA and part:
        told = words.word(part)
        return None if told == part and words.lang == "zh" else told
    key = f"indicators.part_{segment.replace('=', '_')}"
    return words.text(key) if words.has(key) else None
