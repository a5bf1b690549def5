"""What stands in the files that were handed in: sheets of text cells with the row numbers a person sees?

Which files there are, folders and archives opened, and which reader each goes to. What a sheet is and what its cells
mean is told in ``recognition``, ``header_mapping`` and ``cleaning``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import fastexcel
import polars as pl

from graph_model.errors import LedgerRefused
from loaders.archives import is_junk, members_of
from loaders.raw_sheets import ROW, Handed, HandedFile, HeldFile, RawSheet, column_letters
from loaders.texts import text_sheet
from loaders.typed_files import map_sheets, parquet_sheets
from loaders.workbooks import workbook_sheets

__all__ = ["FORMATS", "ROW", "HandedFile", "RawSheet", "column_letters", "handed_files", "read_sheets"]

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
READ = (*sorted(WORKBOOKS), *sorted(TEXTS), ".parquet", ".geojson")
ARCHIVE = ".zip"
FORMATS = (*READ, ARCHIVE)


def handed_files(paths: Sequence[Handed]) -> tuple[list[HandedFile], list[str]]:
    """The files that were handed in, folders and archives with all below them, in a fixed order; and the names of
    files in folders and archives that are of no known format.

    Raises
    ------
    LedgerRefused
        ``file_missing``: a path that is not there. ``unknown_format``: a file named outright that nobody can read.
        ``no_files``: a folder without any readable file. For archives as ``archives.members_of``.
    """
    files: list[HandedFile] = []
    unknown: list[str] = []
    for path in paths:
        if isinstance(path, HeldFile):
            if Path(path.name).suffix.lower() not in FORMATS:
                raise LedgerRefused("unknown_format", file=path.name, formats=list(FORMATS))
            _sort_in(HandedFile(path, path.name), files, unknown)
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not is_junk(p.relative_to(path)))
            for one in inside:
                _sort_in(HandedFile(one, one.relative_to(path).as_posix()), files, unknown)
        elif not path.exists():
            raise LedgerRefused("file_missing", file=str(path))
        elif path.suffix.lower() not in FORMATS:
            raise LedgerRefused("unknown_format", file=path.name, formats=list(FORMATS))
        else:
            _sort_in(HandedFile(path, path.name), files, unknown)
    if not files:
        raise LedgerRefused(
            "no_files",
            paths=[path.name if isinstance(path, HeldFile) else str(path) for path in paths],
            formats=list(FORMATS),
        )
    return files, unknown


def _sort_in(handed: HandedFile, files: list[HandedFile], unknown: list[str]) -> None:
    """Put a file, or what stands in an archive, among those that are read or those nobody can; changing both."""
    if handed.suffix == ARCHIVE:
        for member in members_of(handed.path, file=handed.file):
            _sort_in(member, files, unknown)
    elif handed.suffix in READ:
        files.append(handed)
    else:
        unknown.append(handed.file)


def read_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The sheets of one file, empty ones left out, hidden ones marked.

    Raises
    ------
    LedgerRefused
        ``unreadable_file``: it is damaged, or not what its name says. ``locked_file``: a password bars it.
        ``undecodable``, ``damaged_text``, ``unbalanced_quotes``: see ``texts``.
    """
    try:
        if handed.suffix in WORKBOOKS:
            yield from workbook_sheets(handed)
        elif handed.suffix == ".parquet":
            yield from parquet_sheets(handed)
        elif handed.suffix == ".geojson":
            yield from map_sheets(handed)
        else:
            sheet = text_sheet(handed)
            if sheet is not None:
                yield sheet
    except LedgerRefused:
        raise
    except (
        OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, NotImplementedError, RecursionError,
        zipfile.BadZipFile, fastexcel.FastExcelError, pl.exceptions.PolarsError,
    ) as error:  # fmt: skip
        raise LedgerRefused("unreadable_file", file=handed.file, reason=type(error).__name__) from error
