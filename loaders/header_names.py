"""Which column of a table does a header name, and which unit stands in it?

One header at a time, in the spellings of ``headers.toml``, the contract's own, and those that were taught. Where
headers stand in a sheet is told in ``header_mapping``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph_model.schema import TABLES, Column, Table
from loaders.numbers import unit_powers
from loaders.spellings import compared_text, spellings

BIRTH = "birth"
"""A column of the members' sheet that is read for the age band and never kept."""
LIKE_ENOUGH = 60.0
"""From so many percent of likeness on, a known header is told as near an unknown one."""
BRACKETED = re.compile(r"(.+?)[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》][::]?")
SOME_UNIT = re.compile(r"(?:单位|计量单位|金额单位)[::]?(.+)")
UNIT_OF_A_SHEET = re.compile(r"(?<![填报送制表写责任管驻区])(?:金额|货币|计量)?单位[::]([^()::;;]+)")
PARTS = re.compile(r"[,,、/;;和或]")


@dataclass(frozen=True)
class Match:
    """The contract's column that a header names; the power of ten of the unit in it, None where it has none."""

    name: str
    power: int | None = None


def header_key(text: str) -> str:
    """A header or a sheet's name as it is compared: NFKC, lower case, without spaces, line breaks and ``*`` marks."""
    return re.sub(r"[\s*!★☆#]", "", compared_text(text)).lower()


def match_header(table: Table, header: str, taught: Mapping[str, str]) -> Match | None:
    """The column that a header names.

    Parameters
    ----------
    table
        Whose columns are meant.
    header
        As written, in any of the known spellings: brackets with a unit or a remark, a unit behind the name, a running
        number before it.
    taught
        Column by header key, for this table.

    Returns
    -------
    Match or None
        None where nobody knows it, also where a bracket holds words nobody knows: 户数(去年) is not 户数.
    """
    known = known_headers(table.name)
    key = header_key(header)
    number_off = _without_number(key)
    for text in dict.fromkeys((key, number_off, _without_signs(number_off), _without_signs(number_off, part=True))):
        name = _named(known, taught, text)
        if name is not None:
            return Match(name)
        found = _bracketed(table, known, taught, text) or _with_unit_behind(table, known, taught, text)
        if found is not None:
            return found
    return None


def unit_of_group(column: Column, group: str) -> int | None:
    """The power of ten of a unit in the brackets of a header that stands above this one; None where there is none."""
    inside = BRACKETED.fullmatch(header_key(group))
    return None if inside is None else _unit_power(column, inside[2])


def units_told(texts: list[str]) -> list[str]:
    """The units that lines above the headers name for the whole sheet, as in 单位：万元; compared."""
    found = [inside for text in texts for inside in UNIT_OF_A_SHEET.findall(header_key(text))]
    return [word for words in found for word in PARTS.split(words)]


def unit_for(column: Column, units: list[str]) -> int | None:
    """The power of ten that the sheet's units mean for a column of this unit; None where none is of its kind."""
    if column.unit in (None, "any", "year", "degree"):
        return None
    told = unit_powers(column)
    return next((told[word] for word in units if word in told), None)


def is_unit(text: str) -> bool:
    """Whether a cell holds nothing but a unit, in brackets or bare."""
    key = header_key(text).strip("()[]【】")
    inside = SOME_UNIT.fullmatch(key)
    key = key if inside is None else inside[1]
    return any(key in powers for powers in spellings()["units"].values())


def is_person_header(header: str, table: Table | None) -> bool:
    """Whether a column is about a person: a name, an identity or telephone number."""
    if table is not None and table.name == "members" and is_names_header(header):
        return True
    words = tuple(header_key(word) for word in spellings()["person"]["headers"])
    key = _without_number(header_key(header))
    while not key.endswith(words) and (inside := BRACKETED.fullmatch(key)) is not None:
        if inside[2].endswith(words):
            return True
        if not is_remark(inside[2]):  # 书记(在任/空缺) says how a post is filled, and may be taught
            return False
        key = inside[1]
    return key.rstrip("0123456789").endswith(words)


def is_names_header(header: str) -> bool:
    """Whether a column of the members' sheet holds their names, whatever stands in brackets or as a number around."""
    told = spellings()["person"]
    key = _without_number(header_key(header))
    while (inside := BRACKETED.fullmatch(key)) is not None:
        key = inside[1]
    key = key.rstrip("0123456789:")
    return key in names_headers() or key.endswith(tuple(told["name_endings"]))


def _named(known: Mapping[str, str], taught: Mapping[str, str], key: str) -> str | None:
    return taught.get(key) or known.get(key)


def _without_number(key: str) -> str:
    """A header without the number of its column before it, as in 3.组织名称 or (3)组织名称; 45岁以下 keeps its own."""
    return re.sub(r"^(?:[((]\d{1,2}[))]|\d{1,2}[.、)](?=\D)|[一二三四五六七八九十]{1,3}、|[①-⑳])", "", key)


def _without_signs(key: str, *, part: bool = False) -> str:
    """A header without signs that say nothing, brackets left; with ``part`` also without 其中 before it."""
    bare = re.sub(r"[::;;,,、。.·・'\"“”‘’「」\-—_~]", "", key)
    return re.sub(r"^(?:其中|含)(?=.{2})", "", bare) if part else bare


