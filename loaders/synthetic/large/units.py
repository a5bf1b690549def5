"""Which units are resident in each sub-district, which are covered, and why are the others not?

Sheets 3 and 4 with the wants planted in them; the organisations are given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from loaders.synthetic.large import layout
from loaders.synthetic.large.columns import (
    blank_unless,
    credit_codes,
    day_number,
    days,
    days_between,
    numbered,
    permutations,
    sheet,
    words,
)
from loaders.synthetic.large.layout import UNITS, Bools, Ints, Piece
from loaders.synthetic.large.places import Ground
from loaders.synthetic.large.roster import HOMES, TAILS, Roster, name_starts
from loaders.synthetic.records import Planted, planted

# Positions of a sub-district's units: with an organisation of their own, agencies, covered jointly, not covered, …
OWN: Final = slice(0, 119)
AGENCIES: Final = slice(119, 131)
JOINT: Final = slice(131, 191)
UNCOVERED: Final = slice(191, 521)
UNSURE: Final = slice(521, 551)  # nobody knows whether they operate; the first is a firm entered twice
STOPPED: Final = slice(551, 590)
OFFICES: Final = slice(590, UNITS)  # agencies without an organisation
MANY, FEW, NONE, BLANK = 40, 110, 140, 40
"""Uncovered units with three members or more, one or two, none, and an unknown number."""

KINDS: Final = [
    "private_enterprise", "state_enterprise", "sole_trader", "social_organisation", "property_manager", "cooperative",
    "school", "institution", "hospital", "agency",
]  # fmt: skip
_HEADS: Final = np.array([91, 91, 0, 52, 91, 93, 12, 12, 12, 11])
_ENDINGS: Final = [
    "有限公司",
    "股份有限公司",
    "经营部",
    "服务中心",
    "物业管理处",
    "合作社",
    "学校",
    "中心",
    "医院",
    "所",
]
_REASONS: Final = [
    "too_few_members", "membership_elsewhere", "high_turnover", "unstable_business", "owner_unwilling", "no_secretary",
    "other",
]  # fmt: skip
_OFFICES: Final = [
    "便民服务处", "信访接待站", "退役军人站", "安监中队", "劳动监察队", "计生办", "综治办", "档案馆", "粮管所",
    "房管所",
]  # fmt: skip


@dataclass(frozen=True)
class Units:
    """Sheets 3 (without what is counted of members) and 4; codes by number; the unit of each organisation's own."""

    columns: Mapping[str, pl.Series]
    coverage: pl.DataFrame
    codes: pl.Series
    own: Ints  # by position of an organisation the number of its unit, -1 where it has none
    planted: Mapping[str, Planted]


def draw_units(piece: Piece, ground: Ground, roster: Roster) -> Units:
    """600 units a sub-district; 509 of them eligible, 179 of these covered."""
    random = piece.random("units")
    shape = (piece.count, UNITS)
    row = np.arange(piece.count)[:, None]
    owners = _owners(piece, roster)
    kinds = _kinds(piece)
    codes = _codes(piece, kinds)
    home = random.choice(HOMES, shape)
    place = piece.places("grid", home * 8 + random.integers(0, 8, shape))
    place[:, OWN] = roster.place[row, owners]
    place[:, UNSURE.start] = place[:, 0]
    members, away = _members(piece)
    found_members = _planted_members(codes, members, away)
    status = np.zeros(shape, dtype=np.int64)
    status[:, STOPPED] = random.integers(1, 3, (piece.count, STOPPED.stop - STOPPED.start))
    large = np.zeros(shape, dtype=bool)
    large[:, OWN] = random.random((piece.count, OWN.stop)) < 0.7
    coverage, union, worked = _coverage(piece, roster, codes, owners)
    uncovered = np.zeros(shape, dtype=bool)
    uncovered[:, UNCOVERED] = True
    reason = np.where(members == 0, 0, random.integers(0, len(_REASONS), shape))
    staff = members.clip(0) + away.clip(0) + np.round(np.exp(random.normal(3.2, 1.1, shape))).astype(np.int64)
    columns = {
        "code": codes,
        "name": _names(piece, ground, roster, kinds),
        "kind": words(KINDS, kinds),
        "sector": blank_unless(kinds < 6, words([sector for _, sector in TAILS], roster.names % len(TAILS))),
        "place": ground.codes.gather(place.ravel()),
        "status": blank_unless(~_at(shape, UNSURE), words(["operating", "suspended", "closed"], status)),
        "above_scale": blank_unless(random.random(shape) < 0.94, large),
        "staff": pl.Series(staff.ravel()),
        "members": blank_unless(members >= 0, members),
        "members_elsewhere": blank_unless(away >= 0, away),
        "has_union": union,
        "reason": blank_unless(uncovered & (members >= 0) & (random.random(shape) < 0.88), words(_REASONS, reason)),
        "founded": days(days_between(random, dt.date(1996, 1, 1), dt.date(2016, 6, 30), shape)),
    }
    eligible = _at(shape, OWN) | _at(shape, JOINT) | uncovered
    covered = eligible & ~uncovered
    unsure = _at(shape, UNSURE)
    population = int((eligible | unsure).sum())

    def told(found: Bools) -> Planted:
        unknown = codes.filter(unsure.ravel())
        return planted(codes.filter(found.ravel()), unknown=unknown, population=population)

    twins = zip(codes.gather(UNITS * row[:, 0]), codes.gather(UNITS * row[:, 0] + UNSURE.start), strict=True)
    own = np.full((piece.count, layout.ORGANISATIONS), -1)
    own[row, owners] = UNITS * row + np.arange(OWN.stop)
    found = found_members | {
        "units_without_organisation": told(uncovered),
        "organisation_coverage": told(covered),
        "work_coverage": told(covered | worked),
        "few_support_points": planted(
            ground.codes.gather(piece.places("community", layout.FEW).ravel()),
            population=piece.count * layout.COMMUNITIES,
        ),
        "possible_duplicates": planted("|".join(sorted(pair)) for pair in twins),
    }
    return Units(columns, coverage, codes, own, found)


