"""Which urban communities should pair with which converted villages, one to one?

Pairs of the least total cost, running ones kept. Whether the two want each other is for people to ask.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.plans.assigning import cheapest_pairs
from analytics.plans.communities import own_organisations, running_pairs
from analytics.plans.distances import metres_between, with_coordinates, within_reach
from analytics.plans.needs import QUERY, Complement, complement_of
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts
from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS, Snapshot

LIMITS = ("willingness_not_known", "straight_line_distance", "unknown_coordinates_left_out")
MILLIMETRES = 1_000_000
"""In a kilometre; costs are whole numbers of them for the solver."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Sides:
    """Communities that can stand in a pair, urban ones and converted villages together, and what is known of them."""

    rows: pl.DataFrame
    domains: npt.NDArray[np.bool_]
    complement: Complement

    def differing(self, a: Ints, b: Ints) -> Ints:
        return np.asarray((self.domains[a] ^ self.domains[b]).sum(axis=1), dtype=np.int64)

    def met(self, a: Ints, b: Ints) -> Ints:
        return self.complement.answered(a, b) + self.complement.answered(b, a)


def pairing_plan(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """``pairs`` pairs of an urban community and a converted village of least cost, running pairs kept among them.

    A community takes part where it has an organisation of its own: living, of domain community, no working committee,
    based in the community or below it. The highest of them stands for it (committee, general branch, branch, group),
    of equals one based in the community itself, then the smaller code; the community lies where that one is based. Two
    communities are a running pair where their own organisations (any of them) are party to one living agreement of kind
    pairing, and a planned one where to a planned. ``keep`` says which stay: of those that share a community as many as
    can be, the cheapest. ``forbidden`` names pairs, ``A:B`` in either order, by the codes of communities or of
    organisations in them, that are neither kept nor made. The others add up to ``pairs``; where more are kept than
    that, all stay and none is added. Then the least

    ``Σ distance_weight x kilometres - need_km x needs met - domain_km x domains that one of the two has alone``

    in kilometres: ``need_km`` is how many kilometres farther one may go for one more open need of either side that an
    idle resource or service of the other's organisations answers by category, ``domain_km`` for one more domain of
    organisations. New pairs lie at most ``metres`` apart. Exact, to a millimetre a pair (``assigning``): first as many
    pairs as asked, then the least cost.

    Returns
    -------
    Plan
        ``value``, ``bound``: the cost in all, of pairs whose distance is known; equal, for it is the least given the
        kept ones; None without a pair. ``count`` communities in a pair, ``of`` those that could be in one, ``unknown``
        those with an organisation of their own whose type or coordinates are not known. Rows, kept ones first, then the
        cheapest: ``pair`` (number)``, a, a_name`` (the urban community)``, b, b_name`` (the village)``,
        a_organisation, a_organisation_name, b_organisation, b_organisation_name``; reasons: ``kept, paired``
        (``running``, ``planned`` or None)``, already_tied`` (the layers in which the two organisations have a tie: with
        any, the pair adds no new one to the network)``, metres`` (None: not known)``, needs_met, a_gives, b_gives``
        (categories in which it answers the other's needs)``, domains_differ, cost`` (km).
        ``measures``: ``pairs_asked, pairs_made, pairs_kept``; ``pairs_already_tied``; ``pairs_left_out`` (to be kept,
        but sharing a community with another or forbidden); ``metres_total`` of known distances; ``urban`` and ``rural``
        communities that could be paired, ``communities_without_organisation`` of both types; ``type_unknown``,
        ``coordinates_unknown``, the parts of ``unknown``; ``listings_without_category``. Limits, where so:
        ``fewer_pairs_than_asked``;
        ``more_kept_than_asked``; ``forbidden_without_effect`` (a forbidden pair that could not have been made anyhow:
        one of the two takes no part, or both are of one type).

    Raises
    ------
    UnknownName
        ``forbidden`` names neither a community nor an organisation in one.
    """
    begun = time.perf_counter()
    every, without = own_organisations(facts.region, facts.scope)
    every = with_coordinates(every, facts.region.places, place="base").sort("community")
    unsure = every.filter(pl.col("community_type").is_null()).height
    sides = _sides(facts, every.filter(pl.col("community_type").is_not_null()))
    code = sides.rows.get_column("community")
    at = {name: row for row, name in enumerate(code)}
    named = _forbidden(facts, at, settings["forbidden"] or [])
    kinds = sides.rows.get_column("community_type").to_list()
    forbidden = {(a, b) for a, b in named if a is not None and b is not None and kinds[a] != kinds[b]}
    forbidden |= {(b, a) for a, b in forbidden}
    standing = _standing(facts, at)
    wanted = {"running": ("running",), "planned": ("running", "planned"), "none": ()}[settings["keep"]]
    to_keep = [pair for pair, state in standing.items() if state in wanted]
    kept = _kept(sides, [pair for pair in to_keep if pair not in forbidden], settings)
    new = _new(sides, kept, forbidden, max(0, settings["pairs"] - len(kept)), settings)
    rows = _rows(facts.region, sides, kept, new, standing, settings)
    lies = sides.rows.get_column("lon").is_not_null()
    paired = {one for pair in kept + new for one in pair}
    possible = [bool(known) or row in paired for row, known in enumerate(lies)]
    urban = (sides.rows.get_column("community_type") == "urban").to_numpy() & np.array(possible, dtype=np.bool_)
    cost, metres = (rows.get_column(name).drop_nulls().to_numpy() for name in ("cost", "metres"))
    value = float(cost.sum()) if len(cost) else None
    fewer = rows.height < settings["pairs"]
    idle = any(pair not in forbidden for pair in named)
    return Plan(
        id="pairing_plan",
        rows=rows,
        objective="least_total_cost",
        value=value,
        bound=value,
        count=2 * rows.height,
        of=sum(possible),
        unknown=len(possible) - sum(possible) + unsure,
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=(
            *LIMITS,
            *(("fewer_pairs_than_asked",) if fewer else ()),
            *(("more_kept_than_asked",) if len(kept) > settings["pairs"] else ()),
            *(("forbidden_without_effect",) if idle else ()),
        ),
        measures={
            "pairs_asked": settings["pairs"],
            "pairs_made": rows.height,
            "pairs_kept": len(kept),
            "pairs_already_tied": rows.filter(pl.col("already_tied").list.len() > 0).height,
            "pairs_left_out": len(to_keep) - len(kept),
            "metres_total": float(metres.sum()) if len(metres) else None,
            "urban": int(urban.sum()),
            "rural": sum(possible) - int(urban.sum()),
            "communities_without_organisation": without,
            "type_unknown": unsure,
            "coordinates_unknown": len(possible) - sum(possible),
            "listings_without_category": sides.complement.without_category,
        },
        queries=(QUERY,),
    )


def _sides(facts: PlanFacts, rows: pl.DataFrame) -> _Sides:
    based = facts.region.organisations.select(pl.col("code").alias("organisation"), "community", "domain")
    of = rows.select("community").with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
    ours = based.join(of, on="community")
    kinds = ours.get_column("domain").unique().sort()
    number = ours.get_column("domain").rank("dense").to_numpy().astype(np.int64) - 1
    domains = np.zeros((rows.height, len(kinds)), dtype=np.bool_)
    domains[ours.get_column("at").to_numpy(), number] = True
    complement = complement_of(facts.frames[QUERY], ours.select("organisation", "at"), size=rows.height)
    return _Sides(rows, domains, complement)


def _forbidden(
    facts: PlanFacts, at: Mapping[str, int], pairs: list[tuple[str, str]]
) -> list[tuple[int | None, int | None]]:
    """Pairs of rows, as they were named; None for a community that takes no part."""
    communities = facts.region.places.filter(pl.col("kind") == "community").get_column("code").to_list()
    of = dict(facts.region.organisations.select("code", "community").iter_rows()) | dict(
        zip(communities, communities, strict=True)
    )
    for one in (code for pair in pairs for code in pair):
        if of.get(one) is None:
            raise UnknownName("community", one, known=[*communities, *of])
    return [(at.get(of[a]), at.get(of[b])) for a, b in pairs]


def _standing(facts: PlanFacts, at: Mapping[str, int]) -> dict[tuple[int, int], str]:
    """Pairs there are, by rows, with their state."""
    told = running_pairs(facts.region).iter_rows()
    return {(at[a], at[b]): state for a, b, state in told if a in at and b in at}


def _kept(sides: _Sides, pairs: list[tuple[int, int]], settings: Mapping[str, Any]) -> list[tuple[int, int]]:
    if not pairs:
        return []
    a, b = np.array(pairs, dtype=np.int64).T
    cost = _cost(sides, a, b, settings)
    # Of an unknown distance nothing follows: such a pair comes after all others and is never cheap for it.
    unknown_last = np.where(np.isnan(cost), np.nanmax(cost, initial=0.0) + 1.0, cost)
    return [pairs[one] for one in cheapest_pairs(a, b, _whole(unknown_last)).tolist()]


def _new(
    sides: _Sides,
    kept: list[tuple[int, int]],
    forbidden: set[tuple[int, int]],
    number: int,
    settings: Mapping[str, Any],
) -> list[tuple[int, int]]:
    """The further pairs, cheapest first."""
    taken = {one for pair in kept for one in pair}
    free = sides.rows.with_row_index("at").filter(
        pl.col("lon").is_not_null() & ~pl.col("at").is_in(list(taken) or [-1])
    )
    urban, rural = (free.filter(pl.col("community_type") == kind) for kind in ("urban", "converted_village"))
    lon, lat, other_lon, other_lat = (one.get_column(name).to_numpy() for one in (urban, rural) for name in LON_LAT)
    near = within_reach(lon, lat, other_lon, other_lat, metres=settings["metres"]).tocoo()
    a = urban.get_column("at").to_numpy().astype(np.int64)[near.row]
    b = rural.get_column("at").to_numpy().astype(np.int64)[near.col]
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    if forbidden:
        size = sides.rows.height
        barred = np.array([one * size + other for one, other in forbidden], dtype=np.int64)
        allowed = ~np.isin(a * size + b, barred)
        a, b = a[allowed], b[allowed]
    cost = _cost(sides, a, b, settings)
    chosen = cheapest_pairs(a, b, _whole(cost), most=number)
    return [(int(a[one]), int(b[one])) for one in chosen[np.lexsort((chosen, cost[chosen]))].tolist()]


LON_LAT = ("lon", "lat")


def _metres(sides: _Sides, a: Ints, b: Ints) -> Floats:
    lon, lat = (sides.rows.get_column(name).to_numpy() for name in LON_LAT)
    return metres_between(lon[a], lat[a], lon[b], lat[b])


def _cost(sides: _Sides, a: Ints, b: Ints, settings: Mapping[str, Any]) -> Floats:
    """In kilometres; not a number where a distance is not known."""
    gains = settings["need_km"] * sides.met(a, b) + settings["domain_km"] * sides.differing(a, b)
    return np.asarray(settings["distance_weight"] * _metres(sides, a, b) / 1000 - gains)


def _whole(cost: Floats) -> Ints:
    return np.rint(cost * MILLIMETRES).astype(np.int64)


def _already_tied(region: Snapshot, a: pl.Series, b: pl.Series) -> pl.Series:
    """By pair of organisations the layers in which they have a tie."""
    at = {code: row for row, code in enumerate(region.codes)}
    i, j = (np.array([at[code] for code in end], dtype=np.int64) for end in (a, b))
    tied = [np.asarray(region.layers[layer][i, j]).ravel() > 0 if len(i) else i for layer in LAYERS]
    told = [[layer for layer, held in zip(LAYERS, tied, strict=True) if held[row]] for row in range(len(i))]
    return pl.Series(told, dtype=pl.List(pl.String))


def _rows(
    region: Snapshot,
    sides: _Sides,
    kept: list[tuple[int, int]],
    new: list[tuple[int, int]],
    standing: Mapping[tuple[int, int], str],
    settings: Mapping[str, Any],
) -> pl.DataFrame:
    a, b = np.array(kept + new, dtype=np.int64).reshape(-1, 2).T
    ends = {}
    for side, rows in (("a", a), ("b", b)):
        for name, column in (("", "community"), ("_name", "community_name"), ("_organisation", "organisation"),
                             ("_organisation_name", "organisation_name")):  # fmt: skip
            ends[f"{side}{name}"] = sides.rows.get_column(column)[rows]
    metres, cost = _metres(sides, a, b), _cost(sides, a, b, settings)
    return pl.DataFrame(
        {
            "pair": np.arange(1, len(a) + 1, dtype=np.int64),
            **{name: ends[name] for name in ("a", "a_name", "b", "b_name")},
            **{
                f"{side}_organisation{more}": ends[f"{side}_organisation{more}"]
                for side in "ab"
                for more in ("", "_name")
            },
            "kept": pl.Series([True] * len(kept) + [False] * len(new), dtype=pl.Boolean),
            "paired": pl.Series([standing.get(pair) for pair in kept + new], dtype=pl.String),
            "already_tied": _already_tied(region, ends["a_organisation"], ends["b_organisation"]),
            "metres": pl.Series(metres, nan_to_null=True, dtype=pl.Float64),
            "needs_met": sides.met(a, b),
            "a_gives": sides.complement.categories(b, a),
            "b_gives": sides.complement.categories(a, b),
            "domains_differ": sides.differing(a, b),
            "cost": pl.Series(cost, nan_to_null=True, dtype=pl.Float64),
        }
    )


PAIRING_PLAN = PlanDefinition(
    "pairing_plan",
    pairing_plan,
    (
        Parameter("pairs", "int", 10, least=1, most=10_000),
        Parameter("keep", "text", "running", choices=("running", "planned", "none")),
        Parameter("forbidden", "pairs"),
        Parameter("metres", "float", 20_000.0, least=0, most=1_000_000),
        Parameter("distance_weight", "float", 1.0, least=0, most=1000),
        Parameter("need_km", "float", 1.0, least=0, most=1000),
        Parameter("domain_km", "float", 0.5, least=0, most=1000),
    ),
    queries=(QUERY,),
    limits=LIMITS,
)
