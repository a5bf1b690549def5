"""With whom could an organisation that stands alone, or nearly so, build something together?

A ranking with the reasons of each partner. Nobody's willingness is known, and nothing is optimised over all at once.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from analytics.network.graph import csr_of
from analytics.network.steps import steps_between
from analytics.plans.needs import QUERY
from analytics.plans.partners import Ints, Reasons, Surroundings, Ties, partners_of, surroundings_of, ties_of
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts
from graph_model.errors import UnknownName

WEIGHTS: tuple[str, ...] = ("near", "needs", "domain", "spare", "common", "network")
LIMITS = (
    *("ranking_without_bound", "weights_are_conventions", "each_by_itself", "willingness_not_known"),
    *("straight_line_distance", "unknown_coordinates_left_out", "hidden_partners_found_less_often"),
)


def suggested_partners(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """The ``partners`` best partners of each organisation in scope with at most ``ties`` co-building ties.

    With ``organisation`` those of that one, however many ties it has. Ties are of any layer, without the hub, which is
    neither asked for nor suggested; partners may lie outside the place asked for, at most ``metres`` away. What speaks
    for a partner, and how it is weighed (``near_weight`` and the others), is told by ``partners.partners_of``. It is a
    ranking of each organisation by itself: no bound is known, two organisations may be told the same partner, and the
    weights are conventions to be set by who asks. How often a ranking like this finds partners that there are is
    measured by ``partners_evaluation``.

    Returns
    -------
    Plan
        ``value`` and ``bound`` None. ``count`` organisations with a partner to suggest, ``of`` those asked for whose
        coordinates are known, ``unknown`` the others. Rows, fewest ties first, then by code and rank: ``code, name,
        ties`` (the organisation's now)``, rank, partner, partner_name, partner_domain, partner_place``; reasons:
        ``fit`` (0 to 1)``, metres``; ``needs_met`` (its unmet needs that the partner's idle resources can answer),
        ``resources_taken`` (the other way), ``categories`` of both; ``new_domain`` (no partner of that domain yet);
        ``partner_ties, partner_agreements`` (organisations the partner is tied to, and by agreement);
        ``common`` (partners both have), ``joins_components``, ``organisations_joined`` (in the component that the tie
        adds; 0 where it joins none), ``bridges_groups`` (Leiden communities), ``steps_before`` (ties between the two
        now; None: no path; after it 1).
        ``measures``: ``organisations_alone`` (asked for, without a tie), ``without_partner`` (nobody in reach),
        ``pairs_looked_at``, ``partner_most_often`` (most organisations that one partner is suggested to; None without a
        row), ``coordinates_unknown`` (of all organisations: those can be no partner).

    Raises
    ------
    UnknownName
        There is no living ``organisation`` of that code beside the hub.
    """
    begun = time.perf_counter()
    around, bare = surroundings_of(facts.region, facts.frames[QUERY])
    ties = ties_of(bare.adjacency(), bare.layers["agreements"], seed=facts.seed)
    asked = _asked(facts, around, ties, settings)
    known = around.known[asked]
    weights = {name: settings[f"{name}_weight"] for name in WEIGHTS}
    every = partners_of(around, ties, asked[known], weights, metres=settings["metres"])
    best = every.first(settings["partners"])
    rows = _rows(around, ties, best)
    served = len(np.unique(best.one))
    return Plan(
        id="suggested_partners",
        rows=rows,
        objective="highest_fit_first",
        value=None,
        bound=None,
        count=served,
        of=int(known.sum()),
        unknown=int((~known).sum()),
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=LIMITS,
        measures={
            "organisations_alone": int((ties.degree[asked] == 0).sum()),
            "without_partner": int(known.sum()) - served,
            "pairs_looked_at": len(every.one),
            "partner_most_often": int(np.bincount(best.other).max()) if len(best.other) else None,
            "coordinates_unknown": int((~around.known).sum()),
        },
        queries=(QUERY,),
    )


def _asked(facts: PlanFacts, around: Surroundings, ties: Ties, settings: Mapping[str, Any]) -> Ints:
    """Rows of the organisations for which partners are asked, fewest ties first."""
    codes = around.organisations.get_column("code")
    if settings["organisation"]:
        if settings["organisation"] not in codes:
            raise UnknownName("organisation", settings["organisation"], known=codes.to_list())
        asked = (codes == settings["organisation"]).to_numpy()
    else:
        asked = ties.degree <= settings["ties"]
        if facts.scope is not None:
            ours = around.organisations.get_column("place").is_in(facts.scope.implode()).fill_null(value=False)
            asked = asked & ours.to_numpy()
    return np.flatnonzero(asked).astype(np.int64)


def _rows(around: Surroundings, ties: Ties, best: Reasons) -> pl.DataFrame:
    one, other = around.organisations[best.one], around.organisations[best.other]
    met = around.complement.categories(best.one, best.other)
    taken = around.complement.categories(best.other, best.one)
    # A common partner makes it two ties, another component none: only the others have to be walked.
    steps = np.where(best.joins, -1, 2)
    walked = ~best.joins & (best.common == 0)
    steps[walked] = steps_between(csr_of(ties.adjacency), best.one[walked], best.other[walked])
    told = pl.DataFrame(
        {
            "code": one.get_column("code"),
            "name": one.get_column("name"),
            "ties": ties.degree[best.one],
            "rank": _ranks(best.one),
            "partner": other.get_column("code"),
            "partner_name": other.get_column("name"),
            "partner_domain": other.get_column("domain"),
            "partner_place": other.get_column("place"),
            "fit": best.fit,
            "metres": best.metres,
            "needs_met": best.needs_met,
            "resources_taken": best.resources_taken,
            "categories": pl.DataFrame({"met": met, "taken": taken}).select(
                pl.col("met").list.set_union("taken").list.sort()
            ).to_series(),
            "new_domain": best.new_domain,
            "partner_ties": ties.degree[best.other],
            "partner_agreements": ties.agreements[best.other],
            "common": best.common,
            "joins_components": best.joins,
            "organisations_joined": np.where(best.joins, ties.size[best.other], 0),
            "bridges_groups": best.bridges,
            "steps_before": steps,
        }
    )  # fmt: skip
    told = told.with_columns(pl.when(pl.col("steps_before") >= 0).then("steps_before").alias("steps_before"))
    return told.sort("ties", "code", "rank")


def _ranks(one: Ints) -> Ints:
    begins = np.searchsorted(one, one)
    return np.arange(len(one), dtype=np.int64) - begins + 1


SUGGESTED_PARTNERS = PlanDefinition(
    "suggested_partners",
    suggested_partners,
    (
        Parameter("organisation", "text"),
        Parameter("ties", "int", 1, least=0, most=1_000),
        Parameter("partners", "int", 5, least=1, most=100),
        Parameter("metres", "float", 5000.0, least=0, most=1_000_000),
        Parameter("near_weight", "float", 1.0, least=0, most=1000),
        Parameter("needs_weight", "float", 1.0, least=0, most=1000),
        Parameter("domain_weight", "float", 0.5, least=0, most=1000),
        Parameter("spare_weight", "float", 0.5, least=0, most=1000),
        Parameter("common_weight", "float", 1.0, least=0, most=1000),
        Parameter("network_weight", "float", 0.5, least=0, most=1000),
    ),
    queries=(QUERY,),
    hub=False,
    limits=LIMITS,
)
