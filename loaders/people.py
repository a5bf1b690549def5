"""Which cells hold a person, and what may be kept of a member: a pseudonym and bands, nothing else?

Finding members' names (numbers are ``person_numbers``'s business), and the HMAC-SHA-256 that takes a member's number
away. Where the salt lies is the ledger's business.

A name of three signs or more is found wherever it stands; one of two signs where ``short_names`` takes it for a person,
so that 高山社区 stays what it is although a member is called 高山.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable
from functools import cache

import polars as pl

from graph_model.schema import TABLES
from loaders.cleaning import is_blank, read_cells
from loaders.person_numbers import HIDDEN, MIGHT_BE_A_NUMBER, has_person_number, without_numbers
from loaders.short_names import JOINS, short_names_in
from loaders.spellings import compared, compared_text

__all__ = [
    "age_bands", "has_person_number", "holds_a_person", "names_in", "pseudonyms", "texts_without_people",
    "without_numbers", "without_people",
]  # fmt: skip

PSEUDONYM_CHARACTERS = 32
"""128 bits of the HMAC: no two of ten million members share them, and half the room of all 256."""
SHA256_BLOCK = 64
"""Bytes that SHA-256 takes in at a time."""
PIECE = 100_000
"""So many members' numbers at most are Python objects at once."""
SHORTEST_NUMBER = 11
"""Digits of a mobile number, the shortest that is a person's; no sign holds more digits than bytes."""
SHORTEST_NAME, LONGEST_NAME, SHORTEST_LATIN_NAME = 2, 20, 4
POSTS = (  # what goes with a person and is no part of the name
    "书记|副书记|主任|副主任|委员|同志|先生|女士|老师|党员|联系人|负责人|经办人|填报人|填表人|审核人|经理|校长|院长|站长|组长"
    "|楼长|栋长|店长|厂长|会长|所长|队长|主席|董事长|店主|户主|业主|医生|医师|律师|网格员|联络员|指导员|志愿者|法人|法定代表人"
    "|姓名|电话|手机|身份证|为|是|及|和|与|由|等|负责|担任|兼任|主持|牵头|经办|签字|签名|转交"
)
OLDEST, YOUNGEST = 120, 18
YEAR_OF_BIRTH = r"^(\d{4})(?:\.0+)?\s*年?(?:[-/.]?\d{1,2}月?)?$"
_JOINS = rf"[\s{JOINS}]"
"""What may stand between the parts of one name; taken out before names are compared."""
_BETWEEN_NAMES = re.compile(r"[、,;/|\\\n]+")
_BRACKETS = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")


def pseudonyms(numbers: pl.Series, *, salt: bytes) -> pl.Series:
    """Members' numbers as pseudonyms: HMAC-SHA-256 under the salt, in hexadecimal, cut to 32 signs; null stays null.

    Parameters
    ----------
    numbers
        Members' numbers as they are compared; text.
    salt
        The secret of the data folder.
    """
    # HMAC begins and ends with a block of the key alone: worked out once, it takes half the time of hmac.digest.
    block = (hashlib.sha256(salt).digest() if len(salt) > SHA256_BLOCK else salt).ljust(SHA256_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(sign ^ 0x36 for sign in block)).copy
    outer = hashlib.sha256(bytes(sign ^ 0x5C for sign in block)).copy

    def hidden(number: str) -> str:
        within, around = inner(), outer()
        within.update(number.encode("utf-8"))
        around.update(within.digest())
        return around.hexdigest()[:PSEUDONYM_CHARACTERS]

    pieces = [
        pl.Series(
            [None if number is None else hidden(number) for number in numbers.slice(start, PIECE)], dtype=pl.String
        )
        for start in range(0, numbers.len(), PIECE)
    ]
    return pl.concat([pl.Series([], dtype=pl.String), *pieces]).alias(numbers.name)


