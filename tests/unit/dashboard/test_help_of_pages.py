"""Does the help of a page tell of every measure that the page shows, and of nothing there is not?"""

from __future__ import annotations

import pytest

from analytics.network.cards import measure_cards
from analytics.plans.catalogue import PLANS
from analytics.registry import DEFINITIONS
from dashboard.components.method import HELP, SCORECARD
from dashboard.methods import ASKED_BY_COMMAND
from dashboard.pages import PAGES, file, linkages

SHOWN = {
    "file": {*file.WHOLE, "degree", "betweenness"},
    "key": {
        *("betweenness", "betweenness_error", "degree", "constraint", "cut_points", "bridges", "p_value"),
        *("robustness_by_degree", "robustness_by_chance", "betweenness_centralisation"),
    },
    "linkages": {"ei_index", "ei_ties_known", "ei_ties_unknown", "p_value"},
    "trend": set(SCORECARD),
}


def test_every_page_has_a_list_and_every_list_a_page():
    assert set(HELP) == {page.key for page in PAGES}
    assert all(any(HELP[page]) for page in HELP)


@pytest.mark.parametrize("page", HELP)
def test_a_list_names_only_what_there_is(page):
    measures, findings, plans = HELP[page]
    assert set(measures) <= set(measure_cards())
    assert set(findings) <= set(DEFINITIONS)
    assert set(plans) <= {*PLANS, *ASKED_BY_COMMAND}


@pytest.mark.parametrize("page", SHOWN)
def test_what_a_page_shows_and_has_a_card_is_in_its_list(page):
    assert SHOWN[page] & set(measure_cards()) <= set(HELP[page][0])


def test_findings_that_linkages_draws_are_in_its_list():
    assert set(linkages.FINDINGS) <= set(HELP["linkages"][1])
