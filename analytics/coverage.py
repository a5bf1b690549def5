"""Which places have no organisation, and how far do organisations, and party work at all, reach the units of a place?

Holes and shares of places. Single units are ``units``; what a community has is ``standards``.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import FOUND, UNKNOWN, Definition, Facts, Finding, by, counted, judged
from analytics.subjects import verdict, with_community
from analytics.units import QUERY, eligible_units, if_eligible
from graph_model.snapshot.places import DEEPEST

PLACES_QUERY = "place_organisations"


def places_without_organisation(facts: Facts) -> Finding:
    """Places in which no living organisation is based and for which none answers.

    Asked of every community, grid, compound, block, building, park and market. Based in it means the place itself, not
    one below it: a community whose grids have branches, but which has none, is found. Nothing is unknown: an
    organisation whose place is blank is based nowhere that is known.

    ``breakdowns``: ``kind`` (the level) and ``community``.
    """
    places = with_community(facts.frame(PLACES_QUERY, place_column="code"), facts, place="code")
    return judged(
        "places_without_organisation",
        places,
        status=verdict((pl.col("organisations") + pl.col("answering")) == 0),
        evidence=["kind", "community", "organisations", "answering", "households", "population"],
        queries=[PLACES_QUERY],
        breakdowns={"kind": "kind", "community": "community"},
    )


def organisation_coverage(facts: Facts) -> Finding:
    """Share of the eligible units that a living organisation covers as its own or jointly.

    ``count`` are the covered units, ``of`` the eligible, ``unknown`` those with a blank status. The rows are places,
    not units: see ``_by_place``.
    """
    return _by_place("organisation_coverage", facts, reached=pl.col("covered"))


def work_coverage(facts: Facts) -> Finding:
    """Share of the eligible units that are covered, or have an instructor, a liaison or a union.

    As ``organisation_coverage``; but a blank union is no "no": a unit that nothing else reaches is unknown where its
    union is. How many of the unknown are so for their union alone is told as ``union_unknown``.
    """
    served = (pl.col("instructor") + pl.col("liaison")) > 0
    reached = pl.col("covered") | served | pl.col("has_union")
    return _by_place("work_coverage", facts, reached=reached)


def _by_place(finding_id: str, facts: Facts, *, reached: pl.Expr) -> Finding:
    """One row a place in scope that has eligible or unknown units in it or below it.

    A row's ``count``, ``of`` and ``unknown`` are what the finding gives when narrowed to that place, so a place's row
    contains those below it and rows do not add up to the whole. ``status`` says whether a ratio can be told:
    ``found`` with at least one unit of which it can be told, else ``unknown``. ``ratio`` is count / of, null where of
    is 0; ``least`` and ``most`` are the bounds with the unknown units against and for it. ``own`` counts units with an
    organisation of their own, ``joint`` those with a joint one only, ``work_only`` those reached by no organisation.

    ``measures``: ratio, own, joint, work_only, union_unknown of the whole, and ``unplaced``, the units whose place is
    blank: they count in the whole and stand in no row.
    """
    units = eligible_units(facts).with_columns(if_eligible(reached).alias("status"))
    places = facts.snapshot.places
    above = places_above(places, units.get_column("place"))
    scope = places if facts.scope is None else places.filter(pl.col("code").is_in(facts.scope.implode()))
    found, eligible = pl.col("status") == FOUND, pl.col("eligible").fill_null(value=False)
    own, joint = pl.col("own") > 0, (pl.col("own") == 0) & (pl.col("joint") > 0)
    counts = [
        found.sum().cast(pl.Int64).alias("count"),
        (pl.col("status") != UNKNOWN).sum().cast(pl.Int64).alias("of"),
        (pl.col("status") == UNKNOWN).sum().cast(pl.Int64).alias("unknown"),
        (eligible & own).sum().cast(pl.Int64).alias("own"),
        (eligible & joint).sum().cast(pl.Int64).alias("joint"),
        (found & ~pl.col("covered")).sum().cast(pl.Int64).alias("work_only"),
        (eligible & (pl.col("status") == UNKNOWN)).sum().cast(pl.Int64).alias("union_unknown"),
    ]
    whole = pl.col("of") + pl.col("unknown")
    rows = (
        units.drop("code")  # from here on a code is a place's
        .join(above, on="place")
        .group_by("code")
        .agg(counts)
        .join(scope.select("code", "name", "kind", "parent"), on="code")
        .with_columns(
            pl.when(pl.col("of") > 0).then(pl.lit(FOUND)).otherwise(pl.lit(UNKNOWN)).alias("status"),
            pl.when(pl.col("of") > 0).then(pl.col("count") / pl.col("of")).alias("ratio"),
            (pl.col("count") / whole).alias("least"),
            ((pl.col("count") + pl.col("unknown")) / whole).alias("most"),
        )
        .sort("status", "code")
    )
    told = [
        "code",
        "name",
        "status",
        "kind",
        "parent",
        "count",
        "of",
        "unknown",
        "ratio",
        "least",
        "most",
        "own",
        "joint",
    ]
    work = ["work_only", "union_unknown"] if finding_id == "work_coverage" else []
    total = units.select(counts).row(0, named=True)
    sums = counted(units)
    return Finding(
        id=finding_id,
        count=sums["count"],
        of=sums["of"],
        unknown=sums["unknown"],
        rows=rows.select(*told, *work),
        queries=(QUERY,),
        breakdowns={name: by(units, name) for name in ("kind", "sector", "community")},
        measures={
            "ratio": total["count"] / total["of"] if total["of"] else None,
            **{name: total[name] for name in ("own", "joint", *work)},
            "unplaced": units.get_column("place").null_count(),
        },
    )


def places_above(places: pl.DataFrame, below: pl.Series) -> pl.DataFrame:
    """For each place of ``below``: ``place`` and, as ``code``, itself and every place above it; each pair once."""
    step = pl.DataFrame({"place": below.drop_nulls().unique()}, schema={"place": pl.String}).with_columns(
        pl.col("place").alias("code")
    )
    up = places.select("code", "parent")
    steps = [step]
    for _ in range(DEEPEST):
        step = step.join(up, on="code").drop_nulls("parent").select("place", pl.col("parent").alias("code"))
        if step.is_empty():
            break
        steps.append(step)
    return pl.concat(steps).unique()


PLACES_WITHOUT_ORGANISATION = Definition(
    "places_without_organisation", "place", places_without_organisation, [PLACES_QUERY]
)
ORGANISATION_COVERAGE = Definition("organisation_coverage", "unit", organisation_coverage, [QUERY])
WORK_COVERAGE = Definition("work_coverage", "unit", work_coverage, [QUERY])
