"""Where did an error happen that nobody foresaw?

Kinds of error and places in the program alone: what an error says is left out, for it may quote a cell of a member's
row.
"""

from __future__ import annotations

from collections.abc import Iterator


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, the newest first."""
    told: BaseException | None = error
    while told is not None:
        yield told
        told = told.__cause__ or told.__context__


def chained(error: BaseException) -> Iterator[str]:
    """The kinds of an error and of what led to it."""
    return (f"{type(one).__module__}.{type(one).__qualname__}" for one in chain(error))


def frames(error: BaseException) -> Iterator[str]:
    """Where an error and what led to it happened, without values."""
    import traceback

    for one in chain(error):
        yield f"  {type(one).__qualname__}\n"
        yield from traceback.format_tb(one.__traceback__)
