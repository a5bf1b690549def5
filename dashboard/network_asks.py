"""What does a person ask of the picture of the network: a path, who lies inside an outline, what if a tie came or went?

Reads what the address says and asks analytics; words and drawing are the drawers'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.network.shortest_path import shortest_path
from analytics.supposing import Edit
from dashboard.network_view import NetworkView
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import LAYERS

SIGNS = {"+": "add_tie", "-": "drop_tie"}
MOST_CORNERS = 200
MOST_EDITS = 50
"""Corners of an outline and edits of a plan that an address may hold."""


@dataclass(frozen=True)
class Way:
    """A shortest way between two organisations.

    Attributes
    ----------
    organisations
        ``code, name, level, domain`` from the one end to the other.
    ties
        Of each step the layers of the tie.
    ways
        How many ways of so few steps there are.
    """

    organisations: pl.DataFrame
    ties: tuple[tuple[str, ...], ...]
    ways: float


def row_of(view: NetworkView, code: str) -> int:
    """The row of an organisation in a view; ``UnknownName`` with the nearest codes where it has none such."""
    codes = view.snapshot.codes
    if code not in codes:
        raise UnknownName("organisation", code, known=codes)
    return codes.index(code)


def way_between(view: NetworkView, source: str, target: str, *, layers: Sequence[str]) -> Way | None:
    """The shortest way in some layers of a view; None where there is none.

    Raises
    ------
    UnknownName
        One of them is not in the view.
    """
    rows = [row_of(view, code) for code in (source, target)]
    found = shortest_path(view.snapshot.adjacency(layers), *rows)
    if found is None:
        return None
    told = view.snapshot.organisations.select("code", "name", "level", "domain")[list(found.nodes)]
    pairs = zip(found.nodes, found.nodes[1:], strict=False)
    ties = tuple(tuple(n for n in layers if view.snapshot.layers[n][a, b]) for a, b in pairs)
    return Way(told, ties, found.ways)


def outline_from(text: str) -> npt.NDArray[np.float64]:
    """The corners ``x,y;x,y;…`` of an outline in the picture's own measure; float64 (corners, 2).

    Raises
    ------
    BadValue
        ``bad_outline``: fewer than three corners or more than ``MOST_CORNERS``, or one that is none.
    """
    try:
        corners = np.array([[float(one) for one in corner.split(",")] for corner in text.split(";")])
    except ValueError as error:
        raise BadValue("bad_outline", most=MOST_CORNERS) from error
    if corners.ndim != 2 or corners.shape[1] != 2 or not 3 <= len(corners) <= MOST_CORNERS:
        raise BadValue("bad_outline", most=MOST_CORNERS)
    if not np.isfinite(corners).all():
        raise BadValue("bad_outline", most=MOST_CORNERS)
    return corners


def inside(positions: npt.NDArray[np.float64], corners: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which positions lie inside an outline, by the even-odd rule; bool (n,), never where there is no position."""
    x, y = positions[:, 0], positions[:, 1]
    within = np.zeros(len(positions), dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y > min(y1, y2)) & (y <= max(y1, y2))
        within ^= crosses & (x <= (y - y1) * (x2 - x1) / (y2 - y1) + x1)
    return within & np.isfinite(x)


def organisations_inside(view: NetworkView, corners: npt.NDArray[np.float64]) -> pl.DataFrame:
    """Who of a view with ties lies inside an outline: ``code, name, level, domain, place, community, ties``."""
    names = ("code", "name", "level", "domain", "place", "community")
    return (
        view.snapshot.organisations.select(names)
        .with_columns(pl.Series("ties", view.degrees))
        .filter(pl.Series(inside(view.positions, corners) & (view.degrees > 0)))
        .sort(["ties", "code"], descending=[True, False])
    )


def edits_from(text: str) -> tuple[Edit, ...]:
    """The edits an address tells: ``+layer|a|b;-layer|a|b``, each name percent-encoded.

    Raises
    ------
    BadValue
        ``bad_edits``: not of this form, or more than ``MOST_EDITS``.
    """
    if not text:
        return ()
    edits = []
    for one in text.split(";"):
        parts = [unquote(part) for part in one[1:].split("|")]
        if one[:1] not in SIGNS or len(parts) != 3 or parts[0] not in LAYERS or not all(parts):
            raise BadValue("bad_edits", most=MOST_EDITS)
        edits.append(Edit(do=SIGNS[one[0]], layer=parts[0], a=parts[1], b=parts[2]))
    if len(edits) > MOST_EDITS:
        raise BadValue("bad_edits", most=MOST_EDITS)
    return tuple(edits)


def edits_text(edits: Sequence[Edit]) -> str:
    """Edits as an address tells them; ``edits_from`` reads them again."""
    back = {do: sign for sign, do in SIGNS.items()}
    return ";".join(
        back[edit.do] + "|".join(quote(str(part), safe="") for part in (edit.layer, edit.a, edit.b)) for edit in edits
    )


def tie_rows(view: NetworkView) -> pl.DataFrame:
    """Every tie of a view with the names of its ends and a column a layer; the most layers first."""
    names = view.snapshot.organisations.select("code", "name")
    flags: list[Any] = [(pl.col(name) == 1).alias(f"layer_{name}") for name in LAYERS]
    return (
        view.ties.sort("weight", "a", "b", descending=[True, False, False])
        .join(names.rename({"code": "a", "name": "a_name"}), on="a", how="left", maintain_order="left")
        .join(names.rename({"code": "b", "name": "b_name"}), on="b", how="left", maintain_order="left")
        .select("a_name", "b_name", "weight", *flags, "a", "b")
    )
