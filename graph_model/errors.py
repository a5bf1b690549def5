"""What can go wrong, as one tree of codes and values; a person's words for it live in dashboard/i18n.

This module never words a sentence for a person and never decides how an error is shown.

GongjianError
├── UserError                    what the user gave is wrong (exit 2)
│   ├── UnknownName              a finding, query, layer, place, batch … nobody knows; carries the nearest names
│   ├── BadValue                 a value that cannot be read or lies outside the possible
│   ├── LedgerRefused            nothing of a hand-in could be taken in
│   ├── NoData                   no batch has been loaded yet
│   ├── SaltLost                 the members' salt is missing or another one
│   ├── QueryRefused             anything but reading was asked of a store, or the text cannot be parsed
│   └── ParameterMismatch        a parameter is unknown, missing or of the wrong type
└── Failure                      something inside or around us failed (exit 1)
    ├── StoreUnavailable         the server does not answer, or went away in mid-query
    ├── StoreDenied              the server refused the user name or password
    ├── StoreDamaged             a build is empty, truncated, altered, or the pointer names none
    ├── StoreOutdated            the store holds another schema version
    ├── StoreUnfinished          a publish died half-way and has not been finished
    ├── QueryFailed              the store could not carry out a statement
    ├── TimeLimit                a query ran longer than it may
    ├── BatchDamaged             a batch's file does not match its checksum
    ├── BackupDamaged            a backup is not as it was written, or is none
    ├── CannotWrite              the disk is full, or the place cannot be written
    ├── CatalogueFault           a query file whose header and body disagree
    ├── Stopped                  a long work was stopped because somebody asked for it
    ├── DatasetChanged           another dataset was published while this one was being read
    └── Busy                     another process holds the data folder's lock
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from typing import Final

OF_THE_SYSTEM: Final = "errno_"
"""What the word for a reason of the system's begins with."""


class GongjianError(Exception):
    """Anything this project raises on purpose.

    Parameters
    ----------
    code
        Stable machine word, snake_case; the key of the sentence in ``dashboard/i18n``.
    values
        What the sentence needs: names, numbers, places. Never a member's identity, never a password.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({told})" if told else self.code


class UserError(GongjianError):
    """What the user gave is wrong; the command line exits with 2."""


class UnknownName(UserError):
    """A name nobody knows.

    ``values``: ``kind`` (finding, query, layer, place, batch, column, format …), ``name``, ``nearest`` (a list).
    """

    def __init__(
        self, kind: str, name: str, *, known: Iterable[str] = (), nearest: Iterable[str] | None = None
    ) -> None:
        told = nearest_names(name, known) if nearest is None else list(nearest)
        super().__init__("unknown_name", kind=kind, name=name, nearest=told)


class BadValue(UserError):
    """A value that cannot be read or lies outside the possible."""


class LedgerRefused(UserError):
    """Nothing of a hand-in could be taken in; nothing changed."""


class NoData(UserError):
    """No batch has been loaded yet."""

    def __init__(self) -> None:
        super().__init__("no_data")


class SaltLost(UserError):
    """The members' salt is missing or is not the one the ledger was read with."""


class QueryRefused(UserError):
    """Anything but reading was asked of a store, or the text cannot be parsed."""


class ParameterMismatch(UserError):
    """A parameter is unknown, missing or of the wrong type."""


class Failure(GongjianError):
    """Something inside or around us failed; the command line exits with 1."""


class StoreUnavailable(Failure):
    """The server does not answer, or went away in mid-query."""


class StoreDenied(Failure):
    """The server refused the user name or the password."""


class StoreDamaged(Failure):
    """A build is empty, truncated or altered, or the pointer names a build that is not there."""


class StoreOutdated(Failure):
    """The store holds another schema version than this program."""


class StoreUnfinished(Failure):
    """A publish died half-way and has not been finished."""


class QueryFailed(Failure):
    """The store could not carry out a statement."""


class TimeLimit(Failure):
    """A query ran longer than it may."""


class BatchDamaged(Failure):
    """A batch's file does not match its checksum."""


class BackupDamaged(Failure):
    """A backup is not as it was written, or is no backup at all."""


class CannotWrite(Failure):
    """The disk is full, or the place cannot be written; what was there is as it was."""


class CatalogueFault(Failure):
    """A query file whose header and body disagree."""


class Stopped(Failure):
    """A long work was stopped because somebody asked for it."""


class DatasetChanged(Failure):
    """Another dataset was published while this one was being read; ask again."""


class Busy(Failure):
    """Another process holds the data folder's lock."""


def reason_of(error: OSError) -> str:
    """Why the system refused, as a word for ``dashboard/i18n``: ``errno_enoent``; ``errno_unknown`` where it is silent.

    What the system itself says is English, and stays with the error that this one is raised from.
    """
    return OF_THE_SYSTEM + errno.errorcode.get(error.errno or 0, "unknown").lower()


def place_in_text(error: ValueError) -> tuple[int | None, int | None]:
    """Line and column that a reader of TOML or JSON names in what it says; None where it names none, as at the end."""
    found = re.search(r"line (\d+),? col(?:umn)? (\d+)", str(error))
    return (int(found[1]), int(found[2])) if found else (None, None)


def nearest_names(name: str, known: Iterable[str], *, at_most: int = 3) -> list[str]:
    """The known names most like ``name``, best first; empty when none comes near.

    Parameters
    ----------
    name
        What was written.
    known
        The names there are; any order.
    at_most
        How many to return.
    """
    from rapidfuzz import fuzz, process  # here: errors are imported by every command, help included

    found = process.extract(name, sorted(set(known)), scorer=fuzz.WRatio, limit=at_most, score_cutoff=50)
    return [str(match[0]) for match in found]
