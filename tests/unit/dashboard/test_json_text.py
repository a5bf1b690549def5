"""Is the JSON that commands write the same content, a row a line, whatever stands in it?"""

from __future__ import annotations

import datetime as dt
import json
import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.finding import plain, plain_rows
from dashboard.reports.json_text import json_pieces

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
CONTENT = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner))


@given(CONTENT)
def test_the_text_reads_back_as_what_was_written(content: object) -> None:
    assert json.loads("".join(json_pieces(content))) == content


def test_a_row_stands_on_a_line() -> None:
    content = {"count": 2, "rows": [{"code": "甲", "parts": ["a", "b"]}, {"code": "乙", "parts": []}], "none": []}
    assert "".join(json_pieces(content)).split("\n") == [
        "{",
        '  "count": 2,',
        '  "rows": [',
        '    {"code": "甲", "parts": ["a", "b"]},',
        '    {"code": "乙", "parts": []}',
        "  ],",
        '  "none": []',
        "}",
    ]


def test_what_is_not_a_number_is_no_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        "".join(json_pieces({"a": math.nan}))


def test_rows_are_told_as_value_by_value() -> None:
    rows = pl.DataFrame(
        {
            "day": [dt.date(2018, 6, 30), None, dt.date(987, 1, 2)],
            "days": [[dt.date(2018, 1, 1)], [], None],
            "share": [0.1, math.nan, math.inf],
            "shares": [[math.nan, 1.5], [], None],
            "count": [1, None, 3],
            "sure": [True, None, False],
            "names": [["a", "b"], [], None],
            "sign": pl.Series([4, "<10", None], dtype=pl.Object),
        }
    )
    assert plain_rows(rows) == [
        {name: plain(value) for name, value in row.items()} for row in rows.iter_rows(named=True)
    ]
    assert json.loads(json.dumps(plain_rows(rows), allow_nan=False))[2]["day"] == "0987-01-02"
