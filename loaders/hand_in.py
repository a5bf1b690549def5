"""What did a planner hand in: files, sheets and rows, read, cleaned and checked, as one draft?

Pure reading; nothing is written, and what becomes of the draft is the ``importer``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from graph_model.dataset import Dataset
from graph_model.errors import BadValue, LedgerRefused
from graph_model.ledger import Counts, Draft, Source
from graph_model.schema import TABLES
from loaders.checks import check_rows
from loaders.coordinates import SYSTEMS
from loaders.day_told import DAY_TOLD, days_told
from loaders.faults import ORDER, SHEET, SheetName, one_fault, origins_of, problems_of, rows_with_errors
from loaders.header_mapping import MappedSheet
from loaders.kept_out import Names
from loaders.known_keys import KnownKeys
from loaders.lacking_columns import lacking_columns, runs_of
from loaders.not_told import with_counts_kept
from loaders.opening import line_of, opened_files
from loaders.people import texts_without_people
from loaders.place_rows import settled, told_of_places
from loaders.raw_sheets import ROW, Handed, HandedFile, RawSheet
from loaders.reading import handed_files
from loaders.rejected import (
    HIDDEN_KEYS,
    error_codes,
    rows_as_handed_in,
    rows_of_a_refused_sheet,
    warned_rows,
    with_rejected_targets,
    without_members_words,
)
from loaders.sheets import SheetRows, read_sheet, sheet_faults, unread_rows
from loaders.taught import Taught
from loaders.telling import check_room, check_taught, names_listed, refused_without_people, sheets_without_people

Progress = Callable[[str, int, int], None]
"""Told while reading: what (``files`` that are opened, then ``rows``), how many are done, of how many."""
FILES_OPENED, ROWS_READ = "files", "rows"


@dataclass(frozen=True)
class LoadOptions:
    """What is asked of a hand-in.

    Attributes
    ----------
    as_of
        The day it speaks of; ages are counted at it, else at today.
    replace
        Whether it takes the place of earlier rows of the tables it carries.
    coordinates
        The system of its coordinates: ``wgs84``, ``gcj02`` or ``bd09``; they are kept in WGS-84.
    taught
        Headers that were taught.
    teaching
        Those of them that are taught with this hand-in.
    sample
        Whether it is sample data, and nobody's own.
    """

    as_of: dt.date | None = None
    replace: bool = False
    coordinates: str = "wgs84"
    taught: Taught = field(default_factory=Taught)
    teaching: Taught = field(default_factory=Taught)
    sample: bool = False

    def as_json(self) -> dict[str, Any]:
        """The options as JSON can hold them; the same files under other headers are another hand-in."""
        day = None if self.as_of is None else self.as_of.isoformat()
        told: dict[str, Any] = {"as_of": day, "replace": self.replace, "coordinates": self.coordinates}
        if self.taught.headers:
            told["headers"] = self.taught.as_json()
        if self.sample:
            told["sample"] = True
        return told


def read_hand_in(
    paths: Sequence[Handed],
    *,
    known: KnownKeys | Dataset | None = None,
    salt: bytes | Callable[[], bytes],
    options: LoadOptions | None = None,
    progress: Progress | None = None,
) -> Draft:
    """Read and check a hand-in; nothing is written.

    Parameters
    ----------
    paths
        Files and folders, in the order they are read.
    known
        What earlier batches hold.
    salt
        For members' pseudonyms; a function is called only where members are handed in.
    options
        What is asked of it.
    progress
        Told while reading.

    Raises
    ------
    LedgerRefused, BadValue
        As ``load``.
    """
    options = options or LoadOptions()
    check_options(options)
    with refused_without_people(paths):
        files, unknown = handed_files(paths)
        return read_files(files, unknown, sources_of(files), known=known, salt=salt, options=options, progress=progress)


def check_options(options: LoadOptions) -> None:
    """Refuse what is asked and cannot be done: ``unknown_coordinates``."""
    if options.coordinates not in SYSTEMS:
        raise BadValue("unknown_coordinates", value=options.coordinates, known=list(SYSTEMS))


def sources_of(files: Sequence[HandedFile]) -> tuple[Source, ...]:
    """The files with their hashes; those inside an archive one by one."""
    return tuple(Source(one.file, *one.fingerprint()) for one in files)


@dataclass(frozen=True)
class _Found:
    """A sheet that holds a table."""

    number: int
    sheet: RawSheet
    mapped: MappedSheet


def read_files(
    files: Sequence[HandedFile],
    unknown: Sequence[str],
    sources: tuple[Source, ...],
    *,
    known: KnownKeys | Dataset | None,
    salt: bytes | Callable[[], bytes],
    options: LoadOptions,
    progress: Progress | None,
) -> Draft:
    """Read and check files; ``unknown`` are files in folders that are of no known format."""

    def tell_opened(done: int) -> None:
        if progress is not None:
            progress(FILES_OPENED, done, len(files))  # their names may hold a member's, which is not known yet

    whole = opened_files(files, options.taught, progress=tell_opened)
    opened, lists, damaged = whole.sheets, whole.lists, whole.damaged
    # Names are known only once every sheet has been opened, and no file, sheet or header may be told before.
    listed_names = names_listed(opened)
    people = listed_names.members | listed_names.others
    check_taught(options.taught, people)
    check_room(options.teaching, [told.mapped for _, told in opened if told.mapped is not None])
    names: list[SheetName] = []
    faults: list[pl.DataFrame] = []
    found: list[_Found] = []
    days: set[dt.date] = set()  # each is offered once
    for number, (sheet, told) in enumerate(sheets_without_people(opened, people)):
        mapped = told.mapped
        if mapped is None:
            names.append(SheetName(sheet.file, sheet.sheet))
            near = "、".join(told.candidates) or None
            faults.append(one_fault(number, "unknown_sheet", value=sheet.sheet, hint=near))
            continue
        headers = {name: column.header for name, column in mapped.columns.items()}
        names.append(SheetName(sheet.file, sheet.sheet, mapped.table.name, headers))
        if sheet.hidden:
            faults.append(one_fault(number, "hidden_sheet", value=sheet.sheet))
            continue
        if told.by_headers:
            faults.append(one_fault(number, "sheet_by_headers", value=sheet.sheet, hint=mapped.table.zh))
        faults.append(sheet_faults(mapped, number=number))
        if number in lists and lists[number].pseudo:
            faults.append(one_fault(number, "pseudo_level", value=str(lists[number].pseudo)))
        for one in days_told(sheet, mapped) if options.as_of is None else ():
            if one.day not in days:
                faults.append(one_fault(number, DAY_TOLD, row=one.row, value=one.written, hint=one.day.isoformat()))
                days.add(one.day)
        found.append(_Found(number, sheet, mapped))
    if not found and damaged:
        raise next(iter(damaged.values()))
    shown = texts_without_people([*unknown, *(source.file for source in sources)], names=people)
    for file in unknown:
        faults.append(one_fault(len(names), "unknown_sheet", value=shown[file]))
        names.append(SheetName(shown[file], ""))
    for file, why in damaged.items():
        faults.append(one_fault(len(names), "unread_text", row=line_of(why), value=shown[file]))
        names.append(SheetName(shown[file], ""))
    sources = tuple(replace(source, file=shown[source.file]) for source in sources)
    if not found:
        raise LedgerRefused("no_known_sheet", files=[source.file for source in sources])
    read = _read_rows(found, listed_names, salt=salt, on=options.as_of or dt.date.today(), progress=progress)
    unread = {
        one.number: unread_rows(one.sheet, one.mapped, number=one.number, names=listed_names)
        for one in found
        if one.number not in read and one.mapped.table.name not in HIDDEN_KEYS
    }
    faults += [emptied for _, emptied in unread.values()]
    return _draft(read, unread, found, names, faults, sources, lists=frozenset(lists), known=known, options=options)


def _read_rows(
    found: Sequence[_Found],
    people: Names,
    *,
    salt: bytes | Callable[[], bytes],
    on: dt.date,
    progress: Progress | None,
) -> dict[int, SheetRows]:
    """The rows of each sheet that has every column it must have, by the sheet's number."""
    secret = b""
    read: dict[int, SheetRows] = {}
    whole = sum(one.sheet.cells.height for one in found)
    done = 0
    for one in found:
        if progress is not None:
            progress(ROWS_READ, done, whole)
        done += one.sheet.cells.height
        if one.mapped.missing:
            continue
        has_rows = one.sheet.cells.get_column(ROW).max() != one.mapped.header_row
        if one.mapped.table.name == "members" and has_rows and not secret:
            secret = salt if isinstance(salt, bytes) else salt()
        read[one.number] = read_sheet(one.sheet, one.mapped, number=one.number, names=people, salt=secret, on=on)
    if progress is not None:
        progress(ROWS_READ, whole, whole)
    return read


