"""Every finding of FINDINGS.md over plain rows: what is found, what is passed, of what it cannot be told.

Straight from the documents, without the program's code; slow and short on purpose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.plain_region import LAYERS, Region, betweenness, components, months_before

_SCREEN = {
    "unit_coverage": ("units_without_organisation",),
    "no_own_organisation": ("places_without_organisation",),
    "secretary_vacancy": ("secretary_vacancies",),
    "overdue_election": ("overdue_elections",),
    "committee_cadence": ("committee_vitality", "overdue_quarterly_meetings"),
    "isolated_organisation": ("isolated_organisations",),
    "empty_shell": ("empty_shells",),
    "staffing": ("staffing_below_standard",),
    "funds": ("funds_below_standard",),
    "space": ("space_below_standard",),
    "assistants": ("assistants_missing",),
}
POINTS = {"community", "grid", "compound", "block", "building", "park", "market"}
Verdict = bool | None


@dataclass(frozen=True)
class Told:
    """The subjects found, passed, and of which it cannot be told."""

    found: frozenset[Hashable]
    passed: frozenset[Hashable]
    unknown: frozenset[Hashable]


def either(*verdicts: Verdict) -> Verdict:
    return True if True in verdicts else None if None in verdicts else False


def _under(value: float | Fraction | None, bar: float | Fraction) -> Verdict:
    return None if value is None else value < bar


class Plain:
    """The findings of one region, of the whole or of a place and what is below it."""

    def __init__(self, tables: dict[str, list[dict]], day: dt.date, place: str | None = None) -> None:
        self.region = Region(tables, day)
        self.day = day
        self.inside = self.region.below(place) if place else None

    def finding(self, name: str) -> Told:
        told: dict[Hashable, Verdict] = getattr(self, name)()
        return Told(*(frozenset(s for s, verdict in told.items() if verdict is kind) for kind in (True, False, None)))

    # -- who is asked -------------------------------------------------------------------------------------------

    def _in(self, place: str | None) -> bool:
        return self.inside is None or place in self.inside

    def _of_place(self, rows: dict[str, dict]) -> dict[str, dict]:
        return {code: row for code, row in rows.items() if self._in(row["place"])}

    def _organisations(self) -> dict[str, dict]:
        return self._of_place(self.region.organisations)

    def _communities(self) -> dict[str, dict]:
        return {c: row for c, row in self.region.places.items() if row["kind"] == "community" and self._in(c)}

    def _agreements(self) -> dict[str, dict]:
        return {
            code: row
            for code, row in self.region.agreements.items()
            if self.inside is None or any(party in self._organisations() for party in self.region.parties[code])
        }

    def _organisation_in(self, code: str) -> bool:
        return self._in(self.region.every_organisation[code]["place"])

    def _ties(self) -> set[tuple[str, str]]:
        """A tie lies in a place when both its ends do."""
        return {tie for tie in self.region.ties() if self._organisation_in(tie[0]) and self._organisation_in(tie[1])}

    def _units(self, question: Callable[[str, dict], Verdict], *, uncovered: bool = False) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code, row in self._of_place(self.region.units).items():
            if row["kind"] == "agency" or row["status"] not in (None, "operating"):
                continue
            if uncovered and self._covered(code):
                continue
            told[code] = question(code, row) if row["status"] else None
        return told

    def _covered(self, unit: str) -> bool:
        return bool(self.region.covers(unit) & {"own", "joint"})

    # -- places, units, organisations ---------------------------------------------------------------------------

    def places_without_organisation(self) -> dict[str, Verdict]:
        held = {row["place"] for row in self.region.organisations.values()}
        for row in self.region.tables["responsibility"]:
            since, until = row["since"], row["until"]
            alive = not (since and since > self.day) and not (until and until < self.day)
            if alive and row["organisation"] in self.region.organisations:
                held.add(row["place"])
        places = self.region.places.items()
        return {code: code not in held for code, row in places if row["kind"] in POINTS and self._in(code)}

    def empty_shells(self) -> dict[str, Verdict]:
        met = self.region.met()
        return {code: either(_nobody(row), code not in met) for code, row in self._organisations().items()}

    def without_a_record(self) -> set[str]:
        """Organisations that no meeting by the day names, as its host or in its list."""
        held = [code for code, row in self.region.meetings.items() if row["held"] <= self.day]
        named = {one for code in held for one in self.region.came[code] | self.region.invited[code]}
        return self._organisations().keys() - named

    def shells_by_meetings(self) -> set[str]:
        """Shells of whom it is not known that they have no members."""
        met = self.region.met()
        return {code for code, row in self._organisations().items() if code not in met and not _nobody(row)}

    def units_without_organisation(self) -> dict[str, Verdict]:
        return self._units(lambda code, _: not self._covered(code))

    def organisation_coverage(self) -> dict[str, Verdict]:
        return self._units(lambda code, _: self._covered(code))

    def work_coverage(self) -> dict[str, Verdict]:
        return self._units(lambda code, row: True if self.region.covers(code) else row["has_union"])

    def units_that_should_establish(self) -> dict[str, Verdict]:
        return self._units(lambda _, row: _not(_under(row["members"], 3)), uncovered=True)

    def joint_branch_candidates(self) -> dict[str, Verdict]:
        return self._units(lambda _, r: None if r["members"] is None else r["members"] in (1, 2), uncovered=True)

    def members_registered_elsewhere(self) -> dict[str, Verdict]:
        return self._units(lambda _, row: _not(_under(row["members_elsewhere"], 3)))

    def organisations_of_wrong_form(self) -> dict[str, Verdict]:
        return {code: _wrong_form(row) for code, row in self._organisations().items()}

    def secretary_vacancies(self) -> dict[str, Verdict]:
        rows = self._organisations().items()
        return {code: None if row["secretary"] is None else row["secretary"] == "vacant" for code, row in rows}

    def overdue_elections(self) -> dict[str, Verdict]:
        rows = self._organisations().items()
        return {code: None if row["term_ends"] is None else row["term_ends"] < self.day for code, row in rows}

    # -- the network --------------------------------------------------------------------------------------------

    def isolated_organisations(self) -> dict[str, Verdict]:
        tied = {end for tie in self.region.ties() for end in tie}
        return {code: code not in tied for code in self._organisations()}

    def tied_on_paper_only(self) -> dict[str, Verdict]:
        region = self.region
        paper = {o for code in region.committees for o in region.seated[code]}
        paper |= {o for code in region.agreements for o in region.parties[code]}
        active = region.met()
        for claimer, owner, claimed in region.exchanges():
            if region.in_last_year(claimed):
                active |= {claimer, owner}
        undated = {o for a, b, claimed in region.exchanges() if claimed is None for o in (a, b)}
        return {
            code: False if code in active else None if code in undated else True
            for code in self._organisations()
            if code in paper
        }

    def organisations_outside_the_largest_component(self) -> dict[str, Verdict]:
        circles = components(self.region.nodes(), self.region.ties())
        largest = max(circles, key=len, default=set())
        alone = {min(circle) for circle in circles if len(circle) == 1}
        return {code: code not in largest for code in self._organisations() if code not in alone}

    def ties_by_kind_of_place(self) -> dict[tuple[str, str], Verdict]:
        def kind(code: str) -> str | None:
            place = self.region.places.get(self.region.organisations[code]["place"])
            while place and not place["community_type"]:
                place = self.region.places.get(place["parent"])
            return place["community_type"] if place else None

        told: dict[tuple[str, str], Verdict] = {}
        for a, b in self._ties():
            told[a, b] = None if None in (kind(a), kind(b)) else kind(a) != kind(b)
        return told

    def ties_by_domain(self) -> dict[tuple[str, str], Verdict]:
        rows = self.region.organisations
        return {(a, b): rows[a]["domain"] != rows[b]["domain"] for a, b in self._ties()}

    def key_organisations(self) -> dict[str, Verdict]:
        """The ten highest above nothing; of equal ones the first by code."""
        among = self._organisations()
        between = betweenness(self.region.nodes(), self.region.ties())
        ranked = sorted((code for code in among if between[code] > 0), key=lambda code: (-between[code], code))
        return {code: code in ranked[:10] for code in among}

    def cut_points(self) -> dict[str, Verdict]:
        nodes, ties = self.region.nodes(hub=False), self.region.ties(hub=False)
        whole = len(components(nodes, ties))
        return {
            code: len(components(nodes - {code}, {tie for tie in ties if code not in tie})) > whole
            for code in nodes
            if self._organisation_in(code)
        }

    def bridges(self) -> dict[tuple[str, str], Verdict]:
        nodes, ties = self.region.nodes(hub=False), self.region.ties(hub=False)
        whole = len(components(nodes, ties))
        return {tie: len(components(nodes, ties - {tie})) > whole for tie in ties & self._ties()}

    # -- committees ---------------------------------------------------------------------------------------------

    def committee_vitality(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code in self._of_place(self.region.committees):
            rows = self.region.meetings.values()
            held = [m["code"] for m in rows if m["committee"] == code and self.region.in_last_year(m["held"])]
            shares = []
            for meeting in held:
                called = self.region.invited[meeting] & self.region.organisations.keys()
                came = self.region.came[meeting] & self.region.organisations.keys()
                shares += [Fraction(len(came), len(called | came))] if called else []
            few = _under(sum(shares) / len(shares), Fraction(1, 2)) if shares else None
            told[code] = either(len(held) < 2, few)
        return told

    def overdue_quarterly_meetings(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code, row in self._of_place(self.region.committees).items():
            if row["tier"] not in ("subdistrict_committee", "area_committee"):
                continue
            held = [
                m["held"]
                for m in self.region.meetings.values()
                if m["committee"] == code and m["kind"] in ("plenary", "joint")
            ]
            asked = [q for q in _finished_quarters(self.day) if not row["founded"] or row["founded"] < q[0]]
            told[code] = any(not any(begin <= date <= end for date in held) for begin, end in asked)
        return told

    def committees_without_contact(self) -> dict[str, Verdict]:
        bar = months_before(self.day, 3)
        return {
            code: True
            if row["contact_post"] is None
            else None
            if row["last_contact"] is None
            else row["last_contact"] < bar
            for code, row in self._of_place(self.region.committees).items()
            if row["tier"] == "community_committee"
        }

    # -- agreements, listings -----------------------------------------------------------------------------------

    def one_sided_invitations(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code, row in self._agreements().items():
            rows = [party for party in self.region.tables["parties"] if party["agreement"] == code]
            rows = [party for party in rows if party["organisation"] in self.region.organisations]
            answered = [
                r["responded"] is not None and r["responded"] <= self.day for r in rows if r["side"] == "respondent"
            ]
            unanswered = any(r["side"] == "initiator" for r in rows) and not all(answered)
            late = None if row["signed"] is None else unanswered and (self.day - row["signed"]).days >= 30
            told[code] = either(late, self._never_came(code))
        return told

    def _never_came(self, agreement: str) -> bool:
        rows = self.region.meetings.values()
        series = [m["code"] for m in rows if m["agreement"] == agreement and self.region.in_last_year(m["held"])]
        for party in self.region.organisations:
            asked = [meeting for meeting in series if party in self.region.invited[meeting]]
            if len(asked) >= 3 and not any(party in self.region.came[meeting] for meeting in asked):
                return True
        return False

    def agreements_expiring(self) -> dict[str, Verdict]:
        last = self.day + dt.timedelta(days=90)
        rows = self._agreements().items()
        return {code: None if row["ends"] is None else self.day <= row["ends"] <= last for code, row in rows}

    def agreements_without_activity(self) -> dict[str, Verdict]:
        since = self.day - dt.timedelta(days=180)
        told: dict[str, Verdict] = {}
        for code, row in self._agreements().items():
            start = row["starts"] or row["signed"]
            if start is not None and start >= since:
                continue
            parties = self.region.parties[code]
            dates = [m["held"] for m in self.region.meetings.values() if m["agreement"] == code]
            dates += [when for a, b, when in self.region.exchanges() if when and {a, b} <= parties]
            undated = any(when is None and {a, b} <= parties for a, b, when in self.region.exchanges())
            active = any(since < date <= self.day for date in dates)
            told[code] = None if start is None or (undated and not active) else not active
        return told

    def _listings(self, *kinds: str) -> dict[str, dict]:
        return {
            code: row
            for code, row in self.region.listings.items()
            if row["kind"] in kinds
            and self._organisation_in(row["organisation"])
            and row["organisation"] in self.region.organisations
            and not (row["posted"] and row["posted"] > self.day)
            and not (row["closes"] and row["closes"] < self.day)
        }

    def _claims(self) -> list[dict]:
        """Those made by the day, by a living organisation, not of its own listing."""
        return [
            row
            for row in self.region.tables["claims"]
            if not (row["claimed"] and row["claimed"] > self.day)
            and row["organisation"] in self.region.organisations
            and row["organisation"] != self.region.listings[row["listing"]]["organisation"]
        ]

    def unmet_needs(self) -> dict[str, Verdict]:
        claimed = {row["listing"] for row in self._claims()}
        return {code: code not in claimed for code in self._listings("need")}

    def idle_resources(self) -> dict[str, Verdict]:
        used = {row["listing"] for row in self._claims()} | {row["counterpart"] for row in self._claims()}
        return {code: code not in used for code in self._listings("resource", "service")}

    # -- communities --------------------------------------------------------------------------------------------

    def few_support_points(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code in self._communities():
            here = self.region.below(code)
            others = [
                o
                for o in self.region.organisations.values()
                if o["place"] in here and o["domain"] not in ("community", "neighbourhood")
            ]
            units = [
                u
                for u in self.region.units.values()
                if u["place"] in here and u["status"] == "operating" and u["kind"] != "agency"
            ]
            told[code] = len(others) + len(units) < 3
        return told

    def staffing_below_standard(self) -> dict[str, Verdict]:
        return {code: _few_workers(row) for code, row in self._communities().items()}

    def funds_below_standard(self) -> dict[str, Verdict]:
        rows = self._communities().items()
        return {c: either(_under(r["work_funds"], 70_000), _under(r["service_funds"], 100_000)) for c, r in rows}

    def space_below_standard(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code, row in self._communities().items():
            area, households = row["service_area"], row["households"]
            told[code] = None if None in (area, households) else area * 10 < households * 3
        return told

    def assistants_missing(self) -> dict[str, Verdict]:
        return {code: _under(row["assistants"], 1) for code, row in self._communities().items()}

    def screen(self) -> dict[str, tuple[set[str], set[str]]]:
        """By community: the indicators that fail, and those of which it cannot be told."""
        told: dict[str, tuple[set[str], set[str]]] = {}
        asked = {name: getattr(self, name)() for names in _SCREEN.values() for name in names}
        for community in self._communities():
            below = self.region.below(community)
            mine = {community}
            mine |= {code for code, row in self.region.units.items() if row["place"] in below}
            mine |= {code for code, row in self.region.organisations.items() if row["place"] in below}
            serving = {code for code, row in self.region.committees.items() if row["place"] == community}
            verdicts = {
                indicator: either(
                    *(v for name in names for subject, v in asked[name].items() if subject in mine | serving)
                )
                for indicator, names in _SCREEN.items()
            }
            asked_units = asked["units_without_organisation"]
            if not mine & set(asked_units) and self._unit_of_no_known_place():
                verdicts["unit_coverage"] = None
            verdicts["no_joint_committee"] = not serving
            verdicts["open_case"] = any(
                row["place"] == community
                and row["opened"] <= self.day
                and not (row["closed"] and row["closed"] <= self.day)
                for row in self.region.tables["cases"]
            )
            fails = {indicator for indicator, verdict in verdicts.items() if verdict}
            told[community] = fails, {indicator for indicator, verdict in verdicts.items() if verdict is None}
        return told

    def _unit_of_no_known_place(self) -> bool:
        """Whether the region has a unit that is, or may be, eligible, and lies nobody knows where."""
        return any(
            not row["place"] and row["kind"] != "agency" and row["status"] in (None, "operating")
            for row in self.region.units.values()
        )

    def weak_community_screen(self) -> dict[str, Verdict]:
        return {code: True if fails else None if untold else False for code, (fails, untold) in self.screen().items()}

    def possible_duplicates(self) -> dict[tuple[str, str], Verdict]:
        """Only pairs of the very same name: the region's other names are far from alike."""
        told: dict[tuple[str, str], Verdict] = {}
        for rows in (self._organisations(), self._of_place(self.region.units)):
            for a, one in rows.items():
                for b, other in rows.items():
                    if a < b and one["name"] == other["name"] and one["place"] and one["place"] == other["place"]:
                        told[a, b] = True
        return told

    def figures_that_disagree(self) -> dict[str, Verdict]:
        """Figures that repeat a finding's count, each as of its own day."""
        told: dict[str, Verdict] = {}
        for row in self.region.tables["figures"]:
            if self._in(row["place"]) and row["as_of"] <= self.day:
                count = len(Plain(self.region.tables, row["as_of"], row["place"]).finding(row["indicator"]).found)
                told[f"{row['place']}|{row['indicator']}|{row['as_of']}"] = count != row["value"]
        return told

    # -- the scorecard ------------------------------------------------------------------------------------------

    def scorecard(self) -> dict[str, dict]:
        return {
            "all": self._card("all", hub=True),
            "without_hub": self._card("all", hub=False),
            "by_layer": {layer: self._card(layer, hub=True) for layer in LAYERS},
        }

    def _card(self, layer: str, *, hub: bool) -> dict:
        """Of the organisations in the place, and of the ties among them."""
        nodes = {code for code in self.region.nodes(hub=hub) if self._organisation_in(code)}
        ties = {tie for tie in self.region.ties(layer=layer, hub=hub) if set(tie) <= nodes}
        n = len(nodes)
        return {
            "organisations": n,
            "ties": len(ties),
            "density": 2 * len(ties) / (n * (n - 1)) if n > 1 else None,
            "isolates": len(nodes - {end for tie in ties for end in tie}),
            "components": len(components(nodes, ties)),
        }


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _nobody(row: dict) -> Verdict:
    counts = (row["full_members"], row["probationary_members"])
    if any(counts):
        return False
    return None if None in counts else True


def _wrong_form(row: dict) -> Verdict:
    members = row["full_members"]
    if members is None:
        return None
    if row["level"] == "committee":
        return members < 100
    if row["level"] == "general_branch":
        return members < 50 or members >= 100
    if row["level"] != "branch":
        return False
    if members < 3:
        return None if row["form"] is None else row["form"] != "joint"
    return members > 50


def _few_workers(row: dict) -> Verdict:
    households, workers = row["households"], row["workers"]
    if workers is None:
        return None
    crowded = None if households is None else workers * 400 < households
    few = workers < 5
    return either(crowded, None if few and row["community_type"] is None else few and row["community_type"] == "urban")


def _finished_quarters(day: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First and last day of the four newest quarters whose last day is the day or before it."""
    found: list[tuple[dt.date, dt.date]] = []
    year = day.year
    while len(found) < 4:
        for month in (10, 7, 4, 1):
            begin = dt.date(year, month, 1)
            following = dt.date(year + month // 12, (month + 3) % 12, 1) if month != 10 else dt.date(year + 1, 1, 1)
            end = following - dt.timedelta(days=1)
            if end <= day and len(found) < 4:
                found.append((begin, end))
        year -= 1
    return found
