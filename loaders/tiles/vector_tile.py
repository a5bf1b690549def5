"""What does a vector tile draw: the points, lines and areas of each layer, with what is told of them?

Mapbox Vector Tiles, version 1 and 2, from their bytes. Which layers are of use and how they look is decided elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph_model.errors import BadValue
from loaders.tiles.numbers import Numbers, Unreadable, packed_numbers, signed

POINT, LINE, AREA = "point", "line", "area"
SHAPES: Final = {1: POINT, 2: LINE, 3: AREA}
MOST_FEATURES: Final = 40_000
"""Most features of one tile, all layers together; the densest tiles of a metropolis have a fifth."""
MOST_CORNERS: Final = 1_000_000
Parts = list[npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Feature:
    """One thing of a layer.

    Attributes
    ----------
    shape
        ``point``, ``line`` or ``area``.
    told
        Names and values.
    parts
        Points (n, 2), lines or closed rings as arrays (n, 2) in units of the layer, x to the east and y to the south.
    """

    shape: str
    told: dict[str, Any]
    parts: Parts


@dataclass(frozen=True)
class Layer:
    """A layer: its name, how many units the tile's side has, its features."""

    name: str
    extent: int
    features: list[Feature]


def tile_layers(content: bytes, *, wanted: Callable[[str], bool]) -> list[Layer]:
    """The layers of a tile that are wanted, by name; the others are not read.

    Raises
    ------
    BadValue
        ``tiles_damaged``: the bytes are no vector tile, or more than a tile may hold.
    """
    left = [MOST_FEATURES, MOST_CORNERS]
    try:
        told = [_layer(held, wanted, left) for number, held in _fields(memoryview(content)) if number == 3]
    except (Unreadable, IndexError, struct.error, UnicodeDecodeError, TypeError, ValueError) as error:
        raise BadValue("tiles_damaged") from error
    return [layer for layer in told if layer is not None]


def _fields(held: memoryview) -> Iterator[tuple[int, Any]]:
    """Number and value of each field of a message."""
    at, end = 0, len(held)
    while at < end:
        key, at = _number(held, at)
        kind = key & 7
        if kind == 0:
            value, at = _number(held, at)
            yield key >> 3, value
            continue
        long = 8 if kind == 1 else 4
        if kind == 2:
            long, at = _number(held, at)
        elif kind not in (1, 5):
            raise Unreadable
        if at + long > end:
            raise Unreadable
        yield key >> 3, held[at : at + long]
        at += long


def _number(held: memoryview, at: int) -> tuple[int, int]:
    told = shift = 0
    while True:
        one = held[at]
        told |= (one & 0x7F) << shift
        at += 1
        if one < 0x80:
            return told, at
        shift += 7
        if shift > 63:
            raise Unreadable


def _layer(held: memoryview, wanted: Callable[[str], bool], left: list[int]) -> Layer | None:
    name, extent = "", 4096
    keys: list[str] = []
    values: list[Any] = []
    features = []
    for number, value in _fields(held):
        if number == 1:
            name = str(value, "utf-8")
        elif number == 2:
            features.append(value)
        elif number == 3:
            keys.append(str(value, "utf-8"))
        elif number == 4:
            values.append(_value(value))
        elif number == 5:
            extent = int(value)
    if not wanted(name):
        return None
    left[0] -= len(features)
    if not 1 <= extent <= 1 << 16 or left[0] < 0:
        raise Unreadable
    told = (_feature(one, keys, values, left) for one in features)
    return Layer(name, extent, [one for one in told if one is not None])


def _value(held: memoryview) -> Any:
    for number, value in _fields(held):
        if number == 1:
            return str(value, "utf-8")
        if number in (2, 3):
            return struct.unpack("<f" if number == 2 else "<d", value)[0]
        if number in (4, 5):
            return value
        if number == 6:
            return (value >> 1) ^ -(value & 1)
        if number == 7:
            return bool(value)
    return None


def _feature(held: memoryview, keys: list[str], values: list[Any], left: list[int]) -> Feature | None:
    shape, told, parts = None, {}, None
    for number, value in _fields(held):
        if number == 2:
            pairs = packed_numbers(value).tolist()
            told = {keys[key]: values[of] for key, of in zip(pairs[::2], pairs[1::2], strict=True)}
        elif number == 3:
            shape = SHAPES.get(value)
        elif number == 4:
            parts = packed_numbers(value)
    if shape is None or parts is None:
        return None
    left[1] -= len(parts)
    if left[1] < 0:
        raise Unreadable
    return Feature(shape, told, _parts(parts))


def _parts(numbers: Numbers) -> Parts:
    """The moves of a pen as arrays of corners: each move begins a part, and every step is from where the pen is."""
    steps: list[Numbers] = []
    lengths: list[int] = []
    at, end = 0, len(numbers)
    while at < end:
        order = int(numbers[at])
        what, often = order & 7, order >> 3
        at += 1
        if what == 7:
            continue
        if what not in (1, 2) or at + 2 * often > end or (what == 2 and not lengths):
            raise Unreadable
        steps.append(signed(numbers[at : at + 2 * often]).reshape(-1, 2))
        at += 2 * often
        if what == 2:
            lengths[-1] += often
        else:  # several moves in a row are several points
            lengths += [1] * often
    if not steps:
        return []
    corners = np.cumsum(np.vstack(steps), axis=0)
    return np.split(corners, np.cumsum(lengths)[:-1])
