"""Does the sub-district add up to every figure that was published, and to nothing by chance?

The expected numbers are those of the published report, written out here again.
"""

from __future__ import annotations

import json

import polars as pl
import pytest

from graph_model.schema import TABLES
from loaders.synthetic import subdistrict
from loaders.synthetic.ground import area, draw_ground, inside, joined, point_in
from loaders.synthetic.records import part_of, spread


def counted(frame, *columns):
    return {tuple(row[:-1]): row[-1] for row in frame.group_by(columns).len().iter_rows()}


def published_ones(region):
    return region.tables["organisations"].filter(pl.col("superior") == "DZ000")


def test_every_table_keeps_the_contract(region):
    assert list(region.tables) == [name for name in TABLES if name != "boundaries"]
    for name, frame in region.tables.items():
        TABLES[name].schema.validate(frame)
    TABLES["boundaries"].schema.validate(region.boundaries)


def test_every_reference_points_at_a_row(region):
    codes = {name: set(frame["code"].to_list()) for name, frame in region.tables.items() if "code" in frame.columns}
    for name, frame in [*region.tables.items(), ("boundaries", region.boundaries)]:
        for column in TABLES[name].references:
            assert set(frame[column.name].drop_nulls().to_list()) <= codes[column.references], (name, column.name)


def test_76_organisations_of_the_published_kinds_are_under_the_working_committee(region):
    assert counted(published_ones(region), "level", "domain") == {
        ("committee", "community"): 8,
        ("committee", "enterprise"): 4,
        ("general_branch", "community"): 18,
        ("general_branch", "enterprise"): 3,
        ("general_branch", "park"): 3,
        ("general_branch", "building"): 1,
        ("general_branch", "agency"): 2,
        ("general_branch", "institution"): 2,
        ("general_branch", "floating"): 1,
        ("general_branch", "retired"): 1,
        ("branch", "community"): 9,
        ("branch", "enterprise"): 20,
        ("branch", "social"): 1,
        ("branch", "retired"): 1,
        ("branch", "other"): 1,
        ("branch", "institution"): 1,
    }
    assert published_ones(region)["two_new"].sum() == 32


def test_the_extension_is_marked_by_its_codes(region):
    organisations = region.tables["organisations"]
    assert counted(organisations, pl.col("code").str.slice(0, 2).alias("mark"), "level") == {
        ("DZ", "working_committee"): 1,
        ("DZ", "committee"): 12,
        ("DZ", "general_branch"): 31,
        ("DZ", "branch"): 33,
        ("WG", "branch"): 18,
        ("WG", "group"): 12,
        ("ZQ", "committee"): 1,
        ("ZQ", "general_branch"): 4,
        ("ZQ", "branch"): 41,
    }
    assert organisations.filter(pl.col("code").str.starts_with("ZQ"))["superior"].null_count() == 46


def test_members_match_every_published_band(region):
    members = region.tables["members"]
    age = counted(members, "age_band")
    education = counted(members, "education")
    assert len(members) == 6677
    assert counted(members, "gender")[("female",)] == 1722
    assert age[("35_down",)] + age[("36_45",)] == 3150
    assert (age[("46_59",)], age[("60_up",)]) == (1923, 1604)
    assert education[("university_up",)] + education[("college",)] == 2677


def test_numbers_of_the_organisations_add_up_to_the_published_ones(region):
    told = region.tables["organisations"]
    assert (told["full_members"] + told["probationary_members"]).sum() == 6677
    assert told.select("women", "age_45_down", "age_46_59", "age_60_up", "college_up").sum().row(0) == (
        1722,
        3150,
        1923,
        1604,
        2677,
    )


def test_numbers_of_an_organisation_are_those_of_its_own_members(region):
    rows = (
        region.tables["members"]
        .group_by("organisation")
        .agg(
            pl.col("full").sum().cast(pl.Int64),
            pl.col("full").not_().sum().cast(pl.Int64).alias("probationary"),
            (pl.col("gender") == "female").sum().cast(pl.Int64).alias("women"),
            pl.col("education").is_in(["university_up", "college"]).sum().cast(pl.Int64).alias("college_up"),
        )
    )
    told = region.tables["organisations"].select(
        pl.col("code").alias("organisation"),
        pl.col("full_members").alias("full"),
        pl.col("probationary_members").alias("probationary"),
        "women",
        "college_up",
    )
    assert rows.sort("organisation").equals(
        told.filter(pl.col("full") + pl.col("probationary") > 0).sort("organisation")
    )


def test_teams_match_the_published_elections(region):
    teams = region.tables["teams"].join(region.tables["places"], left_on="place", right_on="code")
    names = ["elected", "party", "residents", "both", "women", "35_down", "36_45", "46_59", "60_up"]
    names += ["university_up", "college", "secondary", "high_school", "junior_down"]
    village = teams.filter(community_type="converted_village")
    town = teams.filter(community_type="urban")
    assert village.select(names).sum().row(0) == (222, 160, 121, 56, 55, 9, 72, 128, 16, 26, 89, 43, 52, 14)
    assert town.select(names).sum().row(0) == (36, 24, 24, 12, 27, 5, 11, 19, 1, 5, 10, 6, 15, 0)
    assert (len(village), len(town), village["one_shoulder"].sum()) == (35, 18, 18)
    assert town["one_shoulder"].null_count() == 18  # nothing was published: unknown, not no
    for told, years in ((village, 47.9), (town, 45.5)):
        size = told["party"] + told["residents"] - told["both"]
        assert round((told["mean_age"] * size).sum() / size.sum(), 1) == years
    assert teams.filter((pl.col("both") > pl.col("party")) | (pl.col("both") > pl.col("residents"))).is_empty()


