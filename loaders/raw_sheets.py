"""What is handed from the readers to the rest: a file as it was named, and a sheet of text cells as it stands?

Shapes only: how each format is read is told in ``workbooks``, ``texts``, ``tables`` and ``archives``.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import polars as pl

from graph_model.errors import LedgerRefused
from graph_model.ledger.files import sha256_of

ROW = "@row"
CHUNK = 1 << 20


@dataclass(frozen=True)
class HeldFile:
    """A file that lies in memory alone, as one does that was uploaded: no byte of it ever reaches a disk."""

    name: str
    content: bytes = field(repr=False)


Handed: TypeAlias = Path | HeldFile
"""What can be handed in: a path, or a file in memory."""


def opened_zip(where: Handed) -> zipfile.ZipFile:
    """The zip that lies there; errors as ``zipfile.ZipFile``."""
    return zipfile.ZipFile(where if isinstance(where, Path) else io.BytesIO(where.content))


@dataclass(frozen=True)
class HandedFile:
    """A file of a hand-in.

    Attributes
    ----------
    path
        Where it lies; for a file inside an archive, where the archive lies.
    file
        Its name as the user gave it, relative to what the user named.
    member
        Its name inside the archive as stored there; None for a file that lies in a folder.
    """

    path: Handed
    file: str
    member: str | None = None

    @property
    def name(self) -> str:
        """The last part of its name."""
        return self.file.replace("\\", "/").rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case, with the dot."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The last part of its name without its ending."""
        return Path(self.name).stem

    def content(self) -> bytes:
        """Its bytes; what lies in an archive is read in memory and never written anywhere."""
        if self.member is None:
            return self.path.read_bytes() if isinstance(self.path, Path) else self.path.content
        with opened_zip(self.path) as archive:
            return archive.read(self.member)

    def fingerprint(self) -> tuple[str, int]:
        """The SHA-256 of its bytes in hexadecimal, and how many there are.

        Raises
        ------
        LedgerRefused
            ``unreadable_file``.
        """
        try:
            if isinstance(self.path, HeldFile) and self.member is None:
                return hashlib.sha256(self.path.content).hexdigest(), len(self.path.content)
            if isinstance(self.path, Path) and self.member is None:
                return sha256_of(self.path), self.path.stat().st_size
            told = hashlib.sha256()
            size = 0
            with opened_zip(self.path) as archive, archive.open(str(self.member)) as inside:
                while piece := inside.read(CHUNK):
                    told.update(piece)
                    size += len(piece)
            return told.hexdigest(), size
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise LedgerRefused("unreadable_file", file=self.file, reason=type(error).__name__) from error


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it stands.

    Attributes
    ----------
    file, sheet
        The file's name as given; the sheet's name, for a file without sheets the stem of its name.
    cells
        ``@row`` (the row number a person sees) and text columns ``c0``, ``c1`` … by their place in the sheet; null
        where a cell is empty, ``#REF!`` and its kind where a formula failed.
    alone
        Whether it is the only sheet of its file, so that the file's name may name it too.
    hidden
        Whether a person who opens the file does not see it.
    geojson
        Whether it was read from a map file.
    widths
        How many cells the first rows of a text file have, row by row; empty where every row has as many as another.
    lengths
        ``@row`` and ``length``: how many cells each row of a text file has, where one may have more than another.
    merged
        Cells merged over several rows, where the format tells: first row, last row, place of the column.
    merged_down_to
        The last row that such a cell reaches in the workbook, where its format tells no more than that; else 0.
    units_unread
        Units that number formats of the workbook show beside numbers, where nobody can tell beside which; else empty.
    """

    file: str
    sheet: str
    cells: pl.DataFrame
    alone: bool = True
    hidden: bool = False
    geojson: bool = False
    widths: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, str], ...] = ()
    merged_down_to: int = 0
    units_unread: tuple[str, ...] = ()
    lengths: pl.DataFrame | None = field(default=None, repr=False)


def numbered(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with the row number a person sees, counted from 1."""
    return cells.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))


def column_letters(position: int) -> str:
    """``A``, ``B`` … ``AA`` for the place of a column, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
