"""Can a small count of people be read out of free Cypher?"""

from __future__ import annotations

import json
import threading
from types import SimpleNamespace

import pytest

from dashboard.cli import query_commands
from dashboard.i18n import Wording
from dashboard.people_in_cypher import columns_of, told_cypher
from dashboard.people_in_values import Rests
from graph_model.errors import QueryRefused
from graph_model.queries import catalogue
from graph_model.settings import Settings
from graph_model.store import Answer
from graph_model.stores.embedded import EmbeddedStore
from tests.region import dataset_from_rows

ORGANISATION = "MATCH (o:Organisation) "
BELONG = "MATCH (m:Member)-[:MEMBER_OF]->(o:Organisation) "
PLAIN, COUNT, HIDDEN = Rests.NOTHING, Rests.COUNT, Rests.HIDDEN


def rests(text, columns=1):
    told = [column.rests for column in columns_of(text, [f"c{at}" for at in range(columns)])]
    return told[0] if columns == 1 else told


@pytest.mark.parametrize(
    "text",
    [
        "RETURN o.full_members AS full",
        "RETURN o.`full_members` AS full",
        "RETURN o.FULL_MEMBERS AS full",
        "RETURN (o.women)",
        "WITH o.full_members AS a WITH a AS b RETURN b AS c",
        "WITH o.full_members AS `a b` RETURN `a b` AS c",
        "WITH o AS x WITH x AS y RETURN y.women AS c",
        "WITH collect(o) AS all UNWIND all AS one RETURN one.women AS c",
        "RETURN sum(o.full_members) AS c",
        "RETURN max(o.full_members) AS c",
        "RETURN coalesce(o.full_members, 0) AS c",
        "RETURN collect(o.full_members) AS c",
        "WITH collect(o.full_members) AS cs UNWIND cs AS c RETURN c",
        "RETURN CASE WHEN o.level = 'branch' THEN o.full_members ELSE 0 END AS c",
        "RETURN CASE o.full_members WHEN 1 THEN 'one' END AS c",
        "RETURN o.full_members + o.probationary_members AS c",
        "RETURN sum(o.full_members) + sum(o.probationary_members) AS c",
        "WITH o.full_members AS a, o.code AS code RETURN a + a AS c",
        "RETURN CASE WHEN o.women IS NULL THEN 0 ELSE o.women END AS c",
        "WITH {a: o.full_members} AS all RETURN all.a AS c",
        "UNWIND [o] AS x RETURN x['women'] AS c",
        "RETURN o.full_members < 7 AS c",
        "RETURN o['women'] AS c",
        "WITH o.full_members AS all RETURN coalesce(all, 0) AS c",
        "RETURN COUNT { MATCH (m:Member)-[:MEMBER_OF]->(o) } AS c",
        "RETURN COUNT { (o)<-[:MEMBER_OF]-() } AS c",
        "RETURN o.name AS c UNION ALL MATCH (o:Organisation) RETURN o.women AS c",
        "RETURN o.women AS c UNION MATCH (o:Organisation) RETURN o.name AS c",
        "WITH o.women AS w WHERE w > 3 RETURN * ",
        "OPTIONAL MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN count(m) AS c",
        "OPTIONAL MATCH (m)-[:MEMBER_OF]->(o) RETURN count(m) AS c",
        "OPTIONAL MATCH (x)-->(o) RETURN count(*) AS c",
        "OPTIONAL MATCH (:Member)-[:MEMBER_OF]->(o) RETURN count(o) AS c",
        "OPTIONAL MATCH (m:Member)-[:MEMBER_OF]->(o) WITH o, count(m) AS n RETURN n AS c",
        "OPTIONAL MATCH (m:Member)-[:MEMBER_OF]->(o) WITH o, collect(m) AS ms RETURN size(ms) AS c",
        "OPTIONAL MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN sum(CASE WHEN m.gender = 'female' THEN 1 ELSE 0 END) AS c",
    ],
)
def test_a_column_that_rests_on_a_count_of_people_goes_through_the_gate(text):
    assert rests(ORGANISATION + text) is COUNT


