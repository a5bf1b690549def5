"""What does a cell say, once its spelling is taken off: a word, a number, a day, yes or no, or nothing readable?

Columns in, columns out; the same everywhere. What an unreadable cell does to its row is told in ``sheets``, how rows
stand to one another in ``checks``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from graph_model.schema import Column, ColumnType
from loaders.days import are_two_digit_years, read_days
from loaders.numbers import LARGEST_WHOLE, read_numbers, why_no_number
from loaders.spellings import are_plain_codes, as_written, compared, compared_text, spellings
from loaders.uncomputed import UNCOMPUTED

VALUE, FAULT = "value", "fault"
MONTH_ONLY, BARE_SERIAL = "month_only", "bare_serial"
COUNT_NOT_TOLD = "count_not_told"
NOT_COMPUTED = "formula_without_value"
TWO_DIGIT_YEAR = "two_digit_year"
"""Why a cell names no day."""
KEEPS_ITS_VALUE = frozenset({MONTH_ONLY, BARE_SERIAL})
"""Faults that are told of cells that were read: the value is kept and its row never rejected for it."""
CELL_ERROR = (
    r"(?i)^(?:#(?:REF!?|N/A|VALUE!?|DIV/0!|NAME\??|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|ERROR!|BLOCKED!|FIELD!"
    r"|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!)|#{2,}|Err:[0-9]{3})$"
)
SIGN = (
    r"^(?:(?P<below><|不足|不到|少于|小于|低于)(?P<b>[0-9]{1,9})(?:人|名)?|(?:<=|≤|不超过|最多)(?P<c>[0-9]{1,9})(?:人|名)?"
    r"|(?P<d>[0-9]{1,9})(?:人|名)?(?:及|\(含\))?(?:以下|以内)|(?:>=|≥|不少于|至少)(?P<e>[0-9]{1,9})(?:人|名)?"
    r"|(?P<f>[0-9]{1,9})(?:人|名)?(?:及|\(含\))?以上|(?P<above>>|多于|大于|超过)(?P<g>[0-9]{1,9})(?:人|名)?|\*+)$"
)
"""A count of people that is not told: what its export, or a person, writes instead."""


def read_cells(cells: pl.Series, column: Column, *, table: str = "", power: int = 0) -> pl.DataFrame:
    """Read the cells of one column.

    Parameters
    ----------
    cells
        Text as it stands in the sheet, null where empty; any length.
    column
        The contract's column they belong to.
    table
        Its table, for words that only that column knows.
    power
        Power of ten that the header's unit multiplies bare numbers with; a unit in the cell wins.

    Returns
    -------
    DataFrame
        ``value`` in the contract's dtype, null where blank or unreadable; ``fault``: null, ``cell_error``,
        ``formula_without_value``, ``unknown_word``, ``not_a_number``, ``not_a_date``, ``not_yes_or_no``,
        ``out_of_range``, ``count_not_told`` (a sign as <10 where people are counted); beside a value ``month_only``
        (the first of a month), ``bare_serial`` (the day of a spreadsheet's number).
    """
    is_name = column.type is ColumnType.TEXT and not column.key
    if column.type in (ColumnType.TEXT, ColumnType.REFERENCE):
        if not is_name and are_plain_codes(cells).all():
            return pl.DataFrame({VALUE: cells, FAULT: pl.repeat(None, cells.len(), dtype=pl.String, eager=True)})
        is_code = column.key or column.references is not None
        return _by_distinct(cells, lambda some: _text(_unwrapped(some, is_name=is_name), is_code=is_code))
    reader = _reader(column, table=table, power=power)
    return _by_distinct(cells, lambda some: reader(_unwrapped(some, is_name=False)))


def is_blank(cells: pl.Series) -> pl.Series:
    """Which cells say nothing: empty, 无, /, -, 不详 and their kind."""
    return _blank(compared(cells))


def why_unread(cells: pl.Series, column: Column) -> pl.Series:
    """What more can be told of cells of one column that could not be read; null where nothing.

    Of days ``two_digit_year``; of numbers as ``numbers.why_no_number``.
    """
    if column.type is ColumnType.DATE:
        plain = compared(cells)
        return pl.select(pl.when(are_two_digit_years(plain)).then(pl.lit(TWO_DIGIT_YEAR))).to_series()
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        return why_no_number(cells, column)
    return pl.Series([None], dtype=pl.String).new_from_index(0, cells.len())


def bounds_of_signs(cells: pl.Series) -> pl.DataFrame:
    """Which counts a sign leaves possible: ``least`` and ``most``, both included; null where there is none.

    10以下 and 10以上 may mean 10 itself or not: it is left possible. ``*`` leaves everything possible.
    """
    groups = cells.str.replace_all(r"\s", "").str.extract_groups(SIGN).struct.unnest()
    sign = cells.str.replace_all(r"\s", "").str.contains(SIGN)
    whole = {name: groups.get_column(name).cast(pl.Int64) for name in "bcdefg"}
    frame = pl.DataFrame({**whole, "sign": sign.fill_null(value=False)})
    return frame.select(
        pl.when("sign").then(pl.coalesce("e", "f", pl.col("g") + 1, pl.lit(0))).alias("least"),
        pl.when("sign").then(pl.coalesce(pl.col("b") - 1, "c", "d", pl.lit(LARGEST_WHOLE))).alias("most"),
    )


def _reader(column: Column, *, table: str, power: int) -> Callable[[pl.Series], pl.DataFrame]:
    if column.type is ColumnType.WORD:
        return lambda cells: _word(cells, column)
    if column.type is ColumnType.YES_NO:
        return lambda cells: _yes_no(cells, table=table, name=column.name)
    if column.type is ColumnType.DATE:
        return _day
    if column.unit == "people" or (table, column.name) == ("figures", "value"):
        return lambda cells: _count(cells, column, power=power)
    return lambda cells: _number(cells, column, power=power)


def _count(cells: pl.Series, column: Column, *, power: int) -> pl.DataFrame:
    """Numbers, and signs that stand for a count of people that is not told."""
    read = _number(cells, column, power=power)
    if not (read.get_column(FAULT) == "not_a_number").any():
        return read
    signs = bounds_of_signs(compared(cells)).get_column("least").is_not_null()
    return read.with_columns(pl.when(signs).then(pl.lit(COUNT_NOT_TOLD)).otherwise(pl.col(FAULT)).alias(FAULT))


def _by_distinct(cells: pl.Series, reader: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Read each spelling once: a million cells of a vocabulary hold a dozen."""
    cells = cells.rename("cell")
    distinct = cells.unique()
    if distinct.len() * 2 > cells.len():
        return reader(cells)
    known = pl.concat([distinct.to_frame(), reader(distinct)], how="horizontal")
    joined = cells.to_frame().join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return joined.select(VALUE, FAULT)


def _unwrapped(cells: pl.Series, *, is_name: bool) -> pl.Series:
    """Cells without what is put around them so that a spreadsheet takes them for text: ="007", '007."""
    marked = cells.str.contains(r"""^\s*(?:="|')""")
    if not marked.any():
        return cells
    bare = cells.str.replace(r"""(?s)^\s*="(.*)"\s*$""", "$1")
    return bare if is_name else bare.str.replace(r"^\s*'", "")


def _blank(plain: pl.Series, *, yes_no: bool = False, value: bool = False) -> pl.Series:
    """Which cells say nothing; in a column of yes and no 无 and its kind say no, and only of values NULL is blank."""
    told = spellings()["cells"]
    words = [word for word in told["blank"] if not (yes_no and word in told["no"])]
    return plain.is_null() | plain.str.to_lowercase().is_in([*words, *(told["blank_values"] if value else ())])


def _text(cells: pl.Series, *, is_code: bool) -> pl.DataFrame:
    plain = compared(cells)
    blank = _blank(plain)
    failed = _failure(plain)
    value = plain if is_code else as_written(cells)
    if is_code:
        value = value.str.replace(r"^(\d+)\.0+$", "$1")
    return pl.DataFrame({"v": value, "blank": blank, "failed": failed}).select(
        pl.when(pl.col("blank") | pl.col("failed").is_not_null()).then(None).otherwise(pl.col("v")).alias(VALUE),
        pl.when(~pl.col("blank")).then(pl.col("failed")).alias(FAULT),
    )


def _failure(plain: pl.Series) -> pl.Series:
    """``cell_error`` where a formula's error stands, ``formula_without_value`` where none was worked out, else null."""
    return pl.select(
        pl.when(plain == UNCOMPUTED)
        .then(pl.lit(NOT_COMPUTED))
        .when(plain.str.contains(CELL_ERROR))
        .then(pl.lit("cell_error"))
    ).to_series()


def _told(plain: pl.Series, blank: pl.Series, value: pl.Series, fault: str, range_fault: pl.Series) -> pl.DataFrame:
    """Value and fault, given what could be read, and what of it lies outside the possible."""
    frame = pl.DataFrame({"failed": _failure(plain), "b": blank, "v": value, "r": range_fault})
    outside = pl.col("r").fill_null(value=False)
    return frame.select(
        pl.when(pl.col("b") | outside).then(None).otherwise(pl.col("v")).alias(VALUE),
        pl.when(pl.col("b"))
        .then(None)
        .when(pl.col("failed").is_not_null())
        .then(pl.col("failed"))
        .when(outside)
        .then(pl.lit("out_of_range"))
        .when(pl.col("v").is_null())
        .then(pl.lit(fault))
        .alias(FAULT),
    )


def _none(like: pl.Series) -> pl.Series:
    return pl.repeat(value=False, n=like.len(), dtype=pl.Boolean, eager=True)


def _word(cells: pl.Series, column: Column) -> pl.DataFrame:
    assert column.vocabulary is not None
    plain = compared(cells)
    known = _words(column)
    spelled = plain.str.replace_all(r"\s", "").str.to_lowercase()
    value = spelled.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    return _told(plain, _blank(plain, value=True) & value.is_null(), value, "unknown_word", _none(plain))


def _words(column: Column) -> dict[str, str]:
    assert column.vocabulary is not None
    told = dict(spellings()["words"].get(_vocabulary_name(column), {}))
    for word in column.vocabulary:
        told |= {compared_text(word.zh).lower(): word.value, word.value.lower(): word.value}
    return told


@cache
def _vocabulary_names() -> dict[type, str]:
    from graph_model.schema import VOCABULARIES

    return {vocabulary: name for name, vocabulary in VOCABULARIES.items()}


def _vocabulary_name(column: Column) -> str:
    assert column.vocabulary is not None
    return _vocabulary_names()[column.vocabulary]


def _yes_no(cells: pl.Series, *, table: str, name: str) -> pl.DataFrame:
    plain = compared(cells)
    told = spellings()["cells"]
    own = spellings()["words"].get(f"{table}.{name}", {})
    known = {**dict.fromkeys(told["yes"], True), **dict.fromkeys(told["no"], False)}
    known |= {word: answer == "yes" for word, answer in own.items()}
    spelled = plain.str.replace_all(r"\s", "").str.to_lowercase()
    value = spelled.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Boolean)
    return _told(plain, _blank(plain, yes_no=True, value=True) & value.is_null(), value, "not_yes_or_no", _none(plain))


def _day(cells: pl.Series) -> pl.DataFrame:
    plain = compared(cells)
    days = read_days(plain)
    told = _told(plain, _blank(plain, value=True), days.get_column("day"), "not_a_date", days.get_column("outside"))
    flag = (
        pl.when(days.get_column("month_only"))
        .then(pl.lit(MONTH_ONLY))
        .when(days.get_column("serial"))
        .then(pl.lit(BARE_SERIAL))
        .otherwise(pl.col(FAULT))
    )
    return told.with_columns(flag.alias(FAULT))


def _number(cells: pl.Series, column: Column, *, power: int) -> pl.DataFrame:
    plain = compared(cells)
    told = read_numbers(plain, cells, column, power=power)
    read = _told(plain, _blank(plain, value=True), told.get_column(VALUE), "not_a_number", told.get_column("outside"))
    flagged = told.get_column("serial") & read.get_column(VALUE).is_not_null()
    return read.with_columns(pl.when(flagged).then(pl.lit(BARE_SERIAL)).otherwise(pl.col(FAULT)).alias(FAULT))
