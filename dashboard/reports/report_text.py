"""How is the JSON text of a report ready as soon as its last finding is judged?

The text of each finding is made beside the judging of the next. What is written is what ``json_text`` makes of the
whole report as it may leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dashboard.people import told_finding
from dashboard.reports.json_text import Written, json_pieces

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.investigation import Investigation

INSET: Final = "    "
"""In front of a finding: it stands in the findings of the report."""


def report_pieces(
    investigation: Investigation,
    findings: Sequence[str],
    *,
    as_of: dt.date | None,
    place: str | None,
    layer: str | None,
    shown_from: int,
) -> Iterator[str]:
    """The text of ``Investigation.report``, its counts of people as they may be told, piece by piece.

    Everything is judged when this returns; errors as ``Investigation.report``.
    """
    texts: dict[str, Written] = {}

    def write(finding: Finding) -> None:
        told = told_finding(finding, shown_from=shown_from)
        texts[finding.id] = Written(tuple(json_pieces(told.as_columns(), inset=INSET)))

    answer = investigation.report(findings, as_of=as_of, place=place, layer=layer, tell=write)
    return json_pieces(answer.as_columns() | {"findings": {name: texts[name] for name in answer.findings}})
