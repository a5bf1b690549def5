"""How is HiGHS started without a word on standard output, where answers stand?

Models are built where they are asked.
"""

from __future__ import annotations

import highspy


class SilentHighs(highspy.Highs):
    """The solver without its banner, which it would write before any option can be set."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - the first thing that the solver's own constructor calls
        self.setOptionValue("output_flag", False)  # noqa: FBT003
        super().enableCallbacks()  # type: ignore[no-untyped-call]
