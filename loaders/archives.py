"""Which files stand in a zip, and may it be opened at all?

Names and limits only. Nothing is ever unpacked to a disk: members are read in memory, when their turn comes.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from graph_model.errors import LedgerRefused
from loaders.raw_sheets import Handed, HandedFile, opened_zip

MOST_MEMBERS = 10_000
MOST_BYTES = 4 << 30
"""Most that a container may unpack to."""
SUSPECT_FROM = 100 << 20
"""Unpacking to so much is looked at for its ratio; sheets of numbers shrink to a twentieth, bombs to a thousandth."""
MOST_RATIO = 200
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
BROKEN = (
    OSError, ValueError, KeyError, RuntimeError, NotImplementedError, EOFError, struct.error, zlib.error,
    lzma.LZMAError, zipfile.BadZipFile,
)  # fmt: skip
"""What the library raises for a zip, or a member of one, that is no sound one."""
JUNK = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX", ".DS_Store"})


def is_junk(name: PurePosixPath | Path) -> bool:
    """Whether a system or a program left it there: hidden files, locks of open workbooks, what a Mac adds."""
    return any(part.startswith((".", "~$")) or part in JUNK for part in name.parts)


def members_of(path: Handed, *, file: str) -> list[HandedFile]:
    """The files in a zip in the order of their names, folders' junk left out.

    Parameters
    ----------
    path
        Where the zip lies.
    file
        Its name as the user gave it; members are named below it.

    Raises
    ------
    LedgerRefused
        ``unreadable_file``; ``unsafe_archive``: a name leads out of the zip, or names one file twice;
        ``archive_too_large``; ``locked_file``: a member is encrypted; ``nested_archive``: a zip stands in it.
    """
    try:
        with opened_zip(path) as archive:
            listed = archive.infolist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise LedgerRefused("unreadable_file", file=file, reason=type(error).__name__) from error
    check_sizes(listed, file=file)
    found: dict[str, HandedFile] = {}
    for one in listed:
        name = member_name(one)
        if not name or _leads_out(name):  # a name that begins with a NUL comes as none
            raise LedgerRefused("unsafe_archive", file=file, member=name)
        plain = PurePosixPath(name)
        if one.is_dir() or is_junk(plain):
            continue
        if one.flag_bits & ENCRYPTED_FLAG:
            raise LedgerRefused("locked_file", file=file)
        if plain.suffix.lower() == ".zip":
            raise LedgerRefused("nested_archive", file=file, member=name)
        told = f"{file}/{plain.as_posix()}"
        if told in found:
            raise LedgerRefused("unsafe_archive", file=file, member=name)
        found[told] = HandedFile(path, told, one.filename)
    return [found[name] for name in sorted(found)]


def check_container(content: bytes, *, file: str) -> None:
    """Refuse a workbook (itself a zip) that would unpack beyond all measure: ``archive_too_large``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_sizes(archive.infolist(), file=file)
    except (ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise LedgerRefused("unreadable_file", file=file, reason=type(error).__name__) from error


def check_sizes(listed: list[zipfile.ZipInfo], *, file: str) -> None:
    """Refuse what would unpack beyond all measure. Reading stops at the told sizes, so none can lie."""
    whole = sum(one.file_size for one in listed)
    packed = max(1, sum(one.compress_size for one in listed))
    if len(listed) > MOST_MEMBERS or whole > MOST_BYTES or (whole > SUSPECT_FROM and whole / packed > MOST_RATIO):
        raise LedgerRefused("archive_too_large", file=file, members=len(listed), megabytes=whole >> 20)


def member_name(one: zipfile.ZipInfo) -> str:
    """A member's name as its maker saw it.

    A name without the UTF-8 flag is taken for code page 437 by the library; Windows wrote it in the system's own
    encoding, here GB18030, and some programs write UTF-8 without saying so.
    """
    if one.flag_bits & UTF8_FLAG:
        return one.filename.replace("\\", "/")
    raw = one.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return one.filename.replace("\\", "/")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or re.match(r"^[A-Za-z]:", name) is not None or ".." in PurePosixPath(name).parts
