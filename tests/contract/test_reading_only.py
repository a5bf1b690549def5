"""Is anything but reading refused, whichever way it is dressed, with nothing changed?"""

from __future__ import annotations

import pytest

from graph_model.errors import QueryRefused

STATEMENTS = [
    # every statement named in DESIGN.md and in the notes on Neo4j, and the rest of both stores' grammars
    "CREATE (n:Place {code: 'x'})",
    "MERGE (n:Place {code: 'x'}) RETURN n.code AS code",
    "MATCH (n:Place) SET n.name = 'x'",
    "MATCH (n:Place) SET n += {name: 'x'}",
    "MATCH (n:Place) DELETE n",
    "MATCH (n:Place) DETACH DELETE n",
    "MATCH (n:Place) REMOVE n.name",
    "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
    "DROP TABLE Place",
    "ALTER TABLE Place ADD x STRING",
    "COPY Place FROM 'x.csv'",
    "COPY (MATCH (n:Place) RETURN n.code) TO 'x.csv'",
    "LOAD FROM '/etc/passwd' RETURN *",
    "LOAD FROM '/etc/passwd' (HEADER=false, delim='~') RETURN *",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1/x' AS line RETURN line",
    "MATCH (n:Place) LOAD CSV FROM 'file:///x' AS line RETURN line",
    "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'file:///x' AS l RETURN l }] AS x",
    "RETURN EXISTS { LOAD CSV FROM 'file:///x' AS l RETURN l } AS x",
    "EXPORT DATABASE 'x'",
    "IMPORT DATABASE 'x'",
    "INSTALL httpfs",
    "UNINSTALL httpfs",
    "LOAD EXTENSION httpfs",
    "UPDATE httpfs",
    "ATTACH 'x.db' AS x (dbtype duckdb)",
    "DETACH x",
    "USE neo4j MATCH (n) RETURN n.code AS code",
    "USE DATABASE x",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "BEGIN TRANSACTION",
    "BEGIN TRANSACTION READ ONLY",
    "COMMIT",
    "ROLLBACK",
    "COMMENT ON TABLE Place IS 'x'",
    "PROJECT GRAPH x (Place)",
    "CREATE MACRO f(a) AS a + 1",
    "CREATE SEQUENCE s",
    "RETURN nextval('s') AS n",
    "SHOW USERS",
    "SHOW TRANSACTIONS",
    "SHOW DATABASES YIELD name RETURN name",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CREATE USER x SET PASSWORD 'y'",
    "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'y'",
    "GRANT ROLE admin TO x",
    "REVOKE ROLE admin FROM x",
    "DENY READ {*} ON GRAPH * TO x",
    "START DATABASE neo4j",
    "STOP DATABASE neo4j",
    "ENABLE SERVER 'x'",
    "EXPLAIN MATCH (n) RETURN n.code AS code",
    "PROFILE MATCH (n) RETURN n.code AS code",
    "CYPHER runtime=slotted MATCH (n) RETURN n.code AS code",
    "INSERT (:Place {code: 'x'})",
    "MATCH (n:Place) FINISH",
    "USING PERIODIC COMMIT LOAD CSV FROM 'x' AS l CREATE (:Place)",
    "MATCH (n:Place) USING INDEX n:Place(code) RETURN n.code AS code",
    "CREATE INDEX x FOR (n:Place) ON (n.name)",
    "CREATE CONSTRAINT x FOR (n:Place) REQUIRE n.name IS UNIQUE",
    "CALL dbms.killConnection('bolt-1')",
    "CALL dbms.listConfig()",
    "CALL db.clearQueryCaches()",
    "CALL apoc.load.json('http://127.0.0.1/') YIELD value RETURN value",
    "CALL `dbms`.`listConfig`() YIELD name RETURN name",
    "MATCH (n:Place) CALL { WITH n DETACH DELETE n } RETURN 1 AS x",
    "MATCH (n:Place) CALL (n) { DETACH DELETE n } IN TRANSACTIONS RETURN 1 AS x",
    "CALL { MATCH (n) RETURN n.code AS code } RETURN code",
    "CALL threads=4",
    "CALL current_setting('threads') RETURN *",
    "RETURN apoc.text.join(['a'], 'b') AS x",
    "RETURN gds.version() AS x",
    # two statements
    "RETURN 1 AS x; CREATE (:Place {code: 'x'})",
    "RETURN 1 AS x; RETURN 2 AS x",
]

