"""How does a file come to be there whole or not at all?

Write aside, sync, rename; and the one lock of a data folder. What the files mean is the ledger's business.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graph_model.errors import Busy


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file aside, sync it, and put it in its place in one step."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Write JSON as ``write_bytes`` does, keys in their order, readable by a person."""
    write_bytes(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def sync_file(path: Path) -> None:
    """Make a file's content last through a power cut."""
    with path.open("rb") as content:
        os.fsync(content.fileno())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def folder_lock(folder: Path, *, name: str = "lock", seconds: float = 10.0) -> Iterator[None]:
    """Hold the lock of a folder against other processes and threads.

    Raises
    ------
    Busy
        ``busy``: another holds it for longer than ``seconds``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / name, timeout=seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy("busy", folder=str(folder), seconds=seconds) from error
    try:
        yield
    finally:
        lock.release()
