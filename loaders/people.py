"""Which cells hold a person, and what may be kept of a member: a pseudonym and bands, nothing else?

Finding identity numbers, mobile numbers and members' names, and the HMAC-SHA-256 that takes a member's number away.
Where the salt lies is the ledger's business.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections.abc import Iterable

import polars as pl
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from graph_model.schema import TABLES
from loaders.cleaning import read_cells
from loaders.spellings import compared, compared_text

PSEUDONYM_CHARACTERS = 32
"""128 bits of the HMAC: no two of ten million members share them, and half the room of all 256."""
IDENTITY = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9.])(?:\+?86)?1[3-9][0-9]{9}(?![0-9.])")
CREDIT_CODE_LENGTH = 18
MIGHT_BE_A_NUMBER = r"[0-9](?:[\s\-]*[0-9]){10}"
TITLES = (  # what may stand right beside a name of two signs
    "书记|主任|委员|同志|先生|女士|老师|党员|联系人|负责人|经理|校长|院长|站长|组长|网格员|法人|姓名|电话|手机|及|和|与|由"
)
OLDEST, YOUNGEST = 120, 18
YEAR_OF_BIRTH = r"^(\d{4})(?:\.0+)?\s*年?(?:[-/.]?\d{1,2}月?)?$"


def pseudonyms(numbers: pl.Series, *, salt: bytes) -> pl.Series:
    """Members' numbers as pseudonyms: HMAC-SHA-256 under the salt, in hexadecimal, cut to 32 signs; null stays null.

    Parameters
    ----------
    numbers
        Members' numbers as they are compared; text.
    salt
        The secret of the data folder.
    """
    hidden = [
        None if number is None else hmac.digest(salt, number.encode("utf-8"), "sha256").hex()[:PSEUDONYM_CHARACTERS]
        for number in numbers.to_list()
    ]
    return pl.Series(numbers.name, hidden, dtype=pl.String)


def holds_a_person(cells: pl.Series, *, names: Iterable[str] = ()) -> pl.Series:
    """Which cells hold an identity number (check digit right), a mobile number, or one of the names.

    Parameters
    ----------
    cells
        Text as it stands in the sheet, null where empty.
    names
        Members' names that were handed in.

    Returns
    -------
    Series
        True where a person shows; never null.
    """
    distinct = cells.unique().drop_nulls()
    numbers = distinct.filter(compared(distinct).str.contains(MIGHT_BE_A_NUMBER))
    found = [cell for cell in numbers.to_list() if has_person_number(cell)]
    found += _named(distinct, set(names))
    if not found:
        return pl.repeat(value=False, n=cells.len(), dtype=pl.Boolean, eager=True)
    return cells.is_in(found).fill_null(value=False)


def has_person_number(text: str) -> bool:
    """Whether an identity or mobile number stands in a text, also one broken by spaces or hyphens."""
    plain = compared_text(text)
    if len(plain) == CREDIT_CODE_LENGTH and not plain.isdigit() and _is_credit_code(plain):
        return False  # its digits are of the register, whatever they look like
    squeezed = re.sub(r"[\s\-]", "", plain)
    for one in {plain, squeezed}:
        if MOBILE.search(one) or any(_is_identity(found) for found in IDENTITY.findall(one)):
            return True
    return False


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


def _is_identity(number: str) -> bool:
    """An identity number: its check digit is right and it holds a day of birth that can be.

    The place in its first six digits is not looked up: people keep numbers of counties that are long renamed.
    """
    number = number.upper()
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[-1] == ric.calc_check_digit(number) and dt.date(1900, 1, 1) <= born <= dt.date.today()


def _is_credit_code(text: str) -> bool:
    return bool(uscc.is_valid(text))


def _named(cells: pl.Series, names: set[str]) -> list[str]:
    """The cells that hold a name: a longer one anywhere, one of two signs only where it stands by itself."""
    if not names or cells.is_empty():
        return []
    plain = compared(cells).str.replace_all(r"\s", "")
    met = pl.DataFrame({"cell": cells, "text": plain}).filter(pl.col("text").str.contains_any(sorted(names)))
    met = met.with_columns(pl.col("text").str.extract_many(sorted(names), overlapping=True).alias("names"))
    return [
        cell
        for cell, text, inside in met.iter_rows()
        if any(len(name) > 2 or _stands_alone(name, text) for name in inside)
    ]


def _stands_alone(name: str, text: str) -> bool:
    edge_before = rf"(?:^|[^\u4e00-\u9fff]|{TITLES})"
    edge_after = rf"(?:$|[^\u4e00-\u9fff]|{TITLES})"
    return name in text and re.search(edge_before + re.escape(name) + edge_after, text) is not None
