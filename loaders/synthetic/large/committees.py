"""Which joint committees and joint meetings has each sub-district, and who sits on them?

Sheets 6 and 7; every guest who takes part gets a seat beside its neighbours. Meetings are ``meetings``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from loaders.synthetic import names
from loaders.synthetic.large import layout
from loaders.synthetic.large.columns import (
    blank_unless,
    day_number,
    days,
    days_between,
    numbered,
    permutations,
    sheet,
    words,
)
from loaders.synthetic.large.layout import COMMITTEES, ORGANISATIONS, Ints, Piece
from loaders.synthetic.large.places import Ground
from loaders.synthetic.large.roster import Roster
from loaders.synthetic.records import Planted, planted

# Positions of a sub-district's committees: the big one, areas', communities', joint meetings, a round table, an ended.
AREAS: Final = np.arange(1, 6)
COMMUNITIES: Final = np.arange(6, 26)
JOINT: Final = np.arange(26, 38)
BY_HUB: Final = 38
ENDED: Final = 39
_THEMES: Final = [
    "党建工作联抓", "社区发展联促", "社会治理联动", "环境卫生联管", "志愿队伍联建", "文体活动联办", "城乡结对",
    "校社共育", "物业共治", "园区企业", "商圈楼宇", "助老服务", "驻街单位", "创建迎检",
]  # fmt: skip


@dataclass(frozen=True)
class Committees:
    """Sheets 6 and 7.

    Attributes
    ----------
    seats
        ``committee`` (its number in the piece), ``organisation`` (its number), ``rank`` on the committee from 0.
    """

    rows: pl.DataFrame
    seat_rows: pl.DataFrame
    codes: pl.Series
    seats: pl.DataFrame
    planted: Mapping[str, Planted]


def draw_committees(piece: Piece, ground: Ground, roster: Roster) -> Committees:
    """Forty a sub-district: one big, five of areas, twenty of communities, fourteen joint meetings."""
    random = piece.random("committees")
    shape = (piece.count, COMMITTEES)
    codes = numbered("L", COMMITTEES * piece.first + np.arange(piece.count * COMMITTEES), 7)
    rank = permutations(random, piece.count, len(COMMUNITIES))
    post_known, contact_known, late = (np.ones(shape, dtype=bool) for _ in range(3))
    post_known[:, COMMUNITIES] = rank >= 2
    contact_known[:, COMMUNITIES] = (rank >= 2) & (rank != 4)
    late[:] = False
    late[:, COMMUNITIES] = (rank == 2) | (rank == 3)
    contact = days_between(random, dt.date(2018, 4, 10), dt.date(2018, 6, 28), shape)
    contact = np.where(late, days_between(random, dt.date(2017, 11, 1), dt.date(2018, 3, 20), shape), contact)
    founded = days_between(random, dt.date(2016, 9, 1), dt.date(2016, 12, 20), shape)
    ended = np.broadcast_to(np.arange(COMMITTEES) == ENDED, shape)
    whole = np.broadcast_to(np.isin(np.arange(COMMITTEES), COMMUNITIES), shape)
    gone = day_number(dt.date(2017, 10, 31))
    lead, led = _leads()
    rows = sheet(
        "committees",
        {
            "code": codes,
            "name": _names(piece, ground),
            "tier": words(
                ["subdistrict_committee", "area_committee", "community_committee", "joint_meeting"],
                piece.every(np.repeat(np.arange(4), [1, 5, 20, 14])),
            ),
            "place": ground.codes.gather(_places(piece).ravel()),
            "lead": blank_unless(np.broadcast_to(led, shape), roster.some(piece.organisations(lead))),
            "founded": days(founded),
            "plaque_on": blank_unless(whole, days(founded + random.integers(0, 40, shape))),
            "ended": blank_unless(ended, days(np.full(shape, gone))),
            "contact_post": blank_unless(
                post_known, words(names.CONTACT_POSTS, random.integers(0, len(names.CONTACT_POSTS), shape))
            ),
            "last_contact": blank_unless(contact_known, days(contact)),
        },
    )
    seats = _seats(piece, roster)
    committee, place = (seats.get_column(name).to_numpy() for name in ("committee", "rank"))
    lead_seated = np.broadcast_to(led, shape).ravel()[committee]
    role = np.where(lead_seated & (place == 0), 0, np.where(lead_seated & (place == 1), 1, 3))
    at_hub = (seats.get_column("organisation").to_numpy() % ORGANISATIONS == layout.HUB) & (place > 0)
    seat_rows = sheet(
        "seats",
        {
            "committee": codes.gather(committee),
            "organisation": roster.codes.gather(seats.get_column("organisation")),
            "role": words(["chair", "deputy", "full", "part_time", "observer"], np.where(at_hub, 4, role)),
            "since": days(founded.ravel()[committee]),
            "until": blank_unless(committee % COMMITTEES == ENDED, days(np.full(committee.size, gone))),
        },
    )
    found = codes.filter((~post_known | late).ravel())
    unsure = codes.filter((post_known & ~contact_known).ravel())
    told = planted(found, unknown=unsure, population=piece.count * len(COMMUNITIES))
    return Committees(rows, seat_rows, codes, seats, {"committees_without_contact": told})


def _leads() -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Position of the organisation that leads each committee, and whether any does."""
    lead = np.zeros(COMMITTEES, dtype=np.int64)
    led = np.ones(COMMITTEES, dtype=bool)
    for area, position in enumerate(AREAS):
        lead[position] = layout.OWN[area == layout.WITH_OWN // 4][0]
    led[COMMUNITIES] = False
    lead[COMMUNITIES[layout.WITH_OWN]] = layout.OWN
    led[COMMUNITIES[layout.WITH_OWN]] = True
    return lead, led


def _places(piece: Piece) -> Ints:
    street = piece.places("subdistrict", 0)
    return np.concatenate(
        [
            street,
            piece.places("area", np.arange(layout.AREAS)),
            piece.places("community", np.arange(layout.COMMUNITIES)),
            np.repeat(street, 14, axis=1),
        ],
        axis=1,
    )


def _names(piece: Piece, ground: Ground) -> pl.Series:
    count = piece.count
    street = np.asarray(ground.streets).astype(object)[:, None]
    community = np.asarray(ground.communities).astype(object).reshape(count, layout.COMMUNITIES)
    areas = np.array(["中", "北", "东", "南", "西"], dtype=object)
    told = np.concatenate(
        [
            street + "街道大党工委",
            street + areas + "片区联合党委",
            community + "社区联合党委",
            street + np.array([f"{theme}联席会" for theme in _THEMES], dtype=object),
        ],
        axis=1,
    )
    return pl.Series(told.ravel().tolist())


def _seats(piece: Piece, roster: Roster) -> pl.DataFrame:
    """Who sits where; the lead first."""
    random = piece.random("seats")
    count = piece.count
    drawn = np.take_along_axis(
        np.repeat(roster.joined, 14 + 5 + 1 + 2, axis=0),
        permutations(random, count * 22, roster.joined.shape[1]),
        axis=1,
    ).reshape(count, 22, -1)
    told: list[tuple[int, Ints]] = []  # position of the committee, positions of who sits on it
    areas = np.array([layout.OWN[area == layout.WITH_OWN // 4][0] for area in range(5)])
    told.append((0, np.concatenate([piece.every(layout.HUB), piece.every(areas), drawn[:, 0, :8]], axis=1)))
    for area, position in enumerate(AREAS):
        own = piece.every(layout.OWN[area == layout.WITH_OWN // 4])
        told.append((int(position), np.concatenate([own, piece.every(layout.HUB), drawn[:, 1 + area, :3]], axis=1)))
    for number, position in enumerate([*JOINT, ENDED]):
        told.append((position, np.concatenate([piece.every(layout.HUB), drawn[:, 6 + number, :8]], axis=1)))
    hub_only = [piece.every(layout.HUB), roster.turned[:, layout.BY_HUB]]
    told.append((BY_HUB, np.concatenate(hub_only, axis=1)))
    for number, community in enumerate(layout.FEW):
        told.append((COMMUNITIES[community], drawn[:, 19 + number, :5]))
    # The organisation of a community leads its committee; where there is none, that of the next sits beside.
    for community in range(18):
        own = layout.OWN[np.searchsorted(layout.WITH_OWN, community if community in layout.WITH_OWN else community - 1)]
        told.append((COMMUNITIES[community], piece.every(own)))
    row = np.arange(count)[:, None]
    who = [(one + ORGANISATIONS * row).ravel() for _, one in told]
    where = [np.repeat(position + COMMITTEES * np.arange(count), one.shape[1]) for position, one in told]
    # Guests sit in their own community, and the working committee in most.
    seated = np.concatenate([roster.joined, roster.turned[:, layout.PAPER]], axis=1)
    guests = np.sort(seated, axis=1)
    who.append((guests + ORGANISATIONS * row).ravel())
    where.append((COMMUNITIES[roster.home[row, guests]] + COMMITTEES * row).ravel())
    watched = random.random((count, len(COMMUNITIES))) < 0.7
    who.append(np.broadcast_to(layout.HUB + ORGANISATIONS * row, watched.shape)[watched])
    where.append((COMMUNITIES + COMMITTEES * row)[watched])
    frame = pl.DataFrame({"committee": np.concatenate(where), "organisation": np.concatenate(who)})
    return (
        frame.sort("committee", maintain_order=True)
        .with_columns(pl.int_range(pl.len()).over("committee").alias("rank"))
        .cast(pl.Int64)
    )
