"""Which organisations does the network hang on: between others, as cut points, at the ends of bridges?

Organisations only, never a person. Who stands alone is ``isolation``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from analytics.finding import FOUND, PASSED, Facts, Finding, judged
from analytics.linkage import named_ties
from analytics.network.cuts import components
from analytics.network.paths import normalised_betweenness
from analytics.network.sampling import SampledBetweenness
from analytics.network_once import betweenness_of, brokerage_of, cuts_of, rows_of
from graph_model.snapshot import Snapshot

EVIDENCE = (
    *("rank", "roles", "betweenness", "betweenness_normalised", "betweenness_error", "rank_without_hub"),
    *("degree", "constraint", "level", "domain", "place"),
)


def key_organisations(facts: Facts) -> Finding:
    """The ten organisations that lie between most others, and what each is to the network.

    Those with the highest betweenness, as long as it is above 0; of equal ones the first by code. ``roles``: ``broker``
    (its constraint is under the median of the organisations that have ties: its partners hardly know each other),
    ``cut_point`` and ``bridge`` (an end of one), the last two without the hub, as the findings of these names say.
    The breakdown ``without_hub`` ranks anew without the working committee, with the same evidence. Betweenness and
    roles are those in the network of the whole region; narrowed to a place, its organisations are ranked among
    themselves. In a network of more than ``exact_up_to`` organisations betweenness may be sampled, and
    ``betweenness_error`` bounds the error of the normalised one; null where it is exact. Measure
    ``ranks_not_told_apart``: how many of those shown lie so near the next one that either may be the higher.
    """
    shown = facts.rules["key_organisations_shown"]
    ranked = _ranked(facts, facts.region)
    bare = facts.region.without_hub()
    ranked_bare = _ranked(facts, bare)
    apart = cuts_of(bare, facts.layer)
    codes = bare.organisations.get_column("code")
    cut = codes.gather(apart.cut_points).implode()
    ends = codes.gather(np.unique(apart.bridges.ravel())).implode()
    ranked, ranked_bare = (_with_roles(one, cut, ends) for one in (ranked, ranked_bare))
    rows = ranked.join(ranked_bare.select("code", pl.col("rank").alias("rank_without_hub")), on="code", how="left")
    high = (pl.col("rank") <= shown.value) & (pl.col("betweenness") > 0)
    finding = judged(
        "key_organisations",
        rows,
        status=pl.when(high).then(pl.lit(FOUND)).otherwise(pl.lit(PASSED)),
        evidence=EVIDENCE,
        order=("rank",),
        thresholds=[shown],
    )
    told = [name for name in EVIDENCE if name != "rank_without_hub"]
    first = ranked_bare.filter(high).sort("rank").select("rank", "code", "name", *told[1:])
    near = not_told_apart(finding.rows.rows(named=True))
    return replace(finding, breakdowns={"without_hub": first.to_dicts()}, measures={"ranks_not_told_apart": near})


def not_told_apart(rows: Sequence[Mapping[str, Any]]) -> int:
    """How many of ranked organisations lie within twice ``betweenness_error`` of the next: each may be off by so much.

    0 where betweenness is exact, also of equal ones: those are equal.
    """
    told = [(row["betweenness_normalised"], row["betweenness_error"]) for row in rows]
    return sum(
        error is not None and value is not None and after is not None and value - after <= 2 * error
        for (value, error), (after, _) in pairwise(told)
    )


def cut_points(facts: Facts) -> Finding:
    """Organisations whose loss raises the number of components, without the hub; isolated ones among the passed."""
    bare = facts.region.without_hub()
    adjacency = bare.adjacency(facts.layer)
    found = np.zeros(adjacency.shape[0], dtype=np.bool_)
    found[cuts_of(bare, facts.layer).cut_points] = True
    label = components(adjacency)
    sizes = np.bincount(label)[label] if label.size else label
    rows = bare.organisations.with_columns(
        pl.Series("found", found),
        pl.Series("degree", np.diff(adjacency.indptr), dtype=pl.Int64),
        pl.Series("component_size", sizes, dtype=pl.Int64),
    )
    return judged(
        "cut_points",
        facts.ours(rows, "code"),
        status=pl.when("found").then(pl.lit(FOUND)).otherwise(pl.lit(PASSED)),
        evidence=["degree", "component_size", "level", "domain", "place"],
        breakdowns={"domain": "domain"},
    )


def bridges(facts: Facts) -> Finding:
    """Ties whose loss raises the number of components, without the hub; ``layers`` tells what kind of tie each is."""
    bare = facts.region.without_hub()
    pairs = cuts_of(bare, facts.layer).bridges
    cut = pl.DataFrame(
        {"i": pairs[:, 0], "j": pairs[:, 1], "found": np.ones(len(pairs), dtype=np.bool_)},
        schema={"i": pl.Int64, "j": pl.Int64, "found": pl.Boolean},
    )
    rows = named_ties(bare, layer=facts.layer).join(cut, on=["i", "j"], how="left")
    return judged(
        "bridges",
        facts.ours(rows, "a", "b"),
        status=pl.when("found").then(pl.lit(FOUND)).otherwise(pl.lit(PASSED)),
        evidence=["weight", "layers"],
        order=("a", "b"),
        subject=("a", "b", "a_name", "b_name"),
    )


def _with_roles(ranked: pl.DataFrame, cut: pl.Series, ends: pl.Series) -> pl.DataFrame:
    """Organisations with what each is to the network; ``cut`` and ``ends`` are lists of codes in one row."""
    roles = [
        pl.when(pl.col("broker")).then(pl.lit("broker")),
        pl.when(pl.col("code").is_in(cut)).then(pl.lit("cut_point")),
        pl.when(pl.col("code").is_in(ends)).then(pl.lit("bridge")),
    ]
    return ranked.with_columns(pl.concat_list(roles).list.drop_nulls().alias("roles"))


def _ranked(facts: Facts, snapshot: Snapshot) -> pl.DataFrame:
    """The organisations in scope with their betweenness, constraint and rank (from 1; equal ones by code)."""
    out = rows_of(snapshot, facts.layer)
    between = betweenness_of(snapshot, facts.layer, exact_up_to=facts.exact_up_to)
    raw, error = (between.raw, between.error) if isinstance(between, SampledBetweenness) else (between, None)
    normalised = normalised_betweenness(raw, directed=False)
    constraint = pl.Series("constraint", brokerage_of(snapshot, facts.layer).constraint).fill_nan(None)
    unknown = pl.Series("betweenness_normalised", [None] * out.nodes, dtype=pl.Float64)
    told = snapshot.organisations.select("code", "name", "level", "domain", "place").with_columns(
        pl.Series("betweenness", raw, dtype=pl.Float64),
        unknown if normalised is None else pl.Series("betweenness_normalised", normalised),
        pl.lit(error, dtype=pl.Float64).alias("betweenness_error"),
        pl.Series("degree", out.degrees, dtype=pl.Int64),
        constraint,
    )
    below = pl.col("constraint") < pl.col("constraint").median()
    told = facts.ours(told.with_columns(below.fill_null(value=False).alias("broker")), "code")
    # Sums of shares round differently on another machine; equal to nine digits is equal.
    near = pl.col("betweenness").round(9)
    order = told.select("code", near).sort(["betweenness", "code"], descending=[True, False]).get_column("code")
    ranks = pl.DataFrame({"code": order, "rank": np.arange(1, told.height + 1, dtype=np.int64)})
    return told.join(ranks, on="code")
