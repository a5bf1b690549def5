"""How do two plans that were made differ, and what would each change in the network?

Rows that both propose and those that only one does; rows as edits that ``what_if`` judges. Which is better is for
people, who know what the figures leave out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.plans.plan import Plan
from analytics.supposing import Edit
from graph_model.snapshot import Snapshot

NAMING = ("code", "a", "b", "organisation", "partner", "need", "resource", "listing", "counterpart")
"""Columns whose values together tell one proposal from another."""
TIES = (
    (("a_organisation", "b_organisation"), "agreements"),
    (("organisation", "resource_organisation"), "claims"),
    (("organisation", "partner"), "agreements"),
    (("a", "b"), "agreements"),
)
"""Columns of a proposed tie, and the layer it would stand in: a need that is met, an agreement that is signed."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlansCompared:
    """Two plans as JSON, row by row.

    Attributes
    ----------
    both
        Rows of the first whose proposal the second makes too.
    only_first, only_second
        Rows that one alone proposes.
    """

    both: tuple[Row, ...]
    only_first: tuple[Row, ...]
    only_second: tuple[Row, ...]


def compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> PlansCompared:
    """What two plans of one kind share; each as ``Plan.as_json`` gives it."""
    a, b = ({_named(row): row for row in one["rows"]} for one in (first, second))
    return PlansCompared(
        tuple(row for key, row in a.items() if key in b),
        tuple(row for key, row in a.items() if key not in b),
        tuple(row for key, row in b.items() if key not in a),
    )


def _named(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in NAMING)


def edits_of(plan: Plan, region: Snapshot) -> tuple[Edit, ...]:
    """What a plan proposes as edits of the network; none for a plan that proposes neither ties nor seats.

    Parameters
    ----------
    plan
        Its rows may name a tie (one of ``TIES``), or organisations to be seated on the committee of its parameters.
        Ties already there in that layer, and organisations nobody knows, are passed over.
    region
        The network of its day, whole.
    """
    rows = plan.rows
    committee = plan.parameters.get("committee")
    known = set(region.codes)
    if committee and "subject" in rows.columns:
        seated = set(region.seats.select("organisation", "committee").iter_rows())
        codes = rows.filter(rows.get_column("subject") == "organisation").get_column("code")
        return tuple(
            Edit("add_seat", organisation=code, committee=committee)
            for code in codes
            if code in known and (code, committee) not in seated
        )
    proposed = next((one for one in TIES if set(one[0]) <= set(rows.columns)), None)
    if proposed is None:
        return ()
    names, layer_name = proposed
    at = {code: row for row, code in enumerate(region.codes)}
    layer = region.layers[layer_name]
    pairs = dict.fromkeys(tuple(sorted(pair)) for pair in rows.select(names).iter_rows() if None not in pair)
    return tuple(
        Edit("add_tie", layer=layer_name, a=a, b=b)
        for a, b in pairs
        if a in at and b in at and a != b and not bool(layer[at[a], at[b]])
    )
