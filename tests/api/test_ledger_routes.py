"""Does the API tell what an undo would change and a row's history, and never of a member?"""

from __future__ import annotations


def test_the_difference_of_a_batch_tells_counts_rows_and_how_many_more(client):
    told = client.get("/api/v1/batches/b0001/difference", params={"limit": 1}).json()
    assert (told["batch"], told["act"]) == ("b0001", "undo")
    places = told["difference"]["places"]
    assert (places["added"], places["changed"]) == (0, 0)
    assert len(places["rows"]) == 1
    assert places["removed"] == places["more"] + 1
    assert told["difference"].get("members", {"rows": []})["rows"] == []


def test_history_tells_events_and_values(client):
    (life,) = client.get("/api/v1/history/HQ").json()["lives"]
    assert (life["table"], life["counts"], len(life["events"])) == ("organisations", True, 1)
    assert life["values"]["domain"] == {"value": "community", "batch": "b0001"}


def test_members_have_no_history_and_unknown_codes_name_the_nearest(client):
    refused = client.get("/api/v1/history/M1", params={"table": "members"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "no_history_of_members")
    unknown = client.get("/api/v1/history/HQQ")
    assert unknown.status_code == 404
    assert "HQ" in unknown.json()["error"]["values"]["nearest"]


def test_a_row_is_found_by_its_name_as_on_the_command_line(client):
    (by_code,) = client.get("/api/v1/history/C1").json()["lives"]
    name = by_code["values"]["name"]["value"]
    assert client.get(f"/api/v1/history/{name}").json()["lives"] == [by_code]
