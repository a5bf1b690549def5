"""Does a method card tell the columns of a finding, how much of them is known, and its limits?"""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ledger_tables import RESTS_ON
from analytics.method_card import method_card
from analytics.method_data import BLANK_SAYS, COLUMNS_USED, WITHOUT_PAST, limits
from analytics.registry import DEFINITIONS
from dashboard.i18n import words
from graph_model.errors import UnknownName
from graph_model.schema import TABLES
from graph_model.settings import Settings

DAY = dt.date(2018, 6, 30)


@pytest.mark.parametrize("finding_id", DEFINITIONS)
def test_the_columns_are_those_of_the_tables_the_finding_rests_on(finding_id):
    used = COLUMNS_USED[finding_id]
    assert set(used) == set(RESTS_ON[finding_id])
    for table, columns in used.items():
        assert len(set(columns)) == len(columns)
        assert set(columns) <= {column.name for column in TABLES[table].columns}


def test_what_is_said_of_columns_is_said_of_columns_there_are():
    for told in (BLANK_SAYS, WITHOUT_PAST):
        for table, columns in told.items():
            assert set(columns) <= {column.name for column in TABLES[table].columns}


def test_every_limit_has_its_words():
    codes = {code for finding_id in DEFINITIONS for code in limits(finding_id)}
    assert {f"methods.limit_{code}" for code in codes} - set(words()) == set()
    assert {key for key in words() if key.startswith("methods.limit_")} == {f"methods.limit_{code}" for code in codes}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_tells_the_size_above_which_betweenness_is_sampled(region, lang):
    from dashboard.i18n import Wording
    from dashboard.methods import limits_told

    for asked, most in ((None, f"{Settings().exact_betweenness_in_findings_up_to:,}"), (region, "20,000")):
        card = method_card(asked, "key_organisations", None if asked is None else DAY)
        assert [most in one for one in limits_told(card, Wording(lang))].count(True) == 1
    assert Settings().exact_betweenness_in_findings_up_to == 5_000


def test_completeness_counts_cells_of_properties_and_pointers(region):
    card = method_card(region, "few_support_points", DAY)
    told = {(one.table, one.column): (one.known, one.rows) for one in card.data}
    # 12 places, of three communities two have a type, all but S have a parent; FL alone has no place;
    # U5 alone has no status, every unit has a place.
    assert told == {
        ("places", "kind"): (12, 12),
        ("places", "parent"): (11, 12),
        ("places", "community_type"): (2, 12),
        ("organisations", "domain"): (10, 10),
        ("organisations", "place"): (9, 10),
        ("organisations", "founded"): (7, 10),
        ("organisations", "ended"): (1, 10),
        ("units", "kind"): (9, 9),
        ("units", "status"): (8, 9),
        ("units", "place"): (9, 9),
    }
    assert [threshold.name for threshold in card.thresholds] == ["support_points_from"]
    assert card.finding == region.finding("few_support_points", as_of=DAY)


def test_ties_are_counted_by_their_own_columns(region):
    told = {(one.table, one.column): (one.known, one.rows) for one in method_card(region, "idle_resources", DAY).data}
    assert told["claims", "claimed"] == (3, 3)
    cover = {one.column: (one.known, one.rows) for one in method_card(region, "work_coverage").data}
    assert (cover["mode"], cover["since"], cover["until"]) == ((7, 7), (5, 7), (1, 7))


@pytest.mark.parametrize("finding_id", DEFINITIONS)
def test_every_finding_has_a_card_with_and_without_a_dataset(region, finding_id):
    card = method_card(region, finding_id, DAY)
    assert all(0 <= one.known <= one.rows for one in card.data)
    bare = method_card(None, finding_id)
    assert [(one.table, one.column) for one in bare.data] == [(one.table, one.column) for one in card.data]
    assert {one.share for one in bare.data} == {None}


def test_a_table_without_a_row_has_no_share(investigate):
    card = method_card(investigate({"places": [{"code": "A", "name": "a", "kind": "community"}]}), "unmet_needs", DAY)
    assert {(one.known, one.rows, one.share) for one in card.data} == {(0, 0, None)}


def test_an_unknown_finding_is_told_with_the_nearest(region):
    with pytest.raises(UnknownName) as told:
        method_card(region, "unmet_need", DAY)
    assert "unmet_needs" in told.value.values["nearest"]
