"""Who are the members, and who was elected, in numbers that add up to the published ones?

Sheets 14 and 15 and the numbers of sheet 2. Numbers alone are given: a member here is a running number and some bands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from loaders.synthetic.organisations import NOMINAL, Organisation, Roster
from loaders.synthetic.places import Places
from loaders.synthetic.records import Planted, Row, part_of, picked, planted, shuffled, spread
from loaders.synthetic.units import Units

_YOUNG: Final = 1240  # of the 3,150 up to 45, those up to 35: not published
_UNIVERSITY: Final = 1057  # of the 2,677 with college or more, those with university: not published
_TERM: Final = 2017


def draw_members(
    seed: int, figures: Mapping[str, Any], places: Places, roster: Roster, units: Units
) -> tuple[tuple[Row, ...], dict[str, Row], dict[str, Planted]]:
    """Sheet 14, the numbers of each organisation for sheet 2, and what was planted.

    Resident units' organisations belong to other systems: their members are not of the sub-district, so that their
    numbers are blank here and the sum over sheet 2 is the published total.
    """
    random = part_of(seed, "members")
    told = figures["members"]
    full, probationary, found = _numbers(random, told["total"], roster)
    homes = [one for one in roster.all if one.code in full for _ in range(full[one.code] + probationary[one.code])]
    passed = [
        done
        for one in roster.all
        if one.code in full
        for done in [True] * full[one.code] + [False] * probationary[one.code]
    ]
    count = len(homes)
    old = np.array(
        [{"retired": 2.5, "enterprise": -0.7, "park": -0.7, "agency": -0.5}.get(one.domain, 0.2) for one in homes]
    )
    ages = _ranked(
        old + random.normal(0, 1, count) + np.where(passed, 0.0, -2.0),
        {
            "35_down": _YOUNG,
            "36_45": told["age_45_down"] - _YOUNG,
            "46_59": told["age_46_59"],
            "60_up": told["age_60_up"],
        },
    )
    steps = {"35_down": 0, "36_45": 1, "46_59": 2, "60_up": 3}
    rest = count - told["college_up"]
    schooling = _ranked(
        np.array([steps[age] for age in ages]) * 0.5 + random.normal(0, 1, count),
        {
            "university_up": _UNIVERSITY,
            "college": told["college_up"] - _UNIVERSITY,
            "secondary": 1100,
            "high_school": 1700,
            "junior_down": rest - 2800,
        },
    )
    women = set(random.choice(count, size=told["women"], replace=False).tolist())
    away = {
        row["code"]: row["members_elsewhere"]
        for row in units.rows
        if row["members_elsewhere"] and row["code"] not in units.own.values()
    }
    posts = iter([code for code, number in away.items() for _ in range(number)])
    grids = {c.code: c.grids for c in places.communities}
    community_of = places.community_of
    everywhere = [code for c in places.communities for code in c.grids]
    rows: list[Row] = []
    for index, one in enumerate(homes):
        unit = units.own.get(one.code)
        if one.domain == "community" and steps[ages[index]] < 3 and random.random() < 0.08:
            unit = next(posts, None)
        near = grids[one.home] if one.home is not None and one.domain in ("community", "neighbourhood") else everywhere
        lives = near[int(random.integers(0, len(near)))]
        reported = None
        if one.domain in ("agency", "institution", "enterprise") and random.random() < 0.2:
            home = community_of[lives]
            reported = roster.of_community[home].code if home in roster.of_community else None
        born = {"35_down": 1988, "36_45": 1977, "46_59": 1965, "60_up": 1950}[ages[index]]
        joined = born + int(random.integers(20, 29))
        rows.append(
            {
                "code": f"DY{index + 1:05d}",
                "organisation": one.code,
                "work_unit": unit,
                "residence": None if random.random() < 0.05 else lives,
                "reported_to": reported,
                "age_band": ages[index],
                "gender": "female" if index in women else "male",
                "education": schooling[index],
                "full": passed[index],
                "joined_year": min(joined, 2016) if passed[index] else 2017,
            }
        )
    return tuple(rows), _counted(rows, full), found


def _numbers(
    random: Generator, total: int, roster: Roster
) -> tuple[dict[str, int], dict[str, int], dict[str, Planted]]:
    """Full and probationary members of each organisation of the sub-district: of the right form but where planted."""
    ours = [one for one in roster.all if one.kind != "resident" and one.level != "working_committee"]
    joined = [one for one in ours if one.part == "joined"]

    def some(level: str, kind: str, count: int) -> list[Organisation]:
        return picked(random, [one for one in joined if one.level == level and one.kind == kind], count)

    general, branches = shuffled(random, some("general_branch", "own", 4)), shuffled(random, some("branch", "own", 5))
    small = next(one for one in ours if one.level == "committee" and one.domain == "enterprise")
    wrong = {
        small.code: 82,
        general[0].code: 38,
        general[1].code: 44,
        general[2].code: 104,
        general[3].code: 118,
        branches[0].code: 57,
        branches[1].code: 63,
        branches[2].code: 2,
        branches[3].code: 1,
        branches[4].code: 0,  # meets, but has nobody: a shell by its members alone
    }
    low = {"committee": 110, "general_branch": 52, "branch": 7, "group": 4}
    high = {"committee": 190, "general_branch": 96, "branch": 46, "group": 10}
    full: dict[str, int] = {}
    for one in ours:
        drawn = int(random.integers(low[one.level], high[one.level]))
        if one.part == NOMINAL:
            drawn = 0
        elif one.form == "joint":
            drawn = 2
        full[one.code] = wrong.get(one.code, drawn)
    probationary = {
        code: int(random.integers(0, 2 + number // 40)) if number > 2 else 0 for code, number in full.items()
    }
    # The committees of the communities are large: they hold whoever is left.
    large = [one.code for one in ours if one.level == "committee" and one.domain == "community"]
    rest = total - sum(full.values()) - sum(probationary.values()) + sum(full[code] for code in large)
    full |= dict(zip(large, spread(rest, [random.uniform(0.8, 1.2) for _ in large]), strict=True))
    blank = [one.code for one in roster.alive if one.code not in full]
    zero = [code for code, number in full.items() if number == 0]
    return (
        full,
        probationary,
        {
            "organisations_of_wrong_form": planted(wrong, unknown=blank, population=len(roster.alive)),
            "empty_shells": planted(zero, unknown=blank, population=len(roster.alive)),
        },
    )


def _ranked(scores: Any, parts: Mapping[str, int]) -> list[str]:
    """Words dealt out from the lowest score to the highest, each exactly as often as asked."""
    words = [word for word, number in parts.items() for _ in range(number)]
    dealt = [""] * len(words)
    for place, index in enumerate(np.argsort(scores, kind="stable").tolist()):
        dealt[index] = words[place]
    return dealt


def _counted(rows: Sequence[Row], full: Mapping[str, int]) -> dict[str, Row]:
    names = ("full_members", "probationary_members", "women", "age_45_down", "age_46_59", "age_60_up", "college_up")
    told: dict[str, Row] = {code: dict.fromkeys(names, 0) for code in full}
    for row in rows:
        counts = told[row["organisation"]]
        age = "age_45_down" if row["age_band"] in ("35_down", "36_45") else f"age_{row['age_band']}"
        for name, holds in (
            ("full_members" if row["full"] else "probationary_members", True),
            ("women", row["gender"] == "female"),
            (age, True),
            ("college_up", row["education"] in ("university_up", "college")),
        ):
            counts[name] += holds
    return told


def draw_teams(seed: int, figures: Mapping[str, Any], places: Places) -> tuple[Row, ...]:
    """Sheet 15: one team a community, adding up to the two published tables of elections."""
    random = part_of(seed, "teams")
    villages = [c.code for c in places.communities if not c.urban]
    towns = [c.code for c in places.communities if c.urban]
    told = figures["teams"]
    village, town = told["converted_village"], told["urban"]
    both = spread(village["both"], [random.uniform(0.6, 1.4) for _ in villages], least=1)
    total = spread(village["total"], [random.uniform(0.9, 1.1) for _ in villages], least=5)
    party = [
        min(number, max(twice, share))
        for number, twice, share in zip(total, both, spread(village["party"], [float(n) for n in total]), strict=True)
    ]
    rows = _teams(random, villages, village, total, party, both)
    # Three members stand in two teams without having been elected this time.
    for index, missing in zip(sorted(random.choice(len(rows), 2, replace=False).tolist()), (1, 2), strict=True):
        rows[index] = rows[index] | {"elected": rows[index]["elected"] - missing}
    shouldered = set(picked(random, villages, village["one_shoulder"]))
    rows = [row | {"one_shoulder": row["place"] in shouldered} for row in rows]
    pairs = shuffled(random, [(2, 1)] * 6 + [(1, 1)] * 6 + [(1, 0)] * 6)
    rows += _teams(random, towns, town, [2] * len(towns), [p for p, _ in pairs], [b for _, b in pairs])
    return tuple(rows)


def _teams(
    random: Generator,
    codes: Sequence[str],
    told: Mapping[str, Any],
    total: Sequence[int],
    party: Sequence[int],
    both: Sequence[int],
) -> list[Row]:
    seats = [index for index, number in enumerate(total) for _ in range(number)]
    women = told["women"] if "women" in told else told["total"] - told["men"]
    counts: dict[str, list[int]] = {}
    for parts in ({"women": women}, told["age"], told["education"]):
        order = iter(shuffled(random, seats))
        for name, number in parts.items():
            held = [next(order) for _ in range(number)]
            counts[name] = [held.count(index) for index in range(len(codes))]
    # Whole tenths of a year, set so that the mean over all members is the published one to its last digit.
    years = [round(told["mean_age"] + random.normal(0, 2.0), 1) for _ in codes]
    off = told["mean_age"] - sum(y * n for y, n in zip(years, total, strict=True)) / sum(total)
    years = [round(year + off, 1) for year in years]
    return [
        {
            "place": code,
            "term": _TERM,
            "elected": total[i],
            "party": party[i],
            "residents": total[i] + both[i] - party[i],
            "both": both[i],
            "mean_age": years[i],
        }
        | {name: held[i] for name, held in counts.items()}
        for i, code in enumerate(codes)
    ]
