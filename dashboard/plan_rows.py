"""As which table are the rows of a saved plan read again?

JSON tells no types: a column is of what its values are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl


def rows_frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows as JSON told them; a column that holds signs beside numbers is text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    told: dict[str, Any] = {}
    for name in names:
        values = [row.get(name) for row in rows]
        mixed = len({type(value) for value in values if value is not None}) > 1
        numbers = all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in values if value is not None
        )
        if mixed and numbers:
            values = [None if value is None else float(value) for value in values]
        elif mixed:
            values = [None if value is None else str(value) for value in values]
        told[name] = pl.Series(name, values, strict=False)
    return pl.DataFrame(told)