def test_places_have_the_published_number_people_and_ground(region):
    places = region.tables["places"]
    communities = places.filter(kind="community")
    assert counted(communities, "community_type") == {("converted_village",): 35, ("urban",): 18}
    assert communities["population"].sum() == 300_000
    assert places.filter(kind="subdistrict")["population"].to_list() == [300_000]
    assert communities["name"].n_unique() == 53
    grids = places.filter(kind="grid")
    assert grids["households"].sum() == communities["households"].sum()
    assert grids.filter(~pl.col("households").is_between(300, 500)).is_empty()


def test_35_communities_have_an_organisation_and_18_have_none(region):
    communities = set(region.tables["places"].filter(kind="community")["code"].to_list())
    based = set(region.tables["organisations"]["place"].drop_nulls().to_list())
    answered = set(region.tables["responsibility"]["place"].to_list())
    assert len(communities & based) == 35
    assert not communities & answered


def test_boundaries_cover_the_published_area_without_overlap():
    ground = draw_ground(part_of(7, "places"), cells=53, square_km=52.5, east_west_km=11.9, north_south_km=9.5)
    assert area(ground.outline) == pytest.approx(52.5, abs=1e-6)
    assert sum(area(cell) for cell in ground.cells) == pytest.approx(52.5, abs=1e-6)
    xs, ys = zip(*ground.outline, strict=True)
    assert (max(xs) - min(xs), max(ys) - min(ys)) == pytest.approx((11.9, 9.5))
    random = part_of(7, "test")
    for _ in range(200):
        point = point_in(random, ground.outline)
        assert sum(inside(point, cell) for cell in ground.cells) == 1


def test_joined_cells_lose_the_edge_they_share():
    left, right = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)), ((1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0))
    (ring,) = joined([left, right])
    assert set(ring) == {(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (0.0, 1.0)}
    assert area(ring) == 2.0


def test_areas_are_the_union_of_their_communities(region):
    drawn = {row["place"]: json.loads(row["geometry"]) for row in region.boundaries.iter_rows(named=True)}
    parents = dict(region.tables["places"].filter(kind="community").select("code", "parent").iter_rows())

    def size(geometry):
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        return sum(area([tuple(point) for point in polygon[0][:-1]]) for polygon in polygons)

    assert len(drawn) == 1 + 5 + 53
    for code in set(parents.values()):
        own = sum(size(drawn[child]) for child, parent in parents.items() if parent == code)
        assert size(drawn[code]) == pytest.approx(own, rel=2e-3)


@pytest.mark.parametrize(
    ("total", "weights", "least", "expected"),
    [
        (10, [1, 1, 1], 0, [4, 3, 3]),
        (7, [3, 1], 1, [5, 2]),
        (0, [1, 2], 0, [0, 0]),
        (5, [0.5, 0.25, 0.25], 0, [3, 1, 1]),
    ],
)
def test_spread_adds_up_and_gives_the_rest_to_the_largest_remainders(total, weights, least, expected):
    assert spread(total, weights, least=least) == expected


def test_the_same_seed_gives_the_same_region_and_another_seed_another(region):
    again = subdistrict.generate(seed=2018)
    other = subdistrict.generate(seed=5)
    assert all(frame.equals(again.tables[name]) for name, frame in region.tables.items())
    assert region.boundaries.equals(again.boundaries)
    assert region.truth == again.truth
    assert not region.tables["members"].equals(other.tables["members"])
    assert other.truth["findings"]["isolated_organisations"] != region.truth["findings"]["isolated_organisations"]


def test_the_published_figures_are_told_as_they_were_published(region):
    told = {row["indicator"]: row["value"] for row in region.tables["figures"].iter_rows(named=True)}
    assert {name: told[name] for name in (
        "organisations", "organisations/two_new", "communities/with_organisation", "members/age=45_up",
        "team_members/type=converted_village", "team_members/type=converted_village/source=elected",
        "team_members/type=urban/both%", "team_members/type=urban/age=60_up%",
        "team_members/type=urban/education=high_school%",
        "secretaries_and_directors/type=converted_village/one_shoulder%",
    )} == {
        "organisations": 76, "organisations/two_new": 31, "communities/with_organisation": 53,
        "members/age=45_up": 3150, "team_members/type=converted_village": 225,
        "team_members/type=converted_village/source=elected": 222, "team_members/type=urban/both%": 33.3,
        "team_members/type=urban/age=60_up%": 2.77, "team_members/type=urban/education=high_school%": 41.66,
        "secretaries_and_directors/type=converted_village/one_shoulder%": 36.73,
    }  # fmt: skip
