"""What the peers share: from an Arrow table of text ids to whole numbers, by Arrow's own dictionary.

No peer's network is made here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[2]))  # the worker stands in the repository beside us


class Coded:
    """A table's two columns as codes, and what a peer makes of them.

    Attributes
    ----------
    source, target
        int32 (m,).
    ids
        Arrow array of the n ids; a code is a place in it.
    """

    def __init__(self, table: pa.Table) -> None:
        both = pa.chunked_array([*table.column(0).chunks, *table.column(1).chunks]).combine_chunks()
        coded = both.dictionary_encode()
        codes = coded.indices.to_numpy()
        self.ids = coded.dictionary
        self.source, self.target = codes[: table.num_rows], codes[table.num_rows :]
        self.graph: Any = None

    def names(self) -> list[str]:
        """The ids as text."""
        return list(self.ids.to_pylist())


class Seats:
    """Who sits where, and what a peer makes of it.

    Attributes
    ----------
    actor, event
        int32 (m,): organisation and committee of each seat as codes.
    events
        How many committees there are.
    ids
        Arrow array of the organisations' ids; a code is a place in it.
    """

    def __init__(self, table: pa.Table) -> None:
        actor, event = (table.column(k).combine_chunks().dictionary_encode() for k in (0, 1))
        self.actor, self.event = actor.indices.to_numpy(), event.indices.to_numpy()
        self.ids, self.events = actor.dictionary, len(event.dictionary)
        self.graph: Any = None

    def names(self) -> list[str]:
        """The organisations' ids as text."""
        return list(self.ids.to_pylist())
