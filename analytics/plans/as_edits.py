"""What would a plan that was made change in the network, as a plan file that ``what-if`` reads?

Only plans that propose ties or seats. What would then be found is told by ``analytics.what_if``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from analytics.plans.plan import Plan
from analytics.supposing import Edit
from analytics.what_if import EditPlan
from graph_model.errors import BadValue
from graph_model.snapshot import Snapshot

TIES: dict[str, tuple[str, str, str]] = {
    "pairing_plan": ("agreements", "a_organisation", "b_organisation"),
    "suggested_partners": ("agreements", "code", "partner"),
    "matching": ("claims", "resource_organisation", "organisation"),
}
"""Plans whose rows are ties: the layer they would be in, and the columns of the two organisations."""


def edits_of(plan: Plan, region: Snapshot, *, name: str, as_of: dt.date, place: str | None) -> EditPlan:
    """The ties and seats a plan proposes and that are not there yet.

    ``pairing_plan``: an agreement of each new pair; ``suggested_partners``: one of each organisation with its first
    partner; ``matching``: a claim for each need; ``committee_seats_plan`` of a committee: a seat for each organisation
    (a unit has none in the network).

    Parameters
    ----------
    plan
        As it was made.
    region
        Of its day, the whole region.
    name
        Of the plan file.

    Raises
    ------
    BadValue
        ``plan_without_edits``: another plan, or seats of a committee that is not there yet.
    """
    if plan.id in TIES:
        edits = list(_ties(plan, region))
    elif plan.id == "committee_seats_plan" and plan.parameters["committee"]:
        invited = plan.rows.filter(pl.col("subject") == "organisation").get_column("code")
        seated = region.seats.filter(pl.col("committee") == plan.parameters["committee"]).get_column("organisation")
        edits = [
            Edit("add_seat", organisation=code, committee=plan.parameters["committee"])
            for code in invited
            if code not in seated
        ]
    else:
        raise BadValue("plan_without_edits", plan=plan.id)
    return EditPlan(name, tuple(edits), as_of, place)


def _ties(plan: Plan, region: Snapshot) -> Iterator[Edit]:
    layer, one, other = TIES[plan.id]
    rows = plan.rows
    if plan.id == "suggested_partners":
        rows = rows.filter(pl.col("rank") == 1)
    at = {code: row for row, code in enumerate(region.codes)}
    told = set()
    for a, b in rows.select(one, other).iter_rows():
        pair = (min(a, b), max(a, b))
        if pair not in told and not region.layers[layer][at[a], at[b]]:
            told.add(pair)
            yield Edit("add_tie", layer=layer, a=a, b=b)
