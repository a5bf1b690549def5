"""Does the page say of urban and rural ties only what chance allows to be said?"""

from __future__ import annotations

import polars as pl
import pytest

from analytics.finding import Finding
from dashboard.i18n import Wording
from dashboard.pages.linkages import beside_chance


def said(**measures):
    finding = Finding("ties_by_kind_of_place", 0, 0, 0, pl.DataFrame(), measures=measures)
    told = beside_chance(finding, Wording("en"))
    return [] if not told else [told[0].children[0].children, told[0].children[2]]


@pytest.mark.parametrize(
    ("observed", "first"),
    [
        (-0.3, "Fewer ties across than by chance."),
        (0.0, "Ties across are as chance would have them."),
        (0.3, "More ties across than by chance."),
    ],
)
def test_outside_the_interval_it_is_more_or_less_and_within_it_is_neither(observed, first):
    drawn = {
        "ei_by_chance": 0.01,
        "ei_low": -0.1,
        "ei_high": 0.12,
        "ei_p_value": 0.01,
        "ei_p_least": 0.01,
        "ei_draws": 199,
    }
    numbers = f"E-I {observed:+.2f}; 199 draws: 95 % in -0.10 … +0.12, p = 0.01 (they can show no less than 0.01)"
    assert said(ei_index=observed, **drawn) == [first, numbers]


def test_what_was_not_drawn_or_is_the_same_in_every_draw_is_not_judged():
    nothing = {"ei_by_chance": None, "ei_low": None, "ei_high": None, "ei_p_value": None}
    assert said(ei_index=0.2, ei_draws=0, **nothing) == []
    assert said(ei_index=-1.0, ei_draws=199, ei_by_chance=-1.0, ei_low=-1.0, ei_high=-1.0, ei_p_value=None) == []
