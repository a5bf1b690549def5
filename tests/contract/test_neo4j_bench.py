"""Are the queries of the catalogue measured on both stores, with the same rows on both?"""

from __future__ import annotations

from dashboard.bench.reporting import bench_queries
from graph_model.queries import catalogue
from graph_model.settings import Settings


def test_every_query_is_asked_of_both_stores_and_answers_alike(neo4j_server):
    neo4j_server.clear()
    settings = Settings(store=neo4j_server.address, store_user=neo4j_server.user, store_password=neo4j_server.password)
    told = bench_queries("subdistrict", settings, seed=2018)
    assert set(told["queries"]) == set(catalogue())
    assert {name for name, one in told["queries"].items() if not one["equal"]} == set()
    assert all(one["embedded"] > 0 and one["server"] > 0 for one in told["queries"].values())
    assert {name for name, one in told["queries"].items() if one["rows"] == 0} == set()
