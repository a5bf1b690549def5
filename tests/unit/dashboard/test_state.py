"""Does an address say everything of a view, and every view have one address?"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import SHARED, ViewState
from graph_model.errors import BadValue, UnknownName
from graph_model.schema.vocabularies import Domain
from graph_model.snapshot import LAYERS

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
days = st.dates(dt.date(1949, 1, 1), dt.date(2100, 1, 1))
views = st.builds(
    ViewState,
    path=st.sampled_from(["/", "/network", "/linkages"]),
    place=st.none() | words,
    as_of=st.none() | days,
    compare=st.none() | days,
    layer=st.none() | st.sampled_from(LAYERS),
    domain=st.none() | st.sampled_from([one.value for one in Domain]),
    hub=st.booleans(),
    lang=st.sampled_from([None, "zh", "en"]),
    open=st.none() | words,
    own=st.dictionaries(words.filter(lambda name: name not in SHARED), words, max_size=3).map(
        lambda own: dict(sorted(own.items()))
    ),
)


@given(views)
def test_an_address_gives_back_the_view_it_was_made_from(view: ViewState) -> None:
    assert ViewState.of(view.path, view.search) == view


@given(views)
def test_one_view_has_one_address(view: ViewState) -> None:
    assert ViewState.of(view.path, view.search).href == view.href


def test_filters_stand_in_the_address_in_plain_words() -> None:
    view = ViewState(
        path="/network",
        place="CL-C",
        as_of=dt.date(2018, 6, 30),
        layer="seats",
        hub=True,
        open="card:DZ021",
        own={"off": "claims,seats"},
    )
    assert view.href == "/network?place=CL-C&as_of=2018-06-30&layer=seats&hub=in&off=claims,seats&open=card:DZ021"


def test_another_page_keeps_the_filters_and_leaves_the_drawer_and_switches_behind() -> None:
    view = ViewState(path="/network", place="CL", hub=True, open="card:X", own={"off": "seats"})
    assert view.page("/linkages") == ViewState(path="/linkages", place="CL", hub=True)


def test_a_switch_taken_away_leaves_no_trace() -> None:
    view = ViewState(path="/network", own={"off": "seats", "view": "table"})
    assert view.switched(view=None).href == "/network?off=seats"


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadValue):
        ViewState.of("/", "?as_of=2018-02-30")


@pytest.mark.parametrize(("search", "nearest"), [("?layer=seat", "seats"), ("?domain=schol&lang=en", "school")])
def test_a_layer_or_domain_that_there_is_none_of_is_refused_with_the_nearest(search: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as told:
        ViewState.of("/", search)
    assert nearest in told.value.values["nearest"]


def test_of_an_address_that_cannot_be_read_page_and_language_are_left() -> None:
    assert ViewState.bare("/key/", "?layer=foo&lang=en&place=X") == ViewState(path="/key", lang="en")
