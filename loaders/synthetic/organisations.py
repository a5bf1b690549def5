"""Which party organisations has the invented sub-district, and which of them are alone, on paper or in small pieces?

The 76 of the published kinds under the working committee; as an extension, marked by their codes, neighbourhood
branches (``WG``) with their groups (``WG…Z``), and resident units' organisations (``ZQ``, of other systems: no
superior here). Numbers of members are ``people``'s, ties are made by the parts that make seats and meetings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.places import SUBDISTRICT, Community, Places
from loaders.synthetic.records import Planted, Row, part_of, picked, planted, shuffled

HUB: Final = "DZ000"

# How an organisation takes part. Whoever is `joined` gets a seat beside its neighbours; the others are planted.
JOINED: Final = "joined"
ALONE: Final = "alone"  # no tie in any layer, but it meets by itself
SILENT: Final = "silent"  # no tie and no meeting either
PAPER: Final = "paper"  # a seat, and nothing done for a year
PIECE_A: Final = "piece_a"  # three that have an agreement with one another and with nobody else
PIECE_B: Final = "piece_b"  # two, joined by a claim alone
BY_HUB: Final = "by_hub"  # two that only the working committee's own round table joins to the rest
BELOW: Final = "below"  # neighbourhood branches and groups, which meet with their superior
NOMINAL: Final = "nominal"  # groups in name alone
ENDED: Final = "ended"


@dataclass(frozen=True)
class Organisation:
    """An organisation before its numbers are known."""

    code: str
    name: str
    level: str
    domain: str
    place: str
    home: str | None  # the community it lies in
    part: str = JOINED
    form: str = "single"
    two_new: bool = False
    superior: str | None = None
    sector: str | None = None
    kind: str = "own"  # own, neighbourhood, resident


@dataclass(frozen=True)
class Roster:
    """All organisations, and what was planted among them."""

    all: tuple[Organisation, ...]
    of_community: Mapping[str, Organisation]
    responsibility: tuple[Row, ...]
    planted: Mapping[str, Planted]

    @property
    def alive(self) -> tuple[Organisation, ...]:
        return tuple(one for one in self.all if one.part != ENDED)

    def taking(self, *parts: str) -> tuple[Organisation, ...]:
        """The organisations that take part in one of these ways."""
        return tuple(one for one in self.all if one.part in parts)


def draw_organisations(seed: int, figures: Mapping[str, Any], places: Places) -> Roster:
    """The roster of the sub-district; situations are dealt out to fixed numbers of each kind."""
    random = part_of(seed, "organisations")
    told = figures["organisations"]
    with_own, few = _chosen(random, told, places)
    homes = _homes(random, [c for c in places.communities if c.code not in few], places)
    hub = Organisation(HUB, f"{names.SUBDISTRICT}党工委", "working_committee", "agency", SUBDISTRICT, None)
    of_community = _of_communities(told, with_own)
    own = [*of_community.values(), *_of_enterprises(homes, places), *_of_offices(homes)]
    numbered = [replace(one, code=f"DZ{number:03d}", superior=HUB) for number, one in enumerate(own, start=1)]
    of_community = {one.place: one for one in numbered if one.domain == "community"}
    residents = _residents(homes)
    dealt = _dealt(random, [*numbered, *residents])
    of_community = {one.place: one for one in dealt if one.domain == "community"}
    below = _neighbourhood(random, places, [one for one in of_community.values() if one.part == JOINED])
    roster = [hub, *dealt, *below]
    responsibility, found = _responsibility(random, places, roster)
    found |= _without_ties(roster) | {
        "few_support_points": planted(few, population=len(places.communities)),
        "possible_duplicates": planted(["ZQ041|ZQ046"]),
    }
    return Roster(tuple(roster), of_community, responsibility, found)


def _chosen(random: Generator, told: Mapping[str, Any], places: Places) -> tuple[list[Community], set[str]]:
    """The communities with an organisation in the ledger (15 of them urban), and those with nobody else around."""
    communities = places.communities
    sited = {home for sites in places.sites.values() for _, home in sites}
    urban = picked(random, [c for c in communities if c.urban], 15)
    count = sum(told[level]["community"] for level in ("committees", "general_branches", "branches"))
    villages = picked(random, [c for c in communities if not c.urban], count - len(urban))
    few = {c.code for c in picked(random, [c for c in communities if not c.urban and c.code not in sited], 8)}
    return sorted([*urban, *villages], key=lambda c: (-c.households, c.code)), few


def _homes(random: Generator, communities: Sequence[Community], places: Places) -> Iterator[tuple[str, str]]:
    """Grids to be based in, one after another, every community in turn, none twice."""
    parks = {home for sites in places.sites.values() for _, home in sites}
    order = shuffled(random, communities)
    order.sort(key=lambda c: c.code not in parks)
    for turn in range(40):
        for community in order:
            if turn < len(community.grids):
                yield community.grids[-1 - turn], community.code


def _of_communities(told: Mapping[str, Any], with_own: Sequence[Community]) -> dict[str, Organisation]:
    levels = [
        *["committee"] * told["committees"]["community"],
        *["general_branch"] * told["general_branches"]["community"],
        *["branch"] * told["branches"]["community"],
    ]
    called = {"committee": "党委", "general_branch": "党总支", "branch": "党支部"}
    return {
        c.code: Organisation("", f"{c.name}社区{called[level]}", level, "community", c.code, c.code)
        for c, level in zip(with_own, levels, strict=True)
    }


def _of_enterprises(homes: Iterator[tuple[str, str]], places: Places) -> list[Organisation]:
    called = {"committee": "党委", "general_branch": "党总支", "branch": "党支部"}
    drawn = []
    for level, firms in names.ENTERPRISES.items():
        for name, sector in firms:
            grid, home = next(homes)
            drawn.append(
                Organisation("", f"{name}{called[level]}", level, "enterprise", grid, home, two_new=True, sector=sector)
            )
    titles = {row["code"]: row["name"] for row in places.rows}
    for code, home in places.sites["park"][:3]:
        drawn.append(Organisation("", f"{titles[code]}党总支", "general_branch", "park", code, home, two_new=True))
    code, home = places.sites["building"][0]
    drawn.append(Organisation("", f"{titles[code]}党总支", "general_branch", "building", code, home, two_new=True))
    return drawn


def _of_offices(homes: Iterator[tuple[str, str]]) -> list[Organisation]:
    drawn = []
    for name, level, domain in (
        ("街道机关党总支", "general_branch", "agency"),
        ("城区街道管委会党总支", "general_branch", "agency"),
        ("企业服务中心党总支", "general_branch", "institution"),
        ("教委办党总支", "general_branch", "institution"),
        ("高校毕业生和退役军人党总支", "general_branch", "floating"),
        ("企事业单位退休人员党总支", "general_branch", "retired"),
        ("众禾社工服务中心党支部", "branch", "social"),
        ("老干部党支部", "branch", "retired"),
        ("保安大队党支部", "branch", "other"),
        ("党员教育管理中心党支部", "branch", "institution"),
    ):
        grid, home = next(homes)
        drawn.append(Organisation("", name, level, domain, grid, home, two_new=domain == "social"))
    return drawn


def _residents(homes: Iterator[tuple[str, str]]) -> list[Organisation]:
    """Organisations of resident units; the last two are one entered twice, and one that is no more."""
    drawn: list[Organisation] = []
    for domain, listed in names.RESIDENTS.items():
        for name in listed.split():
            grid, home = next(homes)
            large = name in ("澄岭医院", "工学分院", "供电公司", "自然资源所", "公交公司")
            level = "committee" if name == "澄岭医院" else "general_branch" if large else "branch"
            called = {"committee": "党委", "general_branch": "党总支", "branch": "党支部"}[level]
            drawn.append(
                Organisation(f"ZQ{len(drawn) + 1:03d}", f"{name}{called}", level, domain, grid, home, kind="resident")
            )
    grid, home = next(homes)
    twice = drawn[40]
    drawn.append(Organisation("ZQ045", "供销社党支部", "branch", "enterprise", grid, home, kind="resident", part=ENDED))
    drawn.append(replace(twice, code="ZQ046", name=f"{twice.name[:2]}　{twice.name[2:]}"))
    return drawn


def _dealt(random: Generator, roster: Sequence[Organisation]) -> list[Organisation]:
    """Deal the planted ways of taking part out to fixed numbers of each kind of organisation."""
    firms = shuffled(
        random, [o.code for o in roster if o.domain == "enterprise" and o.level == "branch" and o.kind == "own"]
    )
    villages = shuffled(random, [o.code for o in roster if o.domain == "community" and o.level == "branch"])
    larger = shuffled(
        random, [o.code for o in roster if o.domain == "enterprise" and o.level == "general_branch" and o.kind == "own"]
    )
    guests = shuffled(
        random,
        [
            o.code
            for o in roster
            if o.kind == "resident" and o.level == "branch" and o.code <= "ZQ040" and o.part == JOINED
        ],
    )
    guards = [o.code for o in roster if o.name.startswith("保安大队")]
    parts = {
        ALONE: [*firms[:2], *guests[:1], *guards],
        SILENT: [*firms[2:4], *guests[1:3], villages[0]],
        PAPER: [*firms[4:6], *guests[3:5], larger[0]],
        PIECE_A: [*firms[6:8], guests[5]],
        PIECE_B: [firms[8], guests[6]],
        BY_HUB: guests[7:9],
    }
    dealt = {code: part for part, codes in parts.items() for code in codes}
    return [replace(one, part=dealt.get(one.code, one.part)) for one in roster]


def _neighbourhood(random: Generator, places: Places, superiors: Sequence[Organisation]) -> list[Organisation]:
    """18 neighbourhood branches in compounds of communities with an organisation, and 12 groups in their blocks."""
    communities = {c.code: c for c in places.communities}
    urban = [one for one in superiors if communities[one.place].urban]
    drawn: list[Organisation] = []
    sites = [(one, compound) for one in urban for compound in communities[one.place].compounds[:2]]
    titles = {row["code"]: row["name"] for row in places.rows}
    for superior, compound in picked(random, sites, 18):
        code = f"WG{len(drawn) + 1:03d}"
        joint = len(drawn) == 0  # two members alone may form a joint branch
        drawn.append(
            Organisation(
                code,
                f"{titles[compound]}党支部",
                "branch",
                "neighbourhood",
                compound,
                superior.place,
                part=BELOW,
                form="joint" if joint else "single",
                superior=superior.code,
                kind="neighbourhood",
            )
        )
    groups = []
    for number, branch in enumerate(drawn[:12], start=1):
        block = f"{branch.place}-{number % 5 + 1:02d}"
        part = NOMINAL if number > 9 else BELOW
        groups.append(
            replace(
                branch,
                code=f"{branch.code}Z1",
                name=f"{titles[block]}党小组",
                level="group",
                place=block,
                part=part,
                form="single",
                superior=branch.code,
            )
        )
    return [*drawn, *groups]


def _responsibility(
    random: Generator, places: Places, roster: Sequence[Organisation]
) -> tuple[tuple[Row, ...], dict[str, Planted]]:
    """Who answers for which grid, compound, block or building, and which places are left without anyone."""
    rows: list[Row] = []
    since = dt.date(2017, 1, 1)
    communities = {c.code: c for c in places.communities}
    for one in roster:
        if one.domain == "community":
            grids = communities[one.place].grids
            rows.extend(_answers(one, grids[: max(1, len(grids) // 2)], since))
        elif one.level == "branch" and one.kind == "neighbourhood":
            rows.extend(_answers(one, [f"{one.place}-{block:02d}" for block in range(1, 5)], since))
        elif one.level == "group" and one.part == BELOW:
            rows.extend(_answers(one, [one.place], since))
    for (code, _), one in zip(
        places.sites["building"][1:4], [o for o in roster if o.domain == "building"] * 3, strict=True
    ):
        rows.extend(_answers(one, [code], since))
    answered = {row["place"] for row in rows}
    based = {one.place for one in roster if one.part != ENDED}
    levels = ("community", "grid", "compound", "block", "building", "park", "market")
    asked = [row for row in places.rows if row["kind"] in levels]
    # Someone used to answer for these; that it has ended must not hide that nobody does today.
    free = [row["code"] for row in asked if row["kind"] == "grid" and row["code"] not in answered | based]
    lapsed = picked(random, free, 4)
    lead = next(one for one in roster if one.domain == "community")
    rows.extend(
        {"organisation": lead.code, "place": code, "since": since, "until": dt.date(2017, 12, 31)} for code in lapsed
    )
    found = [row["code"] for row in asked if row["code"] not in answered | based]
    by_level = {
        level: {
            "count": sum(row["kind"] == level and row["code"] not in answered | based for row in asked),
            "of": sum(row["kind"] == level for row in asked),
        }
        for level in levels
    }
    return tuple(rows), {"places_without_organisation": planted(found, population=len(asked), by_level=by_level)}


def _answers(one: Organisation, codes: Iterable[str], since: dt.date) -> list[Row]:
    return [{"organisation": one.code, "place": code, "since": since} for code in codes]


def _without_ties(roster: Sequence[Organisation]) -> dict[str, Planted]:
    """Isolated organisations, those on paper alone, and the small pieces."""

    def of(*parts: str) -> list[str]:
        return [one.code for one in roster if one.part in parts]

    alive = sum(one.part != ENDED for one in roster)
    isolated = of(ALONE, SILENT, NOMINAL)
    apart = of(PIECE_A, PIECE_B)
    return {
        "isolated_organisations": planted(isolated, population=alive),
        "tied_on_paper_only": planted(of(PAPER)),
        "organisations_outside_the_largest_component": planted(
            apart, population=alive - len(isolated), without_hub=sorted([*apart, *of(BY_HUB)])
        ),
    }
