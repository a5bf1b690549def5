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

    Pointers and indices are unsigned, and so is what counts along them: whatever may be negative is looked at once more
    for each tie, a third of the time of all of this.
    """
    n = out_ptr.size - 1
    hits = np.zeros(n, dtype=np.int64)
    hops = np.full((2, n), -1, dtype=np.int32)
    paths = np.zeros((2, n))
    queue = np.empty((2, n), dtype=np.uint32)
    tail = np.zeros(2, dtype=np.uint64)
    rim = np.zeros(2, dtype=np.uint64)
    cost = np.zeros(2, dtype=np.int64)
    one = np.uint64(1)
    for sample in samples:
        state = np.uint64(seed) ^ (np.uint64(sample) * np.uint64(0xD1342543DE82EF95))
        state, bits = _draw(state)
        s = bits % np.uint64(n)
        state, bits = _draw(state)
        t = bits % np.uint64(n - 1)
        if t >= s:
            t += one
        hops[0, s] = 0
        hops[1, t] = 0
        paths[0, s] = 1.0
        paths[1, t] = 1.0
        queue[0, 0] = s
        queue[1, 0] = t
        tail[0] = 1
        tail[1] = 1
        rim[0] = 0
        rim[1] = 0
        cost[0] = out_ptr[s + one] - out_ptr[s]
        cost[1] = in_ptr[t + one] - in_ptr[t]
        met = False
        grown = 0
        while not met and rim[0] < tail[0] and rim[1] < tail[1]:
            grown = 0 if cost[0] <= cost[1] else 1
            ptr, idx = (out_ptr, out_idx) if grown == 0 else (in_ptr, in_idx)
            own, far, ways, line = hops[grown], hops[1 - grown], paths[grown], queue[grown]
            end = tail[grown]
            last = end
            wide = np.int64(0)
            beyond = np.int32(own[line[rim[grown]]] + 1)
            for at in range(rim[grown], end):
                v = line[at]
                through = ways[v]
                for e in range(ptr[v], ptr[v + one]):
                    w = idx[e]
                    h = own[w]
                    if h < 0:
                        own[w] = beyond
                        ways[w] = through
                        line[last] = w
                        last += one
                    elif h == beyond:
                        ways[w] += through
            for at in range(end, last):
                w = line[at]
                wide += np.int64(ptr[w + one]) - np.int64(ptr[w])
                met |= far[w] >= 0
            tail[grown] = last
            rim[grown] = end
            cost[grown] = wide
        if met:
            every = 0.0
            for at in range(rim[grown], tail[grown]):
                w = queue[grown, at]
                if hops[1 - grown, w] >= 0:
                    every += paths[0, w] * paths[1, w]
            state, bits = _draw(state)
            left = every * (np.float64(bits >> np.uint64(11)) / 9007199254740992.0)
            middle = s
            for at in range(rim[grown], tail[grown]):
                w = np.uint64(queue[grown, at])
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
                    before = v
                    below = hops[side, v] - 1
                    for e in range(ptr[v], ptr[v + one]):
                        w = np.uint64(idx[e])
                        if hops[side, w] == below:
                            before = w
                            left -= paths[side, w]
                            if left < 0.0:
                                break
                    v = before
                    if v not in (s, t):
                        hits[v] += 1
        for side in range(2):
            for at in range(tail[side]):
                hops[side, queue[side, at]] = -1
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
    ends = (*_unsigned(out), *_unsigned(into))
    parts = in_parts(
        lambda some: _hits(*ends, some, np.int64(seed)),
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


def _unsigned(rows: Csr) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Pointers and indices, which are never negative, as the kernel counts."""
    return rows.indptr.view(np.uint64), rows.indices.view(np.uint32)
