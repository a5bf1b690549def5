"""Which core correlates most with the ideal: all of a small network, and the moves that better one of a large network?

The search as a whole, and what the answer means, is ``core_periphery``.
"""

from __future__ import annotations

import numpy as np

from analytics.network.compiled import kernel

MOVES, NEAR = 10_000, 300
"""Moves after which the search ends, and nodes on each side, those that cost least, tried for one another."""


@kernel
def correlation(inside, outside, size, nodes):  # type: ignore[no-untyped-def]
    """Phi of ties with the ideal: ``inside`` ties in a core of ``size``, ``outside`` beyond it; -2: not defined."""
    within = size * (size - 1) / 2.0
    beyond = (nodes - size) * (nodes - size - 1) / 2.0
    told = float(inside + outside)
    pairs = within + beyond
    if within <= 0.0 or beyond <= 0.0 or told <= 0.0 or told >= pairs:
        return -2.0
    phi = (inside * beyond - outside * within) / np.sqrt(told * (pairs - told)) / np.sqrt(within * beyond)
    return min(1.0, max(-1.0, phi))


@kernel
def best_of_all(indptr, indices):  # type: ignore[no-untyped-def]
    """The core that fits best of all there are, one flip of a node after another (Gray code); empty where none fits."""
    n = indptr.size - 1
    core = np.zeros(n, dtype=np.bool_)
    best = np.zeros(n, dtype=np.bool_)
    most, most_size = -2.0, n
    inside, outside, size = 0, indices.size // 2, 0
    for count in range(1, 1 << n):
        v = 0
        while not (count >> v) & 1:
            v += 1
        tied = 0
        for e in range(indptr[v], indptr[v + 1]):
            if core[indices[e]]:
                tied += 1
        beyond = indptr[v + 1] - indptr[v] - tied
        if core[v]:
            inside, outside, size = inside - tied, outside + beyond, size - 1
        else:
            inside, outside, size = inside + tied, outside - beyond, size + 1
        core[v] = not core[v]
        fit = correlation(inside, outside, size, n)
        if fit < most - 1e-12 or fit < -1.0:
            continue
        better = fit > most + 1e-12 or size < most_size
        if not better and size == most_size:
            for u in range(n):
                if core[u] != best[u]:
                    better = core[u]
                    break
        if better:
            most, most_size = fit, size
            best[:] = core
    return best


@kernel
def bettered(indptr, indices, start):  # type: ignore[no-untyped-def]
    """The core after every move that helps: a node more or one less, the best first; else one for another."""
    n = indptr.size - 1
    core = start.copy()
    size = 0
    inside, outside = 0, 0
    tied = np.zeros(n, dtype=np.int64)
    for v in range(n):
        if core[v]:
            size += 1
        for e in range(indptr[v], indptr[v + 1]):
            if core[indices[e]]:
                tied[v] += 1
                if core[v]:
                    inside += 1
            elif not core[v]:
                outside += 1
    inside, outside = inside // 2, outside // 2
    now = correlation(inside, outside, size, n)
    worth = np.empty(n)
    for _ in range(MOVES):
        for v in range(n):
            beyond = indptr[v + 1] - indptr[v] - tied[v]
            if core[v]:
                worth[v] = correlation(inside - tied[v], outside + beyond, size - 1, n)
            else:
                worth[v] = correlation(inside + tied[v], outside - beyond, size + 1, n)
        lost, got = -1, -1
        first = int(np.argmax(worth))
        if worth[first] > now + 1e-12:
            if core[first]:
                lost = first
            else:
                got = first
        else:
            best = now + 1e-12
            likely = np.argsort(-worth)
            ins = likely[core[likely]][:NEAR]
            outs = likely[~core[likely]][:NEAR]
            for u in ins:
                for w in outs:
                    joined = 0
                    at = indptr[u] + np.searchsorted(indices[indptr[u] : indptr[u + 1]], w)
                    if at < indptr[u + 1] and indices[at] == w:
                        joined = 1
                    more = inside - tied[u] + tied[w] - joined
                    free_u = indptr[u + 1] - indptr[u] - tied[u]
                    free_w = indptr[w + 1] - indptr[w] - tied[w]
                    fit = correlation(more, outside + free_u - free_w - joined, size, n)
                    if fit > best:
                        best, lost, got = fit, u, w
        if lost < 0 and got < 0:
            break
        if lost >= 0:
            inside -= tied[lost]
            outside += indptr[lost + 1] - indptr[lost] - tied[lost]
            core[lost] = False
            size -= 1
            for e in range(indptr[lost], indptr[lost + 1]):
                tied[indices[e]] -= 1
        if got >= 0:
            inside += tied[got]
            outside -= indptr[got + 1] - indptr[got] - tied[got]
            core[got] = True
            size += 1
            for e in range(indptr[got], indptr[got + 1]):
                tied[indices[e]] += 1
        now = correlation(inside, outside, size, n)
    return core
