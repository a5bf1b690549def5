"""Ask the graph on a Neo4j server with the official driver: how do its rows become a polars frame?

Run the cells one by one in an editor, or the file whole. GONGJIAN_STORE, GONGJIAN_STORE_USER and
GONGJIAN_STORE_PASSWORD say which server; what is asked only reads.
"""

# %% Where the server is, as the program itself is told
import datetime as dt
import os

import neo4j
import polars as pl

address = os.environ["GONGJIAN_STORE"]
login = (os.environ.get("GONGJIAN_STORE_USER", "neo4j"), os.environ["GONGJIAN_STORE_PASSWORD"])
day = dt.date(2018, 6, 30)

# %% How many organisations there are of each domain and level: values travel as parameters, never in the text
BY_DOMAIN = """
MATCH (o:Organisation)
WHERE (o.founded IS NULL OR o.founded <= date($as_of)) AND (o.ended IS NULL OR o.ended > date($as_of))
RETURN o.domain AS domain, o.level AS level, count(*) AS organisations
ORDER BY organisations DESC, domain, level
"""
with neo4j.GraphDatabase.driver(address, auth=login) as driver:
    records, _, names = driver.execute_query(BY_DOMAIN, as_of=day.isoformat(), routing_=neo4j.RoutingControl.READ)
organisations = pl.DataFrame([record.values() for record in records], schema=names, orient="row")
print(organisations)

# %% A query of the catalogue, as `gongjian query seats_shared` runs it: the same text, the same parameters
from graph_model.queries import catalogue  # noqa: E402 - a notebook imports where it needs

with neo4j.GraphDatabase.driver(address, auth=login) as driver:
    records, _, names = driver.execute_query(
        catalogue()["seats_shared"].text,
        {"as_of": day.isoformat(), "organisation": ""},
        routing_=neo4j.RoutingControl.READ,
    )
seats = pl.DataFrame([record.values() for record in records], schema=names, orient="row")
print(seats.select("a_name", "b_name", "committee_name"))

# %% Days come as the driver's own kind of date; `to_native` makes them Python's
with neo4j.GraphDatabase.driver(address, auth=login) as driver:
    records, _, _ = driver.execute_query(
        "MATCH (o:Organisation) RETURN o.code AS code, o.founded AS founded ORDER BY code",
        routing_=neo4j.RoutingControl.READ,
    )
founded = pl.DataFrame(
    [(r["code"], None if r["founded"] is None else r["founded"].to_native()) for r in records],
    schema={"code": pl.String, "founded": pl.Date},
    orient="row",
)
print(founded)
