"""How is a document written as JSON text that a person can read: a row a line?

Text alone; what stands in it is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def json_pieces(content: Any, *, inset: str = "") -> Iterator[str]:
    """The text of a JSON document, indented down to its rows; piece by piece, since a city's report is long.

    A row, which is an object or a list of plain values, stands on a line of its own.
    """
    if not isinstance(content, dict | list) or not content or _is_row(content):
        yield _compact(content)
        return
    deeper = inset + "  "
    ends = "{}" if isinstance(content, dict) else "[]"
    items = content.items() if isinstance(content, dict) else ((None, one) for one in content)
    before = ends[0] + "\n"
    for name, value in items:
        yield before + deeper + ("" if name is None else _compact(str(name)) + ": ")
        yield from json_pieces(value, inset=deeper)
        before = ",\n"
    yield f"\n{inset}{ends[1]}"


def _is_row(content: dict[str, Any] | list[Any]) -> bool:
    values = content.values() if isinstance(content, dict) else content
    return not any(
        isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))
        for value in values
    )


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
