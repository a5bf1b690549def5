"""What have the organisations of a large region agreed, and what do they offer, need and claim of one another?

Sheets 8 to 11 with the lapses planted in them; the meetings held under an agreement are ``meetings``'s.
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
from loaders.synthetic.large.layout import AGREEMENTS, LISTINGS, ORGANISATIONS, Ints, Piece, organisation_codes
from loaders.synthetic.large.roster import Roster
from loaders.synthetic.records import AS_OF, Planted, planted

SITUATIONS: Final = {
    "usual": 377, "no_response": 20, "unanswered": 10, "expiring": 20, "endless": 15, "planned": 20, "completed": 20,
    "cancelled": 5, "no_activity": 5, "undated": 6, "ring": 1, "apart": 1,
}  # fmt: skip
"""Agreements of a sub-district; ``ring`` joins it to the next one, ``apart`` are three that nobody else deals with."""
NUMBER: Final = {name: number for number, name in enumerate(SITUATIONS)}
_STATUS: Final = ["active", "planned", "completed", "cancelled"]


@dataclass(frozen=True)
class Agreements:
    """Sheets 8 to 11.

    Attributes
    ----------
    situation, starts, ends
        By agreement of the piece: the place in ``SITUATIONS``; days since 1970.
    parties
        ``agreement`` (its number in the piece), ``organisation`` (its number in the region), ``rank`` (0 initiated it).
    """

    rows: pl.DataFrame
    party_rows: pl.DataFrame
    listings: pl.DataFrame
    claims: pl.DataFrame
    codes: pl.Series
    situation: Ints
    starts: Ints
    ends: Ints
    parties: pl.DataFrame
    planted: Mapping[str, Planted]


def draw_agreements(piece: Piece, roster: Roster) -> Agreements:
    """Five hundred a sub-district between two or three parties, some with far more ties than others."""
    random = piece.random("agreements")
    count = piece.count * AGREEMENTS
    codes = numbered("X", AGREEMENTS * piece.first + np.arange(count), 7)
    dealt = np.repeat(np.arange(len(SITUATIONS)), list(SITUATIONS.values()))
    situation = random.permuted(np.tile(dealt, (piece.count, 1)), axis=1).ravel()

    def are(*named: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.isin(situation, [NUMBER[name] for name in named])

    parties = _parties(piece, roster, situation)
    one = (count,)
    signed = days_between(random, dt.date(2017, 2, 1), dt.date(2017, 11, 30), one)
    recent = days_between(random, dt.date(2018, 2, 5), dt.date(2018, 4, 20), one)
    signed = np.where(are("no_response"), recent, signed)
    over = are("completed", "cancelled")
    signed = np.where(over, days_between(random, dt.date(2016, 7, 1), dt.date(2017, 1, 31), one), signed)
    starts = np.where(are("planned"), day_number(dt.date(2018, 9, 1)), signed + random.integers(0, 10, count))
    ends = days_between(random, dt.date(2018, 10, 15), dt.date(2020, 6, 30), one)
    ends = np.where(are("expiring"), day_number(AS_OF) + random.integers(0, 91, count), ends)
    ends = np.where(over, days_between(random, dt.date(2017, 12, 1), dt.date(2018, 5, 31), one), ends)
    status = np.select([are("planned"), are("completed"), are("cancelled")], [1, 2, 3], 0)
    kind = random.choice(4, one, p=[0.3, 0.5, 0.05, 0.15])
    dated = ~are("undated")
    first, last = _ends_of(parties, count)
    rows = sheet(
        "agreements",
        {
            "code": codes,
            "title": _short(piece, roster, first)
            + "—"
            + _short(piece, roster, last)
            + words(["结对共建", "签约共建", "智库共建", "共建项目"], kind),
            "kind": words(["pairing", "co_building", "think_tank", "project"], kind),
            "signed": blank_unless(dated & ~are("planned"), days(signed)),
            "starts": blank_unless(dated, days(starts)),
            "ends": blank_unless(~are("endless"), days(ends)),
            "status": words(_STATUS, status),
        },
    )
    of, rank = (parties.get_column(name).to_numpy() for name in ("agreement", "rank"))
    answered = (rank > 0) & (dated & ~are("planned", "no_response"))[of]
    party_rows = sheet(
        "parties",
        {
            "agreement": codes.gather(of),
            "organisation": organisation_codes(parties.get_column("organisation").to_numpy()),
            "side": words(["initiator", "respondent"], (rank > 0).astype(np.int64)),
            "responded": blank_unless(answered, days(signed[of] + random.integers(0, 21, of.size))),
        },
    )
    alive = ~(are("planned", "completed", "cancelled"))
    old = alive & ((starts < day_number(AS_OF) - 180) | ~dated)

    def told(found: tuple[str, ...], unknown: str, among: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Planted:
        codes_of = (codes.filter(are(*names_)) for names_ in (found, (unknown,)))
        return planted(next(codes_of), unknown=next(codes_of), population=int(among.sum()))

    listings, claims, taken_up = _listings(piece, roster)
    found = taken_up | {
        "one_sided_invitations": told(("no_response", "unanswered"), "undated", alive),
        "agreements_expiring": told(("expiring",), "endless", alive),
        "agreements_without_activity": told(("no_activity",), "undated", old),
    }
    return Agreements(rows, party_rows, listings, claims, codes, situation, starts, ends, parties, found)


def _parties(piece: Piece, roster: Roster, situation: Ints) -> pl.DataFrame:
    """Numbers of the parties in the whole region; a few organisations are party to very many agreements."""
    random = piece.random("parties")
    count = situation.size
    street = np.arange(count) // AGREEMENTS
    guests = roster.joined.shape[1]
    everyone = np.concatenate([roster.joined, piece.every(layout.OWN)], axis=1)
    order = permutations(random, piece.count, everyone.shape[1])
    weights = 1.0 / (1.0 + np.arange(everyone.shape[1])) ** 0.8
    drawn = [random.choice(weights.size, count, p=weights / weights.sum()) for _ in range(3)]
    # Those without activity are between guests alone: claims always have a community's organisation on one side.
    quiet = np.isin(situation, [NUMBER["no_activity"], NUMBER["undated"]])
    among = np.where(quiet, guests, weights.size)
    first, second, third = (np.where(quiet, order[street, one] % guests, order[street, one]) for one in drawn)
    second = np.where(second == first, (second + 1) % among, second)
    third_free = (third != first) & (third != second) & (random.random(count) < 0.12) & ~quiet
    away = (random.random(count) < 0.1) & ~quiet & (piece.count > 1)
    beside = np.where(away, (street + 1 + random.integers(0, max(1, piece.count - 1), count)) % piece.count, street)
    base = ORGANISATIONS * piece.first
    one = base + ORGANISATIONS * street + everyone[street, first]
    two = base + ORGANISATIONS * beside + everyone[beside, second]
    three = base + ORGANISATIONS * street + everyone[street, third]
    ring = situation == NUMBER["ring"]
    one = np.where(ring, base + ORGANISATIONS * street + layout.OWN[0], one)
    after = (piece.first + street + 1) % piece.scale.whole
    two = np.where(ring, ORGANISATIONS * after + layout.OWN[0], two)
    apart = situation == NUMBER["apart"]
    trio = base + ORGANISATIONS * street[:, None] + roster.turned[street, layout.PIECE_A]
    one, two, three = (np.where(apart, trio[:, place], told) for place, told in enumerate((one, two, three)))
    whole = np.arange(count)
    with_third = (third_free & ~away & ~ring) | apart
    return pl.DataFrame(
        {
            "agreement": np.concatenate([whole, whole, whole[with_third]]),
            "organisation": np.concatenate([one, two, three[with_third]]),
            "rank": np.concatenate([0 * whole, 0 * whole + 1, np.full(int(with_third.sum()), 2)]),
        }
    ).sort("agreement", "rank")


def _ends_of(parties: pl.DataFrame, count: int) -> tuple[Ints, Ints]:
    at = [parties.filter(pl.col("rank") == rank).get_column("organisation").to_numpy() for rank in (0, 1)]
    assert at[0].size == at[1].size == count
    return at[0], at[1]


def _short(piece: Piece, roster: Roster, numbers: Ints) -> pl.Series:
    """Names without their endings; of an organisation of another piece, its code."""
    within = numbers - ORGANISATIONS * piece.first
    ours = (within >= 0) & (within < roster.codes.len())
    bare = roster.columns["name"].str.replace(r"党(?:工委|委|总支|支部)$", "")
    told = bare.gather(np.where(ours, within, 0))
    return pl.select(pl.when(pl.Series(ours)).then(told).otherwise(organisation_codes(numbers))).to_series()


def _listings(piece: Piece, roster: Roster) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Planted]]:
    """Two hundred entries a sub-district: needs met and unmet, offers taken up, answering a need, and idle."""
    random = piece.random("listings")
    shape = (piece.count, LISTINGS)
    row = np.arange(piece.count)[:, None]
    met, unmet, taken, answering, idle, closed = (
        slice(0, 60), slice(60, 90), slice(90, 120), slice(120, 150), slice(150, 190), slice(190, 199),
    )  # fmt: skip
    codes = numbered("Q", LISTINGS * piece.first + np.arange(piece.count * LISTINGS), 7)
    own = layout.OWN[random.integers(0, 16, shape)]
    guest = np.take_along_axis(roster.joined, random.integers(0, roster.joined.shape[1], shape), axis=1)
    by_own = np.zeros(shape, dtype=bool)
    by_own[:, met], by_own[:, unmet], by_own[:, closed] = True, True, True
    owner = np.where(by_own, own, guest)
    pair = roster.turned[:, layout.PIECE_B]
    owner[:, 199] = pair[:, 0]
    claimer = np.where(by_own, guest, own)
    claimer[:, met.start : met.start + 30] = owner[:, answering]  # whose resource answers the need
    claimer[:, 199] = pair[:, 1]
    is_claimed = np.zeros(shape, dtype=bool)
    is_claimed[:, met], is_claimed[:, taken], is_claimed[:, 199] = True, True, True
    offered = random.choice(np.array([0, 2]), shape, p=[0.7, 0.3])
    kind = np.where(by_own, 1, offered)
    category = random.integers(0, 6, shape)
    posted = days_between(random, dt.date(2017, 3, 1), dt.date(2018, 5, 20), shape)
    posted[:, closed] = days_between(random, dt.date(2016, 9, 1), dt.date(2017, 3, 1), (piece.count, 9))
    closes = np.full(shape, day_number(dt.date(2018, 12, 31)))
    closes[:, closed] = day_number(dt.date(2017, 12, 31))
    closing = random.random(shape) < 0.5
    closing[:, closed] = True
    whats = [offer for offers in names.CATEGORIES.values() for offer in offers]
    title = words(["可提供", "需要", "服务："], kind) + words(whats, 2 * category + random.integers(0, 2, shape))
    rows = sheet(
        "listings",
        {
            "code": codes,
            "kind": words(["resource", "need", "service"], kind),
            "organisation": roster.codes.gather((owner + ORGANISATIONS * row).ravel()),
            "category": words(list(names.CATEGORIES), category),
            "title": title,
            "quantity": random.integers(1, 30, shape).astype(np.float64),
            "posted": days(posted),
            "closes": blank_unless(closing, days(closes)),
        },
    )
    claimed = posted + 3 + (random.random(shape) * (day_number(AS_OF) - posted - 3)).astype(np.int64)
    at = np.flatnonzero(is_claimed)
    counterpart = np.zeros(shape, dtype=np.int64) - 1
    counterpart[:, met.start : met.start + 30] = np.arange(answering.start, answering.stop) + LISTINGS * row
    met_by = counterpart.ravel()[at]
    done = claimed.ravel()[at] + random.integers(0, 20, at.size)
    claims = sheet(
        "claims",
        {
            "listing": codes.gather(at),
            "organisation": roster.codes.gather((claimer + ORGANISATIONS * row).ravel()[at]),
            "claimed": days(claimed.ravel()[at]),
            "done": blank_unless((done <= day_number(AS_OF)) & (random.random(at.size) < 0.6), days(done)),
            "counterpart": blank_unless(met_by >= 0, codes.gather(met_by.clip(0))),
        },
    )
    numbers = LISTINGS * row
    return (
        rows,
        claims,
        {
            "unmet_needs": planted(
                codes.gather((numbers + np.arange(unmet.start, unmet.stop)).ravel()), population=90 * piece.count
            ),
            "idle_resources": planted(
                codes.gather((numbers + np.arange(idle.start, idle.stop)).ravel()), population=101 * piece.count
            ),
        },
    )
