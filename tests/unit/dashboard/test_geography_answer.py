"""Does the line above the map tell the least and the greatest, or that all places are alike?"""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from dashboard.i18n import Wording
from dashboard.pages import geography
from tests.unit.dashboard.test_pages_agree import texts


def told(monkeypatch: pytest.MonkeyPatch, *values: float | None) -> str:
    """The line of places A, B, C … with these values; None is unknown."""
    monkeypatch.setattr(geography, "indicator_name", lambda view: "覆盖率")
    rows = pl.DataFrame(
        [
            (code, code, "unknown" if value is None else "known", value)
            for code, value in zip("ABCD", values, strict=False)
        ],
        schema={"code": pl.String, "name": pl.String, "state": pl.String, "value": pl.Float64},
        orient="row",
    )
    view = SimpleNamespace(
        context=SimpleNamespace(words=Wording("zh")),
        rows=rows,
        state_count=lambda state: rows.filter(pl.col("state") == state).height,
        told_value=lambda value: f"{value:.1%}",
    )
    return texts(geography.answer(view))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.5, 0.25, None), "覆盖率：3 个地点里 2 个可判断，未知 1，最低 B 25.0%，最高 A 50.0%。"),
        ((0.352, 0.352), "覆盖率：2 个地点里 2 个可判断，未知 0，各地相同 35.2%。"),
        ((0.352,), "覆盖率：1 个地点里 1 个可判断，未知 0，A 35.2%。"),
        ((None,), "覆盖率：1 个地点里 0 个可判断，未知 1。"),
    ],
)
def test_the_line_tells_both_ends_or_that_all_are_alike(
    monkeypatch: pytest.MonkeyPatch, values: tuple[float | None, ...], expected: str
) -> None:
    assert told(monkeypatch, *values) == expected
