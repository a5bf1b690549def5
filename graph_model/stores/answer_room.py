"""How large may the answer of free Cypher grow before it is given up?

A row limit alone does not bound it: one row may hold a list of everything. Time and the memory of the store are
limited elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graph_model.errors import QueryFailed

MOST_PIECES: Final = 2_000_000
"""Values of an answer, those inside of lists counted; a text counts one more for each 40 letters."""
LETTERS_A_PIECE: Final = 40


class Room:
    """What is left for one answer."""

    def __init__(self) -> None:
        self._left = MOST_PIECES

    def take(self, row: Sequence[Any]) -> None:
        """Count a row in.

        Raises
        ------
        QueryFailed
            ``answer_too_large``: there is no room for it.
        """
        self._left -= _pieces(row)
        if self._left < 0:
            raise QueryFailed("answer_too_large", most=MOST_PIECES)


def _pieces(values: Sequence[Any]) -> int:
    count = len(values)
    for value in values:
        if isinstance(value, list):
            count += _pieces(value)
        elif isinstance(value, str):
            count += len(value) // LETTERS_A_PIECE
    return count
