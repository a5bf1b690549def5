"""Does `bench serve` play people who get real pages, count what fails, and tell waits as they were?"""

from __future__ import annotations

import math
from urllib.parse import urlsplit

import pytest

from dashboard.bench import people_at_once
from dashboard.bench.people_at_once import Heard, Pages, _person, people
from dashboard.bench.serving import percentile
from dashboard.pages import PAGES
from tests.browser.serving import served
from tests.ledgers import region_folder


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with served(region_folder(tmp_path_factory.mktemp("bench"))) as address:
        yield urlsplit(address).port


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(people_at_once, "LOOKS_SECONDS", (0.0, 0.01))


@pytest.mark.parametrize(
    ("share", "wait"), [(0.5, 2.0), (0.51, 3.0), (0.75, 3.0), (0.95, 9.0), (1.0, 9.0), (0.01, 1.0)]
)
def test_a_percentile_is_a_wait_that_somebody_had(share, wait):
    assert percentile([1.0, 2.0, 3.0, 9.0], share) == wait


def test_of_no_wait_there_is_no_percentile():
    assert math.isnan(percentile([], 0.95))


def test_everybody_gets_every_view_and_all_of_it_is_told(port, monkeypatch):
    told = {}
    monkeypatch.setattr(people_at_once, "tell", told.update)
    people(str(port), "3", "4", "7")
    assert (told["people"], told["views"], told["failed"], told["errors"]) == (3, 12, 0, [])
    assert sorted(told["first"]) == sorted(page.path for page in PAGES if page.group != "aside")
    assert told["waited"] == sorted(told["waited"])
    assert sum(len(waits) for waits in told["by_page"].values()) == 12


def test_a_view_is_the_page_itself(port, monkeypatch):
    pages, heard = Pages(port), []
    asked = pages._asked
    monkeypatch.setattr(pages, "_asked", lambda *given: heard.append(asked(*given)) or heard[-1])
    pages.view("/isolation", "?lang=en&open=finding:isolated_organisations")
    page, drawer = (content.decode() for content in heard)
    assert "page-slot" in page
    assert "<h1" not in page  # components, not a page that says where scripts are
    assert '"H1"' in page
    assert "drawer" in drawer


def test_a_server_that_is_gone_is_counted_and_not_waited_for(port):
    pages, heard = Pages(port), Heard()
    pages.port = 1  # nobody listens there
    _person(pages, ["/"], [], ["finding:cut_points"], 3, "1/0", heard)
    assert (len(heard.errors), heard.seconds) == (3, [])
