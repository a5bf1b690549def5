"""What does a cell say, once its spelling is taken off: a word, a number, a day, yes or no, or nothing readable?

Columns in, columns out; the same everywhere. What an unreadable cell does to its row is told in ``sheets``, how rows
stand to one another in ``checks``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

import polars as pl

from graph_model.schema import Column, ColumnType
from loaders.spellings import as_written, compared, compared_text, spellings

VALUE, FAULT = "value", "fault"
CELL_ERROR = r"^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|ERROR!|REF|VALUE|NAME)$"
LARGEST_WHOLE = 2**53
EXCEL_DAY_0 = dt.date(1899, 12, 30)
NUMBER = r"^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(\.\d*)?(?:e([+-]?\d{1,4}))?\s*([^\d\s.,+\-].*)?$"
TIME_OF_DAY = r"(?:[\sT]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?Z?"
CALENDAR_DAY = rf"^(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{TIME_OF_DAY}$"


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
        ``unknown_word``, ``not_a_number``, ``not_a_date``, ``not_yes_or_no`` or ``out_of_range``.
    """
    if column.type in (ColumnType.TEXT, ColumnType.REFERENCE):
        return _text(cells, is_code=column.key or column.references is not None)
    reader = _reader(column, table=table, power=power)
    return _by_distinct(cells, reader)


def is_blank(cells: pl.Series) -> pl.Series:
    """Which cells say nothing: empty, 无, /, -, 不详 and their kind."""
    return _blank(compared(cells), yes_no=False)


def _reader(column: Column, *, table: str, power: int) -> Callable[[pl.Series], pl.DataFrame]:
    if column.type is ColumnType.WORD:
        return lambda cells: _word(cells, column)
    if column.type is ColumnType.YES_NO:
        return lambda cells: _yes_no(cells, table=table, name=column.name)
    if column.type is ColumnType.DATE:
        return _day
    return lambda cells: _number(cells, column, power=power)


