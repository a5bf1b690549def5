"""Which organisations or units may have been entered twice, under two codes?

Pairs of names alike in one place, for people to judge; nothing is merged here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import numpy as np
import polars as pl

from analytics.finding import FOUND, Facts, Finding, judged

_SIGNS = re.compile(r"[\W_]+")
_LEGAL_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|中国共产党|中共")
_TELLS_APART = re.compile("[0-9a-z零〇一二三四五六七八九十百千两甲乙丙丁戊己庚辛东南西北中上下前后左右大小]")
"""Signs of which one alone makes another body of the same kind: the third branch is not the second."""


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
    rows = pl.concat([_pairs(entries, subject=name, least=float(alike.value)) for name, entries in both])
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
    from rapidfuzz import fuzz, process  # here: only this question needs it

    told = (
        entries.drop_nulls("place")
        .with_columns(pl.col("name").map_elements(normalised, return_dtype=pl.String).alias("bare"))
        .filter(pl.len().over("place") > 1)
        .sort("place", "code")
    )
    found: list[tuple[str, str, str, str, str, float, str]] = []
    for (place,), block in told.group_by("place", maintain_order=True):  # one block a place keeps the pairs few
        codes, names, bare = (block.get_column(name).to_list() for name in ("code", "name", "bare"))
        likeness = process.cdist(bare, bare, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32)
        marks = ["".join(_TELLS_APART.findall(one)) for one in bare]
        for i, j in zip(*np.nonzero(np.triu(likeness, k=1)), strict=True):
            if marks[i] == marks[j]:
                score = round(float(likeness[i, j]), 1)
                found.append((codes[i], codes[j], names[i], names[j], subject, score, str(place)))
    schema = dict.fromkeys(("a", "b", "a_name", "b_name", "subject"), pl.String)
    return pl.DataFrame(found, schema={**schema, "likeness": pl.Float64, "place": pl.String}, orient="row")


def _pairs_in_places(entries: pl.DataFrame) -> int:
    sizes = entries.drop_nulls("place").group_by("place").len().get_column("len").cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
