"""Does every control of the bar either change what a page tells, or stand there disabled and say why?

The hand-made region of ``tests.region``; what stands in an address is no part of what a page tells.
"""

from __future__ import annotations

import json
import re
import time
from urllib.parse import quote

import plotly
import pytest
from dash import no_update

from dashboard.page import CONTROLS
from dashboard.pages import PAGES, heeded
from dashboard.server import context_of, draw_bar, draw_page, filtered_search
from dashboard.service import Service
from dashboard.state import ViewState
from dashboard.story_acts import agenda_of
from graph_model.settings import Settings
from tests.ledgers import region_folder

CHANGED = {
    "place": "place=C1",
    "as_of": "as_of=2017-12-01",
    "compare": "compare=2017-12-01",
    "layer": "layer=agreements",
    "domain": "domain=school",
    "hub": "hub=in",
}
EDITS = [{"do": "add_tie", "layer": "agreements", "a": "HQ", "b": "XQ"}]
SHOWN = {
    "card": ["org=HQ"],
    "geography": ["", "of=ties_per_organisation"],
    "plan": ["plan=meeting_places&go=1", f"plan=what_if&edits={quote(json.dumps(EDITS))}"],
    "ask": ["q=organisation_facts"],
}
"""What a page is asked for so that it tells something; else nothing."""
IN_ADDRESS = re.compile(r"(?:place|as_of|compare|layer|domain|hub)=[^&?\"\\\\]*|[?&]")
HREF = re.compile(r'href(?:": |=\\)"[^"]*"')
PAGE = {page.key: page for page in PAGES}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("heeded")))) as made:
        yield made


def told(service, key, search):
    """All that a page tells, once nothing on it waits."""
    if key == "story":  # its page is an empty stage; what it tells is the agenda made on it
        return json.dumps(agenda_of(context_of(service, "/story", search)).as_json(), ensure_ascii=False)
    for _ in range(300):
        drawn = json.dumps(draw_page(service, PAGE[key].path, search)[2], cls=plotly.utils.PlotlyJSONEncoder)
        if '"waiting' not in drawn:
            return IN_ADDRESS.sub("", HREF.sub("", drawn))
        time.sleep(0.2)
    raise AssertionError(f"{key} waits for ever")


def test_pages_heed_filters_that_there_are():
    assert all(set(page.heeds) <= set(CONTROLS) == set(CHANGED) for page in PAGES)
    assert heeded(ViewState("/nowhere")) == CONTROLS


@pytest.mark.parametrize("key", [page.key for page in PAGES if page.key not in ("file", "cases")])
def test_a_control_changes_what_its_page_tells_or_is_disabled(service, key):
    heeds = set()
    for shown in SHOWN.get(key, [""]):
        without = told(service, key, f"?{shown}")
        changes = {name for name, one in CHANGED.items() if told(service, key, f"?{shown}&{one}") != without}
        assert changes <= set(heeded(ViewState.of(PAGE[key].path, f"?{shown}"))), shown
        heeds |= changes
    assert heeds == set(PAGE[key].heeds)


def test_what_is_not_heeded_is_disabled_says_so_and_is_no_choice_of_anybody(service):
    asked = "?layer=seats&domain=school&hub=in&lang=en"
    bar = json.dumps(draw_bar(service, "/coverage", asked), cls=plotly.utils.PlotlyJSONEncoder)
    fields = {
        one: json.loads(told) for one, told in re.findall(r'"id": "filter-([a-z-]+)".*?"disabled": (true|false)', bar)
    }
    assert fields == {"place": False, "as-of": False, "compare": True, "layer": True, "domain": True}
    assert "This page is not divided by domain" in bar
    assert '"aria-disabled": "true"' in bar
    assert filtered_search("/coverage", asked, {"domain": None}) is no_update
    assert filtered_search("/network", asked, {"domain": None}) == "?layer=seats&hub=in&lang=en"
