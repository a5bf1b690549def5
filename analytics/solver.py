"""How is HiGHS started: silent, the same in every room, and never wrong without a word?

Models are built where they are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import highspy

from graph_model.errors import Failure, Stopped

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


@contextmanager
def stoppable(asked: Callable[[], bool]) -> Iterator[None]:
    """Within this block the solver breaks off, with ``Stopped``, soon after ``asked`` says so."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def stop_if_asked() -> None:
    """Raise ``Stopped`` where the work around it is to stop."""
    asked = _asked.get()
    if asked is not None and asked():
        raise Stopped("stopped")


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
        """Run, and raise SolverFailed where the solver tells an error; running out of time is none.

        Within ``stoppable`` it raises Stopped, before, in or after the run.
        """
        asked = _asked.get()
        stop_if_asked()
        if asked is not None:
            for looks in (self.cbMipInterrupt, self.cbSimplexInterrupt):
                looks.subscribe(lambda event: _look(event, asked))
        failed = self.run() == highspy.HighsStatus.kError
        stop_if_asked()
        if failed:
            raise SolverFailed("solver_failed", status=str(self.getModelStatus()))


def _look(event: Any, asked: Callable[[], bool]) -> None:
    if asked():
        event.interrupt()
