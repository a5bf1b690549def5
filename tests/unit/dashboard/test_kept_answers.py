"""Does a server that is started anew tell the same without asking again, and never what another dataset told?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.trend import trend
from dashboard.picture_cache import PictureCache
from dashboard.service import Service
from graph_model.settings import Settings
from graph_model.stores.embedded import EmbeddedStore
from tests.ledgers import region_folder

DAYS = (dt.date(2018, 3, 31), dt.date(2018, 6, 30))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the store was asked."""
    told: list[str] = []
    frame = EmbeddedStore.frame

    def noted(store, name, parameters=None):
        told.append(name)
        return frame(store, name, parameters)

    monkeypatch.setattr(EmbeddedStore, "frame", noted)
    return told


def told_by(data: Path, *, keeps: bool = True) -> dict[str, object]:
    """The trend of all findings, as a process of its own tells it."""
    with Service(Settings(data=data)) as service:
        service.keeps_answers = keeps
        return trend(service.investigation(), DAYS).as_json()


def test_a_second_start_tells_the_same_and_asks_the_store_nothing(tmp_path, asked):
    data = region_folder(tmp_path)
    plain = told_by(data, keeps=False)
    assert not (data / ".cache" / "answers").exists()
    once = list(asked)
    assert told_by(data) == plain
    assert sorted(asked) == sorted(once * 2)
    assert told_by(data) == plain
    assert len(asked) == len(once) * 2


def test_answers_of_another_dataset_are_asked_anew_and_those_before_go(tmp_path, asked):
    data = region_folder(tmp_path)
    told_by(data)
    kept = {one.name for one in (data / ".cache" / "answers").iterdir()}
    with Service(Settings(data=data)) as service:
        (batch,) = service.ledger.active()
        service.ledger.undo(batch.id)
        service.publish()
    assert all(finding["at"][-1]["of"] == 0 for finding in told_by(data)["findings"].values())
    assert not kept & {one.name for one in (data / ".cache" / "answers").iterdir()}


def test_of_more_answers_than_are_kept_the_one_asked_for_longest_ago_goes_first(tmp_path):
    made = []

    def content(key: str) -> bytes:
        return PictureCache(tmp_path, version="one", most=2).content(key, lambda: made.append(key) or key.encode())

    assert [content(key) for key in ("a", "b", "a", "c")] == [b"a", b"b", b"a", b"c"]
    assert len(list(tmp_path.iterdir())) == 2
    assert [content(key) for key in ("a", "c", "b")] == [b"a", b"c", b"b"]
    assert made == ["a", "b", "c", "b"]
