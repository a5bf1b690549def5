"""What shape has each answer of the API about plans, what-if, trend, sensitivity and methods?

Types for OpenAPI; the values are those of the command line.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class PlanParameter(BaseModel):
    """One setting of a plan."""

    name: str
    title: str
    type: str = Field(description="int, float, text, list (texts by comma) or pairs (A:B by comma).")
    default: Any
    least: float | None
    most: float | None
    choices: list[str]


class PlanSummary(BaseModel):
    """One plan that can be made."""

    id: str
    title: str
    about: str
    parameters: list[PlanParameter]


class Objective(BaseModel):
    """What was optimised, and how good the plan is."""

    optimised: str
    value: float | None
    bound: float | None
    optimal: bool | None
    seconds: float


class PlanAnswer(BaseModel):
    """A plan that was made, with a page of its rows."""

    id: str
    title: str
    as_of: str
    place: str | None
    layer: str | None = Field(description="Null: all layers.")
    hub: bool | None = Field(
        description="Whether working committees are in the network it looked at; null: it looked at none."
    )
    count: int
    of: int
    unknown: int
    rows: list[dict[str, Any]]
    total_rows: int
    offset: int
    limit: int
    objective: Objective
    parameters: dict[str, Any]
    limits: list[str]
    limits_told: list[str]
    measures: dict[str, Any]
    queries: list[str]


class EditGiven(BaseModel):
    """One supposed change; what each kind needs is in the guide for analysts."""

    model_config = ConfigDict(extra="forbid")

    do: Literal["add_tie", "drop_tie", "add_seat", "drop_seat", "add_organisation", "drop_organisation"]
    layer: str | None = Field(default=None, description="Of a tie: seats, agreements, claims or meetings.")
    a: str | None = Field(default=None, description="Of a tie: code of an organisation.")
    b: str | None = Field(default=None, description="Of a tie: code of the other.")
    organisation: str | None = Field(default=None, description="Code; of an organisation that is added, a new one.")
    committee: str | None = Field(default=None, description="Of a seat: code of the committee.")
    name: str | None = None
    level: str | None = None
    domain: str | None = None
    place: str | None = None


class EditPlanGiven(BaseModel):
    """A named list of edits."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    edits: list[EditGiven] = Field(max_length=1000)


class WhatIfGiven(BaseModel):
    """What is to be supposed; nothing of it is stored."""

    model_config = ConfigDict(extra="forbid")

    plans: list[EditPlanGiven] = Field(default_factory=list, max_length=8)
    saved: list[str] = Field(default_factory=list, max_length=8, description="Names of saved plans, beside them.")
    as_of: str | None = Field(default=None, description="Day, YYYY-MM-DD.")
    place: str | None = Field(default=None, description="Code of a place.")


class CountAnswer(BaseModel):
    """How many of how many, and how many unknown; all are where what it takes to judge was not handed in."""

    count: int
    of: int
    unknown: int
    judged: bool


class OutcomeAnswer(BaseModel):
    """One state of the network."""

    findings: dict[str, CountAnswer]
    scorecard: dict[str, Any]


class ChangesAnswer(BaseModel):
    """Subjects newly found and no longer found; ties as ``a|b``."""

    new: list[str]
    gone: list[str]


class SupposedAnswer(OutcomeAnswer):
    """The network after a plan."""

    name: str
    changes: dict[str, ChangesAnswer]


class WhatIfAnswer(BaseModel):
    """The network as it is, then after each plan."""

    as_of: str
    place: str | None
    before: OutcomeAnswer
    plans: list[SupposedAnswer]
    not_touched: list[str] = Field(description="Findings that the edits cannot change.")
    not_judged: list[str]


class PlanFileSummary(BaseModel):
    """One saved plan."""

    name: str
    kind: str = Field(description="what_if for edits, the id of a plan that was made, or unreadable.")
    saved: str
    as_of: str | None
    place: str | None


class PlanFileAnswer(PlanFileSummary):
    """One saved plan with what it holds."""

    content: dict[str, Any]


class PlanFileGiven(BaseModel):
    """What is to be saved: edits, or a plan to be made and kept."""

    model_config = ConfigDict(extra="forbid")

    edits: list[EditGiven] | None = Field(default=None, max_length=1000)
    plan: str | None = Field(default=None, description="Id of a plan; with it no edits.")
    parameters: dict[str, Any] = Field(default_factory=dict)
    as_of: str | None = None
    place: str | None = None
    replace: bool = Field(default=False, description="Whether a plan of this name may be written over.")


class PlansComparedAnswer(BaseModel):
    """Two saved plans of one kind, side by side."""

    plan: str
    first: dict[str, Any]
    second: dict[str, Any]
    both: list[dict[str, Any]]
    only_first: list[dict[str, Any]]
    only_second: list[dict[str, Any]]


class TrendPoint(CountAnswer):
    """A finding on a day."""

    as_of: str


class TrendSubject(BaseModel):
    """A subject that came, went or changed."""

    code: str
    name: str | None
    why: str
    because: list[dict[str, Any]] = Field(default_factory=list, description="Ties, indicators or rows that changed.")


class TrendMoved(BaseModel):
    """A community of the screen whose fails rose or fell."""

    code: str
    name: str | None
    before: int
    after: int
    because: list[dict[str, Any]] = Field(default_factory=list, description="Indicators that turned.")


class TrendStep(BaseModel):
    """What differs between two days; lists are cut at ``limit``, the totals are whole."""

    model_config = ConfigDict(populate_by_name=True)

    since: str = Field(alias="from")
    until: str = Field(alias="to")
    new: list[TrendSubject]
    gone: list[TrendSubject]
    still: list[str]
    worse: list[TrendMoved] = Field(default_factory=list)
    better: list[TrendMoved] = Field(default_factory=list)
    totals: dict[str, int]


class TrendFinding(BaseModel):
    """One finding over time."""

    at: list[TrendPoint]
    steps: list[TrendStep]


class TrendAnswer(BaseModel):
    """Findings and scorecard on several days."""

    days: list[str]
    place: str | None
    findings: dict[str, TrendFinding]
    scorecard: list[dict[str, Any]]


class SensitivityCase(BaseModel):
    """One way of looking at the screen."""

    case: str
    threshold: str | None
    value: float | None
    moved: float | None
    listed: int
    added: list[str]
    dropped: list[str]


class Named(BaseModel):
    """A community."""

    code: str
    name: str | None


class NamedSometimes(Named):
    """A community listed in some cases."""

    cases: list[str]
    of: int


class SensitivityAnswer(BaseModel):
    """Which communities are listed in every case, which only in some."""

    as_of: str
    place: str | None
    fails_from: int
    communities: int
    cases: list[SensitivityCase]
    always: list[Named]
    sometimes: list[NamedSometimes]


class MeasureTold(BaseModel):
    """A measure's card."""

    name: str
    title: str
    meaning: str
    of: str
    formula: str
    least: str
    most: str
    unit: str
    undefined: str
    reference: str


class PlanTold(BaseModel):
    """A plan's card: what it makes best, by which columns, what it does not heed."""

    id: str
    title: str
    about: str
    objective: str
    formula: str
    method: str
    data: list[dict[str, Any]]
    limits: list[str]
    limits_told: list[str]


class ExplainAnswer(BaseModel):
    """What a name means: as a measure, as a finding, as a plan; null where it is none."""

    name: str
    measure: MeasureTold | None
    finding: dict[str, Any] | None
    plan: PlanTold | None
