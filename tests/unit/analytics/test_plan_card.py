"""Has every plan a card: what it makes best, by which columns, what it does not heed, in both languages?"""

from __future__ import annotations

import pytest

from analytics.plan_card import ASKED_LIMITS, PLAN_COLUMNS, plan_card
from analytics.plans.catalogue import PLANS
from dashboard.i18n import words
from dashboard.methods import ASKED_BY_COMMAND, PLAN_LINES
from graph_model.errors import UnknownName
from graph_model.schema import TABLES


def test_every_plan_and_what_is_asked_like_one_has_a_card():
    assert set(PLAN_COLUMNS) == {*PLANS, *ASKED_BY_COMMAND}
    assert set(ASKED_LIMITS) == set(ASKED_BY_COMMAND)


@pytest.mark.parametrize("name", PLAN_COLUMNS)
def test_a_card_has_its_words_and_names_columns_of_the_contract(name):
    card = plan_card(None, name)
    assert card.limits
    needed = {f"plan_cards.{line}_{name}" for line in PLAN_LINES} | {f"plans.limit_{code}" for code in card.limits}
    assert needed - set(words()) == set()
    for table, columns in PLAN_COLUMNS[name].items():
        assert set(columns) <= {one.name for one in TABLES[table].columns}, table
    assert {one.known for one in card.data} == {None}


def test_an_unknown_plan_suggests_the_nearest():
    with pytest.raises(UnknownName):
        plan_card(None, "pairing")
