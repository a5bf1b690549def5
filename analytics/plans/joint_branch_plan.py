"""Which units that have too few members for a branch of their own could share one?

Groups of near units that reach enough members together. Whether they want to is for people to ask.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analytics.plans.distances import metres_between, with_coordinates, within_reach
from analytics.plans.grouping import Grouping, Kinds, best_groups, possible_groups
from analytics.plans.large_grouping import good_groups, ground_of
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts

FINDING = "joint_branch_candidates"
GROUPS_MOST = 20_000
"""Most possible groups of one cluster that are all given to the solver; above, the answer is a heuristic's."""
KINDS_MOST = 1_500
"""Most kinds of a cluster whose every distance is laid out; a larger one counts as one with too many groups."""
SECONDS = 10.0
"""Longest one integer program of a cluster may take."""
SHARE_LEAST = 1 / 4
"""Of the time that is left, what the next cluster may take at least; more where it holds more of the kinds left."""
LIMITS = (
    "straight_line_distance",
    "distance_of_places",
    "unknown_coordinates_left_out",
    "unknown_members_left_out",
    "sector_not_heeded",
    "listed_have_few_members",
)


def joint_branch_plan(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """Groups of 2 to ``most_units`` candidates with ``members`` full members together, none further apart than reach.

    Candidates are the units found by ``joint_branch_candidates`` in scope: eligible, not covered, one or two full
    members. No two units of a group lie more than ``reach_metres`` apart (great circle between their places); with
    ``within`` ``community`` they lie in one community. First as many units as can be are in a group, then the groups
    are as compact as can be: ``Σ_g Σ_{u in g} d(u, middle of g)`` metres, the middle being the unit with the least sum.

    Set packing over all possible groups of each cluster (units linked by reach), by HiGHS; units at the same point with
    as many members stand for each other, so a group is so many of each kind. A cluster with more than ``GROUPS_MOST``
    groups, or one that is not at its best when its time is over, has the answer of ``large_grouping.good_groups``, with
    a bound. All clusters together take ``seconds``, the smallest first; with none all are grouped greedily.

    Returns
    -------
    Plan
        ``value``, ``bound``: units in groups. ``count`` the same, ``of`` candidates with coordinates, ``unknown``
        candidates without, and units of which it is not known whether they are candidates. Rows, one a unit, larger
        groups first, then compacter ones, the middle unit first: ``group, code, name, kind, sector, place,
        community, members, metres`` (to the middle unit), ``longest_metres`` (in the group).
        ``measures``: ``groups``; ``metres``, the sum above, and ``metres_bound``, the least of any plan with as many
        units (None without a group); ``clusters``, ``clusters_exact`` (their groups are proved to be the best);
        ``coordinates_unknown`` and ``candidacy_unknown``, the parts of ``unknown``. ``value`` is None where no
        candidate has coordinates.
    """
    begun = time.perf_counter()
    finding = facts.findings[FINDING]
    found = with_coordinates(finding.rows.filter(pl.col("status") == "found"), facts.region.places)
    units = found.drop_nulls("lon").sort("code")
    kind_columns = ["place", "community", "members", "lon", "lat"]
    kinds = units.group_by(kind_columns).agg(pl.col("code")).sort("place", "members")
    groups: list[tuple[list[int], float, int]] = []
    bound, metres_bound, exact = 0, 0.0, 0
    clusters, points = _clusters(kinds, settings), _points(kinds)
    for some, told in zip(
        clusters, _all_grouped(kinds, clusters, settings, until=begun + settings["seconds"]), strict=True
    ):
        bound, metres_bound, exact = bound + told.units_bound, metres_bound + told.metres_bound, exact + told.proven
        groups += [_members_of(group, some, *points) for group in told.groups]
    rows = _rows(units, kinds, groups)
    blank = found.height - units.height
    return Plan(
        id="joint_branch_plan",
        rows=rows,
        objective="most_units_in_groups",
        value=float(rows.height) if units.height else None,
        bound=float(bound) if units.height else None,
        count=rows.height,
        of=units.height,
        unknown=blank + finding.unknown,
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=LIMITS,
        measures={
            "groups": len(groups),
            "metres": sum(metres for _, metres, _ in groups) if groups else None,
            "metres_bound": metres_bound if groups else None,
            "clusters": len(clusters),
            "clusters_exact": exact,
            "coordinates_unknown": blank,
            "candidacy_unknown": finding.unknown,
        },
        queries=tuple(finding.queries),
    )


def _points(kinds: pl.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return kinds.get_column("lon").to_numpy(), kinds.get_column("lat").to_numpy()


def _clusters(kinds: pl.DataFrame, settings: Mapping[str, Any]) -> list[npt.NDArray[np.int64]]:
    """Rows of kinds that reach links, cluster by cluster."""
    if kinds.is_empty():
        return []
    lon, lat = _points(kinds)
    near = sparse.coo_array(within_reach(lon, lat, lon, lat, metres=settings["reach_metres"]))
    allowed = _together(kinds, settings)
    kept = allowed[near.row] == allowed[near.col]
    held = np.ones(int(kept.sum()), dtype=np.int8)
    linked = sparse.csr_array((held, (near.row[kept], near.col[kept])), shape=near.shape)
    number, labels = connected_components(linked, directed=False)
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, number)))


