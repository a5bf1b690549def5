"""What do all the findings say on a day, of a region or a part of it?

Computes the asked findings in the order of their needs, each once, of what ``fetched`` has from the store; how a report
looks is the dashboard's business.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analytics.blank_columns import blank_columns
from analytics.fetched import DAYS_KEPT, Fetched, Keeping
from analytics.finding import Facts, Finding
from analytics.ledger_tables import can_be_judged, not_handed_in
from analytics.network_once import load_kernels
from analytics.position import co_building_measures, position_in
from analytics.region import Region, region
from analytics.registry import DEFINITIONS
from analytics.report import DataKind, Report
from analytics.rules import Rules, bundled_rules
from analytics.scorecard import brief_scorecards, scorecard_by_chance, scorecards
from analytics.supposed_answers import supposed_answer
from graph_model.errors import UnknownName
from graph_model.recent import Recent
from graph_model.schema import TABLES
from graph_model.snapshot import LAYERS, NetworkTables, Snapshot
from graph_model.store import GraphStore

Asked = tuple[str, dt.date, str | None, str | None]
"""Finding, day, place and layer."""
LONGEST = ("possible_duplicates", "figures_that_disagree")
"""Findings of a second or so: judged first, so that nobody waits for them at the end."""
JUDGED_AT_ONCE = 2
"""Findings judged at the same time: one may wait for the store while the other is worked out."""
JUDGED_KEPT = 400
"""Findings and scorecards that are kept; all findings of one day and place are about fifty."""


@dataclass(frozen=True)
class _Judged:
    """A finding, and the names of the thresholds that it and what it needs were held against."""

    finding: Finding
    rules: frozenset[str]


def _checked(finding_id: str, layer: str | None) -> None:
    if finding_id not in DEFINITIONS:
        raise UnknownName("finding", finding_id, known=DEFINITIONS)
    if layer is not None and layer not in LAYERS:
        raise UnknownName("layer", layer, known=LAYERS)


class Investigation:
    """Findings of one store, with what was fetched for them kept for the next question.

    One investigation speaks of one published dataset; make another when the store's version changes. What was asked
    for longest ago is forgotten, so that a server's memory does not grow with the days people look at.

    Parameters
    ----------
    store
        Where to ask.
    rules
        The thresholds; the bundled ones when None.
    exact_up_to
        Most organisations for which betweenness is exact.
    handed_in
        Tables of which some row came in; None where that is not known: no finding then tells which are lacking.
    not_kept
        By column (``table.column``): keys of rows whose cell was handed in, but not kept (a person stood in it, or it
        could not be read).
    data
        Whose data it is.
    reading
        The network's tables, where somebody began to read them; of another dataset they are not taken.
    keeping
        As ``Fetched``.

    Raises
    ------
    NoData
        Nothing is published.
    DatasetChanged
        From any method that has to ask a server anew: it holds another dataset by now.
    """

    def __init__(
        self,
        store: GraphStore,
        *,
        rules: Rules | None = None,
        exact_up_to: int = 20_000,
        handed_in: Collection[str] | None = None,
        not_kept: Mapping[str, frozenset[str]] | None = None,
        data: DataKind = "own",
        reading: Future[NetworkTables] | None = None,
        keeping: Callable[[str], Keeping] | None = None,
    ) -> None:
        self._fetched = Fetched(store, reading=reading, keeping=keeping)
        self.published = self._fetched.published
        self._no_table = frozenset() if handed_in is None else frozenset(TABLES) - frozenset(handed_in)
        self._not_kept = {} if not_kept is None else not_kept
        self.data: DataKind = data
        self._rules = bundled_rules() if rules is None else rules
        self.exact_up_to = exact_up_to
        self._findings: Recent[Asked, _Judged] = Recent(JUDGED_KEPT)
        self._before: Investigation | None = None
        self._cards: Recent[tuple[dt.date, str | None, str | None], dict[str, Any]] = Recent(JUDGED_KEPT)
        self._briefs: Recent[tuple[dt.date, str | None], dict[str, Any]] = Recent(JUDGED_KEPT)
        self._chances: Recent[tuple[dt.date, str | None, str | None], dict[str, Any]] = Recent(JUDGED_KEPT)
        self._measures: Recent[tuple[dt.date, bool], dict[str, Any]] = Recent(DAYS_KEPT)

    @property
    def default_day(self) -> dt.date:
        """The newest as-of day of the batches, else today."""
        told = self.published.as_of
        return dt.date.today() if told is None else dt.date.fromisoformat(told)

    def snapshot(self, *, as_of: dt.date, place: str | None = None) -> Snapshot:
        """The network of a day; ``UnknownName`` where there is no such place."""
        return self._fetched.snapshot(as_of=as_of, place=place)

    def network_tables(self) -> NetworkTables:
        """What snapshots of any day are taken from, read once."""
        return self._fetched.network_tables()

    def finding(
        self, finding_id: str, *, as_of: dt.date, place: str | None = None, layer: str | None = None
    ) -> Finding:
        """One finding of a day and place.

        Raises
        ------
        UnknownName
            There is no such finding, place or layer; carries the nearest names.
        """
        return self._judged(finding_id, as_of=as_of, place=place, layer=layer).finding

    def _judged(self, finding_id: str, *, as_of: dt.date, place: str | None, layer: str | None) -> _Judged:
        _checked(finding_id, layer)
        asked = (finding_id, as_of, place, layer)

        def judged() -> _Judged:
            told = self._same_as_before(asked)
            return self._computed(finding_id, as_of=as_of, place=place, layer=layer) if told is None else told

        return self._findings.get(asked, judged)

    def _same_as_before(self, asked: Asked) -> _Judged | None:
        """What was judged before other rules were laid over, where none of the rules it was held against changed.

        A finding is a function of the data and of the rules it reads: while those say the same, so does it.
        """
        told = None if self._before is None else self._before._findings.held(asked)
        if self._before is None or told is None:
            return None
        was = self._before.rules
        return told if all(self._rules[name] == was[name] for name in told.rules) else None

    def _computed(
        self,
        finding_id: str,
        *,
        as_of: dt.date,
        place: str | None,
        layer: str | None,
        region: Snapshot | None = None,
        ask: Callable[..., Finding] | None = None,
    ) -> _Judged:
        rules, read = self._rules.watched()

        def ask_here(name: str, *, as_of: dt.date, place: str | None, layer: str | None = None) -> Finding:
            told = self._judged(name, as_of=as_of, place=place, layer=layer)
            read.update(told.rules)
            return told.finding

        facts = self._facts(
            finding_id, as_of=as_of, place=place, layer=layer, rules=rules, ask=ask or ask_here, region=region
        )
        told = DEFINITIONS[finding_id].compute(facts)
        lacking = not_handed_in(finding_id, facts.lacking, layer=layer)
        if lacking:
            told = replace(
                told,
                not_handed_in=lacking,
                judged=can_be_judged(finding_id, facts.lacking, layer=layer, narrowed=place is not None),
            )
        return _Judged(told, frozenset(read))

    def facts(self, finding_id: str, *, as_of: dt.date, place: str | None = None) -> Facts:
        """What a finding of a day and place may look at.

        Raises
        ------
        UnknownName
            There is no such finding or place.
        """
        _checked(finding_id, None)
        return self._facts(finding_id, as_of=as_of, place=place, layer=None, rules=self._rules, ask=self.finding)

    def _facts(
        self,
        finding_id: str,
        *,
        as_of: dt.date,
        place: str | None,
        layer: str | None,
        rules: Rules,
        ask: Callable[..., Finding],
        region: Snapshot | None = None,
    ) -> Facts:
        definition = DEFINITIONS[finding_id]
        whole = self.snapshot(as_of=as_of) if region is None else region
        frames = {
            name: self.answer(name, as_of=as_of) if region is None else self._supposed_answer(name, region)
            for name in definition.queries
        }
        return Facts(
            as_of=as_of,
            place=place,
            layer=layer,
            scope=None if place is None else whole.below(place),
            frames=frames,
            snapshot=self.snapshot(as_of=as_of, place=place) if region is None else whole.within(place),
            region=whole,
            rules=rules,
            exact_up_to=self.exact_up_to,
            findings={name: ask(name, as_of=as_of, place=place, layer=layer) for name in definition.needs},
            ask=ask,
            kept=self._fetched.undated,
            lacking=self._no_table | blank_columns(self.network_tables(), frames.get("unit_coverage")),
            members_of=lambda: self.table("MEMBER_OF").get_column("target").unique(),
            not_kept=self._not_kept,
        )

    def supposed(self, findings: Iterable[str], region: Snapshot, *, place: str | None = None) -> dict[str, Finding]:
        """Findings of another network than the dataset's, of the same day.

        Answers of the store are given the same change (``supposed_answers``), and so is what a finding needs. What it
        asks of other days is the dataset's.

        Raises
        ------
        UnknownName
            There is no such finding or place.
        """
        held: dict[tuple[str, str | None], Finding] = {}

        def ask(name: str, *, as_of: dt.date, place: str | None, layer: str | None = None) -> Finding:
            if as_of != region.as_of:
                return self.finding(name, as_of=as_of, place=place, layer=layer)
            if (name, place) not in held:
                _checked(name, None)
                told = self._computed(name, as_of=as_of, place=place, layer=None, region=region, ask=ask)
                held[name, place] = told.finding
            return held[name, place]

        return {name: ask(name, as_of=region.as_of, place=place) for name in findings}

    def _supposed_answer(self, query: str, region: Snapshot) -> pl.DataFrame:
        return supposed_answer(
            query,
            self.answer(query, as_of=region.as_of),
            before=self.snapshot(as_of=region.as_of),
            after=region,
            tables=self.network_tables(),
            table=self.table,
        )

    def supposed_scorecard(self, region: Snapshot, *, place: str | None = None) -> dict[str, Any]:
        """The scorecard of another network than the dataset's."""
        return scorecards(region.within(place), layer=None, exact_up_to=self.exact_up_to)

    def with_rules(self, rules: Rules) -> Investigation:
        """The same dataset held against other thresholds.

        What was fetched is shared, and so is every finding judged before that looked at none of those that changed.
        """
        other = copy.copy(self)
        other._rules = rules
        other._before = self
        other._findings = Recent(JUDGED_KEPT)
        return other

    @property
    def rules(self) -> Rules:
        """The thresholds held against."""
        return self._rules

    def report(
        self,
        findings: Sequence[str] = (),
        *,
        as_of: dt.date | None = None,
        place: str | None = None,
        layer: str | None = None,
        tell: Callable[[Finding], None] = lambda _: None,
    ) -> Report:
        """Findings (all, where none is named) and the scorecard.

        ``tell`` is given each finding once it is judged, on a thread of its own beside the judging of the next, all of
        them before the report is there; what it raises is raised.
        """
        day = self.default_day if as_of is None else as_of
        names = list(findings) or list(DEFINITIONS)
        for name in names:
            _checked(name, layer)
        longest_first = sorted(dict.fromkeys(names), key=lambda name: name not in LONGEST)
        with (
            self.fetching(longest_first, as_of=day),
            ThreadPoolExecutor(1, thread_name_prefix="telling") as telling,
            ThreadPoolExecutor(JUDGED_AT_ONCE, thread_name_prefix="judging") as beside,
        ):

            def judged(name: str) -> tuple[Finding, Future[None]]:
                finding = self.finding(name, as_of=day, place=place, layer=layer)
                return finding, telling.submit(tell, finding)

            judging = {name: beside.submit(judged, name) for name in longest_first}
            load_kernels()  # while the store answers
            card = self.scorecard(as_of=day, place=place, layer=layer)
            by_chance = self.by_chance(as_of=day, place=place, layer=layer)
            told = {}
            for name in names:
                told[name], telling_it = judging[name].result()
                telling_it.result()
        return Report(day, self.published, place, layer, told, {**card, "by_chance": by_chance}, self.data)

    def fetching(
        self, findings: Iterable[str], *, as_of: dt.date, ahead: dt.date | None = None
    ) -> AbstractContextManager[None]:
        """As ``Fetched.fetching``: fetch what these findings ask of the store beside what the block does."""
        return self._fetched.fetching(findings, as_of=as_of, ahead=ahead)

    def scorecard(self, *, as_of: dt.date, place: str | None = None, layer: str | None = None) -> dict[str, Any]:
        """The scorecard of a day: ``all``, ``without_hub``, ``by_layer``."""
        return self._cards.get(
            (as_of, place, layer),
            lambda: scorecards(self.snapshot(as_of=as_of, place=place), layer=layer, exact_up_to=self.exact_up_to),
        )

    def brief_scorecard(self, *, as_of: dt.date, place: str | None = None) -> dict[str, Any]:
        """The figures of the scorecard that take no time; see ``brief_scorecards``."""
        return self._briefs.get((as_of, place), lambda: brief_scorecards(self.snapshot(as_of=as_of, place=place)))

    def by_chance(self, *, as_of: dt.date, place: str | None = None, layer: str | None = None) -> dict[str, Any]:
        """What chance explains of the scorecard; see ``scorecard_by_chance``."""
        return self._chances.get(
            (as_of, place, layer), lambda: scorecard_by_chance(self.snapshot(as_of=as_of, place=place), layer=layer)
        )

    def region(self, *, as_of: dt.date, place: str | None = None) -> Region:
        """How much the region or a part of it holds on a day."""
        snapshot = self.snapshot(as_of=as_of, place=place)
        return region(
            snapshot,
            standards=self.answer("community_standards", as_of=as_of),
            scope=None if place is None else snapshot.below(place),
        )

    def answer(self, query: str, *, as_of: dt.date) -> pl.DataFrame:
        """The answer of a catalogue query of a day, of the whole region; counts of people are in it as they are."""
        return self._fetched.answer(query, as_of=as_of)

    def table(self, name: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Every node of a label or relationship of a type, whatever the day, as ``GraphStore.table`` gives them."""
        return self._fetched.table(name, columns=columns)

    def member_numbers(self, *, as_of: dt.date) -> pl.DataFrame:
        """The answer of the query ``member_numbers``; small counts of people are in it as they are."""
        return self.answer("member_numbers", as_of=as_of)

    def measures(self, *, as_of: dt.date, hub: bool) -> dict[str, Any]:
        """The measures of the whole co-building network of a day, as ``NetworkMeasures.as_json`` gives them."""
        return self._measures.get(
            (as_of, hub),
            lambda: co_building_measures(self.snapshot(as_of=as_of), hub=hub, exact_up_to=self.exact_up_to),
        )

    def position(self, code: str, *, as_of: dt.date, hub: bool) -> dict[str, Any]:
        """One organisation's place in the network; see ``position.position_in``."""
        return position_in(self.measures(as_of=as_of, hub=hub), code)

    def findings_about(self, code: str, *, as_of: dt.date) -> list[str]:
        """Ids of the findings in whose rows a subject is found."""
        about = []
        for name in DEFINITIONS:
            rows = self.finding(name, as_of=as_of).rows
            ends = [column for column in ("code", "a", "b") if column in rows.columns]
            hit = pl.any_horizontal([pl.col(column) == code for column in ends]) & (pl.col("status") == "found")
            if ends and not rows.filter(hit).is_empty():
                about.append(name)
        return about
