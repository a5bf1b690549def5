"""How is the JSON text of a report ready as soon as its last finding is judged?

The text of each finding is made beside the judging of the next. What is written is what ``json_text`` makes of the
whole report as it may leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain
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
) -> Iterator[bytes]:
    """The text of ``Investigation.report`` in UTF-8, its counts of people as they may be told, piece by piece.

    Everything is judged, and the text of every finding made, when this returns; errors as ``Investigation.report``.
    """
    texts: dict[str, list[bytes]] = {}

    def write(finding: Finding) -> None:
        told = told_finding(finding, shown_from=shown_from)
        texts[finding.id] = [piece.encode() for piece in json_pieces(told.as_columns(), inset=INSET)]

    answer = investigation.report(findings, as_of=as_of, place=place, layer=layer, tell=write)
    # the id of a finding stands for its text: a bare word is no JSON, so no other piece is one
    frame = answer.as_columns() | {"findings": {name: Written((name,)) for name in answer.findings}}
    return chain.from_iterable(texts[piece] if piece in texts else (piece.encode(),) for piece in json_pieces(frame))
