"""Do the parameters given fit the query, and what is sent to the store for each?

Checking and coercion, the same for every store, before anything is sent. Values never enter a query's text.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from graph_model.days import DERIVED_DAYS
from graph_model.errors import ParameterMismatch, nearest_names
from graph_model.queries import CatalogueQuery, answer_schema
from graph_model.store import Answer

if TYPE_CHECKING:
    import polars as pl

_TRUE: Final = frozenset(("true", "yes", "1"))
_FALSE: Final = frozenset(("false", "no", "0"))
_LEAST_INT: Final = -(2**63)
_MOST_INT: Final = 2**63 - 1
_NOTHING: Final[Mapping[str, object]] = {"text": "", "list": ()}
"""What is sent for a parameter that may be left out and was; see ``graph_model.queries``."""


def checked_parameters(query: CatalogueQuery, given: Mapping[str, object] | None) -> dict[str, Any]:
    """What to send for each parameter of a catalogue query.

    A text stands for the value it spells (``3``, ``0.5``, ``true``, ``2018-06-30``, ``a,b``). Dates are sent as ISO
    text, since a query says ``date($as_of)``. A parameter left out, or None, that may be, is sent as ``''`` or ``[]``,
    or, a day that follows from ``as_of``, as that day (``graph_model.days``).

    Raises
    ------
    ParameterMismatch
        ``unknown_parameter`` (``name``, ``nearest``, ``known``), ``missing_parameter`` (``name``, ``expected``),
        ``wrong_type`` (``name``, ``expected``, ``value``).
    """
    known = [parameter.name for parameter in query.params]
    values = dict(given or {})
    _refuse_unknown(values, known)
    sent: dict[str, Any] = {}
    for parameter in query.params:
        value = values.get(parameter.name)
        if value is not None:
            sent[parameter.name] = _coerced(parameter.name, parameter.type, value)
        elif parameter.optional and parameter.type == "date":
            sent[parameter.name] = DERIVED_DAYS[parameter.name](dt.date.fromisoformat(sent["as_of"])).isoformat()
        elif parameter.optional:
            nothing = _NOTHING[parameter.type]
            sent[parameter.name] = list(nothing) if isinstance(nothing, tuple) else nothing
        else:
            raise ParameterMismatch("missing_parameter", name=parameter.name, expected=parameter.type)
    return sent


def given_parameters(names: Sequence[str], given: Mapping[str, object] | None) -> dict[str, Any]:
    """What to send for the parameters of a free text, whose names are ``names``; types as they are.

    Text, whole numbers, fractions, truth values, days, lists of these, and None.

    Raises
    ------
    ParameterMismatch
        As ``checked_parameters``.
    """
    values = dict(given or {})
    _refuse_unknown(values, names)
    for name in names:
        if name not in values:
            raise ParameterMismatch("missing_parameter", name=name, expected=None)
        value = values[name]
        inner = value if isinstance(value, list | tuple) else [value]
        if not all(_is_scalar(one) for one in inner):
            raise ParameterMismatch("wrong_type", name=name, expected="scalar_or_list", value=type(value).__name__)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def typed_answer(query: CatalogueQuery, answer: Answer) -> Answer:
    """An answer as the header types it: fractions are floats, also where the store counted in whole numbers, and the
    texts of a list stand in their order, which no store promises.
    """
    floats = [place for place, column in enumerate(query.returns) if column.type == "float"]
    lists = [place for place, column in enumerate(query.returns) if column.type == "list"]
    if not floats and not lists:
        return answer
    rows = []
    for row in answer.rows:
        cells = list(row)
        for place in floats:
            cells[place] = None if cells[place] is None else float(cells[place])
        for place in lists:
            cells[place] = None if cells[place] is None else sorted(cells[place])
        rows.append(tuple(cells))
    return Answer(answer.columns, rows, answer.truncated)


def typed_frame(query: CatalogueQuery, rows: pl.DataFrame) -> pl.DataFrame:
    """As ``typed_answer``, of an answer that came as columns; dtypes are those of ``answer_schema``."""
    import polars as pl

    schema = answer_schema(query)
    lists = [name for name, dtype in schema.items() if isinstance(dtype, pl.List)]
    return rows.cast(pl.Schema(schema)).with_columns(pl.col(name).list.sort() for name in lists)


def _refuse_unknown(values: Mapping[str, object], known: Sequence[str]) -> None:
    for name in values:
        if name not in known:
            raise ParameterMismatch(
                "unknown_parameter", name=name, nearest=nearest_names(name, known), known=sorted(known)
            )


def _is_scalar(value: object) -> bool:
    if isinstance(value, str):
        return _can_be_sent(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _LEAST_INT <= value <= _MOST_INT
    return value is None or isinstance(value, bool | float) or type(value) is dt.date


def _can_be_sent(text: str) -> bool:
    """Neither store can take half a surrogate pair, and one ends a text at NUL."""
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def _coerced(name: str, expected: str, value: object) -> Any:
    readers = {"text": _text, "int": _int, "float": _float, "bool": _bool, "date": _date, "list": _list}
    try:
        return readers[expected](value)
    except (TypeError, ValueError):
        raise ParameterMismatch("wrong_type", name=name, expected=expected, value=str(value)[:100]) from None


def _text(value: object) -> str:
    if not isinstance(value, str) or not _can_be_sent(value):
        raise TypeError
    return value


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    number = int(value)
    if not _LEAST_INT <= number <= _MOST_INT:
        raise ValueError
    return number


def _float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.casefold() not in _TRUE | _FALSE:
        raise TypeError
    return value.casefold() in _TRUE


def _date(value: object) -> str:
    if type(value) is dt.date:
        return value.isoformat()
    if not isinstance(value, str):
        raise TypeError
    return dt.date.fromisoformat(value).isoformat()


def _list(value: object) -> list[Any]:
    if isinstance(value, str):
        return [_text(part.strip()) for part in value.split(",") if part.strip()]
    if not isinstance(value, list | tuple) or not all(_is_scalar(one) and one is not None for one in value):
        raise TypeError
    return list(value)