DISGUISES = [
    "cReAtE (n:Place {code: 'x'})",
    "/* MATCH */ CREATE (n:Place {code: 'x'})",
    "// MATCH\nCREATE (n:Place {code: 'x'})",
    "MATCH (n:Place)/**/SET/**/n.name = 'x'",
    "MATCH (n:Place)\u00a0DETACH\u2003DELETE\u3000n",
    "MATCH (n:Place) WHERE n.name = '/*' SET n.name = '*/'",
    "MATCH (n:Place) WHERE n.name = 'it\\'s' DETACH DELETE n //'",
    'MATCH (n:Place) WHERE n.name = "//" DETACH DELETE n',
    "MATCH (n:Place) WITH n AS `a``b` DETACH DELETE `a``b`",
    "MATCH (n:Place) WITH n AS as DELETE as",
    "MATCH (as:Place) WITH as DELETE as",
    "MATCH (n:Place) \u017fET n.name = 'x'",
    "RETURN '\\u0027 AS x CREATE (:Place {code: \\u0027x'",
    "\\u0043REATE (n:Place {code: 'x'})",
    "LO\u200bAD CSV FROM 'x' AS l RETURN l",
    "MATCH (n:Place) WHERE n.households > 1. SET n.name = 'x'",
    "MATCH (n:Place)\rSET n.name = 'x'",
    "RETURN 1 AS x ;; CREATE (:Place {code: 'x'})",
    "",
    "   ",
    "// nothing",
    "MATCH (n:Place)",
    "RETURN 'unclosed AS x",
    "RETURN `unclosed AS x",
    "RETURN 1 AS x /* unclosed",
    "RETURN " + "(" * 500 + "1" + ")" * 500 + " AS x",
    "RETURN " + "1+" * 20_000 + "1 AS x",
    "UNWIND range(1, 1000000000) AS n RETURN max(n) AS n",
    "UNWIND range(1, 1000 * 1000 * 1000) AS n RETURN max(n) AS n",
    "RETURN repeat('x', 1000000000) AS x",
]


@pytest.mark.parametrize("text", STATEMENTS + DISGUISES)
def test_anything_but_reading_is_refused_and_nothing_changes(region_store, text):
    with pytest.raises(QueryRefused) as told:
        region_store.cypher(text)
    assert told.value.code in {
        "not_reading", "call_not_allowed", "function_not_allowed", "several_statements", "query_empty", "no_return",
        "cannot_parse", "unicode_escape", "nested_too_deep", "query_too_long", "range_too_wide",
    }  # fmt: skip


def test_after_all_that_the_region_is_as_it_was(region_store):
    (row,) = region_store.query("graph_counts").rows
    assert row[1:] == (12, 10, 9, 3, 4, 6, 4, 3, 2, 2)


IN_LIULIN = """
MATCH (p:Place) WHERE EXISTS { MATCH (p)-[:PART_OF]->(q:Place {code: 'C2'}) }
RETURN p.code AS code, CASE WHEN p.kind = 'park' THEN 1 ELSE 0 END AS park ORDER BY code
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("MATCH (p:Place {name: '红旗社区'}) RETURN p.code AS `set`;", [("C1",)]),
        ("RETURN 'CREATE (n) DELETE n; DROP TABLE x' AS load", [("CREATE (n) DELETE n; DROP TABLE x",)]),
        ('RETURN "it\'s // no /* comment" AS text // DELETE', [("it's // no /* comment",)]),
        ("match (p:Place) where p.kind = 'grid' return count(*) as n", [(3,)]),
        (
            "MATCH (p:Place) WHERE p.kind = 'grid' WITH p ORDER BY p.code LIMIT 2 RETURN p.code AS code",
            [("G11",), ("G12",)],
        ),
        ("RETURN 1 AS n UNION RETURN 1 AS n", [(1,)]),
        ("UNWIND [1, 2] AS n WITH n WHERE n > 1 RETURN n", [(2,)]),
        ("MATCH (p:Place) WHERE p.code STARTS WITH 'G' AND NOT p.code ENDS WITH '1' RETURN p.code AS code", [("G12",)]),
        (
            IN_LIULIN,
            [("G21", 0), ("P1", 1)],
        ),
    ],
)
def test_reading_passes_also_where_it_looks_like_more(region_store, text, rows):
    assert region_store.cypher(text).rows == rows
