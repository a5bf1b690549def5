"""In which lines do the headers of a sheet stand, and which column is which?

One line, or up to three of which the last counts and those above make clear what it leaves open. Which column a single
header names is told in ``header_names``; cells are read in ``cleaning``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graph_model.schema import Column, Table
from loaders.header_names import (
    BIRTH,
    Match,
    header_key,
    ignored_headers,
    is_names_header,
    is_person_header,
    is_unit,
    match_header,
    near_headers,
    unit_for,
    unit_of_group,
    units_told,
)
from loaders.raw_sheets import ROW, RawSheet, column_letters

HEADER_WITHIN = 30
"""The headers are looked for among so many rows."""
MOST_LINES = 3
NOTHING_TAUGHT: Mapping[str, str] = MappingProxyType({})
Line = tuple[int, dict[str, str]]
"""A row's number and its cells by place, blank ones left out."""


@dataclass(frozen=True)
class MappedColumn:
    """A column of the contract in a sheet: the place ``c3`` of its cells, the header, the unit's power of ten.

    ``has_unit``: whether the header, or a line above it for the whole sheet, names the unit.
    """

    place: str
    header: str
    power: int = 0
    has_unit: bool = False


@dataclass(frozen=True)
class MappedSheet:
    """A sheet whose columns are known.

    Attributes
    ----------
    table
        The table it holds.
    header_row
        Row number of the last line of headers; None where none was found.
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
    above
        The lines down to the headers, cells by place: where one stands again further down, a page was printed.
    width
        How many cells the header line has, where rows that have more are faulty; None where none can.
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
    above: tuple[Mapping[str, str], ...] = ()
    width: int | None = None


@dataclass(frozen=True)
class _Headers:
    """Headers found: the row of their last line, each place's header as told, and what it names."""

    row: int
    told: dict[str, str]
    found: dict[str, Match | None]

    @property
    def score(self) -> int:
        """How many columns of the contract are named."""
        return len({match.name for match in self.found.values() if match is not None})


def map_sheet(sheet: RawSheet, table: Table, *, taught: Mapping[str, str] = NOTHING_TAUGHT) -> MappedSheet:
    """Find the headers of a sheet and say which column is which.

    Parameters
    ----------
    sheet
        The cells.
    table
        The table it holds.
    taught
        Column by header key, as a person taught them for this table.
    """
    lines = first_lines(sheet)
    best = _headers_of(lines, table, taught)
    required = tuple(column for column in table.columns if column.must_be_filled)
    if best is None or best.score < min(2, len(table.columns)):
        return MappedSheet(table, None, missing=required)
    above = [cells for row, cells in lines if row <= best.row]
    return _mapped(sheet, table, best, above)


def first_lines(sheet: RawSheet) -> list[Line]:
    """The first rows that hold anything."""
    places = [name for name in sheet.cells.columns if name != ROW]
    lines = []
    for row in sheet.cells.head(HEADER_WITHIN).iter_rows(named=True):
        cells = {place: str(row[place]).strip() for place in places if row[place] and str(row[place]).strip()}
        if cells:
            lines.append((int(row[ROW]), cells))
    return lines


def columns_of_names(sheet: RawSheet) -> tuple[int, tuple[str, ...]]:
    """The first row that heads a column of names, and the places of those; 0 and none where there is none."""
    for row, cells in first_lines(sheet):
        places = tuple(place for place, text in cells.items() if is_names_header(text))
        if places:
            return row, places
    return 0, ()


def _headers_of(lines: list[Line], table: Table, taught: Mapping[str, str]) -> _Headers | None:
    """The lines that name the most columns; a deeper stack counts only where it names more than any shallower one."""
    best: _Headers | None = None
    for depth in range(1, MOST_LINES + 1):
        for end in range(depth, len(lines) + 1):
            stack = lines[end - depth : end]
            if stack[-1][0] - stack[0][0] >= depth:  # a blank row lies between
                continue
            found = _read_stack(stack, table, taught)
            if found.score > 0 and (best is None or found.score > best.score or _goes_on(best, found, stack[-1])):
                best = found
    if best is None:
        return None
    return _with_units_below(best, lines, table, taught)


def _goes_on(best: _Headers, deeper: _Headers, below: Line) -> bool:
    """Whether a stack that names no more columns than the best one reaches further down by a line of headers."""
    row, cells = below
    named = sum(deeper.found[place] is not None for place in cells)
    return deeper.score == best.score and row == best.row + 1 and 2 * named >= len(cells)


