"""scipy as the worker drives it: a sparse matrix, and what its own functions and a line of matrix algebra give.

Writes no algorithm of its own.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import scipy
from common import Coded, Seats
from scipy import sparse
from scipy.sparse import csgraph, linalg

from dashboard.bench.measure_worker import Library, work


def converted(table: pa.Table, *, directed: bool) -> Coded:
    """A matrix of ones."""
    coded = Coded(table)
    n = len(coded.ids)
    source, target = coded.source, coded.target
    if not directed:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    coded.graph = sparse.csr_array((np.ones(source.size), (source, target)), shape=(n, n))
    return coded


def rank(matrix: sparse.csr_array) -> np.ndarray:
    """The plain iteration, until its error is under 1e-9 by the sum."""
    n = matrix.shape[0]
    strength = matrix.sum(axis=1)
    step = matrix.T.tocsr() * (0.85 / strength)[None, :]
    now = np.full(n, 1 / n)
    while True:
        after = step @ now + 0.15 / n
        moved = np.abs(after - now).sum()
        now = after
        if moved * 0.85 / 0.15 < 1e-9:
            return now


def constraint(matrix: sparse.csr_array) -> np.ndarray:
    """Burt's, in matrices."""
    share = sparse.diags_array(1 / matrix.sum(axis=1)) @ matrix
    through = (share + share @ share).multiply(matrix > 0)
    return np.asarray(through.multiply(through).sum(axis=1)).ravel()


def effective_size(matrix: sparse.csr_array) -> np.ndarray:
    """Degree less the mean degree within the ego network (Borgatti 1997), of ties without weights."""
    degree = matrix.sum(axis=1)
    return degree - (matrix @ matrix).multiply(matrix).sum(axis=1) / degree


def transitivity(matrix: sparse.csr_array) -> float:
    """Closed paths of length two over all."""
    degree = matrix.sum(axis=1)
    return float((matrix @ matrix).multiply(matrix).sum() / (degree * (degree - 1)).sum())


def eigenvector(matrix: sparse.csr_array) -> np.ndarray:
    """The leading one."""
    _, vectors = linalg.eigsh(matrix, k=1, which="LA", v0=np.ones(matrix.shape[0]))
    return np.abs(vectors[:, 0])


def seats(table: pa.Table) -> Seats:
    """Organisations by committees."""
    coded = Seats(table)
    cells = (np.ones(coded.actor.size), (coded.actor, coded.event))
    coded.graph = sparse.csr_array(cells, shape=(len(coded.ids), coded.events))
    return coded


def projection(matrix: sparse.csr_array) -> sparse.csr_array:
    """Who sits with whom: 1 for each two, none with oneself, rows in order, as the others' networks are."""
    together = matrix @ matrix.T
    together.setdiag(0)
    together.eliminate_zeros()
    together.data[:] = 1
    together.sort_indices()
    return together


def of(measure):
    """A measure of the matrix in what was coded."""
    return lambda coded: measure(coded.graph)


MEASURES = {
    "build": of(lambda matrix: matrix.shape[0]),
    "degree": of(lambda matrix: np.diff(matrix.indptr)),
    "components": of(lambda matrix: csgraph.connected_components(matrix, directed=False)[1]),
    "pagerank": of(rank),
    "constraint": of(constraint),
    "effective_size": of(effective_size),
    "transitivity": of(transitivity),
    "eigenvector": of(eigenvector),
    "reciprocity": of(lambda matrix: float(matrix.multiply(matrix.T).sum() / matrix.nnz)),
    "strong_components": of(lambda matrix: csgraph.connected_components(matrix, connection="strong")[1]),
    "projection": of(projection),
}

if __name__ == "__main__":
    work(
        Library(
            name="scipy",
            version=scipy.__version__,
            convert={
                "ties": lambda table: converted(table, directed=False),
                "arcs": lambda table: converted(table, directed=True),
                "seats": seats,
            },
            measures=MEASURES,
            names=lambda coded: coded.names(),
            pairs={"projection": lambda matrix: np.column_stack(sparse.triu(matrix, k=1, format="coo").coords)},
        )
    )