@pytest.mark.parametrize(
    "text",
    [
        "RETURN o.full_members + 100 AS c",
        "RETURN o.full_members * 1.0 AS c",
        "RETURN o.full_members + $more AS c",
        "RETURN 100 - o.full_members AS c",
        "RETURN toString(o.full_members) AS c",
        "RETURN avg(o.full_members) AS c",
        "RETURN properties(o) AS c",
        "RETURN o['full' + '_members'] AS c",
        "WITH o.full_members AS a RETURN a + 1 AS c",
        "MATCH (o)-[:BASED_IN]->(p) RETURN o.full_members + p.households AS c",
        "RETURN o.full_members + count(o) AS c",
        "RETURN CASE o.full_members WHEN 7 THEN 1007 ELSE 0 END AS c",
        "MATCH (o)-[:BASED_IN]->(p) RETURN CASE WHEN o.women = 7 THEN p.households ELSE 0 END AS c",
        "RETURN CASE WHEN o.women = 7 THEN $mark END AS c",
        "MATCH (f:Figure) RETURN f.value AS c",
        "MATCH (n) RETURN n.code AS c",
        "MATCH (n) RETURN n.gender AS c",
        "MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN collect(m.gender) AS c",
        "MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN collect(o.code) AS c",
        "RETURN COLLECT { MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN m.code } AS c",
    ],
)
def test_what_is_worked_out_of_a_count_or_tells_members_apart_is_hidden(text):
    assert rests(ORGANISATION + text) is HIDDEN


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 'full_members' AS c",
        "RETURN o.code AS full_members",
        "RETURN o.code AS c // o.full_members",
        "RETURN o.code /* o.women */ AS c",
        "RETURN count(o) AS c",
        "RETURN count(*) AS c",
        "RETURN count(CASE WHEN o.full_members > 5 THEN 1 END) AS c",
        "WITH o, o.full_members AS full WHERE full > 2 RETURN o.code AS c",
        "WHERE o.name STARTS WITH 'full_members' RETURN o.name AS c",
        "WITH o.name AS ends WITH ends AS starts WITH starts RETURN starts AS c",
        "RETURN o.name AS starts ORDER BY starts",
        "MATCH (o)-[:BASED_IN]->(p) RETURN p.code AS c",
        "MATCH (p:Place) RETURN p.workers + p.assistants AS c",
        "MATCH (p:Place) RETURN p.households AS c",
        "MATCH (m:Member)-[:MEMBER_OF]->(o) RETURN count(DISTINCT o) AS c",
        "MATCH (m:Member)-[:MEMBER_OF]->(o) WITH DISTINCT o RETURN o.code AS c",
        "RETURN COUNT { (o)-[:BASED_IN]->() } AS c",
        "RETURN size([(o)-[:BASED_IN]->(p) | p.code]) AS c",
        "MATCH way = (o)-[:UNDER*1..3]->(a:Organisation) RETURN [n IN nodes(way) | n.name] AS c",
        "MATCH (a)-[r]->(b) RETURN type(r) AS c",
    ],
)
def test_what_counts_nobody_stays_as_it_is(text):
    assert rests(ORGANISATION + text) is PLAIN


def test_procedures_that_describe_the_graph_stay_as_they_are():
    assert rests("CALL show_tables() RETURN *", 3) == [PLAIN] * 3
    assert rests("CALL db.labels()") is PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "RETURN m.code AS c",
        "RETURN m.gender AS g, m.age_band AS a",
        "MATCH (all:Member) RETURN all.gender AS g",
        "RETURN o.code AS c",
        "RETURN m.joined_year AS y, count(*) AS n",
        "WITH DISTINCT m RETURN m.gender AS g",
        "WITH collect(m) AS ms UNWIND ms AS x RETURN x.gender AS g",
        "WITH collect(m.code) AS cs UNWIND cs AS c RETURN 1 AS one",
        "WITH o, count(m) AS n MATCH (x)-[:MEMBER_OF]->(o) RETURN o.code AS c",
    ],
)
def test_rows_that_are_members_one_by_one_are_refused(text):
    with pytest.raises(QueryRefused) as refused:
        rests(BELONG + text, 2)
    assert refused.value.code == "members_listed"
    assert refused.value.values["line"] == 1


def test_members_are_counted_by_band():
    assert rests(BELONG + "RETURN o.code AS c, m.age_band AS band, count(m) AS n", 3) == [PLAIN, PLAIN, COUNT]


def test_queries_of_the_catalogue_read_as_their_headers_say():
    """Two ways to the same columns; a reported figure counts people or not by what stands in another column."""
    for query in catalogue().values():
        names = [column.name for column in query.returns]
        read = {name for name, value in zip(names, columns_of(query.text, names), strict=True) if value.rests}
        assert read - {"value"} == set(query.people), query.name


def told(text, *rows, names=("a", "b", "c"), shown_from=10):
    answer = Answer(names[: len(rows[0])], list(rows), truncated=True)
    return told_cypher(text, answer, shown_from=shown_from).rows