def _with_units_below(best: _Headers, lines: list[Line], table: Table, taught: Mapping[str, str]) -> _Headers:
    """The headers with the line below them taken in, where that holds units alone."""
    place = next(number for number, (row, _) in enumerate(lines) if row == best.row)
    if place + 1 == len(lines) or lines[place + 1][0] != best.row + 1:
        return best
    below = lines[place + 1][1]
    if not all(is_unit(text) for text in below.values()):
        return best
    told = {spot: f"{text}({_bare(below[spot])})" if spot in below else text for spot, text in best.told.items()}
    found = {spot: match_header(table, text, taught) or best.found[spot] for spot, text in told.items()}
    return _Headers(best.row + 1, told, found)


def _read_stack(stack: list[Line], table: Table, taught: Mapping[str, str]) -> _Headers:
    """What lines one above the other name together."""
    paths = _paths([cells for _, cells in stack])
    often = Counter(header_key(path[-1]) for path in paths.values())
    told: dict[str, str] = {}
    found: dict[str, Match | None] = {}
    for place, path in paths.items():
        last = path[-1]
        match = match_header(table, last, taught)
        label = last
        if len(path) > 1 and (match is None or often[header_key(last)] > 1):
            whole = "".join(path)
            ways = [path[-2] + last, f"{path[-2]}({_bare(last)})", whole, "".join(path[:-2]) + last]
            joined = next(((way, m) for way in ways if (m := match_header(table, way, taught)) is not None), None)
            if joined is not None:
                label, match = joined
            elif often[header_key(last)] > 1:
                label = path[-2] + last
        if match is not None and match.power is None and match.name != BIRTH:
            column = table.column(match.name)
            powers = (unit_of_group(column, group) for group in reversed(path[:-1]))
            match = Match(match.name, next((power for power in powers if power is not None), None))
        told[place], found[place] = label, match
    return _Headers(stack[-1][0], told, found)


def _paths(cells: list[dict[str, str]]) -> dict[str, list[str]]:
    """Each place's texts from the top line down; a text reaches right over what stands below it, as merged cells do."""
    places = sorted({place for line in cells for place in line}, key=lambda place: int(place[1:]))
    paths: dict[str, list[str]] = {place: [] for place in places}
    for number, line in enumerate(cells):
        below = cells[number + 1 :]
        group: str | None = None
        for place in places:
            under = any(place in lower for lower in below)
            if place in line:
                paths[place].append(line[place])
                group = line[place] if under else None
            elif under and group is not None:
                paths[place].append(group)
    return {place: path for place, path in paths.items() if path}


def _bare(text: str) -> str:
    """A text without the brackets around it."""
    return text.strip("()\uff08\uff09")


def _mapped(sheet: RawSheet, table: Table, best: _Headers, above: list[dict[str, str]]) -> MappedSheet:
    units = units_told([text for line in above for text in line.values()])
    columns: dict[str, MappedColumn] = {}
    person: list[str] = []
    names: list[str] = []
    ignored: list[str] = []
    unknown: dict[str, list[str]] = {}
    for place in sorted(best.told, key=lambda place: _rank(table, best.told[place])):
        header = best.told[place]
        found = best.found[place]
        key = header_key(header)
        if found is not None and found.name not in columns:
            power = found.power
            if power is None and found.name != BIRTH:
                power = unit_for(table.column(found.name), units)
            columns[found.name] = MappedColumn(place, header, power or 0, has_unit=power is not None)
        elif found is not None:
            unknown[place] = [columns[found.name].header]
        elif is_person_header(header, table):
            person.append(place)
            if table.name == "members" and is_names_header(header):
                names.append(place)
        elif key in ignored_headers():
            ignored.append(place)
        else:
            unknown[place] = near_headers(header, table)
    columns = dict(sorted(columns.items(), key=lambda item: int(item[1].place[1:])))
    missing = tuple(column for column in table.columns if column.must_be_filled and column.name not in columns)
    if BIRTH in columns:
        person.append(columns[BIRTH].place)
    return MappedSheet(
        table, best.row, columns, best.told, tuple(person), tuple(names), tuple(ignored), unknown, missing,
        above=tuple(above), width=_width(sheet, best.row),
    )  # fmt: skip


def _rank(table: Table, header: str) -> int:
    """Of two headers for one column the contract's own comes first, then one of codes, then the rest."""
    key = header_key(header)
    if any(key in (header_key(column.zh), header_key(column.name)) for column in table.columns):
        return 0
    return 1 if re.search("编码|代码|编号|code", key) else 2


def _width(sheet: RawSheet, header_row: int) -> int | None:
    """The length of the header line of a text file."""
    return sheet.widths[header_row - 1] if 0 < header_row <= len(sheet.widths) else None


def header_label(place: str, headers: Mapping[str, str]) -> str:
    """A column as a person finds it: by its header, else by its letter."""
    return headers.get(place) or column_letters(int(place[1:]))
