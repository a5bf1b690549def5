"""Which few of many choices reach the most, when what is reached twice counts once?

Maximum coverage, exact by HiGHS or greedy with a proven bound. What a choice and a reach are is each plan's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.plans.solving import solved

EXACT_UP_TO = 400_000
"""Most reaches (choice, subject) that are given to the solver; above, the greedy answer is told with its own bound."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chosen:
    """What was chosen.

    Attributes
    ----------
    choices
        Rows of ``reaches``, in the order in which each adds the most to those before it.
    gains
        What each added, in that order.
    singles
        How many further seats went to single subjects.
    value, bound
        Weight reached, singles included; no choice of so many reaches more than the bound.
    """

    choices: tuple[int, ...]
    gains: tuple[float, ...]
    singles: int
    value: float
    bound: float


def most_reached(
    reaches: sparse.csr_array[Any, tuple[int, int]],
    weights: Floats,
    *,
    seats: int,
    single: npt.NDArray[np.bool_] | None = None,
    seconds: float = 20.0,
    exact_up_to: int = EXACT_UP_TO,
) -> Chosen:
    """At most ``seats`` choices that reach the most weight.

    ``max Σ_e w_e z_e,  z_e <= Σ_{c reaches e} x_c,  Σ_c x_c + u <= seats,  x binary,  0 <= z <= 1`` (Church & ReVelle
    1974), where u seats go to single subjects of weight 1 that no choice reaches: ``u <= Σ_{e single} (1 - z_e)``.
    HiGHS starts from the greedy answer, which reaches at least 1 - 1/e of the best; its bound is the least over the
    greedy's steps of what is reached and the ``seats`` largest further gains (Nemhauser, Wolsey & Fisher 1978).

    Parameters
    ----------
    reaches
        Nonzero where a choice reaches a subject; shape (choices, subjects).
    weights
        Of the subjects, none negative; shape (subjects,).
    single
        Which subjects may be given a seat themselves; their weight is 1; None: none of them. Shape (subjects,).

    Returns
    -------
    Chosen
        No choice that adds nothing is in it. Without choices, subjects or seats: nothing, value and bound 0.
    """
    held = reaches.astype(np.float64)
    held.data[:] = 1.0
    lone = np.zeros(held.shape[1], dtype=np.bool_) if single is None else single
    rows, bound = _greedy(held, weights, lone, seats=seats)
    start = _ordered(held, weights, lone, rows, seats=seats)
    if start.value >= bound - 1e-9 or held.nnz == 0 or held.nnz > exact_up_to:
        return Chosen(start.choices, start.gains, start.singles, start.value, max(bound, start.value))
    merged, heavy, alone = _merged(held, weights, lone)
    choices, subjects = merged.shape
    counted = sparse.hstack([-merged.T, sparse.eye_array(subjects), sparse.csr_array((subjects, 1))])
    seated = np.concatenate((np.ones(choices), np.zeros(subjects), [1.0]))
    singles = np.concatenate((np.zeros(choices), alone, [1.0]))
    program = sparse.vstack([counted, sparse.csr_array(seated[None, :]), sparse.csr_array(singles[None, :])])
    reached = np.asarray(merged[list(start.choices), :].sum(axis=0)).ravel() > 0
    begun = np.concatenate((np.zeros(choices), reached, [start.singles])).astype(np.float64)
    begun[list(start.choices)] = 1.0
    found = solved(
        np.concatenate((np.zeros(choices), heavy, [1.0])),
        sparse.csc_array(program),
        least=np.full(subjects + 2, -np.inf),
        most=np.concatenate((np.zeros(subjects), [seats, alone.sum()])).astype(np.float64),
        upper=np.concatenate((np.ones(choices + subjects), [seats])),
        whole=np.concatenate((np.ones(choices), np.zeros(subjects), [1.0])).astype(np.bool_),
        seconds=seconds,
        start=begun,
    )
    best = start
    if found.values is not None:
        other = _ordered(held, weights, lone, np.flatnonzero(found.values[:choices] > 0.5).tolist(), seats=seats)
        best = max(start, other, key=lambda one: one.value)
    return Chosen(best.choices, best.gains, best.singles, best.value, max(best.value, min(bound, found.bound)))


def _greedy(
    held: sparse.csr_array[Any, tuple[int, int]], weights: Floats, lone: npt.NDArray[np.bool_], *, seats: int
) -> tuple[list[int], float]:
    left = weights.astype(np.float64).copy()
    rows: list[int] = []
    bound = np.inf
    reached = 0.0
    for _ in range(seats + 1):
        gains = np.asarray(held @ left).ravel()
        top = np.sort(gains)[::-1][:seats]
        ones = np.ones(min(seats, int((lone & (left > 0)).sum())))
        bound = min(bound, reached + float(np.sort(np.concatenate((top, ones)))[::-1][:seats].sum()))
        if len(rows) == seats or not len(gains) or gains.max() <= 0:
            break
        row = int(gains.argmax())
        rows.append(row)
        reached += float(gains[row])
        left[held.indices[held.indptr[row] : held.indptr[row + 1]]] = 0.0
    return rows, min(bound, float(weights.sum()))


def _ordered(
    held: sparse.csr_array[Any, tuple[int, int]],
    weights: Floats,
    lone: npt.NDArray[np.bool_],
    rows: list[int],
    *,
    seats: int,
) -> Chosen:
    """The rows by what each adds; what adds nothing is left out, and the seats left go to single subjects."""
    left = weights.astype(np.float64).copy()
    remaining = list(rows)
    order: list[int] = []
    gains: list[float] = []
    while remaining:
        each = np.asarray(held[remaining, :] @ left).ravel()
        at = int(each.argmax())
        if each[at] <= 0:
            break
        row = remaining.pop(at)
        order.append(row)
        gains.append(float(each[at]))
        left[held.indices[held.indptr[row] : held.indptr[row + 1]]] = 0.0
    singles = min(seats - len(order), int((lone & (left > 0)).sum()))
    return Chosen(tuple(order), tuple(gains), singles, sum(gains) + singles, np.inf)


def _merged(
    held: sparse.csr_array[Any, tuple[int, int]], weights: Floats, lone: npt.NDArray[np.bool_]
) -> tuple[sparse.csr_array[Any, tuple[int, int]], Floats, Floats]:
    """Subjects that the very same choices reach, as one with their weights and single subjects summed."""
    columns = sparse.csc_array(held)
    columns.sort_indices()
    kinds: dict[bytes, int] = {}
    first: list[int] = []
    group = np.empty(columns.shape[1], dtype=np.int64)
    for at in range(columns.shape[1]):
        reached_by = columns.indices[columns.indptr[at] : columns.indptr[at + 1]].tobytes()
        if reached_by not in kinds:
            kinds[reached_by] = len(first)
            first.append(at)
        group[at] = kinds[reached_by]
    size = len(first)
    heavy, alone = np.zeros(size), np.zeros(size)
    np.add.at(heavy, group, weights)
    np.add.at(alone, group, lone)
    return columns[:, first].tocsr(), heavy, alone