def _at(shape: tuple[int, ...], where: slice) -> Bools:
    told = np.zeros(shape, dtype=bool)
    told[:, where] = True
    return told


def _owners(piece: Piece, roster: Roster) -> Ints:
    """Positions of the organisations whose own unit stands in ``OWN``: all enterprises' but the ended and the twin."""
    firms = np.delete(roster.turned, [16, 17, layout.TWIN], axis=1)
    others = np.concatenate([layout.SOCIAL, layout.SCHOOLS, layout.INSTITUTIONS])
    return np.concatenate([firms, piece.every(others)], axis=1)


def _kinds(piece: Piece) -> Ints:
    random = piece.random("kinds of units")
    kinds = random.choice(6, (piece.count, UNITS), p=[0.56, 0.02, 0.22, 0.1, 0.07, 0.03])
    kinds[:, :77] = random.choice(2, (piece.count, 77), p=[0.9, 0.1])
    kinds[:, 77:89], kinds[:, 89:104], kinds[:, 104:119] = 3, 6, 7
    kinds[:, AGENCIES], kinds[:, OFFICES] = 9, 9
    kinds[:, UNSURE.start] = 0
    return kinds


def _codes(piece: Piece, kinds: Ints) -> pl.Series:
    numbers = UNITS * piece.first + np.arange(kinds.size)
    regions = np.repeat(piece.district_codes[piece.districts], UNITS)
    credit = credit_codes(_HEADS[kinds.ravel()], regions, numbers)
    frame = pl.DataFrame({"credit": credit, "own": numbered("GT", numbers, 7), "trader": kinds.ravel() == 2})
    return frame.select(pl.when("trader").then("own").otherwise("credit").alias("code")).to_series()


def _members(piece: Piece) -> tuple[Ints, Ints]:
    """Members, and members whose membership lies elsewhere, of each unit; -1 where that is not known."""
    random = piece.random("members of units")
    shape = (piece.count, UNITS)
    members = random.integers(4, 40, shape)
    members[:, JOINT] = random.integers(1, 6, (piece.count, JOINT.stop - JOINT.start))
    some = np.concatenate(
        [
            random.integers(3, 9, (piece.count, MANY)),
            random.integers(1, 3, (piece.count, FEW)),
            np.zeros((piece.count, NONE), dtype=np.int64),
            np.full((piece.count, BLANK), -1),
        ],
        axis=1,
    )
    members[:, UNCOVERED] = random.permuted(some, axis=1)
    members[:, UNSURE] = -1
    away = random.integers(0, 3, shape)
    rank = permutations(random, piece.count, UNCOVERED.stop)
    away[:, : UNCOVERED.stop] = np.where(rank < 50, random.integers(3, 9, rank.shape), away[:, : UNCOVERED.stop])
    away[:, : UNCOVERED.stop] = np.where(rank >= UNCOVERED.stop - 30, -1, away[:, : UNCOVERED.stop])
    away[:, UNSURE] = -1
    return members, away


