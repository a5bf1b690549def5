"""How are the packed numbers of tile archives and vector tiles read, whatever bytes they are?

Base-128 numbers as Protocol Buffers write them, many at once. What they mean is ``archive``'s and ``vector_tile``'s
business.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
LONGEST = 9
"""Bytes of a number that still fits into 63 bits."""


class Unreadable(Exception):
    """Bytes that are no such numbers; never leaves this package."""


def packed_numbers(content: bytes | memoryview) -> Numbers:
    """All base-128 numbers that stand one behind the other; shape (n,).

    Raises
    ------
    Unreadable
        The last one does not end, or one does not fit into 63 bits.
    """
    held = np.frombuffer(content, dtype=np.uint8)
    if not len(held):
        return np.zeros(0, dtype=np.int64)
    ends = np.flatnonzero(held < 0x80)
    if not len(ends) or ends[-1] != len(held) - 1:
        raise Unreadable
    begins = np.concatenate([[0], ends[:-1] + 1])
    if (ends - begins).max() >= LONGEST:
        raise Unreadable
    nth = np.arange(len(held)) - np.repeat(begins, ends - begins + 1)
    return np.asarray(np.add.reduceat((held & 0x7F).astype(np.int64) << (7 * nth), begins))


def signed(numbers: Numbers) -> Numbers:
    """Zigzag numbers with their signs: 0, -1, 1, -2, 2 …"""
    return np.asarray((numbers >> 1) ^ -(numbers & 1))
