"""Work on the graph with py2neo: how do nodes and relationships become our rows, and our rows a Subgraph?

Needs `pip install 'gongjian[py2neo]'`. Run the cells one by one in an editor, or the file whole. GONGJIAN_STORE,
GONGJIAN_STORE_USER and GONGJIAN_STORE_PASSWORD say which server; nothing is written to it, since everything in that
database is the program's.
"""

# %% Where the server is
import os

import py2neo

from graph_model.stores.py2neo_interop import from_py2neo, to_py2neo

graph = py2neo.Graph(
    os.environ["GONGJIAN_STORE"],
    auth=(os.environ.get("GONGJIAN_STORE_USER", "neo4j"), os.environ["GONGJIAN_STORE_PASSWORD"]),
)

# %% Committees with the organisations seated on them, as py2neo objects
seats = [record["s"] for record in graph.run("MATCH (:Organisation)-[s:SEATED_ON]->(:Committee) RETURN s")]
nodes = {node for seat in seats for node in (seat.start_node, seat.end_node)}
subgraph = py2neo.Subgraph(nodes, seats)
print(len(subgraph.nodes), "nodes,", len(subgraph.relationships), "relationships")

# %% The same as frames by label and relationship type, in the data contract's shape: days are days, unknown is null
frames = from_py2neo(subgraph)
print(frames["Committee"].select("code", "name", "tier", "founded"))
print(frames["SEATED_ON"])

# %% And back: a Subgraph of our rows, merged by label and code. Into a database of your own, `graph.merge(again)`
# writes it; whoever is merged twice is there once.
again = to_py2neo(frames)
assert {node["code"] for node in again.nodes} == {node["code"] for node in subgraph.nodes}
assert len(again.relationships) == frames["SEATED_ON"].height
print(sorted(type(tie).__name__ for tie in again.relationships)[:3])
