"""Are two that stand at the point of one place told to be in one place, and not to be no metres apart?"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dashboard.components.card_page import reasons
from dashboard.i18n import Wording

ROW = {
    "needs_met": 0, "resources_taken": 0, "new_domain": False, "partner_agreements": 0, "partner_ties": 0,
    "common": 0, "joins_components": False, "bridges_groups": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("metres", "told"),
    [
        (0.0, "同一地点（量自地点坐标，实际距离不明）"),
        (0.4, "同一地点（量自地点坐标，实际距离不明）"),
        (12.3, "直线相距 12 米"),
    ],
)
def test_a_distance_of_nothing_is_one_place(metres, told):
    assert reasons(SimpleNamespace(words=Wording("zh")), ROW | {"metres": metres})[0] == told
