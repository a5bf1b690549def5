"""In which encoding is a text file written: strict UTF-8, else strict GB18030, else it is refused.

Never lenient: a character that cannot be decoded is never replaced, since a name would turn to rubbish unseen.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from graph_model.errors import LedgerRefused

CHUNK = 1 << 20
BYTE_ORDER_MARK = codecs.BOM_UTF8


def utf8_content(path: Path, *, file: str) -> bytes:
    """The content of a text file as UTF-8 without a byte order mark.

    Parameters
    ----------
    path
        Where it lies.
    file
        Its name as the user gave it, for the error.

    Raises
    ------
    LedgerRefused
        ``undecodable``: it is neither UTF-8 nor GB18030 throughout, or holds NUL characters.
    """
    content = path.read_bytes().removeprefix(BYTE_ORDER_MARK)
    if b"\x00" in content:
        raise LedgerRefused("undecodable", file=file)
    if _is_utf8(content):
        return content
    try:
        return content.decode("gb18030").encode("utf-8")
    except UnicodeError as error:
        raise LedgerRefused("undecodable", file=file) from error


def _is_utf8(content: bytes) -> bool:
    """Whether it decodes, a piece at a time: the text is never held beside the bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    view = memoryview(content)
    try:
        for start in range(0, len(view), CHUNK):
            decoder.decode(bytes(view[start : start + CHUNK]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
