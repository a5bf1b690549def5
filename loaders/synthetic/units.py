"""Which units are resident, which are covered by an organisation, and why are the others not?

Sheets 3 and 4 with the wants planted in them; the organisations are given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.organisations import ENDED, Roster
from loaders.synthetic.places import Places
from loaders.synthetic.records import Planted, Row, day_between, part_of, picked, planted, shuffled

UNCOVERED: Final = 124
JOINT: Final = 29
STATUS_UNKNOWN: Final = 14
NOT_OPERATING: Final = 15
AGENCIES_WITHOUT: Final = 6
_REASONS: Final = (
    "membership_elsewhere",
    "high_turnover",
    "unstable_business",
    "owner_unwilling",
    "no_secretary",
    "other",
)


@dataclass(frozen=True)
class Units:
    """The rows of sheets 3 and 4, who covers a unit by itself, and what was planted."""

    rows: tuple[Row, ...]
    coverage: tuple[Row, ...]
    own: Mapping[str, str]  # organisation -> its unit
    planted: Mapping[str, Planted]


@dataclass(frozen=True)
class _Unit:
    kind: str
    name: str
    sector: str | None
    place: str
    role: str
    covered_by: str | None = None


def draw_units(seed: int, places: Places, roster: Roster) -> Units:
    """260 units: 213 eligible (89 of them covered), 14 whose status nobody knows, 15 not operating, 18 state organs."""
    random = part_of(seed, "units")
    few = set(roster.planted["few_support_points"].found or ())
    drawn = [*_with_organisation(roster), *_without(random, places, roster, few)]
    numbered = [(f"U{number:04d}", unit) for number, unit in enumerate(drawn, start=1)]
    coded = [(_credit_code(number, unit), unit) for number, (_, unit) in enumerate(numbered, start=1)]
    rows, found = _rows(random, coded)
    coverage, worked = _coverage(random, coded, rows, roster)
    eligible = [code for code, unit in coded if unit.role in ("own", "joint", "uncovered")]
    unsure = [code for code, unit in coded if unit.role == "unknown"]
    covered = [code for code, unit in coded if unit.role in ("own", "joint")]
    count = len(eligible) + len(unsure)
    no_union_known = {row["code"] for row in rows if row["has_union"] is None}
    unsure_of_work = [*unsure, *(code for code in eligible if code in no_union_known and code not in set(worked))]
    found |= {
        "units_without_organisation": planted(set(eligible) - set(covered), unknown=unsure, population=count),
        "organisation_coverage": planted(covered, unknown=unsure, population=count),
        "work_coverage": planted(worked, unknown=unsure_of_work, population=count),
    }
    twice = sorted(code for code, unit in coded if unit.name.startswith("朗砚科技"))
    found["possible_duplicates"] = planted(["|".join(twice)])
    own = {unit.covered_by: code for code, unit in coded if unit.role == "own" and unit.covered_by is not None}
    return Units(tuple(rows), tuple(coverage), own, found)


def _with_organisation(roster: Roster) -> list[_Unit]:
    """The units whose own organisations the roster has."""
    drawn = []
    kinds = {
        "institution": "institution",
        "school": "school",
        "enterprise": "state_enterprise",
        "other": "social_organisation",
    }
    for one in roster.all:
        name = one.name.removesuffix("党委").removesuffix("党总支").removesuffix("党支部")
        if one.part == ENDED or "　" in one.name:
            continue
        if one.domain == "enterprise" and one.kind == "own":
            drawn.append(_Unit("private_enterprise", f"{name}（澄岭）有限公司", one.sector, one.place, "own", one.code))
        elif one.domain == "social":
            drawn.append(_Unit("social_organisation", name, "社会工作", one.place, "own", one.code))
        elif one.kind == "resident" and one.domain == "agency":
            drawn.append(_Unit("agency", name, None, one.place, "agency", one.code))
        elif one.kind == "resident":
            kind = "hospital" if "医院" in name else kinds[one.domain]
            drawn.append(_Unit(kind, name, None, one.place, "own", one.code))
    return drawn


def _without(random: Generator, places: Places, roster: Roster, few: set[str]) -> list[_Unit]:
    """Units without their own organisation: at least two uncovered ones in every community that is to have any."""
    homes = [c for c in places.communities if c.code not in few]
    urban = [c for c in homes if c.urban]
    named = iter(
        shuffled(random, [(f"{head}{tail}", sector) for head in names.FIRM_HEADS for tail, sector in names.FIRM_TAILS])
    )

    def unit(role: str, place: str, covered_by: str | None = None) -> _Unit:
        name, sector = next(named)
        kind = str(
            random.choice(
                ["private_enterprise", "sole_trader", "social_organisation", "property_manager", "cooperative"],
                p=[0.58, 0.2, 0.1, 0.08, 0.04],
            )
        )
        ending = {
            "private_enterprise": "有限公司",
            "sole_trader": "经营部",
            "social_organisation": "服务中心",
            "property_manager": "物业管理处",
            "cooperative": "合作社",
        }[kind]
        sector = {"property_manager": "物业服务", "social_organisation": "社会服务", "cooperative": "农业"}.get(
            kind, sector
        )
        return _Unit(kind, f"{name}{ending}", sector, place, role, covered_by)

    # The same firm entered twice, in other signs: for people to judge.
    first = next(one for one in roster.all if one.name.startswith("朗砚科技"))
    drawn = [_Unit("private_enterprise", "朗砚科技(澄岭)有限公司", first.sector, first.place, "unknown")]
    buildings = [code for kind in ("building", "market") for code, home in places.sites[kind] if home not in few]
    for _ in range(2):
        drawn += [unit("uncovered", str(random.choice(c.grids))) for c in homes]
    rest = UNCOVERED - 2 * len(homes)
    drawn += [
        unit("uncovered", buildings[i % len(buildings)] if i % 2 else str(random.choice(urban[i % len(urban)].grids)))
        for i in range(rest)
    ]
    hosts = [one for one in roster.all if one.domain in ("park", "building")]
    lead = [one for one in roster.all if one.domain == "community" and one.home not in few][:5]
    for i in range(JOINT):
        host = hosts[i % len(hosts)] if i < 20 else lead[i % len(lead)]
        place = host.place if i < 20 else next(c for c in homes if c.code == host.home).grids[0]
        drawn.append(unit("joint", place, host.code))
    drawn += [unit("unknown", str(random.choice(random.choice(homes).grids))) for _ in range(STATUS_UNKNOWN - 1)]  # type: ignore[arg-type]
    drawn += [unit("stopped", str(random.choice(random.choice(homes).grids))) for _ in range(NOT_OPERATING)]  # type: ignore[arg-type]
    for i in range(AGENCIES_WITHOUT):
        place = urban[i].grids[0]
        name = ("便民服务中心", "信访接待站", "退役军人服务站", "安监中队", "劳动监察中队", "计生服务站")[i]
        drawn.append(_Unit("agency", name, None, place, "agency"))
    return drawn


def _rows(random: Generator, coded: Sequence[tuple[str, _Unit]]) -> tuple[list[Row], dict[str, Planted]]:
    """Sheet 3, with exactly so many members in so many units."""
    uncovered = shuffled(random, [code for code, unit in coded if unit.role == "uncovered"])
    many, few, none, blank = uncovered[:19], uncovered[19:62], uncovered[62:111], uncovered[111:]
    eligible = [code for code, unit in coded if unit.role in ("own", "joint", "uncovered")]
    elsewhere_unknown = picked(random, [code for code in eligible if code not in blank], 10) + blank
    elsewhere = picked(random, [code for code in eligible if code not in elsewhere_unknown], 17)
    rows: list[Row] = []
    for code, unit in coded:
        members: int | None = int(random.integers(4, 40))
        reason = None
        if unit.role == "uncovered":
            members = int(random.integers(3, 9)) if code in many else int(random.integers(1, 3)) if code in few else 0
            drawn = str(random.choice(_REASONS, p=[0.3, 0.2, 0.15, 0.15, 0.1, 0.1]))
            reason = drawn if code in many else "too_few_members" if code in none or random.random() < 0.6 else drawn
            reason = None if random.random() < 0.12 else reason
        if unit.role == "joint":
            members = int(random.integers(1, 6))
        if code in blank or unit.role == "unknown":
            members, reason = None, None
        away = int(random.integers(3, 9)) if code in elsewhere else int(random.integers(0, 3))
        status = {"unknown": None, "stopped": "closed" if random.random() < 0.5 else "suspended"}.get(
            unit.role, "operating"
        )
        most = (members or 0) + away
        large = unit.role == "own" and unit.kind in ("private_enterprise", "state_enterprise")
        rows.append(
            {
                "code": code,
                "name": unit.name,
                "kind": unit.kind,
                "sector": unit.sector,
                "place": unit.place,
                "status": status,
                "above_scale": None if random.random() < 0.06 else bool(large and random.random() < 0.7),
                "staff": most + int(random.integers(60, 900) if large else random.integers(4, 120)),
                "members": members,
                "members_elsewhere": None if unit.role == "unknown" or code in elsewhere_unknown else away,
                "reason": reason,
                "founded": day_between(random, dt.date(1996, 1, 1), dt.date(2016, 6, 30)),
            }
        )
    unsure = [code for code, unit in coded if unit.role == "unknown"]
    asked = len(uncovered) + len(unsure)
    return rows, {
        "units_that_should_establish": planted(many, unknown=[*blank, *unsure], population=asked),
        "joint_branch_candidates": planted(few, unknown=[*blank, *unsure], population=asked),
        "members_registered_elsewhere": planted(
            elsewhere, unknown=[*elsewhere_unknown, *unsure], population=len(eligible) + len(unsure)
        ),
    }


def _coverage(
    random: Generator, coded: Sequence[tuple[str, _Unit]], rows: list[Row], roster: Roster
) -> tuple[list[Row], list[str]]:
    """Sheet 4, and unions into ``rows`` of its caller's making; second, who is reached by any of them."""
    ties: list[Row] = []
    since = dt.date(2016, 3, 1)
    for code, unit in coded:
        if unit.covered_by is not None:
            mode = "joint" if unit.role == "joint" else "own"
            ties.append({"organisation": unit.covered_by, "unit": code, "mode": mode, "since": since})
    uncovered = shuffled(random, [code for code, unit in coded if unit.role == "uncovered"])
    reached, lapsed = uncovered[:67], uncovered[67:71]
    senders = [one for one in roster.all if one.domain == "community"][:12]
    with_union = set(reached[44:])
    for i, code in enumerate(reached[:44]):
        mode = "instructor" if i < 26 else "liaison"
        ties.append({"organisation": senders[i % 12].code, "unit": code, "mode": mode, "since": dt.date(2017, 3, 1)})
    # What has ended must not be counted.
    for i, code in enumerate(lapsed):
        ties.append(
            {
                "organisation": senders[i].code,
                "unit": code,
                "mode": "joint" if i < 2 else "instructor",
                "since": since,
                "until": dt.date(2017, 12, 31),
            }
        )
    for index, (code, unit) in enumerate(coded):
        union: bool | None = code in with_union
        if unit.role in ("own", "joint"):
            union = bool(random.random() < 0.6)
        elif unit.role != "uncovered":
            union = None
        rows[index] = rows[index] | {"has_union": union}
    covered = [code for code, unit in coded if unit.role in ("own", "joint")]
    return ties, [*covered, *reached]


def with_members(units: Units, numbers: Mapping[str, Row]) -> tuple[Row, ...]:
    """Sheet 3 again, a unit with its own organisation having that organisation's members among its staff."""
    organisation = {unit: code for code, unit in units.own.items()}
    told: list[Row] = []
    for row in units.rows:
        counted = numbers.get(organisation.get(row["code"], ""))
        if counted is None:
            told.append(row)
            continue
        members = counted["full_members"] + counted["probationary_members"]
        told.append(row | {"members": members, "staff": row["staff"] + members})
    return tuple(told)


_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _credit_code(number: int, unit: _Unit) -> str:
    """A unified social credit code with a right check digit, of a region that does not exist (GB 32100-2015)."""
    if unit.kind in ("sole_trader", "owners_committee"):
        return f"GT{number:04d}"
    head = {"agency": "11", "institution": "12", "school": "12", "hospital": "12", "social_organisation": "52"}.get(
        unit.kind, "91"
    )
    body = f"{head}999999MA{number:07d}"
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _SIGNS[(31 - total % 31) % 31]
