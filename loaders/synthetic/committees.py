"""Which joint committees and joint meetings are there, and who sits on them?

Sheets 6 and 7; everybody who is to be joined to the rest gets a seat beside its neighbours.
Meetings are ``meetings``'s.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.organisations import BY_HUB, HUB, JOINED, PAPER, Organisation, Roster
from loaders.synthetic.places import SUBDISTRICT, Community, Places
from loaders.synthetic.records import AS_OF, Planted, Row, day_between, part_of, picked, planted, shuffled

_THEMES: Final = (
    "党建工作联抓联席会",
    "社区发展联促联席会",
    "社会治理联动联席会",
    "环境卫生联管联席会",
    "志愿队伍联建联席会",
    "文体活动联办联席会",
    "城乡结对联席会",
    "校社共育联席会",
    "物业共治联席会",
    "园区企业联席会",
    "商圈楼宇联席会",
    "助老服务联席会",
    "青年创业联席会",
)


@dataclass(frozen=True)
class Committee:
    """A joint committee and the organisations seated on it, its lead first."""

    code: str
    tier: str
    founded: dt.date
    ended: dt.date | None
    seated: tuple[str, ...]


@dataclass(frozen=True)
class Committees:
    """The rows of sheets 6 and 7, and what was planted."""

    rows: tuple[Row, ...]
    seats: tuple[Row, ...]
    all: tuple[Committee, ...]
    planted: Mapping[str, Planted]


def draw_committees(seed: int, places: Places, roster: Roster) -> Committees:
    """One big committee, five of areas, forty of communities, fourteen joint meetings, and one that has ended."""
    random = part_of(seed, "committees")
    where = {c.code: c for c in places.communities}
    guests = [one for one in roster.taking(JOINED, PAPER) if one.domain != "community" and one.code != HUB]
    own = [one for one in roster.of_community.values() if one.part == JOINED]
    served = [where[one.place] for one in own]
    without = [c for c in places.communities if c.code not in roster.of_community]
    served += picked(random, without, 40 - len(served))
    beside = _beside(guests, served, where)
    drawn: list[tuple[Row, tuple[str, ...]]] = []
    leads = []
    for letter, area in names.AREAS.items():
        of_area = [one for one in own if where[one.place].area == f"CL-{letter}"]
        leads.append(of_area[0].code)
        near = [
            one.code
            for one in guests
            if one.home is not None and where[one.home].area == f"CL-{letter}" and one.part == JOINED
        ]
        seated = (*(one.code for one in of_area), HUB, *picked(random, near, min(3, len(near))))
        drawn.append((_row(f"{area}联合党委", "area_committee", f"CL-{letter}", seated[0]), seated))
    agencies = [
        one.code for one in guests if one.part == JOINED and one.domain in ("agency", "institution", "enterprise")
    ]
    seated = (HUB, *leads, *picked(random, agencies, 9))
    drawn.insert(0, (_row(f"{names.SUBDISTRICT}大党工委", "subdistrict_committee", SUBDISTRICT, HUB), seated))
    for community in served:
        lead = roster.of_community.get(community.code)
        around = [*([lead.code] if lead is not None else []), *beside[community.code]]
        hub = [HUB] if random.random() < 0.7 else []
        row = _row(
            f"{community.name}社区联合党委",
            "community_committee",
            community.code,
            around[0] if lead is not None else None,
        )
        drawn.append((row, tuple(dict.fromkeys([*around, *hub]))))
    everyone = [one.code for one in guests if one.part == JOINED] + [one.code for one in own]
    for theme in _THEMES:
        seated = (HUB, *picked(random, everyone, int(random.integers(7, 10))))
        drawn.append((_row(theme, "joint_meeting", SUBDISTRICT, HUB), seated))
    # Two units' organisations that only the working committee's round table joins to the rest.
    seated = (HUB, *(one.code for one in roster.taking(BY_HUB)))
    drawn.append((_row("驻街单位恳谈会", "joint_meeting", SUBDISTRICT, HUB), seated))
    drawn.append((_row("创建迎检联席会", "joint_meeting", SUBDISTRICT, HUB), (HUB, *everyone[:6])))
    return _dated(random, drawn)


def _row(name: str, tier: str, place: str, lead: str | None) -> Row:
    return {"name": name, "tier": tier, "place": place, "lead": lead}


def _beside(
    guests: Sequence[Organisation], served: Sequence[Community], where: Mapping[str, Community]
) -> dict[str, list[str]]:
    """The guests of each community's committee: whoever lies nearest to it, and at least five."""
    by_community: dict[str, list[str]] = {community.code: [] for community in served}

    def far(one: Organisation, community: Community) -> tuple[float, str]:
        assert one.home is not None
        return math.dist(where[one.home].at, community.at), one.code

    for one in guests:
        nearest = min(served, key=lambda community: far(one, community))
        by_community[nearest.code].append(one.code)
    active = [one for one in guests if one.part == JOINED]
    for community in served:
        for one in sorted(active, key=lambda one: far(one, community)):
            # Five that do come, so that those on paper never empty a meeting by themselves.
            if len({guest.code for guest in active} & set(by_community[community.code])) >= 5:
                break
            if one.code not in by_community[community.code]:
                by_community[community.code].append(one.code)
    return by_community


