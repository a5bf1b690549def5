"""Take the co-building network to NetworkX: do its measures say what ours say, and how does a result go to Gephi?

Run the cells one by one in an editor, or the file whole. GONGJIAN_DATA says which data folder; without it the usual
one is taken (`gongjian demo --no-serve` fills one). The file for Gephi is written where you stand, or into the folder
that is given as an argument.
"""

# %% The network of a day
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl

from analytics.investigation import Investigation
from analytics.network.gexf import write_gexf
from analytics.network.interchange import from_networkx, property_graph_to_networkx, to_networkx
from analytics.network.measures import network_measures
from graph_model.ledger import Ledger
from graph_model.settings import Settings
from graph_model.stores import open_store
from loaders.networks import read_network

settings = Settings()
with open_store(settings) as store:
    investigation = Investigation(store)
    snapshot = investigation.snapshot(as_of=investigation.default_day).without_hub()
network = to_networkx(snapshot)
print(network)

# %% NetworkX measures it; what an organisation is stands on its node, what is unknown is left off
betweenness = nx.betweenness_centrality(network, normalized=False)
highest = sorted(betweenness, key=lambda code: (-betweenness[code], code))[:5]
for code in highest:
    print(code, network.nodes[code].get("name"), round(betweenness[code], 1))

# %% Ours says the same, and stays quick where there are twenty thousand organisations
from dashboard.network_file import network_of  # noqa: E402 - a notebook imports where it needs

out = Path(*sys.argv[1:2], "network.gexf")
nx.set_node_attributes(network, betweenness, "betweenness")
write_gexf(from_networkx(network), out)
ours = network_measures(network_of(read_network(out)))
told = dict(zip(ours.ids, ours.node.betweenness.tolist(), strict=True))
assert np.allclose([told[code] for code in network], [betweenness[code] for code in network])
print("written for Gephi:", out)

# %% The whole property graph, every label and relationship type but the members
graph = property_graph_to_networkx(Ledger(settings.data_folder).dataset())
labels = pl.Series([label for _, label in graph.nodes(data="labels")]).value_counts().sort("count", descending=True)
print(labels)
