"""May a value be said again in an error, or does the number of a person stand in it?

The last gate before a screen, a log or an answer: what somebody typed, or named a file, comes back with ``***`` in the
number's place. Names cannot be known here; where they can, loaders keep them out.
"""

from __future__ import annotations

import re

ENOUGH_DIGITS = re.compile(r"\d(?:\D{0,4}\d){6}")
"""Without so many digits nothing can be a number; with none of them the loaders need not be imported."""


def unsaid(value: object) -> object:
    """The value, or what may be said of it; lists part by part, anything but text and lists as it is."""
    if isinstance(value, list | tuple):
        return [unsaid(one) for one in value]
    return unsaid_text(value) if isinstance(value, str) else value


def unsaid_text(text: str) -> str:
    """As ``unsaid`` of one text."""
    if ENOUGH_DIGITS.search(text) is None:
        return text
    from loaders.person_numbers import without_numbers

    return without_numbers(text)
