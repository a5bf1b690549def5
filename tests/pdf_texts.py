"""What do the pages of a PDF of ours say?"""

from __future__ import annotations

import base64
import re
import zlib


def pdf_texts(content: bytes) -> list[str]:
    """Strings that an opened pdf shows, page by page."""
    pages = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, flags=re.DOTALL):
        try:
            plain = zlib.decompress(base64.a85decode(packed.strip().removesuffix(b"~>")))
        except (ValueError, zlib.error):
            continue
        told = []
        for shown in re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", plain, flags=re.DOTALL):
            bare = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), shown)
            bare = re.sub(rb"\\([()\\])", rb"\1", bare)
            told.append(bare.decode("utf-16-be", "replace"))
        pages.append("".join(told))
    return pages
