"""The deck of the hand-made region."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.i18n import Wording
from dashboard.service import Service
from dashboard.story.agenda import draw_deck, standard_deck
from dashboard.story.material import Material
from graph_model.settings import Settings
from tests.ledgers import region_folder

DAY = dt.date(2018, 6, 30)


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("story")))) as opened:
        yield opened


@pytest.fixture(scope="session")
def material(service):
    return Material(service, Wording("zh"), standard_deck(service.investigation()))


@pytest.fixture(scope="session")
def slides(material):
    return {drawn.slide.kind: drawn for drawn in draw_deck(material)}
