"""The same network as dash-cytoscape draws it: ``python -m dashboard.bench.rival DATA PORT``.

The newest day without the hub, the positions of our own layout, and the component as it comes: every organisation and
tie an element. For the measurement alone; it is no page of the program.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import dash
import numpy as np
from dash import html

from dashboard.domain_classes import CLASS_COLOURS, DOMAIN_CLASSES
from dashboard.network_view import NetworkView
from dashboard.service import Service
from graph_model.settings import Settings


def elements(view: NetworkView) -> list[dict[str, Any]]:
    """Nodes with positions and ties, as the component takes them."""
    facts = view.snapshot.organisations.select("code", "name", "domain").rows()
    drawn = (view.degrees > 0) & np.isfinite(view.positions[:, 0])
    told: list[dict[str, Any]] = [
        {
            "data": {"id": code, "label": name, "colour": CLASS_COLOURS[DOMAIN_CLASSES.get(domain, 7)]},
            "position": {"x": float(view.positions[row, 0]) * 20, "y": -float(view.positions[row, 1]) * 20},
        }
        for row, (code, name, domain) in enumerate(facts)
        if drawn[row]
    ]
    told += [{"data": {"source": a, "target": b}} for a, b in view.ties.select("a", "b").iter_rows()]
    return told


def main() -> None:
    """Serve one page until ended."""
    dash_cytoscape = importlib.import_module("dash_cytoscape")  # of no lock file: who measures installs it
    service = Service(Settings(data=Path(sys.argv[1])))
    service.ready()
    investigation = service.investigation()
    view = service.network_views(investigation).view(as_of=investigation.default_day)
    app = dash.Dash("rival", serve_locally=True)
    style = [
        {"selector": "node", "style": {"background-color": "data(colour)", "width": 14, "height": 14}},
        {"selector": "edge", "style": {"line-color": "#C4CAD2", "width": 1}},
    ]
    app.layout = html.Div(
        dash_cytoscape.Cytoscape(
            id="rival",
            elements=elements(view),
            layout={"name": "preset"},
            stylesheet=style,
            style={"width": "980px", "height": "470px"},
        )
    )
    app.run(host="127.0.0.1", port=int(sys.argv[2]), debug=False)


if __name__ == "__main__":
    main()
