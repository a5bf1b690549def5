"""Which table does a sheet hold: by its name, by its file's name, or by headers that only one table has?

Names and headers only. A sheet that could be several tables' is left alone, and they are named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph_model.errors import nearest_names
from graph_model.schema import SHEETS, TABLES, Table
from loaders.header_mapping import MappedSheet, first_lines, map_sheet
from loaders.header_names import header_key
from loaders.raw_sheets import RawSheet
from loaders.spellings import spellings
from loaders.taught import Taught

FEWEST = 2
"""A sheet is known by no fewer headers than these."""
SURELY_A_TABLES = 4
"""Signs of a table's name that is told within another: 会议, 活动 and 清单 stand in the name of any notice."""


@dataclass(frozen=True)
class Recognised:
    """What a sheet holds.

    Attributes
    ----------
    mapped
        Its table and columns; None where nobody knows it.
    by_headers
        Whether its headers alone told it: its name did not.
    candidates
        For a sheet nobody knows, the sheets it might be, in Chinese.
    """

    mapped: MappedSheet | None
    by_headers: bool = False
    candidates: tuple[str, ...] = ()


def recognise(sheet: RawSheet, taught: Taught) -> Recognised:
    """Say which table a sheet holds, and which column is which.

    By its name, or by its file's name where it is the only one. Else by its headers, where those of one table that
    must be there are all there and name more columns than any other table's; where two tables tie, the one whose name
    is part of the sheet's or the file's name.
    """
    table = table_of(sheet)
    if table is not None:
        return Recognised(map_sheet(sheet, table, taught=taught.of(table.name)))
    fitting = [one for one in _fitting(sheet, taught) if one.columns]
    most = max((len(one.columns) for one in fitting), default=0)
    best = [one for one in fitting if len(one.columns) == most]
    if len(best) > 1:
        best = [one for one in best if _names_it(sheet, one.table)] or best
    if len(best) == 1:
        return Recognised(best[0], by_headers=True)
    near = nearest_names(sheet.sheet, [table.zh for table in SHEETS] + [table.name for table in SHEETS])
    return Recognised(None, candidates=tuple(one.table.zh for one in best) or tuple(near))


def table_of(sheet: RawSheet) -> Table | None:
    """The table a sheet holds by its name, or by its file's name where it is the only one; None where nobody knows."""
    if sheet.geojson:
        return TABLES["boundaries"]
    names = _sheet_names()
    found = names.get(_sheet_key(sheet.sheet))
    if found is None and sheet.alone:
        found = names.get(_sheet_key(_stem(sheet)))
    return None if found is None else TABLES[found]


def called_like_a_table(sheet: RawSheet) -> bool:
    """Whether a sheet or its file is called as a table is, or its name begins or ends with what a table is called:
    东街道驻区单位台账, 党组织台账终稿; not 关于报送党组织台账的通知.
    """
    keys = (_sheet_key(sheet.sheet), _sheet_key(_stem(sheet)))
    long = tuple(name for name in _sheet_names() if len(name) >= SURELY_A_TABLES)
    return table_of(sheet) is not None or any(key.startswith(long) or key.endswith(long) for key in keys)


def is_ignored_sheet(sheet: RawSheet) -> bool:
    """Whether it is known not to hold a table: explanations, the list of problems."""
    return _sheet_key(sheet.sheet) in {_sheet_key(name) for name in spellings()["ignored"]["sheets"]}


def _fitting(sheet: RawSheet, taught: Taught) -> list[MappedSheet]:
    """The sheet as each table whose necessary headers are all there, and at least half of its headers known."""
    if not first_lines(sheet):
        return []
    tried = [map_sheet(sheet, table, taught=taught.of(table.name)) for table in SHEETS]
    return [
        one
        for one in tried
        if not one.missing and len(one.columns) >= FEWEST and len(one.columns) >= len(one.unknown) + len(one.person)
    ]


def _names_it(sheet: RawSheet, table: Table) -> bool:
    words = [_sheet_key(name) for name, held in _sheet_names().items() if held == table.name]
    return any(word in _sheet_key(sheet.sheet) or word in _sheet_key(_stem(sheet)) for word in words)


def _stem(sheet: RawSheet) -> str:
    return sheet.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]


def _sheet_key(text: str) -> str:
    """A sheet's name without 附件 or a number before it, and a bracket, year, date or copy number behind it."""
    key = header_key(text)
    trimmed = re.sub(r"^(?:附件|附表|附)[::_\-]*", "", key)
    trimmed = re.sub(r"^表?(?:\d{1,2}|[一二三四五六七八九十]{1,2}(?=[._、\-::)]))[._、\-::)]*(?=\D)", "", trimmed)
    trimmed = re.sub(r"\([^()]*\)$", "", trimmed)
    trimmed = re.sub(r"[\-_.(]*\d[\d\-_.年月日]*\)?$", "", trimmed)
    return trimmed.strip("-_. ") or key


@cache
def _sheet_names() -> dict[str, str]:
    told: dict[str, str] = {}
    for table in SHEETS:
        for name in (*spellings()["sheets"].get(table.name, []), table.zh, table.name):
            told[_sheet_key(name)] = table.name
    return told