def _dated(random: Generator, drawn: Sequence[tuple[Row, tuple[str, ...]]]) -> Committees:
    """Give each its days, posts and seats."""
    fixed = {"subdistrict_committee": dt.date(2017, 1, 10), "CL-W": dt.date(2017, 8, 30)}
    coded = [(f"LX{number:03d}", row, seated) for number, (row, seated) in enumerate(drawn, start=1)]
    communities = [code for code, row, _ in coded if row["tier"] == "community_committee"]
    mixed = shuffled(random, communities)
    no_post, late, unsure = mixed[:4], mixed[4:11], mixed[11:14]
    rows: list[Row] = []
    seats: list[Row] = []
    told: list[Committee] = []
    last = coded[-1][0]
    for code, row, seated in coded:
        founded = day_between(random, dt.date(2016, 9, 1), dt.date(2017, 6, 15))
        if row["tier"] in ("community_committee", "joint_meeting"):
            founded = day_between(random, dt.date(2016, 10, 1), dt.date(2017, 12, 20))
        founded = (
            fixed.get(row["tier"], fixed.get(row["place"], founded))
            if row["tier"] != "community_committee"
            else founded
        )
        ended = dt.date(2017, 10, 31) if code == last else None
        founded = dt.date(2016, 9, 15) if code == last else founded
        post = str(random.choice(names.CONTACT_POSTS))
        contact = day_between(random, dt.date(2018, 4, 10), dt.date(2018, 6, 28))
        contact = day_between(random, dt.date(2017, 11, 1), dt.date(2018, 3, 20)) if code in late else contact
        whole = row["tier"] == "community_committee"
        rows.append(
            row
            | {
                "code": code,
                "founded": founded,
                "plaque_on": founded + dt.timedelta(days=int(random.integers(0, 40))) if whole else None,
                "ended": ended,
                "contact_post": None if code in no_post else post,
                "last_contact": None if code in no_post or code in unsure else contact,
            }
        )
        seats.extend(_seats(random, code, row, seated, founded, ended))
        told.append(Committee(code, row["tier"], founded, ended, seated))
    # A seat given up before the day, which must not count: nobody sits anywhere by it alone.
    gone = told[1].seated[0]
    other = next(
        one
        for one in told
        if one.tier == "community_committee" and gone not in one.seated and one.founded < dt.date(2017, 6, 1)
    )
    seats.append(
        {
            "committee": other.code,
            "organisation": gone,
            "role": "part_time",
            "since": other.founded,
            "until": dt.date(2017, 12, 31),
        }
    )
    return Committees(
        tuple(rows),
        tuple(seats),
        tuple(told),
        {"committees_without_contact": planted([*no_post, *late], unknown=unsure, population=len(communities))},
    )


def _seats(
    random: Generator, code: str, row: Row, seated: Sequence[str], founded: dt.date, ended: dt.date | None
) -> list[Row]:
    told: list[Row] = []
    for number, organisation in enumerate(seated):
        role = "full" if organisation.startswith("DZ") else "part_time"
        if organisation == row["lead"]:
            role = "chair"
        elif number == 1 and row["lead"] is not None:
            role = "deputy"
        elif organisation == HUB or random.random() < 0.04:
            role = "observer"
        told.append({"committee": code, "organisation": organisation, "role": role, "since": founded, "until": ended})
    return told


def quarters(first: dt.date, last: dt.date = AS_OF) -> list[tuple[dt.date, dt.date]]:
    """The finished quarters that began after ``first`` and ended on or before ``last``: first and last days."""
    told: list[tuple[dt.date, dt.date]] = []
    year, month = first.year, first.month - (first.month - 1) % 3
    while True:
        begins = dt.date(year, month, 1)
        after = dt.date(year + month // 10, (month + 2) % 12 + 1, 1)
        ends = after - dt.timedelta(days=1)
        if ends > last:
            return told
        if begins > first:
            told.append((begins, ends))
        year, month = after.year, after.month


def named(begins: dt.date) -> str:
    """The name of the quarter that begins on a day, e.g. ``2018Q2``."""
    return f"{begins.year}Q{(begins.month + 2) // 3}"
