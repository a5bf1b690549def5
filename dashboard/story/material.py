"""From where do slides take their figures, rows and names?

One dataset, one day, the day of the last meeting, one place: findings as they may leave, steps of the trend, plans.
What is said with them is ``agenda``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from analytics.finding import FOUND, UNKNOWN, as_judged, plain, plain_rows
from analytics.plans.plan import Plan
from dashboard.i18n import Wording
from dashboard.not_handed_in import sources_told
from dashboard.plan_files import WHAT_IF
from dashboard.story.deck import Deck
from dashboard.story.layout import EDGE, SMALL, WIDE, width_of
from dashboard.story.names import Names
from dashboard.story.pieces import Figure, Term, Text, Value
from dashboard.story.references import value_at
from dashboard.story.works import plan_asked, plan_work, supposed_work, trend_work

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.trend import Trend
    from analytics.what_if import WhatIf
    from dashboard.service import Service
    from dashboard.supposed_plans import Supposed
    from graph_model.snapshot import Snapshot

MANY: Final = 4
"""Ids that a source line names where not all of them fit."""


class Material(Names):
    """What slides are made of.

    Parameters
    ----------
    service
        Ledger and store, as the person who asks may see them.
    words
        The reader's language.
    deck
        Of which days and place.
    """

    def __init__(self, service: Service, words: Wording, deck: Deck) -> None:
        investigation = service.investigation()
        super().__init__(investigation, investigation.snapshot(as_of=deck.as_of), words)
        self.service = service
        self.deck = deck
        self._supposed: dict[str, WhatIf] = {}
        self._told = service.told(self.investigation)
        self._answers: dict[tuple[str, dt.date], dict[str, Any]] = {}

    @property
    def version(self) -> str:
        """Of the dataset."""
        return self.investigation.published.version

    def finding(self, finding_id: str, *, as_of: dt.date | None = None) -> Finding:
        """A finding of the deck's place, as it may leave; what could not be judged is told as unknown."""
        return as_judged(self._told.finding(finding_id, as_of=as_of or self.deck.as_of, place=self.deck.place))

    def plan(self, name: str) -> Plan:
        """A plan, ``id`` or ``id?setting=value&…``, as it may leave."""
        return plan_work(self.service, self.deck, name).result()

    def supposed(self, asked: Supposed) -> WhatIf:
        """What follows from the changes of a slide; its figures are those of the source ``asked.source``."""
        self._supposed[asked.source] = supposed_work(self.service, self.deck, asked).result()
        return self._supposed[asked.source]

    @cached_property
    def trend(self) -> Trend:
        """The findings of ``works.COMPARED`` on the two days."""
        return trend_work(self.service, self.deck).result()

    @cached_property
    def snapshot(self) -> Snapshot:
        """The network of the day and place."""
        return self.investigation.snapshot(as_of=self.deck.as_of, place=self.deck.place)

    def figure(
        self,
        source: str,
        part: str,
        *less: tuple[str, str],
        as_of: dt.date | None = None,
        change: bool = False,
        form: str = "",
    ) -> Figure:
        """A figure of the deck's day and place.

        Parameters
        ----------
        source, part
            As in ``Term``; ``source`` without ``finding:`` is a finding.
        less
            Sources and parts that are taken away from it.
        as_of
            Another day.
        change
            Whether it is what it is now less what it was at the last meeting.
        """
        now = as_of or self.deck.as_of
        terms = [self._term(source, part, now), *(self._term(*one, now, sign=-1) for one in less)]
        if change:
            terms.append(self._term(source, part, self.deck.since, sign=-1))
            form = "signed"
        return Figure(tuple(terms), self._sum(terms), form)

    def numbers(self, finding_id: str) -> dict[str, Figure]:
        """Count, of how many, unknown."""
        return {part: self.figure(finding_id, part) for part in ("count", "of", "unknown")}

    def _term(self, source: str, part: str, as_of: dt.date, *, sign: int = 1) -> Term:
        kind, colon, _ = source.partition(":")
        told = source if colon else f"finding:{source}"
        since = self.deck.since if kind == "trend" else None
        return Term(told, part, as_of, self.deck.place, since, sign)

    def _sum(self, terms: Sequence[Term]) -> Value:
        values: list[Value] = [plain(value_at(self._answer(term), term.part)) for term in terms]
        if len(values) == 1:
            return values[0]
        if any(not isinstance(value, int | float) for value in values):
            return None
        numbers = [value for value in values if isinstance(value, int | float)]
        return sum(term.sign * value for term, value in zip(terms, numbers, strict=True))

    def _answer(self, term: Term) -> Mapping[str, Any]:
        """What the API would tell; rows only where they are asked for."""
        rows = term.part.startswith("rows")
        key = (term.source + ("#rows" if rows else ""), term.as_of)
        if key not in self._answers:
            self._answers[key] = self._answered(term, rows=rows)
        return self._answers[key]

    def _answered(self, term: Term, *, rows: bool) -> dict[str, Any]:
        kind, _, name = term.source.partition(":")
        if kind == "trend":
            return self.trend.steps[name][0].as_json()
        if kind == WHAT_IF:
            return self._supposed[term.source].as_json()
        told: Finding | Plan = self.plan(name) if kind == "plan" else self.finding(name, as_of=term.as_of)
        if not isinstance(told, Plan):
            told = as_judged(told)
        answer: dict[str, Any] = {"count": told.count, "of": told.of, "unknown": told.unknown}
        answer["measures"] = plain(dict(told.measures))
        if not isinstance(told, Plan):
            answer["thresholds"] = [threshold.as_json() for threshold in told.thresholds]
            answer["breakdowns"] = told.breakdowns
        if rows:
            answer["rows"] = plain_rows(told.rows)
        return answer

    def counted(self, what: str, value: int) -> Figure:
        """A number that a slide counts in its own table, which no answer of the API tells."""
        return Figure((Term(f"deck:{what}", "count", self.deck.as_of, self.deck.place),), value)

    def region_name(self) -> Text:
        """What the deck is about: its place, else the sub-district or whatever stands at the top."""
        if self.deck.place is not None:
            return (self.place(self.deck.place),)
        tops = self.region.places.filter(self.region.places.get_column("parent").is_null())
        codes = tops.get_column("code").to_list()
        return (self.place(codes[0]),) if len(codes) == 1 else ()

    # what every slide tells -------------------------------------------------------------------------------------------

    def lacking(self, *finding_ids: str) -> Text:
        """Which tables these findings rest on that were never handed in; empty for none."""
        lacking = dict.fromkeys(table for name in finding_ids for table in self.finding(name).not_handed_in)
        if not lacking:
            return ()
        tables = sources_told(lacking, self.words)
        return (self.words.text("reports.lacking_told", tables=tables),)

    def not_told(self, finding_id: str) -> Text:
        """That a finding says nothing, for want of which tables; empty where it could be judged."""
        finding = self.finding(finding_id)
        if finding.judged:
            return ()
        told = {"finding": self.words.finding(finding_id), "tables": sources_told(finding.not_handed_in, self.words)}
        return (self.words.text("story.not_told", **told),)

    def source(self, findings: Sequence[str] = (), plans: Sequence[str] = ()) -> Text:
        """Day, dataset, and names of findings and plans, as many as two lines hold; the notes tell ids and queries."""
        words = self.words
        head = words.text("story.source", day=self.deck.as_of, version=self.version[:8])
        names = [words.finding(name) for name in findings]
        names += dict.fromkeys(words.text(f"plans.name_{plan_asked(name)[0]}") for name in plans)
        if not names:
            return (head,)
        told = f"{head} · {words.value(names)}"
        if width_of(told, SMALL) > 2 * (WIDE - 2 * EDGE) * 0.95:
            told = f"{head} · {words.text('story.source_many', names=names[:MANY], more=len(names) - MANY)}"
        return (told,)

    def sources(self, findings: Sequence[str] = (), plans: Sequence[str] = ()) -> Text:
        """Day, dataset, every id and every query."""
        words, ids = self.words, [*findings, *plans]
        told = words.text("story.source", day=self.deck.as_of, version=self.version[:8])
        told += f" · {words.value(ids)}" if ids else ""
        queries = self._queries(findings, plans)
        return (told + (words.text("story.source_queries", queries=queries) if queries else ""),)

    def _queries(self, findings: Sequence[str], plans: Sequence[str]) -> list[str]:
        queries = dict.fromkeys(query for name in findings for query in self.finding(name).queries)
        return [*(queries | dict.fromkeys(query for name in plans for query in self.plan(name).queries))]

    def definitions(self, findings: Sequence[str] = (), plans: Sequence[str] = ()) -> list[Text]:
        """How each number is counted, for who speaks."""
        words = self.words
        told = [f"{words.finding(name)}: {words.text(f'definitions.{name}')}" for name in findings]
        ids = [plan_asked(name)[0] for name in plans]
        told += [f"{words.text(f'plans.name_{name}')}: {words.text(f'plans.about_{name}')}" for name in ids]
        return [(one,) for one in told]

    def found(self, finding_id: str) -> list[dict[str, Any]]:
        """The rows of a finding that are found."""
        return [row for row in self.finding(finding_id).rows.iter_rows(named=True) if row["status"] == FOUND]

    def untold(self, finding_id: str) -> list[dict[str, Any]]:
        """The rows of a finding of which it cannot be told."""
        return [row for row in self.finding(finding_id).rows.iter_rows(named=True) if row["status"] == UNKNOWN]