def holds_a_person(
    cells: pl.Series, *, names: Iterable[str] = (), codes: bool = False, bodies: bool = False
) -> pl.Series:
    """Which cells hold an identity number, a mobile number, or one of the names.

    Parameters
    ----------
    cells
        Text as it stands in the sheet, null where empty.
    names
        Members' names that were handed in.
    codes
        Whether the cells are codes, as ``has_person_number`` has it.
    bodies
        Whether the cells name places, organisations or units, as ``short_names_in`` has it.

    Returns
    -------
    Series
        True where a person shows; never null.
    """
    if not names and (cells.str.len_bytes().max() or 0) < SHORTEST_NUMBER:  # type: ignore[operator]
        return pl.repeat(value=False, n=cells.len(), dtype=pl.Boolean, eager=True)
    distinct = cells.unique().drop_nulls()
    numbers = distinct.filter(compared(distinct).str.contains(MIGHT_BE_A_NUMBER))
    found = [cell for cell in numbers.to_list() if has_person_number(cell, code=codes)]
    found += _named(distinct, names if isinstance(names, frozenset) else frozenset(names), bodies=bodies)
    if not found:
        return pl.repeat(value=False, n=cells.len(), dtype=pl.Boolean, eager=True)
    return cells.is_in(found).fill_null(value=False)


def names_in(cells: pl.Series) -> set[str]:
    """The names that stand in a column of names, as they are compared; each in a cell that holds several.

    What stands in brackets or behind a name (张三（书记）, 李四 同志) is taken off; numbers, blanks and words of the
    contract's own vocabularies are no names.
    """
    distinct = cells.unique().drop_nulls()
    texts = compared(distinct.filter(~is_blank(distinct))).to_list()
    parts = {part for text in texts for part in _BETWEEN_NAMES.split(_BRACKETS.sub(" ", text))}
    return {name for name in map(_bare, parts) if _is_name(name)}


def without_people(text: str, *, names: Collection[str] = ()) -> str:
    """A text that has to be told again, such as a sheet's name, with ``***`` for each number and name of a person."""
    shown = without_numbers(text)
    if not names or not holds_a_person(pl.Series([shown]), names=names).item():
        return shown
    plain = compared_text(shown)
    short = short_names_in(pl.Series([plain]), names)
    for start, end in reversed(short.select("start", "end").rows()):
        plain = plain[:start] + HIDDEN + plain[end:]
    inside = [name for name in _longest_first(names) if name in _joined(plain) and len(name) > SHORTEST_NAME]
    for name in inside:
        loose = rf"{_JOINS}*".join(re.escape(sign) for sign in name)
        there = rf"(?<![a-z]){loose}(?![a-z])" if name.isascii() else loose
        plain = re.sub(there, HIDDEN, plain, flags=re.IGNORECASE)
    still = holds_a_person(pl.Series([plain]), names=names).item()
    return HIDDEN if still else plain


def texts_without_people(texts: Iterable[str], *, names: Collection[str] = ()) -> dict[str, str]:
    """Each text as ``without_people`` tells it, by the text; the names are gone through once for all of them."""
    told = {text: without_numbers(text) for text in texts}
    if names and told:
        every = pl.Series(list(told.values()), dtype=pl.String)
        held = set(every.filter(holds_a_person(every, names=names)))
        told |= {text: without_people(shown, names=names) for text, shown in told.items() if shown in held}
    return told


