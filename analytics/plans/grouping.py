"""Which kinds of units join into groups, so that most are in one and the groups are close together?

The groups that are possible and the best choice among them. Where there are too many to list is ``large_grouping``;
units are the plan's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.plans.solving import solved

Floats = npt.NDArray[np.float64]
Group = tuple[tuple[int, int], ...]
"""Kind and how many of it, by kind."""


@dataclass(frozen=True)
class Kinds:
    """Units that may stand for each other: at one point, with as many members.

    Attributes
    ----------
    count, members
        How many units of a kind, and the members of each; shape (kinds,).
    metres
        Between kinds; 0 at the same point; shape (kinds, kinds).
    enough, most_units, reach
        Members a group needs, units it may have, and the longest distance in it, in metres.
    """

    count: npt.NDArray[np.int64]
    members: npt.NDArray[np.int64]
    metres: Floats
    enough: int
    most_units: int
    reach: float


@dataclass(frozen=True)
class Grouping:
    """Groups chosen: how many units they hold, their metres, and the bounds of both.

    ``metres_bound`` holds for whatever covers at least as many units.
    """

    groups: tuple[Group, ...]
    units: int
    metres: float
    units_bound: int
    metres_bound: float

    @property
    def proven(self) -> bool:
        """Whether no grouping covers more units, nor as many with fewer metres."""
        return self.units >= self.units_bound and self.metres <= self.metres_bound + 1e-6


def compactness(kinds: Kinds, group: Group) -> tuple[float, int]:
    """Sum of the distances of a group's units to its middle unit, the one with the least such sum, and its kind."""
    some, many = [kind for kind, _ in group], np.array([count for _, count in group], dtype=np.float64)
    sums = kinds.metres[np.ix_(some, some)] @ many
    at = int(sums.argmin())
    return float(sums[at]), some[at]


def possible_groups(kinds: Kinds, *, most: int) -> list[Group] | None:
    """Every group of at least two units that is allowed; None where there are more than ``most``."""
    found: list[Group] = []
    near = kinds.metres <= kinds.reach
    size = len(kinds.count)

    def grown(group: Group, at: int, units: int, members: int, open_to: npt.NDArray[np.bool_]) -> bool:
        if units >= 2 and members >= kinds.enough:
            found.append(group)
            if len(found) > most:
                return False
        for kind in (np.flatnonzero(open_to[at:]) + at).tolist():
            for count in range(1, min(int(kinds.count[kind]), kinds.most_units - units) + 1):
                wider = (*group, (kind, count))
                more = int(kinds.members[kind]) * count
                if not grown(wider, kind + 1, units + count, members + more, open_to & near[kind]):
                    return False
        return True

    return found if grown((), 0, 0, 0, np.ones(size, dtype=np.bool_)) else None


def best_groups(kinds: Kinds, groups: list[Group], *, seconds: float) -> Grouping:
    """Most units in groups first, then the least metres; two integer programs over the possible groups.

    ``max Σ_g |g| x_g,  Σ_g n_kg x_g <= n_k,  x whole``; then ``min Σ_g d_g x_g`` with the units of the first.
    """
    if not groups:
        return Grouping((), 0, 0.0, 0, 0.0)
    entries = [(kind, at, count) for at, group in enumerate(groups) for kind, count in group]
    row, column, data = (np.array(part) for part in zip(*entries, strict=True))
    held = sparse.csc_array((data.astype(np.float64), (row, column)), shape=(len(kinds.count), len(groups)))
    sizes: Floats = np.asarray(held.sum(axis=0)).ravel()
    apart = np.array([compactness(kinds, group)[0] for group in groups])
    top, whole = np.full(len(groups), float(kinds.count.sum())), np.ones(len(groups), dtype=np.bool_)
    free, room = np.full(len(kinds.count), -np.inf), kinds.count.astype(np.float64)
    first = solved(
        sizes, held, least=free, most=room, upper=top, whole=whole, seconds=seconds, start=np.zeros(len(groups))
    )
    begun = np.zeros(len(groups)) if first.values is None else first.values
    units = float(np.rint(sizes @ begun))
    second = solved(
        -apart, sparse.csc_array(sparse.vstack([held, sparse.csr_array(sizes[None, :])])),
        least=np.append(free, units), most=np.append(room, np.inf), upper=top, whole=whole, seconds=seconds,
        start=begun,
    )  # fmt: skip
    chosen = begun if second.values is None else second.values
    told = tuple(group for group, times in zip(groups, chosen.tolist(), strict=True) for _ in range(round(times)))
    metres = float(apart @ chosen)
    # Out of time before anything is proved: every unit, and no metre, are bounds all the same.
    units_bound = int(np.floor(min(first.bound, float(kinds.count.sum())) + 1e-6))
    return Grouping(told, round(units), metres, units_bound, min(metres, max(0.0, -second.bound)))
