"""Do ties heed what is known of their ends: mixing by any property, and whether chance could have done it?

A property is a word, or a number; which ones there are is the caller's business.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.assortativity import group_assortativity, numeric_assortativity
from analytics.network.mixing import e_i_index
from analytics.network.significance import SEED, significance

DRAWS = 199


def mixing_by(
    adjacency: sparse.csr_array, values: pl.Series, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, Any]:
    """Mixing of undirected ties by what stands at their ends, as ``measure --by`` tells it.

    Parameters
    ----------
    adjacency
        (n, n), symmetric, no loops; a stored entry is a tie, its weight plays no part.
    values
        (n,), null where not known. A number or a day is taken as a number (a day as days), all else as a group.
    draws, seed
        Networks drawn at random with the same degrees for each significance; 0 draws none.

    Returns
    -------
    dict
        ``kind`` (``group`` or ``number``), ``ties_known`` and ``ties_unknown`` (with an end not known),
        ``assortativity`` (None where not defined; Newman 2003), ``significance`` by figure. Of groups also
        ``ei_index`` (Krackhardt and Stern 1988), ``groups`` (``group``, ``nodes``, ``ties_within``, ``ties_across``)
        and ``matrix`` (``a``, ``b``, ``ties``: each tie in one cell, None for not known); both in the order of the
        words, not known last.
    """
    number = values.dtype.is_numeric() or values.dtype.is_temporal()
    told = _of_numbers(adjacency, _numbers(values)) if number else _of_groups(adjacency, values)
    figures, answer = told
    return answer | {
        "significance": {
            name: None
            if not draws or (judged := significance(adjacency, figure, draws=draws, seed=seed)) is None
            else asdict(judged)
            for name, figure in figures.items()
        }
    }


def _numbers(values: pl.Series) -> NDArray[np.float64]:
    told = values.cast(pl.Date).to_physical() if values.dtype.is_temporal() else values
    return told.cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)


def _of_numbers(adjacency: sparse.csr_array, value: NDArray[np.float64]) -> tuple[dict[str, Any], dict[str, Any]]:
    a, b = _ends(adjacency)
    known = int((~(np.isnan(value[a]) | np.isnan(value[b]))).sum())
    answer = {
        "kind": "number",
        "ties_known": known,
        "ties_unknown": int(a.size) - known,
        "assortativity": numeric_assortativity(adjacency, value),
    }
    return {"assortativity": lambda drawn: numeric_assortativity(drawn, value)}, answer


def _of_groups(adjacency: sparse.csr_array, values: pl.Series) -> tuple[dict[str, Any], dict[str, Any]]:
    words = values.cast(pl.String)
    kinds = words.drop_nulls().unique().sort()
    places = {word: at for at, word in enumerate(kinds.to_list())}
    code = words.replace_strict(places, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    a, b = _ends(adjacency)
    ends = np.where(code < 0, kinds.len(), code)
    low, high = np.minimum(ends[a], ends[b]), np.maximum(ends[a], ends[b])
    cells, counts = np.unique(np.stack([low, high]), axis=1, return_counts=True)
    named = [*kinds.to_list(), None]
    matrix = [
        {"a": named[i], "b": named[j], "ties": ties}
        for i, j, ties in zip(*cells.tolist(), counts.tolist(), strict=True)
    ]
    within = np.bincount(low[low == high], minlength=len(named))
    every = np.bincount(low, minlength=len(named)) + np.bincount(high, minlength=len(named))
    nodes = np.bincount(ends, minlength=len(named))
    mixing = e_i_index(adjacency, code)
    answer = {
        "kind": "group",
        "ties_known": mixing.known,
        "ties_unknown": mixing.unknown,
        "ei_index": mixing.index,
        "assortativity": group_assortativity(adjacency, code),
        "groups": [
            {
                "group": group,
                "nodes": int(nodes[at]),
                "ties_within": int(within[at]),
                "ties_across": int(every[at] - 2 * within[at]),
            }
            for at, group in enumerate(named)
            if nodes[at]
        ],
        "matrix": matrix,
    }
    figures = {
        "ei_index": lambda drawn: e_i_index(drawn, code).index,
        "assortativity": lambda drawn: group_assortativity(drawn, code),
    }
    return figures, answer


def _ends(adjacency: sparse.csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    upper = sparse.triu(adjacency, k=1, format="coo")
    return upper.coords[0].astype(np.int64), upper.coords[1].astype(np.int64)
