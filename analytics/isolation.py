"""Which organisations stand alone, are tied on paper only, or belong to a part that is cut off from the rest?

Looks at the co-building network of a snapshot; what each organisation takes part in is counted in Cypher. Who holds the
rest together is ``key_organisations``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.finding import FOUND, PASSED, Definition, Facts, Finding, judged
from analytics.network.cuts import components
from analytics.subjects import verdict
from graph_model.snapshot import Adjacency, Snapshot, months_before

LINKS_QUERY = "organisation_links"
ORGANISATIONS_QUERY = "organisation_facts"
_FOUND_IF = pl.when(pl.col("found")).then(pl.lit(FOUND)).otherwise(pl.lit(PASSED))


def isolated_organisations(facts: Facts) -> Finding:
    """Living organisations without a co-building tie in any layer (or in the layer asked for).

    Beside them, as evidence, those that the working committee alone keeps from being isolated: they are counted in the
    measure ``isolated_without_hub`` and named in the breakdown ``held_by_the_hub_alone``. Narrowed to a place, ties to
    organisations elsewhere count all the same.
    """
    snapshot = facts.region
    degree = _degrees(snapshot.adjacency(facts.layer))
    without = _without_hub(snapshot, _degrees(snapshot.without_hub().adjacency(facts.layer)))
    every = _organisations(snapshot).with_columns(
        pl.Series("found", degree == 0),
        pl.Series("ties", degree, dtype=pl.Int64),
        without.alias("ties_without_hub"),
    )
    rows = facts.ours(every, "code").join(_links(facts), on="code", how="left")
    only_hub = rows.filter(~pl.col("found") & (pl.col("ties_without_hub") == 0))
    finding = judged(
        "isolated_organisations",
        rows,
        status=_FOUND_IF,
        evidence=[
            *("ties", "ties_without_hub", "seats", "agreements", "claims_made", "claims_met", "meetings"),
            *("level", "domain", "place", "community"),
        ],
        queries=[LINKS_QUERY],
        breakdowns={"level": "level", "domain": "domain"},
        measures={"isolated_without_hub": int((rows.get_column("ties_without_hub") == 0).sum())},
    )
    named = only_hub.select("code", "name", "ties").sort("code").to_dicts()
    return _with_breakdown(finding, "held_by_the_hub_alone", named)


def tied_on_paper_only(facts: Facts) -> Finding:
    """Organisations with a seat or an active agreement, but no meeting and no claim made or met in 12 months.

    Unknown where nothing but a claim whose day is blank could be the sign of life.
    """
    since = months_before(facts.as_of, int(facts.rules.value("activity_months")))
    met = facts.frame(ORGANISATIONS_QUERY, place_column=None).select("code", "last_met")
    rows = (
        _organisations(facts.snapshot)
        .join(_links(facts), on="code", how="left")
        .filter((pl.col("seats") > 0) | (pl.col("agreements") > 0))
        .join(met, on="code", how="left")
        .with_columns(
            pl.lit(since, dtype=pl.Date).alias("quiet_since"),
            (pl.max_horizontal("last_met", "last_claim") <= since).fill_null(value=True).alias("quiet"),
            _undated_claim(facts).alias("undated_claim"),
        )
    )
    return judged(
        "tied_on_paper_only",
        rows,
        status=verdict(pl.when(~(pl.col("quiet") & pl.col("undated_claim"))).then(pl.col("quiet"))),
        evidence=[
            *("seats", "agreements", "last_met", "last_claim", "undated_claim", "quiet_since"),
            *("level", "domain", "place"),
        ],
        queries=[LINKS_QUERY, ORGANISATIONS_QUERY],
        breakdowns={"domain": "domain"},
    )


def organisations_outside_the_largest_component(facts: Facts) -> Finding:
    """Organisations with ties that belong to another component than the largest; of equal ones the first by code is it.

    Components are those of the whole region, whatever place is asked of. Evidence: the sizes, and whether it is outside
    without the hub as well (null: it is the hub, or has no tie left).
    """
    snapshot = facts.region
    inside = _Parts(snapshot.adjacency(facts.layer))
    bare = snapshot.without_hub()
    without = _Parts(bare.adjacency(facts.layer))
    outside_bare = _without_hub(snapshot, without.outside)
    every = (
        _organisations(snapshot)
        .with_columns(
            pl.Series("tied", inside.tied),
            pl.Series("found", inside.outside),
            pl.Series("component_size", inside.size, dtype=pl.Int64),
            pl.lit(inside.largest, dtype=pl.Int64).alias("largest_size"),
            outside_bare.alias("outside_without_hub"),
        )
        .with_columns(
            pl.when(_without_hub(snapshot, without.tied))
            .then(pl.col("outside_without_hub"))
            .alias("outside_without_hub")
        )
        .filter("tied")
    )
    rows = facts.ours(every, "code")
    return judged(
        "organisations_outside_the_largest_component",
        rows,
        status=_FOUND_IF,
        evidence=["component_size", "largest_size", "outside_without_hub", "level", "domain", "place"],
        measures={
            "largest_size": inside.largest,
            "outside_without_hub": int(rows.get_column("outside_without_hub").sum()),
            "largest_size_without_hub": without.largest,
        },
    )


class _Parts:
    """The components of a network, as seen from each node."""

    def __init__(self, adjacency: Adjacency) -> None:
        label = components(adjacency)
        sizes = np.bincount(label) if label.size else np.zeros(0, dtype=np.int64)
        self.tied: npt.NDArray[np.bool_] = _degrees(adjacency) > 0
        self.size: npt.NDArray[np.int64] = sizes[label].astype(np.int64)
        self.largest = int(sizes.max()) if sizes.size else 0
        self.outside: npt.NDArray[np.bool_] = label != (int(sizes.argmax()) if sizes.size else -1)


def _organisations(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.organisations.select("code", "name", "level", "domain", "place", "community")


def _undated_claim(facts: Facts) -> pl.Expr:
    """Whether an organisation made or met a claim whose day is blank."""
    undated = facts.region.claims.filter(pl.col("claimed").is_null())
    codes = pl.concat([undated.get_column("organisation"), undated.get_column("owner")]).unique()
    # Of claims alone without a last one, none has a day: one with an organisation that has ended by now.
    none_dated = (pl.col("claims_made") + pl.col("claims_met") > 0) & pl.col("last_claim").is_null()
    return pl.col("code").is_in(codes.implode()) | none_dated


def _links(facts: Facts) -> pl.DataFrame:
    """What each organisation of the whole region takes part in."""
    return facts.frame(LINKS_QUERY, place_column=None).drop("name", "level", "place")


def _degrees(adjacency: Adjacency) -> npt.NDArray[np.int64]:
    return np.diff(adjacency.indptr).astype(np.int64)


def _without_hub(snapshot: Snapshot, values: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> pl.Series:
    """Values of the organisations without the hub, spread over all; null for the hub itself."""
    place = np.cumsum(~snapshot.hub) - 1
    told = pl.Series(values)
    index = pl.Series(np.where(snapshot.hub, -1, place)).cast(pl.Int64)
    return told.gather(index.replace(-1, None))


def _with_breakdown(finding: Finding, name: str, rows: list[dict[str, object]]) -> Finding:
    return replace(finding, breakdowns={**finding.breakdowns, name: rows})


ISOLATED_ORGANISATIONS = Definition(
    "isolated_organisations", "organisation", isolated_organisations, queries=[LINKS_QUERY]
)
TIED_ON_PAPER_ONLY = Definition(
    "tied_on_paper_only", "organisation", tied_on_paper_only, queries=[LINKS_QUERY, ORGANISATIONS_QUERY]
)
