"""Does a free text tell a person's name that no column of names lists: 书记赵敏请假, 李娜住院, 张建国?

By a surname with a post before it or what only a person does behind it, in the words of ``posts.toml``; where nothing
but a post belongs, by the surname alone. It finds names as they are mostly written and no others: 老张, a name with a
rare surname and a name among other words (李娜很积极) are not seen.
Names that stand in a column of names are ``people``'s business.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from loaders.spellings import compared, compared_text

POST_COLUMNS = frozenset({"contact_post", "lead_post"})
"""Columns that hold a post and never a name."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LONGEST_GIVEN = 2


def tells_a_name(cells: pl.Series, *, post: bool = False) -> pl.Series:
    """Which cells of free text tell a name.

    Parameters
    ----------
    cells
        Text as it stands in the sheet, null where empty.
    post
        Whether the column holds a post: then a name alone, a name before a post (张建国书记) and a surname with
        a post (张书记) count as well.

    Returns
    -------
    Series
        True where a name shows; never null.
    """
    distinct = cells.unique().drop_nulls()
    plain = compared(distinct)
    beside = f"{_titles()}|{_any_of(_rules()['persons']['words'])}"
    worth = plain.str.contains(_surname_somewhere()) & (plain.str.contains(beside) | pl.Series([post]))
    found = [cell for cell in distinct.filter(worth).to_list() if has_unlisted_name(cell, post=post)]
    if not found:
        return pl.repeat(value=False, n=cells.len(), dtype=pl.Boolean, eager=True)
    return cells.is_in(found).fill_null(value=False)


def has_unlisted_name(text: str, *, post: bool = False) -> bool:
    """Whether one text tells a name, as ``tells_a_name`` has it."""
    spaced = compared_text(text)
    told = re.sub(r"\s+", "", spaced)
    if _before_what_persons_do(told) or (spaced != told and _before_what_persons_do(spaced)):
        return True
    if any(_name_at(told, match.end(), loose=post) for match in _behind_a_post().finditer(told)):
        return True
    if not post:
        return False
    return any(reads_as_name(part) or _before_a_post(part) for part in re.split(rf"[^{_HAN}]+", told))


def reads_as_name(text: str) -> bool:
    """Whether a whole text is a surname with a given name of one or two signs."""
    own, rest = _surname(text)
    return bool(own) and _is_given(own, rest)


def _before_what_persons_do(text: str) -> bool:
    """Whether a name begins where one can, and what only a person does or has stands right behind it."""
    rules = _rules()["persons"]
    for found in _where_names_begin().finditer(text):
        place = found.end()
        own, rest = _surname(text[place:])
        if not own or (
            len(own) == 1 and (own in rules["no_surnames"] or text[place - 1 : place + 1] in ordinary_words())
        ):
            continue
        for length in range(1, _LONGEST_GIVEN + 1):
            given = rest[:length]
            if _what_persons_do().match(rest, length) and _is_given(own, given) and not _is_word(own + given):
                return True
    return False


def _is_word(told: str) -> bool:
    """Whether a surname with what stands behind it is, or begins or holds, a word that is no name."""
    rules = _rules()["persons"]
    return (
        told in ordinary_words()
        or told.startswith(tuple(rules["no_names"]))
        or any(word in told for word in (*rules["not_given"], *rules["words"]))
    )


def _before_a_post(text: str) -> bool:
    """Whether it is a name or a surname with a post behind it and nothing else."""
    ending = re.search(rf"副?(?:{_titles()})$", text)
    if ending is None:
        return False
    before = text[: ending.start()]
    return reads_as_name(before) or (len(before) == 1 and before in surnames())


def _name_at(text: str, place: int, *, loose: bool) -> bool:
    """Whether a name begins at a place, and ends where a name can."""
    own, rest = _surname(text[place:])
    if not own:
        return False
    for length in range(1, _LONGEST_GIVEN + 1):
        given, after = rest[:length], rest[length:]
        if len(given) == length and _is_given(own, given) and _ends(after, loose=loose):
            return True
    return False


def _ends(after: str, *, loose: bool) -> bool:
    words = (*_rules()["behind"], *_rules()["titles"]) if loose else tuple(_rules()["behind"])
    return not after or re.match(rf"[^{_HAN}]", after) is not None or after.startswith(words)


def _is_given(own: str, given: str) -> bool:
    if not 1 <= len(given) <= _LONGEST_GIVEN or re.fullmatch(rf"[{_HAN}]+", given) is None:
        return False
    if given[0] in _rules()["not_first"] or given[-1] in _rules()["not_last"] or given == "长":
        return False
    whole = own + given
    return not whole.startswith(tuple(_rules()["words"])) and re.search(_titles(), whole) is None


def _surname(text: str) -> tuple[str, str]:
    for own in _rules()["compound"]:
        if text.startswith(own):
            return own, text[len(own) :]
    return (text[0], text[1:]) if text[:1] and text[0] in surnames() else ("", text)


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("loaders").joinpath("posts.toml").read_text("utf-8"))


@cache
def surnames() -> frozenset[str]:
    """The surnames of one sign that are known."""
    return frozenset("".join(_rules()["surnames"].split()))


def titles() -> tuple[str, ...]:
    """What a person is called beside the name, such as 书记."""
    return tuple(_rules()["titles"])


@cache
def _titles() -> str:
    return "|".join(sorted(titles(), key=len, reverse=True))


@cache
def ordinary_words() -> frozenset[str]:
    """Words of two signs that read as a name and are none."""
    told = tomllib.loads(resources.files("loaders").joinpath("short_names.toml").read_text("utf-8"))["words"]
    text = "".join("".join(part.split()) for part in told.values())
    return frozenset(text[at : at + 2] for at in range(0, len(text), 2))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _where_names_begin() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^{_HAN}]|[0-9][年月日号时]|{_any_of(_rules()['persons']['before'])})(?={_surname_somewhere()})"
    )


@cache
def _what_persons_do() -> re.Pattern[str]:
    rules = _rules()["persons"]
    between = rf"(?:{_any_of(rules['between'])}|[\s:(\-—]){{0,2}}"
    return re.compile(rf"{between}(?!{_any_of(rules['others'])})(?:{_any_of(rules['words'])})")


@cache
def _behind_a_post() -> re.Pattern[str]:
    return re.compile(rf"(?:{_titles()})(?:[:(]|同志)?(?=[{_HAN}])")


@cache
def _surname_somewhere() -> str:
    signs = "".join(sorted(surnames() | {word[0] for word in _rules()["compound"]}))
    return f"[{signs}]"
