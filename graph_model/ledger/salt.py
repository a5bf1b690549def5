"""With which secret do members become pseudonyms, and is it still the same one?

Keeping the salt; using it on a column is the loaders' business.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from graph_model.errors import SaltLost
from graph_model.ledger.book import Ledger

SALT_BYTES = 32


def salt_path(data_folder: Path) -> Path:
    """Where the salt of a data folder lies; only its owner may read it (mode 600)."""
    return data_folder / "salt"


def check_salt(ledger: Ledger) -> None:
    """Refuse a lost or another salt before anything is read: every member would be doubled.

    Raises
    ------
    SaltLost
        ``salt_missing`` or ``salt_other``: members were read with a salt that is not there, or is another one.
    """
    known = ledger.salt_fingerprint()
    if known is None:
        return
    path = salt_path(ledger.data_folder)
    if not path.is_file():
        raise SaltLost("salt_missing", path=str(path))
    if _fingerprint(path.read_bytes()) != known:
        raise SaltLost("salt_other", path=str(path))


def salt_for_reading(ledger: Ledger) -> bytes:
    """The salt of the data folder, made at its first use. Call with the ledger's lock held.

    Raises
    ------
    SaltLost
        As ``check_salt``.
    """
    check_salt(ledger)
    path = salt_path(ledger.data_folder)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(SALT_BYTES))
            out.flush()
            os.fsync(out.fileno())
    return path.read_bytes()


def record_salt(ledger: Ledger, salt: bytes) -> None:
    """Write the salt's fingerprint into the ledger, so that another salt is refused from now on."""
    if ledger.salt_fingerprint() is None:
        ledger.record_salt_fingerprint(_fingerprint(salt))


def _fingerprint(salt: bytes) -> str:
    return hashlib.sha256(b"gongjian salt fingerprint\n" + salt).hexdigest()