def near_headers(header: str, table: Table, *, at_most: int = 3) -> list[str]:
    """The columns of a table, by the contract's headers, that a person would think of at a header, best first.

    Those of which some known header is at least three fifths alike (``rapidfuzz.fuzz.ratio``), or is, with two signs
    or more, a part of it.
    """
    from rapidfuzz import fuzz, process  # here: most hand-ins have no header nobody knows

    key = _without_signs(header_key(header), part=True)
    own = {column.name: column.zh for column in table.columns}
    known = {name: own[column] for name, column in known_headers(table.name).items() if column in own}
    found = process.extract(key, list(known), scorer=fuzz.ratio, limit=None, score_cutoff=LIKE_ENOUGH)
    best: dict[str, float] = {}
    for name, score, _ in found:
        best[known[name]] = max(best.get(known[name], 0.0), score)
    for name, column in known.items():
        if len(name) > 1 and not name.isascii() and name in key:
            best[column] = max(best.get(column, 0.0), LIKE_ENOUGH)
    return sorted(best, key=lambda column: (-best[column], column))[:at_most]


def _bracketed(table: Table, known: Mapping[str, str], taught: Mapping[str, str], key: str) -> Match | None:
    """A known name with brackets behind it, each a unit, the column's own words, or a remark that says nothing."""
    power = None
    while (inside := BRACKETED.fullmatch(key)) is not None:
        key, words = inside[1], inside[2]
        name = _named(known, taught, key)
        column = None if name in (None, BIRTH) else table.column(str(name))
        told = None if column is None else _unit_power(column, words)
        if told is None:
            told = _power_by_name(table, known, taught, key, words)
        if told is not None:
            power = told
        elif not (is_remark(words) or (column is not None and _lists_words(column, words))):
            return None
        if name is not None:
            return Match(name, power)
    return None


def _power_by_name(
    table: Table, known: Mapping[str, str], taught: Mapping[str, str], key: str, words: str
) -> int | None:
    """The power of a unit in the last of several brackets, where the name stands before the first of them."""
    while (inside := BRACKETED.fullmatch(key)) is not None:
        key = inside[1]
        name = _named(known, taught, key)
        if name is not None and name != BIRTH:
            return _unit_power(table.column(name), words)
    return None


def _with_unit_behind(table: Table, known: Mapping[str, str], taught: Mapping[str, str], key: str) -> Match | None:
    """A known name with a unit right behind it: 工作经费万元, 工作经费/万元, 工作经费：万元."""
    for length in range(len(key) - 1, 1, -1):
        name = _named(known, taught, key[:length])
        if name is None or name == BIRTH:
            continue
        power = _unit_power(table.column(name), key[length:].lstrip("/:_-,、"))
        if power is not None:
            return Match(name, power)
    return None


def _unit_power(column: Column, words: str) -> int | None:
    inside = SOME_UNIT.fullmatch(words)
    parts = PARTS.split(words if inside is None else inside[1])
    powers = unit_powers(column)
    whole = words if inside is None else inside[1]
    if whole in powers:
        return powers[whole]
    told = [powers.get(part) for part in parts if not is_remark(part)]
    return told[0] if len(told) == 1 and len(parts) <= 3 else None


def is_remark(words: str) -> bool:
    """Whether what stands in brackets says nothing of the meaning: 必填, 是/否, a form of date, an example."""
    if words in _bracket_notes():
        return True
    if re.match(r"^(?:如|例|例如|示例|格式|格式如)[::]?", words):
        return True
    return re.fullmatch(r"\d{1,2}位.*|y{2,4}.*d+|\d{4}.\d{1,2}.\d{1,2}", words) is not None


def _lists_words(column: Column, words: str) -> bool:
    """Whether it lists words of the column's vocabulary, as in 组织类别(党委/党总支/党支部)."""
    if column.vocabulary is None:
        return False
    known = {compared_text(word.zh).lower() for word in column.vocabulary}
    parts = [part for part in PARTS.split(words.removesuffix("等")) if part]
    return len(parts) > 1 and all(part in known for part in parts)


@cache
def aliases(table: str) -> dict[str, str]:
    """Column by alias as ``headers.toml`` writes it."""
    told = spellings()["headers"].get(table, {})
    return {alias: name for name, written in told.items() for alias in written}


@cache
def known_headers(table: str) -> dict[str, str]:
    """Column by header key: aliases, and the contract's own names, which stand over them."""
    known = {header_key(alias): name for alias, name in aliases(table).items()}
    for column in TABLES[table].columns:
        known[header_key(column.zh)] = column.name
        known[header_key(column.name)] = column.name
    return known


@cache
def ignored_headers() -> frozenset[str]:
    """Keys of running numbers and remarks."""
    return frozenset(header_key(name) for name in spellings()["ignored"]["headers"])


@cache
def names_headers() -> frozenset[str]:
    """Keys of columns that hold members' names."""
    return frozenset(header_key(name) for name in spellings()["person"]["names"])


@cache
def _bracket_notes() -> frozenset[str]:
    return frozenset(header_key(name) for name in spellings()["rows"]["brackets"])
