"""Which pages are there, in which order and groups?

The one list; each page stands in a module of its own.
"""

from __future__ import annotations

from dashboard.page import Page
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
from graph_model.errors import UnknownName

GROUPS: tuple[str, ...] = ("see", "holes", "plan", "data")
PAGES: tuple[Page, ...] = (
    Page("overview", "/", "see", overview.draw),
    Page("network", "/network", "see", network.draw),
    Page("card", "/card", "see", card.draw),
    Page("geography", "/geography", "see", geography.draw),
    Page("linkages", "/linkages", "see", linkages.draw),
    Page("key", "/key", "see", key.draw),
    Page("trend", "/trend", "see", trend.draw),
    Page("coverage", "/coverage", "holes", coverage.draw, badge="units_without_organisation"),
    Page("isolation", "/isolation", "holes", isolation.draw, badge="isolated_organisations"),
    Page("communities", "/communities", "holes", communities.draw),
    Page("cases", "/cases", "holes", cases.draw, badge="cases"),
    Page("plan", "/plan", "plan", plan.draw),
    Page("story", "/story", "plan", story.draw),
    Page("data", "/data", "data", data.draw),
    Page("ask", "/ask", "data", ask.draw),
    Page("file", "/file", "aside", file.draw),  # in no group: reached from the network's page and `gongjian view`
)


def page_at(path: str) -> Page:
    """The page at an address; ``UnknownName`` with the nearest ones where there is none."""
    for page in PAGES:
        if page.path == path:
            return page
    raise UnknownName("page", path, known=[page.path for page in PAGES])
