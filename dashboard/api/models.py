"""What shape has each answer of the API?

Types for OpenAPI; the values come from analytics and the store.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str
    message: str
    values: dict[str, Any] = Field(default_factory=dict)


class ErrorAnswer(BaseModel):
    """Every answer that is not a success."""

    error: ErrorDetail


class Health(BaseModel):
    """Whether the server answers, and whether there is data."""

    status: str
    data: bool


class DatasetAnswer(BaseModel):
    """What is published."""

    version: str
    batches: list[str]
    as_of: str | None
    schema_version: int
    store: str
    data: Literal["own", "sample", "mixed"] = Field(
        description="Whose data it is: own, the bundled sample (an invented sub-district), or both mixed."
    )


class Share(BaseModel):
    """The least and the most a share can be, whatever the unknowns are."""

    least: float
    most: float


class ThresholdAnswer(BaseModel):
    """What was held against."""

    name: str
    value: float
    unit: str
    source: str
    date: str | None
    sure: str
    own: bool


class FindingSummary(BaseModel):
    """One finding without its rows."""

    id: str
    title: str
    count: int
    of: int
    unknown: int
    share: Share | None
    not_handed_in: list[str] = Field(
        description="Tables it rests on that no batch brought, and columns (table.column) without a value in any row."
    )
    judged: bool = Field(description="False where what was not handed in leaves nothing to judge by.")


class FindingsAnswer(BaseModel):
    """Every finding without its rows."""

    as_of: str
    place: str | None
    layer: str | None
    findings: list[FindingSummary]


class FindingAnswer(FindingSummary):
    """One finding with a page of its rows."""

    as_of: str
    place: str | None
    layer: str | None
    rows: list[dict[str, Any]]
    total_rows: int
    offset: int
    limit: int
    thresholds: list[ThresholdAnswer]
    queries: list[str]
    breakdowns: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)
    measures: dict[str, float | int | None] = Field(default_factory=dict)


class ScorecardAnswer(BaseModel):
    """The scorecard, with and without the hub and by layer."""

    as_of: str
    place: str | None
    scorecard: dict[str, Any]


class NetworkNode(BaseModel):
    """One organisation of the network; ``x`` and ``y`` are null for an isolated one."""

    code: str
    name: str
    level: str
    domain: str
    place: str | None
    community: str | None
    area: str | None
    ties: int
    group: int | None
    hub: bool
    x: float | None
    y: float | None


class NetworkTie(BaseModel):
    """One tie, and the layers it stands in."""

    a: str
    b: str
    layers: list[str]
    weight: int


class NetworkAnswer(BaseModel):
    """The co-building network with a layout."""

    as_of: str
    place: str | None
    layer: str | None
    hub: bool
    nodes: list[NetworkNode]
    ties: list[NetworkTie]


class PathOrganisation(BaseModel):
    """One organisation on a way."""

    code: str
    name: str
    level: str
    domain: str


class PathAnswer(BaseModel):
    """A shortest way between two organisations: ``layers`` of each of its ties, ``ways`` as short as it there are."""

    as_of: str
    steps: int | None
    ways: float
    organisations: list[PathOrganisation]
    layers: list[list[str]]


class CardTie(BaseModel):
    """One partner of an organisation."""

    code: str
    name: str
    layers: list[str]
    weight: int


class CardAnswer(BaseModel):
    """One organisation's place in the region."""

    as_of: str
    facts: dict[str, Any]
    ties: list[CardTie]
    position: dict[str, Any]
    seats: list[dict[str, Any]]
    agreements: list[dict[str, Any]]
    listings: list[dict[str, Any]]
    meetings: list[dict[str, Any]]
    findings: list[str]


class QueryParameter(BaseModel):
    """One parameter of a catalogue query."""

    name: str
    type: str
    optional: bool


class QuerySummary(BaseModel):
    """One catalogue query."""

    name: str
    folder: str
    description: str
    params: list[QueryParameter]
    columns: list[str]
    text: str


class QueryAnswer(BaseModel):
    """Rows that answer a query."""

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool


class ProblemAnswer(BaseModel):
    """One problem of a hand-in."""

    batch: str
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    severity: str
    meaning: str
    hint: str | None


class ProblemsAnswer(BaseModel):
    """A page of the problems of the batches that count."""

    total: int
    offset: int
    limit: int
    problems: list[ProblemAnswer]


class RowChangeAnswer(BaseModel):
    """One row that differs; ``cells`` hold the value before and after, by column."""

    key: str
    change: str
    cells: dict[str, list[Any]]


class TableDifference(BaseModel):
    """What differs in one table; counts of members, and members' rows, are told as the settings say."""

    added: int | str
    changed: int | str
    removed: int | str
    rows: list[RowChangeAnswer]
    more: int


class DifferenceAnswer(BaseModel):
    """What leaving a batch out, or bringing it back, would change."""

    batch: str
    act: str = Field(description="undo where the batch counts, redo where it is left out.")
    difference: dict[str, TableDifference]


class EventAnswer(BaseModel):
    """What one batch did to a row."""

    change: str
    batch: str | None
    day: str | None
    as_of: str | None
    files: list[str]
    sheet: str | None
    row: int | None
    counts: bool
    cells: dict[str, list[Any]]


class GivenValue(BaseModel):
    """A value now, and the batch that gave it."""

    value: Any
    batch: str


class LifeAnswer(BaseModel):
    """The life of one row."""

    table: str
    key: str
    counts: bool
    events: list[EventAnswer]
    values: dict[str, GivenValue]


class HistoryAnswer(BaseModel):
    """The lives of the rows with a code, one a table."""

    code: str
    lives: list[LifeAnswer]
