"""Does the command ``plan`` list, make and tell plans, with what was optimised and how near the best it is?"""

from __future__ import annotations

import csv
import io

import pytest

from analytics.plans.catalogue import PLANS
from dashboard.i18n import words


def test_without_a_name_every_plan_is_listed_with_its_settings(gongjian, region):
    listed = gongjian(region, "plan", "--format", "json").json
    assert [one["plan"] for one in listed] == list(PLANS)
    for one in listed:
        assert all(f"{p.name}:{p.type}=" in one["params"] for p in PLANS[one["plan"]].parameters)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(PLANS))
def test_every_plan_tells_the_same_as_table_json_and_csv(gongjian, region, name, lang):
    told = gongjian(region, "plan", name, "--format", "json", lang=lang).json
    of_what = {"as_of", "place", "layer", "hub"}
    plan = {"count", "of", "unknown", "rows", "objective", "parameters", "limits", "measures", "queries"}
    assert set(told) == of_what | plan
    assert (told["as_of"], told["place"], told["layer"]) == ("2018-06-30", None, None)
    assert told["count"] <= told["of"]
    goal = told["objective"]
    assert goal["optimal"] is None or goal["value"] is not None
    page = gongjian(region, "plan", name, lang=lang)
    assert (page.code, words()[f"plans.name_{name}"][lang] in page.out) == (0, True)
    assert words()["cli.of_day"][lang].format(day="2018-06-30") in page.out.splitlines()[1]
    assert words()[f"plans.objective_{goal['optimised']}"][lang] in page.out
    assert all(words()[f"plans.limit_{limit}"][lang] in page.out for limit in told["limits"])
    table = gongjian(region, "plan", name, "--format", "csv", lang=lang)
    listed = list(csv.DictReader(io.StringIO(table.out)))
    assert [(row["as_of"], row["asked_place"]) for row in listed] == [("2018-06-30", "")] * len(told["rows"])
    assert "2018-06-30" in table.err  # also where there is no row
    beside = [words()[key][lang] for key in ("columns.value", "columns.bound", "columns.seconds")]
    beside += [words()[f"plans.limit_{limit}"][lang] for limit in told["limits"]]
    assert all(one in table.err for one in [*beside, words()[f"plans.objective_{goal['optimised']}"][lang]])


def test_a_csv_of_a_plan_tells_the_place_it_was_asked_of(gongjian, region):
    table = gongjian(
        region, "plan", "committee_seats_plan", "--place", "C3", "--as-of", "2018-06-29", "--format", "csv"
    )
    listed = list(csv.DictReader(io.StringIO(table.out)))
    assert listed
    assert {(row["as_of"], row["asked_place"]) for row in listed} == {("2018-06-29", "C3")}


@pytest.mark.parametrize("name", list(PLANS))
def test_no_plan_tells_a_small_count_of_people(gongjian, region, name):
    from dashboard.people import people_columns

    for row in gongjian(region, "plan", name, "--format", "json").json["rows"]:
        counts = [value for column, value in row.items() if column in people_columns()]
        assert all(value is None or isinstance(value, str) or value >= 10 for value in counts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_suggestions_are_judged_beside_other_methods(gongjian, region, lang):
    asked = ("plan", "suggested_partners", "--evaluate", "--trials", "2")
    told = gongjian(region, *asked, "--format", "json", lang=lang).json
    assert set(told["methods"]) == {"suggested_partners", "common_neighbours", "adamic_adar", "random"}
    assert all(0 <= one["least"] <= one["mean"] <= one["most"] <= 1 for one in told["methods"].values())
    assert (told["trials"], told["asked"]) == (2, 2 * told["hidden"])
    page = gongjian(region, *asked, lang=lang)
    assert (page.code, words()["plans.method_random"][lang] in page.out) == (0, True)
    rows = list(csv.DictReader(io.StringIO(gongjian(region, *asked, "--format", "csv", lang=lang).out)))
    assert [float(row["mean"]) for row in rows] == [one["mean"] for one in told["methods"].values()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("meeting_places", "--evaluate"), "suggested_partners"),
        (("suggested_partners", "--evaluate", "--hide", "2"), "hide"),
        (("suggested_partners", "--param", "organisation=nobody"), "nobody"),
        (("pairing_plan", "--param", "forbidden=A"), "forbidden"),
        (("pairing_plan", "--param", "forbidden=A:nowhere"), "community"),
        (("meeting_place",), "meeting_places"),
        (("meeting_places", "--param", "sits=2"), "sites"),
        (("meeting_places", "--param", "sites=many"), "many"),
        (("meeting_places", "--param", "sites=0"), "at least 1"),
        (("pairing_plan", "--param", "need_km=nan"), "need_km cannot be nan"),
        (("pairing_plan", "--param", "need_km=inf"), "at most 1,000"),
        (("meeting_places", "--param", "demand=unit"), "units"),
        (("meeting_places", "--place", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_way_out(gongjian, region, arguments, said):
    told = gongjian(region, "plan", *arguments, lang="en")
    assert (told.code, told.out) == (2, "")
    assert said in told.err
