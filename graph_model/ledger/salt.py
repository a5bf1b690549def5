"""With which secret do members become pseudonyms, and is it still the same one?

Keeping the salt; using it on a column is the loaders' business.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from graph_model.errors import SaltLost
from graph_model.ledger.book import Ledger
from graph_model.ledger.files import write_bytes, writing

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
    if salt_fingerprint(path.read_bytes()) != known:
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
    if not path.is_file() or (ledger.salt_fingerprint() is None and path.stat().st_size != SALT_BYTES):
        with writing(path.parent):  # half a salt that nobody was read with is made anew
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, secrets.token_bytes(SALT_BYTES), mode=0o600)
    return path.read_bytes()


def record_salt(ledger: Ledger, salt: bytes) -> None:
    """Write the salt's fingerprint into the ledger, so that another salt is refused from now on."""
    if ledger.salt_fingerprint() is None:
        ledger.record_salt_fingerprint(salt_fingerprint(salt))


def salt_fingerprint(salt: bytes) -> str:
    """What is written down of a salt, so that another one is known; the salt cannot be had from it."""
    return hashlib.sha256(b"gongjian salt fingerprint\n" + salt).hexdigest()
