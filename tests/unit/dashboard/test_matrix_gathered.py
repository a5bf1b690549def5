"""Do the cells of larger places add up those of their communities?"""

from __future__ import annotations

import polars as pl
import pytest

from analytics.finding import Finding
from dashboard.components import matrix_gathered
from dashboard.components.matrix_gathered import steps, sums

PLACES = pl.DataFrame(
    [
        ("S1", "subdistrict", None), ("S2", "subdistrict", None),
        ("U1", "community", "S1"), ("U2", "community", "S1"), ("U3", "community", "S2"), ("U4", "community", "S2"),
        ("V1", "community", "S1"), ("V2", "community", "S2"), ("V3", "community", None),
    ],
    schema=["code", "kind", "parent"],
    orient="row",
)  # fmt: skip


def finding() -> Finding:
    """U4 has no organisation. U1-V1 5 ties and paired, U2-V1 1 tie, U2-V2 planned alone, U3-V2 2 ties, U3-V3 4."""
    cells = [
        ("U1", "V1", 5, 2, "running"), ("U2", "V1", 1, 1, None), ("U2", "V2", 0, 0, "planned"),
        ("U3", "V2", 2, 1, None), ("U3", "V3", 4, 1, None),
    ]  # fmt: skip
    names = ("a", "b", "ties", "layers", "paired")
    at = {"urban": ("U1", "U2", "U3"), "rural": ("V1", "V2", "V3")}
    sides = {kind: [{"code": code, "name": code, "organisations": 1} for code in codes] for kind, codes in at.items()}
    sides["urban"].append({"code": "U4", "name": "U4", "organisations": 0})
    told = {"communities": [dict(zip(names, cell, strict=True)) for cell in cells], **sides}
    return Finding("ties_by_kind_of_place", 12, 12, 0, rows=pl.DataFrame(), breakdowns=told)


def test_cells_of_larger_places_are_sums_of_their_communities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix_gathered, "MOST_ROWS", 2)
    told = sums(finding(), PLACES)
    assert told is not None
    assert told.level == "subdistrict"
    assert told.rows.rows() == [("S1", 2), ("S2", 1)]
    assert told.columns.rows() == [("S1", 1), ("S2", 1), (None, 1)]
    assert told.cells.select("row", "column", "ties", "tied", "running", "planned").rows() == [
        ("S1", "S1", 6, 2, 1, 0),
        ("S1", "S2", 0, 0, 0, 1),
        ("S2", "S2", 2, 1, 0, 0),
        ("S2", None, 4, 1, 0, 0),
    ]


def test_few_communities_are_not_added_up() -> None:
    assert sums(finding(), PLACES) is None


@pytest.mark.parametrize(
    ("most", "expected"),
    [(3, (1, 2, 4, 8)), (80, (1, 10, 20, 40)), (900, (1, 200, 400, 800)), (8001, (1, 2000, 4000, 8000))],
)
def test_shades_begin_at_round_numbers(most: int, expected: tuple[int, ...]) -> None:
    assert steps(most) == expected
