"""Which number does a cell tell, with its signs, its unit and the unit of its header?

Columns in, columns out; what leaves room for two numbers is none. Other kinds of cells are read in ``cleaning``.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from graph_model.schema import Column, ColumnType
from loaders.days import read_days
from loaders.numerals import in_digits
from loaders.spellings import compared, spellings

LARGEST_WHOLE = 2**53
NUMBER = (
    r"^(\()?([+-]?)(¥|rmb|cny|人民币)?\s*([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(\.[0-9]*)?(?:e([+-]?[0-9]{1,4}))?"
    r"\s*(\))?\s*(?:\(×1(0+)\))?\s*([^0-9\s.,+\-()].*)?$"
)
PARTS = ("open", "sign", "money", "inner", "whole", "part", "exp", "close", "hidden", "unit")
"""``hidden``: the noughts that a number format leaves out (``number_formats.SCALED``)."""
IN_ALL = r"^(?:总共|一共|共计|总计|合计|共有|共)\s*:?\s*"
"""Words before a number that leave it as it is; 约 and its kind are none of them."""
STOP = r"([^\s。.,、;])\s*[。.,、;]$"
OTHER_DIGITS = "[²³¹⁰-₎①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉟㊀-㊉㊱-㊿¼-¾⅐-↋〡-〩㆒-㆕]"
"""Signs that NFKC turns into digits and that are none where a number stands: 10² is not 102."""


def read_numbers(plain: pl.Series, cells: pl.Series, column: Column, *, power: int) -> pl.DataFrame:
    """The numbers that cells tell.

    Parameters
    ----------
    plain
        Text as it is compared (NFKC, no zero-width signs), null where empty.
    cells
        The same as it stands.
    column
        The contract's column they belong to.
    power
        Power of ten that the header's unit multiplies bare numbers with; a unit in the cell wins.

    Returns
    -------
    DataFrame
        ``value``: in the column's dtype, null where no one number is told; ``outside``: it lies outside the possible;
        ``serial``: the year of a spreadsheet's bare number of a day.
    """
    units = unit_powers(column)
    value = _values(plain, cells, column, units, power=power)
    unread = (value.is_null() & plain.is_not_null()).to_list() if value.null_count() else []
    if any(unread):
        at = pl.Series(unread).arg_true()
        told = _tidied(plain.gather(at))
        if column.unit not in ("year", "degree"):
            told = in_digits(told, units, power=power)
        value = value.scatter(at, _values(told, cells.gather(at), column, units, power=power))
    serial = pl.repeat(value=False, n=plain.len(), dtype=pl.Boolean, eager=True)
    if column.unit == "year" and column.type is ColumnType.INTEGER:
        days = read_days(plain)
        years = days.get_column("day").dt.year().cast(pl.Float64)
        serial = days.get_column("serial")
        value = pl.select(pl.when(value < 10_000).then(value).otherwise(pl.coalesce(years, value))).to_series()
    outside = value.is_infinite()
    if column.least is not None:
        outside = outside | (value < column.least)
    if column.most is not None:
        outside = outside | (value > column.most)
    if column.type is ColumnType.INTEGER:
        outside = outside | (value.abs() > LARGEST_WHOLE)
        whole = pl.select(pl.when((value == value.round(0)) & (value.abs() <= LARGEST_WHOLE)).then(value)).to_series()
        value = whole.cast(pl.Int64, strict=False)
    return pl.DataFrame({"value": value.rename("value"), "outside": outside, "serial": serial})


def why_no_number(cells: pl.Series, column: Column) -> pl.Series:
    """Of cells that tell a number and yet were not read: the unit of another kind, as 人 of 320人 among households, or
    ``×1000`` where a number format leaves out noughts that no unit makes up for; else null.
    """
    told = _parts(_tidied(compared(cells)))
    foreign = sorted(every_unit() - set(unit_powers(column)))
    number = pl.col("whole").is_not_null() | pl.col("part").str.contains("[0-9]")
    return told.select(
        pl.when(number & pl.col("unit").is_in(foreign))
        .then(pl.col("unit"))
        .when(number & pl.col("hidden").is_not_null())
        .then(pl.lit("×1") + pl.col("hidden"))
    ).to_series()


def are_bare(cells: pl.Series) -> pl.Series:
    """Which cells tell a number without a unit and without a sign of money; never null."""
    told = _parts(_tidied(compared(cells)))
    number = pl.col("whole").is_not_null() | pl.col("part").str.contains("[0-9]")
    bare = number & pl.col("unit").is_null() & pl.col("money").is_null() & pl.col("hidden").is_null()
    return told.select(bare.fill_null(value=False)).to_series()


def unit_powers(column: Column) -> dict[str, int]:
    """The units a number of this column may carry, in lower case, and the power of ten each multiplies with."""
    units = spellings()["units"]
    return {name.lower(): int(power) for name, power in units[column.unit or "any"].items()}


@cache
def every_unit() -> frozenset[str]:
    """Every unit that a number of some column may carry, in lower case."""
    return frozenset(name.lower() for units in spellings()["units"].values() for name in units)


def _tidied(plain: pl.Series) -> pl.Series:
    """Without what says nothing of the number: 共 before it, a full stop behind it, 整 behind money."""
    bare = plain.str.replace(IN_ALL, "").str.replace(STOP, "$1")
    return bare.str.replace("([元圆])[整正]$", "$1")


def _parts(plain: pl.Series) -> pl.DataFrame:
    told = (
        pl.DataFrame({"p": plain.str.replace_all("[\u2212\u2013\u2010\u2011]", "-")})
        .select(pl.col("p").str.to_lowercase().str.extract_groups(NUMBER).struct.rename_fields(list(PARTS)).alias("g"))
        .unnest("g")
    )
    return told.with_columns(pl.col("unit").str.replace_all(r"\s", ""))


def _values(plain: pl.Series, cells: pl.Series, column: Column, units: dict[str, int], *, power: int) -> pl.Series:
    told = _parts(plain).with_columns(
        pl.col("unit")
        .replace_strict(list(units) or [""], list(units.values()) or [0], default=None, return_dtype=pl.Int64)
        .alias("by"),
        pl.col("whole").str.replace_all(",", ""),
        pl.concat_str(pl.col("sign").fill_null(""), pl.col("inner").fill_null("")).alias("signs"),
    )
    accounted = pl.col("open").is_not_null()  # (500) is how an account writes -500
    sound = (
        (accounted == pl.col("close").is_not_null())
        & (pl.col("signs").str.len_chars() <= pl.when(accounted).then(0).otherwise(1))
        # ￥70000 below 万元 may be either: a cell with a money's sign of its own has its unit in itself, or is unknown.
        & (pl.col("money").is_null() | (pl.lit(column.unit == "yuan") & (pl.col("unit").is_not_null() | (power == 0))))
    )
    told = told.with_columns(
        pl.when(accounted).then(pl.lit("-")).otherwise(pl.col("signs")).alias("sign"),
        (sound & ~pl.Series(cells.str.replace_all("m²", "m2").str.contains(OTHER_DIGITS))).alias("sound"),
    )
    by = pl.when(pl.col("unit").is_null()).then(pl.lit(power, dtype=pl.Int64)).otherwise(pl.col("by"))
    digits = (pl.col("whole").is_not_null() | pl.col("part").str.contains("[0-9]")) & pl.col("sound")
    # 70 that a format shows of 70000 is 70000 below 千元, and nobody knows what below anything else.
    digits = digits & (pl.col("hidden").is_null() | (pl.col("hidden").str.len_chars() == by))
    # The power of ten goes into the text, so that 7.1万 is 71000 and not 70999.99; "5." needs its zero.
    text = pl.concat_str(
        pl.col("sign"),
        pl.col("whole").fill_null("0"),
        pl.when(pl.col("part").is_null()).then(pl.lit("")).otherwise(pl.col("part") + "0"),
        pl.lit("e"),
        (pl.col("exp").fill_null("0").cast(pl.Int64) + by).cast(pl.String),
    )
    return told.select(pl.when(digits).then(text).cast(pl.Float64, strict=False).alias("value")).to_series()
