"""Which organisations or units may have been entered twice, under two codes?

Pairs of names alike in one place, for people to judge; nothing is merged here.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.finding import FOUND, Facts, Finding, judged

_SIGNS = re.compile(r"[\W_]+")
_TELLS_APART = re.compile("[0-9a-z零〇一二三四五六七八九十百千两甲乙丙丁戊己庚辛东南西北中上下前后左右大小]")
"""Signs of which one alone makes another body of the same kind: the third branch is not the second."""
_SHORT_OF = re.compile("(?<=..)[省市区县]$")
"""What is left out of the name of a place where a body is called after it: 青岛海信."""
_LEAST_LEFT = 2
"""Signs that a name must still have without the place it lies in."""
_DEEPEST = 16

_AT_ONCE = 500
"""So many names of a block are compared with the others at once: what bounds memory."""
_PAIRS_AT_ONCE = 200_000
"""About so many pairs of small blocks are compared at once."""
_Numbers: TypeAlias = "npt.NDArray[np.integer[Any]]"


def possible_duplicates(facts: Facts) -> Finding:
    """Pairs of living organisations, or of units, with names alike after normalisation, in one place, of other codes.

    Alike: at least 90 percent by ``rapidfuzz.fuzz.ratio`` once width, case, signs, spaces, legal forms and the places
    that a name begins with are set aside, the same numbers and directions, and for organisations the same kind by
    their ending. Of how many: all pairs that share a place; without a place nobody is compared.
    """
    above = _NamesAbove(facts.snapshot.places)
    alike = facts.rules["duplicate_names_alike"]
    organisations = facts.snapshot.organisations.select("code", "name", "place")
    units = facts.frame("unit_names").select("code", "name", "place")
    both = [("organisation", organisations), ("unit", units)]
    least = float(alike.value)
    # Names of units have no past: of whatever day they are asked, they are compared once.
    of_units = facts.undated(
        ("unit_names_alike", facts.place, least), lambda: _pairs(units, above, subject="unit", least=least)
    )
    rows = pl.concat([_pairs(organisations, above, subject="organisation", least=least), of_units])
    finding = judged(
        "possible_duplicates",
        rows,
        status=pl.lit(FOUND),
        evidence=["subject", "likeness", "differ_in", "place"],
        order=("subject", "a", "b"),
        subject=("a", "b", "a_name", "b_name"),
        thresholds=[alike],
        queries=["unit_names"],
    )
    compared = sum(_pairs_in_places(entries) for _, entries in both)
    return replace(finding, of=compared)


def normalised(name: str, *, places: Sequence[str] = (), party: bool = False) -> str:
    """A name without width, case, signs, spaces, legal forms and what ``names.toml`` has beside them; the name's signs
    alone where nothing else is left.

    Parameters
    ----------
    name
        The name as written.
    places
        Names of places, the largest first, that it may begin with or have in brackets.
    party
        Whether it is an organisation's: its ending is then told in one form.
    """
    told = _parts(name, places, party=party)
    return told.bare + told.ending


class _Name(NamedTuple):
    """A name: what it says, what kind of organisation its ending makes of it, and what was set aside, as written."""

    bare: str
    ending: str
    place: str = ""
    form: str = ""
    ending_written: str = ""


def _parts(name: str, places: Sequence[str], *, party: bool) -> _Name:
    rules = _rules()
    plain = _plain(name)
    forms = rules.anywhere.findall(plain)
    told = rules.anywhere.sub("", plain) if forms else plain
    within = []
    bracketed = "(" in told
    for place in places:
        if bracketed and f"({place})" in told:
            told = told.replace(f"({place})", "")
            within.append(place)
        if told.startswith(place) and len(told) >= len(place) + _LEAST_LEFT:
            told = told[len(place) :]
            within.append(place)
    bare, ending, written = _SIGNS.sub("", told), "", ""
    for kind, form in rules.endings.items() if party else ():
        found = form.search(bare)
        if found is not None:
            bare, ending, written = bare[: found.start()], kind, found[0]
            break
    short = rules.company.sub("", bare) or bare
    if not short and not ending:
        return _Name(_SIGNS.sub("", plain), "")
    return _Name(short, ending, "".join(within), "".join([*forms, bare[len(short) :]]), written)


def _differ_in(one: _Name, other: _Name, *, same: bool, score: float) -> list[str]:
    """What a person has to look at: in which respects the two names are not the same."""
    if same:
        return ["names_equal"]
    told = {
        "names_place": one.place != other.place,
        "names_legal_form": one.form != other.form,
        "names_ending": one.ending_written != other.ending_written,
        "names_spelling": score < 100.0,
    }
    return [code for code, differs in told.items() if differs] or ["names_signs"]


@dataclass(frozen=True)
class _Rules:
    """What ``names.toml`` sets aside, as patterns: forms anywhere, a company's endings, kinds by an organisation's."""

    anywhere: re.Pattern[str]
    company: re.Pattern[str]
    endings: Mapping[str, re.Pattern[str]]


@cache
def _rules() -> _Rules:
    told = tomllib.loads(resources.files("analytics").joinpath("names.toml").read_text("utf-8"))
    endings = {kind: re.compile(form) for kind, form in told["endings"].items()}
    return _Rules(re.compile(told["anywhere"]), re.compile(told["company"]), endings)


class _NamesAbove:
    """By place, what it and the places it lies in are called, the largest first and its own name last; read when asked.

    Parameters
    ----------
    places
        ``code``, ``name``, ``parent``.
    """

    def __init__(self, places: pl.DataFrame) -> None:
        codes, names, parents = (places.get_column(name).to_list() for name in ("code", "name", "parent"))
        self._called: dict[str | None, tuple[str | None, str | None]] = dict(
            zip(codes, zip(names, parents, strict=True), strict=True)
        )
        self._within: dict[str | None, tuple[str, ...]] = {}

    def __getitem__(self, code: str) -> tuple[str, ...]:
        """Nothing of a place nobody knows."""
        if code not in self._called:
            return ()
        name, parent = self._called[code]
        return self._names_within(parent) + ((plain,) if (plain := _plain(name or "")) else ())

    def _names_within(self, code: str | None) -> tuple[str, ...]:
        """What is set aside of the names of bodies below a place: its own name and short name after those above it."""
        way: list[str | None] = []
        while code in self._called and code not in self._within and len(way) < _DEEPEST:
            way.append(code)
            code = self._called[code][1]
        names = self._within.get(code, ())
        for step in reversed(way):
            plain = _plain(self._called[step][0] or "")
            short = _SHORT_OF.sub("", plain)
            names = names + tuple(name for name in dict.fromkeys((plain, short)) if name)
            self._within[step] = names
        return names


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _pairs(entries: pl.DataFrame, above: _NamesAbove, *, subject: str, least: float) -> pl.DataFrame:
    """The pairs alike. Compared is only what can be: names of one place, of the same kind, numbers and directions, and
    of lengths that leave ``least`` percent possible; so a city costs as much as its places do, one by one.

    An organisation is called after its own place for what it is, 一社区党委; a unit for where it is.
    """
    placed = entries.drop_nulls("place").filter(pl.len().over("place") > 1)
    party = subject == "organisation"
    parts = [
        _parts(name, above[place][: -1 if party else None], party=party)
        for name, place in zip(placed.get_column("name").to_list(), placed.get_column("place").to_list(), strict=True)
    ]
    told = (
        placed.with_columns(
            pl.Series("bare", [part.bare + part.ending for part in parts], dtype=pl.String),
            pl.Series("ending", [part.ending for part in parts], dtype=pl.String),
        )
        .with_row_index("@part")
        .with_columns(
            pl.concat_str(pl.col("bare").str.extract_all(_TELLS_APART.pattern).list.join(""), "ending").alias("marks"),
            pl.col("bare").str.len_chars().cast(pl.Int64).alias("length"),
        )
        .filter(pl.len().over("place", "marks") > 1)
        .sort("place", "marks", "length", "code")
    )
    codes, names, places, bare = (told.get_column(name).to_list() for name in ("code", "name", "place", "bare"))
    parted = [parts[number] for number in told.get_column("@part")]
    blocks = told.select(pl.struct("place", "marks").rle_id()).to_series().to_numpy()
    found: list[tuple[str, str, str, str, str, float, list[str], str]] = []
    for one, other, score in _alike(bare, told.get_column("length").to_numpy(), blocks, least=least):
        a, b = sorted((one, other), key=codes.__getitem__)
        why = _differ_in(parted[a], parted[b], same=names[a] == names[b], score=score)
        found.append((codes[a], codes[b], names[a], names[b], subject, round(score, 1), why, places[a]))
    schema: dict[str, pl.DataType] = {
        **dict.fromkeys(("a", "b", "a_name", "b_name", "subject"), pl.String()),
        "likeness": pl.Float64(),
        "differ_in": pl.List(pl.String),
        "place": pl.String(),
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def _alike(names: list[str], lengths: _Numbers, blocks: _Numbers, *, least: float) -> Iterator[tuple[int, int, float]]:
    """Places of pairs alike of one block, and how alike; of names sorted by block and within one by length.

    Pairs of small blocks are compared in one go: a city has ten thousand of them. A large block is compared in parts.
    """
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    sizes = np.diff(starts, append=len(names))
    # ratio = 2 common / (short + long) <= 2 short / (short + long)
    longest = lengths * (200.0 / least - 1.0) + 1e-9
    small = np.repeat(sizes <= _AT_ONCE, sizes)
    later = np.where(small, np.repeat(starts + sizes, sizes) - np.arange(len(names)) - 1, 0)
    for begin, end in pairwise(_cuts(later)):
        one = np.repeat(np.arange(begin, end), later[begin:end])
        other = (
            one + 1 + np.arange(one.size) - np.repeat(np.cumsum(later[begin:end]) - later[begin:end], later[begin:end])
        )
        near = lengths[other] <= longest[one]
        yield from _scored(names, one[near], other[near], least=least)
    for start, size in zip(starts[sizes > _AT_ONCE].tolist(), sizes[sizes > _AT_ONCE].tolist(), strict=True):
        yield from _alike_of_block(names, lengths, longest, start, start + size, least=least)


def _cuts(pairs: _Numbers) -> list[int]:
    """Where names are cut into parts of about ``_PAIRS_AT_ONCE`` pairs."""
    part = np.cumsum(pairs) // _PAIRS_AT_ONCE
    return [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(pairs)]


def _scored(names: list[str], one: _Numbers, other: _Numbers, *, least: float) -> Iterator[tuple[int, int, float]]:
    from rapidfuzz import fuzz, process  # here: only this question needs it

    told = [names[at] for at in one.tolist()], [names[at] for at in other.tolist()]
    likeness = process.cpdist(*told, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32)
    alike = np.flatnonzero(likeness)
    yield from zip(one[alike].tolist(), other[alike].tolist(), likeness[alike].tolist(), strict=True)


def _alike_of_block(
    names: list[str], lengths: _Numbers, longest: npt.NDArray[np.floating[Any]], start: int, stop: int, *, least: float
) -> Iterator[tuple[int, int, float]]:
    from rapidfuzz import fuzz, process

    for begin in range(start, stop, _AT_ONCE):
        end = min(begin + _AT_ONCE, stop)
        last = start + int(np.searchsorted(lengths[start:stop], longest[end - 1], side="right"))
        likeness = process.cdist(
            names[begin:end], names[begin:last], scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32
        )
        one, other = np.nonzero(likeness)
        for i, j in zip(one[one < other].tolist(), other[one < other].tolist(), strict=True):
            yield begin + i, begin + j, float(likeness[i, j])


def _pairs_in_places(entries: pl.DataFrame) -> int:
    sizes = entries.drop_nulls("place").group_by("place").len().get_column("len").cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
