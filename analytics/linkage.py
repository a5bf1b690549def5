"""Do ties cross between urban and converted-village communities, and between domains?

Mixing of the co-building network by what is known of its ends. Which organisations matter in it is told in
``key_organisations``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Facts, Finding, judged
from analytics.network.mixing import e_i_index, mixing_matrix
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS, Snapshot


def ties_by_kind_of_place(facts: Facts) -> Finding:
    """Ties between an organisation based in an urban community and one in a converted village.

    The type is that of the nearest place, from the one it is based in upwards, that has one. Unknown where an end has
    none. Breakdown ``matrix``: ties by both ends' types; measure ``ei_index``: -1 all within, 1 all across, None where
    no tie's types are known.
    """
    return _mixing(facts, "ties_by_kind_of_place", column="nearest_type", vocabulary="community_type")


def ties_by_domain(facts: Facts) -> Finding:
    """Ties between organisations of two domains; breakdown ``matrix`` and ``ei_index`` as ``ties_by_kind_of_place``."""
    return _mixing(facts, "ties_by_domain", column="domain", vocabulary="domain")


def named_ties(snapshot: Snapshot, *, layer: str | None) -> pl.DataFrame:
    """The ties with the names of both ends, and ``layers``: in which each two are tied."""
    names = snapshot.organisations.get_column("name")
    ties = snapshot.ties(layer)
    held = [pl.when(pl.col(name) > 0).then(pl.lit(name)) for name in LAYERS]
    return ties.with_columns(
        names.gather(ties.get_column("i")).alias("a_name"),
        names.gather(ties.get_column("j")).alias("b_name"),
        pl.concat_list(held).list.drop_nulls().alias("layers"),
    )


def _mixing(facts: Facts, finding_id: str, *, column: str, vocabulary: str) -> Finding:
    snapshot = facts.snapshot
    kinds = [word.value for word in VOCABULARIES[vocabulary]]
    told = snapshot.organisations.get_column(column)
    code = told.replace_strict({kind: at for at, kind in enumerate(kinds)}, default=-1, return_dtype=pl.Int64)
    group = code.fill_null(-1).to_numpy()
    adjacency = snapshot.adjacency(facts.layer)
    ties = named_ties(snapshot, layer=facts.layer)
    rows = ties.with_columns(
        told.gather(ties.get_column("i")).alias(f"a_{vocabulary}"),
        told.gather(ties.get_column("j")).alias(f"b_{vocabulary}"),
    )
    a, b = pl.col(f"a_{vocabulary}"), pl.col(f"b_{vocabulary}")
    status = (
        pl.when(a.is_null() | b.is_null())
        .then(pl.lit(UNKNOWN))
        .when(a != b)
        .then(pl.lit(FOUND))
        .otherwise(pl.lit(PASSED))
    )
    mixing = e_i_index(adjacency, group)
    finding = judged(
        finding_id,
        rows,
        status=status,
        evidence=[f"a_{vocabulary}", f"b_{vocabulary}", "weight", "layers"],
        order=("a", "b"),
        subject=("a", "b", "a_name", "b_name"),
        measures={"ei_index": mixing.index, "ties_known": mixing.known, "ties_unknown": mixing.unknown},
    )
    matrix = mixing_matrix(adjacency, group, groups=len(kinds))
    return replace(finding, breakdowns={"matrix": _cells(matrix, [*kinds, None])})


def _cells(matrix: np.ndarray[Any, np.dtype[np.int64]], kinds: list[str | None]) -> list[dict[str, Any]]:
    """The upper triangle with the diagonal: each tie in one cell. Kinds without a tie are left out."""
    used = [at for at in range(len(kinds)) if matrix[at].sum() > 0]
    return [{"a": kinds[i], "b": kinds[j], "ties": int(matrix[i, j])} for at, i in enumerate(used) for j in used[at:]]
