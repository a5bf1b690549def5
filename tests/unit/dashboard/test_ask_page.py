"""Does the page ask what its address says, tell errors in words, and keep questions for who asked them?"""

from __future__ import annotations

import pytest

from dashboard import asking, rights
from dashboard.ask_actions import asked_search, brought_back, discarded, saved, shared_or_not, turned
from dashboard.asking import asked_cypher
from dashboard.components.ask_form import EXAMPLES
from dashboard.pages.ask import answered
from dashboard.saved_queries import SavedQueries
from dashboard.server import context_of, draw_page
from dashboard.service import Service
from graph_model.errors import BadValue, Busy, QueryRefused, UnknownName, UserError
from graph_model.queries import catalogue
from graph_model.settings import Settings
from tests.ledgers import region_folder

CYPHER = "?mode=cypher&lang=en&cypher="


@pytest.fixture
def service(tmp_path):
    with Service(Settings(data=region_folder(tmp_path))) as made:
        made.ready()
        yield made


def told(service, search):
    return str(answered(context_of(service, "/ask", search)))


def test_every_query_has_a_form_and_an_answer_or_says_what_it_lacks(service):
    for name, query in catalogue().items():
        page = str(draw_page(service, "/ask", f"?q={name}&lang=en")[2])
        for parameter in query.params:
            assert f"'type': 'ask-param', 'name': '{parameter.name}'" in page
        answer = told(service, f"?q={name}&lang=en")
        needed = [one for one in query.params if not one.optional and one.name != "as_of"]
        assert ("A parameter that is needed is not given yet." in answer) == bool(needed), name
        assert "role='alert'" not in answer, name


def test_an_answer_is_that_of_the_command_line_with_its_files(service):
    answer = told(service, "?q=organisations_of_place&p.place=C1&lang=en")
    rows = service.store.query("organisations_of_place", {"place": "C1", "as_of": "2018-06-30"}).rows
    assert f"{len(rows)} row" in answer
    assert rows[0][1] in answer
    page = str(draw_page(service, "/ask", "?q=organisations_of_place&p.place=C1&lang=en")[2])
    assert "/api/v1/queries/organisations_of_place/export?place=C1&as_of=2018-06-30&lang=en&format=xlsx" in page


def test_a_query_nobody_knows_is_told(service):
    assert "unknown_name" in str(draw_page(service, "/ask", "?q=nothing")[2])


@pytest.mark.parametrize(("text", "code", "said"), [
    ("MATCH (p:Place)%0ARETURM p.code", "not_reading", "line 2"),
    ("MATCH (p:Place RETURN p.code AS c", "cannot_parse", "line 1"),
    ("MATCH (p:Place) SET p.name = 'x'", "not_reading", "SET"),
    ("MATCH (p:Place) RETURN p", "not_a_scalar", "p"),
    ("MATCH (p:Nowhere) RETURN p.code AS c", "query_failed", ""),
    ("MATCH (m:Member) RETURN m.code AS c", "members_listed", ""),
    ("MATCH (p:Place) WHERE p.code = $c RETURN p.name AS n", "missing_parameter", "c"),
])  # fmt: skip
def test_what_is_wrong_with_a_text_is_told_in_words_with_its_place(service, text, code, said):
    answer = told(service, CYPHER + text)
    assert f"Code('{code}')" in answer
    assert said in answer


def test_parameters_of_a_text_are_lines(service):
    text = "MATCH (p:Place) WHERE p.code IN $codes RETURN p.name AS name ORDER BY name"
    assert "2 rows" in told(service, f"{CYPHER}{text}&params=codes:list=C1,C2")
    assert "Code('parameter_form')" in told(service, f"{CYPHER}{text}&params=codes")


def test_every_example_has_an_answer(service):
    for _, text, parameters in EXAMPLES:
        given = dict(asking.typed_parameter(line) for line in parameters.splitlines())
        assert asked_cypher(service, text, given).columns


def test_members_by_organisation_are_told_through_the_gate(service):
    text = next(text for key, text, _ in EXAMPLES if key == "members")
    members = [row[2] for row in asked_cypher(service, text, {}).rows]
    assert members
    assert all(value == "<10" or value >= 10 for value in members)


def test_who_comes_third_is_told_and_the_turns_are_given_back(service, monkeypatch):
    monkeypatch.setattr(asking, "WAIT_SECONDS", 0.05)
    for _ in range(service.free_at_once):
        service.free_turns.acquire()
    with pytest.raises(Busy) as busy:
        asked_cypher(service, "RETURN 1 AS one", {})
    assert busy.value.code == "cypher_busy"
    catalogued = told(service, "?q=units_of_place&p.place=C1")  # a query of the catalogue waits for nobody
    assert "answer-rows" in catalogued
    for _ in range(service.free_at_once):
        service.free_turns.release()
    for text in ("RETURN 1 AS one", "RETURM"):
        try:
            asked_cypher(service, text, {})
        except QueryRefused:
            continue
    assert asked_cypher(service, "RETURN 1 AS one", {}).rows == [(1,)]


