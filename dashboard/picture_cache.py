"""What was made of the published dataset (layouts, pictures, answers of the store) and is on disk already?

A folder of the data folder, a name and a checksum a file; what was made of another dataset is taken away. Nothing in
it is data: it can be deleted at any time, and costs a restart the time that making it took.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger("gongjian.pictures")
FORMAT = "1"
"""Goes up when what is kept means something else."""


class PictureCache:
    """What was made of one dataset.

    Parameters
    ----------
    folder
        Where it lies; made at the first write.
    version
        Version of the dataset, and whatever else a change of which makes it stale.
    most
        Files that are kept; what was asked for longest ago goes first. None: all.
    """

    def __init__(self, folder: Path, *, version: str, most: int | None = None) -> None:
        self._folder = folder
        self._most = most
        self._stamp = hashlib.sha256(f"{FORMAT}\n{version}".encode()).hexdigest()[:16]

    def content(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under a key; made and kept where there are none, or damaged ones."""
        path = self._path(key)
        with suppress(OSError):
            told = path.read_bytes()
            if hashlib.sha256(told[32:]).digest() == told[:32]:
                os.utime(path)  # asked for now
                return told[32:]
            log.warning("picture_damaged", file=path.name)
        content = make()
        self._keep(path, content)
        return content

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._stamp}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def _keep(self, path: Path, content: bytes) -> None:
        """Write whole or not at all; a folder that cannot be written costs time only."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = [one for one in self._folder.iterdir() if one.is_file() and not one.name.startswith("new-")]
            own = [one for one in files if one.name.startswith(self._stamp)]
            over = 0 if self._most is None else max(len(own) - self._most + 1, 0)
            oldest = sorted(own, key=lambda one: one.stat().st_mtime_ns)[:over]
            for old in [*(one for one in files if one not in own), *oldest]:
                old.unlink(missing_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="new-", delete=False) as out:
                out.write(hashlib.sha256(content).digest() + content)
            os.replace(out.name, path)
        except OSError as error:
            log.warning("picture_not_kept", problem=str(error))
