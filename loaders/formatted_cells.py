"""Which cells of an xlsx workbook are numbers that their format shows with a unit, a percent sign or fewer noughts?

They are put as a person reads them; what the text means is told in ``cleaning``. A sheet is looked through only where
the workbook's styles have such a format. A part that cannot be read says nothing: whether the workbook is sound is for
the library to tell. Of xls, xlsb and ods ``formats_elsewhere`` tells that there are such formats.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias
from xml.etree import ElementTree

import polars as pl

from loaders.archives import BROKEN
from loaders.number_formats import Section, sections_of, shown
from loaders.person_numbers import MIGHT_BE_A_NUMBER, has_person_number
from loaders.xlsx_parts import STYLES, column_place, sheet_parts, sheet_windows, small_part

Formats: TypeAlias = Mapping[int, tuple[Section, ...]]
"""Formats that show more than a number, by the number of the style."""

FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
STYLES_OF_CELLS = re.compile(r"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE = re.compile(r"<(?:\w+:)?xf[\s/>][^>]*")
NUMBER_OF_FORMAT = re.compile(r"""\bnumFmtId=["']([0-9]{1,9})["']""")
CODE = re.compile(r"""\bformatCode=(?:"([^"]*)"|'([^']*)')""")
MONEY = '"¥"#,##0'
BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((5, 6, 7, 8, 42, 44), MONEY)}
"""Formats that a file does not write out. Those of money show the sign of the country's, which is ¥ where ledgers are
kept: yuan, so that the number is right as it is, but below 万元 may be either."""
NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"


def formats_told(content: bytes) -> tuple[Formats, Mapping[str, pl.DataFrame]]:
    """The formats that show more than a number, and by the sheet's name the cells with a number in one of them.

    Parameters
    ----------
    content
        A workbook that is a zip, in memory.

    Returns
    -------
    tuple
        The formats by style; frames of ``row`` (as a person sees it), ``place`` (of the column, from 0) and ``style``;
        both empty where no style has such a format.
    """
    told: dict[str, pl.DataFrame] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if STYLES not in archive.NameToInfo:
                return {}, {}
            formats = _formats(small_part(archive, STYLES).decode("utf-8"))
            if not formats:
                return {}, {}
            for name, part in sheet_parts(archive).items():
                cells = pl.concat([_no_cells(), *_cells(archive, part, formats)])
                if cells.height:
                    told[name] = cells
    except (*BROKEN, ElementTree.ParseError):
        return {}, {}
    return formats, told


def with_formats(cells: pl.DataFrame, at: pl.DataFrame, formats: Formats) -> pl.DataFrame:
    """The numbered cells of a sheet with these numbers as a person reads them: 3万户, 50%.

    A number of a person stays as it is, to be known for one wherever it stands: signs between its digits would hide it.

    Parameters
    ----------
    cells
        ``@row`` from 1 on without a gap, and the cells by place.
    at, formats
        As ``formats_told`` gives them.
    """
    at = at.filter(pl.col("row") <= cells.height)
    for (place, style), group in at.group_by("place", "style", maintain_order=True):
        name = f"c{place}"
        if name not in cells.columns:
            continue
        rows = group.get_column("row") - 1
        texts = cells.get_column(name).gather(rows)
        number = texts.str.contains(NUMBER).fill_null(value=False)
        rows, texts = rows.filter(number), texts.filter(number)
        if texts.len():
            cells = cells.with_columns(cells.get_column(name).scatter(rows, _as_shown(texts, formats[int(style)])))
    return cells


def _as_shown(texts: pl.Series, sections: tuple[Section, ...]) -> pl.Series:
    distinct = texts.unique()
    suspect = distinct.str.contains(MIGHT_BE_A_NUMBER)
    person = [one and has_person_number(text) for text, one in zip(distinct, suspect, strict=True)]
    distinct = distinct.filter(~pl.Series(person, dtype=pl.Boolean))
    return texts.replace(distinct, pl.Series(shown(distinct.to_list(), sections), dtype=pl.String))


def _formats(styles: str) -> Formats:
    codes = dict(BUILT_IN)
    for tag in FORMAT.findall(styles):
        number, code = NUMBER_OF_FORMAT.search(tag), CODE.search(tag)
        if number is not None and code is not None:
            codes[int(number[1])] = html.unescape(code[1] or code[2] or "")
    listed = STYLES_OF_CELLS.search(styles)
    told = {}
    for place, tag in enumerate(STYLE.findall(listed[0]) if listed is not None else ()):
        number = NUMBER_OF_FORMAT.search(tag)
        sections = () if number is None else _sections(codes.get(int(number[1]), ""))
        if sections:
            told[place] = sections
    return told


@cache
def _sections(code: str) -> tuple[Section, ...]:
    return sections_of(code)


def _cells(archive: zipfile.ZipFile, part: str, formats: Formats) -> Iterator[pl.DataFrame]:
    """The cells of one sheet's part, a piece at a time: those with such a style whose type is a number."""
    styles = b"|".join(str(style).encode() for style in formats)
    cell = re.compile(
        rb"""<(?:\w+:)?c(?=\s[^>]*?\bs=["'](""" + styles + rb""")["'])"""
        rb"""(?=\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'])(?![^>]*\bt=["'](?!n["']))[^>]*[^>/]>"""
    )
    places: dict[bytes, int] = {}
    for window in sheet_windows(archive, part):
        found = cell.findall(window)
        if not found:
            continue
        for letters in {letters for _, letters, _ in found} - set(places):
            places[letters] = column_place(letters.decode())
        yield pl.DataFrame(
            {
                "row": [int(row) for _, _, row in found],
                "place": [places[letters] for _, letters, _ in found],
                "style": [int(style) for style, _, _ in found],
            },
            schema=_no_cells().schema,
        )


def _no_cells() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "place": pl.Int32, "style": pl.Int32})
