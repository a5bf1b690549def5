"""Does a workbook that is no xlsx show numbers in formats with a unit, or with fewer noughts, that nobody reads?

An answer for a warning, never for a value: which cells have such a format is not looked for in xls, xlsb and ods. What
formats say in xlsx is told whole by ``formatted_cells``.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from collections.abc import Iterator

from loaders.archives import BROKEN
from loaders.number_formats import sections_of
from loaders.numbers import every_unit

XLS_FORMAT = re.compile(rb"\x1e\x04(..)(..)(..)([\x00\x01])", re.DOTALL)
"""FORMAT of [MS-XLS] 2.4.126: its length, the number of the format, how many letters, and whether they have 16 bits."""
XLS_STYLE = re.compile(rb"\xe0\x00\x14\x00..(..)", re.DOTALL)
"""XF of [MS-XLS] 2.4.353: the number of its format stands behind that of its font."""
XLSB_FORMAT = re.compile(rb"\x2c(.)(..)(..)\x00\x00", re.DOTALL)
"""BrtFmt of [MS-XLSB] 2.4.658, where it is shorter than 128 bytes."""
XLSB_STYLE = re.compile(rb"\x2f\x10..(..)", re.DOTALL)
"""BrtXF of [MS-XLSB] 2.4.821."""
ODS_STYLE = re.compile(r"<number:number-style\s.*?</number:number-style>", re.DOTALL)
ODS_TEXT = re.compile(r"<number:text>([^<]*)</number:text>")
ODS_FACTOR = re.compile(r'number:display-factor="(?!1")[0-9.]+"')
MOST_PART = 64 << 20
NOUGHTS = "×"
MORE = "+"
NOUGHT = 2
"""The part of a format that is for noughts: one that is not shown is a nought all the same."""


def units_in_formats(content: bytes) -> tuple[str, ...]:
    """What number formats in use show that nobody reads: units, ``+``, and ``×1000`` where one leaves noughts out.

    A format that shows nothing, more noughts or texts between the digits is told as it is written: ``;;;``, ``00-00``.

    Parameters
    ----------
    content
        A workbook that is no xlsx, in memory.
    """
    told = {unit: None for code in _codes(content) for unit in _told_by(code)}
    return tuple(told)


def _told_by(code: str) -> Iterator[str]:
    for place, section in enumerate(sections_of(code)):
        for text in (section.before, section.behind):
            if text.lower() in every_unit() or text == MORE:
                yield text
        if section.digits or (section.instead == "" and place < NOUGHT):
            yield code
        if section.hidden:
            yield f"{NOUGHTS}{10**section.hidden}"


def _codes(content: bytes) -> Iterator[str]:
    if not content.startswith(b"PK"):
        yield from _of_xls(content)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.infolist() if one.file_size <= MOST_PART]
            for one in parts:
                if one.filename == "xl/styles.bin":
                    yield from _of_xlsb(archive.read(one))
                elif one.filename == "content.xml":
                    yield from _of_ods(archive.read(one).partition(b"<office:body")[0].decode("utf-8"))
    except BROKEN:
        return


def _of_xls(content: bytes) -> Iterator[str]:
    used = set(XLS_STYLE.findall(content))
    for found in XLS_FORMAT.finditer(content):
        (length,), (letters,) = struct.unpack("<H", found[1]), struct.unpack("<H", found[3])
        wide = found[4] == b"\x01"
        if found[2] in used and length == 5 + letters * (2 if wide else 1):
            text = content[found.end() : found.end() + length - 5]
            yield text.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _of_xlsb(content: bytes) -> Iterator[str]:
    used = set(XLSB_STYLE.findall(content))
    for found in XLSB_FORMAT.finditer(content):
        (letters,) = struct.unpack("<H", found[3])
        if found[2] in used and found[1][0] == 6 + 2 * letters:
            yield content[found.end() : found.end() + 2 * letters].decode("utf-16-le", errors="replace")


def _of_ods(styles: str) -> Iterator[str]:
    for style in ODS_STYLE.findall(styles):
        text = "".join(html.unescape(one) for one in ODS_TEXT.findall(style)).strip()
        yield ("0," if ODS_FACTOR.search(style) else "0") + f'"{text}"'
