"""Do ``what-if`` and ``sensitivity`` answer on the command line, and say where a plan is wrong?"""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def plan(tmp_path):
    def written(name, *edits):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"name": name, "edits": edits}), "utf-8")
        return path

    return written


def test_two_plans_stand_side_by_side(gongjian, region, plan):
    one = plan("one", {"do": "add_tie", "layer": "agreements", "a": "HQ", "b": "XQ"})
    two = plan("two", {"do": "drop_organisation", "organisation": "HQ"})
    told = gongjian(region, "what-if", one, two, lang="en")
    assert told.code == 0
    row = next(line for line in told.out.splitlines() if line.startswith("Isolated organisations"))
    assert row.split()[-4:] == ["2", "1", "2", "isolated_organisations"]
    assert "Not judged" in told.err
    assert "Not touched by these edits" in told.err
    answer = gongjian(region, "what-if", one, two, "--format", "json").json
    assert answer["plans"][0]["changes"]["isolated_organisations"] == {"new": [], "gone": ["XQ"]}
    assert answer["not_judged"] == ["figures_that_disagree"]
    assert "funds_below_standard" in answer["not_touched"]
    assert "empty_shells" in answer["before"]["findings"]


def test_the_first_of_many_subjects_are_named_with_their_number_and_nothing_of_none(gongjian, region, plan):
    # HQ and LL have 8 ties on the day: HQ with WC, LL, E1, G1, SC, and LL with WC, E1, E2.
    dropped = plan("p", *({"do": "drop_organisation", "organisation": code} for code in ("HQ", "LL")))
    changes = gongjian(region, "what-if", dropped, "--format", "json").json["plans"][0]["changes"]
    ties = changes["ties_by_domain"]
    assert ties["new"] == []
    assert len(ties["gone"]) > 5
    lines = gongjian(region, "what-if", dropped, lang="en").out.splitlines()
    (line,) = (one for one in lines if one.startswith("p: Ties by domain:"))
    told = f"{len(ties['gone'])} gone: {', '.join(ties['gone'][:5])} … the first 5 of {len(ties['gone'])}"
    assert line == f"p: Ties by domain: {told}"


def test_a_wrong_edit_is_told_with_its_place_and_the_nearest(gongjian, region, plan):
    told = gongjian(region, "what-if", plan("p", {"do": "drop_organisation", "organisation": "HQQ"}), lang="en")
    assert told.code == 2
    assert "edits[1].organisation" in told.err
    assert "HQ" in told.err.partition("Did you mean")[2]
    assert gongjian(region, "what-if", "nowhere.json").code == 2


def test_changes_are_given_on_the_line_and_saved_as_a_plan_that_says_the_same(gongjian, region, tmp_path):
    path = tmp_path / "bridge.json"
    given = ("--edit", "add_tie:agreements:HQ:XQ", "--edit", "drop_organisation:E2")
    told = gongjian(region, "what-if", *given, "--save", path, "--format", "json", lang="en")
    assert json.loads(path.read_text("utf-8")) == {
        "name": "bridge",
        "edits": [
            {"do": "add_tie", "layer": "agreements", "a": "HQ", "b": "XQ"},
            {"do": "drop_organisation", "organisation": "E2"},
        ],
    }
    assert "2 changes supposed" in told.err
    assert told.json == gongjian(region, "what-if", path, "--format", "json").json
    named = gongjian(
        region, "what-if", path, "--edit", "add_tie:agreements:HQ:XQ", "--name", "other", "--format", "json"
    )
    assert [one["name"] for one in named.json["plans"]] == ["bridge", "other"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("--edit", "add_tie:HQ"), ("--edit", "join:HQ:XQ"), ("--edit", "add_seat:HQ:JC1:x"), ("--save", "x")],
)
def test_what_is_no_change_is_refused_and_nothing_is_written(gongjian, region, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert gongjian(region, "what-if", *arguments).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_was_made_is_a_plan_of_changes(gongjian, region, tmp_path):
    path = tmp_path / "seats.json"
    asked = ("plan", "committee_seats_plan", "--param", "committee=JC1")
    made = gongjian(region, *asked, "--edits", path, "--format", "json").json
    held = json.loads(path.read_text("utf-8"))
    invited = [row["code"] for row in made["rows"] if row["subject"] == "organisation"]
    assert held["edits"] == [{"do": "add_seat", "organisation": one, "committee": "JC1"} for one in invited]
    assert (held["name"], bool(invited)) == ("seats", True)
    told = gongjian(region, "what-if", path, "--format", "json").json
    ties = [state["scorecard"]["all"]["ties"] for state in (told["before"], told["plans"][0])]
    assert ties[1] > ties[0]
    assert gongjian(region, "plan", "meeting_places", "--edits", tmp_path / "x.json").code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sensitivity_answers_in_every_format(gongjian, region, lang):
    assert gongjian(region, "sensitivity", lang=lang).code == 0
    told = gongjian(region, "sensitivity", "--fails", "3", "--format", "json").json
    assert told["cases"][0]["case"] == "as_it_is"
    assert [one["code"] for one in told["always"]] == ["C1", "C2"]
    assert [(one["code"], one["cases"]) for one in told["sometimes"]] == [("C3", ["unknown_at_worst"])]
    lines = gongjian(region, "sensitivity", "--format", "csv").out.splitlines()
    assert len(lines) == 1 + len(told["cases"])
