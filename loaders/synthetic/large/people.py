"""Who are the members of a large region, and who was elected, in numbers and bands?

Sheets 14 and 15, and the numbers of sheets 2 and 3 that follow from them. A member is a running number and some bands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from loaders.synthetic.large import layout
from loaders.synthetic.large.columns import blank_unless, numbered, sheet, words
from loaders.synthetic.large.layout import ORGANISATIONS, Bools, Ints, Piece
from loaders.synthetic.large.places import Ground
from loaders.synthetic.large.roster import LEVELS, Roster
from loaders.synthetic.large.units import Units
from loaders.synthetic.records import Planted, planted

AGES: Final = ["35_down", "36_45", "46_59", "60_up"]
EDUCATIONS: Final = ["university_up", "college", "secondary", "high_school", "junior_down"]
_BORN: Final = np.array([1988, 1977, 1965, 1950])
_LOW: Final = np.array([0, 105, 52, 4, 3])
_HIGH: Final = np.array([1, 190, 96, 47, 10])
"""Full members of an organisation of each level, before the large committees take whoever is left."""


def draw_members(
    piece: Piece, ground: Ground, roster: Roster, units: Units
) -> tuple[pl.DataFrame, dict[str, pl.Series], dict[str, Planted]]:
    """Sheet 14, the columns of sheet 2 that count members, and what was planted."""
    random = piece.random("members")
    full, probationary, known, found = _numbers(piece, roster)
    counts = (full + probationary).ravel()
    home = np.repeat(np.arange(counts.size), counts)
    total = home.size
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    passed = within < full.ravel()[home]
    position = home % ORGANISATIONS
    age = _ages(random, position, total)
    woman = random.random(total) < 0.258
    education = np.minimum(random.choice(5, total, p=[0.2, 0.25, 0.15, 0.2, 0.2]) + (age == 3), 4)
    street = home // ORGANISATIONS
    elsewhere = random.integers(0, layout.COMMUNITIES, total)
    at_home = (position <= layout.GROUPS[-1]) & (position > 0)
    community = np.where(at_home, roster.home.ravel()[home], elsewhere)
    grid = piece.places("grid", 0)[street, 0] + community * 8 + random.integers(0, 8, total)
    unit = units.own.ravel()[home]
    reports = (position >= layout.ENTERPRISES[0]) & (random.random(total) < 0.2)
    lived = np.searchsorted(layout.WITH_OWN, community).clip(0, 15)
    reports &= layout.WITH_OWN[lived] == community
    joined = np.minimum(_BORN[age] + random.integers(20, 29, total), 2016)
    rows = sheet(
        "members",
        {
            "code": numbered("M", _first_member(piece) + np.arange(total), 8),
            "organisation": roster.codes.gather(home),
            "work_unit": blank_unless(unit >= 0, units.codes.gather(unit.clip(0))),
            "residence": blank_unless(random.random(total) < 0.95, ground.codes.gather(grid)),
            "reported_to": blank_unless(reports, roster.codes.gather(layout.OWN[lived] + ORGANISATIONS * street)),
            "age_band": words(AGES, age),
            "gender": words(["male", "female"], woman.astype(np.int64)),
            "education": words(EDUCATIONS, education),
            "full": pl.Series(passed),
            "joined_year": np.where(passed, joined, 2017),
        },
    )
    numbers = {"full_members": full.ravel(), "probationary_members": probationary.ravel()}
    for name, mask in (
        ("women", woman),
        ("age_45_down", age < 2),
        ("age_46_59", age == 2),
        ("age_60_up", age == 3),
        ("college_up", education < 2),
    ):
        numbers[name] = np.bincount(home[mask], minlength=counts.size)
    return rows, {name: blank_unless(known, value) for name, value in numbers.items()}, found


def with_members(units: Units, numbers: Mapping[str, pl.Series]) -> dict[str, Any]:
    """The columns of sheet 3, a unit with its own organisation having that organisation's members among its staff."""
    told: dict[str, Any] = dict(units.columns)
    held = (numbers["full_members"] + numbers["probationary_members"]).to_numpy()
    own = units.own.ravel()
    which = np.flatnonzero((own >= 0) & ~np.isnan(held.astype(np.float64)))
    members = told["members"].scatter(own[which], held[which].astype(np.int64))
    more = np.zeros(members.len(), dtype=np.int64)
    more[own[which]] = held[which].astype(np.int64)
    return told | {"members": members, "staff": told["staff"] + more}


def _first_member(piece: Piece) -> int:
    return piece.scale.members * piece.number // piece.scale.pieces


