"""Small random regions, full of blanks and of days on the very boundary of a finding, the same for the same seed.

The rows are those of a clean ledger: nothing in them is to be rejected. What is true of them is for the oracle.
"""

from __future__ import annotations

import datetime as dt
import random
from itertools import count

from tests.oracle.plain_region import months_before

KINDS_BELOW = ("grid", "compound", "block", "building", "park", "market")
COUNTED = (
    "places_without_organisation",
    "units_without_organisation",
    "empty_shells",
    "secretary_vacancies",
    "isolated_organisations",
    "committee_vitality",
)


def tables_of(seed: int, day: dt.date) -> dict[str, list[dict]]:
    """Tables as lists of dicts with the contract's English columns."""
    return _Maker(random.Random(seed), day).tables()


def _boundary_days(day: dt.date) -> list[dt.date]:
    quarters = [dt.date(year, month, d) for year in (day.year - 1, day.year) for month, d in _QUARTER_ENDS]
    marks = [day, months_before(day, 12), months_before(day, 3), *quarters]
    marks += [day + dt.timedelta(days=sign * n) for n in (30, 90, 180) for sign in (-1, 1)]
    near = [mark + dt.timedelta(days=n) for mark in marks for n in (-1, 0, 1)]
    return sorted({*near, day - dt.timedelta(days=700), day + dt.timedelta(days=400)})


_QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


