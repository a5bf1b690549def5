"""What is one batch: which tables it brought, from which files, and is it still as it was written?

Reading a batch that lies in the ledger. Writing one, and which ones count, is ``book``'s business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from graph_model.errors import BatchDamaged
from graph_model.lacking import Lacking, lacking_of
from graph_model.ledger.damage import Damage
from graph_model.ledger.files import sha256_of
from graph_model.schema import TABLES

MANIFEST = "manifest.json"
TOLD = frozenset({"id", "created", "as_of", "replace", "options", "sources", "tables", "counts", "kept", "checksum"})
"""What every manifest tells."""

PROBLEM_SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "sheet": pl.String,
    "table": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "hint": pl.String,
}
"""One row a problem. ``row`` as a person sees it in the sheet; ``value`` null where it must not be echoed;
``severity`` is ``warning`` or ``error``; ``hint`` holds candidates or the other row, as text."""


@dataclass(frozen=True)
class Source:
    """One file of a hand-in: its name as given, relative to what the user named; hash; size in bytes."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Counts:
    """Rows of one table of a hand-in; ``read = accepted + rejected``; ``warned`` are among the accepted."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    warned: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Draft:
    """A hand-in that has been read and checked, not yet in the ledger.

    Attributes
    ----------
    tables
        Accepted rows by table, in the contract's columns and dtypes; only tables that were handed in.
    rejected
        Rejected rows by table as they were handed in: text columns named by the sheet's own headers, and before them
        ``file``, ``sheet``, ``row`` and ``code`` (why).
    problems
        One row a problem, in ``PROBLEM_SCHEMA``.
    counts
        Counts by table.
    sources, options
        The files, and what was asked (replace, coordinates …), as JSON can hold it.
    as_of
        The day the hand-in speaks of, ISO text, or None.
    replace
        Whether it takes the place of earlier rows of the tables it carries.
    origins
        Where each accepted row stood, by table, in the order of its rows: ``file``, ``sheet``, ``row``; members have
        none.
    lacking
        By table, the accepted rows in runs, with the columns that the sheet they stood in did not have; a table of
        which every sheet had every column is left out.
    """

    tables: Mapping[str, pl.DataFrame]
    rejected: Mapping[str, pl.DataFrame]
    problems: pl.DataFrame
    counts: Mapping[str, Counts]
    sources: tuple[Source, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    as_of: str | None = None
    replace: bool = False
    origins: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    lacking: Mapping[str, tuple[Lacking, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """One batch of the ledger; immutable.

    Attributes
    ----------
    id
        ``b0001`` and on, in the order of loading.
    folder
        Where its files lie.
    manifest
        What was written beside them: ``id``, ``created``, ``as_of``, ``replace``, ``options``, ``sources``,
        ``tables`` (name → ``file``, ``sha256``, ``rows``, and ``lacking`` where a sheet lacked a column), ``counts``,
        ``kept`` (problems, rejected rows, origins), ``checksum``.
    """

    id: str
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def as_of(self) -> str | None:
        """The day it speaks of, ISO text, or None."""
        value = self.manifest["as_of"]
        return None if value is None else str(value)

    @property
    def created(self) -> str:
        """When it was loaded, ISO text in UTC."""
        return str(self.manifest["created"])

    @property
    def checksum(self) -> str:
        """Hash of its tables' hashes."""
        return str(self.manifest["checksum"])

    @property
    def replace(self) -> bool:
        """Whether it takes the place of earlier rows of the tables it carries."""
        return bool(self.manifest["replace"])

    @property
    def sample(self) -> bool:
        """Whether it is sample data, and nobody's own."""
        return bool(self.manifest["options"].get("sample", False))

    @property
    def table_names(self) -> tuple[str, ...]:
        """The tables it brought, in the contract's order."""
        return tuple(name for name in TABLES if name in self.manifest["tables"])

    @property
    def counts(self) -> dict[str, Counts]:
        """Counts by table, as the loader told them."""
        return {name: Counts(**told) for name, told in self.manifest["counts"].items()}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files it was read from."""
        return tuple(Source(**told) for told in self.manifest["sources"])

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names of the files it was read from."""
        return tuple(source.file for source in self.sources)

    @property
    def problem_count(self) -> int:
        """How many problems were told."""
        return int(self.manifest["kept"]["problems"]["rows"])

    def table(self, name: str) -> pl.DataFrame:
        """The accepted rows of one table it brought.

        Raises
        ------
        BatchDamaged
            ``batch_file_missing`` or ``batch_checksum``: the file is gone, or it or what the manifest tells of the
            tables is not as it was written.
        """
        return self._read(self._told_of(name))

    def lacking(self, name: str) -> tuple[Lacking, ...]:
        """The rows of a table it brought in runs, with the columns that their sheet did not have.

        None where every sheet had every column, and of batches that older versions loaded: their rows count whole.

        Raises
        ------
        BatchDamaged
            ``batch_checksum``: what the manifest tells of the tables is not as it was written.
        """
        return lacking_of(self._told_of(name).get("lacking", ()))

    def problems(self) -> pl.DataFrame:
        """One row a problem, in ``PROBLEM_SCHEMA``."""
        return self._read(self.manifest["kept"]["problems"])

    def rejected(self) -> dict[str, pl.DataFrame]:
        """The rejected rows by table, as they were handed in."""
        return {name: self._read(told) for name, told in self.manifest["kept"]["rejected"].items()}

    def origins(self, name: str) -> pl.DataFrame | None:
        """Where each accepted row of a table stood, in its order; None where that was not kept."""
        told = self.manifest["kept"].get("origins", {}).get(name)
        return None if told is None else self._read(told)

    def check(self) -> None:
        """Raise ``BatchDamaged`` where any of its files is gone or altered."""
        for damage in self.damages():
            raise BatchDamaged(damage.code, batch=self.id, file=damage.file)

    def damages(self) -> Iterator[Damage]:
        """Its files that are gone or altered, and what is lost with each."""
        if self.checksum != checksum_of(self.manifest["tables"]):
            yield self._damage("batch_checksum", MANIFEST)
        tables = [(name, told) for name, told in self.manifest["tables"].items()]
        for name, told in [*tables, *((None, one) for one in self.kept_files())]:
            try:
                self._sound_path(told)
            except BatchDamaged as damaged:
                rows = None if name is None else int(told["rows"])
                yield self._damage(damaged.code, str(told["file"]), tables={} if name is None else {name: rows})

    def kept_files(self) -> list[Mapping[str, Any]]:
        """Its problems, rejected rows and origins, as the manifest tells of their files."""
        kept = self.manifest["kept"]
        return [kept["problems"], *kept["rejected"].values(), *kept.get("origins", {}).values()]

    def files(self) -> list[str]:
        """Every file it consists of, the manifest last, relative to its folder."""
        told = [*self.manifest["tables"].values(), *self.kept_files()]
        return [*(str(one["file"]) for one in told), MANIFEST]

    def _told_of(self, name: str) -> Mapping[str, Any]:
        """What the manifest tells of a table, held against the batch's checksum."""
        tables = self.manifest["tables"]
        if self.checksum != checksum_of(tables):
            raise BatchDamaged("batch_checksum", batch=self.id, file=MANIFEST)
        told: Mapping[str, Any] = tables[name]
        return told

    def _damage(self, code: str, file: str, *, tables: Mapping[str, int | None] | None = None) -> Damage:
        lost = {name: told["rows"] for name, told in self.manifest["tables"].items()} if tables is None else tables
        return Damage(self.id, code, file, tables=lost, sources=self.file_names)

    def _sound_path(self, told: Mapping[str, Any]) -> Path:
        path = self.folder / str(told["file"])
        if not path.is_file():
            raise BatchDamaged("batch_file_missing", batch=self.id, file=str(told["file"]))
        if sha256_of(path) != told["sha256"]:
            raise BatchDamaged("batch_checksum", batch=self.id, file=str(told["file"]))
        return path

    def _read(self, told: Mapping[str, Any]) -> pl.DataFrame:
        return pl.read_parquet(self._sound_path(told))


def batch_at(folder: Path) -> Batch:
    """The batch in a folder of its name.

    Raises
    ------
    BatchDamaged
        ``manifest_unreadable``: its manifest is gone, cannot be read, or lacks what every manifest tells.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if not manifest.keys() >= TOLD:
            raise ValueError
    except (OSError, ValueError, AttributeError) as error:
        raise BatchDamaged("manifest_unreadable", batch=folder.name) from error
    return Batch(folder.name, folder, manifest)


def checksum_of(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """One hash over the hashes of a batch's tables, by name, and over the columns that their sheets lacked."""
    told = hashlib.sha256()
    for name in sorted(tables):
        told.update(f"{name} {tables[name]['sha256']}\n".encode())
        for run in lacking_of(tables[name].get("lacking", ())):
            told.update(f"lacking {run.rows} {' '.join(run.columns)}\n".encode())
    return told.hexdigest()
