"""What would a plan that was made change in the network, as a plan file that ``what-if`` reads?

Only plans that propose ties or seats. What would then be found is told by ``analytics.what_if``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

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
CHANGING = (*TIES, "committee_seats_plan")
"""Plans that change the network."""


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
    return EditPlan(name, tuple(proposed_edits(plan.id, plan.rows, plan.parameters, region)), as_of, place)


def proposed_edits(plan_id: str, rows: pl.DataFrame, parameters: Mapping[str, Any], region: Snapshot) -> list[Edit]:
    """The edits of ``edits_of`` from the rows and settings of a plan, made now or kept; errors as there.

    Organisations that are not there any more are left out.
    """
    if plan_id in TIES:
        return list(_ties(plan_id, rows, region))
    committee = parameters.get("committee") if plan_id == "committee_seats_plan" else None
    if not committee:
        raise BadValue("plan_without_edits", plan=plan_id)
    invited = rows.filter(pl.col("subject") == "organisation").get_column("code")
    seated = set(region.seats.filter(pl.col("committee") == committee).get_column("organisation"))
    living = set(region.codes)
    return [
        Edit("add_seat", organisation=code, committee=committee)
        for code in invited
        if code in living and code not in seated
    ]


def _ties(plan_id: str, rows: pl.DataFrame, region: Snapshot) -> Iterator[Edit]:
    layer, one, other = TIES[plan_id]
    if plan_id == "suggested_partners":
        rows = rows.filter(pl.col("rank") == 1)
    at = {code: row for row, code in enumerate(region.codes)}
    told = set()
    for a, b in rows.select(one, other).iter_rows():
        pair = (min(a, b), max(a, b))
        there = a in at and b in at
        if there and pair not in told and not region.layers[layer][at[a], at[b]]:
            told.add(pair)
            yield Edit("add_tie", layer=layer, a=a, b=b)
