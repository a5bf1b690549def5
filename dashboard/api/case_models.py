"""What shape has each answer of the API about cases, and what may be asked of one?

Types for OpenAPI; the values come from the operations database.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Standing = Literal["found", "unknown", "passed", "absent"]
State = Literal["open", "closed"]


class Evidence(BaseModel):
    """What a finding said of the subject, as it may leave."""

    dataset: str
    as_of: str
    status: Standing
    values: dict[str, Any]


class CaseEvent(BaseModel):
    """One thing that was done."""

    at: str = Field(description="UTC, ISO text.")
    by: str
    kind: Literal["opened", "assigned", "due", "comment", "measure", "closed", "reopened"]
    text: str | None
    evidence: Evidence | None
    undone: bool


class CaseRow(BaseModel):
    """A case as lists tell it."""

    id: int
    finding: str
    subject: str = Field(description="Code of the subject; a|b of a tie or pair.")
    name: str
    place: str | None
    state: State
    assignee: str | None
    due: str | None
    overdue: bool
    standing: Standing = Field(
        description="What the finding says now; passed: no longer found; absent: not in the data."
    )
    since: str = Field(description="As-of day from which it has said so.")
    opened: str
    changed: str


class CaseAnswer(CaseRow):
    """A case with everything that was done."""

    version: int
    events: list[CaseEvent]


class CasesAnswer(BaseModel):
    """A page of cases."""

    total: int
    offset: int
    limit: int
    cases: list[CaseRow]


class CasesOpened(BaseModel):
    """What came of opening cases."""

    ids: list[int] = Field(description="Numbers of the cases of the subjects, each once, in their order.")
    opened: list[int] = Field(description="Those that are new.")
    reopened: list[int] = Field(description="Those that were closed.")
    already_open: list[int] = Field(description="Those that were open: they stay as they were.")


class CasesNamed(BaseModel):
    """Cases by their numbers."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[Annotated[int, Field(ge=1, le=2**31)]], Field(description="At most 2000.")]


class CasesUndone(BaseModel):
    """How many cases are as they were before they were opened."""

    count: int


class CaseUndone(BaseModel):
    """The case without its last change; null where opening it was taken back."""

    case: CaseAnswer | None


class CasesGiven(BaseModel):
    """Subjects to work on."""

    model_config = ConfigDict(extra="forbid")

    finding: str
    subjects: Annotated[list[str], Field(description="Codes; a|b of a tie or pair. At most 2000.")]
    assignee: str | None = Field(default=None, description="A post or an office, never a name.")
    due: str | None = Field(default=None, description="Day, YYYY-MM-DD.")
    comment: str | None = None


class ChangeGiven(BaseModel):
    """One change of a case."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["assigned", "due", "comment", "measure", "closed", "reopened"]
    text: str | None = Field(default=None, description="Assignee, comment, measure, or why it is closed.")
    due: str | None = Field(default=None, description="Day, YYYY-MM-DD, for due; null takes it away.")
    version: int | None = Field(default=None, description="The version looked at; with another one nothing is changed.")