def _draft(
    read: Mapping[int, SheetRows],
    unread: Mapping[int, tuple[pl.DataFrame, pl.DataFrame]],
    found: Sequence[_Found],
    names: Sequence[SheetName],
    faults: Sequence[pl.DataFrame],
    sources: tuple[Source, ...],
    *,
    lists: frozenset[int],
    known: KnownKeys | Dataset | None,
    options: LoadOptions,
) -> Draft:
    by_table: dict[str, list[SheetRows]] = {}
    for one in found:
        if one.number in read and read[one.number].rows.height > 0:
            by_table.setdefault(one.mapped.table.name, []).append(read[one.number])
    told = [*faults, *(sheet.faults for sheet in read.values())]
    rejected = rows_with_errors(told)
    read_rows = {}
    candidates = {}
    for name, sheets in by_table.items():
        rows = pl.concat([sheet.rows for sheet in sheets]).with_row_index(ORDER)
        read_rows[name] = rows = rows.with_columns(pl.col(ORDER).cast(pl.Int64))
        candidates[name] = rows.join(rejected, on=[SHEET, ROW], how="anti", maintain_order="left")
    earlier = known if isinstance(known, KnownKeys) else KnownKeys.of(None if known is None else known.tables)
    before = earlier.rows
    if options.replace:
        earlier = earlier.without({name for name, rows in candidates.items() if rows.height > 0})
    candidates, halves = settled(candidates, lists=lists, known=earlier, system=options.coordinates)
    lacking = {one.number: lacking_columns(one.mapped) for one in found}
    accepted, more = check_rows(candidates, earlier, lacking)
    by_number = {number: name.table for number, name in enumerate(names) if name.table is not None}
    accepted, told = with_counts_kept(accepted, [*told, halves, *more], by_number, before)
    told = told_of_places(told, accepted, known=earlier)
    told = without_members_words(with_rejected_targets(told, read_rows, names), names)
    counts = {}
    kept = {}
    errors = error_codes(told)
    warned = warned_rows(told)
    for table in TABLES:
        of_table = [one for one in found if one.mapped.table.name == table]
        if not of_table:
            continue
        sound = [one for one in of_table if one.number in read]
        total = sum(read[one.number].rows.height for one in sound)
        good = accepted.get(table)
        in_ = 0 if good is None else good.height
        with_warning = 0 if good is None else good.join(warned, on=[SHEET, ROW], how="semi").height
        skipped = sum(read[one.number].skipped for one in sound)
        counts[table] = Counts(total, in_, total - in_, with_warning, skipped)
        parts = [
            rows_of_a_refused_sheet(unread[n][0], name=names[n])
            for n in (one.number for one in of_table)
            if n in unread
        ]
        if total > in_:
            parts += [
                rows_as_handed_in(
                    read[one.number].written, errors, sheet=one.number, name=names[one.number], faults=told
                )
                for one in sound
            ]
        if any(part.height for part in parts):
            kept[table] = pl.concat(parts, how="diagonal")
    tables = {
        name: accepted[name].select(column.name for column in TABLES[name].columns)
        for name in TABLES
        if name in accepted and accepted[name].height > 0  # a table that came in empty replaces nothing
    }
    return Draft(
        tables=tables,
        rejected=kept,
        problems=problems_of(told, names),
        counts=counts,
        sources=sources,
        options=options.as_json(),
        as_of=options.as_json()["as_of"],
        replace=options.replace,
        origins={name: origins_of(accepted[name], names) for name in tables if name not in HIDDEN_KEYS},
        lacking={name: runs for name in tables if (runs := runs_of(accepted[name], lacking))},
    )
