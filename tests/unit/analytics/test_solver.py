"""Does one solver spoil the answer of another in the same process, and is a failed run ever told as an answer?"""

from __future__ import annotations

import subprocess
import sys

import highspy
import numpy as np

from analytics.solver import SilentHighs


def knapsack(*, threads: int | None = None) -> SilentHighs:
    solver = SilentHighs()
    if threads is not None:
        solver.setOptionValue("threads", threads)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 3, 1
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([5.0, 4.0, 3.0])
    model.col_lower_, model.col_upper_ = np.zeros(3), np.ones(3)
    model.row_lower_, model.row_upper_ = np.array([-np.inf]), np.array([4.0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([0, 3])
    model.a_matrix_.index_ = np.array([0, 1, 2])
    model.a_matrix_.value_ = np.array([3.0, 2.0, 2.0])
    model.integrality_ = [highspy.HighsVarType.kInteger] * 3
    solver.passModel(model)
    return solver


def test_many_solvers_in_one_process_give_the_same_answer():
    for _ in range(3):
        solver = knapsack()
        solver.solve_or_fail()
        assert [round(x) for x in solver.getSolution().col_value] == [0, 1, 1]


FAIL_THEN_TELL = """
from analytics.solver import SolverFailed
from tests.unit.analytics.test_solver import knapsack

knapsack(threads=1).solve_or_fail()
try:
    knapsack(threads=2).solve_or_fail()
except SolverFailed as failed:
    print(failed.code)
"""


def test_a_run_that_failed_is_an_error_and_not_zeros():
    # The pool of threads is laid out by the first run of a process, so a fresh one is needed to see it fail.
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            FAIL_THEN_TELL,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "solver_failed"


def test_out_of_time_is_no_failure():
    solver = knapsack()
    solver.setOptionValue("time_limit", 0.0)
    solver.solve_or_fail()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