def test_columns_of_one_organisation_are_judged_as_one_row():
    """Of 14 members 12 women are told only where the 2 men do not follow; 12 of 40 leave 28."""
    text = ORGANISATION + "RETURN o.full_members AS a, o.probationary_members AS b, o.women AS c"
    assert told(text, (7, 0, 3), (40, 10, 12), (None, 5, None)) == [
        ("<10", "<10", "<10"), (40, 10, 12), (None, "<10", None)
    ]  # fmt: skip
    (row,) = told(text, (12, 12, 22))
    assert "≥10" in row


def test_the_bar_is_as_it_is_set():
    assert told(ORGANISATION + "RETURN o.full_members AS a", (7,), (4,), shown_from=5) == [(7,), ("<5",)]


def test_lists_of_counts_are_told_one_by_one_and_beside_their_sum_not_at_all():
    assert told(ORGANISATION + "RETURN collect(o.full_members) AS a", ([12, 4, None],)) == [([12, "<10", None],)]
    text = ORGANISATION + "RETURN collect(o.full_members) AS a, sum(o.full_members) AS b"
    assert told(text, ([12, 4], 16), ([12, 14], 26)) == [("*", 16), ([12, 14], 26)]


def test_counts_of_which_nobody_knows_the_parts_leave_no_small_difference():
    """12 members and 10 women: 2 men. 30 and 10: 20 others. 40, 20 and 15: 5 others, as 60, 35 and 20."""
    text = BELONG + "RETURN count(m) AS a, count(CASE WHEN m.gender = 'female' THEN 1 END) AS b"
    assert told(text, (12, 10), (30, 10), (30, 4)) == [(12, "≥10"), (30, 10), (30, "<10")]
    text += ", count(CASE WHEN m.gender = 'male' THEN 1 END) AS c"
    assert told(text, (40, 20, 15), (60, 20, 35)) == [(40, 20, "≥10"), (60, "≥10", 35)]


def test_a_sum_of_counts_is_hidden_beside_a_count():
    text = ORGANISATION + "RETURN o.full_members + o.probationary_members AS a"
    assert told(text, (45,), (9,)) == [(45,), ("<10",)]
    assert told(text + ", o.full_members AS b", (45, 44)) == [("*", 44)]


def test_unknown_stays_unknown_and_the_answer_as_short_as_it_was():
    answer = Answer(("a",), [(None,), (3,)], truncated=True)
    safe = told_cypher(ORGANISATION + "RETURN o.women AS a", answer, shown_from=10)
    assert (safe.rows, safe.truncated, answer.rows) == ([(None,), ("<10",)], True, [(None,), (3,)])


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """One branch of 12 members, 9 of them women; 8 by its own sheet."""
    rows = {
        "places": [{"code": "P", "name": "P", "kind": "community", "population": 4, "workers": 3}],
        "organisations": [
            {"code": "O", "name": "O", "level": "branch", "domain": "community", "place": "P", "full_members": 8}
        ],
        "members": [
            {"code": f"p{at}", "organisation": "O", "full": True, "gender": "female" if at < 9 else "male"}
            for at in range(12)
        ],
    }
    with EmbeddedStore(tmp_path_factory.mktemp("cypher"), buffer_pool_mb=64, seconds=20, max_rows=100) as store:
        store.publish(dataset_from_rows(rows))
        yield SimpleNamespace(
            ready=lambda: SimpleNamespace(
                store=store, settings=Settings(), free_turns=threading.BoundedSemaphore(1), free_at_once=1
            ),
            settings=Settings(),
            wording=Wording("zh"),
            say=lambda *_, **__: None,
        )


def asked(session, capsys, text):
    query_commands.cypher(SimpleNamespace(obj=session), text, [], "json")
    return json.loads(capsys.readouterr().out)["rows"]


def test_the_command_tells_what_may_be_told(session, capsys):
    text = "MATCH (p:Place) RETURN p.code AS code, p.population AS people, p.workers AS posts"
    assert asked(session, capsys, text) == [{"code": "P", "people": "<10", "posts": 3}]
    text = ORGANISATION + "RETURN o.code AS code, o.full_members AS full, o.women AS women"
    assert asked(session, capsys, text) == [{"code": "O", "full": "<10", "women": None}]
    text = BELONG + "RETURN m.gender AS gender, count(*) AS n, count(DISTINCT o) AS of ORDER BY gender"
    assert asked(session, capsys, text) == [
        {"gender": "female", "n": "<10", "of": 1}, {"gender": "male", "n": "<10", "of": 1}
    ]  # fmt: skip
    assert asked(session, capsys, BELONG + "RETURN o.code AS code, count(m) AS n") == [{"code": "O", "n": 12}]


def test_the_command_lists_no_member(session, capsys):
    with pytest.raises(QueryRefused, match="members_listed"):
        asked(session, capsys, "MATCH (m:Member) RETURN m.code AS code")
    assert capsys.readouterr().out == ""
