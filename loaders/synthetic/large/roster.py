"""Which organisations has each sub-district, where are they based, and which of them are alone or on paper?

Sheets 2 (but for its numbers, which are ``people``'s) and 5. Ties are made by the parts that make seats and meetings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from loaders.synthetic.large import layout
from loaders.synthetic.large.columns import blank_unless, day_number, days, days_between, permutations, sheet, words
from loaders.synthetic.large.layout import ORGANISATIONS, PLACE_KINDS, Bools, Ints, Piece
from loaders.synthetic.large.places import Ground
from loaders.synthetic.records import Planted, planted

HOMES: Final = np.arange(18)
"""The communities that guests are at home in."""
HEADS: Final = [
    f"{a}{b}"
    for a in "朗清宁澜蓝川阳岚溪青原峰光安新泽远达恒瑞嘉盛祥益诚信丰泰卓景"
    for b in "澄砚禾序星汀桐榆松枫荻蒲柘槐栎椿杞楸葵蓼薇芷润启知观云望映和"
]
TAILS: Final = (
    ("商贸", "批发零售"), ("餐饮", "餐饮"), ("科技", "信息服务"), ("装饰", "装饰装修"), ("机电", "制造业"),
    ("教育", "教育培训"), ("家政", "居民服务"), ("物业", "物业服务"), ("印务", "印刷包装"), ("汽修", "汽车维修"),
    ("食品", "食品加工"), ("文化", "文化创意"),
)  # fmt: skip
_SPACE: Final = "\u3000"
LEVELS: Final = ["working_committee", "committee", "general_branch", "branch", "group"]
_ENDINGS: Final = ["党工委", "党委", "党总支", "党支部", "党小组"]
_DOMAINS: Final = [
    "agency", "community", "neighbourhood", "enterprise", "social", "school", "institution", "retired", "floating",
]  # fmt: skip
_AGENCIES: Final = [
    "市场监管所", "税务所", "司法所", "派出所", "交警中队", "城管中队", "国土所", "水务所", "人社站", "人民法庭",
    "检察室", "统计站",
]  # fmt: skip
_OTHERS: Final = [
    "离休干部",
    "老干部",
    "企退人员",
    "教育退休",
    "流动党员",
    "外出务工",
    "高校毕业生",
    "退役军人",
    "自由职业",
]
_KINDS: Final = {
    "social": ["社工站", "志愿队", "商会", "慈善会"],
    "school": ["小学", "中学", "幼儿园", "职校"],
    "institution": ["医院", "文化馆", "图书馆", "福利院", "环卫所"],
}


@dataclass(frozen=True)
class Roster:
    """The organisations of a piece; arrays have a row a sub-district.

    Attributes
    ----------
    codes
        By the organisations' numbers.
    columns
        The columns of sheet 2 that do not count members.
    level
        The place in ``LEVELS`` of each, by position.
    home
        The community each lies in; -1 for the working committee.
    place
        Number of the place each is based in.
    turned
        The enterprises' organisations by how they take part (see ``layout``).
    joined
        The guests that take part as they should.
    names
        For each enterprise and unit of the sub-district, the place in ``HEADS`` x ``TAILS`` its name begins at.
    responsibility
        Sheet 5.
    planted
        By finding.
    """

    codes: pl.Series
    columns: Mapping[str, Any]
    level: Ints
    home: Ints
    place: Ints
    turned: Ints
    joined: Ints
    names: Ints
    responsibility: pl.DataFrame
    planted: Mapping[str, Planted]

    def some(self, positions: Ints) -> pl.Series:
        """Codes of organisations by their numbers."""
        return self.codes.gather(positions.ravel())


def draw_roster(piece: Piece, ground: Ground) -> Roster:
    """The organisations of a piece: 200 a sub-district, the same kinds in each."""
    random = piece.random("roster")
    count = piece.count
    codes = piece.organisation_codes()
    turned = layout.ENTERPRISES[(random.integers(0, 80, (count, 1)) + np.arange(80)) % 80]
    others = np.arange(layout.SOCIAL[0], ORGANISATIONS)
    joined = np.concatenate([turned[:, layout.JOINED], piece.every(others)], axis=1)
    row = np.arange(count)[:, None]

    home = piece.every(np.full(ORGANISATIONS, -1))
    home[:, layout.OWN] = layout.WITH_OWN
    home[:, layout.BRANCHES] = layout.WITH_OWN[np.arange(30) % 16]
    home[:, layout.GROUPS] = layout.WITH_OWN[np.arange(10)]
    guests = np.arange(layout.ENTERPRISES[0], ORGANISATIONS)
    home[:, guests] = HOMES[(np.arange(guests.size) + 8 * (guests >= others[0])) % HOMES.size]
    twin, same = turned[:, layout.TWIN], turned[:, layout.TWIN + 1]
    home[row[:, 0], twin] = home[row[:, 0], same]

    place = _places(piece, home)
    place[row[:, 0], twin] = place[row[:, 0], same]
    level = _levels(piece)
    level[row[:, 0], twin] = level[row[:, 0], same]
    ended = np.zeros((count, ORGANISATIONS), dtype=bool)
    ended[row, turned[:, layout.ENDED]] = True
    start = random.integers(0, len(HEADS) * len(TAILS), (count, 1))
    names = (start + 7 * np.arange(layout.UNITS)) % (len(HEADS) * len(TAILS))
    columns = {
        "code": codes,
        "name": _names(piece, ground, names, level, home, twin, same),
        "level": words(LEVELS, level),
        "domain": words(_DOMAINS, piece.every(_domains())),
        "two_new": pl.Series(np.isin(piece.every(_domains()), [3, 4]).ravel()),
        "superior": _superiors(piece, codes),
        "place": ground.codes.gather(place.ravel()),
        "founded": days(days_between(random, dt.date(1998, 1, 1), dt.date(2016, 5, 31), (count, ORGANISATIONS))),
        "ended": blank_unless(ended, days(np.full(ended.shape, day_number(dt.date(2017, 9, 30))))),
        "has_venue": blank_unless(random.random(ended.shape) < 0.93, random.random(ended.shape) < 0.8),
    }
    terms, found = _terms(piece, codes, joined)
    responsibility, holes = _responsibility(piece, ground, codes, place, ended)
    found |= holes | _without_ties(piece, codes, turned)
    pairs = (
        codes.gather((ORGANISATIONS * row[:, 0]) + one) for one in (np.minimum(twin, same), np.maximum(twin, same))
    )
    found["possible_duplicates"] = planted("|".join(pair) for pair in zip(*pairs, strict=True))
    return Roster(codes, columns | terms, level, home, place, turned, joined, names, responsibility, found)


def _domains() -> Ints:
    told = np.zeros(ORGANISATIONS, dtype=np.int64)
    for number, positions in enumerate(
        (
            layout.OWN, np.concatenate([layout.BRANCHES, layout.GROUPS]), layout.ENTERPRISES, layout.SOCIAL,
            layout.SCHOOLS, layout.INSTITUTIONS, layout.OTHERS[:4], layout.OTHERS[4:],
        ),
        start=1,
    ):  # fmt: skip
        told[positions] = number
    return told


def _levels(piece: Piece) -> Ints:
    told = np.full(ORGANISATIONS, 3)
    told[layout.HUB] = 0
    large, middle = (4, 8) if piece.scale.sparse else (8, 14)
    told[layout.OWN[:large]], told[layout.OWN[large:middle]] = 1, 2
    told[layout.GROUPS] = 4
    number = np.arange(80)
    told[layout.ENTERPRISES[number % 20 == 5]] = 2
    if not piece.scale.sparse:
        told[layout.ENTERPRISES[number % 20 == 0]] = 1
        told[layout.ENTERPRISES[np.isin(number % 20, [10, 15])]] = 2
    return piece.every(told).copy()


def _places(piece: Piece, home: Ints) -> Ints:
    """Where each is based: in the community itself, in its compound or block, in a grid or a site of it."""
    random = piece.random("based")
    told = piece.places("grid", (home.clip(0) * 8) + random.integers(5, 8, home.shape))
    sites = [("building", 0), ("park", 8), ("market", 12)]
    for kind, first in sites:
        here = (home >= first) & (home < first + PLACE_KINDS[kind]) & (random.random(home.shape) < 0.5)
        told = np.where(here, piece.places(kind, (home - first).clip(0, PLACE_KINDS[kind] - 1)), told)
    told[:, layout.HUB] = piece.places("subdistrict", 0)[:, 0]
    told[:, layout.OWN] = piece.places("community", layout.WITH_OWN)
    compound = layout.WITH_OWN[np.arange(30) % 16] * 3 + np.arange(30) // 16
    told[:, layout.BRANCHES] = piece.places("compound", compound)
    told[:, layout.GROUPS] = piece.places("block", compound[:10] * 4)
    return told


def _superiors(piece: Piece, codes: pl.Series) -> pl.Series:
    above = np.zeros(ORGANISATIONS, dtype=np.int64)
    above[layout.BRANCHES] = layout.OWN[np.arange(30) % 16]
    above[layout.GROUPS] = layout.BRANCHES[:10]
    ours = np.zeros(ORGANISATIONS, dtype=bool)
    ours[1 : layout.SCHOOLS[0]] = True
    ours[layout.OTHERS] = True
    told = codes.gather(piece.organisations(above).ravel())
    return blank_unless(np.broadcast_to(ours, (piece.count, ORGANISATIONS)), told)


def name_starts(names: Ints) -> pl.Series:
    """The signs that a name begins with."""
    return words(HEADS, names // len(TAILS)) + words([tail for tail, _ in TAILS], names % len(TAILS))


def _names(piece: Piece, ground: Ground, names: Ints, level: Ints, home: Ints, twin: Ints, same: Ints) -> pl.Series:
    count = piece.count
    street = ground.streets.gather(np.repeat(np.arange(count), ORGANISATIONS))
    community = ground.communities.gather((np.arange(count)[:, None] * 20 + home.clip(0)).ravel())
    own = np.full((count, ORGANISATIONS), "", dtype=object)
    own[:, layout.ENTERPRISES] = np.asarray(name_starts(names[:, :80])).reshape(count, 80)
    heads = np.asarray(words(HEADS, names[:, 80:122] // len(TAILS) * 13 % len(HEADS))).reshape(count, 42)
    at = 0
    for positions, kind in (
        (layout.SOCIAL, "social"),
        (layout.SCHOOLS, "school"),
        (layout.INSTITUTIONS, "institution"),
    ):
        ends = np.resize(np.array(_KINDS[kind], dtype=object), positions.size)
        own[:, positions] = heads[:, at : at + positions.size] + ends
        at += positions.size
    own[:, layout.AGENCIES], own[:, layout.OTHERS] = np.array(_AGENCIES, object), np.array(_OTHERS, object)
    rows = np.arange(count)
    doubled = own[rows, same].astype(object)
    own[rows, twin] = np.array([f"{name[:2]}{_SPACE}{name[2:]}" for name in doubled], dtype=object)
    ending = words(_ENDINGS, level)
    position = np.tile(np.arange(ORGANISATIONS), count)
    frame = pl.DataFrame(
        {"p": position, "street": street, "community": community, "own": own.ravel().tolist(), "end": ending}
    )
    compound = pl.col("community") + words(["东苑", "西苑"], (position - layout.BRANCHES[0]).clip(0, 29) // 16)
    block = pl.col("community") + "东苑1号楼"
    begin = (
        pl.when(pl.col("p") == 0)
        .then(pl.col("street") + "街道")
        .when(pl.col("p") <= layout.OWN[-1])
        .then(pl.col("community") + "社区")
        .when(pl.col("p") <= layout.BRANCHES[-1])
        .then(compound)
        .when(pl.col("p") <= layout.GROUPS[-1])
        .then(block)
        .when(pl.col("p") >= layout.AGENCIES[0])
        .then(pl.col("street") + pl.col("own"))
        .otherwise(pl.col("own"))
    )
    return frame.select((begin + pl.col("end")).alias("name")).to_series()


def _terms(piece: Piece, codes: pl.Series, joined: Ints) -> tuple[dict[str, pl.Series], dict[str, Planted]]:
    """Secretaries and terms, some vacant, overdue or blank on purpose."""
    random = piece.random("terms")
    shape = (piece.count, ORGANISATIONS)
    row = np.arange(piece.count)[:, None]
    vacant, unsure, overdue, undated = (np.zeros(shape, dtype=bool) for _ in range(4))
    drawn = np.take_along_axis(joined, permutations(random, piece.count, joined.shape[1]), axis=1)
    for mask, part in ((vacant, slice(0, 4)), (unsure, slice(4, 9)), (overdue, slice(9, 15)), (undated, slice(15, 23))):
        mask[row, drawn[:, part]] = True
    undated[:, layout.HUB] = True
    ends = days_between(random, dt.date(2018, 9, 1), dt.date(2022, 6, 30), shape)
    ends = np.where(overdue, days_between(random, dt.date(2016, 3, 1), dt.date(2018, 6, 15), shape), ends)
    held = (random.random(shape) < 0.15).astype(np.int64)
    secretary = words(["filled", "concurrent", "vacant"], np.where(vacant, 2, held))
    alive = piece.count * (ORGANISATIONS - 2)

    def told(found: Bools, unknown: Bools) -> Planted:
        return planted(codes.filter(found.ravel()), unknown=codes.filter(unknown.ravel()), population=alive)

    return (
        {"term_ends": blank_unless(~undated, days(ends)), "secretary": blank_unless(~unsure, secretary)},
        {"secretary_vacancies": told(vacant, unsure), "overdue_elections": told(overdue, undated)},
    )


def _responsibility(
    piece: Piece, ground: Ground, codes: pl.Series, place: Ints, ended: Bools
) -> tuple[pl.DataFrame, dict[str, Planted]]:
    """Who answers for which grids, blocks and buildings; and which places are left without anyone."""
    own = piece.organisations(layout.OWN)
    branches = piece.organisations(layout.BRANCHES)
    compound = layout.WITH_OWN[np.arange(30) % 16] * 3 + np.arange(30) // 16
    kept = [
        (np.repeat(own, 5, axis=1), piece.places("grid", (layout.WITH_OWN[:, None] * 8 + np.arange(5)).ravel())),
        (np.repeat(branches, 3, axis=1), piece.places("block", (compound[:, None] * 4 + np.arange(3)).ravel())),
        (own[:, :3], piece.places("building", layout.WITH_OWN[:3])),
    ]
    # Someone used to answer for these; that it has ended must not hide that nobody need do so today.
    lapsed = (own[:, :2], piece.places("grid", layout.WITH_OWN[:2] * 8 + 5))
    since, until = day_number(dt.date(2017, 1, 1)), day_number(dt.date(2017, 12, 31))
    who = np.concatenate([one.ravel() for one, _ in [*kept, lapsed]])
    where = np.concatenate([one.ravel() for _, one in [*kept, lapsed]])
    over = np.arange(who.size) >= who.size - lapsed[0].size
    rows = sheet(
        "responsibility",
        {
            "organisation": codes.gather(who),
            "place": ground.codes.gather(where),
            "since": days(np.full(who.size, since)),
            "until": blank_unless(over, days(np.full(who.size, until))),
        },
    )
    held = np.zeros(ground.codes.len(), dtype=bool)
    held[place[~ended]] = True
    held[where[~over]] = True
    asked = np.arange(held.size) >= piece.count * 6  # all but sub-districts and areas
    free = ground.codes.filter(asked & ~held)
    return rows, {"places_without_organisation": planted(free, population=int(asked.sum()))}


def _without_ties(piece: Piece, codes: pl.Series, turned: Ints) -> dict[str, Planted]:
    def of(*parts: slice) -> list[str]:
        return [code for part in parts for code in codes.gather(piece.organisations(turned[:, part]).ravel())]

    nominal = codes.gather(piece.organisations(layout.NOMINAL).ravel()).to_list()
    isolated = [*of(layout.ALONE, layout.SILENT), *nominal]
    apart = of(layout.PIECE_A, layout.PIECE_B)
    alive = piece.count * (ORGANISATIONS - 2)
    return {
        "isolated_organisations": planted(isolated, population=alive),
        "tied_on_paper_only": planted(of(layout.PAPER)),
        "organisations_outside_the_largest_component": planted(apart, population=alive - len(isolated)),
    }
