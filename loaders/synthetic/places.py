"""Which places has the invented sub-district, from its areas down to its blocks?

Places with their households, workers, funds and space, some of them below standard on purpose; no organisation yet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.random import Generator

from loaders.synthetic import names
from loaders.synthetic.ground import Ground, Point, Ring, degrees, draw_ground, geometry, joined, point_in
from loaders.synthetic.records import Planted, Row, part_of, picked, planted, shuffled, spread

SUBDISTRICT = "CL"


@dataclass(frozen=True)
class Community:
    """A community: where it lies, and the codes of what is in it."""

    code: str
    name: str
    urban: bool
    area: str
    at: Point
    cell: Ring
    households: int
    grids: tuple[str, ...]
    compounds: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The rows of sheet 1 and of the boundaries, and what the other parts need to know of them."""

    rows: tuple[Row, ...]
    boundaries: tuple[Row, ...]
    communities: tuple[Community, ...]
    sites: Mapping[str, tuple[tuple[str, str], ...]]  # kind -> (code, community)
    weak: tuple[str, ...]
    planted: Mapping[str, Planted]

    @property
    def community_of(self) -> dict[str, str]:
        """The community that a place lies in, for every place at or below a community."""
        up = {row["code"]: row.get("parent") for row in self.rows}
        kinds = {row["code"]: row["kind"] for row in self.rows}
        told = {}
        for code in up:
            at = code
            while at is not None and kinds[at] != "community":
                at = up[at]
            if at is not None:
                told[code] = at
        return told


def draw_places(seed: int, figures: Mapping[str, Any]) -> Places:
    """The places of the sub-district, its population adding up to the published one."""
    random = part_of(seed, "places")
    told = figures["area"]
    ground = draw_ground(
        random,
        cells=len(names.VILLAGES) + len(names.URBAN),
        square_km=told["square_km"],
        east_west_km=told["east_west_km"],
        north_south_km=told["north_south_km"],
    )
    plain = _communities(random, ground, told["residents"])
    standards, weak, found = _standards(random, plain)
    rows: list[Row] = [
        {"code": SUBDISTRICT, "name": names.SUBDISTRICT, "kind": "subdistrict", "population": told["residents"]}
        | _at((told["east_west_km"] / 2, told["north_south_km"] / 2))
    ]
    for letter, name in names.AREAS.items():
        cells = [community for community, _ in plain if community.area == f"CL-{letter}"]
        middle = (sum(c.at[0] for c in cells) / len(cells), sum(c.at[1] for c in cells) / len(cells))
        rows.append({"code": f"CL-{letter}", "name": name, "kind": "area", "parent": SUBDISTRICT} | _at(middle))
    sites: dict[str, tuple[tuple[str, str], ...]] = {}
    communities = []
    for community, population in plain:
        rows.append(
            {
                "code": community.code,
                "name": f"{community.name}社区",
                "kind": "community",
                "community_type": "urban" if community.urban else "converted_village",
                "parent": community.area,
                "population": population,
            }
            | _at(community.at)
            | standards[community.code]
        )
        below = _below(random, community)
        rows.extend(below)
        communities.append(_with_codes(community, below))
    for kind, letter, called in (
        ("park", "Y", names.PARKS),
        ("building", "L", names.BUILDINGS),
        ("market", "S", names.MARKETS),
    ):
        of_kind = _sites(random, communities, kind=kind, letter=letter, called=called)
        rows.extend(of_kind)
        sites[kind] = tuple((row["code"], row["parent"]) for row in of_kind)
    areas = [
        (f"CL-{letter}", joined([c.cell for c in communities if c.area == f"CL-{letter}"])) for letter in names.AREAS
    ]
    outlines = [(SUBDISTRICT, [ground.outline]), *areas, *((c.code, [c.cell]) for c in communities)]
    boundaries = tuple({"place": code, "geometry": geometry(rings)} for code, rings in outlines)
    return Places(tuple(rows), boundaries, tuple(communities), sites, weak, found)


def _at(point: Point) -> Row:
    lon, lat = degrees(point)
    return {"lon": lon, "lat": lat}


def _communities(random: Generator, ground: Ground, residents: int) -> list[tuple[Community, int]]:
    """Urban communities in the middle and villages around them, each with its population."""
    middle = (
        sum(x for x, _ in ground.centres) / len(ground.centres),
        sum(y for _, y in ground.centres) / len(ground.centres),
    )
    order = sorted(
        range(len(ground.centres)), key=lambda i: math.dist(ground.centres[i], middle) + random.normal(0, 0.35)
    )
    urban = set(order[: len(names.URBAN)])
    called = {True: iter(names.URBAN), False: iter(names.VILLAGES)}
    weights = [random.uniform(0.8, 1.4) * (1.0 if i in urban else 0.0) for i in range(len(ground.centres))]
    towns = spread(180_000, [w for w in weights if w], least=5_000)
    villages = spread(residents - 180_000, [random.uniform(0.3, 1.5) for i in weights if not i], least=1_950)
    people = {True: iter(towns), False: iter(villages)}
    drawn, numbers = [], dict.fromkeys(names.AREAS, 0)
    for index, at in enumerate(ground.centres):
        letter = _area(at, middle)
        numbers[letter] += 1
        population = next(people[index in urban])
        households = round(population / random.uniform(2.65, 2.85))
        code = f"CL-{letter}{numbers[letter]:02d}"
        community = Community(
            code,
            next(called[index in urban]),
            index in urban,
            f"CL-{letter}",
            at,
            ground.cells[index],
            households,
            (),
            (),
            (),
        )
        drawn.append((community, population))
    return sorted(drawn, key=lambda pair: pair[0].code)


