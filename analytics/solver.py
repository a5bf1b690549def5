"""How is HiGHS started: silent, the same in every room, and never wrong without a word?

Models are built where they are asked.
"""

from __future__ import annotations

import highspy

from graph_model.errors import Failure


class SolverFailed(Failure):
    """The solver refused a model or broke off; what it holds then is no answer."""


class SilentHighs(highspy.Highs):
    """The solver without its banner, on one thread, which refuses to go on after a failed run.

    The threads are one pool for the whole process, laid out by the first solver that runs: a later one that asks for
    another number fails and holds zeros. All therefore ask for the same, here and nowhere else.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("threads", 1)
        self.setOptionValue("random_seed", 1)

    def enableCallbacks(self) -> None:  # noqa: N802 - the first thing that the solver's own constructor calls
        self.setOptionValue("output_flag", False)  # noqa: FBT003
        super().enableCallbacks()  # type: ignore[no-untyped-call]

    def solve_or_fail(self) -> None:
        """Run, and raise SolverFailed where the solver tells an error; running out of time is none."""
        if self.run() == highspy.HighsStatus.kError:
            raise SolverFailed("solver_failed", status=str(self.getModelStatus()))
