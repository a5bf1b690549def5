"""What is broken in the ledger, and what is lost with it?

What is told of it; finding and mending are ``batch``'s, ``book``'s and ``repair``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Damage:
    """One file of the ledger that is gone or not as it was written.

    Attributes
    ----------
    batch
        The batch it belongs to; None for the ledger's own list.
    code
        ``batch_file_missing``, ``batch_checksum``, ``manifest_unreadable``,
        ``manifest_altered``, ``ledger_unreadable``, ``ledger_missing``.
    file
        The file, relative to the batch's folder, or to the ledger's.
    tables
        Rows by table that are lost while it is so; None for a number that nobody knows. Empty where no row is lost:
        the told problems or rejected rows of a hand-in are no part of the dataset.
    sources
        The files that were handed in, from which the rows can be loaded again.
    mendable
        Whether a second copy of it is there, from which ``repair`` writes it again.
    """

    batch: str | None
    code: str
    file: str
    tables: Mapping[str, int | None] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    mendable: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A damaged batch that counts no longer: its id, since when (ISO text, UTC), and which damage made it so."""

    batch: str
    at: str
    code: str
    file: str
