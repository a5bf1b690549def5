"""Does anything that was planted stand in these bytes: as text in any encoding, as a number, inside a container?

Zips and what is made of them, tars, parquet files and the streams of PDF files are opened and searched inside.
"""

from __future__ import annotations

import html
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import numpy as np
import polars as pl

from tests.privacy.planting import plain

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
SHORTEST = 6
"""Bytes of a pattern that no compressed bytes hold by chance; two signs are searched for in UTF-8 and as text."""
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")

Blob = tuple[str, bytes]


def opened(label: str, content: bytes) -> Iterator[Blob]:
    """The bytes themselves, and what lies inside them."""
    yield label, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{label}!names", "\n".join(archive.namelist()).encode()
            for one in archive.infolist():
                yield from opened(f"{label}!{one.filename}", archive.read(one))
    elif content.startswith(b"PAR1") and content.endswith(b"PAR1"):
        frame = pl.read_parquet(io.BytesIO(content))
        yield f"{label}!headers", "\n".join(frame.columns).encode()
        for name in frame.columns:
            yield f"{label}!{name}", "\n".join(map(str, frame.get_column(name).drop_nulls().to_list())).encode()
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive.getmembers():
                inside = archive.extractfile(member)
                yield from opened(f"{label}!{member.name}", b"" if inside is None else inside.read())
    elif content.startswith(b"%PDF"):
        for number, stream in enumerate(re.findall(rb"stream\r?\n(.*?)endstream", content, flags=re.DOTALL)):
            inflate = zlib.decompressobj()
            try:
                yield f"{label}!{number}", inflate.decompress(stream)
            except zlib.error:
                continue


def found(blobs: Iterable[Blob], needles: Iterable[str]) -> list[tuple[str, str]]:
    """Where something planted stands: label of the bytes, and what was found; each pair once."""
    wanted = {plain(needle): needle for needle in needles}
    inside = [one for label, content in blobs for one in opened(label, content)]
    told = _as_bytes(inside, wanted) | _as_text(inside, wanted) | _as_numbers(inside, wanted)
    return sorted(told)


def _as_bytes(blobs: list[Blob], wanted: dict[str, str]) -> set[tuple[str, str]]:
    """Written as it stands in any encoding, in whatever else the bytes hold."""
    patterns: dict[str, str] = {}
    for needle in wanted.values():
        for written in {needle, needle.lower()}:
            for encoding in ENCODINGS:
                if len(pattern := written.encode(encoding)) >= SHORTEST:
                    patterns[pattern.decode("latin-1")] = needle
    return _met([(label, content.decode("latin-1")) for label, content in blobs], patterns)


def _as_text(blobs: list[Blob], wanted: dict[str, str]) -> set[tuple[str, str]]:
    """However it is written: full-width, with signs between its digits, escaped."""
    texts = []
    for label, content in blobs:
        if b"\x00" in content[:4096]:
            continue
        text = content.decode("utf-8", errors="ignore")
        texts.append((label, plain(text)))
        loose = ESCAPED.sub(lambda told: chr(int(told[1], 16)), html.unescape(unquote(text)))
        if loose != text:
            texts.append((label, plain(loose)))
    return _met(texts, wanted)


def _as_numbers(blobs: list[Blob], wanted: dict[str, str]) -> set[tuple[str, str]]:
    """As a whole number of eight bytes, or as a floating one, at any place."""
    numbers = {int(needle): needle for needle in wanted.values() if needle.isdigit()}
    if not numbers:
        return set()
    whole = np.array(sorted(numbers), dtype="<i8")
    floating = whole.astype("<f8").view("<i8")
    back = {int(bits): needle for bits, needle in zip(floating, (numbers[int(n)] for n in whole), strict=True)}
    back |= numbers
    every = np.sort(np.concatenate([whole, floating]))
    told = set()
    for label, content in blobs:
        for shift in range(8):
            length = (len(content) - shift) // 8
            if length <= 0:
                continue
            values = np.frombuffer(content, dtype="<i8", count=length, offset=shift)
            values = values[(values >= every[0]) & (values <= every[-1])]
            told |= {(label, back[int(value)]) for value in values[np.isin(values, every)]}
    return told


def _met(texts: list[tuple[str, str]], patterns: dict[str, str]) -> set[tuple[str, str]]:
    """Which of the patterns stand in which of the texts; all patterns are looked for at once."""
    if not texts or not patterns:
        return set()
    frame = pl.DataFrame(texts, schema={"label": pl.String, "text": pl.String}, orient="row")
    met = frame.with_columns(pl.col("text").str.extract_many(list(patterns), overlapping=True).alias("met"))
    return {(label, patterns[one]) for label, many in met.select("label", "met").iter_rows() for one in many or ()}
