"""What shape has each answer of the API about free Cypher and saved queries?

Types for OpenAPI; the values come from the store and the operations database.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Lines = Annotated[list[str], Field(description="Parameters as name=value or name:type=value, as `--param`.")]


class CypherGiven(BaseModel):
    """A statement that reads, with its parameters."""

    model_config = ConfigDict(extra="forbid")

    text: str
    param: Lines = Field(default_factory=list)


class SavedQueryGiven(BaseModel):
    """A query to keep: of the catalogue, or a text."""

    model_config = ConfigDict(extra="forbid")

    query: str | None = Field(default=None, description="Name of a query of the catalogue.")
    cypher: str | None = Field(default=None, description="A text, where no query is named.")
    param: Lines = Field(default_factory=list)
    shared: bool = False
    id: int | None = Field(default=None, ge=1, le=2**31, description="What it replaces.")
    version: int | None = Field(default=None, description="The version that was changed.")


class SavedQueryAnswer(BaseModel):
    """A saved query."""

    id: int
    name: str
    owner: str
    shared: bool
    query: str | None
    cypher: str | None
    param: list[str]
    changed: str = Field(description="UTC, ISO text.")
    version: int
