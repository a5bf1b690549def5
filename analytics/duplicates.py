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

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.finding import FOUND, Facts, Finding, judged

_BLANKS = re.compile(r"\s")
_SIGNS = re.compile(r"[\W_]+")
_TELLS_APART = re.compile("[0-9a-z零〇一二三四五六七八九十百千两甲乙丙丁戊己庚辛东南西北中上下前后左右大小]")
"""Signs of which one alone makes another body of the same kind: the third branch is not the second."""
_SHORT_OF = re.compile("(?<=..)[省市区县]$")
"""What is left out of the name of a place where a body is called after it: 青岛海信."""
_LEAST_LEFT = 2
"""Signs that a name must still have without the place it lies in."""
_DEEPEST = 16

_AT_ONCE = 500
"""So many names are compared with the others at once: what bounds memory."""


def possible_duplicates(facts: Facts) -> Finding:
    """Pairs of living organisations, or of units, with names alike after normalisation, in one place, of other codes.

    Alike: at least 90 percent by ``rapidfuzz.fuzz.ratio`` once width, case, signs, spaces, legal forms and the places
    that a name begins with are set aside, the same numbers and directions, and for organisations the same kind by
    their ending. Of how many: all pairs that share a place; without a place nobody is compared.
    """
    above = _names_above(facts.snapshot.places)
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


@dataclass(frozen=True)
class _Name:
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
    for place in places:
        if f"({place})" in told:
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


def _names_above(places: pl.DataFrame) -> Mapping[str, list[str]]:
    """By place, what it and the places it lies in are called, the largest first and its own name last."""
    called = {code: (name, parent) for code, name, parent in places.select("code", "name", "parent").iter_rows()}
    plain = {code: _plain(name) if name else "" for code, (name, _) in called.items()}
    within: dict[str | None, list[str]] = {}

    def names_within(code: str | None) -> list[str]:
        """What is set aside of the names of bodies below a place: its own name and short name after those above it."""
        way: list[str] = []
        while code in called and code not in within and len(way) < _DEEPEST:
            assert code is not None
            way.append(code)
            code = called[code][1]
        names = within.get(code, [])
        for step in reversed(way):
            short = _SHORT_OF.sub("", plain[step])
            names = names + [name for name in dict.fromkeys((plain[step], short)) if name]
            within[step] = names
        return names

    return {
        code: names_within(parent) + [name for name in (plain[code],) if name] for code, (_, parent) in called.items()
    }


def _plain(name: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _pairs(entries: pl.DataFrame, above: Mapping[str, list[str]], *, subject: str, least: float) -> pl.DataFrame:
    """The pairs alike. Compared is only what can be: names of one place, of the same numbers and directions, and of
    lengths that leave ``least`` percent possible; so a city costs as much as its places do, one by one.

    An organisation is called after its own place for what it is, 一社区党委; a unit for where it is.
    """
    placed = entries.drop_nulls("place")
    party = subject == "organisation"
    parts = [
        _parts(name, above.get(place, ())[: -1 if party else None], party=party)
        for name, place in placed.select("name", "place").iter_rows()
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
        .with_columns(pl.when(pl.len().over("place") > _AT_ONCE).then(pl.col("marks")).alias("block"))
        .filter(pl.len().over("place", "block") > 1)
        .sort("place", "block", "length", "code")
    )
    codes, names, marks, places, bare = (
        told.get_column(name).to_list() for name in ("code", "name", "marks", "place", "bare")
    )
    parted = [parts[number] for number in told.get_column("@part")]
    lengths = told.get_column("length").to_numpy()
    blocks = told.select(pl.struct("place", "block").rle_id()).to_series().to_numpy()
    starts = np.flatnonzero(np.diff(blocks, prepend=-1)).tolist()
    found: list[tuple[str, str, str, str, str, float, list[str], str]] = []
    for begin, end in pairwise([*starts, told.height]):
        for one, other, score in _alike(bare[begin:end], lengths[begin:end], least=least):
            if marks[begin + one] == marks[begin + other]:
                a, b = sorted((begin + one, begin + other), key=codes.__getitem__)
                why = _differ_in(parted[a], parted[b], same=names[a] == names[b], score=score)
                found.append((codes[a], codes[b], names[a], names[b], subject, round(score, 1), why, places[a]))
    schema: dict[str, pl.DataType] = {
        **dict.fromkeys(("a", "b", "a_name", "b_name", "subject"), pl.String()),
        "likeness": pl.Float64(),
        "differ_in": pl.List(pl.String),
        "place": pl.String(),
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def _alike(names: list[str], lengths: npt.NDArray[np.int64], *, least: float) -> Iterator[tuple[int, int, float]]:
    """Places of pairs alike, the earlier first, and how alike; of names sorted by their length."""
    from rapidfuzz import fuzz, process  # here: only this question needs it

    # ratio = 2 common / (short + long) <= 2 short / (short + long)
    longest = lengths * (200.0 / least - 1.0)
    for begin in range(0, len(names), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(names))
        last = int(np.searchsorted(lengths, longest[end - 1] + 1e-9, side="right"))
        likeness = process.cdist(
            names[begin:end], names[begin:last], scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32
        )
        one, other = np.nonzero(likeness)
        for i, j in zip(one[one < other].tolist(), other[one < other].tolist(), strict=True):
            yield begin + i, begin + j, float(likeness[i, j])


def _pairs_in_places(entries: pl.DataFrame) -> int:
    sizes = entries.drop_nulls("place").group_by("place").len().get_column("len").cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
