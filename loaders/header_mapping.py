"""Which table is a sheet, in which row do its headers stand, and which column is which?

Names only, in the spellings of ``headers.toml``; cells are read in ``cleaning``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from graph_model.errors import nearest_names
from graph_model.schema import SHEETS, TABLES, Column, Table
from loaders.cleaning import unit_powers
from loaders.reading import ROW, RawSheet, column_letters
from loaders.spellings import compared_text, spellings

HEADER_WITHIN = 30
"""The header row is looked for among so many rows."""
BIRTH = "birth"
"""A column of the members' sheet that is read for the age band and never kept."""


@dataclass(frozen=True)
class MappedColumn:
    """A column of the contract in a sheet: the place ``c3`` of its cells, the header, the unit's power of ten."""

    place: str
    header: str
    power: int = 0


@dataclass(frozen=True)
class MappedSheet:
    """A sheet whose columns are known.

    Attributes
    ----------
    table
        The table it holds.
    header_row
        Row number of the headers; None where none was found.
    columns
        The contract's columns that are there, by name, and ``birth`` on the members' sheet.
    headers
        Every header by place, as written; places without one are left out.
    person
        Places of columns about a person: never kept. ``names`` among them hold members' names.
    ignored
        Places of running numbers and remarks.
    unknown
        Places of columns nobody knows, with the nearest known headers.
    missing
        The contract's columns that must be there and are not.
    """

    table: Table
    header_row: int | None
    columns: Mapping[str, MappedColumn] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    person: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    unknown: Mapping[str, list[str]] = field(default_factory=dict)
    missing: tuple[Column, ...] = ()


def table_of(sheet: RawSheet) -> Table | None:
    """The table a sheet holds by its name, or by its file's name where it is the only one; None where nobody knows."""
    if sheet.geojson:
        return TABLES["boundaries"]
    names = _sheet_names()
    found = names.get(_sheet_key(sheet.sheet))
    if found is None and sheet.alone:
        stem = sheet.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
        found = names.get(_sheet_key(stem))
    return None if found is None else TABLES[found]


def is_ignored_sheet(sheet: RawSheet) -> bool:
    """Whether it is known not to hold a table: explanations, the list of problems."""
    return _sheet_key(sheet.sheet) in {_sheet_key(name) for name in spellings()["ignored"]["sheets"]}


def nearest_sheets(name: str) -> list[str]:
    """The sheets of the contract that a name comes near to."""
    return nearest_names(name, [table.zh for table in SHEETS] + [table.name for table in SHEETS])


def map_sheet(sheet: RawSheet, table: Table) -> MappedSheet:
    """Find the header row of a sheet and say which column is which."""
    places = [name for name in sheet.cells.columns if name != ROW]
    best: tuple[int, int, dict[str, str]] | None = None
    for row in sheet.cells.head(HEADER_WITHIN).iter_rows(named=True):
        headers = {place: str(row[place]).strip() for place in places if row[place] and str(row[place]).strip()}
        score = len({found.name for found in (_match(table, h) for h in headers.values()) if found is not None})
        if score > 0 and (best is None or score > best[0]):
            best = (score, int(row[ROW]), headers)
    required = tuple(column for column in table.columns if column.must_be_filled)
    if best is None or best[0] < min(2, len(table.columns)):
        return MappedSheet(table, None, missing=required)
    return _mapped(table, best[1], best[2])


@dataclass(frozen=True)
class _Match:
    name: str
    power: int


def _mapped(table: Table, header_row: int, headers: dict[str, str]) -> MappedSheet:
    columns: dict[str, MappedColumn] = {}
    person: list[str] = []
    names: list[str] = []
    ignored: list[str] = []
    unknown: dict[str, list[str]] = {}
    for place, header in headers.items():
        found = _match(table, header)
        if found is not None and found.name not in columns:
            columns[found.name] = MappedColumn(place, header, found.power)
        elif found is not None:
            unknown[place] = [columns[found.name].header]
        elif is_person_header(header, table):
            person.append(place)
            if table.name == "members" and _key(header) in _names_headers():
                names.append(place)
        elif _key(header) in _ignored_headers():
            ignored.append(place)
        else:
            known = {column.zh for column in table.columns} | set(_aliases(table.name))
            unknown[place] = nearest_names(header, known)
    missing = tuple(column for column in table.columns if column.must_be_filled and column.name not in columns)
    if BIRTH in columns:
        person.append(columns[BIRTH].place)
    return MappedSheet(
        table, header_row, columns, headers, tuple(person), tuple(names), tuple(ignored), unknown, missing
    )


def is_person_header(header: str, table: Table) -> bool:
    """Whether a column is about a person: a name, an identity or telephone number."""
    key = _key(header)
    if table.name == "members" and key in _names_headers():
        return True
    return key.endswith(tuple(_key(word) for word in spellings()["person"]["headers"]))


def header_label(place: str, headers: Mapping[str, str]) -> str:
    """A column as a person finds it: by its header, else by its letter."""
    return headers.get(place) or column_letters(int(place[1:]))


def _match(table: Table, header: str) -> _Match | None:
    """The contract's column that a header names, with the power of ten of the unit in its brackets."""
    known = _known_headers(table.name)
    key = _key(header)
    if key in known:
        return _Match(known[key], 0)
    inside = re.fullmatch(r"(.+?)[(\[【〔{](.+?)[)\]】〕}]", key)
    if inside is None:
        return None
    name = known.get(inside[1])
    if name is None or name == BIRTH:
        return None if name is None else _Match(name, 0)
    powers = unit_powers(table.column(name))
    for word in re.split(r"[,,/、]", inside[2]) if inside[2] not in _bracket_notes() else []:
        if word.removeprefix("单位:") not in powers:
            return None
        return _Match(name, powers[word.removeprefix("单位:")])
    return _Match(name, 0)


def _key(text: str) -> str:
    """A header or sheet name as it is compared."""
    return re.sub(r"[\s*!]", "", compared_text(text)).lower()


def _sheet_key(text: str) -> str:
    """A sheet's name without a running number before it and a year, date or copy number behind it."""
    key = _key(text)
    trimmed = re.sub(r"^(表)?\d{1,2}[._、\-:)]*(?=\D)", "", key)
    trimmed = re.sub(r"[\-_.(]*\d[\d\-_.年月日]*\)?$", "", trimmed)
    return trimmed.strip("-_. ") or key


@cache
def _sheet_names() -> dict[str, str]:
    told: dict[str, str] = {}
    for table in SHEETS:
        for name in (*spellings()["sheets"].get(table.name, []), table.zh, table.name):
            told[_sheet_key(name)] = table.name
    return told


@cache
def _aliases(table: str) -> dict[str, str]:
    told = spellings()["headers"].get(table, {})
    return {alias: name for name, aliases in told.items() for alias in aliases}


@cache
def _known_headers(table: str) -> dict[str, str]:
    known = {_key(alias): name for alias, name in _aliases(table).items()}
    for column in TABLES[table].columns:
        known[_key(column.zh)] = column.name
        known[_key(column.name)] = column.name
    return known


@cache
def _ignored_headers() -> frozenset[str]:
    return frozenset(_key(name) for name in spellings()["ignored"]["headers"])


@cache
def _names_headers() -> frozenset[str]:
    return frozenset(_key(name) for name in spellings()["person"]["names"])


@cache
def _bracket_notes() -> frozenset[str]:
    return frozenset(_key(name) for name in spellings()["rows"]["brackets"])
