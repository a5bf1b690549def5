"""Does the API tell trend, sensitivity and explanations as the command line does?"""

from __future__ import annotations

import datetime as dt
import json

from analytics.network.cards import measure_cards
from analytics.registry import DEFINITIONS
from analytics.sensitivity import sensitivity
from analytics.trend import trend


def told(client, path, **query):
    answer = client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_trend_is_that_of_the_command_line_with_the_length_of_its_lists(client, app):
    days = [dt.date(2018, 3, 31), dt.date(2018, 6, 30)]
    expected = json.loads(json.dumps(trend(app.state.service.investigation(), days).as_json()))
    answer = told(client, "/trend", **{"from": "2018-03-31"})
    assert answer["days"] == ["2018-03-31", "2018-06-30"]
    assert list(answer["findings"]) == list(DEFINITIONS)
    assert answer["scorecard"] == expected["scorecard"]
    for name, one in expected["findings"].items():
        assert answer["findings"][name]["at"] == one["at"]
        (step,) = answer["findings"][name]["steps"]
        assert step["new"] == one["steps"][0]["new"]
        assert step["totals"]["still"] == len(one["steps"][0]["still"])


def test_trend_lists_are_cut_and_their_length_told(client):
    answer = told(client, "/trend", finding="places_without_organisation", on=["2017-06-30", "2018-06-30"], limit=1)
    (step,) = answer["findings"]["places_without_organisation"]["steps"]
    assert len(step["still"]) == 1 < step["totals"]["still"]


def test_days_that_cannot_be_are_refused(client):
    for query, code in (
        ({"from": "2018-07-01", "to": "2018-06-30"}, "days_reversed"),
        ({"from": "1900-01-01"}, "days_too_many"),
        ({"to": "0001-03-01"}, "days_too_early"),
        ({"on": "yesterday"}, "not_a_day"),
    ):
        refused = client.get("/api/v1/trend", params=query)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, code), query
    assert client.get("/api/v1/trend", params={"every": "week"}).status_code == 404
    assert client.get("/api/v1/trend", params={"finding": "nothing"}).status_code == 404


def test_sensitivity_is_that_of_the_command_line(client, app):
    expected = sensitivity(app.state.service.investigation(), least_fails=2).as_json()
    assert told(client, "/sensitivity", fails=2) == json.loads(json.dumps(expected))


def test_everything_listed_is_explained(client):
    names = told(client, "/explain")
    assert set(names) >= set(measure_cards()) | set(DEFINITIONS) | {"what_if", "joint_branch_plan"}
    for name in names:
        one = told(client, f"/explain/{name}", lang="en")
        assert any(one[kind] for kind in ("measure", "finding", "plan")), name


def test_a_finding_is_explained_with_how_complete_its_data_is(client):
    one = told(client, "/explain/secretary_vacancies", lang="en")["finding"]
    (cells,) = [cells for cells in one["data"] if cells["column"] == "secretary"]
    assert (cells["known"], cells["rows"]) == (7, 10)
    both = told(client, "/explain/cut_points")
    assert both["measure"]["formula"]
    assert both["finding"]["definition"]
    assert client.get("/api/v1/explain/nothing").status_code == 404
