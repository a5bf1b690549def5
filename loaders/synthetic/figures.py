"""What did the sub-district report of itself, and which communities are on record as weak?

Sheets 17 and 16. The published figures are told as they were published, also where they disagree with one another.

How an indicator is named: a finding's id, or a population with segments. ``members/women`` is a subset of ``members``;
``members/age=46_59`` is a listed part, and all listed parts of one dimension claim to add up to the whole;
``members/age=46_59%`` is the share (in percent) of the part in the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from loaders.synthetic import names
from loaders.synthetic.places import SUBDISTRICT, Places
from loaders.synthetic.records import AS_OF, COMPARED_WITH, Planted, Row, day_between, part_of, picked, planted

_KINDS: Final = {
    "community": "community",
    "enterprise": "enterprise",
    "park": "park",
    "building": "building",
    "social": "social",
    "subdistrict_offices": "agency",
    "urban_management_committee": "agency",
    "enterprise_service_centre": "institution",
    "education_office": "institution",
    "member_education_centre": "institution",
    "graduates_and_veterans": "floating",
    "retirees_of_enterprises_and_institutions": "retired",
    "retired_cadres": "retired",
    "security_brigade": "other",
}
_LEVELS: Final = {"committees": "committee", "general_branches": "general_branch", "branches": "branch"}
_REPORT: Final = "2017年底党建调研报告"


def draw_figures(
    figures: Mapping[str, Any], told_now: Mapping[str, Planted]
) -> tuple[tuple[Row, ...], dict[str, Planted]]:
    """Sheet 17: the published figures, and three findings as they were reported half a year later."""
    told: dict[str, float] = {}
    area = figures["area"]
    told["population"] = area["residents"]
    told["population/registered"] = area["registered_residents"]
    told["area_km2"] = area["square_km"]
    told["communities"] = area["converted_village_communities"] + area["urban_communities"]
    told["communities/type=converted_village"] = area["converted_village_communities"]
    told["communities/type=urban"] = area["urban_communities"]
    told["communities/with_organisation"] = figures["organisations"]["communities_stated_to_have_one"]
    told |= _organisations(figures["organisations"])
    told |= _members(figures["members"])
    for kind in ("converted_village", "urban"):
        told |= _teams(figures["teams"][kind], f"team_members/type={kind}")
    village = figures["teams"]["converted_village"]
    people = "secretaries_and_directors/type=converted_village"
    told[people] = village["secretaries_and_directors"]
    told[f"{people}/one_shoulder"] = village["one_shoulder"]
    told[f"{people}/one_shoulder%"] = village["percent"]["one_shoulder"]
    # Two posts a community; whoever holds both fills a second one.
    posts = "posts/type=converted_village"
    told[posts] = 2 * area["converted_village_communities"]
    told[f"{posts}/held=first"] = village["secretaries_and_directors"]
    told[f"{posts}/held=second"] = village["one_shoulder"]
    rows = [_row(indicator, COMPARED_WITH, value) for indicator, value in told.items()]
    wrong = {
        "organisations/two_new",
        "communities/with_organisation",
        "members/age=45_up",
        "team_members/type=converted_village",
        posts,
        "team_members/type=converted_village/education=university_up%",
        "team_members/type=converted_village/education=college%",
        "team_members/type=urban/age=60_up%",
        "team_members/type=urban/education=high_school%",
    }
    unsure = {
        "population/registered",
        "area_km2",
        people,
        f"{posts}/held=first",
        f"{posts}/held=second",
    }
    found = [_key(indicator, COMPARED_WITH) for indicator in sorted(wrong)]
    for finding, less in (("isolated_organisations", 0), ("overdue_elections", 0), ("secretary_vacancies", 2)):
        rows.append(_row(finding, AS_OF, len(told_now[finding].found or ()) - less))
        found += [_key(finding, AS_OF)] if less else []
    unknown = [_key(indicator, COMPARED_WITH) for indicator in unsure]
    return tuple(rows), {"figures_that_disagree": planted(found, unknown=unknown, population=len(rows))}


def _organisations(told: Mapping[str, Any]) -> dict[str, float]:
    counted: dict[str, float] = {"organisations": told["total"], "organisations/two_new": told["two_new_stated"]}
    for group, level in _LEVELS.items():
        counted[f"organisations/level={level}"] = told[group]["total"]
        for kind, number in told[group].items():
            if kind != "total":
                name = f"organisations/level={level}/domain={_KINDS[kind]}"
                counted[name] = counted.get(name, 0) + number
    return counted


def _members(told: Mapping[str, Any]) -> dict[str, float]:
    counted: dict[str, float] = {"members": told["total"], "members/women": told["women"]}
    # As printed: "45 and above", where only "45 and below" can be meant.
    for printed, age in (("45_up", "45_down"), ("46_59", "46_59"), ("60_up", "60_up")):
        counted[f"members/age={printed}"] = told[f"age_{age}"]
        counted[f"members/age={printed}%"] = told["percent"][f"age_{age}"]
    counted["members/college_up"] = told["college_up"]
    counted["members/college_up%"] = told["percent"]["college_up"]
    return counted


def _teams(told: Mapping[str, Any], whole: str) -> dict[str, float]:
    counted: dict[str, float] = {whole: told["total"]}
    if "elected" in told:
        counted[f"{whole}/source=elected"] = told["elected"]
    for name in ("party", "residents", "both", "women", "men", "mean_age"):
        if name in told:
            counted[f"{whole}/{name}"] = told[name]
    for name in ("both", "women", "men"):
        if name in told["percent"]:
            counted[f"{whole}/{name}%"] = told["percent"][name]
    for dimension in ("age", "education"):
        for part, number in told[dimension].items():
            counted[f"{whole}/{dimension}={part}"] = number
            counted[f"{whole}/{dimension}={part}%"] = told[f"{dimension}_percent"][part]
    return counted


def _key(indicator: str, as_of: dt.date) -> str:
    return f"{SUBDISTRICT}|{indicator}|{as_of.isoformat()}"


def _row(indicator: str, as_of: dt.date, value: float) -> Row:
    unit = "%" if indicator.endswith("%") else "岁" if indicator.endswith("mean_age") else None
    source = _REPORT if as_of == COMPARED_WITH else "2018年上半年工作总结"
    return {
        "place": SUBDISTRICT,
        "indicator": indicator,
        "as_of": as_of,
        "value": float(value),
        "unit": unit,
        "source": source,
    }


def draw_cases(seed: int, places: Places) -> tuple[tuple[Row, ...], dict[str, Planted]]:
    """Sheet 16: an open case of each weak community, and two of others that are closed."""
    random = part_of(seed, "cases")
    measures = ("task_force", "sit_in", "reassignment", "first_secretary", "cross_posting", "task_force")
    others = picked(random, [c.code for c in places.communities if c.code not in places.weak], 2)
    rows = []
    for index, place in enumerate([*places.weak, *others]):
        rows.append(
            {
                "code": f"ZD{index + 1:02d}",
                "place": place,
                "opened": day_between(random, dt.date(2017, 3, 1), dt.date(2017, 10, 31)),
                "category": names.CASE_CATEGORIES[index % len(names.CASE_CATEGORIES)],
                "measure": measures[index],
                "lead_post": names.CONTACT_POSTS[index],
                "closed": dt.date(2018, 3, 31) if place in others else None,
            }
        )
    return tuple(rows), {"weak_community_screen": Planted(None, None, includes=places.weak)}
