"""In which encoding is a text file written: what its byte order mark says, else strict UTF-8, else strict GB18030?

Never lenient: a character that cannot be decoded is never replaced, since a name would turn to rubbish unseen.
"""

from __future__ import annotations

import codecs
import io

from graph_model.errors import LedgerRefused

CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SURELY_UTF8 = 8
"""So many characters beyond ASCII that decode as UTF-8 are no chance: a fault behind them is damage."""


def utf8_content(content: bytes, *, file: str) -> bytes:
    """The content of a text file as UTF-8 without a byte order mark; the very object where nothing has to change.

    Parameters
    ----------
    content
        Its bytes: UTF-8 or UTF-16 with a byte order mark, UTF-8 without, or GB18030.
    file
        Its name as the user gave it, for the error.

    Raises
    ------
    LedgerRefused
        ``undecodable``: it is none of these throughout, or holds NUL characters. ``damaged_text``: it is UTF-8 but
        for some bytes; ``line`` says where, counted from 1.
    """
    mark, name = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", ""))
    if mark:
        content = content[len(mark) :]
    if name not in ("", "utf-8"):
        content = _recoded(content, name, file=file)
    if b"\x00" in content:
        raise LedgerRefused("undecodable", file=file)
    wrong = _first_fault(content)
    if wrong is None:
        return content
    if mark or _beyond_ascii(content[:wrong]) >= SURELY_UTF8:
        raise LedgerRefused("damaged_text", file=file, line=content.count(b"\n", 0, wrong) + 1)
    return _recoded(content, "gb18030", file=file)


def _recoded(content: bytes, name: str, *, file: str) -> bytes:
    """The bytes in UTF-8, a piece at a time: the text is never held as a whole."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    out = io.BytesIO()
    try:
        for start in range(0, len(content), CHUNK):
            out.write(decoder.decode(content[start : start + CHUNK]).encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as error:
        raise LedgerRefused("undecodable", file=file) from error
    return out.getvalue()


def _first_fault(content: bytes) -> int | None:
    """Where the bytes cease to be UTF-8; None where they are throughout."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    start = 0
    while start < len(content):
        piece = content[start : start + CHUNK]
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            return start - held + error.start
        start += len(piece)
    held = len(decoder.getstate()[0])
    return len(content) - held if held else None


def _beyond_ascii(content: bytes) -> int:
    """How many characters of sound UTF-8 are not ASCII, counted up to the number that decides."""
    found = 0
    for byte in content:
        found += byte >= 0xC0
        if found >= SURELY_UTF8:
            break
    return found
