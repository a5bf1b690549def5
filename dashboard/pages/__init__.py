"""Which pages are there, in which order and groups?

The one list; each page stands in a module of its own.
"""

from __future__ import annotations

from dashboard.page import CONTROLS, Page
from dashboard.pages import (
    ask,
    card,
    cases,
    communities,
    coverage,
    data,
    file,
    geography,
    isolation,
    key,
    linkages,
    network,
    overview,
    plan,
    story,
    trend,
)
from dashboard.plan_files import WHAT_IF
from dashboard.state import ViewState
from graph_model.errors import UnknownName

GROUPS: tuple[str, ...] = ("see", "holes", "plan", "data")

STANDING: tuple[str, ...] = ("place", "as_of")
TIES: tuple[str, ...] = (*STANDING, "layer")
NETWORK: tuple[str, ...] = (*TIES, "hub")
"""Filters that pages heed: of what stands on a day, of ties, and of the network that they make."""
PAGES: tuple[Page, ...] = (
    Page("overview", "/", "see", overview.draw, (*NETWORK, "compare")),
    Page("network", "/network", "see", network.draw, (*NETWORK, "domain")),
    Page("card", "/card", "see", card.draw, ("as_of", "hub")),
    Page("geography", "/geography", "see", geography.draw, NETWORK),
    Page("linkages", "/linkages", "see", linkages.draw, TIES),
    Page("key", "/key", "see", key.draw, NETWORK),
    Page("trend", "/trend", "see", trend.draw, (*NETWORK, "compare")),
    Page("coverage", "/coverage", "holes", coverage.draw, STANDING, badge="units_without_organisation"),
    Page("isolation", "/isolation", "holes", isolation.draw, TIES, badge="isolated_organisations"),
    Page("communities", "/communities", "holes", communities.draw, TIES),
    Page("cases", "/cases", "holes", cases.draw, ("place",), badge="cases"),
    Page("plan", "/plan", "plan", plan.draw, (*STANDING, "hub"), only={"hub": ("plan", WHAT_IF)}),
    Page("story", "/story", "plan", story.draw, (*STANDING, "compare")),
    Page("data", "/data", "data", data.draw, STANDING),
    Page("ask", "/ask", "data", ask.draw, ("as_of",)),
    Page("file", "/file", "aside", file.draw, ()),  # in no group: reached from the network's page and `gongjian view`
)


def page_at(path: str) -> Page:
    """The page at an address; ``UnknownName`` with the nearest ones where there is none."""
    for page in PAGES:
        if page.path == path:
            return page
    raise UnknownName("page", path, known=[page.path for page in PAGES])


def heeded(state: ViewState) -> tuple[str, ...]:
    """Which of the bar's filters a view heeds; all of them where there is no page to tell."""
    return next((page.heeded(state) for page in PAGES if page.path == state.path), CONTROLS)
