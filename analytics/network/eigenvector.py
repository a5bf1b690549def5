"""Who is tied to those who are well tied themselves: eigenvector centrality.

Knows no walker; PageRank is ``rank``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

from analytics.network.cuts import components

DENSE_UP_TO = 200
"""Nodes up to which the eigenvalues are worked out all at once, without iteration."""
APART = 1e-8
"""Two leading eigenvalues nearer than this, over the larger, count as one."""


def eigenvector_centrality(adjacency: sparse.csr_array, *, directed: bool) -> NDArray[np.float64] | None:
    """Bonacich's (1972) eigenvector centrality, float64 (n,), of length 1 in the Euclidean sense.

    The vector x with ``x_j = (1 / lambda) * sum_i a_ij x_i`` for the largest eigenvalue lambda: a node's own is the sum
    of the centralities of those that have a tie to it. From 0 to 1; weights count; 0 outside the component that has
    the largest eigenvalue.

    Returns
    -------
    array or None
        None where it is not defined: without nodes or ties; where the largest eigenvalue belongs to several vectors
        (two components alike, say two lone ties); a directed network without a cycle, whose eigenvalues are all 0.
    """
    n = adjacency.shape[0]
    if n == 0 or adjacency.nnz == 0:
        return None
    inward = sparse.csr_array(adjacency.T).astype(np.float64) if directed else adjacency.astype(np.float64)
    if directed and _without_cycle(adjacency):
        return None
    if not directed and n > DENSE_UP_TO:
        return _symmetric(inward)
    values, vectors = _leading(inward, directed=directed)
    top, second = values[0], values[1] if len(values) > 1 else -np.inf
    if top <= 0 or top - second <= APART * top:
        return None
    return _of_one_sign(np.asarray(vectors[:, 0], dtype=np.float64))


def _of_one_sign(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of length 1 and not below 0: Perron and Frobenius say of one sign, rounding aside."""
    vector = np.clip(vector * np.sign(vector.sum()), 0.0, None)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float64)


def _symmetric(adjacency: sparse.csr_array) -> NDArray[np.float64] | None:
    """Of a large undirected network: the leading vector alone, and then whether a second component has its eigenvalue.

    Within a component the largest eigenvalue has one vector, so only another component can have it too, and only one
    with a node whose ties add up to as much. Working out the two leading vectors takes four times as long.
    """
    values, vectors = linalg.eigsh(adjacency, k=1, which="LA", v0=np.ones(adjacency.shape[0]))
    top, vector = float(values[0]), np.asarray(vectors[:, 0], dtype=np.float64)
    if top <= 0:
        return None
    component = components(adjacency)
    strength = np.asarray(adjacency.sum(axis=1), dtype=np.float64)
    most = np.zeros(int(component.max()) + 1)
    np.maximum.at(most, component, strength)
    most[component[int(np.argmax(np.abs(vector)))]] = 0.0
    for rival in np.flatnonzero(most >= (1.0 - APART) * top):
        members = np.flatnonzero(component == rival)
        if _largest(sparse.csr_array(adjacency[members][:, members])) >= (1.0 - APART) * top:
            return None
    return _of_one_sign(vector)


def _largest(adjacency: sparse.csr_array) -> float:
    if adjacency.shape[0] <= DENSE_UP_TO:
        return float(np.linalg.eigvalsh(adjacency.toarray())[-1])
    values = linalg.eigsh(adjacency, k=1, which="LA", v0=np.ones(adjacency.shape[0]), return_eigenvectors=False)
    return float(values[0])


def _without_cycle(adjacency: sparse.csr_array) -> bool:
    count, _ = sparse.csgraph.connected_components(adjacency, directed=True, connection="strong")
    return bool(count == adjacency.shape[0])


def _leading(inward: sparse.csr_array, *, directed: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The two largest eigenvalues by their real part, and their vectors."""
    n = inward.shape[0]
    if n <= DENSE_UP_TO:
        dense: Callable[..., Any] = np.linalg.eig if directed else np.linalg.eigh
        values, vectors = dense(inward.toarray())
    else:
        start = np.ones(n)  # of all signs alike, so never at right angles to the vector that is looked for
        values, vectors = linalg.eigs(inward, k=2, which="LR", v0=start)
    values, vectors = np.real(values), np.real(vectors)
    order = np.argsort(-values, kind="stable")[:2]
    return np.asarray(values[order]), np.asarray(vectors[:, order])
