"""Is a method told apart from an address: HEAD as GET without its body, another method refused with what is allowed?"""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    with Service(Settings(data=tmp_path_factory.mktemp("d"), lang="en")) as service:
        yield TestClient(create_app(service))


@pytest.mark.parametrize("path", ["/", "/network", "/file", "/api/v1/health"])
def test_head_answers_as_get_does_without_the_body(web, path):
    got, head = web.get(path), web.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert got.content
    assert head.headers["content-type"] == got.headers["content-type"]


def test_a_wrong_method_on_a_known_path_is_405_and_an_unknown_path_404(web):
    wrong = web.post("/api/v1/health")
    assert (wrong.status_code, wrong.json()["error"]["code"], wrong.headers["allow"]) == (405, "no_such_method", "GET")
    assert web.post("/api/v1/none").status_code == 404
    assert web.get("/api/v1/none").status_code == 404
