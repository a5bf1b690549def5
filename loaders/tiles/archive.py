"""Which tiles stand in a PMTiles file, and what are the bytes of one?

Version 3 of the format alone, read piece by piece from the disk. Sizes, depths and counts are bounded whatever the file
says of itself. What a vector tile draws is ``vector_tile``.
"""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa

from graph_model.errors import BadValue
from graph_model.recent import Recent
from loaders.tiles.numbers import Numbers, Unreadable, packed_numbers

MAGIC, VERSION, HEADER = b"PMTiles", 3, 127
COMPRESSIONS: Final = {1: None, 2: "gzip", 3: "brotli", 4: "zstd"}
KINDS: Final = {1: "mvt", 2: "png", 3: "jpeg", 4: "webp", 5: "avif"}
SIGNS: Final = {
    "png": (0, b"\x89PNG\r\n\x1a\n"),
    "jpeg": (0, b"\xff\xd8\xff"),
    "webp": (8, b"WEBP"),
    "avif": (4, b"ftyp"),
}
"""Where the bytes stand by which a picture is known, and what they are."""
MOST_DIRECTORY: Final = 16 << 20
MOST_METADATA: Final = 4 << 20
MOST_TILE: Final = 8 << 20
"""Most bytes of each once unpacked: many times what real files have."""
DEEPEST: Final = 4
"""Directories below each other that are followed; the format needs two or three."""
LEAVES_KEPT: Final = 16
HIGHEST: Final = 24
"""Highest level of zoom that is read."""


@dataclass(frozen=True)
class TilesHeader:
    """What the head of an archive says.

    Attributes
    ----------
    kind
        ``mvt``, ``png``, ``jpeg``, ``webp`` or ``avif``.
    min_zoom, max_zoom
        Levels of which there are tiles.
    bounds
        West, south, east, north in degrees.
    """

    kind: str
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class _Directory:
    """Entries sorted by tile: a run of tiles with the same bytes, or (run 0) a directory below."""

    tiles: Numbers
    runs: Numbers
    lengths: Numbers
    offsets: Numbers


