"""Which day does a cell name, in the many forms that days are written in?

A day, or a month as its first day and flagged; what leaves room for two days is no day. Columns in, columns out; other
kinds of cells are read in ``cleaning``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import polars as pl

from graph_model.schema.columns import FIRST_DAY, LAST_DAY

EXCEL_DAY_0: Final = dt.date(1899, 12, 30)
_CLOCK = (
    r"[0-9]{1,2}\s*[:时点]\s*(?:[0-9]{1,2}\s*(?:[:分]\s*(?:[0-9]{1,2}(?:\.[0-9]+)?\s*秒?)?)?|整)?"
    r"(?:\s*[AaPp][Mm])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_BEHIND_A_DAY = (
    r"(?:[\s,]*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"(?:[\sT,]*(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜间)?)?"
    rf"(?:\s*{_CLOCK})?"
)
"""A weekday, a part of the day and a time of day: known and not kept."""
_BETWEEN = "-/.·•・—–"
DAY = (
    rf"^(?:公元)?([0-9]{{4}})\s*[{_BETWEEN}年]\s*([0-9]{{1,2}})\s*[{_BETWEEN}月]\s*([0-9]{{1,2}})\s*[日号]?"
    rf"(?:{_BEHIND_A_DAY})?$"
)
SPACED_DAY = r"^([0-9]{4})\s+([0-9]{1,2})\s+([0-9]{1,2})$"
SOLID_DAY = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
MONTH = rf"^(?:公元)?([0-9]{{4}})\s*(?:[{_BETWEEN}]\s*([0-9]{{1,2}})|年\s*([0-9]{{1,2}})\s*月份?)$"
LOST_ZERO = r"^[0-9]{4}\.1$"
"""January as 2018.1, or October that a spreadsheet took for a number: nobody can tell."""
SOLID_MONTH = r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])$"
SHORT_DAY = r"^([0-9]{2})([0-9]{2})([0-9]{2})$"
SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
"""A spreadsheet's number of a day, shown bare: read, and flagged, since any five digits name one."""
MAY_BE_A_MONTH = r"^(?:19[0-9]{2}|20[0-4][0-9])[1-9](?:\.[0-9]+)?$"
"""20184: the serial of 5 April 1955, or 2018.4 without its dot. Nobody can tell."""
CHINESE_NUMERALS = re.compile(
    r"(?:公元)?([0-9〇○零一二三四五六七八九]{4})年([0-9]{1,2}|元|[一二三四五六七八九十]{1,2})月"
    r"(?:([0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号])?"
)
"""Written out, or in part: 二〇一八年六月三日, 2018年六月三日; 0 among numerals (二0一八年) is a nought too."""
TWO_DIGITS = (
    rf"^(?:[0-9]{{2}}|[〇○零一二三四五六七八九]{{2}})\s*[{_BETWEEN}年]\s*[0-9元一二三四五六七八九十]{{1,2}}"
    rf"\s*[{_BETWEEN}月]\s*(?:[0-9]{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})\s*[日号]?$"
)
STOP = r"[。.,;]\s*$"
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))


