"""What is the best answer of a linear program with whole numbers, or how good can it be at most?

HiGHS (Huangfu & Hall 2018), one thread, fixed seed. What the numbers stand for is each plan's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.solver import SilentHighs

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """What a solver found.

    Attributes
    ----------
    values
        One a column; None where nothing feasible was found in the time.
    value
        Of the objective; None without values.
    bound
        No feasible answer is better; plus or minus infinity where none was proved.
    """

    values: Floats | None
    value: float | None
    bound: float


def solved(
    gain: Floats,
    rows: sparse.csc_array[Any],
    *,
    least: Floats,
    most: Floats,
    upper: Floats,
    whole: npt.NDArray[np.bool_],
    seconds: float,
    start: Floats | None = None,
) -> Solution:
    """The columns x, ``0 <= x <= upper``, with the largest ``gain · x`` under ``least <= rows · x <= most``.

    Parameters
    ----------
    gain, upper
        One a column; shape (n,).
    rows
        The constraints; shape (m, n).
    least, most
        One a row; infinity where there is no such bound; shape (m,).
    whole
        Which columns must be whole numbers; shape (n,).
    seconds
        How long to look, at most. The answer then is the best found, with the bound proved so far.
    start
        A feasible answer to begin with, which makes sure that one is found.
    """
    size = len(gain)
    if size == 0:
        return Solution(np.empty(0), 0.0, 0.0)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = size, rows.shape[0]
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.asarray(gain, dtype=np.float64)
    program.col_lower_, program.col_upper_ = np.zeros(size), np.asarray(upper, dtype=np.float64)
    program.row_lower_, program.row_upper_ = np.asarray(least, np.float64), np.asarray(most, np.float64)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = rows.indptr
    program.a_matrix_.index_ = rows.indices
    program.a_matrix_.value_ = rows.data.astype(np.float64)
    kinds = highspy.HighsVarType
    mixed = bool(np.any(whole))
    if mixed:
        program.integrality_ = [kinds.kInteger if one else kinds.kContinuous for one in whole.tolist()]
    solver = SilentHighs()
    for name, value in (
        ("time_limit", float(seconds)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-6),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    if start is not None and mixed:
        begun = highspy.HighsSolution()
        begun.col_value = start.tolist()
        solver.setSolution(begun)
    solver.solve_or_fail()
    info = solver.getInfo()
    finished = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solution(None, None, info.mip_dual_bound if mixed else np.inf)
    values = np.asarray(solver.getSolution().col_value, dtype=np.float64)
    values = np.where(whole, np.rint(values), values)
    value = float(np.asarray(gain) @ values)
    bound = info.mip_dual_bound if mixed else value if finished else np.inf
    return Solution(values, value, max(float(bound), value) if mixed else float(bound))