def _together(kinds: pl.DataFrame, settings: Mapping[str, Any]) -> npt.NDArray[np.int64]:
    """Kinds with the same number may share a group; a blank community is one of its own."""
    if settings["within"] == "anywhere":
        return np.zeros(kinds.height, dtype=np.int64)
    alone = pl.coalesce(pl.col("community"), pl.col("place"))
    return kinds.select(alone.rank("dense")).to_series().to_numpy().astype(np.int64)


def _kinds(cluster: pl.DataFrame, settings: Mapping[str, Any]) -> Kinds:
    lon, lat = _points(cluster)
    metres = metres_between(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
    allowed = _together(cluster, settings)
    metres = np.where(allowed[:, None] == allowed[None, :], metres, np.inf)
    return Kinds(
        count=cluster.get_column("code").list.len().to_numpy().astype(np.int64),
        members=cluster.get_column("members").to_numpy().astype(np.int64),
        metres=metres,
        enough=settings["members"],
        most_units=settings["most_units"],
        reach=settings["reach_metres"] + 1e-6,
    )


def _all_grouped(
    kinds: pl.DataFrame, clusters: list[npt.NDArray[np.int64]], settings: Mapping[str, Any], *, until: float
) -> list[Grouping]:
    """The groups of each cluster. The smallest come first: they are at their best soon, and leave time for the rest."""
    told: dict[int, Grouping] = {}
    waiting = sum(map(len, clusters))
    for at in sorted(range(len(clusters)), key=lambda one: (len(clusters[one]), one)):
        left = max(0.0, until - time.perf_counter())
        share = max(SHARE_LEAST, len(clusters[at]) / waiting)
        told[at] = _grouped(kinds[clusters[at].tolist()], settings, seconds=left * share)
        waiting -= len(clusters[at])
    return [told[at] for at in range(len(clusters))]


def _grouped(cluster: pl.DataFrame, settings: Mapping[str, Any], *, seconds: float) -> Grouping:
    begun = time.perf_counter()
    small = _kinds(cluster, settings) if cluster.height <= KINDS_MOST else None
    possible = None if small is None else possible_groups(small, most=GROUPS_MOST)
    best = None
    if small is not None and possible is not None and seconds > 0:
        best = best_groups(small, possible, seconds=min(SECONDS, seconds / 2))
        if best.proven:
            return best
    lon, lat = _points(cluster)
    ground = ground_of(
        cluster.get_column("code").list.len().to_numpy().astype(np.int64),
        cluster.get_column("members").to_numpy().astype(np.int64),
        lon,
        lat,
        _together(cluster, settings),
        enough=settings["members"],
        most_units=settings["most_units"],
        reach=settings["reach_metres"],
    )
    good = good_groups(ground, until=begun + seconds, begun_with=() if best is None else best.groups)
    if best is None:
        return good
    better = max(good, best, key=lambda one: (one.units, -one.metres))
    # Each bound of the metres holds for whatever covers more units, too.
    return replace(
        better,
        units_bound=max(better.units, min(good.units_bound, best.units_bound)),
        metres_bound=min(better.metres, max(good.metres_bound, best.metres_bound)),
    )


def _members_of(
    group: tuple[tuple[int, int], ...],
    some: npt.NDArray[np.int64],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
) -> tuple[list[int], float, int]:
    """A group as rows of kinds, one a unit, with its metres and the kind of its middle unit."""
    rows, many = some[[kind for kind, _ in group]], [count for _, count in group]
    apart = metres_between(lon[rows, None], lat[rows, None], lon[None, rows], lat[None, rows])
    sums = apart @ np.array(many, dtype=np.float64)
    middle = int(sums.argmin())
    return np.repeat(rows, many).tolist(), float(sums[middle]), int(rows[middle])


def _rows(units: pl.DataFrame, kinds: pl.DataFrame, groups: list[tuple[list[int], float, int]]) -> pl.DataFrame:
    waiting = [list(reversed(codes)) for codes in kinds.get_column("code").list.sort().to_list()]
    lon, lat = _points(kinds)
    told: list[tuple[int, str, float, float, bool]] = []
    ordered = sorted(groups, key=lambda group: (-len(group[0]), round(group[1], 6), group[0]))
    for number, (some, _, middle) in enumerate(ordered, start=1):
        apart = metres_between(lon[some, None], lat[some, None], lon[None, some], lat[None, some])
        away = apart[some.index(middle)]
        for at, kind in enumerate(some):
            code, first = waiting[kind].pop(), at == some.index(middle)
            told.append((number, code, float(away[at]), float(apart.max()), not first))
    names = {"group": pl.Int64, "code": pl.String, "metres": pl.Float64, "longest_metres": pl.Float64, "_": pl.Boolean}
    facts = units.select("code", "name", "kind", "sector", "place", "community", "members")
    rows = pl.DataFrame(told, schema=names, orient="row").join(facts, on="code").sort("group", "_", "metres", "code")
    return rows.select("group", *facts.columns, "metres", "longest_metres")


JOINT_BRANCH_PLAN = PlanDefinition(
    "joint_branch_plan",
    joint_branch_plan,
    (
        Parameter("members", "int", 3, least=2, most=20),
        Parameter("most_units", "int", 5, least=2, most=10),
        Parameter("reach_metres", "float", 300.0, least=0, most=50_000),
        Parameter("within", "text", "anywhere", choices=("anywhere", "community")),
        Parameter("seconds", "float", 60.0, least=0, most=3_600),
    ),
    findings=(FINDING,),
    limits=LIMITS,
)
