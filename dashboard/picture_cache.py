"""Which layouts and pictures of the published dataset are on disk already, so that a restart computes none anew?

A folder of the data folder, a name and a checksum a file; what was made of another dataset is taken away. Nothing in
it is data: it can be deleted at any time.
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
    """

    def __init__(self, folder: Path, *, version: str) -> None:
        self._folder = folder
        self._stamp = hashlib.sha256(f"{FORMAT}\n{version}".encode()).hexdigest()[:16]

    def content(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under a key; made and kept where there are none, or damaged ones."""
        path = self._path(key)
        with suppress(OSError):
            told = path.read_bytes()
            if hashlib.sha256(told[32:]).digest() == told[:32]:
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
            for old in self._folder.iterdir():
                if not old.name.startswith((self._stamp, "new-")):
                    old.unlink(missing_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="new-", delete=False) as out:
                out.write(hashlib.sha256(content).digest() + content)
            os.replace(out.name, path)
        except OSError as error:
            log.warning("picture_not_kept", problem=str(error))
