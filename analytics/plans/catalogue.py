"""Which plans are there?

One line a plan, in the order in which they are told.
"""

from __future__ import annotations

from analytics.plans.plan import PlanDefinition

PLANS: dict[str, PlanDefinition] = {}
