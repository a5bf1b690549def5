"""In which words is it told what changed around a subject between two days?

The changes are ``analytics.trend``'s; why they happened is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
            yield _rows_line(reason, words)
        elif "reason" in reason:
            beside = reason.get("beside", ())
            counts = {name: reason[name] for name in ("came", "went") if name in reason}
            yield words.text(f"trend_page.because_{reason['reason']}{'_beside' if beside else ''}", **counts)
            for other in beside:
                yield _rows_line(other, words)
        else:
            before, after = (words.text(f"pages.verdict_{GLYPH[reason[name]]}") for name in ("before", "after"))
            yield f"{words.word(reason['indicator'])}: {before} → {after}"


def _rows_line(reason: Mapping[str, Any], words: Wording) -> str:
    """Ties of a layer or rows of a table: those that came and went, days that passed, what was noted."""
    signed = [f"+{code}" for code in reason["came"]] + [f"-{code}" for code in reason["went"]]
    told = [_first(signed)] if signed else []
    told += [words.text("trend_page.day_passed", column=words.column(name)) for name in reason.get("passed", ())]
    told += [
        words.text("trend_page.day_noted", column=words.column(name), rows=_first(rows))
        for name, rows in reason.get("noted", {}).items()
    ]
    title = words.word(reason["layer"]) if "layer" in reason else words.text(f"tables.{reason['table']}")
    return f"{title}: {', '.join(told)}"


def _first(codes: Sequence[str]) -> str:
    return ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")