class _Maker:
    def __init__(self, chance: random.Random, day: dt.date) -> None:
        self.chance = chance
        self.days = _boundary_days(day)
        self.past = [each for each in self.days if each <= day]
        self.recent = [each for each in self.past if each >= months_before(day, 3) - dt.timedelta(days=1)]
        self.letters = count(0x4E00)

    def pick(self, *values: object, blank: float = 0.0) -> object:
        return None if self.chance.random() < blank else self.chance.choice(values)

    def date(self, *, blank: float = 0.3, past: bool = False) -> dt.date | None:
        return None if self.chance.random() < blank else self.chance.choice(self.past if past else self.days)

    def name(self) -> str:
        """A name with no letter of any other."""
        return "".join(chr(next(self.letters)) for _ in range(6))

    def some(self, rows: list, most: int) -> list:
        return self.chance.sample(rows, min(len(rows), self.chance.randint(0, most)))

    def tables(self) -> dict[str, list[dict]]:
        places = self._places()
        organisations = self._organisations([row["code"] for row in places])
        units = self._units([row["code"] for row in places])
        codes = [row["code"] for row in organisations]
        pairs = {(self.pick(*codes), self.pick(*[u["code"] for u in units])) for _ in range(len(units))}
        answers = {(self.pick(*codes), self.pick(*[p["code"] for p in places])) for _ in range(6)}
        coverage = [
            {"organisation": o, "unit": u, "mode": self.pick("own", "joint", "instructor", "liaison"), **self._span()}
            for o, u in sorted(pairs)
        ]
        responsibility = [{"organisation": o, "place": p, **self._span()} for o, p in sorted(answers)]
        committees, seats = self._committees(places, codes)
        agreements, parties = self._agreements(codes)
        listings, claims = self._listings(codes)
        meetings, attendance = self._meetings(committees, agreements, codes)
        return {
            "places": places,
            "organisations": organisations,
            "units": units,
            "coverage": coverage,
            "responsibility": responsibility,
            "committees": committees,
            "seats": seats,
            "agreements": agreements,
            "parties": parties,
            "listings": listings,
            "claims": claims,
            "meetings": meetings,
            "attendance": attendance,
            "cases": self._cases(places),
            "figures": self._figures(places),
        }

    def _span(self) -> dict:
        since, until = self.date(blank=0.5), self.date(blank=0.6)
        if since and until and until < since:
            since, until = until, since
        return {"since": since, "until": until}

    def _life(self) -> dict:
        founded = self.date(blank=0.5, past=self.chance.random() < 0.7)
        ended = self.date(blank=0.85)
        return {"founded": founded, "ended": None if founded and ended and ended < founded else ended}

    def _places(self) -> list[dict]:
        rows = [self._place("S1", "subdistrict", None)]
        communities = [f"C{n}" for n in range(1, self.chance.randint(3, 7))]
        if self.chance.random() < 0.5:
            rows.append(self._place("A1", "area", "S1"))
        heads = [row["code"] for row in rows]
        rows += [self._place(code, "community", self.pick(*heads)) for code in communities]
        for n in range(1, self.chance.randint(4, 12)):
            above = [row["code"] for row in rows if row["kind"] in ("community", "grid", "compound")]
            rows.append(self._place(f"P{n}", self.pick(*KINDS_BELOW), self.pick(*above, blank=0.1)))
        return rows

    def _place(self, code: str, kind: object, parent: object) -> dict:
        community = kind == "community"
        return {
            "code": code,
            "name": self.name(),
            "kind": kind,
            "community_type": self.pick("urban", "converted_village", blank=0.2 if community else 0.8),
            "parent": parent,
            "households": self.pick(0, 400, 1999, 2000, 2001, blank=0.2) if community else None,
            "workers": self.pick(0, 1, 4, 5, 6, blank=0.2) if community else None,
            "assistants": self.pick(0, 1, 2, blank=0.2) if community else None,
            "work_funds": self.pick(69_999, 70_000, 90_000, blank=0.3) if community else None,
            "service_funds": self.pick(99_999, 100_000, 200_000, blank=0.3) if community else None,
            "service_area": self.pick(0, 119.9, 120, 600, 599, blank=0.2) if community else None,
        }

    def _organisations(self, places: list[str]) -> list[dict]:
        rows = [self._organisation("O0", "working_committee", "S1")]
        for n in range(1, self.chance.randint(10, 40)):
            level = self.pick("committee", "general_branch", "branch", "branch", "branch", "group")
            rows.append(self._organisation(f"O{n}", level, self.pick(*places, blank=0.1)))
        for row in rows[1:]:
            row["superior"] = self.pick("O0", blank=0.3)
        twin = self.chance.choice(rows[1:])
        rows[-1]["name"], rows[-1]["place"] = twin["name"], self.pick(twin["place"], "S1")
        return rows

    def _organisation(self, code: str, level: object, place: object) -> dict:
        return {
            "code": code,
            "name": self.name(),
            "level": level,
            "form": self.pick("single", "joint", "functional", blank=0.2),
            "domain": self.pick("community", "enterprise", "park", "agency", "neighbourhood", "social"),
            "superior": None,
            "place": place,
            **self._life(),
            "term_ends": self.date(blank=0.2),
            "secretary": self.pick("filled", "vacant", "concurrent", blank=0.2),
            "full_members": self.pick(0, 2, 3, 49, 50, 51, 99, 100, blank=0.2),
            "probationary_members": self.pick(0, 0, 1, blank=0.2),
        }

    def _units(self, places: list[str]) -> list[dict]:
        rows = []
        for n in range(self.chance.randint(5, 30)):
            row = {
                "code": f"U{n}",
                "name": self.name(),
                "kind": self.pick("private_enterprise", "agency", "school", "hospital"),
                "place": self.pick(*places, blank=0.1),
                "status": self.pick("operating", "operating", "operating", "suspended", "closed", blank=0.15),
                "members": self.pick(0, 1, 2, 3, 4, blank=0.2),
                "members_elsewhere": self.pick(0, 2, 3, 9, blank=0.2),
                "has_union": self.pick(True, False, blank=0.3),
                "reason": self.pick("too_few_members", "owner_unwilling", blank=0.3),
            }
            rows.append(row)
        rows[-1]["name"], rows[-1]["place"] = rows[0]["name"], self.pick(rows[0]["place"], "S1")
        return rows

    def _committees(self, places: list[dict], codes: list[str]) -> tuple[list[dict], list[dict]]:
        committees, seats = [], []
        for n in range(self.chance.randint(2, 8)):
            tier = self.pick("subdistrict_committee", "area_committee", "community_committee", "joint_meeting")
            row = {
                "code": f"K{n}",
                "name": self.name(),
                "tier": tier,
                "place": self.pick(*[place["code"] for place in places]),
                "lead": self.pick(*codes, blank=0.3),
                **self._life(),
                "contact_post": self.pick("副书记岗", blank=0.3),
                "last_contact": self.pick(*self.past, *self.recent, *self.recent, *self.recent, blank=0.3),
            }
            committees.append(row)
            for code in self.some(codes, 5):
                role = self.pick("chair", "deputy", "full", "part_time", "observer")
                seats.append({"committee": row["code"], "organisation": code, "role": role, **self._span()})
        return committees, seats

    def _agreements(self, codes: list[str]) -> tuple[list[dict], list[dict]]:
        agreements, parties = [], []
        for n in range(self.chance.randint(4, 14)):
            starts, ends = self.date(blank=0.4, past=self.chance.random() < 0.8), self.date(blank=0.3)
            row = {
                "code": f"G{n}",
                "title": self.name(),
                "kind": self.pick("pairing", "co_building", "think_tank", "project"),
                "signed": self.date(blank=0.3, past=self.chance.random() < 0.8),
                "starts": None if starts and ends and ends < starts else starts,
                "ends": ends,
                "status": self.pick("active", "active", "active", "planned", "completed", "cancelled", blank=0.1),
            }
            agreements.append(row)
            for code in self.chance.sample(codes, self.chance.randint(1, 4)):
                side = self.pick("initiator", "initiator", "respondent", "respondent", blank=0.1)
                responded = self.date(blank=0.6, past=True)
                parties.append({"agreement": row["code"], "organisation": code, "side": side, "responded": responded})
        return agreements, parties

    def _listings(self, codes: list[str]) -> tuple[list[dict], list[dict]]:
        listings, claims = [], []
        for n in range(self.chance.randint(3, 20)):
            posted, closes = self.date(blank=0.3), self.date(blank=0.5)
            row = {
                "code": f"L{n}",
                "kind": self.pick("resource", "need", "service", "project"),
                "organisation": self.pick(*codes),
                "category": self.pick("party_work", "culture", blank=0.3),
                "title": self.name(),
                "posted": posted,
                "closes": None if posted and closes and closes < posted else closes,
            }
            listings.append(row)
        resources = [row["code"] for row in listings if row["kind"] == "resource"]
        for row in self.some(listings, 12):
            takers = {self.pick(*codes), self.pick(*codes, row["organisation"])}
            for taker in sorted(takers):  # each may say that another resource answers it
                counterpart = self.pick(*resources, blank=0.5) if resources and row["kind"] == "need" else None
                claims.append(
                    {
                        "listing": row["code"],
                        "organisation": taker,
                        "claimed": self.date(blank=0.2),
                        "done": None,
                        "counterpart": counterpart,
                    }
                )
        return listings, claims

    def _meetings(
        self, committees: list[dict], agreements: list[dict], codes: list[str]
    ) -> tuple[list[dict], list[dict]]:
        meetings, attendance = [], []
        for n in range(self.chance.randint(10, 50)):
            row = {
                "code": f"M{n}",
                "kind": self.pick("plenary", "joint", "theme_day", "activity", "inspection"),
                "held": self.date(blank=0),
                "committee": self.pick(*[c["code"] for c in committees], blank=0.4),
                "agreement": self.pick(*[a["code"] for a in agreements[:4]], blank=0.5),
                "host": self.pick(*codes, blank=0.6),
            }
            meetings.append(row)
            invited = [] if row["committee"] == "K0" else self.some(codes, 3)  # nobody keeps a record there
            if row["agreement"] == "G0":
                invited = sorted({*invited, codes[1], codes[2]})
            for code in invited:
                attended = self.chance.random() < (0.1 if code == codes[1] else 0.5)
                attendance.append({"meeting": row["code"], "organisation": code, "attended": attended})
        return meetings, attendance

    def _cases(self, places: list[dict]) -> list[dict]:
        communities = [row["code"] for row in places if row["kind"] == "community"]
        rows = []
        for n, code in enumerate(self.some(communities, 3)):
            opened = self.date(blank=0)
            later = self.chance.choice([*[each for each in self.days if each >= opened], None])
            rows.append({"code": f"R{n}", "place": code, "opened": opened, "closed": later})
        return rows

    def _figures(self, places: list[dict]) -> list[dict]:
        keys = {(self.pick(*[p["code"] for p in places]), self.pick(*COUNTED)) for _ in range(5)}
        return [
            {
                "place": place,
                "indicator": indicator,
                "as_of": self.date(blank=0, past=True),
                "value": self.pick(0, 1, 2, 3),
            }
            for place, indicator in sorted(keys)
        ]
