"""What is wrong with a value that somebody gave, in words: for settings, options and requests alike?

pydantic, which checks them all, says so in a language of its own; here it is worded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dashboard.i18n import Wording

_KINDS: Final[Mapping[str, str]] = {
    "int_parsing": "whole", "int_type": "whole", "int_from_float": "whole",
    "float_parsing": "number", "float_type": "number",
    "bool_parsing": "truth", "bool_type": "truth",
    "string_type": "text", "missing": "missing", "json_invalid": "json",
    "date_parsing": "day", "date_from_datetime_parsing": "day", "date_type": "day",
}  # fmt: skip
_BOUNDS: Final[Mapping[str, str]] = {
    "greater_than_equal": "ge", "greater_than": "gt", "less_than_equal": "le", "less_than": "lt",
    "string_too_long": "max_length", "too_long": "max_length", "literal_error": "expected", "enum": "expected",
}  # fmt: skip


def wrong_in_words(error: Mapping[str, Any], words: Wording) -> str:
    """What one error of pydantic means: ``type`` and ``ctx``, as ``ValidationError.errors`` gives them."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in _BOUNDS and _BOUNDS[kind] in context:
        return words.text(f"given.bound_{_BOUNDS[kind]}", bound=str(context[_BOUNDS[kind]]))
    return words.text(f"given.{_KINDS.get(kind, 'other')}")


def wrong_from(error: BaseException, words: Wording) -> str:
    """The same of an error that pydantic's led to; where none did, that the value cannot be read."""
    listed = getattr(error.__cause__, "errors", None)
    told = listed(include_url=False, include_input=False) if callable(listed) else ()
    return wrong_in_words(told[0], words) if told else words.text("given.other")
