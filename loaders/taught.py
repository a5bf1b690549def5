"""Which headers did people teach, for which columns, and where is that kept?

``headers.json`` in the data folder. Only names of columns: what a header without teaching means is ``header_names``'s
business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_model.errors import BadValue, UnknownName
from graph_model.ledger.files import write_json
from graph_model.schema import SHEETS, Table
from loaders.header_names import header_key, is_person_header
from loaders.people import has_person_number
from loaders.spellings import compared_text, spellings


@dataclass(frozen=True, order=True)
class TaughtHeader:
    """A header that was taught.

    Attributes
    ----------
    header
        As it stands in sheets.
    column
        The contract's column, by its Chinese header or its name.
    table
        The table it was taught for; None for every table that has such a column.
    """

    header: str
    column: str
    table: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """What one header for one table is known by."""
        return header_key(self.header), self.table

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables it is read in."""
        return tuple(table for table in SHEETS if self.table in (None, table.name) and self._name_in(table))

    def _name_in(self, table: Table) -> str | None:
        return _own_names(table).get(header_key(self.column))

    def as_json(self) -> dict[str, str | None]:
        """As it is kept."""
        return {"header": self.header, "column": self.column, "table": self.table}


@dataclass(frozen=True)
class Taught:
    """Every header that was taught; nothing at first.

    Attributes
    ----------
    headers
        One a header and table, in the order of their headers.
    """

    headers: tuple[TaughtHeader, ...] = ()

    def of(self, table: str) -> dict[str, str]:
        """Column by header key for one table; what was taught for that table alone stands over the rest."""
        return dict(self._by_table.get(table, {}))

    def with_more(self, more: Iterable[TaughtHeader]) -> Taught:
        """These and more; a header that is taught anew changes its meaning."""
        known = {one.key: one for one in self.headers} | {one.key: one for one in more}
        return Taught(tuple(sorted(known.values(), key=lambda one: (one.header, one.table or ""))))

    def without(self, header: str) -> Taught:
        """These without a header, for whichever tables it was taught (``表:旧名`` for one).

        Raises
        ------
        UnknownName
            ``taught_header``: it was never taught.
        """
        table, name = _table_before(header)
        gone = [
            one
            for one in self.headers
            if header_key(one.header) == header_key(name) and (table is None or one.table == table.name)
        ]
        if not gone:
            raise UnknownName("taught_header", header, known=[one.header for one in self.headers])
        return Taught(tuple(one for one in self.headers if one not in gone))

    def as_json(self) -> list[dict[str, str | None]]:
        """As they are kept."""
        return [one.as_json() for one in self.headers]

    @cached_property
    def _by_table(self) -> dict[str, dict[str, str]]:
        told: dict[str, dict[str, str]] = {}
        for one in sorted(self.headers, key=lambda one: one.table is not None):
            for table in one.tables:
                name = one._name_in(table)
                if name is not None:
                    told.setdefault(table.name, {})[header_key(one.header)] = name
        return told


def taught_header(text: str) -> TaughtHeader:
    """What ``旧名=新名`` or ``表:旧名=新名`` teaches.

    Parameters
    ----------
    text
        The header as it stands in sheets, and the contract's column by its Chinese header or its name; before them,
        with a colon, the table's, where other tables are not meant.

    Raises
    ------
    BadValue
        ``map_form``: it has not this form. ``map_person``: it would read a column about a person.
        ``map_known``: the header is the contract's own for another column.
    UnknownName
        ``column``: no column is called so; the nearest are named.
    """
    written = text.replace("\uff1d", "=", 1) if "=" not in text else text
    left, sign, column = (part.strip() for part in written.partition("="))
    if has_person_number(text):
        raise BadValue("map_person", header="***")
    if not sign or not left or not column:
        raise BadValue("map_form", value=text)
    table, header = _table_before(left)
    if not header_key(header):
        raise BadValue("map_form", value=text)
    tables = SHEETS if table is None else (table,)
    if any(is_person_header(header, one) for one in tables):
        raise BadValue("map_person", header=header)
    meant = TaughtHeader(compared_text(header), compared_text(column), None if table is None else table.name)
    if not meant.tables:
        raise UnknownName(
            "column", column, known=[name for one in tables for c in one.columns for name in (c.zh, c.name)]
        )
    for one in meant.tables:
        own = _own_names(one).get(header_key(header))
        if own is not None and own != _own_names(one)[header_key(column)]:
            raise BadValue("map_known", header=header, sheet=one.zh, column=one.column(own).zh)
    return meant


def taught_path(data_folder: Path) -> Path:
    """Where what was taught is kept."""
    return data_folder / "headers.json"


def read_taught(data_folder: Path) -> Taught:
    """What was taught in a data folder; nothing where there is no such file.

    Raises
    ------
    BadValue
        ``taught_unreadable``: the file is damaged.
    """
    path = taught_path(data_folder)
    try:
        kept: Any = json.loads(path.read_text("utf-8"))
        return Taught(tuple(TaughtHeader(one["header"], one["column"], one["table"]) for one in kept["headers"]))
    except FileNotFoundError:
        return Taught()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadValue("taught_unreadable", path=str(path)) from error


def write_taught(data_folder: Path, taught: Taught) -> None:
    """Keep what was taught, whole or not at all. Call with the ledger's lock held."""
    data_folder.mkdir(parents=True, exist_ok=True)
    write_json(taught_path(data_folder), {"version": 1, "headers": taught.as_json()})


def taught_headers(texts: Sequence[str]) -> list[TaughtHeader]:
    """Each of several, as ``taught_header``."""
    return [taught_header(text) for text in texts]


def _table_before(text: str) -> tuple[Table | None, str]:
    """The table that stands before a colon, and the rest; None and the whole where none does."""
    before, sign, rest = text.replace("\uff1a", ":", 1).partition(":")
    if sign:
        for table in SHEETS:
            names = (table.zh, table.name, *spellings()["sheets"].get(table.name, []))
            if header_key(before) in {header_key(name) for name in names}:
                return table, rest.strip()
    return None, text


def _own_names(table: Table) -> dict[str, str]:
    """The contract's columns of a table by their Chinese header and their name."""
    return {header_key(name): column.name for column in table.columns for name in (column.zh, column.name)}
