"""In which words is a problem of a hand-in told: what is wrong, what became of the row or the cell, what the hint says?

The words are data (``i18n``); what may be told of people was decided before (``people_problems``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from dashboard.i18n import Wording
from loaders.faults import ERROR

REJECTS_OR_NOT: Final = frozenset(
    {
        "ambiguous_name", "cell_error", "count_not_told", "formula_without_value", "near_name", "not_a_date",
        "not_a_number", "not_yes_or_no", "out_of_range", "unknown_reference", "unknown_word",
    }
)  # fmt: skip
"""Problems that reject a row which cannot do without the cell, and else leave the cell unknown."""
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
REJECTED_ROW: Final = re.compile(r"(.*) (\d+): ([a-z_]+(?:,[a-z_]+)*)")
"""As ``loaders.rejected`` tells where a pointer leads: the sheet, the row, the codes it was rejected for."""


def sentence(words: Wording, problem: Mapping[str, Any]) -> str:
    """What is wrong and how to mend it, of a problem with ``code``, ``severity`` and ``hint``."""
    return sentence_of_a_kind(words, variant(problem["code"], problem["hint"]), problem["severity"])


def sentence_of_a_kind(words: Wording, code: str, severity: str) -> str:
    """The sentence of a code, or of a ``variant`` of one, with what became of the row or the cell."""
    if code == "looks_like_a_person" and severity == ERROR:  # what was lost is more than the cell
        return words.text("hints.person_in_a_required_cell")
    told = words.problem(code)
    if code not in REJECTS_OR_NOT:
        return told
    return told + words.text("hints.row_rejected" if severity == ERROR else "hints.cell_unknown")


def variant(code: str, hint: object) -> str:
    """The code; of one that has several reasons, the code of the reason, which the hint tells."""
    if code != "inconsistent":
        return code
    if hint is None:
        return "inconsistent_superiors"
    return "inconsistent_days" if DAY.fullmatch(str(hint)) else "inconsistent_parts"


def hint_told(words: Wording, problem: Mapping[str, Any]) -> str | None:
    """The hint of a problem in words; None where there is none."""
    code, hint = problem["code"], problem["hint"]
    if hint is None:
        return None
    rejected = REJECTED_ROW.fullmatch(hint) if code in ("unknown_reference", "near_name") else None
    if rejected is not None:
        why = [words.problem(one) for one in rejected[3].split(",") if words.has(f"problems.{one}")]
        return words.text("hints.rejected_row", sheet=rejected[1], row=rejected[2], why=why)
    key = f"hints.{variant(code, hint)}"
    if code == "not_a_number" and hint.startswith("×"):
        key = "hints.not_a_number_scaled"
    if hint == "two_digit_year":
        return words.text("hints.two_digit_year")
    return words.text(key, hint=hint) if words.has(key) else str(hint)


def worded(words: Wording, problem: Mapping[str, Any]) -> tuple[str, str | None]:
    """The sentence of a problem and its hint in words."""
    return sentence(words, problem), hint_told(words, problem)
