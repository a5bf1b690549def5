"""What changed around one subject between two days: which ties came and went, which indicators turned?

Told of the subjects whose state changed though they were there on both days; which rows name them is ``trend_rows``.
What else a finding looks at (a status, a number of members) has no past in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from analytics.finding import Finding
from graph_model.snapshot import LAYERS, Snapshot

Because = list[dict[str, Any]]
OF_TIES = frozenset(
    {
        "isolated_organisations",
        "organisations_outside_the_largest_component",
        "ties_by_kind_of_place",
        "ties_by_domain",
        "key_organisations",
        "cut_points",
        "bridges",
    }
)
"""Findings about organisations and ties that follow from ties."""
OTHER_TIES = "other_ties"
"""The reason where a subject's own ties are the same: what a tie is to the whole follows from all the others too."""


def turned_indicators(findings: Sequence[Finding]) -> Mapping[str, Because]:
    """By community: the screen's indicators whose state is another: ``indicator``, ``before``, ``after``."""
    columns = ["code", "indicator", "state"]
    was, now = (pl.DataFrame(finding.breakdowns["matrix"]) for finding in findings)
    if was.is_empty() or now.is_empty():
        return {}
    both = was.select(columns).join(now.select(columns), on=["code", "indicator"], suffix="_now", maintain_order="left")
    told: dict[str, Because] = {}
    for code, indicator, before, after in both.filter(pl.col("state") != pl.col("state_now")).iter_rows():
        told.setdefault(code, []).append({"indicator": indicator, "before": before, "after": after})
    return told


def ties_that_differ(regions: Sequence[Snapshot]) -> Callable[[Iterable[str]], Mapping[str, Because]]:
    """By organisation: ties that came and went, layer by layer: ``layer``, ``came``, ``went`` (codes of the others).

    Of one whose own ties are the same, and of a tie (``a|b``), the single reason ``other_ties``: how many ties of the
    whole network ``came`` and ``went``.

    Parameters
    ----------
    regions
        The whole region on the two days.

    Returns
    -------
    callable
        Of some organisations or ties. The ties are compared at its first call.
    """
    held: list[pl.DataFrame] = []

    def of(codes: Iterable[str]) -> Mapping[str, Because]:
        wanted = list(codes)
        if not wanted:
            return {}
        if not held:
            held.extend(_by_layer(region) for region in regions)
        told: dict[str, dict[str, dict[str, Any]]] = {}
        for change, rows in (
            ("came", held[1].join(held[0], on=["a", "b", "layer"], how="anti")),
            ("went", held[0].join(held[1], on=["a", "b", "layer"], how="anti")),
        ):
            ends = pl.concat([rows, rows.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "layer")])
            mine = ends.filter(pl.col("a").is_in(pl.Series(wanted).implode())).sort("a", "layer", "b")
            for organisation, other, layer in mine.iter_rows():
                by_layer = told.setdefault(organisation, {})
                by_layer.setdefault(layer, {"layer": layer, "came": [], "went": []})[change].append(other)
        pairs = [one.select("a", "b").unique() for one in held]
        other = {
            "reason": OTHER_TIES,
            "came": pairs[1].join(pairs[0], on=["a", "b"], how="anti").height,
            "went": pairs[0].join(pairs[1], on=["a", "b"], how="anti").height,
        }
        by_code = {code: told.get(code, {}) for code in wanted}
        return {
            code: [by_layer[name] for name in LAYERS if name in by_layer] or [other]
            for code, by_layer in by_code.items()
        }

    return of


def _by_layer(region: Snapshot) -> pl.DataFrame:
    """Every tie in every layer: ``a, b, layer``."""

    def laid_out() -> pl.DataFrame:
        ties = region.ties()
        parts = [ties.filter(pl.col(name) > 0).select("a", "b", pl.lit(name).alias("layer")) for name in LAYERS]
        return pl.concat(parts)

    return region.once("ties_by_layer", laid_out)
