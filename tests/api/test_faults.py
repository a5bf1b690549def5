"""Does a person learn of an error that nobody foresaw, the log where it was, and nobody what a row said?"""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from structlog.testing import capture_logs

from dashboard import server

ROW = "secret of a row"
ADDRESS = ("address.pathname", "address.search")


def called(client, output, path, search):
    callback = next(
        one
        for one in client.get("/_dash-dependencies").json()
        if f"{output}.children" in one["output"] and "@" not in one["output"]
    )
    names = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    values = {"pathname": path, "search": search}
    return client.post(
        "/_dash-update-component",
        json={
            "output": callback["output"],
            "outputs": outputs if len(outputs) > 1 else outputs[0],
            "inputs": [{**one, "value": values[one["property"]]} for one in callback["inputs"]],
            "state": [{**one, "value": None} for one in callback["state"]],
            "changedPropIds": list(ADDRESS),
        },
    )


@pytest.mark.parametrize(
    ("output", "drawn", "search"), [("page-slot", "draw_page", ""), ("drawer-slot", "draw_drawer", "?open=help:key")]
)
def test_what_broke_is_told_in_its_place_and_its_place_is_logged(client, monkeypatch, output, drawn, search):
    def broken(*_):
        raise ValueError(ROW)

    monkeypatch.setattr(server, drawn, broken)
    with capture_logs() as logs:
        answer = called(client, output, "/key", search)
    assert answer.status_code == 200
    assert "inside" in answer.text
    assert [one["event"] for one in logs] == ["callback_failed"]
    assert "in broken" in logs[0]["where"]
    assert "ValueError" in logs[0]["kind"]
    assert "secret" not in answer.text + str(logs)


def test_any_other_callback_that_breaks_is_logged_too(client, monkeypatch):
    def broken(*_):
        raise ValueError(ROW)

    monkeypatch.setattr(server, "filtered_search", broken)
    body = {
        "output": "address.search",
        "outputs": {"id": "address", "property": "search"},
        "inputs": [
            {"id": f"filter-{name}", "property": "value", "value": None}
            for name in ("place", "as-of", "compare", "layer", "domain")
        ],
        "state": [
            {"id": "address", "property": "pathname", "value": "/"},
            {"id": "address", "property": "search", "value": ""},
        ],
        "changedPropIds": ["filter-place.value"],
    }
    with capture_logs() as logs:
        answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 500
    assert [one["event"] for one in logs] == ["callback_failed"]
    assert "secret" not in answer.text + str(logs)


def test_a_figure_is_drawn_while_another_thread_loads_what_plotly_looks_up():
    """Some libraries bring pandas, in a thread of their own: half of it there broke the first pages drawn."""
    script = """
        import importlib, sys, threading, time

        class Slow:
            def find_spec(self, name, path=None, target=None):
                if name == "pandas.core.api":
                    time.sleep(2)

        sys.meta_path.insert(0, Slow())
        from dashboard.figures.looks import plain_figure

        loading = threading.Thread(target=importlib.import_module, args=("mapclassify",))
        loading.start()
        while "pandas" not in sys.modules:
            time.sleep(0.01)
        plain_figure().update_layout(xaxis={"tickvals": [0.5, 1.0]})
        loading.join()
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
