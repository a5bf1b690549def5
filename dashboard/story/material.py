"""From where do slides take their figures, rows and names?

One dataset, one day, the day of the last meeting, one place: findings as they may leave, steps of the trend, plans.
What is said with them is ``agenda``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from analytics.finding import FOUND, UNKNOWN, plain, plain_rows
from analytics.plans.plan import Plan
from dashboard.i18n import Wording
from dashboard.plans_asked import asked_plan, asked_trend
from dashboard.story.deck import Deck
from dashboard.story.layout import EDGE, SMALL, WIDE, width_of
from dashboard.story.pieces import Figure, Name, Piece, Term, Text, Value
from dashboard.story.references import value_at
from dashboard.story.telling import SHOWN_ALWAYS, KnownNames

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.report import Investigation
    from analytics.trend import Trend
    from dashboard.service import Service
    from dashboard.work import Work
    from graph_model.snapshot import Snapshot

COMPARED: Final = (
    *("organisation_coverage", "units_without_organisation", "places_without_organisation"),
    *("isolated_organisations", "tied_on_paper_only", "ties_by_kind_of_place", "weak_community_screen"),
    *("unmet_needs", "idle_resources", "agreements_expiring", "overdue_quarterly_meetings"),
)
"""Findings of which a meeting is told what changed since the last one."""
MANY: Final = 4
"""Ids that a source line names where not all of them fit."""


class Material:
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
        self.service = service
        self.words = words
        self.deck = deck
        self.investigation: Investigation = service.investigation()
        self._told = service.told(self.investigation)
        self._answers: dict[tuple[str, dt.date], dict[str, Any]] = {}

    @property
    def version(self) -> str:
        """Of the dataset."""
        return self.investigation.published.version

    def finding(self, finding_id: str, *, as_of: dt.date | None = None) -> Finding:
        """A finding of the deck's place, as it may leave."""
        return self._told.finding(finding_id, as_of=as_of or self.deck.as_of, place=self.deck.place)

    def plan(self, name: str) -> Plan:
        """A plan, ``id`` or ``id?setting=value&…``, as it may leave."""
        plan_id, given = plan_asked(name)
        return asked_plan(self.service, plan_id, given, as_of=self.deck.as_of, place=self.deck.place).result()

    @cached_property
    def trend(self) -> Trend:
        """The findings of ``COMPARED`` on the two days."""
        days = [self.deck.since, self.deck.as_of]
        return asked_trend(self.service, days, COMPARED, place=self.deck.place).result()

    @cached_property
    def snapshot(self) -> Snapshot:
        """The network of the day and place."""
        return self.investigation.snapshot(as_of=self.deck.as_of, place=self.deck.place)

    @cached_property
    def region(self) -> Snapshot:
        """The network of the day, whole."""
        return self.investigation.snapshot(as_of=self.deck.as_of)

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
        told: Finding | Plan = self.plan(name) if kind == "plan" else self.finding(name, as_of=term.as_of)
        answer: dict[str, Any] = {"count": told.count, "of": told.of, "unknown": told.unknown}
        answer["measures"] = plain(dict(told.measures))
        if not isinstance(told, Plan):
            answer["thresholds"] = [threshold.as_json() for threshold in told.thresholds]
            answer["breakdowns"] = told.breakdowns
        if rows:
            answer["rows"] = plain_rows(told.rows)
        return answer

    # names ------------------------------------------------------------------------------------------------------------

    @cached_property
    def _places(self) -> dict[str, tuple[str | None, str]]:
        columns = self.region.places.select("code", "name", "kind")
        return {code: (name, kind) for code, name, kind in columns.iter_rows()}

    @cached_property
    def _organisations(self) -> dict[str, str | None]:
        return dict(self.region.organisations.select("code", "name").iter_rows())

    def place(self, code: str | None) -> Piece:
        """A place's name; that of a sub-district and above is never hidden. Unknown is told so."""
        if code is None:
            return self.words.text("common.unknown")
        name, kind = self._places.get(code, (None, ""))
        return str(name or code) if kind in SHOWN_ALWAYS else Name(name_kind(kind), code, name or code)

    def organisation(self, code: str, name: str | None = None) -> Name:
        """An organisation's name."""
        return Name("organisation", code, name or self._organisations.get(code) or code)

    def named_place(self, code: str) -> Name:
        """A place as a name, whatever its kind."""
        name, kind = self._places.get(code, (None, ""))
        return Name(name_kind(kind), code, name or code)

    def unit(self, row: Mapping[str, Any]) -> Name:
        """A unit's name, of a row that has ``code`` and ``name``."""
        return Name("unit", row["code"], row["name"] or row["code"])

    def committee(self, code: str, name: str | None) -> Name:
        """A committee's name; it holds that of its community."""
        return Name("committee", code, name or code)

    def agreement(self, code: str, title: str | None) -> Name:
        """An agreement's title; it often holds the names of its parties."""
        return Name("agreement", code, title or code)

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

    @property
    def known_names(self) -> KnownNames:
        """Every name of the ledger that is hidden where names are; looked up once a day of the dataset."""
        return self.region.once(("known_names",), self._known_names)

    def _known_names(self) -> KnownNames:
        ask = self.investigation.table
        kinds = {code: kind for code, (_, kind) in self._places.items()}
        names = [
            Name(name_kind(kinds.get(code, "")), code, name)
            for code, name in ask("Place", columns=["code", "name"]).iter_rows()
            if name and kinds.get(code) not in SHOWN_ALWAYS
        ]
        labels = {"organisation": "Organisation", "unit": "Unit", "committee": "Committee", "agreement": "Agreement"}
        for kind, label in labels.items():
            column = "title" if kind == "agreement" else "name"
            rows = ask(label, columns=["code", column]).iter_rows()
            names += [Name(kind, code, name) for code, name in rows if name]
        return KnownNames(names)

    # what every slide tells -------------------------------------------------------------------------------------------

    def lacking(self, *finding_ids: str) -> Text:
        """Which tables these findings rest on that were never handed in; empty for none."""
        lacking = dict.fromkeys(table for name in finding_ids for table in self.finding(name).not_handed_in)
        if not lacking:
            return ()
        tables = [self.words.text(f"tables.{table}") for table in lacking]
        return (self.words.text("reports.lacking_told", tables=tables),)

    def source(self, findings: Sequence[str] = (), plans: Sequence[str] = ()) -> Text:
        """Day, dataset, ids of findings and plans, and the queries behind them, as much of it as two lines hold."""
        words, ids = self.words, [*findings, *plans]
        head = words.text("story.source", day=self.deck.as_of, version=self.version[:8])
        queries = self._queries(findings, plans)
        wide = 2 * (WIDE - 2 * EDGE) * 0.95
        for told in (
            self.sources(findings, plans),
            ((head + " · " + words.value(ids),) if ids else (head,)),
            (
                head
                + " · "
                + words.text("story.source_many", ids=ids[:MANY], more=len(ids) - MANY, queries=len(queries)),
            ),
        ):
            if width_of(str(told[0]), SMALL) <= wide:
                return told
        return (head,)

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


def name_kind(kind: str) -> str:
    """What a place's name is called where it is hidden: a community, else a place."""
    return "community" if kind == "community" else "place"


def works_of(service: Service, deck: Deck, plans: Sequence[str]) -> list[Work[Any]]:
    """The works that drawing a deck waits for; begun, where nobody asked for them yet."""
    days = [deck.since, deck.as_of]
    works: list[Work[Any]] = [asked_trend(service, days, COMPARED, place=deck.place)]
    for name in plans:
        plan_id, given = plan_asked(name)
        works.append(asked_plan(service, plan_id, given, as_of=deck.as_of, place=deck.place))
    return works


def plan_asked(name: str) -> tuple[str, dict[str, str]]:
    """A plan's id and the settings that were given, of ``id?setting=value&…``."""
    plan_id, _, given = name.partition("?")
    return plan_id, dict(parse_qsl(given))
