"""The server over the hand-made region, as a program asks it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("api")))) as service:
        yield create_app(service)


@pytest.fixture(scope="session")
def client(app):
    return TestClient(app, base_url="http://127.0.0.1:8050", raise_server_exceptions=False)
