"""As what can an answer be shown besides a table: as bars, as a network?

Looks at columns and values alone; nothing is counted that the answer does not say. Drawing is ``figures.answers``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from analytics.finding import plain
from graph_model.store import Answer

if TYPE_CHECKING:
    from dashboard.i18n import Wording

PAIRS: Final = (("a", "b"), ("source", "target"), ("from", "to"))
"""Names of columns that are the two ends of a tie."""
OF_EVERY_MEMBER: Final = "gender_unknown"
"""The column beside which ``members`` are all of them, on probation or not; elsewhere the full ones are meant."""
LABELS: Final = frozenset({"code", "name"})
"""Two columns of one thing: no tie lies between them."""
MOST_BARS: Final = 40
MOST_TIES: Final = 400


@dataclass(frozen=True)
class Bars:
    """An answer as bars.

    Attributes
    ----------
    label, number
        The columns.
    labels, values
        What is drawn, the first ``MOST_BARS`` rows in the answer's order.
    left_out
        Rows without a number: blank, or hidden by a sign.
    cut
        Rows with a number that are not drawn.
    """

    label: str
    number: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    left_out: int
    cut: int


@dataclass(frozen=True)
class Pairs:
    """An answer as a network.

    Attributes
    ----------
    ties
        Different pairs, the first ``MOST_TIES`` in the answer's order.
    names
        What a node is called, by its value.
    left_out
        Rows with a blank end.
    cut
        Different pairs that are not drawn.
    """

    ties: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    left_out: int
    cut: int


def kinds_of(answer: Answer) -> dict[str, str]:
    """By column ``number``, ``text`` or ``other``; a count of which some cells are hidden is a number still."""
    told = {}
    for place, name in enumerate(answer.columns):
        values = [row[place] for row in answer.rows if row[place] is not None]
        known = ["number" if is_number(value) else "sign" if is_sign(value) else "other" for value in values]
        if "number" in known and "other" not in known:
            told[name] = "number"
        else:
            told[name] = "text" if values and all(isinstance(value, str) for value in values) else "other"
    return told


def is_number(value: Any) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_sign(value: Any) -> bool:
    """Whether a value stands for a count that is hidden."""
    return isinstance(value, str) and (value == "*" or (value[:1] in "<≥" and value[1:].isdigit()))


def as_bars(answer: Answer) -> Bars | None:
    """The bars of an answer with one number and one text column (or a code and its name); None where there is none."""
    kinds = kinds_of(answer)
    numbers = [name for name, kind in kinds.items() if kind == "number"]
    texts = [name for name, kind in kinds.items() if kind == "text"]
    if len(numbers) != 1 or len(numbers) + len(texts) != len(kinds):
        return None
    if len(texts) != 1 and set(texts) != LABELS:
        return None
    label, number = ("name" if len(texts) > 1 else texts[0]), numbers[0]
    at, value_at = answer.columns.index(label), answer.columns.index(number)
    told = [(row[at], row[value_at]) for row in answer.rows]
    drawn = [(name, float(value)) for name, value in told if is_number(value) and name is not None]
    shown = drawn[:MOST_BARS]
    return Bars(
        label,
        number,
        tuple(name for name, _ in shown),
        tuple(value for _, value in shown),
        len(told) - len(drawn),
        len(drawn) - len(shown),
    )


def as_pairs(answer: Answer) -> Pairs | None:
    """The network of an answer whose rows are ties; None where they are not."""
    ends = next((pair for pair in PAIRS if set(pair) <= set(answer.columns)), None)
    kinds = kinds_of(answer)
    if ends is None:
        texts = [name for name, kind in kinds.items() if kind == "text"]
        others = [name for name, kind in kinds.items() if kind == "other"]
        if len(texts) != 2 or others or set(texts) == LABELS:
            return None
        ends = (texts[0], texts[1])
    if not answer.rows or any(kinds[end] != "text" for end in ends):
        return None
    a, b = (answer.columns.index(end) for end in ends)
    names: dict[str, str] = {}
    for end, at in zip(ends, (a, b), strict=True):
        if f"{end}_name" in answer.columns:
            name_at = answer.columns.index(f"{end}_name")
            names |= {row[at]: row[name_at] for row in answer.rows if row[at] is not None and row[name_at] is not None}
    whole = [(row[a], row[b]) for row in answer.rows if row[a] is not None and row[b] is not None]
    ties = list(dict.fromkeys(whole))
    return Pairs(tuple(ties[:MOST_TIES]), names, len(answer.rows) - len(whole), max(len(ties) - MOST_TIES, 0))


def frame_of(answer: Answer) -> pl.DataFrame:
    """The answer as a frame for a table: numbers as numbers, a column of several kinds as it is."""
    columns = []
    for place, name in enumerate(answer.columns):
        values = [plain(row[place]) for row in answer.rows]
        known = {type(value) for value in values if value is not None}
        if known <= {int, float} and known:
            columns.append(pl.Series(name, values, dtype=pl.Float64 if float in known else pl.Int64, strict=False))
        elif known <= {str}:
            columns.append(pl.Series(name, values, dtype=pl.String))
        else:
            columns.append(pl.Series(name, values, dtype=pl.Object))
    return pl.DataFrame(columns)


def headings(answer: Answer, words: Wording) -> dict[str, str]:
    """What the columns of a catalogue query are called: by what each counts."""
    every = OF_EVERY_MEMBER in answer.columns
    return {name: words.column("members_all" if every and name == "members" else name) for name in answer.columns}
