"""Who of a large region met when, and who came?

Sheets 12 and 13 over two years, with the missed quarters and the empty chairs planted; so many attendances in all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from loaders.synthetic import names
from loaders.synthetic.large import layout
from loaders.synthetic.large.agreements import NUMBER, Agreements
from loaders.synthetic.large.columns import blank_unless, day_number, days, numbered, permutations, ragged, sheet, words
from loaders.synthetic.large.committees import AREAS, BY_HUB, COMMUNITIES, ENDED, Committees
from loaders.synthetic.large.layout import COMMITTEES, ORGANISATIONS, Bools, Ints, Piece, organisation_codes
from loaders.synthetic.large.roster import Roster
from loaders.synthetic.records import AS_OF, Planted, planted

KINDS: Final = ["plenary", "joint", "theme_day", "activity"]
MONTHS: Final = np.array([day_number(dt.date(2016 + (6 + m) // 12, (6 + m) % 12 + 1, 1)) for m in range(24)])
"""First days of the months that meetings lie in: July 2016 to June 2018."""
QUARTERS: Final = np.arange(7, 24, 3)
"""A month of each quarter from 2017 on."""
YEAR: Final = 12
"""The month from which on the last twelve begin."""
MISSED: Final = 19
_COMES: Final = 0.88


@dataclass
class _Minutes:
    """The meetings told so far; only ever added to. ``-1`` stands for none."""

    kind: list[Ints] = field(default_factory=list)
    held: list[Ints] = field(default_factory=list)
    committee: list[Ints] = field(default_factory=list)
    agreement: list[Ints] = field(default_factory=list)
    host: list[Ints] = field(default_factory=list)
    invited: list[tuple[Ints, Ints, Bools]] = field(default_factory=list)
    count: int = 0
    invitations: int = 0

    def hold(
        self,
        kind: Ints | int,
        held: Ints,
        *,
        committee: Ints | None = None,
        agreement: Ints | None = None,
        host: Ints | None = None,
        invited: tuple[Ints, Ints, Bools] | None = None,
    ) -> None:
        """Meetings on these days; ``invited``: which of them, numbers of organisations in the region, who came."""
        none = np.full(held.size, -1)
        self.kind.append(np.broadcast_to(np.asarray(kind), held.shape))
        self.held.append(held)
        self.committee.append(none if committee is None else committee)
        self.agreement.append(none if agreement is None else agreement)
        self.host.append(none if host is None else host)
        if invited is not None:
            self.invited.append((invited[0] + self.count, invited[1], invited[2]))
            self.invitations += invited[0].size
        self.count += held.size


def draw_meetings(
    piece: Piece, roster: Roster, committees: Committees, agreements: Agreements, *, first: int
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Planted]]:
    """Sheets 12 and 13, the meetings numbered from ``first`` on."""
    minutes = _Minutes()
    found = _of_committees(piece, minutes, roster, committees)
    _of_agreements(piece, minutes, agreements)
    _of_organisations(piece, minutes, roster)
    _of_communities(piece, minutes, roster, rows=piece.share(piece.scale.attendances) - minutes.invitations)
    codes = numbered("H", first + np.arange(minutes.count), 8)
    held, committee, agreement, host = (
        np.concatenate(one) for one in (minutes.held, minutes.committee, minutes.agreement, minutes.host)
    )
    rows = sheet(
        "meetings",
        {
            "code": codes,
            "kind": words(KINDS, np.concatenate(minutes.kind)),
            "held": days(held),
            "committee": blank_unless(committee >= 0, committees.codes.gather(committee.clip(0))),
            "agreement": blank_unless(agreement >= 0, agreements.codes.gather(agreement.clip(0))),
            "host": blank_unless(host >= 0, organisation_codes(host.clip(0))),
        },
    )
    meeting, who, came = (np.concatenate([one[place] for one in minutes.invited]) for place in range(3))
    random = piece.random("absences")
    reasons = words([*names.ABSENCES, None], random.integers(0, len(names.ABSENCES) + 1, came.size))
    attendance = sheet(
        "attendance",
        {
            "meeting": codes.gather(meeting),
            "organisation": organisation_codes(who),
            "attended": pl.Series(came),
            "reason": blank_unless(~came, reasons),
        },
    )
    return rows, attendance, found | _silent(piece, roster)


def _silent(piece: Piece, roster: Roster) -> dict[str, Planted]:
    quiet = [piece.organisations(roster.turned[:, part]) for part in (layout.SILENT, layout.PAPER)]
    quiet.append(piece.organisations(layout.NOMINAL))
    return {"empty_shells": planted(code for one in quiet for code in roster.some(one))}


def _of_committees(piece: Piece, minutes: _Minutes, roster: Roster, committees: Committees) -> dict[str, Planted]:
    """A meeting a month or a quarter, but where a quarter is missed, few come, or nobody wrote down who came."""
    random = piece.random("meetings of committees")
    count = piece.count
    row = np.arange(count)
    mixed = 8 + permutations(random, count, 10)[:, :3]  # of the communities that have an organisation and guests
    rare, thin, unwritten = (COMMITTEES * row + COMMUNITIES[mixed[:, one]] for one in range(3))
    missing = COMMITTEES * row + AREAS[random.integers(0, layout.AREAS, count)]
    often = np.arange(6, 24) if piece.scale.monthly else QUARTERS
    others = np.setdiff1d(np.arange(COMMITTEES), [*COMMUNITIES, ENDED])
    planned = [(COMMUNITIES, often), (others, QUARTERS), (np.array([ENDED]), QUARTERS[:2])]
    which = np.concatenate([np.repeat(positions, months.size) for positions, months in planned])
    when = np.concatenate([np.tile(months, positions.size) for positions, months in planned])
    committee = (COMMITTEES * row[:, None] + which).ravel()
    month = np.tile(when, count)
    kept = ~(np.isin(committee, rare) & (month >= YEAR) & (month != 22))
    kept &= ~(np.isin(committee, missing) & (month == MISSED))
    committee, month = committee[kept], month[kept]
    held = MONTHS[month] + random.integers(4, 28, month.size)
    seats = committees.seats
    sizes = np.bincount(seats.get_column("committee").to_numpy(), minlength=count * COMMITTEES)
    starts = np.cumsum(sizes) - sizes
    written = ~np.isin(committee, unwritten)
    run, rank, at = ragged(starts[committee], np.where(written, sizes[committee], 0))
    who = seats.get_column("organisation").to_numpy()[at]
    paper = np.zeros(count * ORGANISATIONS, dtype=bool)
    paper[piece.organisations(roster.turned[:, layout.PAPER]).ravel()] = True
    at_table = committee[run] % COMMITTEES == BY_HUB
    comes = (random.random(run.size) < _COMES) | (rank == 0) | at_table
    comes = np.where(np.isin(committee[run], thin), rank < 2, comes) & ~paper[who]
    kind = np.where(committee % COMMITTEES < COMMUNITIES[0], 0, 1)
    invited = (run, who + ORGANISATIONS * piece.first, comes)
    minutes.hold(kind, held, committee=committee, invited=invited)
    codes = committees.codes
    return {
        "committee_vitality": planted(
            codes.gather(np.concatenate([rare, thin])),
            unknown=codes.gather(unwritten),
            population=count * (COMMITTEES - 1),
        ),
        "overdue_quarterly_meetings": planted(codes.gather(missing), population=count * (1 + layout.AREAS)),
    }


def _of_agreements(piece: Piece, minutes: _Minutes, agreements: Agreements) -> None:
    """Activities that the initiator hosts."""
    random = piece.random("activities")
    situation = agreements.situation
    every = np.arange(situation.size)

    def are(*named: str) -> Bools:
        return np.isin(situation, [NUMBER[name] for name in named])

    living = ~are("planned", "completed", "cancelled", "no_activity", "undated", "unanswered")
    more = np.repeat(every[living], random.poisson(piece.scale.activities, int(living.sum())))
    over, quiet = every[are("completed", "cancelled")], every[are("no_activity")]
    last, december = day_number(AS_OF), day_number(dt.date(2017, 12, 20))
    sure = day_number(dt.date(2018, 3, 1))
    spans = [
        (every[living], np.maximum(agreements.starts[living], sure), last),
        (more, agreements.starts[more], last),
        (over, agreements.starts[over], day_number(dt.date(2017, 11, 30))),
        (quiet, agreements.starts[quiet], december),
        (np.repeat(every[are("unanswered")], 4), sure, last),
    ]
    agreement = np.concatenate([which for which, _, _ in spans])
    begins = np.concatenate([np.broadcast_to(np.asarray(since), which.shape) for which, since, _ in spans])
    until = np.concatenate([np.full(which.size, end) for which, _, end in spans])
    held = begins + (random.random(begins.size) * (until - begins + 1)).astype(np.int64)
    parties = agreements.parties
    sizes = np.bincount(parties.get_column("agreement").to_numpy(), minlength=situation.size)
    starts = np.cumsum(sizes) - sizes
    who = parties.get_column("organisation").to_numpy()
    run, rank, at = ragged(starts[agreement], sizes[agreement])
    comes = (rank == 0) | ~are("unanswered")[agreement[run]]
    minutes.hold(3, held, agreement=agreement, host=who[starts[agreement]], invited=(run, who[at], comes))


def _of_organisations(piece: Piece, minutes: _Minutes, roster: Roster) -> None:
    """Theme days every quarter, but of the silent; whoever stands below meets with its superior."""
    random = piece.random("theme days")
    base = ORGANISATIONS * piece.first
    row = np.arange(piece.count)[:, None]
    quarters = np.arange(1, 24, 3)
    holds = np.ones((piece.count, ORGANISATIONS), dtype=bool)
    holds[:, layout.GROUPS] = False
    early = np.zeros_like(holds)
    for part in (layout.SILENT, layout.PAPER, layout.ENDED):
        early[row, roster.turned[:, part]] = True
    who = np.flatnonzero(holds.ravel())
    host = np.repeat(who, quarters.size)
    month = np.tile(quarters, who.size)
    kept = ~early.ravel()[host] | (month < YEAR - 1)
    host, month = host[kept], month[kept]
    held = MONTHS[month] + random.integers(4, 28, month.size)
    alone = np.arange(host.size)
    minutes.hold(2, held, host=host + base, invited=(alone, host + base, np.ones(host.size, dtype=bool)))
    # Superiors with those below them; two groups stand below in name alone.
    groups = layout.GROUPS[:8]
    below = np.concatenate([layout.BRANCHES, groups])
    above = np.concatenate([layout.OWN[np.arange(30) % 16], layout.BRANCHES[:8]])
    hosts = np.unique(above)
    asked = [np.concatenate([[one], below[above == one]]) for one in hosts]
    sizes = np.array([one.size for one in asked])
    flat = np.concatenate(asked)
    starts = np.cumsum(sizes) - sizes
    where, which, when = (one.ravel() for one in np.meshgrid(row[:, 0], np.arange(hosts.size), quarters, indexing="ij"))
    run, _, at = ragged(starts[which], sizes[which])
    street = base + ORGANISATIONS * where
    minutes.hold(
        2,
        MONTHS[when] + random.integers(4, 28, when.size),
        host=hosts[which] + street,
        invited=(run, flat[at] + street[run], np.ones(run.size, dtype=bool)),
    )


def _of_communities(piece: Piece, minutes: _Minutes, roster: Roster, *, rows: int) -> None:
    """Activities of the communities with their guests, until ``rows`` more invitations are told."""
    assert rows >= 0
    random = piece.random("community activities")
    row = np.arange(piece.count)[:, None]
    guests = np.sort(roster.joined, axis=1)
    frame = pl.DataFrame(
        {
            "home": (roster.home[row, guests] + layout.COMMUNITIES * row).ravel(),
            "who": (guests + ORGANISATIONS * row).ravel(),
        }
    )
    own = pl.DataFrame(
        {
            "home": (layout.WITH_OWN + layout.COMMUNITIES * row).ravel(),
            "who": (layout.OWN + ORGANISATIONS * row).ravel(),
        }
    )
    listed = pl.concat([own, frame.join(own, on="home", how="semi")]).sort("home", maintain_order=True)
    who = listed.get_column("who").to_numpy()
    sizes = listed.group_by("home", maintain_order=True).len().get_column("len").to_numpy().astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    order = random.permutation(np.repeat(np.arange(sizes.size), -(-rows // who.size)))
    order = order[: int(np.searchsorted(np.cumsum(sizes[order]), rows)) + 1] if rows else order[:0]
    run, rank, at = ragged(starts[order], sizes[order])
    comes = (random.random(run.size) < _COMES) | (rank == 0)
    base = ORGANISATIONS * piece.first
    held = MONTHS[random.integers(0, 24, order.size)] + random.integers(4, 28, order.size)
    invited = (run[:rows], who[at][:rows] + base, comes[:rows])
    minutes.hold(3, held, host=who[starts[order]] + base, invited=invited)
