"""Is an organisation found by name, code and reading, and does its workbook hold what the API tells of it?"""

from __future__ import annotations

import io
from xml.etree import ElementTree

import openpyxl
import pytest

from dashboard.figures.ego import Partner, ego_svg

FIND = "/api/v1/organisations"


@pytest.mark.parametrize(
    ("text", "first"),
    [("HQ", "HQ"), ("hq", "HQ"), ("红旗社区", "HQ"), ("hqsq", "HQ"), ("湖光", "E1"), ("hgds", "E1"), ("  LL ", "LL")],
)
def test_who_is_meant_comes_first(client, text, first):
    assert client.get(FIND, params={"text": text}).json()[0]["code"] == first


def test_a_text_that_nobody_has_finds_nobody_and_signs_are_no_patterns(client):
    for text in ("", "   ", "查无此名", "[", ".*", "zzzzzz"):
        assert client.get(FIND, params={"text": text}).json() == []


def test_the_workbook_holds_ties_events_and_findings_and_no_small_count_of_people(client):
    card = client.get(f"{FIND}/HQ", params={"hub": False}).json()
    content = client.get(f"{FIND}/HQ/export", params={"lang": "en"}).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Facts", "Ties", "Record", "Findings"]
    ties = [row[0] for row in book["Ties"].iter_rows(min_row=2, values_only=True)]
    assert ties == [tie["code"] for tie in card["ties"]]
    facts = dict(row[:2] for row in book["Facts"].iter_rows(min_row=2, values_only=True))
    assert "<10" in facts.values()  # two probationary members
    assert 2 not in facts.values()
    findings = [row[0] for row in book["Findings"].iter_rows(min_row=2, values_only=True)]
    assert len(findings) == len(client.get(f"{FIND}/HQ", params={"hub": True}).json()["findings"])


def test_the_drawing_holds_every_partner_once(client):
    card = client.get(f"{FIND}/HQ", params={"hub": False}).json()
    drawn = ElementTree.fromstring(client.get(f"{FIND}/HQ/export", params={"format": "svg"}).content)
    circles = [one.get("data-key") for one in drawn.iter("{http://www.w3.org/2000/svg}circle")]
    assert sorted(circles) == sorted(["card:HQ", *(f"card:{tie['code']}" for tie in card["ties"])])


def test_names_break_nothing_and_long_ones_stand_whole_in_the_tooltip():
    nasty = Partner('a"b', '<script>&"' + "长" * 30, 1, "社", 1, '<x>&"')
    tree = ElementTree.fromstring(ego_svg(nasty, [nasty, nasty], [(0, 1)], label='"<', sheet=True))
    assert not [one for one in tree.iter() if one.tag.endswith("script")]


def test_who_is_not_there_is_told(client):
    answer = client.get(f"{FIND}/none/export")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_name")
