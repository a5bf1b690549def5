"""How does Leiden divide a network into communities: its three steps, over and over, on rows of neighbours?

Knows neither names nor how a division is judged besides the gain it climbs by; ``communities`` tells what came out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.network.chance import random_below, random_bits
from analytics.network.compiled import kernel
from analytics.network.graph import Csr

RANDOMNESS = 0.01
"""Of a merge while a community is refined, in units of tie weight (Traag, Waltman and van Eck 2019, theta)."""
LEAST_GAIN = 1e-12
"""Gains below are rounding; without it two communities could pass a node to and fro."""


@kernel
def _shuffled(n, state):  # type: ignore[no-untyped-def]
    order = np.arange(n)
    for k in range(n - 1, 0, -1):
        other = random_below(state, k + 1)
        order[k], order[other] = order[other], order[k]
    return order


@kernel
def _moved(indptr, indices, weight, strength, price, group, state):  # type: ignore[no-untyped-def]
    """Move nodes to the neighbouring community they gain most by, until none gains; ``group`` is changed.

    The gain of being in a community is the weight of the ties into it less ``price`` times both strengths. Only
    neighbours of what has moved are asked again. Groups are numbered below n.
    """
    n = indptr.size - 1
    total, members = np.zeros(n), np.zeros(n, dtype=np.int64)
    for v in range(n):
        total[group[v]] += strength[v]
        members[group[v]] += 1
    free = np.empty(n + 1, dtype=np.int64)
    frees = 0
    for g in range(n):
        if members[g] == 0:
            free[frees] = g
            frees += 1
    queue, waits = _shuffled(n, state), np.ones(n, dtype=np.bool_)
    head, waiting = 0, n
    into, met = np.zeros(n), np.empty(n, dtype=np.int64)
    moves = 0
    while waiting:
        v = queue[head]
        head = head + 1 if head + 1 < n else 0
        waiting -= 1
        waits[v] = False
        own = group[v]
        count = 0
        for e in range(indptr[v], indptr[v + 1]):
            g = group[indices[e]]
            if into[g] == 0.0:
                met[count] = g
                count += 1
            into[g] += weight[e]
        worth = price * strength[v]
        best, most = own, into[own] - worth * (total[own] - strength[v])
        for k in range(count):
            g = met[k]
            if g != own:
                gain = into[g] - worth * total[g]
                if gain > most + LEAST_GAIN:
                    best, most = g, gain
            into[g] = 0.0
        if most < -LEAST_GAIN and members[own] > 1:
            frees -= 1
            best = free[frees]
        if best == own:
            continue
        moves += 1
        total[own] -= strength[v]
        members[own] -= 1
        if members[own] == 0:
            total[own] = 0.0
            free[frees] = own
            frees += 1
        total[best] += strength[v]
        members[best] += 1
        group[v] = best
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if group[u] != best and not waits[u]:
                waits[u] = True
                tail = head + waiting
                queue[tail if tail < n else tail - n] = u
                waiting += 1
    return moves


@kernel
def _refined(indptr, indices, weight, strength, price, group, state):  # type: ignore[no-untyped-def]
    """Communities within the communities: single nodes merged, so that none ever holds what is not tied to the rest.

    A node merges while it is alone and tied well enough to its community, into a part of it that is tied well enough,
    by chance the rather the more it gains.
    """
    n = indptr.size - 1
    whole = np.zeros(n)
    for v in range(n):
        whole[group[v]] += strength[v]
    outward = np.zeros(n)  # weight of the ties from each part to the rest of its community
    for v in range(n):
        for e in range(indptr[v], indptr[v + 1]):
            if group[indices[e]] == group[v]:
                outward[v] += weight[e]
    part, total, alone = np.arange(n), strength.copy(), np.ones(n, dtype=np.bool_)
    into, met, chance = np.zeros(n), np.empty(n, dtype=np.int64), np.empty(n)
    order = _shuffled(n, state)
    for place in range(n):
        v = order[place]
        own = group[v]
        if not alone[v] or outward[v] < price * strength[v] * (whole[own] - strength[v]):
            continue
        count = 0
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if group[u] != own:
                continue
            p = part[u]
            if into[p] == 0.0:
                met[count] = p
                count += 1
            into[p] += weight[e]
        most = 0.0
        for k in range(count):
            p = met[k]
            chance[k] = -1.0
            if outward[p] >= price * total[p] * (whole[own] - total[p]):
                chance[k] = into[p] - price * strength[v] * total[p]
                most = max(most, chance[k])
        drawn = 0.0
        for k in range(count):
            if chance[k] > 0.0:
                chance[k] = np.exp((chance[k] - most) / RANDOMNESS)
                drawn += chance[k]
            else:
                chance[k] = 0.0
        best = -1
        if drawn > 0.0:
            left = np.float64(random_bits(state) >> np.uint64(11)) * 2.0**-53 * drawn
            for k in range(count):
                if chance[k] > 0.0:
                    best = met[k]
                    left -= chance[k]
                    if left < 0.0:
                        break
        if best >= 0:
            outward[best] += outward[v] - 2.0 * into[best]
            total[best] += strength[v]
            part[v] = best
            alone[best] = False
            alone[v] = False
        for k in range(count):
            into[met[k]] = 0.0
    return part


@kernel
def _numbered(group):  # type: ignore[no-untyped-def]
    """The groups numbered from 0 in order of first appearance, and how many there are."""
    n = group.size
    number, told, count = np.full(n, -1, dtype=np.int64), np.empty(n, dtype=np.int64), 0
    for v in range(n):
        if number[group[v]] < 0:
            number[group[v]] = count
            count += 1
        told[v] = number[group[v]]
    return told, count


@kernel
def _joined(indptr, indices, weight, strength, part, parts):  # type: ignore[no-untyped-def]
    """The network of the parts: ties between them added up; what lies within a part is told by its strength alone."""
    n = indptr.size - 1
    begins = np.zeros(parts + 1, dtype=np.int64)
    for v in range(n):
        begins[part[v] + 1] += 1
    for p in range(parts):
        begins[p + 1] += begins[p]
    at, members = begins[:-1].copy(), np.empty(n, dtype=np.int64)
    for v in range(n):
        members[at[part[v]]] = v
        at[part[v]] += 1
    rows, columns, weights = np.zeros(parts + 1, dtype=np.int64), np.empty_like(indices), np.empty_like(weight)
    sums, into = np.zeros(parts), np.zeros(parts)
    kept = 0
    for p in range(parts):
        first = kept
        for place in range(begins[p], begins[p + 1]):
            v = members[place]
            sums[p] += strength[v]
            for e in range(indptr[v], indptr[v + 1]):
                other = part[indices[e]]
                if other == p:
                    continue
                if into[other] == 0.0:
                    columns[kept] = other
                    kept += 1
                into[other] += weight[e]
        for e in range(first, kept):
            weights[e] = into[columns[e]]
            into[columns[e]] = 0.0
        rows[p + 1] = kept
    return rows, columns[:kept].copy(), weights[:kept].copy(), sums


@kernel
def _divided(indptr, indices, weight, strength, price, rounds, state):  # type: ignore[no-untyped-def]
    """The community of each node after at most ``rounds`` rounds; the last one that moved nothing ends it sooner."""
    n = indptr.size - 1
    group = np.arange(n)
    for _ in range(rounds):
        rows, columns, weights, strengths = indptr, indices, weight, strength
        node = np.arange(n)  # of the network of this level, in which each node of the first one is
        held = group.copy()
        moves = 0
        while True:
            moves += _moved(rows, columns, weights, strengths, price, held, state)
            held, groups = _numbered(held)
            if groups == held.size:
                break
            part, parts = _numbered(_refined(rows, columns, weights, strengths, price, held, state))
            if parts == held.size:
                break
            rows, columns, weights, strengths = _joined(rows, columns, weights, strengths, part, parts)
            above = np.empty(parts, dtype=np.int64)
            for v in range(held.size):
                above[part[v]] = held[v]
            held = above
            for v in range(n):
                node[v] = part[node[v]]
        for v in range(n):
            group[v] = held[node[v]]
        if moves == 0:
            break
    return group


def leiden(ties: Csr, *, seed: int, resolution: float, rounds: int) -> NDArray[np.int64]:
    """A community for each node, int64 (n,), numbers below n (Traag, Waltman and van Eck 2019, From Louvain to Leiden).

    Climbs Newman's modularity: nodes move while that gains, each community is refined into parts that hang together,
    the parts become the nodes of a smaller network, until nothing moves. The same for the same seed, everywhere.

    Parameters
    ----------
    ties
        Symmetric, no loops, weights over 0.
    seed
        Of the order in which nodes are visited and of the merges drawn by chance.
    resolution
        Above 1 more and smaller communities, below 1 fewer.
    rounds
        Most times that all of it is done, each starting from what the one before found.
    """
    strength = np.add.reduceat(np.append(ties.data, 0.0), ties.indptr[:-1]) * (ties.degrees > 0)
    price = resolution / float(ties.data.sum())
    state = np.array([seed], dtype=np.uint64)
    return np.asarray(_divided(ties.indptr, ties.indices, ties.data, strength, price, rounds, state), dtype=np.int64)
