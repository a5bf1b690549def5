"""Do ties cross between urban and converted-village communities, and between domains?

Mixing of the co-building network by what is known of its ends. Which organisations matter in it is told in
``key_organisations``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.finding import FOUND, PASSED, UNKNOWN, Facts, Finding, judged
from analytics.network.mixing import e_i_index, mixing_matrix
from analytics.network.mixing_by_chance import e_i_by_chance
from analytics.network.significance import Significance
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS, Snapshot, places_below

CHANCE_UP_TO, DRAWS = 50_000, 199
"""Ties up to which a finding draws networks to hold its E-I index against, and how many; of a city's ties it would take
seconds, which ``measure --structure`` and ``--by`` take."""


def ties_by_kind_of_place(facts: Facts) -> Finding:
    """Ties between an organisation based in an urban community and one in a converted village.

    The type is that of the nearest place, from the one it is based in upwards, that has one. Unknown where an end has
    none. Breakdown ``matrix``: ties by both ends' types; measure ``ei_index``: -1 all within, 1 all across, None where
    no tie's types are known. Beside it what chance explains: ``ei_by_chance`` (mean), ``ei_low`` and ``ei_high`` (95 %
    of the draws lie between), ``ei_p_value``, ``ei_p_least`` (the least one that so many draws can show) and
    ``ei_draws``, of seeded random networks in which every organisation keeps its number of ties; None, and 0 draws,
    above ``CHANCE_UP_TO`` ties or where it is not defined.

    Breakdown ``communities``: one row a pair of an urban community ``a`` and a converted village ``b`` that are tied or
    paired: ``ties`` between organisations based in them, ``layers`` these run in at most, ``paired`` (``running``,
    ``planned`` or None: a pairing agreement between them). Breakdown ``urban`` and ``rural``: the communities of each
    type with the number of ``organisations`` based in them. Measures: of the pairs of communities that both have an
    organisation (``community_pairs``) how many are tied; of the others it cannot be told (``community_pairs_unknown``).
    """
    finding = _mixing(facts, "ties_by_kind_of_place", column="nearest_type", vocabulary="community_type")
    urban, rural = (_communities(facts.snapshot, kind) for kind in ("urban", "converted_village"))
    pairs = _pairs_of_communities(facts.snapshot, finding)
    at_hand = [side.filter(pl.col("organisations") > 0).height for side in (urban, rural)]
    possible = at_hand[0] * at_hand[1]
    return replace(
        finding,
        breakdowns={
            **finding.breakdowns,
            "communities": pairs.to_dicts(),
            "urban": urban.to_dicts(),
            "rural": rural.to_dicts(),
        },
        measures={
            **finding.measures,
            "community_pairs_tied": pairs.filter(pl.col("ties") > 0).height,
            "community_pairs": possible,
            "community_pairs_unknown": urban.height * rural.height - possible,
        },
    )


def ties_by_domain(facts: Facts) -> Finding:
    """Ties between organisations of two domains; breakdown ``matrix`` and ``ei_index`` as ``ties_by_kind_of_place``.

    Breakdown ``organisations``: how many there are of each domain. Breakdown ``possible``: every pair of domains there
    are, with its ``ties`` and how many were ``possible``.
    """
    finding = _mixing(facts, "ties_by_domain", column="domain", vocabulary="domain")
    counts = facts.snapshot.organisations.group_by("domain").len("organisations").sort("domain")
    held = {(cell["a"], cell["b"]): cell["ties"] for cell in finding.breakdowns["matrix"]}
    sizes = dict(counts.iter_rows())
    kinds = [word.value for word in VOCABULARIES["domain"] if word.value in sizes]
    possible = [
        {
            "a": a,
            "b": b,
            "ties": held.get((a, b), 0),
            "possible": sizes[a] * (sizes[a] - 1) // 2 if a == b else sizes[a] * sizes[b],
        }
        for at, a in enumerate(kinds)
        for b in kinds[at:]
    ]
    told = {"organisations": counts.cast({"organisations": pl.Int64}).to_dicts(), "possible": possible}
    return replace(finding, breakdowns={**finding.breakdowns, **told})


def named_ties(snapshot: Snapshot, *, layer: str | None) -> pl.DataFrame:
    """The ties with the names of both ends, and ``layers``: in which each two are tied."""
    return snapshot.once(("named_ties", layer), lambda: _named(snapshot, layer))


def _named(snapshot: Snapshot, layer: str | None) -> pl.DataFrame:
    names = snapshot.organisations.get_column("name")
    ties = snapshot.ties(layer)
    every = [[name for at, name in enumerate(LAYERS) if held >> at & 1] for held in range(1 << len(LAYERS))]
    held = pl.sum_horizontal((pl.col(name) > 0).cast(pl.UInt32) * (1 << at) for at, name in enumerate(LAYERS))
    return ties.with_columns(
        names.gather(ties.get_column("i")).alias("a_name"),
        names.gather(ties.get_column("j")).alias("b_name"),
        # looked up among the few that there are: made tie by tie, a city's lists take a third of a second
        pl.Series("layers", every, dtype=pl.List(pl.String)).gather(ties.select(held).to_series()),
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
        measures={"ei_index": mixing.index, "ties_known": mixing.known, "ties_unknown": mixing.unknown}
        | _by_chance(mixing_by_chance(snapshot, facts.layer, column, group)),
    )
    matrix = mixing_matrix(adjacency, group, groups=len(kinds))
    return replace(finding, breakdowns={"matrix": _cells(matrix, [*kinds, None])})


def mixing_by_chance(
    snapshot: Snapshot, layer: str | None, column: str, group: NDArray[np.int64]
) -> Significance | None:
    """The E-I index of a column's groups beside chance, drawn once a snapshot; None above ``CHANCE_UP_TO`` ties."""
    adjacency = snapshot.adjacency(layer)
    if adjacency.nnz > 2 * CHANCE_UP_TO:
        return None
    return snapshot.once(("mixing_by_chance", layer, column), lambda: e_i_by_chance(adjacency, group, draws=DRAWS))


