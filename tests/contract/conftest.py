"""How does one suite run on every store?

A ``Home`` is a place where a store lives: it can be opened as often as a test likes. ``home`` is empty and a test's
own; ``region_store`` holds the hand-made region for a whole module that only reads. A module uses one of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_model.store import GraphStore
from graph_model.stores.embedded import EmbeddedStore
from graph_model.stores.neo4j_server import Neo4jStore
from tests.neo4j_fixture import neo4j_server, other_neo4j_server  # noqa: F401
from tests.region import region_dataset

STORES = ("embedded", "neo4j")


@dataclass(frozen=True)
class Home:
    """Where a store lives; ``open`` opens it once more."""

    kind: str
    folder: Path
    open: Callable[..., GraphStore]


def _home(kind: str, folder: Path, request: pytest.FixtureRequest) -> Home:
    if kind == "embedded":

        def open_embedded(*, seconds: float = 20.0, max_rows: int = 10_000) -> GraphStore:
            return EmbeddedStore(folder, buffer_pool_mb=128, seconds=seconds, max_rows=max_rows)

        return Home(kind, folder, open_embedded)
    server = request.getfixturevalue("neo4j_server")
    server.clear()

    def open_neo4j(*, seconds: float = 20.0, max_rows: int = 10_000) -> GraphStore:
        return Neo4jStore(
            server.address,
            user=server.user,
            password=server.password,
            database="neo4j",
            seconds=seconds,
            max_rows=max_rows,
            data_folder=folder,
        )

    return Home(kind, folder, open_neo4j)


@pytest.fixture(params=STORES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """An empty place of the test's own."""
    return _home(request.param, tmp_path, request)


@pytest.fixture(params=STORES, scope="module")
def region_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A store that holds the hand-made region; only read it."""
    with _home(request.param, tmp_path_factory.mktemp("region"), request).open() as store:
        store.publish(region_dataset())
        yield store