class TileArchive:
    """A PMTiles file that is open; used from several threads.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    BadValue
        ``tiles_no_archive``: it is no PMTiles file; ``tiles_other_version``: of another version than 3;
        ``tiles_other_kind``: its tiles are of no kind that can be drawn; ``tiles_damaged``: it is cut off, or
        contradicts itself. OSError as ``open``.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._size = os.fstat(self._file.fileno()).st_size
            self._leaves: Recent[tuple[int, int], _Directory] = Recent(LEAVES_KEPT)
            self._read_header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read_header(self) -> None:
        head = os.pread(self._file.fileno(), HEADER, 0)
        if head[:2] != MAGIC[:2]:
            raise BadValue("tiles_no_archive")
        if head[:7] != MAGIC:  # versions 1 and 2 begin with two letters and the version
            if head[2:4] in (b"\x01\x00", b"\x02\x00"):
                raise BadValue("tiles_other_version", version=head[2], read=VERSION)
            raise BadValue("tiles_no_archive")
        if len(head) < HEADER:
            raise BadValue("tiles_damaged")
        if head[7] != VERSION:
            raise BadValue("tiles_other_version", version=head[7], read=VERSION)
        sections = struct.unpack_from("<8Q", head, 8)
        self._root, self._metadata, self._below, self._data = zip(sections[::2], sections[1::2], strict=True)
        inner, packed, kind, least, most = head[97:102]
        bounds = tuple(one / 1e7 for one in struct.unpack_from("<4i", head, 102))
        if inner not in COMPRESSIONS or packed not in COMPRESSIONS or kind not in KINDS:
            raise BadValue("tiles_other_kind", known=sorted(KINDS.values()))
        self._inner, self._packed = COMPRESSIONS[inner], COMPRESSIONS[packed]
        west, south, east, north = bounds
        whole = -180 <= west < east <= 180 and -90 <= south < north <= 90
        if least > most or least > HIGHEST or not whole or any(at + long > self._size for at, long in self._sections()):
            raise BadValue("tiles_damaged")
        self.header = TilesHeader(KINDS[kind], least, min(most, HIGHEST), (west, south, east, north))

    def _sections(self) -> tuple[tuple[int, int], ...]:
        return self._root, self._metadata, self._below, self._data

    def _bytes(self, at: int, long: int, *, within: tuple[int, int], most: int, packed: str | None) -> bytes:
        """Bytes of a section, unpacked."""
        begin, whole = within
        if at < 0 or long <= 0 or at + long > whole or long > most:
            raise BadValue("tiles_damaged")
        content = os.pread(self._file.fileno(), long, begin + at)
        if len(content) < long:
            raise BadValue("tiles_damaged")
        return content if packed is None else unpacked(content, packed, most=most)

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What the file tells of itself (``name, attribution, vector_layers`` …); empty where it tells nothing."""
        if not self._metadata[1]:
            return {}
        text = self._bytes(0, self._metadata[1], within=self._metadata, most=MOST_METADATA, packed=self._inner)
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadValue("tiles_damaged") from error
        return told if isinstance(told, dict) else {}

    @cached_property
    def _first(self) -> _Directory:
        return self._directory(0, self._root[1], within=self._root)

    def _directory(self, at: int, long: int, *, within: tuple[int, int]) -> _Directory:
        try:
            numbers = packed_numbers(self._bytes(at, long, within=within, most=MOST_DIRECTORY, packed=self._inner))
        except Unreadable as error:
            raise BadValue("tiles_damaged") from error
        count = int(numbers[0]) if len(numbers) else 0
        if count < 1 or len(numbers) != 1 + 4 * count:
            raise BadValue("tiles_damaged")
        steps, runs, lengths, told = numbers[1:].reshape(4, count)
        # No sum may run over: a file whose numbers are that large has no such tiles.
        if max(steps.max(), runs.max(), lengths.max(), told.max()) >= 1 << 56 or (lengths < 1).any():
            raise BadValue("tiles_damaged")
        tiles = np.cumsum(steps)
        if (steps[1:] < 1).any() or (told[0] == 0) or tiles[-1] < 0 or lengths.sum() < 0:
            raise BadValue("tiles_damaged")
        # 0 stands for "right behind the one before": behind the last that says where it lies, and what follows that.
        before = np.cumsum(lengths) - lengths
        last = np.maximum.accumulate(np.where(told > 0, np.arange(count), 0))
        return _Directory(tiles, runs, lengths, told[last] - 1 + before - before[last])

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The unpacked bytes of a tile; None where there is none.

        Raises
        ------
        BadValue
            ``tiles_damaged``: what the directories say of it cannot be.
        """
        if not (self.header.min_zoom <= z <= self.header.max_zoom and 0 <= x < 1 << z and 0 <= y < 1 << z):
            return None
        wanted, directory = tile_number(z, x, y), self._first
        for _ in range(DEEPEST):
            nth = int(np.searchsorted(directory.tiles, wanted, side="right")) - 1
            if nth < 0:
                return None
            run, at, long = (int(one[nth]) for one in (directory.runs, directory.offsets, directory.lengths))
            if run:
                if wanted - int(directory.tiles[nth]) >= run:
                    return None
                return self._bytes(at, long, within=self._data, most=MOST_TILE, packed=self._packed)
            directory = self._leaf(at, long)
        raise BadValue("tiles_damaged")

    def _leaf(self, at: int, long: int) -> _Directory:
        return self._leaves.get((at, long), lambda: self._directory(at, long, within=self._below))

    def any_tile(self) -> bytes:
        """The bytes of the tile that the first directories name first.

        Raises
        ------
        BadValue
            ``tiles_damaged``: there is none, or it cannot be.
        """
        directory = self._first
        for _ in range(DEEPEST):
            run, at, long = (int(one[0]) for one in (directory.runs, directory.offsets, directory.lengths))
            if run:
                return self._bytes(at, long, within=self._data, most=MOST_TILE, packed=self._packed)
            directory = self._leaf(at, long)
        raise BadValue("tiles_damaged")


def unpacked(content: bytes, packed: str, *, most: int) -> bytes:
    """Bytes without their compression; ``tiles_damaged`` where they are none such, or more than ``most``."""
    try:
        with pa.CompressedInputStream(pa.BufferReader(content), packed) as stream:
            out = bytes(stream.read(most + 1))
    except (OSError, pa.ArrowException) as error:
        raise BadValue("tiles_damaged") from error
    if len(out) > most:
        raise BadValue("tiles_damaged")
    return out


def is_picture(content: bytes, kind: str) -> bool:
    """Whether bytes begin as a picture of a kind does."""
    at, sign = SIGNS[kind]
    return content[at : at + len(sign)] == sign


def tile_number(z: int, x: int, y: int) -> int:
    """The number of a tile: those of all levels above, then its place on the Hilbert curve of its own."""
    number, side = ((1 << 2 * z) - 1) // 3, 1 << z
    half = side >> 1
    while half:
        right, down = int(bool(x & half)), int(bool(y & half))
        number += half * half * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return number
