"""Two tables of the literature, worked out again: do our centralities say what the papers print?

Freeman's three centralities of the Florentine families, as Wasserman and Faust (1994) give them in table 5.1, and the
two-mode centralities of Davis's women and events, as Borgatti and Halgin (2011) do in "Analyzing Affiliation Networks"
with the normalisation of Faust (1997) and of Borgatti and Everett (1997). Run the cells one by one in an editor, or the
file whole; a value that differs stops it. No data of one's own is needed: networkx brings both networks.
"""

# %% Marriages between Florentine families; the sixteenth, Pucci, married into none of the others
import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse

from analytics.network.graph import network_from_edges
from analytics.network.measures import network_measures
from analytics.network.two_mode import two_mode_centrality

marriages = pl.DataFrame(list(nx.florentine_families_graph().edges), schema=["source", "target"], orient="row")
families = network_from_edges(marriages["source"], marriages["target"])
print(marriages.height, "marriages,", families.nodes, "families and Pucci")

# %% Table 5.1: degree over all sixteen, closeness and betweenness over the fifteen that are connected
measured = network_measures(families)
betweenness = measured.node.betweenness_normalised
assert betweenness is not None
table = pl.DataFrame(
    {
        "family": list(measured.ids),
        "degree": measured.node.degree / 15,
        "closeness": measured.node.closeness,
        "betweenness": betweenness,
    }
).sort("family")
printed = pl.DataFrame(
    [
        ("Acciaiuoli", 0.067, 0.368, 0.000),
        ("Albizzi", 0.200, 0.483, 0.212),
        ("Barbadori", 0.133, 0.438, 0.093),
        ("Bischeri", 0.200, 0.400, 0.104),
        ("Castellani", 0.200, 0.389, 0.055),
        ("Ginori", 0.067, 0.333, 0.000),
        ("Guadagni", 0.267, 0.467, 0.255),
        ("Lamberteschi", 0.067, 0.326, 0.000),
        ("Medici", 0.400, 0.560, 0.522),
        ("Pazzi", 0.067, 0.286, 0.000),
        ("Peruzzi", 0.200, 0.368, 0.022),
        ("Ridolfi", 0.200, 0.500, 0.114),
        ("Salviati", 0.133, 0.389, 0.143),
        ("Strozzi", 0.267, 0.438, 0.103),
        ("Tornabuoni", 0.200, 0.483, 0.092),
    ],
    schema=["family", "degree", "closeness", "betweenness"],
    orient="row",
)
with pl.Config(tbl_rows=-1, float_precision=3):
    print(table)


def agree(ours: pl.DataFrame, theirs: pl.DataFrame, *, decimals: int) -> None:
    """Every printed value is ours, to the last decimal that is printed."""
    assert ours[:, 0].to_list() == theirs[:, 0].to_list()
    for name in theirs.columns[1:]:
        difference = np.abs(ours[name].to_numpy() - theirs[name].to_numpy())
        assert difference.max() <= 0.5 * 10.0**-decimals + 1e-9, (name, theirs[int(difference.argmax())])


agree(table, printed, decimals=3)
print("Wasserman and Faust 1994, table 5.1: the same to three decimals")

# %% Women of a Southern town and the events they went to: two modes
davis = nx.davis_southern_women_graph()
women = [name for name, side in davis.nodes(data="bipartite") if side == 0]
events = [f"E{k}" for k in range(1, 15)]
incidence = sparse.csr_array(nx.bipartite.biadjacency_matrix(davis, women, events))
both = two_mode_centrality(incidence)
names = [*women, *events]
two_mode = pl.DataFrame(
    {"node": names, "degree": both.degree, "closeness": both.closeness, "betweenness": both.betweenness}
).sort("node")

# %% The table of Borgatti and Halgin, two decimals (as networkx's own tests carry it)
printed_two = pl.DataFrame(
    [
        ("Evelyn Jefferson", 0.57, 0.80, 0.10),
        ("Laura Mandeville", 0.50, 0.73, 0.05),
        ("Theresa Anderson", 0.57, 0.80, 0.09),
        ("Brenda Rogers", 0.50, 0.73, 0.05),
        ("Charlotte McDowd", 0.29, 0.60, 0.01),
        ("Frances Anderson", 0.29, 0.67, 0.01),
        ("Eleanor Nye", 0.29, 0.67, 0.01),
        ("Pearl Oglethorpe", 0.21, 0.67, 0.01),
        ("Ruth DeSand", 0.29, 0.71, 0.02),
        ("Verne Sanderson", 0.29, 0.71, 0.02),
        ("Myra Liddel", 0.29, 0.69, 0.02),
        ("Katherina Rogers", 0.43, 0.73, 0.05),
        ("Sylvia Avondale", 0.50, 0.77, 0.07),
        ("Nora Fayette", 0.57, 0.80, 0.11),
        ("Helen Lloyd", 0.36, 0.73, 0.04),
        ("Dorothy Murchison", 0.14, 0.65, 0.00),
        ("Olivia Carleton", 0.14, 0.59, 0.01),
        ("Flora Price", 0.14, 0.59, 0.01),
        ("E1", 0.17, 0.52, 0.00),
        ("E2", 0.17, 0.52, 0.00),
        ("E3", 0.33, 0.56, 0.02),
        ("E4", 0.22, 0.54, 0.01),
        ("E5", 0.44, 0.59, 0.04),
        ("E6", 0.44, 0.69, 0.07),
        ("E7", 0.56, 0.73, 0.13),
        ("E8", 0.78, 0.85, 0.24),
        ("E9", 0.67, 0.79, 0.23),
        ("E10", 0.28, 0.55, 0.01),
        ("E11", 0.22, 0.54, 0.02),
        ("E12", 0.33, 0.56, 0.02),
        ("E13", 0.17, 0.52, 0.00),
        ("E14", 0.17, 0.52, 0.00),
    ],
    schema=["node", "degree", "closeness", "betweenness"],
    orient="row",
).sort("node")
with pl.Config(tbl_rows=-1, float_precision=2):
    print(two_mode.sort("betweenness", descending=True))
agree(two_mode, printed_two, decimals=2)
print("Borgatti and Halgin 2011: the same to two decimals")
