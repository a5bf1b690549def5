"""What did the program write, and take away again, while it ran?

An audit hook of the interpreter keeps a copy of every file below a folder before it is removed, renamed over or
emptied.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.privacy.searching import Blob

_watching: list[_Watch] = []


class _Watch:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: list[Blob] = []

    def keep(self, path: Any, folder: Any = -1) -> None:
        name = Path(os.fsdecode(path))
        if isinstance(folder, int) and folder >= 0:
            name = Path(f"/proc/self/fd/{folder}").readlink() / name
        name = name.absolute()
        if name.is_relative_to(self.folder) and name.is_file() and not name.is_symlink():
            self.kept.append((f"gone:{name.relative_to(self.folder)}", name.read_bytes()))


def _heard(event: str, told: tuple[Any, ...]) -> None:
    if not _watching or event not in ("os.remove", "os.rename", "open", "os.truncate"):
        return
    for watch in _watching:
        with suppress(OSError, TypeError, ValueError):
            if event == "os.remove":
                watch.keep(told[0], told[1])
            elif event == "os.rename":
                watch.keep(told[1], told[3])
            elif event == "os.truncate" or (isinstance(told[2], int) and told[2] & os.O_TRUNC):
                watch.keep(told[0])


sys.addaudithook(_heard)


@contextmanager
def watched(folder: Path) -> Iterator[_Watch]:
    """What is taken away below a folder while the block runs, in ``kept``."""
    watch = _Watch(folder.resolve())
    _watching.append(watch)
    try:
        yield watch
    finally:
        _watching.remove(watch)


def left_in(folder: Path) -> list[Blob]:
    """Every file below a folder, and the names of files and folders as a file of their own."""
    paths = sorted(folder.rglob("*"))
    names = "\n".join(str(path.relative_to(folder)) for path in paths).encode("utf-8", "surrogateescape")
    files = [(f"left:{path.relative_to(folder)}", path.read_bytes()) for path in paths if path.is_file()]
    return [*files, (f"names in {folder.name}", names)]