def test_the_address_holds_what_was_asked_and_codes_for_names(service):
    context = context_of(service, "/ask", "?q=agreements_of_organisation&view=graph")
    name = service.store.query("organisations_under_hub", {"as_of": "2018-06-30"}).rows
    code = name[0][0]
    title = service.store.query("organisation", {"code": code}).rows[0][1]
    assert (
        asked_search(context, {"organisation": f" {title} "}) == f"?p.organisation={code}&q=agreements_of_organisation"
    )
    assert asked_search(context, {"organisation": ""}) == "?q=agreements_of_organisation"
    assert turned("?a=1", "?a=2", 3)[0] == "?a=2"
    assert turned("?a=1", "?a=1", 3)[1] == 3  # asked again


def test_a_question_is_saved_opened_changed_discarded_and_brought_back(service):
    context = context_of(service, "/ask", "?q=units_of_place&p.place=C1&lang=en")
    address, listed, _ = saved(context, "甲社区单位", None, shared=False)
    assert "甲社区单位" in str(listed)
    (one,) = SavedQueries(service).all()
    assert (one.query, one.cypher, one.param) == ("units_of_place", None, ("place=C1",))
    assert address == f"?lang=en&p.place=C1&q=units_of_place&saved={one.saved.id}"
    assert told(service, address) == told(service, "?q=units_of_place&p.place=C1&lang=en")

    other = context_of(service, "/ask", f"?q=units_of_place&p.place=C2&saved={one.saved.id}")
    saved(other, "乙社区单位", {"id": one.saved.id, "version": 1}, shared=True)
    (one,) = SavedQueries(service).all()
    assert (one.saved.name, one.param, one.saved.shared, one.saved.version) == ("乙社区单位", ("place=C2",), True, 2)
    late = saved(other, "丙", {"id": one.saved.id, "version": 1}, shared=True)
    assert "saved_meanwhile" in str(late[2])
    shared_or_not(context, one.saved.id)
    assert not SavedQueries(service).one(one.saved.id).saved.shared

    listed, notice = discarded(context, one.saved.id)
    assert SavedQueries(service).all() == []
    kept = notice.children[1].data
    brought_back(context, kept)
    (again,) = SavedQueries(service).all()
    assert (again.saved.name, again.query, again.param) == ("乙社区单位", "units_of_place", ("place=C2",))


def test_another_person_sees_what_is_shared_and_changes_nothing_of_it(service):
    text = "MATCH (p:Place)\nRETURN count(p) AS n"
    own = SavedQueries(service).keep("数地点", query=None, cypher=text)
    shared = SavedQueries(service).keep("共享的", query=None, cypher=text, shared=True)
    assert "ask-own" in str(draw_page(service, "/ask", "?lang=en")[2])
    token = rights.ASKING.set(rights.Person("李"))
    try:
        (seen,) = SavedQueries(service).all()
        assert (seen.saved.id, seen.own, seen.cypher) == (shared.saved.id, False, text)
        page = str(draw_page(service, "/ask", "?lang=en")[2])
        assert "共享的" in page
        assert "ask-own" not in page
        for act in (
            lambda: SavedQueries(service).one(own.saved.id),
            lambda: SavedQueries(service).discard(shared.saved.id),
            lambda: SavedQueries(service).share(shared.saved.id, shared=False),
        ):
            with pytest.raises(UnknownName):
                act()
    finally:
        rights.ASKING.reset(token)


def test_what_cannot_be_asked_is_not_saved(service):
    queries = SavedQueries(service)
    for kind, asked in (
        (BadValue, {"query": None, "cypher": None}),
        (BadValue, {"query": "units_of_place", "cypher": "RETURN 1 AS n"}),
        (BadValue, {"query": "units_of_place", "cypher": None, "param": ["place"]}),
        (UnknownName, {"query": "nothing", "cypher": None}),
        (QueryRefused, {"query": None, "cypher": "MATCH (n:Place) DELETE n"}),
        (UserError, {"query": None, "cypher": "RETURN '13800138000' AS n"}),
        (UserError, {"query": "units_of_place", "cypher": None, "param": ["place=13800138000"]}),
    ):
        with pytest.raises(kind):
            queries.keep("名", **asked)
    assert queries.all() == []
