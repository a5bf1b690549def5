"""How does a data folder look at every moment at which a kill may come?

While ``watched`` runs, the folder is copied before every file that is opened for writing, renamed, removed, made or
synced: each copy is what a ``kill -9`` at that moment would leave. The copies are the caller's to judge.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVENTS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate")
_watching: list[Watcher] = []


class Watcher:
    """Copies of one folder, one a moment; moments that leave the same bytes are one."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self.folder, self.copies = folder, copies
        self.moments: list[Path] = []
        self._seen: set[object] = set()
        self._busy = False

    def look(self) -> None:
        if self._busy or not self.folder.exists():
            return
        self._busy = True
        try:
            state = tuple(
                (str(path.relative_to(self.folder)), path.stat().st_size, path.stat().st_mtime_ns)
                for path in sorted(self.folder.rglob("*"))
                if path.is_file() and not path.is_symlink()
            )
            if state not in self._seen:
                self._seen.add(state)
                copy = self.copies / f"{len(self.moments):03d}"
                shutil.copytree(self.folder, copy, symlinks=True)
                self.moments.append(copy)
        finally:
            self._busy = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching or event not in EVENTS:
        return
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not writes or not isinstance(path, str | bytes | os.PathLike):
            return
    _watching[-1].look()


sys.addaudithook(_hook)


@contextmanager
def watched(folder: Path, copies: Path) -> Iterator[list[Path]]:
    """The moments of whatever changes ``folder`` in the block, its end included; filled as it runs."""
    watcher = Watcher(folder, copies)
    sync = os.fsync

    def synced(handle: int) -> None:
        watcher.look()
        sync(handle)

    _watching.append(watcher)
    os.fsync = synced
    try:
        yield watcher.moments
    finally:
        os.fsync = sync
        watcher.look()
        _watching.remove(watcher)


DECIDING = ("ledger/ledger.json", "store/current.json", "restoring.json")


def telling(moments: list[Path], *, most: int) -> list[Path]:
    """At most about ``most`` moments: both sides of every change of what decides, and others spread evenly."""

    def decided(moment: Path) -> tuple[bytes | None, ...]:
        files = (moment / name for name in DECIDING)
        return tuple(file.read_bytes() if file.exists() else None for file in files)

    states = [decided(moment) for moment in moments]
    turns = [place for place in range(1, len(states)) if states[place] != states[place - 1]]
    chosen = {0, len(moments) - 1, *turns, *(place - 1 for place in turns)}
    step = max(1, len(moments) // max(1, most - len(chosen)))
    return [moments[place] for place in sorted(chosen | set(range(0, len(moments), step)))]
