"""How is a document written as JSON text that a person can read: a row a line?

Text alone; what stands in it is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_SCALARS: Final = (str, int, float, type(None))

_compact: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True)
class Written:
    """Content of which the text is made already, by ``json_pieces`` with the inset of the place where it stands."""

    pieces: Sequence[str]


def json_pieces(content: Any, *, inset: str = "") -> Iterator[str]:
    """The text of a JSON document, indented down to its rows; piece by piece, since a city's report is long.

    A row, which is an object or a list of plain values, stands on a line of its own. A frame is the list of its rows;
    what is ``Written`` already stands as it is.
    """
    if isinstance(content, Written):
        yield from content.pieces
        return
    if not isinstance(content, dict | list | str | int | float | None):
        from dashboard.reports.json_rows import row_pieces  # here: the command line must not load polars for its help

        yield from row_pieces(content, inset=inset)
        return
    if not isinstance(content, dict | list) or not content or _is_row(content):
        yield _compact(content)
        return
    deeper = inset + "  "
    if isinstance(content, list) and all(isinstance(one, dict | list) and _is_row(one) for one in content):
        yield f"[\n{deeper}"
        yield f",\n{deeper}".join([_compact(one) for one in content])
        yield f"\n{inset}]"
        return
    ends = "{}" if isinstance(content, dict) else "[]"
    items = content.items() if isinstance(content, dict) else ((None, one) for one in content)
    before = ends[0] + "\n"
    for name, value in items:
        yield before + deeper + ("" if name is None else _compact(str(name)) + ": ")
        yield from json_pieces(value, inset=deeper)
        before = ",\n"
    yield f"\n{inset}{ends[1]}"


def _is_row(content: dict[str, Any] | list[Any]) -> bool:
    for value in content.values() if isinstance(content, dict) else content:
        kind = type(value)
        if kind is str or kind is int or value is None:
            continue
        if isinstance(value, list):
            if any(isinstance(one, dict | list) for one in value):
                return False
        elif not isinstance(value, _SCALARS):
            return False  # an object, or a frame
    return True
