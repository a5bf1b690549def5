"""How is the embedded engine spoken to: opening, one statement at a time, its errors and values made our own?

Nothing of builds, schema or limits of the port; only this module and ``building`` touch the engine's API.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import ladybug

from graph_model.errors import CannotWrite, GongjianError, QueryFailed, QueryRefused, StoreDamaged, TimeLimit
from graph_model.ledger.files import why_unwritten

LARGEST_BUILD: Final = 1 << 38
"""Addresses kept for one build, 256 GB; the engine's own default leaves room for a dozen builds in a process."""
STORAGE_VERSION: Final = int(ladybug.Database.get_storage_version())
"""Number of the file layout that this release of the engine writes and reads."""
_FILE: Final = re.compile(r"path: (\S.*?) fileDescriptor:")
_PLACE: Final = re.compile(r"\(line: (\d+), offset: (\d+)\)")


def opened(path: Path, *, buffer_pool_mb: int, read_only: bool, threads: int = 0) -> ladybug.Database:
    """A graph file; a fresh one where there is none and ``read_only`` is false. 0 threads: one a processor.

    Raises
    ------
    StoreDamaged
        ``build_unopenable``.
    CannotWrite
        ``disk_full``: the engine says so of a fresh file.
    """
    try:
        return ladybug.Database(
            path,
            buffer_pool_size=buffer_pool_mb << 20,
            max_db_size=LARGEST_BUILD,
            read_only=read_only,
            auto_checkpoint=False,
            max_num_threads=threads,
        )
    except RuntimeError as error:
        if why_unwritten(error) == "disk_full":
            raise CannotWrite("disk_full", path=str(path)) from None
        raise StoreDamaged("build_unopenable", path=str(path), detail=first_line(error)) from None


@contextmanager
def connected(database: ladybug.Database, *, seconds: float) -> Iterator[ladybug.Connection]:
    """A connection of its own for each request (0.1 ms); 0 seconds means no limit."""
    connection = ladybug.Connection(database)
    try:
        connection.set_query_timeout(max(1, round(seconds * 1000)) if seconds else 0)
        yield connection
    finally:
        connection.close()


def run(connection: ladybug.Connection, statement: str, sent: Mapping[str, Any] | None = None) -> ladybug.QueryResult:
    """The result of one statement; whoever asks closes it, since an unread one keeps the engine's pages."""
    result = connection.execute(statement, dict(sent or {}))
    if isinstance(result, list):
        for one in result:
            one.close()
        raise QueryRefused("several_statements", word=";", line=None, column=None)
    return result


@contextmanager
def translated(seconds: float) -> Iterator[None]:
    """Raise the engine's errors, which are all ``RuntimeError``, as our own."""
    try:
        yield
    except RuntimeError as error:
        raise _own_error(error, seconds) from None


def _own_error(error: RuntimeError, seconds: float) -> GongjianError:
    first = first_line(error)
    if why_unwritten(error) == "disk_full":
        place = _FILE.search(str(error))
        return CannotWrite("disk_full", path=place[1] if place else None)
    if "Interrupted" in first:
        return TimeLimit("time_limit", seconds=seconds)
    if first.startswith("Buffer manager exception") or "bad_alloc" in first:
        return QueryFailed("memory_limit")
    if first.startswith("Parser exception"):
        place = _PLACE.search(first)
        line, column = (int(place[1]), int(place[2]) + 1) if place else (None, None)
        return QueryRefused("cannot_parse", line=line, column=column)
    reason, _, detail = first.partition(": ")
    return QueryFailed("query_failed", reason=reason, detail=detail or first)


def plain(value: Any, column: str) -> Any:
    """A value as the port has it: whole sums as int, other decimals as float; no nodes, maps or times of day."""
    if value is None or isinstance(value, str | bool | int | float) or type(value) is dt.date:
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(inner, column) for inner in value]
    raise QueryFailed("not_a_scalar", column=column)


def first_line(error: Exception) -> str:
    """What an error of the engine says, without its drawings."""
    return str(error).strip().partition("\n")[0]