def _by_chance(drawn: Significance | None) -> dict[str, float | int | None]:
    if drawn is None:
        return {**dict.fromkeys(("ei_by_chance", "ei_low", "ei_high", "ei_p_value", "ei_p_least")), "ei_draws": 0}
    return {
        "ei_by_chance": drawn.mean,
        "ei_low": drawn.low,
        "ei_high": drawn.high,
        "ei_p_value": drawn.p_value,
        "ei_p_least": drawn.p_least,
        "ei_draws": drawn.draws,
    }


def _communities(snapshot: Snapshot, kind: str) -> pl.DataFrame:
    """Communities of a type with the organisations based in them or below: ``code, name, organisations``."""
    based = snapshot.organisations.group_by(pl.col("community").alias("code")).agg(
        pl.len().cast(pl.Int64).alias("organisations")
    )
    scope = pl.lit(value=True)
    if snapshot.place is not None:
        scope = pl.col("code").is_in(places_below(snapshot.places, snapshot.place).implode())
    return (
        snapshot.places.filter((pl.col("kind") == "community") & (pl.col("community_type") == kind) & scope)
        .select("code", "name")
        .join(based, on="code", how="left")
        .with_columns(pl.col("organisations").fill_null(0))
        .sort("code")
    )


def _pairs_of_communities(snapshot: Snapshot, finding: Finding) -> pl.DataFrame:
    """Pairs of an urban and a rural community with ties or a pairing: ``a, b, ties, layers, paired``; sorted."""
    based = snapshot.organisations.select("code", "community", "nearest_type")
    ends = [based.rename({"code": side, "community": f"{side}_c", "nearest_type": f"{side}_t"}) for side in "ab"]
    ties = finding.rows.filter(pl.col("status") == FOUND).select("a", "b", "weight")
    tied = _urban_first(ties.join(ends[0], on="a").join(ends[1], on="b")).group_by("urban", "rural")
    tied_pairs = tied.agg(pl.len().cast(pl.Int64).alias("ties"), pl.col("weight").max().alias("layers"))
    pairing = snapshot.agreements.filter(
        (pl.col("kind") == "pairing") & (pl.col("alive") | (pl.col("status") == "planned"))
    ).select(pl.col("code").alias("agreement"), "alive")
    sides = snapshot.parties.select("agreement", "organisation")
    signed = (
        pairing.join(sides.rename({"organisation": "a"}), on="agreement")
        .join(sides.rename({"organisation": "b"}), on="agreement")
        .filter(pl.col("a") < pl.col("b"))
    )
    paired = _urban_first(signed.join(ends[0], on="a").join(ends[1], on="b")).group_by("urban", "rural")
    said = pl.when(pl.col("alive").any()).then(pl.lit("running")).otherwise(pl.lit("planned")).alias("paired")
    return (
        tied_pairs.join(paired.agg(said), on=["urban", "rural"], how="full", coalesce=True)
        .with_columns(pl.col("ties", "layers").fill_null(0))
        .rename({"urban": "a", "rural": "b"})
        .select("a", "b", "ties", "layers", "paired")
        .sort("a", "b")
    )


def _urban_first(pairs: pl.DataFrame) -> pl.DataFrame:
    """Of pairs with the community and type of both ends, those across types, the urban community first."""
    across = pairs.filter((pl.col("a_t") != pl.col("b_t")) & pl.col("a_c").is_not_null() & pl.col("b_c").is_not_null())
    return across.with_columns(
        pl.when(pl.col("a_t") == "urban").then("a_c").otherwise("b_c").alias("urban"),
        pl.when(pl.col("a_t") == "urban").then("b_c").otherwise("a_c").alias("rural"),
    )


def _cells(matrix: np.ndarray[Any, np.dtype[np.int64]], kinds: list[str | None]) -> list[dict[str, Any]]:
    """The upper triangle with the diagonal: each tie in one cell. Kinds without a tie are left out."""
    used = [at for at in range(len(kinds)) if matrix[at].sum() > 0]
    return [{"a": kinds[i], "b": kinds[j], "ties": int(matrix[i, j])} for at, i in enumerate(used) for j in used[at:]]