def _area(at: Point, middle: Point) -> str:
    east, south = at[0] - middle[0], at[1] - middle[1]
    if math.hypot(east / 1.9, south / 1.5) < 1:
        return "C"
    if abs(east) > abs(south) * 1.25:
        return "E" if east > 0 else "W"
    return "S" if south > 0 else "N"


def _below(random: Generator, community: Community) -> list[Row]:
    """Grids of 300 to 500 households, compounds in them, and blocks in some compounds."""
    rows: list[Row] = []
    grids = max(1, math.ceil(community.households / 470))
    in_grid = spread(community.households, [random.uniform(0.97, 1.03) for _ in range(grids)])
    compounds = min(3, grids) if community.urban else 1
    for number, households in enumerate(in_grid, start=1):
        grid = f"{community.code}G{number:02d}"
        called = f"{community.name}第{number:02d}网格"
        rows.append(
            {"code": grid, "name": called, "kind": "grid", "parent": community.code, "households": households}
            | _at(point_in(random, community.cell))
        )
        if number > compounds:
            continue
        compound = f"{community.code}X{number:02d}"
        at = point_in(random, community.cell)
        lived = int(households * random.uniform(0.6, 0.95))
        name = f"{community.name}{names.COMPOUNDS[number - 1 if community.urban else 7]}"
        rows.append({"code": compound, "name": name, "kind": "compound", "parent": grid, "households": lived} | _at(at))
        blocks = int(random.integers(10, 16)) if community.urban else int(random.integers(6, 12))
        for block, homes in enumerate(spread(lived, [1.0] * blocks), start=1):
            beside = (at[0] + random.uniform(-0.05, 0.05), at[1] + random.uniform(-0.05, 0.05))
            rows.append(
                {
                    "code": f"{compound}-{block:02d}",
                    "name": f"{name}{block}号楼",
                    "kind": "block",
                    "parent": compound,
                    "households": homes,
                }
                | _at(beside)
            )
    return rows


def _with_codes(community: Community, below: list[Row]) -> Community:
    def of(kind: str) -> tuple[str, ...]:
        return tuple(row["code"] for row in below if row["kind"] == kind)

    return Community(
        community.code,
        community.name,
        community.urban,
        community.area,
        community.at,
        community.cell,
        community.households,
        of("grid"),
        of("compound"),
        of("block"),
    )


def _sites(
    random: Generator, communities: list[Community], *, kind: str, letter: str, called: tuple[str, ...]
) -> list[Row]:
    """Buildings and markets in urban communities, parks in villages; a name that begins with a community's is there."""
    free = shuffled(random, [c for c in communities if c.urban is (kind != "park")])
    rows: list[Row] = []
    for number, name in enumerate(called, start=1):
        home = next((c for c in communities if name.startswith(c.name)), free[number])
        code = f"{home.code}{letter}{number:02d}"
        rows.append({"code": code, "name": name, "kind": kind, "parent": home.code} | _at(point_in(random, home.cell)))
    return rows


def _standards(
    random: Generator, plain: list[tuple[Community, int]]
) -> tuple[dict[str, Row], tuple[str, ...], dict[str, Planted]]:
    """Workers, assistants, funds and space of each community: enough, but where a want or a blank is planted."""
    codes = [community.code for community, _ in plain]
    weak = tuple(picked(random, [c.code for c, _ in plain if not c.urban], 4))
    others = [code for code in codes if code not in weak]
    short: dict[str, set[str]] = {}
    blank: dict[str, set[str]] = {}
    for standard, found, unknown in (
        ("staffing", 7, 3),
        ("work", 4, 2),
        ("service", 5, 2),
        ("space", 9, 3),
        ("assistants", 10, 3),
    ):
        drawn = shuffled(random, others)
        short[standard] = {*weak, *drawn[:found]}
        blank[standard] = set(drawn[found : found + unknown])
    rows: dict[str, Row] = {}
    for community, _ in plain:
        code, households = community.code, community.households
        workers = max(math.ceil(households / 400) + int(random.integers(0, 2)), 5 if community.urban else 2)
        if code in short["staffing"]:
            workers = max(1, math.ceil(households / 400) - 1 - int(random.integers(0, 2)))
        low = 0.3 * households
        space = round(low * (random.uniform(0.5, 0.9) if code in short["space"] else random.uniform(1.05, 1.9)))
        work = 50_000 if code in short["work"] else int(random.choice([70_000, 75_000, 80_000, 90_000, 100_000]))
        service = 80_000 if code in short["service"] else int(random.choice([100_000, 105_000, 120_000, 150_000]))
        rows[code] = {
            "households": households,
            "workers": None if code in blank["staffing"] else workers,
            "assistants": None
            if code in blank["assistants"]
            else (0 if code in short["assistants"] else int(random.integers(1, 3))),
            "work_funds": None if code in blank["work"] else work,
            "service_funds": None if code in blank["service"] else service,
            "service_area": None if code in blank["space"] else space,
        }
    few = short["work"] | short["service"]
    count = len(plain)
    found_all = {
        "staffing_below_standard": planted(short["staffing"], unknown=blank["staffing"], population=count),
        "funds_below_standard": planted(few, unknown=(blank["work"] | blank["service"]) - few, population=count),
        "space_below_standard": planted(short["space"], unknown=blank["space"], population=count),
        "assistants_missing": planted(short["assistants"], unknown=blank["assistants"], population=count),
    }
    return rows, weak, found_all
