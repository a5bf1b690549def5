"""Are the numbers of members of places and of what lies above them judged as one table?"""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.page import PageContext
from dashboard.pages.overview import base
from dashboard.people_places import member_numbers
from dashboard.server import context_of
from dashboard.service import Service
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger

PARENTS = {"S": None, "A": "S", "C1": "A", "C2": "A", "C3": "S"}


def told(counts, bar=10):
    rows = [{"place": place, "members": count} for place, count in counts.items()]
    return member_numbers(rows, PARENTS, shown_from=bar)


def members(numbers, *places):
    return [numbers.total(place)["members"] for place in places]


def test_a_small_place_is_not_the_difference_of_a_total_and_its_other_parts():
    """A is C1 and C2: of 40 and 37 the 3 of C2 would follow, so C1 goes too; what C3 leaves of the region is A's 40."""
    numbers = told({"C1": 37, "C2": 3, "C3": 20})
    assert members(numbers, "C1", "C2", "A", "C3", None) == ["≥10", "<10", 40, 20, 60]
    assert numbers.places["C1"]["members"] == "≥10"
    assert numbers.places["C2"]["members"] == "<10"


def test_a_place_with_members_of_its_own_is_a_part_of_itself():
    numbers = told({"A": 4, "C1": 30, "C2": 25, "C3": 20})
    assert numbers.places["A"]["members"] == "<10"
    assert members(numbers, "C1", "C2", "A", None) in (["≥10", 25, 59, 79], [30, "≥10", 59, 79])


def test_members_without_a_place_are_in_the_region_alone():
    numbers = told({"C1": 30, None: 2})
    assert numbers.places[None]["members"] == "<10"
    assert members(numbers, "C1", "A", "S") == ["≥10"] * 3
    assert members(numbers, None) == [32]


def test_a_place_without_members_has_few_and_a_ledger_without_any_has_none_to_tell():
    assert members(told({"C1": 30}), "C2") == ["<10"]
    assert told({}).total("C1") == {}
    assert told({}).total(None) == {}


def test_large_counts_are_told_as_they_are():
    assert members(told({"C1": 30, "C2": 25, "C3": 20}), "C1", "C2", "C3", "A", "S", None) == [30, 25, 20, 55, 75, 75]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["S", "A", "C1", "C2", "C3"]), st.integers(1, 40), min_size=1))
def test_no_small_number_of_a_place_follows_from_the_sums(counts):
    """An attacker who tries every number that a hidden cell can have finds six or more for each small one."""
    numbers = told(counts)
    few = [place for place, count in counts.items() if count < 10]
    shown = {place: numbers.places[place]["members"] for place in counts}
    assert [place for place in few if shown[place] != "<10"] == []
    parts = {"A": ["C1", "C2"], "S": ["A", "C3"]}

    def below(place):
        return [place, *(one for part in parts.get(place, []) for one in below(part))]

    for place in few:
        for whole in ("A", "S"):
            inside = [one for one in below(whole) if one in counts]
            total = numbers.total(whole).get("members")
            others = [shown[one] for one in inside if one != place]
            if place in inside and isinstance(total, int):
                assert not all(isinstance(one, int) for one in others), (place, whole)


def overview_of(tmp_path, rows, search="") -> str:
    with Service(Settings(data=tmp_path / "data")) as service:
        load([write_ledger(rows, tmp_path / "ledger")], ledger=service.ledger, as_of=dt.date(2018, 6, 30))
        service.ready()
        context: PageContext = context_of(service, "/", search)
        return str(base(context).to_plotly_json())


def region(members):
    places = [
        {"code": code, "name": code, "kind": "community" if code[0] == "C" else "subdistrict", "parent": up}
        for code, up in (("S", None), ("C1", "S"), ("C2", "S"))
    ]
    organisations = [
        {"code": f"O{place}", "name": f"O{place}", "level": "branch", "domain": "community", "place": place}
        for place in members
    ]
    people = [
        {"code": f"{place}{at}", "organisation": f"O{place}", "full": True}
        for place, count in members.items()
        for at in range(count)
    ]
    return {"places": places, "organisations": organisations, "members": people}


def test_the_overview_tells_a_place_as_the_query_does(tmp_path):
    """28 in the region, 24 in C1, 4 in C2: whichever of 28 and 24 is hidden, C2 cannot be worked out of the other."""
    rows = region({"C1": 24, "C2": 4})
    shown = [
        re.search(r"'党员', B\((?:children=)?'(.*?)'", overview_of(tmp_path / str(at), rows, search))[1]
        for at, search in enumerate(("", "?place=S", "?place=C1", "?place=C2"))
    ]
    assert shown in (["≥10", "≥10", "24", "<10"], ["28", "28", "≥10", "<10"])


def test_an_overview_without_members_tells_that_they_were_not_handed_in(tmp_path):
    assert re.search(r"'党员', B\((?:children=)?'未报送'", overview_of(tmp_path, {**region({}), "members": []}))


def test_judging_writes_nothing_to_standard_output(capfd):
    """The solver's banner would stand in a JSON answer."""
    rows = [{"place": place, "members": 30, "women": 12, "gender_unknown": 9} for place in ("C1", "C2", "C3")]
    assert member_numbers(rows, PARENTS, shown_from=10).total(None)["members"] == 90
    assert capfd.readouterr().out == ""
