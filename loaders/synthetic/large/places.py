"""Which places has each sub-district, down to its blocks, and what of their standards is wanting?

Sheet 1 with the wants planted in it; who is based where is ``roster``'s.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from loaders.synthetic.ground import NORTH, WEST
from loaders.synthetic.large.columns import blank_unless, padded, permutations, sheet, words
from loaders.synthetic.large.layout import AREAS, COMMUNITIES, PLACE_KINDS, URBAN, Bools, Ints, Piece
from loaders.synthetic.records import Planted, planted

Floats: TypeAlias = npt.NDArray[np.float64]
FIRST_SIGNS: Final = "澄砚禾序星汀桐榆松枫荻蒲柘槐栎椿杞楸葵蓼薇芷润启知观云望映和"
SECOND_SIGNS: Final = "坡庄畈汀渡洼堰陌泊岗坞塘埠圩岭浦园里苑湾"
_STREETS: Final = [f"{a}{b}街道" for b in "岭川河桥湖江山泉溪原" for a in FIRST_SIGNS]
_COMMUNITIES: Final = [f"{a}{b}" for b in SECOND_SIGNS for a in FIRST_SIGNS]
_CITIES: Final = [f"{a}{b}市" for a, b in zip(FIRST_SIGNS, "州阳安宁州阳安宁州阳安宁州阳安宁", strict=False)]
_DISTRICTS: Final = [f"{a}城区" for a in FIRST_SIGNS]
_AREAS: Final = ["中片区", "北片区", "东片区", "南片区", "西片区"]
_SITES: Final = {
    "building": ["大厦", "中心", "国际", "商务楼", "写字楼", "金融楼", "广场", "双塔"],
    "park": ["科创园", "物流园", "食品园", "工业园"],
    "market": ["农贸市场", "商业街", "建材市场", "花卉市场"],
}
FIRST_OF_SITES: Final = {"building": 0, "park": 8, "market": 12}
"""The community of the first site of each kind; the others follow one a community."""
SIDE: Final = 0.02
"""Degrees of a sub-district's square: about two kilometres."""


@dataclass(frozen=True)
class Ground:
    """The places of a piece.

    Attributes
    ----------
    rows
        Sheet 1.
    codes
        Codes by the numbers of ``Piece.places``.
    streets, communities
        Names of the sub-districts (without their last two signs) and of the communities (without theirs).
    districts
        Codes of the districts.
    planted
        By finding.
    """

    rows: pl.DataFrame
    codes: pl.Series
    streets: pl.Series
    communities: pl.Series
    districts: pl.Series
    planted: Mapping[str, Planted]


