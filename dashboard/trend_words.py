"""In which words is it told what changed around a subject between two days?

The changes are ``analytics.trend``'s; why they happened is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.i18n import Wording

GLYPH = {"fail": "fail", "pass": "pass", "unknown": "unknown", "not_handed_in": "lacking", "not_applicable": "na"}
MOST_NAMED = 8
"""Ties of one layer that are named on screen; JSON has all."""


def because_lines(one: Mapping[str, Any], words: Wording) -> Iterator[str]:
    """What changed around a subject: ties by layer or rows by table that came and went, or indicators that turned."""
    for reason in one.get("because", ()):
        if "layer" in reason or "table" in reason:
            signed = [f"+{code}" for code in reason["came"]] + [f"-{code}" for code in reason["went"]]
            more = "" if len(signed) <= MOST_NAMED else " …"
            told = [", ".join(signed[:MOST_NAMED]) + more] if signed else []
            told += [
                words.text("trend_page.day_passed", column=words.column(name)) for name in reason.get("passed", ())
            ]
            title = words.word(reason["layer"]) if "layer" in reason else words.text(f"tables.{reason['table']}")
            yield f"{title}: {', '.join(told)}"
        elif "reason" in reason:
            yield words.text(f"trend_page.because_{reason['reason']}")
        else:
            before, after = (words.text(f"pages.verdict_{GLYPH[reason[name]]}") for name in ("before", "after"))
            yield f"{words.word(reason['indicator'])}: {before} → {after}"
