"""Are large numbers told as readers of each language expect them?"""

from __future__ import annotations

import pytest

from dashboard.i18n import Wording


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (6677, "6,677", "6,677"),
        (99_999, "99,999", "99,999"),
        (100_000, "10 万", "100,000"),
        (1_234_567, "123.5 万", "1,234,567"),
        (83_000_000, "8,300 万", "83,000,000"),
        ("<10", "<10", "<10"),
        (None, "未知", "unknown"),
    ],
)
def test_a_chinese_headline_counts_in_wan_from_ten_of_them_on(value: object, zh: str, en: str) -> None:
    assert Wording("zh").headline(value) == zh
    assert Wording("en").headline(value) == en
