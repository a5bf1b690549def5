"""What comes of a hand-in: read, checked, and brought into the ledger as one batch, or refused whole?

``load`` writes; reading alone is ``hand_in``. Bringing the ledger into a store is ``graph_model.publishing``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from graph_model.ledger import Counts, Draft, Ledger
from graph_model.ledger.salt import check_salt, record_salt, salt_for_reading, salt_path
from loaders.faults import ERROR
from loaders.hand_in import LoadOptions, Progress, check_options, read_files, read_hand_in, sources_of
from loaders.known_keys import KnownKeys
from loaders.raw_sheets import Handed
from loaders.reading import handed_files
from loaders.taught import Taught, read_taught, taught_headers, write_taught
from loaders.telling import refused_without_people

__all__ = ["LoadOptions", "LoadReport", "Progress", "load", "read_hand_in"]


@dataclass(frozen=True)
class LoadReport:
    """What a load did.

    Attributes
    ----------
    batch
        Id of the batch; None for a dry run, and where no row came in.
    tables
        Counts by table.
    problems
        One row a problem, in ``PROBLEM_SCHEMA``.
    unchanged
        Whether an active batch has these very files and options already, so that none was made.
    same_as
        That batch; None where there is none.
    draft
        What was read; None where nothing had to be.
    """

    batch: str | None
    tables: Mapping[str, Counts]
    problems: pl.DataFrame
    unchanged: bool = False
    same_as: str | None = None
    draft: Draft | None = field(default=None, repr=False)

    @property
    def exit_code(self) -> int:
        """0: all rows are in; 3: some row was rejected or a sheet refused."""
        if self.unchanged:
            return 0
        return 3 if (self.problems.get_column("severity") == ERROR).any() else 0

    def as_json(self) -> dict[str, Any]:
        """``batch``, ``tables`` and ``problems``, as ``load --json`` prints them."""
        told = self.problems.select("file", "sheet", "row", "column", "value", "code", "severity")
        return {
            "batch": self.batch,
            "tables": {name: asdict(counts) for name, counts in self.tables.items()},
            "problems": told.to_dicts(),
        }


def load(
    paths: Sequence[Handed],
    *,
    ledger: Ledger,
    dry_run: bool = False,
    replace: bool = False,
    as_of: dt.date | None = None,
    coordinates: str = "wgs84",
    maps: Sequence[str] = (),
    sample: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Read a hand-in, check it, and let it count as the ledger's newest batch.

    Parameters
    ----------
    paths
        Files and folders, and files that lie in memory alone; together they are one batch.
    ledger
        Where it comes in.
    dry_run
        Tell what would come of it and change nothing.
    replace, as_of, coordinates
        As in ``LoadOptions``.
    maps
        Headers to teach, each ``旧名=新名`` or ``表:旧名=新名``; kept, but for a dry run, with the data folder.
    sample
        As in ``LoadOptions``.
    progress
        Told while reading.

    Raises
    ------
    SaltLost
        Before anything is read: the members' salt is missing or another one.
    LedgerRefused
        Nothing can be taken in: ``file_missing``, ``unknown_format``, ``no_files``, ``unreadable_file``,
        ``undecodable``, ``no_known_sheet``.
    BadValue, UnknownName
        ``unknown_coordinates``; for ``maps`` as ``taught.taught_header``.
    Busy
        Another process holds the ledger.
    """
    teaching = taught_headers(maps)
    taught = read_taught(ledger.data_folder).with_more(teaching)
    options = LoadOptions(
        as_of=as_of,
        replace=replace,
        coordinates=coordinates,
        taught=taught,
        teaching=Taught(tuple(teaching)),
        sample=sample,
    )
    check_options(options)
    check_salt(ledger)
    if dry_run:
        with refused_without_people(paths):
            return _load(
                paths, ledger, options, salt=lambda: _salt_of_a_dry_run(ledger), dry_run=True, progress=progress
            )
    with refused_without_people(paths):
        handed_files(paths)  # a path that is not there is told before the data folder is made
    with ledger.lock():
        with refused_without_people(paths):
            told = _load(
                paths, ledger, options, salt=lambda: salt_for_reading(ledger), dry_run=False, progress=progress
            )
        if maps:
            write_taught(ledger.data_folder, taught)
        return told


def _load(
    paths: Sequence[Handed],
    ledger: Ledger,
    options: LoadOptions,
    *,
    salt: Callable[[], bytes],
    dry_run: bool,
    progress: Progress | None,
) -> LoadReport:
    files, unknown = handed_files(paths)
    sources = sources_of(files)
    same = ledger.same_hand_in(sources, options.as_json())
    if same is not None:
        return LoadReport(None if dry_run else same.id, same.counts, same.problems(), unchanged=True, same_as=same.id)
    known = KnownKeys.of(ledger.tables()) if ledger.active() else None
    draft = read_files(files, unknown, sources, known=known, salt=salt, options=options, progress=progress)
    batch = None
    if not dry_run and any(counts.read for counts in draft.counts.values()):
        if "members" in draft.tables:
            record_salt(ledger, salt())
        batch = ledger.add(draft).id
    return LoadReport(batch, draft.counts, draft.problems, draft=draft)


def _salt_of_a_dry_run(ledger: Ledger) -> bytes:
    path = salt_path(ledger.data_folder)
    return path.read_bytes() if path.is_file() else secrets.token_bytes(32)
