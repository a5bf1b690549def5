"""Is the JSON that commands write the same content, a row a line, whatever stands in it, and however it is kept?"""

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


ROWS = pl.DataFrame(
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
"""Every dtype that rows of findings have, with what JSON cannot hold."""


def test_rows_are_told_as_value_by_value() -> None:
    assert plain_rows(ROWS) == [
        {name: plain(value) for name, value in row.items()} for row in ROWS.iter_rows(named=True)
    ]
    assert json.loads(json.dumps(plain_rows(ROWS), allow_nan=False))[2]["day"] == "0987-01-02"


def test_a_frame_is_written_as_the_list_of_its_rows() -> None:
    more = ROWS.with_columns(
        pl.Series("single", [0.1, 1e-7, 1e16], dtype=pl.Float32),
        pl.Series("large", [2**64 - 1, 0, None], dtype=pl.UInt64),
        pl.Series("nothing", [None, None, None], dtype=pl.Null),
        pl.Series("mixed", ["\u2028", True, 1.5], dtype=pl.Object),
        pl.Series('"\n{}', ['{"a": 1}', "}\\\x00", "𠮷\u2028"]),
    )
    for frame in (more, ROWS.drop("sign"), more.select("sign", "mixed"), more.clear(), pl.DataFrame()):
        assert json.loads("".join(json_pieces({"rows": frame}))) == {"rows": plain_rows(frame)}


@given(
    st.lists(
        st.tuples(
            st.none() | st.text(),
            st.none() | st.floats(),
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.lists(st.text(), max_size=3),
            st.none() | st.dates(),
        )
    )
)
def test_a_frame_reads_back_as_its_rows_whatever_stands_in_them(told: list[tuple[object, ...]]) -> None:
    schema = {"text": pl.String, "number": pl.Float64, "count": pl.Int64, "parts": pl.List(pl.String), "day": pl.Date}
    frame = pl.DataFrame(told, schema=schema, orient="row")
    assert json.loads("".join(json_pieces(frame))) == plain_rows(frame)


def test_each_row_of_a_long_frame_stands_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.reports.json_rows.ROWS_AT_ONCE", 2)
    frame = pl.DataFrame({"code": ["甲", "乙", "丙"], "sign": pl.Series([4, "<10", None], dtype=pl.Object)})
    assert "".join(json_pieces({"rows": frame})).split("\n") == [
        "{",
        '  "rows": [',
        '    {"code":"甲","sign":4},',
        '    {"code":"乙","sign":"<10"},',
        '    {"code":"丙","sign":null}',
        "  ]",
        "}",
    ]
