"""What does a printed page say of itself?"""

from __future__ import annotations

import pytest

from dashboard.printed import printed_line
from dashboard.server import context_of
from dashboard.service import Service
from graph_model.settings import Settings


@pytest.fixture
def line(region):
    """The line at the head of a page, as text."""
    with Service(Settings(data=region)) as service:

        def told(path: str, search: str = "") -> str | None:
            made = printed_line(context_of(service, path, search))
            return None if made is None else made.children

        yield told


def test_place_day_what_was_narrowed_and_the_dataset(line):
    asked = "?place=C1&compare=2018-01-01&layer=agreements&domain=school&hub=in&as_of=2018-06-30&lang=zh"
    told = line("/network", asked)
    assert told.startswith("地点 ")
    for part in ("截至 2018-06-30", "图层 协议", "领域 学校", "工委 计入", "数据 "):
        assert f" · {part}" in told
    assert told.endswith(" 打开")
    assert " · 较 2018-01-01 · 图层 协议 · 工委 计入" in line("/trend", asked)


def test_what_a_page_does_not_heed_is_not_told_of_it(line):
    told = line("/coverage", "?compare=2018-01-01&layer=agreements&domain=school&hub=in&lang=zh")
    assert not any(part in told for part in ("较", "图层", "领域", "工委"))


def test_what_was_not_narrowed_is_not_told(line):
    told = line("/", "?lang=en")
    assert told.startswith("Place Whole region · As of ")
    assert not any(part in told for part in ("vs", "Layer", "Domain"))
    assert "Hub out" in told


def test_a_file_that_is_no_part_of_the_data_tells_nothing_of_it(line):
    assert line("/file") is None


def test_without_data_there_is_nothing_to_tell(tmp_path):
    with Service(Settings(data=tmp_path)) as service:
        assert printed_line(context_of(service, "/", "")) is None
