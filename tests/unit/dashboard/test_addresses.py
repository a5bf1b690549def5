"""What does a person read whose address names something that there is none of, or half of what is asked?"""

from __future__ import annotations

import json

import plotly
import pytest

from dashboard.server import draw_drawer, draw_page, filtered_search
from dashboard.service import Service
from dashboard.shell import frame
from graph_model.settings import Settings


@pytest.fixture(scope="module")
def service(region):
    with Service(Settings(data=region)) as service:
        yield service


def drawn(content) -> str:
    return json.dumps(content, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("path", ["/", "/network", "/key"])
def test_an_unknown_layer_is_told_with_the_nearest_in_a_whole_frame(service, path):
    bar, navigation, page = (drawn(one) for one in draw_page(service, path, "?layer=seat&lang=en"))
    assert 'There is no layer called \\"seat\\". Did you mean: seats' in page
    assert "filter-layer" in bar
    assert "/coverage?lang=en" in navigation


def test_a_filter_is_a_way_on_from_an_address_that_cannot_be_read():
    assert filtered_search("/key", "?layer=foo&lang=en", {"place": "C1"}) == "?place=C1&lang=en"


def test_one_end_of_a_path_is_told_by_its_name_and_an_end_nobody_knows_as_that(service):
    assert "从“红旗社区党委”出发" in drawn(draw_drawer(service, "/network", "?open=path:HQ"))
    assert "没有叫“X1,X2”的组织" in drawn(draw_drawer(service, "/network", "?open=path:X1,X2"))


def test_before_a_page_is_drawn_bar_navigation_and_page_stand_there_by_their_shapes():
    told = drawn(frame())
    assert told.index('"className": "bar"') < told.index('"className": "nav"') < told.index('"className": "page shape"')


def test_the_foot_of_the_navigation_words_the_store(service):
    _, navigation, _ = draw_page(service, "/ask", "")
    assert "内置图库" in drawn(navigation)
    assert "embedded" not in drawn(navigation)
