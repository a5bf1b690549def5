"""Which cells of a sheet are not kept, since a person stands in them, and which names does a sheet list?

Emptying cells and telling of it; how a person is known is ``people``'s and ``unlisted_names``'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from graph_model.schema import Column
from loaders.faults import ERROR, SHEET, WARNING, faults_at, no_faults
from loaders.header_mapping import MappedSheet, columns_of_names, header_label
from loaders.people import holds_a_person, names_in
from loaders.raw_sheets import ROW, RawSheet
from loaders.unlisted_names import POST_COLUMNS, reads_as_name, tells_a_name


@dataclass(frozen=True)
class Names:
    """Names of persons that a hand-in lists: those of members, and those in other columns about persons."""

    members: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def member_names(sheet: RawSheet, mapped: MappedSheet) -> set[str]:
    """Members' names that a sheet holds: searched for in every other cell, kept nowhere.

    A sheet of members that is refused since too few of its headers are known lists its names all the same.
    """
    row, places = mapped.header_row or 0, mapped.names
    if mapped.header_row is None and mapped.table.name == "members":
        row, places = columns_of_names(sheet)
    return {name for cells in _below(sheet, row, places) for name in names_in(cells)}


def other_names(sheet: RawSheet, mapped: MappedSheet) -> set[str]:
    """What reads as a name in a sheet's other columns about persons: searched for in free text, kept nowhere."""
    told = [place for place in mapped.person if place not in mapped.names]
    return {
        name for cells in _below(sheet, mapped.header_row or 0, told) for name in names_in(cells) if reads_as_name(name)
    }


def _below(sheet: RawSheet, row: int, places: Iterable[str]) -> list[pl.Series]:
    below = sheet.cells.filter(pl.col(ROW) > row)
    return [below.get_column(place) for place in places]


def without_people_in(
    kept: pl.DataFrame, mapped: MappedSheet, *, number: int, names: Names
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows with every cell that holds a person emptied, and what is told of them.

    Numbers and members' names are looked for in every cell; other names that are listed, and names that none lists,
    where no code and no name of a place, an organisation or a unit stands: a shop is called after its owner. The
    members' numbers are left: they become pseudonyms. Columns that are about a person as a whole are told once, with
    the headers, and are never kept.
    """
    by_place = {column.place: name for name, column in mapped.columns.items()}
    members = mapped.table.name == "members"
    told: list[pl.DataFrame] = []
    emptied = []
    for place in [name for name in kept.columns if name != ROW]:
        if place in mapped.person or (members and by_place.get(place) == "code"):
            continue
        cells = kept.get_column(place)
        name = by_place.get(place)
        column = None if name is None else mapped.table.column(name)
        codes = column is not None and (column.key or column.references is not None)
        free = column is None or _is_free(column)
        found = holds_a_person(cells, names=names.members, codes=codes, bodies=not free)
        if free:
            found = found | holds_a_person(cells, names=names.others) | tells_a_name(cells, post=name in POST_COLUMNS)
        if not found.any():
            continue
        must = column is not None and column.must_be_filled
        at = kept.filter(found).select(pl.lit(number, dtype=pl.Int32).alias(SHEET), ROW)
        header = name or header_label(place, mapped.headers)
        told.append(faults_at(at, "looks_like_a_person", severity=ERROR if must else WARNING, column=header))
        emptied.append(pl.select(pl.when(~found).then(cells)).to_series().alias(place))
    return kept.with_columns(emptied), [pl.concat([no_faults(), *told])]


def _is_free(column: Column) -> bool:
    """Whether a column is no code, no pointer, and not the name of what the row is about."""
    return not (column.key or column.references is not None or column.name == "name")
