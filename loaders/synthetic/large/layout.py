"""How many of what has a large region, who stands where in it, and what are they called by?

Every sub-district has the same positions; what is drawn is who takes them. Nothing random here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from numpy.random import Generator

from graph_model.errors import UnknownName
from loaders.synthetic.large.columns import numbered, padded
from loaders.synthetic.records import part_of

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

AREAS: Final = 5
COMMUNITIES: Final = 20
WITH_OWN: Final = np.array([c for c in range(COMMUNITIES) if c not in (3, 7, 18, 19)])
"""Communities with an organisation of their own; the other four have none."""
FEW: Final = np.array([18, 19])
"""Communities with nobody else around: no unit and no guest."""
URBAN: Final = 8
"""The first so many communities are urban."""

PLACE_KINDS: Final = {
    "subdistrict": 1,
    "area": AREAS,
    "community": COMMUNITIES,
    "grid": 8 * COMMUNITIES,
    "compound": 3 * COMMUNITIES,
    "block": 12 * COMMUNITIES,
    "building": 8,
    "park": 4,
    "market": 4,
}
"""Places of a sub-district by kind; sites lie in the communities 0-7, 8-11 and 12-15."""
PLACES: Final = sum(PLACE_KINDS.values())

ORGANISATIONS: Final = 200
HUB: Final = 0
OWN: Final = np.arange(1, 17)
BRANCHES: Final = np.arange(17, 47)
GROUPS: Final = np.arange(47, 57)
ENTERPRISES: Final = np.arange(57, 137)
SOCIAL: Final = np.arange(137, 149)
SCHOOLS: Final = np.arange(149, 164)
INSTITUTIONS: Final = np.arange(164, 179)
AGENCIES: Final = np.arange(179, 191)
OTHERS: Final = np.arange(191, 200)
NOMINAL: Final = GROUPS[8:]
"""Groups in name alone."""

# The enterprises' organisations, in an order that begins elsewhere in every sub-district.
ALONE: Final = slice(0, 3)  # no tie in any layer, but it meets by itself
SILENT: Final = slice(3, 6)  # no tie and no meeting either
PAPER: Final = slice(6, 9)  # a seat, and nothing done for a year
PIECE_A: Final = slice(9, 12)  # three with an agreement of their own
PIECE_B: Final = slice(12, 14)  # two joined by a claim alone
BY_HUB: Final = slice(14, 16)  # two that only the working committee's round table joins to the rest
ENDED: Final = slice(16, 18)
TWIN: Final = 18  # entered twice, in other signs: the same as the next
JOINED: Final = slice(18, 80)
WRONG_FORM: Final = slice(20, 26)

UNITS: Final = 600
COMMITTEES: Final = 40
AGREEMENTS: Final = 500
LISTINGS: Final = 200


@dataclass(frozen=True)
class Scale:
    """How large a region is.

    Attributes
    ----------
    name
        ``district``, ``city`` or ``province``.
    pieces, districts, subdistricts
        Cities, and of each city (of the district itself) the districts and sub-districts.
    members, attendances
        Rows of sheets 14 and 13 in all; the other sheets follow from the sub-districts.
    monthly
        Whether communities' committees meet every month, else every quarter.
    activities
        Activities under a living agreement, on average, beside the one it always has.
    sparse
        Whether organisations are small: fewer committees, more branches.
    """

    name: str
    pieces: int
    districts: int
    subdistricts: int
    members: int
    attendances: int
    monthly: bool = True
    activities: float = 1.6
    sparse: bool = False

    @property
    def whole(self) -> int:
        """Sub-districts in all."""
        return self.pieces * self.subdistricts


SCALES: Final = {
    scale.name: scale
    for scale in (
        Scale("district", 1, 1, 10, 100_000, 200_000),
        Scale("city", 1, 10, 100, 1_000_000, 2_000_000),
        Scale("province", 14, 10, 125, 6_000_000, 12_000_000, monthly=False, activities=0.4, sparse=True),
    )
}


def scale_named(name: str) -> Scale:
    """The scale of that name; ``UnknownName`` with the nearest ones."""
    if name not in SCALES:
        raise UnknownName("scale", name, known=list(SCALES))
    return SCALES[name]


@dataclass(frozen=True)
class Piece:
    """A district or a city of a region: what is drawn, and held in memory, at a time."""

    scale: Scale
    seed: int
    number: int

    @property
    def count(self) -> int:
        """Its sub-districts."""
        return self.scale.subdistricts

    @property
    def first(self) -> int:
        """The number of its first sub-district in the whole region."""
        return self.number * self.count

    def random(self, part: str) -> Generator:
        """The random numbers of one part of this piece."""
        return part_of(self.seed, f"{self.scale.name} {self.number} {part}")

    def share(self, total: int) -> int:
        """What this piece has of a number that the whole region has."""
        whole = self.scale.pieces
        return total * (self.number + 1) // whole - total * self.number // whole

    def every(self, positions: Ints | int) -> Ints:
        """Positions of each sub-district: ``(sub-districts, positions)``, without the sub-district's own start."""
        return np.broadcast_to(np.atleast_1d(positions), (self.count, np.size(positions))).astype(np.int64)

    def organisations(self, positions: Ints | int) -> Ints:
        """Numbers of the organisations at these positions, one row a sub-district (or as ``positions`` has them)."""
        held = np.asarray(positions, dtype=np.int64)
        rows = held if held.ndim == 2 else self.every(held)
        return rows + ORGANISATIONS * np.arange(self.count)[:, None]

    def places(self, kind: str, within: Ints | int) -> Ints:
        """Numbers of places of a kind, by their position among those of that kind in their sub-district."""
        before = sum(list(PLACE_KINDS.values())[: list(PLACE_KINDS).index(kind)])
        held = np.asarray(within, dtype=np.int64)
        rows = held if held.ndim == 2 else self.every(held)
        return self.count * before + PLACE_KINDS[kind] * np.arange(self.count)[:, None] + rows

    @property
    def districts(self) -> Ints:
        """For each of its sub-districts the district it lies in, from 0."""
        return np.arange(self.count) * self.scale.districts // self.count

    @property
    def district_codes(self) -> Ints:
        """Six digits for each of its districts, of a province that does not exist."""
        return 990_000 + 100 * (self.number + 1) + 1 + np.arange(self.scale.districts)

    @property
    def street_codes(self) -> Ints:
        """Nine digits for each of its sub-districts."""
        within = np.arange(self.count) - np.searchsorted(self.districts, self.districts)
        return self.district_codes[self.districts] * 1000 + 1 + within

    def place_codes(self) -> pl.Series:
        """The codes of all places from the sub-districts down, in the order of their numbers."""
        streets = padded(self.street_codes, 9)
        at = {kind: np.arange(self.count * count) for kind, count in PLACE_KINDS.items()}

        def street_of(kind: str) -> pl.Series:
            return streets.gather(at[kind] // PLACE_KINDS[kind])

        def within(kind: str) -> Ints:
            return at[kind] % PLACE_KINDS[kind]

        communities = street_of("community") + padded(within("community") + 1, 3)

        def in_community(kind: str, community: Ints, sign: str, number: Ints) -> pl.Series:
            street = at[kind] // PLACE_KINDS[kind]
            return communities.gather(street * COMMUNITIES + community) + numbered(sign, number, 1)

        compounds = in_community("compound", within("compound") // 3, "X", within("compound") % 3 + 1)
        return pl.concat(
            [
                streets + "000",
                street_of("area") + numbered("P", within("area") + 1, 1),
                communities,
                in_community("grid", within("grid") // 8, "G", within("grid") % 8 + 1),
                compounds,
                compounds.gather(at["block"] // 4) + numbered("-", at["block"] % 4 + 1, 1),
                in_community("building", within("building"), "L", np.ones_like(at["building"])),
                in_community("park", within("park") + 8, "Y", np.ones_like(at["park"])),
                in_community("market", within("market") + 12, "S", np.ones_like(at["market"])),
            ]
        )

    def organisation_codes(self) -> pl.Series:
        """The codes of its organisations, in the order of their numbers."""
        return organisation_codes(ORGANISATIONS * self.first + np.arange(ORGANISATIONS * self.count))


def organisation_codes(numbers: Ints) -> pl.Series:
    """Codes of organisations by their numbers in the whole region."""
    return numbered("D", numbers, 7)
