"""How the kernels are compiled: once, lazily, kept on disk where a place can be written, released from the GIL.

Holds no measure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Kernel = Callable[..., Any]
T = TypeVar("T")

PARTS = 8
"""Sources are always cut into this many parts, whatever the number of threads, so that sums round alike everywhere."""

WORTH_THREADS = 200_000
"""Ties or rows below which starting threads takes longer than they save."""


def kernel(function: Kernel) -> Kernel:
    """Compile ``function`` at its first call with numba.

    The machine code is kept in ``NUMBA_CACHE_DIR`` if set, else beside the module, else (an installation that cannot be
    written) in the user's cache folder; numba chooses in this order. Where none of them can be written the kernel is
    compiled anew in each process instead of failing.
    """
    try:
        return cast(Kernel, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast(Kernel, numba.njit(nogil=True)(function))


def inlined(function: Kernel) -> Kernel:
    """Compile a helper of kernels; it is kept with the kernels that call it."""
    return cast(Kernel, numba.njit(inline="always")(function))


@contextmanager
def in_ranges(
    items: int, work: int, *, threads: int | None = None
) -> Iterator[Callable[[Callable[[int, int], T]], list[T]]]:
    """A function that runs ``(begin, end)`` over the ranges of ``items``, its threads kept for many such runs.

    Parameters
    ----------
    items
        To be cut into ``PARTS`` ranges of one length.
    work
        How much there is to do in all; below ``WORTH_THREADS`` there is one range and no thread.
    threads
        Default: the processors this process may use.
    """
    parts = PARTS if work > WORTH_THREADS else 1
    ranges = [(items * k // parts, items * (k + 1) // parts) for k in range(parts)]
    width = threads or len(os.sched_getaffinity(0))
    if parts == 1 or width == 1:
        yield lambda run: [run(begin, end) for begin, end in ranges]
        return
    with ThreadPoolExecutor(max_workers=width) as pool:
        yield lambda run: list(pool.map(lambda one: run(*one), ranges))


def in_parts(
    work: Callable[[NDArray[np.int64]], T], items: NDArray[np.int64], *, threads: int | None = None
) -> list[T]:
    """Run ``work`` on ``PARTS`` slices of ``items``, on the processors there are; the answers in order.

    Parameters
    ----------
    work
        A function around a kernel; kernels let go of the GIL.
    items
        What to divide; slices are strided, so that each part has its share of large and small.
    threads
        Default: the processors this process may use.
    """
    # contiguous, as a lone slice is: else each kernel would be compiled for both
    parts = [np.ascontiguousarray(items[k::PARTS]) for k in range(min(PARTS, max(1, items.size)))]
    width = threads or len(os.sched_getaffinity(0))
    if width == 1 or len(parts) == 1:
        return [work(part) for part in parts]
    work(items[:0])  # compiles, once, before the threads would each wait for it
    with ThreadPoolExecutor(max_workers=width) as pool:
        return list(pool.map(work, parts))
