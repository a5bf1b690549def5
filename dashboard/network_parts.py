"""Into which places is a large network divided, so that far out each place is one mark?

Finds the kind of place and who lies where; nothing is drawn or laid out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph_model.snapshot.places import DEEPEST

MOST_PARTS = 400
"""Most places drawn as marks; the finest kind of place that stays within it is taken."""
KINDS = ("community", "area", "subdistrict", "district", "city")


@dataclass(frozen=True)
class Parts:
    """Places that organisations are gathered in.

    Attributes
    ----------
    kind
        The kind of place; None where the region has none to divide it by.
    places
        ``code`` and ``name`` of each part; the last one, with a null code, holds those that lie in no such place,
        where there are some.
    of
        int64 (n,): the part of each organisation.
    """

    kind: str | None
    places: pl.DataFrame
    of: npt.NDArray[np.int64]


def parts_of(places: pl.DataFrame, lies_in: pl.Series) -> Parts:
    """The parts of organisations by the place each is based in.

    Parameters
    ----------
    places
        ``code, name, kind, parent``.
    lies_in
        Code of each organisation's place; null where it is unknown.
    """
    size = places.height
    index = pl.DataFrame({"code": places.get_column("code"), "row": np.arange(size, dtype=np.int64)})

    def rows(codes: pl.Series) -> npt.NDArray[np.int64]:
        found = pl.DataFrame({"code": codes.cast(pl.String)}).join(index, on="code", how="left", maintain_order="left")
        return found.get_column("row").fill_null(size).to_numpy()

    parent = np.append(rows(places.get_column("parent")), size)
    kinds = [*places.get_column("kind").to_list(), None]
    base = rows(lies_in)
    for kind in KINDS:
        is_kind = np.array([one == kind for one in kinds])
        at = np.arange(size + 1)
        for _ in range(DEEPEST):
            at = np.where(is_kind[at], at, parent[at])
        at[~is_kind[at]] = size
        held = np.unique(at[base])
        if 1 < (held < size).sum() <= MOST_PARTS:
            of = np.searchsorted(held, at[base])
            inside = held[held < size]
            named = places.select("code", "name")[inside.tolist()]
            if held[-1] == size:
                named = pl.concat([named, pl.DataFrame({"code": [None], "name": [None]}, schema=named.schema)])
            return Parts(kind, named, of.astype(np.int64))
    nowhere = pl.DataFrame({"code": [None], "name": [None]}, schema={"code": pl.String, "name": pl.String})
    return Parts(None, nowhere, np.zeros(lies_in.len(), dtype=np.int64))
