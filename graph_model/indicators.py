"""Which indicators may be reported on sheet 17, and by which names?

``indicators.toml``, read once. What the ledger gives for one is told in ``analytics.ledger_figures``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Final

LIKE_ENOUGH: Final = 60.0
"""From so many percent of ``rapidfuzz.fuzz.ratio`` on, a name is told as near."""
_SHARE = re.compile(r"(?:所占)?(?:占比|比例|比重|百分比|%)$")
_COUNT = re.compile(r"(?:数量|总数|个数|人数|数)$")


def indicator_of(text: str) -> str | None:
    """The indicator that a text means; None where nobody knows it.

    Parameters
    ----------
    text
        The indicator itself (``members/women``, a finding's id), or one of its names (女党员数, 孤立组织). What has
        segments (``posts/held=first``) is taken as it stands: its figures are held against one another.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in indicator_names() or plain.removesuffix("%") in indicator_names() or "/" in plain:
        return plain
    key = _key(plain)
    found = _by_name().get(key)
    if found is None:
        counted = _SHARE.sub("", key)
        found = _by_name().get(counted)
        if found is not None and counted != key and found in _rules()["populations"]:
            found += "%"
    return found


def indicator_names() -> dict[str, list[str]]:
    """The names of each indicator, the usual one first; not to be changed."""
    told: dict[str, dict[str, list[str]]] = _rules()
    return told["populations"] | told["findings"]


def usual_names() -> list[str]:
    """One name an indicator, as people write it: a population's with 数 behind it."""
    told = _rules()
    populations = [names[0] for names in told["populations"].values()]
    counted = [name if name.endswith(("面积", "人口")) else f"{name}数" for name in populations]
    return [*counted, *(names[0] for names in told["findings"].values())]


def near_indicators(text: str, *, at_most: int = 3) -> list[str]:
    """The usual names that a person would find like a text, the nearest first; each leads to its indicator."""
    from rapidfuzz import fuzz, process  # here: most hand-ins report nothing

    key = _COUNT.sub("", _key(text)) or text
    named = {name: _COUNT.sub("", _key(name)) for name in usual_names()}
    found = process.extract(key, named, scorer=fuzz.ratio, limit=at_most, score_cutoff=LIKE_ENOUGH)
    inside = [name for name, bare in named.items() if key and len(key) > 1 and (key in bare or bare in key)]
    return list(dict.fromkeys([str(match[2]) for match in found] + inside))[:at_most]


def _key(text: str) -> str:
    bare = re.sub(r"\([^()]*\)$", "", unicodedata.normalize("NFKC", text).strip())
    return re.sub(r"[\s::,,、。.()\-_*]", "", bare).lower()


@cache
def _by_name() -> dict[str, str]:
    told: dict[str, str] = {}
    for indicator, names in indicator_names().items():
        for name in names:
            key = _key(name)
            told |= dict.fromkeys((key, *(key + end for end in ("数", "数量", "总数", "个数", "人数"))), indicator)
    return told


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("graph_model").joinpath("indicators.toml").read_text("utf-8"))
