"""Does the API tell of places what analytics computes, and are the files of a map what the page shows?"""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import openpyxl
import pytest

from analytics.place_indicators import INDICATORS

MAP = "/api/v1/geography"
SVG = "{http://www.w3.org/2000/svg}"


def test_classes_hold_every_known_place_once(client):
    for name in INDICATORS:
        told = client.get(MAP, params={"of": name, "by": "quantile", "k": 3}).json()
        known = [row for row in told["rows"] if row["state"] == "known"]
        assert sum(one["places"] for one in told["classes"]) == len(known)
        assert all(row["class"] >= 0 for row in known)
        assert all(row["class"] == -1 and row["value"] is None for row in told["rows"] if row["state"] != "known")


def test_shares_are_bound_in_per_cent_as_people_write_them(client):
    told = client.get(MAP, params={"by": "manual", "bounds": "20%，40; 60"}).json()
    assert [one["high"] for one in told["classes"]] == [0.2, 0.4, 0.6, None]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"of": "none"}, "unknown_name"),
        ({"level": "none"}, "unknown_name"),
        ({"by": "none"}, "unknown_name"),
        ({"k": "many"}, "class_number"),
        ({"k": "99"}, "class_number"),
        ({"by": "manual", "bounds": "a b"}, "class_bounds"),
        ({"by": "manual"}, "class_bounds"),
        ({"place": "none"}, "unknown_name"),
    ],
)
def test_what_cannot_be_drawn_is_told(client, asked, code):
    for path in (MAP, f"{MAP}/export"):
        answer = client.get(path, params=asked)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404 if code == "unknown_name" else 400, code)


def test_files_hold_the_rows_of_the_answer(client):
    told = client.get(MAP, params={"of": "workers_per_households"}).json()["rows"]
    asked = {"of": "workers_per_households", "format": "csv"}
    rows = list(csv.DictReader(io.StringIO(client.get(f"{MAP}/export", params=asked).content.decode("utf-8-sig"))))
    assert [(row["code"], row["status"]) for row in rows] == [(row["code"], row["state"]) for row in told]
    assert [float(row["value"]) if row["value"] else None for row in rows] == [row["value"] for row in told]
    content = client.get(f"{MAP}/export", params=asked | {"format": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    codes = [row[0] for row in sheet.iter_rows(min_row=4, max_row=3 + len(told), values_only=True)]
    assert codes == [row["code"] for row in told]


def test_the_drawing_has_legend_scale_north_source_and_no_count_of_few_people(client):
    answer = client.get(f"{MAP}/export", params={"flows": "on", "lang": "en"})
    assert answer.headers["content-type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(answer.content)
    texts = [one.text or "" for one in drawn.iter(f"{SVG}text")]
    assert any("as of 2018-06-30" in one for one in texts)
    assert any(re.fullmatch(r"[\d,]+ k?m", one) for one in texts)
    assert "N" in texts
    assert "unknown" in texts
    assert "nothing to ask of" in texts
    titles = " ".join(one.text or "" for one in drawn.iter(f"{SVG}title"))
    assert not re.search(r"(?<![<≥])\b[1-9] members", titles)
    assert not re.search(rb"https?://(?!www\.w3\.org/2000/svg)", answer.content)


def places_by_look(svg):
    """Keys of the places of a drawing by the look they have."""
    groups = next(one for one in ElementTree.fromstring(svg).iter(f"{SVG}g") if one.get("class") == "places")
    return {group.get("class"): {one.get("data-key") for one in group} for group in groups}


def test_a_large_map_shows_a_level_above_and_its_communities_nearer(client, monkeypatch):
    by_hand = {"by": "manual", "bounds": "10 90"}  # bounds by hand are the same for every level
    whole = places_by_look(client.get(f"{MAP}/export", params={"level": "community", **by_hand}).content)
    assert whole
    assert client.get(f"{MAP}/nearer").json() == {"svg": "", "level": None, "places": 0}
    monkeypatch.setattr("dashboard.geography.view.AT_A_GLANCE", 1)
    assert client.get(MAP).json()["level"] == "subdistrict"
    near = client.get(f"{MAP}/nearer", params=by_hand).json()
    assert near["level"] == "community"
    drawn = places_by_look(f'<svg xmlns="http://www.w3.org/2000/svg">{near["svg"]}</svg>')
    assert drawn == whole
    assert near["places"] == sum(map(len, whole.values()))
    asked_for = client.get(f"{MAP}/nearer", params={"level": "subdistrict"}).json()
    assert (asked_for["level"], asked_for["places"]) == (None, 0)
