"""What have the organisations agreed, and what do they offer, need and claim of one another?

Sheets 8 to 11 with the lapses planted in them; the meetings held under an agreement are ``meetings``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.organisations import ALONE, HUB, JOINED, PIECE_A, PIECE_B, SILENT, Roster
from loaders.synthetic.places import Places
from loaders.synthetic.records import AS_OF, Planted, Row, day_between, part_of, planted, shuffled

HALF_YEAR_AGO: Final = AS_OF - dt.timedelta(days=180)
_EXPIRING: Final = (AS_OF, dt.date(2018, 7, 31), AS_OF + dt.timedelta(days=90))


@dataclass(frozen=True)
class Agreement:
    """An agreement, its parties (the initiator first), and how its meetings go."""

    code: str
    parties: tuple[str, ...]
    starts: dt.date | None
    ends: dt.date | None
    status: str
    activity: str  # usual, none (nothing in 180 days), unanswered (nobody but the initiator ever comes)


@dataclass(frozen=True)
class Agreements:
    """The rows of sheets 8 to 11, and what was planted."""

    rows: tuple[Row, ...]
    parties: tuple[Row, ...]
    listings: tuple[Row, ...]
    claims: tuple[Row, ...]
    all: tuple[Agreement, ...]
    planted: Mapping[str, Planted]


@dataclass(frozen=True)
class _Plan:
    kind: str
    title: str
    parties: tuple[str, ...]
    situation: str = "usual"


def draw_agreements(seed: int, places: Places, roster: Roster) -> Agreements:
    """Twenty pairings (ten of a town with a village, three of those still planned) and agreements of other kinds."""
    random = part_of(seed, "agreements")
    plans = _plans(random, places, roster)
    rows: list[Row] = []
    parties: list[Row] = []
    told: list[Agreement] = []
    expiring = iter(_EXPIRING)
    for number, plan in enumerate(plans, start=1):
        code = f"XY{number:03d}"
        row = _row(random, code, plan, expiring)
        rows.append(row)
        for place, organisation in enumerate(plan.parties):
            answered = (
                row["signed"] + dt.timedelta(days=int(random.integers(0, 21))) if place and row["signed"] else None
            )
            if plan.situation in ("no_response", "recent"):
                answered = None
            parties.append(
                {
                    "agreement": code,
                    "organisation": organisation,
                    "side": "respondent" if place else "initiator",
                    "responded": answered,
                }
            )
        activity = {"no_activity": "none", "undated": "none", "unanswered": "unanswered"}.get(plan.situation, "usual")
        told.append(Agreement(code, plan.parties, row["starts"], row["ends"], row["status"], activity))
    listings, claims, found = _listings(random, roster, told)
    return Agreements(
        tuple(rows), tuple(parties), tuple(listings), tuple(claims), tuple(told), found | _found(plans, rows)
    )


def _plans(random: Generator, places: Places, roster: Roster) -> list[_Plan]:
    urban = {c.code for c in places.communities if c.urban}
    named = {one.code: one.name for one in roster.all}
    own = [one for one in roster.of_community.values() if one.part == JOINED]
    towns = shuffled(random, [one.code for one in own if one.place in urban])[:10]
    villages = shuffled(random, [one.code for one in own if one.place not in urban])[:10]
    guests = shuffled(
        random, [one.code for one in roster.taking(JOINED) if one.domain not in ("community",) and one.code != HUB]
    )
    plans: list[_Plan] = []

    def add(kind: str, parties: Sequence[str], situation: str = "usual") -> None:
        called = {"pairing": "结对共建", "co_building": "签约共建", "think_tank": "智库共建", "project": "共建项目"}[
            kind
        ]
        short = " — ".join(
            named[code].removesuffix("党支部").removesuffix("党总支").removesuffix("党委") for code in parties
        )
        plans.append(_Plan(kind, f"{short}{called}", tuple(parties), situation))

    pairings = ["usual"] * 3 + ["no_response", "unanswered", "expiring", "endless"] + ["planned"] * 3
    for town, village, situation in zip(towns, villages, pairings, strict=True):
        add("pairing", (town, village), situation)
    others = ["usual"] * 3 + ["no_activity", "completed", "completed", "cancelled", "no_response", "overrun", "recent"]
    for one, guest, situation in zip(shuffled(random, [o.code for o in own])[:10], guests[:10], others, strict=True):
        add("pairing", (one, guest), situation)
    situations = ["usual"] * 8 + [
        "no_activity",
        "no_activity",
        "unanswered",
        "expiring",
        "endless",
        "undated",
        "completed",
        "cancelled",
    ]
    for index, situation in enumerate(situations):
        add("co_building", (guests[10 + index], guests[30 + index]), situation)
    hall = next(one.code for one in own if one.place in urban)
    for index, situation in enumerate(["usual", "usual", "no_activity", "usual"]):
        schools = [one.code for one in roster.taking(JOINED) if one.domain == "school"]
        add("think_tank", (schools[index], villages[index] if index else hall), situation)
    for index, situation in enumerate(["usual", "usual", "usual", "expiring", "no_response", "planned"]):
        add("project", (guests[20 + index], guests[index], own[index].code), situation)
    add("co_building", [one.code for one in roster.taking(PIECE_A)])
    return plans


def _row(random: Generator, code: str, plan: _Plan, expiring: Iterator[dt.date]) -> Row:
    """The days and the standing of an agreement, as its situation asks."""
    situation = plan.situation
    signed: dt.date | None = day_between(random, dt.date(2017, 2, 1), dt.date(2017, 11, 30))
    ends: dt.date | None = day_between(random, dt.date(2018, 10, 15), dt.date(2020, 6, 30))
    status = "active"
    if (
        plan.kind == "pairing"
        and situation in ("usual", "unanswered", "expiring", "endless", "no_response")
        and len(plan.parties) == 2
    ):
        signed = day_between(random, dt.date(2018, 2, 5), dt.date(2018, 4, 10))
        ends = day_between(random, dt.date(2018, 12, 31), dt.date(2019, 12, 31))
    if situation == "no_response":
        signed = day_between(random, dt.date(2018, 2, 5), dt.date(2018, 4, 20))
    elif situation == "recent":
        signed = dt.date(2018, 6, 15)
    elif situation == "planned":
        signed, status = None, "planned"
    elif situation == "undated":
        signed = None
    elif situation in ("completed", "cancelled"):
        signed, status = day_between(random, dt.date(2016, 7, 1), dt.date(2017, 1, 31)), situation
        ends = day_between(random, dt.date(2017, 12, 1), dt.date(2018, 5, 31))
    elif situation == "overrun":
        ends = dt.date(2018, 5, 31)  # still called active, but its last day has passed
    starts = signed + dt.timedelta(days=int(random.integers(0, 10))) if signed is not None else None
    if situation == "planned":
        starts, ends = dt.date(2018, 9, 1), dt.date(2019, 8, 31)
    if situation == "expiring":
        ends = next(expiring)
    if situation == "endless":
        ends = None
    return {
        "code": code,
        "title": plan.title,
        "kind": plan.kind,
        "signed": signed,
        "starts": starts,
        "ends": ends,
        "status": status,
    }


def _found(plans: Sequence[_Plan], rows: Sequence[Row]) -> dict[str, Planted]:
    out = ("planned", "completed", "cancelled", "overrun")
    alive = [(row, plan.situation) for row, plan in zip(rows, plans, strict=True) if plan.situation not in out]

    def of(*situations: str) -> list[str]:
        return [row["code"] for row, situation in alive if situation in situations]

    old = [row for row, _ in alive if row["starts"] is None or row["starts"] < HALF_YEAR_AGO]
    return {
        "one_sided_invitations": planted(of("no_response", "unanswered"), unknown=of("undated"), population=len(alive)),
        "agreements_expiring": planted(of("expiring"), unknown=of("endless"), population=len(alive)),
        "agreements_without_activity": planted(of("no_activity"), unknown=of("undated"), population=len(old)),
    }


def _listings(
    random: Generator, roster: Roster, agreements: Sequence[Agreement]
) -> tuple[list[Row], list[Row], dict[str, Planted]]:
    """The three lists: so many needs met and unmet, so many offers taken up and idle, some closed long ago."""
    active = [one for one in roster.taking(JOINED) if one.code != HUB]
    own = [one.code for one in active if one.domain == "community"]
    guests = [one.code for one in active if one.domain != "community"]
    quiet = [set(one.parties) for one in agreements if one.activity != "usual"]
    rows: list[Row] = []
    claims: list[Row] = []

    def listed(kind: str, organisation: str, category: str, *, closed: bool = False) -> str:
        code = f"QD{len(rows) + 1:03d}"
        offer = names.CATEGORIES[category][len(rows) % 2]
        title = {
            "need": f"需要{offer}",
            "resource": f"可提供{offer}",
            "service": f"{offer}服务",
            "project": f"{offer}项目",
        }[kind]
        posted = day_between(random, dt.date(2017, 3, 1), dt.date(2018, 5, 20))
        closes = dt.date(2018, 12, 31) if random.random() < 0.5 else None
        if closed:
            posted, closes = day_between(random, dt.date(2016, 9, 1), dt.date(2017, 3, 1)), dt.date(2017, 12, 31)
        rows.append(
            {
                "code": code,
                "kind": kind,
                "organisation": organisation,
                "category": category,
                "title": title,
                "quantity": float(random.integers(1, 30)),
                "posted": posted,
                "closes": closes,
            }
        )
        return code

    def other(organisation: str, among: Sequence[str]) -> str:
        while True:
            drawn = str(random.choice(among))
            if drawn != organisation and not any({drawn, organisation} <= pair for pair in quiet):
                return drawn

    def claimed(listing: str, organisation: str, *, counterpart: str | None = None) -> None:
        posted = next(row["posted"] for row in rows if row["code"] == listing)
        when = day_between(random, posted + dt.timedelta(days=3), AS_OF)
        done = day_between(random, when, AS_OF) if random.random() < 0.6 else None
        claims.append(
            {
                "listing": listing,
                "organisation": organisation,
                "claimed": when,
                "done": done,
                "counterpart": counterpart,
            }
        )

    categories = list(names.CATEGORIES)
    for index in range(38):  # needs that were met, eighteen of them by a resource that their claimer offers
        category = categories[index % 6]
        needy = str(random.choice(own))
        helper = other(needy, guests)
        need = listed("need", needy, category)
        claimed(need, helper, counterpart=listed("resource", helper, category) if index < 18 else None)
    unmet = [listed("need", str(random.choice(own)), categories[index % 6]) for index in range(22)]
    for index in range(12):
        owner = str(random.choice(guests))
        claimed(listed("service" if index % 2 else "resource", owner, categories[index % 6]), other(owner, own))
    lonely = [one.code for one in roster.taking(ALONE, SILENT) if one.kind == "resident"]
    owners = [*lonely, *(str(random.choice(guests)) for _ in range(14 - len(lonely)))]
    idle = [
        listed("service" if index % 3 == 0 else "resource", owner, categories[index % 6])
        for index, owner in enumerate(owners)
    ]
    for index in range(6):
        listed(("need", "resource", "service")[index % 3], str(random.choice(own)), categories[index], closed=True)
    for index in range(4):
        owner = str(random.choice(own))
        claimed(listed("project", owner, categories[index]), other(owner, guests))
    first, second = (one.code for one in roster.taking(PIECE_B))
    claimed(listed("resource", first, "culture"), second)
    # Where a resource answers a need, its owner's own entry is not claimed and yet not idle.
    return (
        rows,
        claims,
        {
            "unmet_needs": planted(unmet, population=60),
            "idle_resources": planted(idle, population=18 + 12 + 14 + 1),
        },
    )
