"""Which of two sides go together, each once at most, so that most do and it costs the least?

A flow of least cost, exact. What a pair is and what it costs is each plan's own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from analytics.solver import SolverFailed

Ints = npt.NDArray[np.int64]


def cheapest_pairs(row: Ints, column: Ints, cost: Ints, *, most: int | None = None) -> Ints:
    """The candidates to take: first as many as can be, at most ``most``, then with the least cost in all.

    ``min Σ_k c_k x_k`` with the largest possible ``Σ_k x_k <= most``, every row and every column in one pair at most.
    Solved as a flow of least cost (Ahuja, Magnanti & Orlin 1993, chapter 9; ortools' cost scaling), exact in whole
    numbers. Beforehand only the ``most`` cheapest of each row are kept, then of each column: where an answer uses
    another one of the row, the other pairs leave at least one of the cheaper ones free in its stead.

    Parameters
    ----------
    row, column
        The two ends of each candidate, whole numbers from 0, each pair once; shape (k,).
    cost
        Of each candidate; shape (k,). Negative ones are allowed.
    most
        Pairs to take at most; None: as many as can be.

    Returns
    -------
    numpy.ndarray
        int64, positions of the candidates taken, ascending; empty without candidates or with ``most`` 0. The same for
        the same input; which of equally good answers it is follows from the order of the candidates.

    Raises
    ------
    SolverFailed
        The solver gave no optimum.
    """
    if not len(row) or most == 0:
        return np.empty(0, dtype=np.int64)
    kept = np.arange(len(row))
    if most is not None:
        kept = _cheapest_within(row, cost, most=most)
        kept = np.sort(kept[_cheapest_within(column[kept], cost[kept], most=most)])
    rows, at_row = np.unique(row[kept], return_inverse=True)
    columns, at_column = np.unique(column[kept], return_inverse=True)
    begin, end = len(rows) + len(columns), len(rows) + len(columns) + 1
    pairs, sides = len(kept), len(rows) + len(columns)
    tails = np.concatenate((at_row, np.full(len(rows), begin), len(rows) + np.arange(len(columns))))
    heads = np.concatenate((len(rows) + at_column, np.arange(len(rows)), np.full(len(columns), end)))
    # The same for every pair, so that none is negative; the number of pairs is the same in every answer compared.
    costs = np.concatenate((cost[kept] - cost[kept].min(), np.zeros(sides, dtype=np.int64)))
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), np.ones(pairs + sides, dtype=np.int64), costs.astype(np.int64)
    )
    wanted = min(len(rows), len(columns), most if most is not None else len(rows))
    flow.set_node_supply(begin, wanted)
    flow.set_node_supply(end, -wanted)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise SolverFailed("solver_failed", status=str(status))
    taken = np.asarray(flow.flows(np.arange(pairs, dtype=np.int32)))
    return np.asarray(kept[taken > 0], dtype=np.int64)


def _cheapest_within(group: Ints, cost: Ints, *, most: int) -> Ints:
    """Positions of the ``most`` cheapest of each group."""
    order = np.argsort(group, kind="stable")
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    # A partition of each group costs far less than sorting all at once.
    kept = [
        some if len(some) <= most else some[np.argpartition(cost[some], most - 1)[:most]]
        for some in np.split(order, begins[1:])
    ]
    return np.concatenate(kept)
