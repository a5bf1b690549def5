"""Who is alive, who is tied to whom, what lies below a place: LEDGER.md's words over plain rows.

Rows are dicts, tables lists of them. Written from the documents alone; nothing here knows the program.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from fractions import Fraction
from itertools import combinations

LAYERS = ("seats", "agreements", "claims", "meetings")
HUB = "working_committee"


def months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def standing(row: dict, day: dt.date) -> bool:
    """An organisation or a committee on a day."""
    return not (row["founded"] and row["founded"] > day) and not (row["ended"] and row["ended"] <= day)


def running(row: dict, day: dt.date) -> bool:
    """A seat, a cover or a responsibility on a day."""
    return not (row["since"] and row["since"] > day) and not (row["until"] and row["until"] < day)


def in_force(row: dict, day: dt.date) -> bool:
    """An agreement on a day."""
    start = row["starts"] or row["signed"]
    return row["status"] == "active" and not (start and start > day) and not (row["ends"] and row["ends"] < day)


class Region:
    """The tables as of a day."""

    def __init__(self, tables: dict[str, list[dict]], day: dt.date) -> None:
        self.tables = defaultdict(list, tables)
        self.day = day
        self.year_ago = months_before(day, 12)
        self.places = {row["code"]: row for row in self.tables["places"]}
        self.organisations = {r["code"]: r for r in self.tables["organisations"] if standing(r, day)}
        self.every_organisation = {row["code"]: row for row in self.tables["organisations"]}
        self.units = {row["code"]: row for row in self.tables["units"]}
        self.committees = {row["code"]: row for row in self.tables["committees"] if standing(row, day)}
        self.agreements = {row["code"]: row for row in self.tables["agreements"] if in_force(row, day)}
        self.listings = {row["code"]: row for row in self.tables["listings"]}
        self.meetings = {row["code"]: row for row in self.tables["meetings"]}
        self.came: dict[str, set[str]] = defaultdict(set)
        self.invited: dict[str, set[str]] = defaultdict(set)
        for row in self.tables["attendance"]:
            self.invited[row["meeting"]].add(row["organisation"])
            if row["attended"]:
                self.came[row["meeting"]].add(row["organisation"])
        for row in self.tables["meetings"]:
            if row["host"]:
                self.came[row["code"]].add(row["host"])
        self.seated: dict[str, set[str]] = defaultdict(set)
        for row in self.tables["seats"]:
            if running(row, day) and row["committee"] in self.committees and row["organisation"] in self.organisations:
                self.seated[row["committee"]].add(row["organisation"])
        self.parties: dict[str, set[str]] = defaultdict(set)
        for row in self.tables["parties"]:
            self.parties[row["agreement"]].add(row["organisation"])
        self.layers = self._layers()

    def below(self, place: str | None) -> set[str]:
        """The place and all below it."""
        found = {place} if place else set()
        while True:
            more = {code for code, row in self.places.items() if row["parent"] in found} - found
            if not more:
                return found
            found |= more

    def in_last_year(self, date: dt.date | None) -> bool:
        return date is not None and self.year_ago < date <= self.day

    def met(self) -> set[str]:
        """Organisations that attended or hosted a meeting in the last 12 months."""
        return {o for code, row in self.meetings.items() if self.in_last_year(row["held"]) for o in self.came[code]}

    def exchanges(self) -> list[tuple[str, str, dt.date | None]]:
        """Who claimed, whose listing, when; one's own never; a claim of a later day never."""
        return [
            (row["organisation"], owner, row["claimed"])
            for row in self.tables["claims"]
            if (owner := self.listings[row["listing"]]["organisation"]) != row["organisation"]
            and not (row["claimed"] and row["claimed"] > self.day)
        ]

    def covers(self, unit: str) -> set[str]:
        """The modes in which living organisations cover a unit."""
        return {
            row["mode"]
            for row in self.tables["coverage"]
            if row["unit"] == unit and running(row, self.day) and row["organisation"] in self.organisations
        }

    def _layers(self) -> dict[str, set[tuple[str, str]]]:
        def pairs(circle: set[str]) -> set[tuple[str, str]]:
            return set(combinations(sorted(circle & self.organisations.keys()), 2))

        layers: dict[str, set[tuple[str, str]]] = {name: set() for name in LAYERS}
        for code in self.committees:
            layers["seats"] |= pairs(self.seated[code])
        for code in self.agreements:
            layers["agreements"] |= pairs(self.parties[code])
        for claimer, owner, _ in self.exchanges():
            layers["claims"] |= pairs({claimer, owner})
        for code, row in self.meetings.items():
            if self.in_last_year(row["held"]):
                layers["meetings"] |= pairs(self.came[code])
        return layers

    def ties(self, *, layer: str = "all", hub: bool = True) -> set[tuple[str, str]]:
        every = set().union(*self.layers.values()) if layer == "all" else self.layers[layer]
        return every if hub else {tie for tie in every if not any(self.is_hub(end) for end in tie)}

    def is_hub(self, organisation: str) -> bool:
        return self.organisations[organisation]["level"] == HUB

    def nodes(self, *, hub: bool = True) -> set[str]:
        return {code for code in self.organisations if hub or not self.is_hub(code)}


def components(nodes: set[str], ties: set[tuple[str, str]]) -> list[set[str]]:
    neighbours: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in ties:
        neighbours[a].add(b)
        neighbours[b].add(a)
    left, found = set(nodes), []
    while left:
        circle, edge = set(), {min(left)}
        while edge:
            circle |= edge
            edge = {other for node in edge for other in neighbours[node]} - circle
        found.append(circle)
        left -= circle
    return found


def betweenness(nodes: set[str], ties: set[tuple[str, str]]) -> dict[str, Fraction]:
    """For each node: over all pairs of others, the share of their shortest paths that pass it."""
    neighbours: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in ties:
        neighbours[a].add(b)
        neighbours[b].add(a)
    far, ways = {}, {}
    for source in nodes:
        far[source], ways[source] = _paths_from(source, neighbours)
    told = dict.fromkeys(nodes, Fraction(0))
    for a, b in combinations(sorted(nodes), 2):
        if b not in far[a]:
            continue
        for node in far[a].keys() - {a, b}:
            if far[a][node] + far[node][b] == far[a][b]:
                told[node] += Fraction(ways[a][node] * ways[node][b], ways[a][b])
    return told


def _paths_from(source: str, neighbours: dict[str, set[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Steps to every node that can be reached, and the number of shortest ways."""
    steps, ways, edge = {source: 0}, {source: 1}, [source]
    while edge:
        following = []
        for node in edge:
            for other in sorted(neighbours[node]):
                if other not in steps:
                    steps[other], ways[other] = steps[node] + 1, 0
                    following.append(other)
                if steps[other] == steps[node] + 1:
                    ways[other] += ways[node]
        edge = following
    return steps, ways
