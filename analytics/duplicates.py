"""Which organisations or units may have been entered twice, under two codes?

Pairs of names alike in one place, for people to judge; nothing is merged here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.finding import FOUND, Facts, Finding, judged

_SIGNS = re.compile(r"[\W_]+")
_LEGAL_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|中国共产党|中共")
_TELLS_APART = re.compile("[0-9a-z零〇一二三四五六七八九十百千两甲乙丙丁戊己庚辛东南西北中上下前后左右大小]")
"""Signs of which one alone makes another body of the same kind: the third branch is not the second."""

_AT_ONCE = 500
"""So many names are compared with the others at once: what bounds memory."""


def possible_duplicates(facts: Facts) -> Finding:
    """Pairs of living organisations, or of units, with names alike after normalisation, in one place, of other codes.

    Alike: at least 90 percent by ``rapidfuzz.fuzz.ratio`` once width, case, signs, spaces and legal forms are set
    aside, and the same numbers and directions. Of how many: all pairs that share a place; without a place
    nobody is compared.
    """
    alike = facts.rules["duplicate_names_alike"]
    organisations = facts.snapshot.organisations.select("code", "name", "place")
    units = facts.frame("unit_names").select("code", "name", "place")
    both = [("organisation", organisations), ("unit", units)]
    least = float(alike.value)
    # Names of units have no past: of whatever day they are asked, they are compared once.
    of_units = facts.undated(
        ("unit_names_alike", facts.place, least), lambda: _pairs(units, subject="unit", least=least)
    )
    rows = pl.concat([_pairs(organisations, subject="organisation", least=least), of_units])
    finding = judged(
        "possible_duplicates",
        rows,
        status=pl.lit(FOUND),
        evidence=["subject", "likeness", "place"],
        order=("subject", "a", "b"),
        subject=("a", "b", "a_name", "b_name"),
        thresholds=[alike],
        queries=["unit_names"],
    )
    compared = sum(_pairs_in_places(entries) for _, entries in both)
    return replace(finding, of=compared)


def normalised(name: str) -> str:
    """A name without width, case, signs, spaces and legal forms; the name's signs alone where nothing else is left."""
    bare = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return _LEGAL_FORMS.sub("", bare) or bare


def _pairs(entries: pl.DataFrame, *, subject: str, least: float) -> pl.DataFrame:
    """The pairs alike. Compared is only what can be: names of one place, of the same numbers and directions, and of
    lengths that leave ``least`` percent possible; so a city costs as much as its places do, one by one.
    """
    told = (
        entries.drop_nulls("place")
        .with_columns(pl.col("name").map_elements(normalised, return_dtype=pl.String).alias("bare"))
        .with_columns(
            pl.col("bare").str.extract_all(_TELLS_APART.pattern).list.join("").alias("marks"),
            pl.col("bare").str.len_chars().cast(pl.Int64).alias("length"),
        )
        .with_columns(pl.when(pl.len().over("place") > _AT_ONCE).then(pl.col("marks")).alias("block"))
        .filter(pl.len().over("place", "block") > 1)
        .sort("place", "block", "length", "code")
    )
    codes, names, marks, places, bare = (
        told.get_column(name).to_list() for name in ("code", "name", "marks", "place", "bare")
    )
    lengths = told.get_column("length").to_numpy()
    blocks = told.select(pl.struct("place", "block").rle_id()).to_series().to_numpy()
    starts = np.flatnonzero(np.diff(blocks, prepend=-1)).tolist()
    found: list[tuple[str, str, str, str, str, float, str]] = []
    for begin, end in pairwise([*starts, told.height]):
        for one, other, score in _alike(bare[begin:end], lengths[begin:end], least=least):
            if marks[begin + one] == marks[begin + other]:
                a, b = sorted((begin + one, begin + other), key=codes.__getitem__)
                found.append((codes[a], codes[b], names[a], names[b], subject, round(score, 1), places[a]))
    schema = dict.fromkeys(("a", "b", "a_name", "b_name", "subject"), pl.String)
    return pl.DataFrame(found, schema={**schema, "likeness": pl.Float64, "place": pl.String}, orient="row")


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
