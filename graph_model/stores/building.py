"""How does a dataset become a graph file that is sealed?

Writing one fresh file with no reader about. Naming, pointing to and removing builds is ``builds``'s business.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import ladybug

from graph_model.dataset import Dataset
from graph_model.errors import CannotWrite, QueryFailed, StoreDamaged
from graph_model.ledger.files import sha256_of, writing
from graph_model.schema import LABELS, RELATIONSHIPS, SCHEMA_VERSION
from graph_model.schema.ddl import DATASET_CODE, DATASET_LABEL, embedded_ddl, quoted
from graph_model.store import Progress
from graph_model.stores.builds import GRAPH_FILE, Seal
from graph_model.stores.engine import STORAGE_VERSION, first_line, opened, run

POOL_MB, LARGE_POOL_MB, LARGE_FROM = 512, 2048, 8_000_000
"""Pages while a build is written; the second from so many rows. Measured with a province's 6 million members: 512 MB do
not hold the index of one table, 1,024 do if what is written is put on disk in between."""
LEAST_ROOM: Final = 64 << 10
"""Bytes that have to be free before a build is begun."""
ROOM_OF_A_FULL_DISK: Final = 4 << 20
"""With less free, an engine that fails fails for that: it asks for room in pieces and speaks of what it cannot read."""
ROWS_BETWEEN_CHECKPOINTS: Final = 2_000_000
_UNREADABLE_PATH: Final = re.compile(r"[*?\[\]{}'\"\\]")


def building_pool_mb(rows: int) -> int:
    """Memory for the engine's pages while so many rows are written, in MB."""
    return LARGE_POOL_MB if rows >= LARGE_FROM else POOL_MB


def build_graph(folder: Path, dataset: Dataset, *, progress: Progress | None) -> int:
    """Write the whole graph into a fresh file in ``folder``; how many nodes and relationships.

    Tables are copied from Parquet: measured at a city's size 5 s, against 16 s from frames and 12 s from csv.

    Raises
    ------
    CannotWrite
        The disk is full.
    QueryFailed
        ``build_failed``.
    """
    if _room_in(folder) < LEAST_ROOM:  # an engine that cannot write its very first page takes the whole process with it
        raise CannotWrite("disk_full", path=str(folder))
    try:
        with writing(folder):
            return _built(folder, dataset, progress)
    except (RuntimeError, OSError) as error:
        raise QueryFailed("build_failed", detail=first_line(error)) from error


@contextmanager
def _told_full(folder: Path) -> Iterator[None]:
    """Say that the disk is full where the engine fails with hardly any room left: it may speak of reading alone."""
    try:
        yield
    except (RuntimeError, StoreDamaged) as error:
        if _room_in(folder) < ROOM_OF_A_FULL_DISK:
            raise CannotWrite("disk_full", path=str(folder)) from error
        raise


def _room_in(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _built(folder: Path, dataset: Dataset, progress: Progress | None) -> int:
    written = unwritten = 0
    with ExitStack() as stack:
        stack.enter_context(_told_full(folder))
        parquet = stack.enter_context(_staging(folder))
        rows = sum(table.height for table in dataset.tables.values())
        database = opened(folder / GRAPH_FILE, buffer_pool_mb=building_pool_mb(rows), read_only=False)
        stack.callback(database.close)
        connection = ladybug.Connection(database)
        stack.callback(connection.close)
        for statement in embedded_ddl():
            run(connection, statement).close()
        names = [*LABELS, *RELATIONSHIPS]
        for name in names:
            frame = dataset.nodes(name) if name in LABELS else dataset.relationships(name)
            if frame.height:
                file = parquet / f"{name}.parquet"
                frame.write_parquet(file, compression="lz4")
                run(connection, f"COPY {quoted(name)} FROM '{file.as_posix()}'").close()
                file.unlink()
            written += frame.height
            unwritten += frame.height
            if unwritten >= ROWS_BETWEEN_CHECKPOINTS:
                run(connection, "CHECKPOINT").close()
                unwritten = 0
            if progress is not None:
                progress(name, frame.height, frame.height)
        _write_dataset_node(connection, dataset)
        run(connection, "CHECKPOINT").close()
    return written


def _write_dataset_node(connection: ladybug.Connection, dataset: Dataset) -> None:
    run(
        connection,
        f"CREATE (:{quoted(DATASET_LABEL)} {{code: $code, version: $version, batches: $batches,"
        " schema_version: $schema_version})",
        {
            "code": DATASET_CODE,
            "version": dataset.version,
            "batches": list(dataset.batches),
            "schema_version": SCHEMA_VERSION,
        },
    ).close()
    if dataset.as_of is not None:
        run(
            connection, f"MATCH (d:{quoted(DATASET_LABEL)}) SET d.as_of = date($as_of)", {"as_of": dataset.as_of}
        ).close()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder for Parquet files, under a name that COPY cannot take for a pattern or a quote."""
    staged = folder / "parquet"
    staged.mkdir()
    link = None
    try:
        if _UNREADABLE_PATH.search(str(staged.absolute())):
            link = Path(tempfile.mkdtemp(prefix="gongjian-"))
            (link / "parquet").symlink_to(staged.absolute(), target_is_directory=True)
        yield (link or folder).absolute() / "parquet"
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        if link is not None:
            shutil.rmtree(link, ignore_errors=True)


def sealed(path: Path, dataset: Dataset) -> Seal:
    """The seal of a graph file that was just closed."""
    return Seal(
        sha256=sha256_of(path),
        size=path.stat().st_size,
        version=dataset.version,
        batches=dataset.batches,
        as_of=dataset.as_of,
        schema_version=SCHEMA_VERSION,
        engine=str(ladybug.__version__),
        storage=STORAGE_VERSION,
    )
