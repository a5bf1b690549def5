"""Betweenness of networks too large for the exact sweep: an estimate from random shortest paths, with its error.

Not used below ``exact_up_to`` nodes; the exact measure is in ``paths``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import in_parts, inlined, kernel
from analytics.network.graph import Csr

SAMPLES = 40_000
FAILURE = 0.05


@inlined
def _draw(state):  # type: ignore[no-untyped-def]
    """The next state and 64 random bits of it (splitmix64): the same on every machine."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    mixed = state
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state, mixed ^ (mixed >> np.uint64(31))


@kernel
def _hits(out_ptr, out_idx, in_ptr, in_idx, samples, seed):  # type: ignore[no-untyped-def]  # noqa: PLR0915
    """How often each node is inside a random shortest path of a random ordered pair; int64 (n,).

    Each sample is a balanced search from both ends (Borassi and Natale 2016): the side with fewer ties at its rim grows
    by a whole level until the two meet; one of the meeting nodes is drawn by the paths through it, and from it the path
    is drawn backwards on both sides.
    """
    n = out_ptr.size - 1
    hits = np.zeros(n, dtype=np.int64)
    hops = np.full((2, n), -1, dtype=np.int32)
    paths = np.zeros((2, n))
    queue = np.empty((2, n), dtype=np.int32)
    tail = np.zeros(2, dtype=np.int64)
    rim = np.zeros(2, dtype=np.int64)
    for sample in samples:
        state = np.uint64(seed) ^ (np.uint64(sample) * np.uint64(0xD1342543DE82EF95))
        state, bits = _draw(state)
        s = np.int64(bits % np.uint64(n))
        state, bits = _draw(state)
        t = np.int64(bits % np.uint64(n - 1))
        if t >= s:
            t += 1
        ends = (s, t)
        for side in range(2):
            queue[side, 0] = ends[side]
            hops[side, ends[side]] = 0
            paths[side, ends[side]] = 1.0
            tail[side] = 1
            rim[side] = 0
        met = False
        grown = 0
        while not met and rim[0] < tail[0] and rim[1] < tail[1]:
            cost0, cost1 = 0, 0
            for at in range(rim[0], tail[0]):
                cost0 += out_ptr[queue[0, at] + 1] - out_ptr[queue[0, at]]
            for at in range(rim[1], tail[1]):
                cost1 += in_ptr[queue[1, at] + 1] - in_ptr[queue[1, at]]
            grown = 0 if cost0 <= cost1 else 1
            ptr, idx = (out_ptr, out_idx) if grown == 0 else (in_ptr, in_idx)
            end = tail[grown]
            for at in range(rim[grown], end):
                v = queue[grown, at]
                beyond = hops[grown, v] + 1
                for e in range(ptr[v], ptr[v + 1]):
                    w = idx[e]
                    if hops[grown, w] < 0:
                        hops[grown, w] = beyond
                        queue[grown, tail[grown]] = w
                        tail[grown] += 1
                        if hops[1 - grown, w] >= 0:
                            met = True
                    if hops[grown, w] == beyond:
                        paths[grown, w] += paths[grown, v]
            rim[grown] = end
        if met:
            every = 0.0
            for at in range(rim[grown], tail[grown]):
                w = queue[grown, at]
                if hops[1 - grown, w] >= 0:
                    every += paths[0, w] * paths[1, w]
            state, bits = _draw(state)
            left = every * (np.float64(bits >> np.uint64(11)) / 9007199254740992.0)
            middle = np.int64(-1)
            for at in range(rim[grown], tail[grown]):
                w = queue[grown, at]
                if hops[1 - grown, w] >= 0:
                    middle = w
                    left -= paths[0, w] * paths[1, w]
                    if left < 0.0:
                        break
            if middle not in (s, t):
                hits[middle] += 1
            for side in range(2):
                ptr, idx = (in_ptr, in_idx) if side == 0 else (out_ptr, out_idx)
                v = middle
                while hops[side, v] > 0:
                    state, bits = _draw(state)
                    left = paths[side, v] * (np.float64(bits >> np.uint64(11)) / 9007199254740992.0)
                    before = np.int64(-1)
                    for e in range(ptr[v], ptr[v + 1]):
                        w = idx[e]
                        if hops[side, w] >= 0 and hops[side, w] == hops[side, v] - 1:
                            before = w
                            left -= paths[side, w]
                            if left < 0.0:
                                break
                    v = before
                    if v not in (s, t):
                        hits[v] += 1
        for side in range(2):
            for at in range(tail[side]):
                v = queue[side, at]
                hops[side, v] = -1
                paths[side, v] = 0.0
    return hits


@dataclass(frozen=True)
class SampledBetweenness:
    """An estimate, and how far off it may be.

    Attributes
    ----------
    raw
        float64 (n,), in the unit of ``paths.raw_betweenness``.
    error
        In the unit of the normalised measure: with probability 0.95 no node's normalised betweenness is further than
        this from the estimate.
    """

    raw: NDArray[np.float64]
    error: float


def sampled_betweenness(
    out: Csr, into: Csr, *, directed: bool, seed: int, samples: int = SAMPLES, threads: int | None = None
) -> SampledBetweenness:
    """Betweenness estimated from ``samples`` random shortest paths, the same for the same ``seed`` on every machine.

    A pair of nodes is drawn uniformly, then one of its shortest paths uniformly (Riondato and Kornaropoulos 2016); the
    share of samples in which a node is inside estimates its betweenness over n(n-1) ordered pairs, without bias. The
    error is the largest empirical Bernstein bound of any node (Maurer and Pontil 2009), with the chance of failing,
    0.05, divided over the nodes and both directions: ``sqrt(2 V ln(2/d) / k) + 7 ln(2/d) / (3 (k - 1))``, d = 0.05 /
    2n.
    """
    n = out.nodes
    numbers = np.arange(samples, dtype=np.int64)
    parts = in_parts(
        lambda some: _hits(out.indptr, out.indices, into.indptr, into.indices, some, np.int64(seed)),
        numbers,
        threads=threads,
    )
    share = np.sum(parts, axis=0) / samples
    raw = share * n * (n - 1) / (1 if directed else 2)
    variance = share * (1.0 - share) * samples / (samples - 1)
    told = np.log(2.0 * 2.0 * n / FAILURE)
    bound = np.sqrt(2.0 * variance * told / samples) + 7.0 * told / (3.0 * (samples - 1))
    scale = n / (n - 2)  # from all ordered pairs to pairs of others
    return SampledBetweenness(raw=raw, error=float(bound.max() * scale))
