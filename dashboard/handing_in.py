"""How do files that a person drops on the page wait until they are loaded or dropped again?

In memory, under a token, and nowhere else: no byte of them lies on a disk. Reading and loading are the loaders'.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_model.errors import BadValue, UnknownName
from loaders.raw_sheets import HeldFile

MOST_WAITING = 8
"""Hand-ins that wait at a time; the oldest gives way."""


@dataclass(frozen=True)
class _Waiting:
    names: tuple[str, ...]
    contents: tuple[bytes, ...]


class HandIns:
    """The hand-ins that wait on this server.

    Nothing of a file is ever on a disk: what is dropped, or never looked at again, leaves nothing behind.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._lock = threading.Lock()

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

    def files(self, token: str) -> list[HeldFile]:
        """The files, in the order of their names; ``UnknownName`` as ``names``."""
        waiting = self._of(token)
        held = zip(waiting.names, waiting.contents, strict=True)
        return sorted((HeldFile(name, content) for name, content in held), key=lambda one: one.name)

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