def age_bands(births: pl.Series, *, on: dt.date) -> pl.DataFrame:
    """Age bands from years or days of birth, as of a day.

    Returns
    -------
    DataFrame
        ``value``: the code of the age band or null; ``fault``: null, ``not_a_date``, ``cell_error``, or
        ``out_of_range`` where a member would be under 18 or over 120.
    """
    plain = compared(births)
    days = read_cells(births, TABLES["agreements"].column("signed"))
    told = (
        pl.DataFrame({"plain": plain, "day": days.get_column("value"), "fault": days.get_column("fault")})
        .with_columns(pl.col("plain").str.extract(YEAR_OF_BIRTH).cast(pl.Int64).alias("year"))
        .with_columns(_age_on_a_day(on).alias("by_day"), (pl.lit(on.year) - pl.col("year")).alias("by_year"))
        .with_columns(pl.coalesce("by_day", "by_year").alias("age"))
    )
    possible = pl.col("age").is_between(YOUNGEST, OLDEST)
    return told.select(
        pl.when(possible)
        .then(
            pl.when(pl.col("age") <= 35)
            .then(pl.lit("35_down"))
            .when(pl.col("age") <= 45)
            .then(pl.lit("36_45"))
            .when(pl.col("age") <= 59)
            .then(pl.lit("46_59"))
            .otherwise(pl.lit("60_up"))
        )
        .alias("value"),
        pl.when(pl.col("age").is_not_null() & ~possible)
        .then(pl.lit("out_of_range"))
        .when(pl.col("age").is_null())
        .then(pl.col("fault"))
        .alias("fault"),
    )


def _age_on_a_day(on: dt.date) -> pl.Expr:
    born = pl.col("day").dt
    before_birthday = born.month().cast(pl.Int32) * 100 + born.day() > on.month * 100 + on.day
    return pl.lit(on.year) - born.year().cast(pl.Int64) - before_birthday.cast(pl.Int64)


def _named(cells: pl.Series, names: frozenset[str], *, bodies: bool = False) -> list[str]:
    """The cells that hold a name: a longer one anywhere, one of two signs only where it stands for a person."""
    if not names or cells.is_empty():
        return []
    latin = any(name.isascii() for name in names)
    if not latin:
        cells = cells.filter(cells.str.len_bytes() > cells.str.len_chars())  # codes, numbers and days hold no name
    short = short_names_in(cells, names, bodies=bodies).get_column("text").unique()
    found = cells.gather(short).to_list()
    listed = sorted(name for name in names if len(name) > SHORTEST_NAME)
    if not listed:
        return found
    plain = compared(cells).str.to_lowercase().str.replace_all(_JOINS, "")
    met = pl.DataFrame({"cell": cells, "text": plain}).filter(pl.col("text").str.contains_any(listed))
    if not latin:
        return found + met.get_column("cell").to_list()
    met = met.with_columns(pl.col("text").str.extract_many(listed, overlapping=True).alias("names"))
    return found + [
        cell for cell, inside in met.select("cell", "names").iter_rows() if any(_stands_there(n, cell) for n in inside)
    ]


def _stands_there(name: str, cell: str) -> bool:
    """Whether a longer name that lies in a cell, spaces taken out, is a name there: one in Latin letters by itself."""
    if not name.isascii():
        return True
    loose = rf"{_JOINS}*".join(name)
    return re.search(rf"(?<![a-z]){loose}(?![a-z])", compared_text(cell).lower()) is not None


def _bare(part: str) -> str:
    """A name without the posts and numbers before and behind it."""
    told = re.sub(r"[0-9]+", " ", part).strip()
    told = re.sub(rf"^(?:(?:{POSTS})[::\s]+)+|[::\s]*(?:(?:{POSTS})\s*)+$", "", told)
    return re.sub(r"^[:()\-—*]+|[:()\-—*]+$", "", _joined(told))


def _joined(text: str) -> str:
    return re.sub(_JOINS, "", text).lower()


def _is_name(text: str) -> bool:
    if not SHORTEST_NAME <= len(text) <= LONGEST_NAME or any(sign.isdigit() for sign in text):
        return False
    if text.isascii():
        return len(text) >= SHORTEST_LATIN_NAME and text.isalpha() and text not in _own_words()
    return text not in _own_words()


def _longest_first(names: Collection[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


@cache
def _own_words() -> frozenset[str]:
    """Words of the contract: what stands in a vocabulary or a header is no name, whoever wrote it among the names."""
    told: set[str] = set(POSTS.split("|"))
    for table in TABLES.values():
        told |= {table.zh, table.name}
        for column in table.columns:
            told |= {column.zh, column.name}
            if column.vocabulary is not None:
                told |= {form for word in column.vocabulary for form in (word.zh, word.value)}
    return frozenset(_joined(word) for word in told)
