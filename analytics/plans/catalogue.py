"""Which plans are there?

One line a plan, in the order in which they are told.
"""

from __future__ import annotations

from analytics.plans.committee_seats_plan import COMMITTEE_SEATS_PLAN
from analytics.plans.joint_branch_plan import JOINT_BRANCH_PLAN
from analytics.plans.matching import MATCHING
from analytics.plans.meeting_places import MEETING_PLACES
from analytics.plans.pairing_plan import PAIRING_PLAN
from analytics.plans.plan import PlanDefinition
from analytics.plans.suggested_partners import SUGGESTED_PARTNERS

PLANS: dict[str, PlanDefinition] = {
    plan.id: plan
    for plan in (
        SUGGESTED_PARTNERS,
        PAIRING_PLAN,
        JOINT_BRANCH_PLAN,
        COMMITTEE_SEATS_PLAN,
        MEETING_PLACES,
        MATCHING,
    )
}
