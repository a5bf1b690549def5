"""What does a plan make best, by which columns of the ledger, how complete are they, and what does it not heed?

Also of what is asked like one and makes nothing best: what-if, trend, sensitivity. The sentences are ``dashboard``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.investigation import Investigation
from analytics.method import Completeness
from analytics.method_card import completeness_of
from analytics.method_data import COLUMNS_USED, LIFE, NETWORK, SPAN, TIES, Columns
from analytics.plans.catalogue import PLANS
from analytics.sensitivity import SCREEN
from graph_model.errors import UnknownName
from graph_model.schema import TABLES

_UNITS: tuple[str, ...] = ("kind", "status", "place")
_LISTINGS: Columns = {
    "listings": ("kind", "organisation", "category", "posted", "closes"),
    "claims": ("claimed", "counterpart"),
}
_PLACES: Columns = {"places": ("lon", "lat")}

PLAN_COLUMNS: Mapping[str, Columns] = {
    "suggested_partners": {
        **NETWORK,
        **_LISTINGS,
        **_PLACES,
        "organisations": ("level", "domain", "superior", "place", *LIFE),
    },
    "pairing_plan": {
        **TIES,
        **_LISTINGS,
        "places": ("kind", "parent", "community_type", "lon", "lat"),
        "organisations": ("level", "domain", "place", *LIFE),
        "agreements": ("kind", "status", "signed", "starts", "ends"),
    },
    "joint_branch_plan": {
        **_PLACES,
        "organisations": LIFE,
        "units": (*_UNITS, "members"),
        "coverage": ("mode", *SPAN),
    },
    "committee_seats_plan": {
        "places": ("parent",),
        "organisations": ("domain", "place", *LIFE),
        "units": _UNITS,
        "coverage": ("mode", *SPAN),
        "committees": ("place", "lead", *LIFE),
        "seats": SPAN,
    },
    "meeting_places": {
        "places": ("kind", "parent", "lon", "lat"),
        "organisations": ("place", "has_venue", *LIFE),
        "units": _UNITS,
    },
    "matching": {
        **_LISTINGS,
        **_PLACES,
        "organisations": ("place", *LIFE),
        "listings": (*_LISTINGS["listings"], "quantity"),
    },
    "what_if": NETWORK,
    "trend": {**TIES, "organisations": LIFE, "coverage": SPAN, "responsibility": SPAN, "cases": ("opened", "closed")},
    "sensitivity": COLUMNS_USED[SCREEN],
}
"""By plan: the columns it looks at; of ``what_if`` those its edits change, of ``trend`` those that tell of a day."""

ASKED_LIMITS: Mapping[str, tuple[str, ...]] = {
    "what_if": ("edits_alone_change", "record_behind_a_tie_not_supposed", "reported_figures_not_judged"),
    "trend": ("present_values_on_every_day", "why_is_not_known"),
    "sensitivity": ("small_whole_thresholds_move_by_one", "one_threshold_at_a_time", "unknown_all_at_once"),
}
"""What is not heeded by what has a command of its own."""


@dataclass(frozen=True)
class PlanCard:
    """How one plan is come by.

    Attributes
    ----------
    id
        Its public name.
    data
        The columns it looks at, table by table in the contract's order.
    limits
        Codes of what it does not heed, whatever the answer; an answer may have more.
    """

    id: str
    data: tuple[Completeness, ...]
    limits: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it."""
        return {"id": self.id, "data": [one.as_json() for one in self.data], "limits": list(self.limits)}


def plan_card(investigation: Investigation | None, plan_id: str) -> PlanCard:
    """The card of a plan; the completeness is that of the whole dataset, unknown without one.

    Raises
    ------
    UnknownName
        There is no such plan; carries the nearest names.
    """
    if plan_id not in PLAN_COLUMNS:
        raise UnknownName("plan", plan_id, known=PLAN_COLUMNS)
    used = PLAN_COLUMNS[plan_id]
    return PlanCard(
        id=plan_id,
        data=tuple(
            completeness_of(investigation, table, column)
            for table in TABLES
            if table in used
            for column in used[table] or (None,)
        ),
        limits=PLANS[plan_id].limits if plan_id in PLANS else ASKED_LIMITS[plan_id],
    )
