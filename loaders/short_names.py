"""Where does a listed name of two signs stand for a person in running text: 李娜请假, 报表李娜提供, but not 高山社区?

By what stands right before and right behind it, in the words of ``short_names.toml``. Two signs meet by chance in
other words (关于平安: 于平), and members are called after hills and wishes. Which names are listed, and what becomes
of the text, is ``people``'s business.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import polars as pl

from loaders.spellings import compared
from loaders.unlisted_names import ordinary_words, surnames, titles

LENGTH = 2
"""Signs of the names that are judged here."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
JOINS = "·・•‧∙●."
"""What may stand between the signs of one name, beside spaces."""
_SPACES = " \t\n\r\f\v\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000"
_SEPARATOR = "\x01"
"""Between the texts that are searched at once; no rule below reaches over it."""
_AROUND = 7
"""Signs that are looked at on either side: the longest word of the lists, and a colon."""
_PIECE = 100_000
"""So many texts at most are searched at once."""
_CODE_POINTS = 0x110000
_COMMON_HAN = "".join(bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))
_COMMON_HAN += "".join(bytes((0xD7, cell)).decode("gb2312") for cell in range(0xA1, 0xFA))
"""The signs of level 1 of GB 2312, by which most words are written."""

_FOUND = {"text": pl.UInt32, "start": pl.Int64, "end": pl.Int64}


def short_names_in(texts: pl.Series, names: Collection[str], *, bodies: bool = False) -> pl.DataFrame:
    """Where a name of two signs stands for a person.

    A name that begins with a surname is a person wherever it stands (解决李娜诉求), but before what makes it the name
    of a place or a body (李娜理发店), and where one of its signs makes a word with the sign beside it (关|于文,
    双方明|确): there, and where it begins with no surname, it must stand beside a word of persons, or where a name can
    begin: at the ends, at signs that are no Chinese ones, behind a verb or a group. A name that is a word as well
    (高山, 平安) must have a word of persons on both sides, or one that nothing else has (高山请假). One that is written
    with a rare sign is met by chance nowhere.

    Parameters
    ----------
    texts
        Distinct texts as they stand in the sheet, none null.
    names
        Listed names as they are compared; longer ones are not looked at.
    bodies
        Whether the texts name places, organisations or units, which are called after persons: there only names that
        stand by themselves, or beside a post, count.

    Returns
    -------
    DataFrame
        ``text``: place in ``texts``; ``start`` and ``end`` of the name in the text once it is compared, in signs, with
        the spaces within it. Ordered; no row where nothing is found.
    """
    codes = _codes([name for name in names if len(name) == LENGTH])
    if codes.size == 0 or texts.is_empty():
        return pl.DataFrame(schema=_FOUND)
    pieces = [
        _found_in(texts.slice(start, _PIECE), codes, bodies=bodies).with_columns(
            (pl.col("text") + start).cast(pl.UInt32)
        )
        for start in range(0, texts.len(), _PIECE)
    ]
    return pl.concat(pieces)


def _codes(names: list[str]) -> np.ndarray:
    """Each name as one number, sorted."""
    signs = _signs_of("".join(names)).reshape(-1, LENGTH).astype(np.uint64)
    return np.unique(_CODE_POINTS * signs[:, 0] + signs[:, 1])


