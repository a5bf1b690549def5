"""Which columns does a statement answer, and which of them does its order go by?

Judged on tokens; what the catalogue asks of them is told in ``queries``.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_model.cypher_text import Kind, Token
from graph_model.errors import CatalogueFault


def answer_shape(found: Sequence[Token], file: str) -> tuple[list[str], list[str]]:
    """The aliases of the last RETURN, and the names its ORDER BY goes by.

    Parameters
    ----------
    found
        The statement's tokens.
    file
        The file it stands in, for errors.

    Raises
    ------
    CatalogueFault
        ``returns_differ``: no RETURN, or a column without an alias. ``order_missing``; ``order_not_returned``: an order
        that goes by more than names.
    """
    depths = _depths(found)
    top = [place for place, depth in enumerate(depths) if depth == 0]
    start = next((place for place in reversed(top) if found[place].is_word("return")), None)
    if start is None:
        raise CatalogueFault("returns_differ", file=file, header=None, body=[])
    order = next(
        (
            p
            for p in top
            if p > start and found[p].is_word("order") and p + 1 < len(found) and found[p + 1].is_word("by")
        ),
        None,
    )
    if order is None:
        raise CatalogueFault("order_missing", file=file)
    columns = []
    for part in _parts(found, depths, start + 1, order):
        if len(part) < 2 or not part[-2].is_word("as"):
            raise CatalogueFault("returns_differ", file=file, header=None, body=[token.text for token in part])
        columns.append(part[-1].text)
    end = next((p for p in top if p > order and found[p].is_word("skip", "limit")), len(found))
    names = []
    for part in _parts(found, depths, order + 2, end):
        bare = part[:-1] if part and part[-1].is_word("asc", "desc", "ascending", "descending") else part
        if len(bare) != 1 or bare[0].kind not in (Kind.WORD, Kind.QUOTED):
            raise CatalogueFault("order_not_returned", file=file, columns=[" ".join(token.text for token in part)])
        names.append(bare[0].text)
    return columns, names


def _depths(found: Sequence[Token]) -> list[int]:
    depths, depth = [], 0
    for token in found:
        depth -= token.is_sign(")", "]", "}")
        depths.append(depth)
        depth += token.is_sign("(", "[", "{")
    return depths


def _parts(found: Sequence[Token], depths: Sequence[int], start: int, end: int) -> list[list[Token]]:
    """The tokens between two places, split at the commas that stand in no bracket; a trailing ``;`` dropped."""
    parts: list[list[Token]] = [[]]
    for place in range(start, end):
        token = found[place]
        if token.is_sign(",") and depths[place] == 0:
            parts.append([])
        elif not token.is_sign(";") and not (place == start and token.is_word("distinct")):
            parts[-1].append(token)
    return parts