def _numbers(piece: Piece, roster: Roster) -> tuple[Ints, Ints, Bools, dict[str, Planted]]:
    """Full and probationary members of each organisation, and of which they are known: adding up to the piece's own."""
    random = piece.random("numbers of members")
    shape = (piece.count, ORGANISATIONS)
    row = np.arange(piece.count)[:, None]
    known = np.ones(shape, dtype=bool)
    for positions in (np.array([layout.HUB]), layout.SCHOOLS, layout.INSTITUTIONS, layout.AGENCIES):
        known[:, positions] = False  # their members are of other systems
    ended = np.zeros(shape, dtype=bool)
    ended[row, roster.turned[:, layout.ENDED]] = True
    known &= ~ended
    level = roster.level
    branch = level == LEVELS.index("branch")
    few = np.minimum(_LOW[3] + np.floor(random.exponential(8 if piece.scale.sparse else 14, shape)), 46)
    full = np.where(branch, few.astype(np.int64), random.integers(_LOW[level], _HIGH[level]))
    full[:, layout.BRANCHES[0]] = 2  # two alone may form a joint branch
    full[:, layout.NOMINAL] = 0
    wrong = roster.turned[:, layout.WRONG_FORM]
    odd = np.array([[57, 63, 2, 1, 2, 0]])  # the last has nobody: a shell by its members alone
    small = np.array([0, 82, 41, 0, 0])
    held = odd + np.zeros_like(wrong)
    at = level[row, wrong]
    full[row, wrong] = np.where((at < 3) & (held > 2), small[at], held)
    full[~known] = 0
    probationary = np.where(full > 2, random.integers(0, 2 + full // 40), 0)
    targets = _targets(piece)
    large = layout.OWN[: 4 if piece.scale.sparse else 8]
    weights = random.lognormal(0, 0.6, (piece.count, large.size))
    rest = targets - full.sum(axis=1) - probationary.sum(axis=1)
    assert (rest >= 0).all()
    reached = np.floor(np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True) * rest[:, None]).astype(np.int64)
    reached[:, -1] = rest
    full[:, large] += np.diff(reached, axis=1, prepend=0)
    alive = piece.count * (ORGANISATIONS - 2)
    blank = roster.codes.filter((~known & ~ended).ravel())
    nobody = roster.codes.filter((known & (full + probationary == 0)).ravel())
    return (
        full,
        probationary,
        known,
        {
            "organisations_of_wrong_form": planted(
                roster.some(piece.organisations(wrong)), unknown=blank, population=alive
            ),
            "empty_shells": planted(nobody, unknown=blank, population=alive),
        },
    )


def _targets(piece: Piece) -> Ints:
    """Members of each sub-district, adding up to the piece's share of the whole region's."""
    first = _first_member(piece)
    last = piece.scale.members * (piece.number + 1) // piece.scale.pieces
    edges = (last - first) * np.arange(piece.count + 1) // piece.count
    return np.diff(edges)


def _ages(random: np.random.Generator, position: Ints, total: int) -> Ints:
    """Bands of age: younger in firms, older among the retired."""
    drawn = random.random(total)
    firm = (position >= layout.ENTERPRISES[0]) & (position <= layout.ENTERPRISES[-1])
    retired = (position >= layout.OTHERS[0]) & (position < layout.OTHERS[4])
    edges: npt.NDArray[np.float64] = np.where(
        firm[:, None], [0.35, 0.7, 0.93], np.where(retired[:, None], [0.0, 0.02, 0.2], [0.15, 0.4, 0.7])
    )
    told: Ints = (drawn[:, None] >= edges).sum(axis=1)
    return told


def joint_form(count: int) -> pl.Series:
    """How the organisations were formed: the first neighbourhood branch jointly, the others by themselves."""
    form = np.zeros((count, ORGANISATIONS), dtype=np.int64)
    form[:, layout.BRANCHES[0]] = 1
    return words(["single", "joint"], form)


def draw_teams(piece: Piece, ground: Ground) -> pl.DataFrame:
    """Sheet 15: a team of each community, elected in 2017."""
    random = piece.random("teams")
    count = piece.count * layout.COMMUNITIES
    elected = random.integers(5, 10, count)
    both = random.integers(1, 4, count)
    party = np.minimum(elected, both + random.integers(1, 4, count))
    residents = elected + both - party
    ages = random.multinomial(elected, [0.1, 0.3, 0.5, 0.1])
    educations = random.multinomial(elected, [0.15, 0.4, 0.2, 0.2, 0.05])
    return sheet(
        "teams",
        {
            "place": ground.codes.gather(piece.places("community", np.arange(layout.COMMUNITIES)).ravel()),
            "term": np.full(count, 2017),
            "elected": elected,
            "party": party,
            "residents": residents,
            "both": both,
            "one_shoulder": pl.Series(random.random(count) < 0.4),
            "women": random.binomial(elected, 0.3),
            "mean_age": np.round(random.normal(46, 3, count), 1),
            **{name: ages[:, place] for place, name in enumerate(AGES)},
            **{name: educations[:, place] for place, name in enumerate(EDUCATIONS)},
        },
    )