def _signs_of(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _found_in(texts: pl.Series, codes: np.ndarray, *, bodies: bool) -> pl.DataFrame:
    plain = compared(texts)
    whole = np.concatenate([edge := _signs_of(_SEPARATOR * _AROUND), _signs_of(_SEPARATOR.join(plain.to_list())), edge])
    kept = np.flatnonzero(~_are(whole, JOINS + _SPACES))
    signs = whole[kept]
    first, second = signs[:-1], signs[1:]
    known = np.zeros((LENGTH, _CODE_POINTS), dtype=bool)
    known[0, (codes // _CODE_POINTS).astype(np.int64)] = True
    known[1, (codes % _CODE_POINTS).astype(np.int64)] = True
    maybe = np.flatnonzero(known[0, first] & known[1, second])
    told = _CODE_POINTS * first[maybe].astype(np.uint64) + second[maybe]
    met = maybe[np.isin(told, codes)]
    if met.size == 0:
        return pl.DataFrame(schema=_FOUND)
    start, end = kept[met], kept[met + 1] + 1
    near = pl.DataFrame(
        {
            "before": _words_at(whole, start - _AROUND, _AROUND),
            "name": _words_at(signs, met, LENGTH),
            "behind": _words_at(whole, end, _AROUND),
            "split": end - start > LENGTH,
        }
    )
    person = _are_persons(near, bodies=bodies).to_numpy()
    lengths = plain.str.len_chars().to_numpy().astype(np.int64) + len(_SEPARATOR)
    starts = _AROUND + np.concatenate([[0], np.cumsum(lengths)[:-1]])
    text = np.searchsorted(starts, start, side="right") - 1
    found = pl.DataFrame({"text": text, "start": start - starts[text], "end": end - starts[text]})
    return found.filter(pl.Series(person)).cast(_FOUND)  # type: ignore[arg-type]


def _are(signs: np.ndarray, wanted: str) -> np.ndarray:
    table = np.zeros(_CODE_POINTS, dtype=bool)
    table[_signs_of(wanted)] = True
    return np.take(table, signs)


def _words_at(signs: np.ndarray, places: np.ndarray, length: int) -> pl.Series:
    """So many signs from each place on, as texts."""
    rows = np.full((places.size, length + 1), ord("\x02"), dtype="<u4")
    rows[:, :length] = signs[places[:, None] + np.arange(length)]
    text = rows.tobytes().decode("utf-32-le", "surrogatepass")
    return pl.Series(text.split("\x02")[:-1], dtype=pl.String)


def _are_persons(near: pl.DataFrame, *, bodies: bool) -> pl.Series:
    """Whether each name, with what stands ``before`` and ``behind`` it, is a person."""
    before, behind = _before(near), _behind(near.get_column("behind"))
    told = near.with_columns(before.alias("l"), behind.alias("r"))
    left, right = pl.col("l"), pl.col("r")
    common = pl.col("name").is_in(_words())
    rare = ~pl.col("name").str.contains(f"^[{_COMMON_HAN}]*$") & ~common
    called = pl.col("name").str.slice(0, 1).is_in(sorted(surnames()))
    across = (pl.col("name").str.slice(1) + pl.col("behind").str.slice(0, 1)).is_in(_words())
    alone = (left == "edge") & (right == "edge")
    posts = ("title", "label")
    if bodies:
        beside = left.is_in(["edge", *posts]) & right.is_in(["edge", "title", "sure"])
        person = pl.when(common).then(beside & (left.is_in(posts) | (right == "sure"))).otherwise(beside)
    else:
        of_common = (
            (right == "sure")
            | (left.is_in(posts) & right.is_in(["edge", "strong", "title"]))
            | ((left == "label") & (right == "weak"))
            | ((left == "strong") & right.is_in(["strong", "title"]))
            | ((left == "weak") & right.is_in(["strong", "title"]))
            | (pl.col("split") & alone)
        )
        of_others = (
            rare
            | (right == "sure")
            | left.is_in(["edge", "weak", "group", "strong", *posts])
            | ((left == "open") & right.is_in(["edge", "strong", "title"]))
            | (called & ~across & ~pl.col("split") & (left != "inside"))
        )
        # Parts of a name that was pulled apart may as well be the end and the beginning of two words.
        apart = left.is_in(["open", "inside"]) | (right == "open")
        person = pl.when(common).then(of_common).otherwise(of_others & ~(pl.col("split") & apart))
    return told.select(person & (right != "completes")).to_series()


def _before(near: pl.DataFrame) -> pl.Series:
    """What stands before each name: ``inside`` where its first sign ends a word, ``open`` where nothing is known."""
    text, name = pl.col("before"), pl.col("name")
    word = text.str.extract(_last_word(), 1)
    crossing = (text.str.slice(-1) + name.str.slice(0, 1)).is_in(_words())
    kinds = _kinds("before")
    kind = word.replace_strict(list(kinds), list(kinds.values()), default=None)
    return near.select(
        pl.when(text.str.contains(_label_and_colon()))
        .then(pl.lit("label"))
        .when(~text.str.contains(f"[{HAN}]$"))
        .then(pl.lit("edge"))
        .when(crossing & ~kind.is_in(["strong", "title", "label"]).fill_null(value=False))
        .then(pl.lit("inside"))
        .otherwise(kind.fill_null("open"))
    ).to_series()


def _behind(texts: pl.Series) -> pl.Series:
    """What stands behind each name; ``open`` where nothing is known."""
    kinds = _kinds("behind")
    text = pl.col("behind")
    kind = text.str.extract(_first_word(), 1).replace_strict(list(kinds), list(kinds.values()), default=None)
    return (
        texts.to_frame("behind")
        .select(
            pl.when(text.str.contains(_numbered()))
            .then(pl.lit("completes"))
            .when(text.str.contains(_some_people()))
            .then(pl.lit("strong"))
            .when(~text.str.contains(f"^[{HAN}]"))
            .then(pl.lit("edge"))
            .otherwise(kind.fill_null("open"))
        )
        .to_series()
    )


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("loaders").joinpath("short_names.toml").read_text("utf-8"))


@cache
def _words() -> pl.Series:
    """Words of two signs that are no names by themselves, as one list."""
    return pl.Series(sorted(ordinary_words()), dtype=pl.String).implode()


@cache
def _kinds(side: str) -> dict[str, str]:
    """The word of one side, and what it is."""
    told = {title: "title" for one in titles() for title in (one, f"副{one}")}
    return told | {word: kind for kind, words in _rules()[side].items() for word in words}


def _any_of(words: Collection[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _last_word() -> str:
    return rf"({_any_of(_kinds('before'))})$"


@cache
def _first_word() -> str:
    return rf"^({_any_of(_kinds('behind'))})"


@cache
def _label_and_colon() -> str:
    labels = [word for word, kind in _kinds("before").items() if kind in ("label", "title")]
    return rf"(?:{_any_of(labels)})[:(\-— ]{{1,3}}$"


@cache
def _numbered() -> str:
    """What goes on as the name of a place: 1号楼, 三村, 东路."""
    counted = _any_of(_rules()["places"]["counted"])
    turned = _any_of(_rules()["places"]["turned"])
    return rf"^(?:第?[0-9一二三四五六七八九十]+(?:{counted})|[东西南北中上下前后新老大小](?:{turned}))"


@cache
def _some_people() -> str:
    number = "[0-9一二三四五六七八九十两几]+"
    return rf"^等{number}[余多]?[人名位户]|^一?家{number}口"