def _planted_members(codes: pl.Series, members: Ints, away: Ints) -> dict[str, Planted]:
    shape = members.shape
    uncovered, unsure = _at(shape, UNCOVERED), _at(shape, UNSURE)
    eligible = uncovered | _at(shape, OWN) | _at(shape, JOINT)

    def told(found: Bools, unknown: Bools, among: Bools) -> Planted:
        return planted(
            codes.filter((found & among).ravel()),
            unknown=codes.filter(((unknown & among) | unsure).ravel()),
            population=int((among | unsure).sum()),
        )

    return {
        "units_that_should_establish": told(members >= 3, members < 0, uncovered),
        "joint_branch_candidates": told((members == 1) | (members == 2), members < 0, uncovered),
        "members_registered_elsewhere": told(away >= 3, away < 0, eligible),
    }


def _coverage(piece: Piece, roster: Roster, codes: pl.Series, owners: Ints) -> tuple[pl.DataFrame, pl.Series, Bools]:
    """Sheet 4; the unions; and which uncovered units party work reaches all the same."""
    random = piece.random("coverage")
    count = piece.count
    row = np.arange(count)[:, None]
    uncovered = UNCOVERED.start + permutations(random, count, UNCOVERED.stop - UNCOVERED.start)
    served, unions, lapsed = uncovered[:, :120], uncovered[:, 120:160], uncovered[:, 160:170]
    joint = np.arange(JOINT.start, JOINT.stop)
    agencies = np.arange(AGENCIES.start, AGENCIES.stop)
    own_organisations = piece.every(layout.OWN)
    ties = [
        (owners, piece.every(np.arange(OWN.stop)), 0),
        (piece.every(layout.AGENCIES), piece.every(agencies), 0),
        (own_organisations[:, joint % 16], piece.every(joint), 1),
        (own_organisations[:, np.arange(80) % 16], served[:, :80], 2),
        (own_organisations[:, np.arange(40) % 16], served[:, 80:], 3),
        (own_organisations[:, np.arange(5)], lapsed[:, :5], 1),  # what has ended must not be counted
        (own_organisations[:, np.arange(5)], lapsed[:, 5:], 2),
    ]
    who = np.concatenate([piece.organisations(one).ravel() for one, _, _ in ties])
    what = np.concatenate([(one + UNITS * row).ravel() for _, one, _ in ties])
    modes = np.concatenate([np.full(one.size, mode) for one, _, mode in ties])
    over = np.arange(who.size) >= who.size - lapsed.size
    rows = sheet(
        "coverage",
        {
            "organisation": roster.codes.gather(who),
            "unit": codes.gather(what),
            "mode": words(["own", "joint", "instructor", "liaison"], modes),
            "since": days(days_between(random, dt.date(2014, 3, 1), dt.date(2017, 3, 1), who.shape)),
            "until": blank_unless(over, days(np.full(who.size, day_number(dt.date(2017, 12, 31))))),
        },
    )
    shape = (count, UNITS)
    has = random.random(shape) < 0.6
    has[:, UNCOVERED] = False
    has[row, unions] = True
    known = _at(shape, OWN) | _at(shape, JOINT) | _at(shape, UNCOVERED)
    worked = np.zeros(shape, dtype=bool)
    worked[row, served] = True
    worked[row, unions] = True
    return rows, blank_unless(known, has), worked


def _names(piece: Piece, ground: Ground, roster: Roster, kinds: Ints) -> pl.Series:
    """Names that no two units of a sub-district share, but for the firm entered twice."""
    starts = np.asarray(name_starts(roster.names)).reshape(piece.count, UNITS).astype(object)
    own = np.asarray(roster.columns["name"]).reshape(piece.count, layout.ORGANISATIONS)
    row = np.arange(piece.count)[:, None]
    named = own[row, _owners(piece, roster)]
    starts[:, OWN] = named
    starts[:, AGENCIES] = own[:, layout.AGENCIES]
    starts[:, UNSURE.start] = named[:, 0]
    street = np.asarray(ground.streets).astype(object)
    starts[:, OFFICES] = street[:, None] + np.array(_OFFICES, dtype=object)
    bare = pl.Series(starts.ravel().tolist()).str.replace(r"党(?:委|总支|支部)$", "").str.replace("\u3000", "")
    ending = words([*_ENDINGS, "", "有限责任公司"], _endings(kinds))
    return bare + ending


def _endings(kinds: Ints) -> Ints:
    told = kinds.copy()
    told[:, 77 : AGENCIES.stop] = len(_ENDINGS)  # schools, institutions and agencies are called what they are
    told[:, OFFICES] = len(_ENDINGS)
    told[:, 0] = 0
    told[:, UNSURE.start] = len(_ENDINGS) + 1
    return told
