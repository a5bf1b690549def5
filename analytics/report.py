"""What do the findings and the scorecard of one day and place say together, as one answer?

The answer and its JSON contract; ``investigation`` works it out, and how it looks is the dashboard's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from analytics.finding import Finding
from graph_model.store import Published

if TYPE_CHECKING:
    from analytics.method import MethodCard

DataKind = Literal["own", "sample", "mixed"]
"""Whose data a dataset is folded from: one's own, the bundled sample, or both."""


@dataclass(frozen=True)
class Report:
    """Findings and the scorecard of one day and place; ``methods`` by finding, where a document is to tell them.

    ``before`` holds the same findings of ``compared``, an other day to hold them against; nothing where none is asked.
    """

    as_of: dt.date
    published: Published
    place: str | None
    layer: str | None
    findings: Mapping[str, Finding]
    scorecard: Mapping[str, Any]
    data: DataKind = "own"
    methods: Mapping[str, MethodCard] = field(default_factory=dict)
    compared: dt.date | None = None
    before: Mapping[str, Finding] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON contract of reports."""
        findings = {name: finding.as_json() for name, finding in self.findings.items()}
        return self.as_columns() | {"findings": findings}

    def as_columns(self) -> dict[str, Any]:
        """As ``as_json``, the rows of findings still frames, for who writes them."""
        return {
            "as_of": self.as_of.isoformat(),
            "dataset": {
                "version": self.published.version,
                "batches": len(self.published.batches),
                "data": self.data,
            },
            "place": self.place,
            "layer": self.layer,
            "findings": {name: finding.as_columns() for name, finding in self.findings.items()},
            "scorecard": self.scorecard,
        }
