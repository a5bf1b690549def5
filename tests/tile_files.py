"""How does a test come by a PMTiles file whose every line it knows?

Archives are written by the format's own library, vector tiles by hand, byte by byte.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

EXTENT = 4096
POINT, LINE, AREA = 1, 2, 3
Ring = Sequence[tuple[int, int]]


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number: int, content: bytes | int) -> bytes:
    """A field of a message: a number, or bytes with their length."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def pen(shape: int, parts: Sequence[Ring]) -> bytes:
    """The moves of a pen along parts."""
    out, x, y = [], 0, 0
    for part in parts:
        for nth, (east, south) in enumerate(part):
            if nth == 0:
                out.append(1 | 1 << 3)
            elif nth == 1:
                out.append(2 | (len(part) - 1) << 3)
            out += [(step << 1) ^ (step >> 31) for step in (east - x, south - y)]
            x, y = east, south
        if shape == AREA:
            out.append(7 | 1 << 3)
    return b"".join(map(varint, out))


def vector_tile(layers: Mapping[str, Sequence[tuple[int, Sequence[Ring], Mapping[str, str]]]]) -> bytes:
    """A vector tile: by name of a layer its things as (shape, parts, told)."""
    out = b""
    for name, things in layers.items():
        words: list[str] = []
        features = b""
        for shape, parts, told in things:
            tags = b""
            for pair in told.items():
                for word in pair:
                    if word not in words:
                        words.append(word)
                    tags += varint(words.index(word))
            features += field(2, field(2, tags) + field(3, shape) + field(4, pen(shape, parts)))
        keys = b"".join(field(3, word.encode()) for word in words)
        values = b"".join(field(4, field(1, word.encode())) for word in words)
        out += field(3, field(15, 2) + field(1, name.encode()) + features + keys + values + field(5, EXTENT))
    return out


def picture(red: int, green: int, blue: int, *, side: int = 256) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + bytes([red, green, blue]) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def image(red: int, green: int, blue: int, form: str) -> bytes:
    """A picture of one colour in a form that Pillow writes; jpeg and webp keep it to a few steps."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), (red, green, blue)).save(out, form)
    return out.getvalue()


def archive(
    tiles: Mapping[tuple[int, int, int], bytes],
    *,
    kind: TileType = TileType.MVT,
    metadata: Mapping[str, object] | None = None,
    bounds: tuple[float, float, float, float] = (-180.0, -85.0, 180.0, 85.0),
) -> bytes:
    """The bytes of a PMTiles file, as the format's own library writes them."""
    out = io.BytesIO()
    writer = Writer(out)
    for address in sorted(tiles, key=lambda one: zxy_to_tileid(*one)):
        content = tiles[address]
        writer.write_tile(zxy_to_tileid(*address), gzip.compress(content) if kind == TileType.MVT else content)
    west, south, east, north = (round(one * 1e7) for one in bounds)
    zooms = [z for z, _, _ in tiles]
    header = {
        "tile_type": kind,
        "tile_compression": Compression.GZIP if kind == TileType.MVT else Compression.NONE,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": min(zooms), "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip
    writer.finalize(header, dict(metadata or {}))
    return out.getvalue()


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