def _by_distinct(cells: pl.Series, reader: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Read each spelling once: a million cells of a vocabulary hold a dozen."""
    cells = cells.rename("cell")
    distinct = cells.unique()
    if distinct.len() * 2 > cells.len():
        return reader(cells)
    known = pl.concat([distinct.to_frame(), reader(distinct)], how="horizontal")
    joined = cells.to_frame().join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return joined.select(VALUE, FAULT)


def _blank(plain: pl.Series, *, yes_no: bool) -> pl.Series:
    words = [word for word in spellings()["cells"]["blank"] if not (yes_no and word == "无")]
    return plain.is_null() | plain.str.to_lowercase().is_in(words)


def _text(cells: pl.Series, *, is_code: bool) -> pl.DataFrame:
    plain = compared(cells)
    blank = _blank(plain, yes_no=False)
    failed = plain.str.contains(CELL_ERROR) & ~blank
    value = plain if is_code else as_written(cells)
    if is_code:
        value = value.str.replace(r"^(\d+)\.0+$", "$1")
    return pl.DataFrame({"v": value, "blank": blank, "failed": failed.fill_null(value=False)}).select(
        pl.when(pl.col("blank") | pl.col("failed")).then(None).otherwise(pl.col("v")).alias(VALUE),
        pl.when(pl.col("failed")).then(pl.lit("cell_error")).alias(FAULT),
    )


def _told(plain: pl.Series, blank: pl.Series, value: pl.Series, fault: str, range_fault: pl.Series) -> pl.DataFrame:
    """Value and fault, given what could be read, and what of it lies outside the possible."""
    frame = pl.DataFrame({"p": plain, "b": blank, "v": value, "r": range_fault})
    outside = pl.col("r").fill_null(value=False)
    return frame.select(
        pl.when(pl.col("b") | outside).then(None).otherwise(pl.col("v")).alias(VALUE),
        pl.when(pl.col("b"))
        .then(None)
        .when(pl.col("p").str.contains(CELL_ERROR))
        .then(pl.lit("cell_error"))
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
    return _told(plain, _blank(plain, yes_no=False) & value.is_null(), value, "unknown_word", _none(plain))


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
    spelled = plain.str.to_lowercase()
    value = spelled.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Boolean)
    return _told(plain, _blank(plain, yes_no=True), value, "not_yes_or_no", _none(plain))


def _day(cells: pl.Series) -> pl.DataFrame:
    plain = compared(cells)
    parts = pl.DataFrame({"p": plain}).with_columns(
        pl.col("p").str.extract_groups(CALENDAR_DAY).struct.rename_fields(["y", "m", "d"]).alias("g"),
        pl.col("p").str.extract_groups(r"^(\d{4})(\d{2})(\d{2})$").struct.rename_fields(["y", "m", "d"]).alias("c"),
        pl.col("p").str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int32).alias("serial"),
    )
    value = parts.select(
        pl.coalesce(
            _calendar("g"),
            _calendar("c"),
            pl.lit(EXCEL_DAY_0) + pl.duration(days=pl.col("serial")),
        ).alias(VALUE)
    ).to_series()
    outside = (value < dt.date(1900, 1, 1)) | (value > dt.date(2100, 12, 31))
    return _told(plain, _blank(plain, yes_no=False), value, "not_a_date", outside)


def _calendar(group: str) -> pl.Expr:
    part = pl.col(group).struct.field
    return pl.concat_str(part("y"), part("m").str.zfill(2), part("d").str.zfill(2), separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )


def _number(cells: pl.Series, column: Column, *, power: int) -> pl.DataFrame:
    plain = compared(cells)
    units = unit_powers(column)
    names = ["sign", "whole", "part", "exp", "unit"]
    told = (
        pl.DataFrame({"p": plain})
        .select(pl.col("p").str.to_lowercase().str.extract_groups(NUMBER).struct.rename_fields(names).alias("g"))
        .unnest("g")
    )
    told = told.with_columns(
        pl.col("unit")
        .str.replace_all(r"\s", "")
        .replace_strict(list(units) or [""], list(units.values()) or [0], default=None, return_dtype=pl.Int64)
        .alias("by"),
        pl.col("whole").str.replace_all(",", ""),
    )
    by = pl.when(pl.col("unit").is_null()).then(pl.lit(power, dtype=pl.Int64)).otherwise(pl.col("by"))
    digits = pl.col("whole").is_not_null() | pl.col("part").str.contains(r"\d")
    # The power of ten goes into the text, so that 7.1万 is 71000 and not 70999.99; "5." needs its zero.
    text = pl.concat_str(
        pl.col("sign").fill_null(""),
        pl.col("whole").fill_null("0"),
        pl.when(pl.col("part").is_null()).then(pl.lit("")).otherwise(pl.col("part") + "0"),
        pl.lit("e"),
        (pl.col("exp").fill_null("0").cast(pl.Int64) + by).cast(pl.String),
    )
    value = told.select(pl.when(digits).then(text).cast(pl.Float64, strict=False).alias(VALUE)).to_series()
    if column.unit == "year" and column.type is ColumnType.INTEGER:
        value = pl.select(pl.coalesce(value, _day(cells).get_column(VALUE).dt.year().cast(pl.Float64))).to_series()
    outside = value.is_infinite()
    if column.least is not None:
        outside = outside | (value < column.least)
    if column.most is not None:
        outside = outside | (value > column.most)
    if column.type is ColumnType.INTEGER:
        outside = outside | (value.abs() > LARGEST_WHOLE)
        whole = pl.select(pl.when((value == value.round(0)) & (value.abs() <= LARGEST_WHOLE)).then(value)).to_series()
        value = whole.cast(pl.Int64, strict=False)
    value = value.rename(VALUE)
    return _told(plain, _blank(plain, yes_no=False), value, "not_a_number", outside)


def unit_powers(column: Column) -> dict[str, int]:
    """The units a number of this column may carry, in lower case, and the power of ten each multiplies with."""
    units = spellings()["units"]
    return {name.lower(): int(power) for name, power in units[column.unit or "any"].items()}
