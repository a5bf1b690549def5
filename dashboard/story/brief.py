"""What is to be known of one community before one goes there: facts, evidence, proposals, whom to ask by post?

One page a community, as data. It gives no label, names no person, and a post is what a committee wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from analytics.communities import INDICATORS, NOT_HANDED_IN, Indicator
from dashboard.components.community import source
from dashboard.components.screen import Evidence, bar, evidence, long_value, units_unplaced, untold_value
from dashboard.page import PageContext
from dashboard.state import ViewState
from dashboard.story.agenda_asked import Ask, asks_by_organisation
from dashboard.story.material import Material
from dashboard.story.pieces import Figure, Name, Term, Text, joined, worded

SCREEN: Final = "weak_community_screen"
NAMED: Final = 3
PROPOSALS: Final = 6


@dataclass(frozen=True)
class Brief:
    """One community.

    Attributes
    ----------
    place
        Which one.
    facts
        A line each.
    indicators
        Name, sign, evidence, what it was held against, source of that; failing and unknown ones.
    passing
        The indicators that pass, and those for which nothing was handed in, in one line.
    proposals, contacts
        A line each.
    source
        Day, dataset, ids.
    """

    place: Name
    facts: tuple[Text, ...]
    indicators: tuple[tuple[Text, ...], ...]
    passing: Text
    proposals: tuple[Text, ...]
    contacts: tuple[Text, ...]
    source: Text

    def texts(self) -> Iterator[Text]:
        """Every text of it."""
        yield (self.place,)
        yield from self.facts
        for row in self.indicators:
            yield from row
        yield from (self.passing, *self.proposals, *self.contacts, self.source)


class Briefs:
    """The briefs of the communities in scope.

    Parameters
    ----------
    material
        Of which day and place.
    """

    def __init__(self, material: Material) -> None:
        self.m = material
        state = ViewState("/communities", place=material.deck.place, as_of=material.deck.as_of)
        self._context = PageContext(state, material.words, material.service)

    @cached_property
    def communities(self) -> list[dict[str, Any]]:
        """Facts of every community in scope, by code."""
        region = self.m.investigation.region(as_of=self.m.deck.as_of, place=self.m.deck.place)
        return region.communities.to_dicts()

    @cached_property
    def _evidence(self) -> Mapping[tuple[str, str], Evidence]:
        return evidence(self._context)

    @cached_property
    def _states(self) -> Mapping[str, Mapping[str, str]]:
        told: dict[str, dict[str, str]] = {}
        for cell in self.m.finding(SCREEN).breakdowns["matrix"]:
            told.setdefault(cell["code"], {})[cell["indicator"]] = cell["state"]
        return told

    @cached_property
    def _asks(self) -> Mapping[str, list[Ask]]:
        return asks_by_organisation(self.m)

    def brief(self, community: Mapping[str, Any]) -> Brief:
        """One community's page; ``community`` is a row of ``communities``."""
        m, code = self.m, community["code"]
        states = self._states[code]
        rows = [self._row(code, one, states[one.id]) for one in INDICATORS if states[one.id] in ("fail", "unknown")]
        passing = [one for one in INDICATORS if states[one.id] == "pass"]
        named: list[Text] = [(m.words.word(one.id),) for one in passing]
        lacking: list[Text] = [(m.words.word(one.id),) for one in INDICATORS if states[one.id] == NOT_HANDED_IN]
        return Brief(
            m.named_place(code),
            tuple(self._facts(community)),
            tuple(sorted(rows, key=lambda row: row[1] != ("×",))),
            (
                *(worded(m.words, "story.brief_passing", indicators=joined(named, m.words)) if named else ()),
                *(worded(m.words, "story.brief_lacking", indicators=joined(lacking, m.words)) if lacking else ()),
            ),
            tuple(self._proposals(code)),
            tuple(self._contacts(code)),
            m.source((SCREEN,)),
        )

    def _facts(self, community: Mapping[str, Any]) -> Iterator[Text]:
        m, words, code = self.m, self.m.words, community["code"]
        kind, households = community["community_type"], community["households"]
        unknown = words.text("common.unknown")
        yield worded(
            words,
            "story.brief_kind",
            kind=words.word(kind) if kind else unknown,
            households=unknown if households is None else words.value(households),
        )
        at = f"breakdowns.community[community={code}]"
        covered = {part: m.figure("organisation_coverage", f"{at}.{part}") for part in ("count", "of", "unknown")}
        yield m.not_told("organisation_coverage") or worded(words, "story.brief_units", **covered)
        unplaced = units_unplaced(self._context)
        if unplaced:
            term = Term("finding:organisation_coverage", "measures.unplaced", m.deck.as_of, None)
            yield worded(words, "pages.units_unplaced", count=Figure((term,), unplaced))
        alone = {part: m.figure("places_without_organisation", f"{at}.{part}") for part in ("count", "of")}
        yield m.not_told("places_without_organisation") or worded(words, "story.brief_places", **alone)
        row = f"rows[code={code}]"
        fails = [m.figure(SCREEN, f"{row}.{part}") for part in ("fails", "applicable", "unknowns")]
        if any(one["code"] == code for one in (*m.found(SCREEN), *m.untold(SCREEN))):
            yield worded(words, "story.brief_fails", fails=fails[0], of=fails[1], unknown=fails[2])

    def _row(self, code: str, indicator: Indicator, state: str) -> tuple[Text, ...]:
        """Name, sign, evidence, threshold, source of one indicator."""
        words, context = self.m.words, self._context
        entry = self._evidence.get((indicator.id, code))
        if state == "unknown":
            value: Text = (untold_value(context, indicator, entry),)
        else:
            value = (long_value(context, indicator, entry), *self._subjects(indicator, entry))
        sign = "×" if state == "fail" else "?"
        against, from_where = bar(context, indicator), source(context, indicator)
        return (words.word(indicator.id),), (sign,), value, (against,), (from_where,)

    def _subjects(self, indicator: Indicator, entry: Evidence | None) -> Text:
        """The first units, organisations or committees that were found."""
        if entry is None or indicator.subject == "community":
            return ()
        m = self.m
        names: list[Text] = [
            (Name(indicator.subject, row["code"], row["name"] or row["code"]),) for row in entry.found[:NAMED]
        ]
        told = joined(names, m.words)
        more = (m.words.text("story.and_more"),) if len(entry.found) > NAMED else ()
        return ("：" if m.words.lang == "zh" else ": ", *told, *more) if told else ()

    def _proposals(self, code: str) -> list[Text]:
        """What plans and findings ask of the organisations based in the community."""
        m = self.m
        based = m.region.organisations.filter(pl.col("community") == code).get_column("code")
        colon = "：" if m.words.lang == "zh" else ": "
        asked = [(one, ask) for one in based.sort() for ask in self._asks.get(one, ())]
        told: list[Text] = [(m.organisation(one), colon, *ask()) for one, ask in asked[:PROPOSALS]]
        if len(asked) > PROPOSALS:
            told.append(worded(m.words, "story.brief_more", count=m.counted("asks", len(asked) - PROPOSALS)))
        return told

    def _contacts(self, code: str) -> Iterator[Text]:
        """Posts that committees and cases name; a post is held by whoever holds it."""
        m, words = self.m, self.m.words
        committees = m.region.committees.filter(pl.col("place") == code).sort("code")
        for row in committees.iter_rows(named=True):
            if row["contact_post"]:
                committee = m.committee(row["code"], row["name"])
                yield worded(
                    words, "story.brief_contact", post=m.known_names.split(row["contact_post"]), committee=committee
                )
        cases = m.service.table("cases").filter(
            (pl.col("place") == code) & (pl.col("opened") <= m.deck.as_of) & pl.col("lead_post").is_not_null()
        )  # fmt: skip
        for row in cases.sort("opened", "code").iter_rows(named=True):
            if row["closed"] is None or row["closed"] > m.deck.as_of:
                yield worded(
                    words, "story.brief_case", post=m.known_names.split(row["lead_post"]), opened=str(row["opened"])
                )
