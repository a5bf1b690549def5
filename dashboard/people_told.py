"""What of one investigation may leave: its findings, its numbers of members, the answers of its queries?

Keeps what was judged for the next page or request. How a count is told is ``people``'s business, that of members by
place ``people_places``'s, that of reported figures ``people_figures``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboard.people import masked, told_finding
from dashboard.people_figures import figures_answer
from dashboard.people_places import MemberNumbers, member_numbers
from graph_model.queries import catalogue
from graph_model.recent import Recent
from graph_model.store import Answer, GraphStore

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.investigation import Investigation

KEPT = 200
"""Findings that are kept as they may leave; all of one day and place are about fifty."""


class ToldInvestigation:
    """An investigation with its counts of people as they may be told.

    Parameters
    ----------
    investigation
        What is known.
    shown_from
        The bar.
    """

    def __init__(self, investigation: Investigation, *, shown_from: int) -> None:
        self.investigation = investigation
        self._shown_from = shown_from
        self._findings: Recent[tuple[str, dt.date, str | None, str | None], Finding] = Recent(KEPT)
        self._numbers: Recent[str, MemberNumbers] = Recent(1)

    def finding(
        self, finding_id: str, *, as_of: dt.date, place: str | None = None, layer: str | None = None
    ) -> Finding:
        """One finding of a day and place; errors as ``Investigation.finding``."""
        found = self.investigation.finding(finding_id, as_of=as_of, place=place, layer=layer)
        return self._findings.get(
            (finding_id, as_of, place, layer), lambda: told_finding(found, shown_from=self._shown_from)
        )

    def member_numbers(self) -> MemberNumbers:
        """The numbers of members of all places, judged as one table; no day changes them."""
        return self._numbers.get("", self._judged_numbers)

    def _judged_numbers(self) -> MemberNumbers:
        day = self.investigation.default_day
        places = self.investigation.snapshot(as_of=day).places
        rows = self.investigation.member_numbers(as_of=day).to_dicts()
        parents = dict(places.select("code", "parent").iter_rows())
        return member_numbers(rows, parents, shown_from=self._shown_from)


def told_query(
    store: GraphStore, name: str, parameters: Mapping[str, object] | None = None, *, shown_from: int
) -> Answer:
    """The answer of a catalogue query as it may leave; one that is cut short is judged with the rows it lacks.

    Parameters
    ----------
    store, name, parameters
        As ``GraphStore.query``, with its errors.
    shown_from
        The bar.
    """
    if name == "member_numbers":
        store = store.steady()  # the answer, the tree of places and the judgement are of one dataset
    answer = store.query(name, parameters)
    if not answer.rows:
        return answer
    if name == "member_numbers":
        return _member_numbers(store, shown_from=shown_from).answer(answer)
    told = masked(answer, catalogue()[name].people, shown_from=shown_from)
    if name != "figures_reported":
        return told
    if not answer.truncated:
        return figures_answer(told, shown_from=shown_from)
    whole = masked(store.query(name, parameters, max_rows=0), catalogue()[name].people, shown_from=shown_from)
    rows = figures_answer(whole, shown_from=shown_from).rows[: len(answer.rows)]
    return Answer(answer.columns, rows, truncated=True)


def _member_numbers(store: GraphStore, *, shown_from: int) -> MemberNumbers:
    parents = {row["code"]: row["parent"] for row in _rows(store, "places_tree")}
    return member_numbers(_rows(store, "member_numbers"), parents, shown_from=shown_from)


def _rows(store: GraphStore, query: str) -> list[Mapping[str, Any]]:
    answer = store.query(query, max_rows=0)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
