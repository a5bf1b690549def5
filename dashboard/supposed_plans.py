"""Which changes does a slide suppose, in which words are they told, and which of them is a saved plan?

The changes are kept with the slide, so that a deck stays what was put into it. What would follow from them is
``analytics.what_if``'s business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analytics.plans.as_edits import proposed_edits
from analytics.plans.catalogue import PLANS
from analytics.what_if import EditPlan, plan_of
from dashboard.plan_files import WHAT_IF
from dashboard.plan_rows import rows_frame
from graph_model.errors import BadValue

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from dashboard.plan_files import PlanFile
    from graph_model.snapshot import Snapshot

MOST_PLANS: Final = 3
"""Plans that stand beside each other on a slide."""
MOST_EDITS: Final = 200
"""Changes of one of them."""


@dataclass(frozen=True)
class Supposed:
    """What a slide supposes.

    Attributes
    ----------
    plans
        One list of changes a plan, with its name; the name is empty where nobody gave one.
    hub
        Whether the scorecard counts the working committees.
    """

    plans: tuple[EditPlan, ...]
    hub: bool = False

    def as_text(self) -> str:
        """As a slide keeps it in ``about``."""
        told = {"hub": self.hub, "plans": [{"name": one.name, "edits": _edits(one)} for one in self.plans]}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @property
    def source(self) -> str:
        """How its figures name where they come from: the slide's ``about`` tells the changes themselves."""
        return f"{WHAT_IF}:{hashlib.sha256(self.as_text().encode()).hexdigest()[:8]}"


def supposed_of(text: str) -> Supposed:
    """What ``as_text`` tells.

    Raises
    ------
    BadValue
        ``plan_unreadable``, or ``plan_wrong`` as ``plan_of``: it is none; ``supposed_too_much``: more plans than
        ``MOST_PLANS``, or more than ``MOST_EDITS`` changes in one.
    """
    try:
        told = json.loads(text)
        plans = [plan_of(one, path=WHAT_IF, name=str(one.get("name") or "")) for one in told["plans"]]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadValue("plan_unreadable", path=WHAT_IF) from error
    if not plans:
        raise BadValue("no_plan_given")
    if len(plans) > MOST_PLANS or any(len(one.edits) > MOST_EDITS for one in plans):
        raise BadValue("supposed_too_much", plans=MOST_PLANS, edits=MOST_EDITS)
    return Supposed(tuple(EditPlan(one.name, one.edits) for one in plans), bool(told.get("hub")))


def supposed_text(plans: Sequence[EditPlan], *, hub: bool) -> str:
    """Plans as a slide keeps them; of more than ``MOST_PLANS`` the first ones."""
    return Supposed(tuple(EditPlan(one.name, one.edits) for one in plans[:MOST_PLANS]), hub).as_text()


def supposed_by(file: PlanFile, region: Snapshot, words: Wording, *, hub: bool) -> str:
    """A saved plan as a slide supposes it: its changes, or those that the plan which was made proposes.

    Of more than ``MOST_EDITS`` the first ones, and the name says so.

    Raises
    ------
    BadValue
        ``plan_without_edits``: a plan of groups or places changes no tie; ``plan_wrong``: it cannot be read.
    """
    if file.kind == WHAT_IF:
        edits = file.edits.edits
    elif file.kind in PLANS:
        made: Mapping[str, Any] = file.content["made"]
        edits = (
            tuple(proposed_edits(file.kind, rows_frame(made["rows"]), made["parameters"], region))
            if made["rows"]
            else ()
        )
    else:
        raise BadValue("plan_without_edits", plan=file.name)
    name = file.name
    if len(edits) > MOST_EDITS:
        name = words.text("story.supposed_first", name=name, shown=MOST_EDITS, count=len(edits))
    return Supposed((EditPlan(name, edits[:MOST_EDITS]),), hub).as_text()


def _edits(plan: EditPlan) -> list[dict[str, str]]:
    return [edit.as_json() for edit in plan.edits]