def draw_places(piece: Piece) -> Ground:
    """The places of a piece, and those above it that no piece before it has told."""
    random = piece.random("places")
    count = piece.count
    codes = piece.place_codes()
    streets = words(_STREETS, (random.integers(0, 300, count) + np.arange(count) * 7) % 300)
    start = random.integers(0, len(_COMMUNITIES), (count, 1))
    communities = words(_COMMUNITIES, (start + 37 * np.arange(COMMUNITIES)) % len(_COMMUNITIES))
    above, districts = _above(piece)
    parents = [
        districts.gather(piece.districts),
        codes.gather(np.repeat(np.arange(count), PLACE_KINDS["area"])),
        codes.gather(piece.places("area", np.arange(COMMUNITIES) // 4).ravel()),
        codes.gather(piece.places("community", np.arange(160) // 8).ravel()),
        codes.gather(piece.places("grid", np.arange(60) // 3 * 8 + np.arange(60) % 3).ravel()),
        codes.gather(piece.places("compound", np.arange(240) // 4).ravel()),
        codes.gather(piece.places("community", np.arange(8)).ravel()),
        codes.gather(piece.places("community", np.arange(8, 12)).ravel()),
        codes.gather(piece.places("community", np.arange(12, 16)).ravel()),
    ]
    kinds = np.repeat(np.arange(len(PLACE_KINDS)), [count * number for number in PLACE_KINDS.values()])
    households = np.round(np.exp(random.normal(7.9, 0.35, (count, COMMUNITIES)))).astype(np.int64).clip(1200, 9000)
    standards, found = _standards(piece, households, codes)
    lived = {
        "community": households.ravel(),
        "grid": np.repeat(households.ravel(), 8) // 8,
        "compound": np.repeat(households.ravel(), 3) // 12,
        "block": np.repeat(households.ravel(), 12) // 60,
    }
    nothing = pl.Series([None], dtype=pl.Int64)
    homes = pl.concat(
        pl.Series(lived[kind]) if kind in lived else pl.concat([nothing] * (count * number))
        for kind, number in PLACE_KINDS.items()
    )
    lon, lat = _coordinates(piece)
    columns: dict[str, pl.Series | Floats] = {
        "code": codes,
        "name": _names(piece, streets, communities),
        "kind": words(list(PLACE_KINDS), kinds),
        "parent": pl.concat(parents),
        "households": homes,
        "lon": lon,
        "lat": lat,
    }
    rows = sheet("places", columns).drop(standards.columns[1:]).join(standards, on="code", how="left")
    whole = pl.concat([above, rows.select(above.columns)])
    bare = communities.str.slice(0, 2)
    return Ground(whole, codes, streets.str.slice(0, 2), bare, districts, found)


def _above(piece: Piece) -> tuple[pl.DataFrame, pl.Series]:
    """Rows of the province, the city and the districts, as far as the region has them; codes of the districts."""
    districts = padded(piece.district_codes, 6) + "000000"
    names = words(_DISTRICTS, (np.arange(piece.scale.districts) + piece.number) % len(_DISTRICTS))
    top, city = piece.scale.pieces > 1, piece.scale.districts > 1
    city_code = f"{9900 + piece.number + 1}00000000"
    rows: list[tuple[str, str, str, str | None]] = []
    if top and piece.number == 0:
        rows.append(("990000000000", "澄江省", "province", None))
    if city:
        rows.append((city_code, _CITIES[piece.number], "city", "990000000000" if top else None))
    parent = city_code if city else None
    rows += [(code, name, "district", parent) for code, name in zip(districts, names, strict=True)]
    columns = {
        name: pl.Series(values)
        for name, values in zip(("code", "name", "kind", "parent"), zip(*rows, strict=True), strict=True)
    }
    return sheet("places", columns), districts


def _names(piece: Piece, streets: pl.Series, communities: pl.Series) -> pl.Series:
    count = piece.count
    at = {kind: np.arange(count * number) for kind, number in PLACE_KINDS.items()}

    def of(kind: str, community: Ints) -> pl.Series:
        return communities.gather(at[kind] // PLACE_KINDS[kind] * COMMUNITIES + community)

    compound = of("compound", at["compound"] % 60 // 3) + words(["东苑", "西苑", "家园"], at["compound"] % 3)
    return pl.concat(
        [
            streets,
            words(_AREAS, at["area"] % 5),
            communities + "社区",
            of("grid", at["grid"] % 160 // 8) + "第" + padded(at["grid"] % 8 + 1, 1) + "网格",
            compound,
            compound.gather(at["block"] // 4) + padded(at["block"] % 4 + 1, 1) + "号楼",
            *(
                of(kind, at[kind] % len(told) + FIRST_OF_SITES[kind]) + words(told, at[kind] % len(told))
                for kind, told in _SITES.items()
            ),
        ]
    )


def _coordinates(piece: Piece) -> tuple[Floats, Floats]:
    """Points of the open sea: sub-districts are squares of a board, what is theirs lies in its field of the square."""
    random = piece.random("coordinates")
    columns = math.ceil(math.sqrt(piece.scale.whole))
    square = piece.first + np.arange(piece.count)[:, None]
    east, south = [], []
    for kind, number in PLACE_KINDS.items():
        west, north, wide, high = _field(kind, np.arange(number))
        shape = (piece.count, number)
        east.append((square % columns + west + wide * random.uniform(0.1, 0.9, shape)).ravel())
        south.append((square // columns + north + high * random.uniform(0.1, 0.9, shape)).ravel())
    lon = WEST + SIDE * np.concatenate(east)
    lat = NORTH - SIDE * np.concatenate(south)
    return np.round(lon, 6), np.round(lat, 6)


def _field(kind: str, at: Ints) -> tuple[Floats, Floats, float, float]:
    """West and north ends, width and height of the fields that places lie in, as shares of a sub-district's square.

    An area's is the column of its four communities, one below the other; that of what a community has, the community's.
    """
    nowhere = np.zeros(at.size)
    if kind == "subdistrict":
        return nowhere, nowhere, 1.0, 1.0
    if kind == "area":
        return at / AREAS, nowhere, 1 / AREAS, 1.0
    community = at + FIRST_OF_SITES[kind] if kind in FIRST_OF_SITES else at // (PLACE_KINDS[kind] // COMMUNITIES)
    deep = COMMUNITIES // AREAS
    return community // deep / AREAS, community % deep / deep, 1 / AREAS, 1 / deep


def _standards(piece: Piece, households: Ints, codes: pl.Series) -> tuple[pl.DataFrame, dict[str, Planted]]:
    """Workers, assistants, funds and space of the communities: enough, but where a want or a blank is planted."""
    random = piece.random("standards")
    shape = households.shape
    communities = piece.places("community", np.arange(COMMUNITIES))
    rank = {name: permutations(random, piece.count, COMMUNITIES) for name in ("staff", "funds", "space", "assistants")}
    urban = np.arange(COMMUNITIES) < URBAN
    workers = -(-households // 400) + random.integers(0, 2, shape)
    workers = np.where(urban, workers.clip(5), workers)
    workers = np.where(rank["staff"] < 2, (households - 1) // 400 - 1, workers)
    work = random.choice(np.array([70_000, 75_000, 80_000, 90_000]), shape)
    service = random.choice(np.array([100_000, 105_000, 120_000]), shape)
    work = np.where(rank["funds"] == 0, 50_000, work)
    service = np.where(rank["funds"] == 1, 80_000, service)
    space = np.round(0.3 * households * random.uniform(1.05, 1.9, shape)) + 1
    space = np.where(rank["space"] < 2, np.floor(0.2 * households), space)
    assistants = np.where(rank["assistants"] < 2, 0, random.integers(1, 3, shape))
    rows = pl.DataFrame(
        {
            "code": codes.gather(communities.ravel()),
            "community_type": words(["converted_village", "urban"], np.broadcast_to(urban, shape).astype(np.int64)),
            "population": (households * 2.7).astype(np.int64).ravel(),
            "workers": blank_unless(rank["staff"] != 2, workers),
            "assistants": blank_unless(rank["assistants"] != 2, assistants),
            "work_funds": blank_unless(rank["funds"] != 2, work.astype(np.float64)),
            "service_funds": service.astype(np.float64).ravel(),
            "service_area": blank_unless(rank["space"] != 2, space),
        }
    )

    def told(short: Bools, blank: Bools) -> Planted:
        found, unknown = (codes.gather(communities[mask]) for mask in (short, blank))
        return planted(found, unknown=unknown, population=communities.size)

    return rows, {
        "staffing_below_standard": told(rank["staff"] < 2, rank["staff"] == 2),
        "funds_below_standard": told(rank["funds"] < 2, rank["funds"] == 2),
        "space_below_standard": told(rank["space"] < 2, rank["space"] == 2),
        "assistants_missing": told(rank["assistants"] < 2, rank["assistants"] == 2),
    }
