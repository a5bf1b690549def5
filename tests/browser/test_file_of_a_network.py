"""Does a browser draw a file of a network that `gongjian view` opened, and another that is dropped on the page?"""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser

from tests.browser.serving import environment, gongjian, wait_for


@pytest.fixture(scope="module")
def viewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address that `gongjian view` tells for a directed GraphML file, and a folder with a GEXF file."""
    folder = tmp_path_factory.mktemp("view")
    nx.write_graphml(nx.DiGraph([("007", "甲"), ("甲", "乙")]), folder / "n.graphml")
    nx.write_gexf(nx.karate_club_graph(), folder / "karate.gexf")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as out:
        command = gongjian(folder / "data", "view", str(folder / "n.graphml"), "--port", str(port))
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment())
    try:
        wait_for(f"http://127.0.0.1:{port}/api/v1/health", process, log)
        found = re.search(r"http://127\.0\.0\.1[\w:/?=.-]+", log.read_text("utf-8"))
        assert found is not None
        yield found.group(0), folder
    finally:
        process.terminate()
        process.wait(20)


def test_the_file_is_drawn_a_node_opens_and_another_file_takes_its_place(
    browser: Browser, viewed: tuple[str, Path]
) -> None:
    address, folder = viewed
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address + "&lang=en")
    assert page.wait_for_selector("#network-canvas[data-drawn]").get_attribute("data-drawn") == "3"
    assert "n.graphml: GraphML, 3 nodes, 2 ties, directed" in page.inner_text(".head")
    page.goto(address + "&lang=en&open=node:007")
    assert "007" in page.inner_text(".drawer h2")
    page.wait_for_selector("#network-canvas[data-chosen='007']")
    page.goto(address + "&lang=en&view=table")
    page.wait_for_selector(".ag-row")
    page.set_input_files("#network-upload input[type=file]", folder / "karate.gexf")
    page.wait_for_selector("#network-canvas[data-drawn='34']")
    assert "karate.gexf: GEXF, 34 nodes, 78 ties, undirected" in page.inner_text(".head")
    assert faults == []
    page.close()
