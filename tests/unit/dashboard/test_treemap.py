"""Do the cells of a treemap add up what lies in them?"""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.components import treemap
from dashboard.server import draw_page
from dashboard.service import Service
from graph_model.settings import Settings
from tests.unit.dashboard.test_pages_agree import texts

CELL = ["code", "name", "kind", "above", "size", "unsized"]


def test_larger_places_add_up_residents_and_those_in_none_keep_their_own_cell() -> None:
    communities = pl.DataFrame(
        [
            ("C1", "甲", "community", "A1", 100, 0, "S1"),
            ("C2", "乙", "community", "A1", 20, 1, "S1"),
            ("C3", "丙", "community", None, 30, 0, "S2"),
            ("C4", "丁", "community", None, 7, 0, None),
        ],
        schema=[*CELL, "at"],
        orient="row",
    )
    places = pl.DataFrame(
        [("S1", "东街道", "subdistrict", "D"), ("S2", "西街道", "subdistrict", "D"), ("A1", "东片", "area", "S1")],
        schema=["code", "name", "kind", "parent"],
        orient="row",
    )
    assert treemap.larger_cells(communities, places).rows() == [
        ("S1", "东街道", "subdistrict", "D", 120, 1),
        ("S2", "西街道", "subdistrict", "D", 30, 0),
        ("C4", "丁", "community", None, 7, 0),
    ]


def test_few_communities_have_a_cell_each_also_where_one_larger_place_holds_them_all(
    region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three communities in one sub-district: nothing is gained by one cell, so each keeps its own."""
    monkeypatch.setattr(treemap, "MOST_CELLS", 2)
    with Service(Settings(data=region)) as service:
        told = texts(draw_page(service, "/", ""))
    assert "各社区单位组织覆盖" in told
    assert "社区 3 个：" in told
