"""Who met when, and who came?

Sheets 12 and 13 over two years: committees, agreements, and what every organisation holds by itself; with the missed
quarters and the empty chairs planted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.agreements import Agreement, Agreements
from loaders.synthetic.committees import Committee, Committees, named, quarters
from loaders.synthetic.organisations import BELOW, ENDED, HUB, NOMINAL, PAPER, SILENT, Roster
from loaders.synthetic.records import AS_OF, YEAR_AGO, Planted, Row, day_between, part_of, planted, shuffled

FIRST_DAY: Final = dt.date(2016, 7, 1)


class _Minutes:
    """The meetings told so far; rows are only ever added."""

    def __init__(self, random: Generator) -> None:
        self.random = random
        self.meetings: list[Row] = []
        self.attendance: list[Row] = []

    def hold(
        self, kind: str, held: dt.date, invited: Sequence[str] = (), absent: Sequence[str] = (), **of: str | None
    ) -> None:
        code = f"HY{len(self.meetings) + 1:05d}"
        self.meetings.append({"code": code, "kind": kind, "held": held} | of)
        for organisation in invited:
            reason = str(self.random.choice(names.ABSENCES)) if organisation in absent else None
            self.attendance.append(
                {
                    "meeting": code,
                    "organisation": organisation,
                    "attended": organisation not in absent,
                    "reason": reason,
                }
            )


def draw_meetings(
    seed: int, roster: Roster, committees: Committees, agreements: Agreements
) -> tuple[tuple[Row, ...], tuple[Row, ...], dict[str, Planted]]:
    """Sheets 12 and 13, and what was planted in them."""
    random = part_of(seed, "meetings")
    minutes = _Minutes(random)
    never = {one.code for one in roster.taking(PAPER)}
    found = _of_committees(random, minutes, committees, never)
    for agreement in agreements.all:
        _of_agreement(random, minutes, agreement)
    _of_organisations(random, minutes, roster)
    silent = [one.code for one in roster.taking(SILENT, PAPER, NOMINAL)]
    return (
        tuple(minutes.meetings),
        tuple(minutes.attendance),
        found | _hanging(roster) | {"empty_shells": planted(silent)},
    )


def _hanging(roster: Roster) -> dict[str, Planted]:
    """Whoever alone ties others to the rest: the superior of a neighbourhood branch, and the branch of a group.

    Others may turn out to be cut points or bridges too, so these lists are not complete.
    """
    below = roster.taking(BELOW)
    superiors = sorted({one.superior for one in below if one.superior is not None})
    only = [one for one in below if sum(other.superior == one.superior for other in below) == 1]
    ties = sorted("|".join(sorted((one.code, str(one.superior)))) for one in only)
    return {
        "cut_points": Planted(None, None, includes=tuple(superiors)),
        "bridges": Planted(None, None, includes=tuple(ties)),
    }


def _of_committees(random: Generator, minutes: _Minutes, committees: Committees, never: set[str]) -> dict[str, Planted]:
    """A meeting a quarter, but where a quarter is missed, where few come, and where nobody wrote down who came."""
    usual = [one for one in committees.all if one.tier == "community_committee" and len(one.seated) >= 5]
    mixed = shuffled(random, [one.code for one in usual])
    rare, thin, unwritten = mixed[:4], mixed[4:7], mixed[7:9]
    areas = [one for one in committees.all if one.tier == "area_committee"]
    missed = {
        areas[2].code: ["2018Q2"],
        areas[3].code: ["2017Q4", "2018Q1"],
        areas[0].code: ["2017Q3"],
    }
    for one in committees.all:
        kind = {"subdistrict_committee": "plenary", "area_committee": "plenary"}.get(one.tier, "joint")
        told = quarters(max(one.founded, FIRST_DAY), min(AS_OF, one.ended or AS_OF))
        if one.code in rare:
            told = [*(q for q in told if q[1] <= YEAR_AGO), told[-1]]
        for begins, ends in told:
            if named(begins) in missed.get(one.code, []):
                continue
            for _ in range(1 if random.random() < 0.75 or one.code in rare else 2):
                # The last day of June is kept free, so that a meeting of a quarter is one beyond doubt.
                held = day_between(random, begins, ends - dt.timedelta(days=2))
                absent = _absent(random, one, never, thin=one.code in thin)
                invited = [] if one.code in unwritten else one.seated
                minutes.hold(kind, held, invited, absent, committee=one.code, host=None)
        if one.tier == "subdistrict_committee":
            # An inspection is no plenary or joint meeting: it mends no missed quarter.
            minutes.hold("inspection", dt.date(2017, 11, 16), one.seated, (), committee=one.code, host=HUB)
    minutes.hold("activity", dt.date(2018, 5, 18), areas[2].seated, (), committee=areas[2].code, host=None)
    alive = [one for one in committees.all if one.ended is None]
    return {
        "committee_vitality": planted([*rare, *thin], unknown=unwritten, population=len(alive)),
        "overdue_quarterly_meetings": planted(missed, population=1 + len(areas), quarters=missed),
    }


def _absent(random: Generator, one: Committee, never: set[str], *, thin: bool) -> list[str]:
    """Who stays away: fewer than half, or (``thin``) all but the lead and one more."""
    can = [code for code in one.seated if code not in never]
    if thin:
        return [code for code in one.seated if code not in can[:2]] if len(one.seated) >= 5 else []
    paper = [code for code in one.seated if code in never]
    most = max(0, (len(one.seated) - 1) // 2 - len(paper))
    return [*paper, *[code for code in can[1:] if random.random() < 0.15][:most]]


def _of_agreement(random: Generator, minutes: _Minutes, one: Agreement) -> None:
    """Activities under an agreement, hosted by its initiator."""
    if one.status == "planned":
        return
    first, *others = one.parties
    last = min(AS_OF, one.ends or AS_OF)
    if one.activity == "unanswered":
        for month in (3, 4, 5, 6):
            minutes.hold("activity", dt.date(2018, month, 12), one.parties, others, agreement=one.code, host=first)
        return
    if one.activity == "none":
        if one.starts is not None:
            minutes.hold(
                "activity",
                day_between(random, one.starts, dt.date(2017, 12, 20)),
                one.parties,
                agreement=one.code,
                host=first,
            )
        return
    assert one.starts is not None
    days = [day_between(random, one.starts, last) for _ in range(int(random.integers(1, 4)))]
    if one.status == "active" and last == AS_OF:
        days.append(day_between(random, max(one.starts, dt.date(2018, 2, 10)), AS_OF))
    for held in sorted(days):
        minutes.hold("activity", held, one.parties, agreement=one.code, host=first)


def _of_organisations(random: Generator, minutes: _Minutes, roster: Roster) -> None:
    """Theme days: everyone's own, but of the silent; whoever stands below meets with its superior."""
    below: dict[str, list[str]] = {}
    for one in roster.taking(BELOW):
        if one.superior is not None:
            below.setdefault(one.superior, []).append(one.code)
    for one in roster.all:
        if one.level == "group":
            continue
        until = dt.date(2017, 6, 20) if one.part in (SILENT, PAPER, ENDED) else AS_OF
        with_others = below.get(one.code, [])
        every = 1 if one.domain == "community" else 3
        for number in range(0, 24, every):
            year, month = divmod(2016 * 12 + 6 + number, 12)
            held = dt.date(year, month + 1, int(random.integers(5, 28)))
            if held > until:
                break
            invited = [one.code, *with_others] if with_others and number % 3 == 0 else []
            minutes.hold("theme_day", held, invited, (), host=one.code)
        if one.level in ("committee", "general_branch") and until == AS_OF:
            minutes.hold("organisation_life", dt.date(2018, 1, int(random.integers(5, 28))), (), (), host=one.code)
            minutes.hold("lecture", dt.date(2018, 5, int(random.integers(5, 28))), (), (), host=one.code)
