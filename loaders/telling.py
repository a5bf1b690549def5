"""What may be told of the files, sheets and headers of a hand-in, and of why it was refused?

Their names are told again in problems, in a batch and on every screen, so that no person may stand in them. Cells are
``sheets``'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from graph_model.errors import BadValue, LedgerRefused
from loaders.header_mapping import MappedSheet
from loaders.header_names import header_key, match_header
from loaders.kept_out import Names, member_names, other_names
from loaders.people import texts_without_people
from loaders.raw_sheets import Handed, RawSheet
from loaders.reading import handed_files, read_sheets
from loaders.recognition import Recognised, recognise
from loaders.taught import Taught

Opened = tuple[RawSheet, Recognised]


def names_of_members(opened: Sequence[Opened]) -> frozenset[str]:
    """The members' names that stand in the sheets of members."""
    return frozenset(
        name for sheet, told in opened if told.mapped is not None for name in member_names(sheet, told.mapped)
    )


def names_listed(opened: Sequence[Opened]) -> Names:
    """Every name that the columns about persons of any sheet and file list."""
    others = {name for sheet, told in opened if told.mapped is not None for name in other_names(sheet, told.mapped)}
    return Names(names_of_members(opened), frozenset(others))


def sheets_without_people(opened: Sequence[Opened], people: frozenset[str]) -> Iterator[Opened]:
    """The sheets with no person in the names of files and sheets, nor in headers."""
    shown = texts_without_people(_texts(opened), names=people)
    for sheet, recognised in opened:
        told = replace(sheet, file=shown[sheet.file], sheet=shown[sheet.sheet])
        mapped = recognised.mapped
        if mapped is None:
            yield told, recognised
            continue
        columns = {name: replace(column, header=shown[column.header]) for name, column in mapped.columns.items()}
        headers = {place: shown[header] for place, header in mapped.headers.items()}
        unknown = {place: [shown[header] for header in near] for place, near in mapped.unknown.items()}
        yield told, replace(recognised, mapped=replace(mapped, columns=columns, headers=headers, unknown=unknown))


def _texts(opened: Sequence[Opened]) -> Iterator[str]:
    for sheet, recognised in opened:
        yield from (sheet.file, sheet.sheet)
        if recognised.mapped is not None:
            yield from (column.header for column in recognised.mapped.columns.values())
            yield from recognised.mapped.headers.values()
            yield from (header for near in recognised.mapped.unknown.values() for header in near)


def check_taught(taught: Taught, people: frozenset[str]) -> None:
    """Refuse headers that hold a member's name: they would be kept (``map_person``)."""
    headers = [one.header for one in taught.headers]
    if any(shown != header for header, shown in texts_without_people(headers, names=people).items()):
        raise BadValue("map_person", header="***")


def check_room(teaching: Taught, sheets: Iterable[MappedSheet]) -> None:
    """Refuse to teach a header for a column that another header of the same sheet holds already (``map_taken``)."""
    for mapped in sheets:
        wanted = teaching.of(mapped.table.name)
        if not wanted:
            continue
        taught = {place: wanted[key] for place, text in mapped.headers.items() if (key := header_key(text)) in wanted}
        others = {
            match.name
            for place, text in mapped.headers.items()
            if place not in taught and (match := match_header(mapped.table, text, {})) is not None
        }
        for place, name in taught.items():
            if name in others or list(taught.values()).count(name) > 1:
                column = mapped.table.column(name).zh
                raise BadValue("map_taken", header=mapped.headers[place], sheet=mapped.table.zh, column=column)


@contextmanager
def refused_without_people(paths: Sequence[Handed]) -> Iterator[None]:
    """Let a refusal go on with no person in it: no number, and no name of a member whose sheet stands beside.

    Raises
    ------
    LedgerRefused
        The very one that comes out of the block, its values told anew.
    """
    try:
        yield
    except LedgerRefused as refused:
        values = _values_without_people(refused.values, _names_beside(paths))
        raise type(refused)(refused.code, **values) from refused


def _values_without_people(values: Mapping[str, object], people: Collection[str]) -> dict[str, Any]:
    texts = [one for value in values.values() for one in (value if isinstance(value, list) else [value])]
    shown = texts_without_people([text for text in texts if isinstance(text, str)], names=people)

    def told(value: object) -> object:
        if isinstance(value, list):
            return [told(one) for one in value]
        return shown[value] if isinstance(value, str) else value

    return {name: told(value) for name, value in values.items()}


def _names_beside(paths: Sequence[Handed]) -> frozenset[str]:
    """The members' names of whatever can be read of a hand-in that was refused."""
    opened: list[Opened] = []
    for path in paths:
        with suppress(LedgerRefused):
            for file in handed_files([path])[0]:
                with suppress(LedgerRefused):
                    opened += [(sheet, recognise(sheet, Taught())) for sheet in read_sheets(file)]
    listed = names_listed(opened)
    return listed.members | listed.others