def read_days(plain: pl.Series) -> pl.DataFrame:
    """The days that cells name.

    Parameters
    ----------
    plain
        Text as it is compared (NFKC, no zero-width signs), null where empty.

    Returns
    -------
    DataFrame
        ``day``: the day, the first of the month where only a month is named, null where no one day is named, also
        outside 1900 to 2100; ``month_only``; ``serial``: the day is told by a spreadsheet's bare number;
        ``outside``: a day is named that lies outside 1900 to 2100. The last three are never null.
    """
    spelled = _with_digits(plain.str.replace(STOP, ""))
    parts = (
        pl.DataFrame({"p": spelled})
        .with_columns(
            _parts(DAY).alias("written"),
            _parts(SOLID_DAY).alias("solid"),
            _parts(SPACED_DAY).alias("spaced"),
            pl.when(~pl.col("p").str.contains(MAY_BE_A_MONTH))
            .then(pl.col("p").str.extract(SERIAL).cast(pl.Int32, strict=False))
            .alias("serial"),
            pl.col("p").str.extract_groups(MONTH).struct.rename_fields(["y", "m", "n"]).alias("month"),
            pl.col("p").str.extract_groups(SOLID_MONTH).struct.rename_fields(["y", "m"]).alias("solid_month"),
            pl.col("p").str.extract_groups(SHORT_DAY).struct.rename_fields(["y", "m", "d"]).alias("short"),
        )
        .with_columns(
            pl.coalesce(
                _calendar(*_fields("written")),
                _calendar(*_fields("solid")),
                _calendar(*_fields("spaced")),
                pl.lit(EXCEL_DAY_0) + pl.duration(days=pl.col("serial")),
            ).alias("day"),
            pl.coalesce(_named_month(), _solid_month()).alias("first"),
        )
    )
    told = parts.select(
        pl.coalesce("day", "first").alias("day"),
        (pl.col("day").is_null() & pl.col("first").is_not_null()).alias("month_only"),
        pl.col("serial").is_not_null().alias("serial"),
    )
    outside = ~pl.col("day").is_between(FIRST_DAY, LAST_DAY)
    return told.select(
        pl.when(~outside).then(pl.col("day")).alias("day"),
        (pl.col("month_only") & ~outside).fill_null(value=False).alias("month_only"),
        (pl.col("serial") & ~outside).fill_null(value=False).alias("serial"),
        outside.fill_null(value=False).alias("outside"),
    )


def are_two_digit_years(plain: pl.Series) -> pl.Series:
    """Which cells name a day whose year has two digits, as 18年6月3日, which may be of 1918 or 2018; never null."""
    return plain.str.replace(STOP, "").str.contains(TWO_DIGITS).fill_null(value=False)


def _parts(form: str) -> pl.Expr:
    return pl.col("p").str.extract_groups(form).struct.rename_fields(["y", "m", "d"])


def _fields(group: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    part = pl.col(group).struct.field
    return part("y"), part("m"), part("d")


def _calendar(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )


def _named_month() -> pl.Expr:
    part = pl.col("month").struct.field
    first = _calendar(part("y"), pl.coalesce(part("m"), part("n")), pl.lit("01"))
    return pl.when(~pl.col("p").str.contains(LOST_ZERO)).then(first)


def _solid_month() -> pl.Expr:
    """201806; not 200603, which is as well the third of June 2020."""
    part = pl.col("solid_month").struct.field
    year, month, day = _fields("short")
    other = _calendar(pl.concat_str(pl.lit("20"), year), month, day)
    return pl.when(other.is_null()).then(_calendar(part("y"), part("m"), pl.lit("01")))


def _with_digits(plain: pl.Series) -> pl.Series:
    """Days in Chinese numerals (二〇一八年六月三日) in digits; a year alone, or anything else, stays as it is."""
    if not plain.str.contains("[一二三四五六七八九十元廿卅]").any():
        return plain
    spelled = plain.str.replace_all(r"\s", "").str.contains(f"^{CHINESE_NUMERALS.pattern}$").fill_null(value=False)
    if not spelled.any():
        return plain
    distinct = plain.filter(spelled).unique()
    digits = [_in_digits(text) for text in distinct.to_list()]
    return plain.replace(distinct, pl.Series(digits, dtype=pl.String))


def _in_digits(text: str) -> str:
    found = CHINESE_NUMERALS.fullmatch(re.sub(r"\s", "", text))
    assert found is not None
    year, month, day = found.groups()
    number = "".join(_DIGITS.get(sign, sign) for sign in year)
    in_month = f"{number}年{_up_to_99(month)}月"
    return in_month if day is None else f"{in_month}{_up_to_99(day)}日"


def _up_to_99(word: str) -> str:
    """一 to 九十九, 廿 and 卅 and 元 (the first) as digits; ``x`` for what is none (三四)."""
    if word.isascii():
        return word
    word = word.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and tens):
        return "x"
    if "十" in tens:
        return "x"
    return str((int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0")))
