"""What was changed in the ledger, when, and what did the ledger say after it?

One line a change, only ever added to; every line carries the whole state, and a new batch's manifest. It is the second
copy from which ``ledger.json`` or a manifest is written again. What a change means is ``book``'s business.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

JOURNAL = "journal.jsonl"


@dataclass(frozen=True)
class Entry:
    """One change of the ledger.

    Attributes
    ----------
    at
        When, ISO text in UTC.
    change
        ``begin``, ``add``, ``undo``, ``redo``, ``salt``, ``leave_out``, ``rebuild``; ``found`` for a batch that was
        there before the journal was; ``kept`` where a change that was noted never came to count.
    batch
        The batch it is about; None where it is about none.
    state
        What ``ledger.json`` says after it.
    manifest
        Of the batch that came in, as ``manifest.json`` holds it; None for other changes.
    """

    at: str
    change: str
    batch: str | None
    state: Mapping[str, Any]
    manifest: Mapping[str, Any] | None


class Journal:
    """The journal of a ledger's folder; writing needs the ledger's lock."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL

    def entries(self) -> list[Entry]:
        """The changes, oldest first; a line that is torn or altered is passed over."""
        return [entry for _, entry in self.lines()]

    def lines(self) -> list[tuple[bytes, Entry]]:
        """The changes with their lines as they stand, without the end of line."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        told = ((line, entry_of(line)) for line in content.split(b"\n") if line)
        return [(line, entry) for line, entry in told if entry is not None]

    def append(
        self, change: str, *, state: Mapping[str, Any], batch: str | None, manifest: Mapping[str, Any] | None = None
    ) -> None:
        """Add a change and sync it; where that fails the journal is as it was."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"at": at, "change": change, "batch": batch, "state": dict(state), "manifest": manifest}
        line = _sealed(told)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)  # unbuffered: nothing is written after a failure
        try:
            before = os.lseek(handle, 0, os.SEEK_END)
            torn = before > 0 and os.pread(handle, 1, before - 1) != b"\n"
            left = (b"\n" if torn else b"") + line
            try:
                while left:
                    left = left[os.write(handle, left) :]
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, before)
                raise
        finally:
            os.close(handle)


def entry_of(line: bytes) -> Entry | None:
    """A line of the journal; None where it is not as it was written."""
    try:
        told = json.loads(line)
        seal = told.pop("seal")
        if seal != _seal(told) or not isinstance(told["state"]["order"], list):
            return None
        return Entry(**told)
    except (ValueError, KeyError, TypeError):
        return None


def _sealed(told: Mapping[str, Any]) -> bytes:
    return json.dumps({**told, "seal": _seal(told)}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _seal(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:16]
