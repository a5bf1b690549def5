"""How do files that a person drops on the page wait until they are loaded or dropped again?

In memory, under a token, and on disk only while they are read. Reading and loading are the loaders'.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_model.errors import BadValue, UnknownName

PREFIX = "gongjian-hand-in-"
MOST_WAITING = 8
"""Hand-ins that wait at a time; the oldest gives way."""
LEFT_BEHIND = 3600
"""Seconds after which a folder is taken for one that a killed process left behind."""


@dataclass(frozen=True)
class _Waiting:
    names: tuple[str, ...]
    contents: tuple[bytes, ...]


class HandIns:
    """The hand-ins that wait on this server.

    Nothing of a file lies on disk while it waits: what is dropped, or never looked at again, leaves nothing behind.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._lock = threading.Lock()
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            if _age(folder) > LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)

    def put(self, contents: Sequence[str], names: Sequence[str]) -> str:
        """Keep uploaded files; gives the token that stands for them.

        Parameters
        ----------
        contents
            Data addresses (``data:…;base64,…``), one a file.
        names
            Their names; only the last part of each is used.

        Raises
        ------
        BadValue
            ``upload_unreadable``: a content is no such address, or a name is none.
        """
        bases = tuple(Path(name.replace("\\", "/")).name for name in names)
        unusable = next((name for name in bases if not name or name.startswith(".")), None)
        if unusable is not None or len(set(bases)) != len(bases):
            raise BadValue("upload_unreadable", name=", ".join(names))
        try:
            read = tuple(base64.b64decode(content.partition(",")[2], validate=True) for content in contents)
        except (binascii.Error, ValueError) as error:
            raise BadValue("upload_unreadable", name=", ".join(names)) from error
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._waiting[token] = _Waiting(bases, read)
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return token

    def names(self, token: str) -> tuple[str, ...]:
        """The names of the files that wait; ``UnknownName`` where the token is gone or was never given out."""
        return self._of(token).names

    @contextmanager
    def files(self, token: str) -> Iterator[list[Path]]:
        """The files in a folder of their own that only this user may read, until the block ends.

        Raises
        ------
        UnknownName
            As ``names``.
        BadValue
            ``upload_unreadable``: they cannot be written there.
        """
        waiting = self._of(token)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            for name, content in zip(waiting.names, waiting.contents, strict=True):
                try:
                    (folder / name).write_bytes(content)
                except (OSError, ValueError) as error:
                    raise BadValue("upload_unreadable", name=name) from error
            yield sorted(folder.iterdir())
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def let_go(self, token: str | None) -> None:
        """Forget the files of a token; nothing where they are gone."""
        with self._lock:
            self._waiting.pop(token or "", None)

    def _of(self, token: str) -> _Waiting:
        with self._lock:
            waiting = self._waiting.get(token)
        if waiting is None:
            raise UnknownName("hand_in", token[:8], known=())
        return waiting


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:  # another server has just cleared it away
        return 0.0
