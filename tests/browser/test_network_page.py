"""Does the network page do on the picture what its buttons say, and say what the server says?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen
from xml.etree import ElementTree

import networkx as nx
import pytest
from playwright.sync_api import Page, expect
from pypinyin import Style, lazy_pinyin

from analytics.what_if import read_plan

Open = Callable[..., Page]
CANVAS = "#network-canvas"
SPOT = """code => { const { model, drawing, canvas } = gongjianNetwork.state, box = canvas.getBoundingClientRect();
  const spot = drawing.spotAt(model.index.get(code)); return [box.left + spot.x, box.top + spot.y]; }"""
PLACES = """() => { const { model, view } = gongjianNetwork.state, told = {};
  model.codes.forEach((code, i) => { if (view.drawn(i)) told[code] = [model.x[i], model.y[i]]; }); return told; }"""


def asked(address: str, path: str) -> bytes:
    with urlopen(address + path, timeout=120) as answer:
        content: bytes = answer.read()
    return content


def told(address: str, path: str) -> Any:
    return json.loads(asked(address, path))


def graph(address: str, search: str = "") -> nx.Graph:
    """The network as the API tells it, for answers found by other means."""
    network = told(address, "/api/v1/network" + search)
    out = nx.Graph()
    out.add_nodes_from((node["code"], node) for node in network["nodes"])
    out.add_edges_from((tie["a"], tie["b"], {"layers": tie["layers"]}) for tie in network["ties"])
    return out


def ready(page: Page) -> Page:
    page.wait_for_selector(f"{CANVAS}[data-ready]")
    page.wait_for_function("() => gongjianNetwork.state.drawing && gongjianNetwork.state.canvas.isConnected")
    page.wait_for_timeout(300)
    return page


def click_on(page: Page, code: str) -> None:
    page.mouse.click(*page.evaluate(SPOT, code))


def data(page: Page, name: str) -> str:
    return page.locator(CANVAS).get_attribute(f"data-{name}") or ""


def test_a_quarter_of_the_time_line_shows_its_ties_and_moves_nobody(open_page: Open, address: str) -> None:
    page = ready(open_page("/network"))
    before = page.evaluate(PLACES)
    days = [one.get_attribute("data-moment") for one in page.locator(".moments > span").all()]
    assert days[-1] == "2018-06-30"
    assert len(days) == 7
    counts = [int(text.replace(",", "")) for text in page.locator(".moments b").all_inner_texts()]
    cards = [told(address, f"/api/v1/scorecard?as_of={day}")["scorecard"]["without_hub"]["ties"] for day in days]
    assert counts == cards
    page.locator(".moments a").nth(2).click()
    page.wait_for_selector(f"{CANVAS}[data-moment='{days[2]}']")
    assert f"as_of={days[2]}" in page.url
    after = ready(page).evaluate(PLACES)
    assert data(page, "ties") == str(cards[2])
    assert set(after) & set(before)
    assert {code: spot for code, spot in after.items() if code in before} == {
        code: before[code] for code in after if code in before
    }
    page.go_back()
    page.wait_for_selector(f"{CANVAS}[data-moment='{days[-1]}']")


def test_playing_goes_from_quarter_to_quarter(open_page: Open) -> None:
    page = ready(open_page("/network?as_of=2018-03-31"))
    page.click("#network-play")
    page.wait_for_selector(f"{CANVAS}[data-moment='2018-06-30']")
    expect(page.locator("#network-play")).to_have_attribute("aria-pressed", "false", timeout=10_000)


def test_the_first_letters_of_a_name_as_read_aloud_find_it(open_page: Open, address: str) -> None:
    network = graph(address)
    code, name = next(
        (c, node["name"]) for c, node in network.nodes(data=True) if network.degree(c) and "社区" in node["name"]
    )
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    page = ready(open_page("/network"))
    page.fill("#network-find", letters)
    page.wait_for_selector(f"#network-hits li[data-code='{code}']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CANVAS}[data-chosen='{code}']")
    expect(page.locator(".drawer h2")).to_have_text(name)
    page.fill("#network-find", "没有这样的组织")
    expect(page.locator("#network-hits li")).to_have_text("没有找到")


def test_an_isolated_organisation_is_found_too(open_page: Open, address: str) -> None:
    alone = nx.isolates(graph(address))
    page = ready(open_page("/network"))
    code = next(alone)
    page.fill("#network-find", code)
    page.wait_for_selector(f"#network-hits li[data-code='{code}']")


def test_two_clicks_show_the_shortest_way(open_page: Open, address: str) -> None:
    network = graph(address)
    largest = network.subgraph(max(nx.connected_components(network), key=len))
    source = min(largest)
    target = max(nx.single_source_shortest_path_length(largest, source).items(), key=lambda one: (one[1], one[0]))[0]
    page = ready(open_page("/network"))
    page.click("#network-path")
    click_on(page, source)
    expect(page.locator("#network-hint")).to_contain_text("再点第二个")
    page.wait_for_selector(".drawer")
    page.wait_for_timeout(500)
    click_on(page, target)
    page.wait_for_selector(".drawer .way")
    page.wait_for_function("() => document.querySelector('#network-canvas').dataset.path")
    way = data(page, "path").split()
    assert (way[0], way[-1]) == (source, target)
    assert len(way) - 1 == nx.shortest_path_length(network, source, target)
    assert all(network.has_edge(a, b) for a, b in pairwise(way))
    answer = told(address, f"/api/v1/network/path?source={source}&target={target}")
    assert [one["code"] for one in answer["organisations"]] == way
    assert answer["ways"] == len(list(nx.all_shortest_paths(network, source, target)))
    assert answer["layers"] == [network.edges[a, b]["layers"] for a, b in pairwise(way)]
    assert page.locator(".drawer .way a").all_inner_texts() == [network.nodes[code]["name"] for code in way]


def test_a_line_drawn_around_organisations_lists_them(open_page: Open, address: str) -> None:
    page = ready(open_page("/network"))
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    inside = page.evaluate(
        f"""() => Object.keys(({PLACES})()).filter(code => {{ const [x] = ({SPOT})(code); return x < {middle[0]}; }})"""
    )
    corners = [(box["x"] + 1, box["y"] + 1), (middle[0], box["y"] + 1), (middle[0], box["y"] + box["height"] - 1),
               (box["x"] + 1, box["y"] + box["height"] - 1)]  # fmt: skip
    page.keyboard.down("Shift")
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    page.wait_for_selector(".drawer .chip")
    link = page.locator(".drawer footer a", has_text="csv").get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(asked(address, link or "").decode("utf-8-sig"))))
    assert {row["code"] for row in rows} == set(inside)
    network = graph(address)
    assert {row["code"]: int(row["ties"]) for row in rows} == {code: network.degree(code) for code in inside}
    assert page.locator(".drawer .chip").first.inner_text().startswith(f"{len(inside)} / ")


def test_a_supposed_tie_changes_the_numbers_is_undone_by_back_and_kept_as_a_plan(
    open_page: Open, address: str, tmp_path: Path
) -> None:
    network = graph(address)
    a, b = min((x, y) for x, y in nx.non_edges(network) if network.degree(x) and network.degree(y))
    page = ready(open_page("/network"))
    page.click("#network-suppose")
    page.wait_for_timeout(300)
    click_on(page, a)
    click_on(page, b)
    page.wait_for_selector(".drawer .edits li")
    assert data(page, "supposed") == "1"
    page.wait_for_selector(".drawer .tbl")
    ties = page.locator(".drawer .tbl tr", has_text="联系").first.locator("td.num").all_inner_texts()
    assert [int(text.replace(",", "")) for text in ties] == [network.number_of_edges(), network.number_of_edges() + 1]
    link = page.locator(".drawer footer a").get_attribute("href") or ""
    plan_path = tmp_path / "plan.json"
    plan_path.write_bytes(asked(address, link))
    first, second = sorted((a, b))
    assert [edit.as_json() for edit in read_plan(plan_path).edits] == [
        {"do": "add_tie", "layer": "agreements", "a": first, "b": second}
    ]
    page.fill("#suppose-name", "试一试")
    page.click("#suppose-keep")
    expect(page.locator("#suppose-told")).to_contain_text("试一试")
    page.go_back()
    expect(page.locator(".drawer .edits")).to_have_count(0)
    assert data(page, "supposed") == "0"


def test_a_tie_there_is_is_supposed_gone(open_page: Open, address: str) -> None:
    network = graph(address)
    a, b = min(tuple(sorted(pair)) for pair in network.edges if "agreements" in network.edges[pair]["layers"])
    page = ready(open_page("/network"))
    page.click("#network-suppose")
    page.wait_for_timeout(300)
    click_on(page, a)
    click_on(page, b)
    page.wait_for_selector(".drawer .edits li")
    assert "open=supposed:-agreements" in page.url
    expect(page.locator(".drawer .edits li b")).to_have_text("−")


@pytest.mark.parametrize(("ego", "steps"), [("1", 1), ("2", 2)])
def test_the_neighbourhood_stays_bright_as_far_as_asked(open_page: Open, address: str, ego: str, steps: int) -> None:
    network = graph(address)
    code = min(code for code in network if network.degree(code) > 3)
    page = ready(open_page(f"/network?ego={ego}&open=card:{code}"))
    page.wait_for_selector(f"{CANVAS}[data-chosen='{code}']")
    assert int(data(page, "near")) == nx.ego_graph(network, code, radius=steps).number_of_nodes()


def test_keys_move_and_zoom_the_picture(open_page: Open) -> None:
    page = ready(open_page("/network"))
    code = next(iter(page.evaluate(PLACES)))
    before = page.evaluate(SPOT, code)
    page.focus(CANVAS)
    page.keyboard.press("ArrowLeft")
    moved = page.evaluate(SPOT, code)
    assert moved[0] > before[0]
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert page.evaluate(SPOT, code) != moved


def test_the_drawing_of_the_server_holds_everyone_who_has_a_tie(open_page: Open, address: str) -> None:
    page = ready(open_page("/network"))
    drawing = ElementTree.fromstring(asked(address, "/api/v1/network/export?format=svg"))
    title = "{http://www.w3.org/2000/svg}title"
    names = {one.text for one in drawing.iter(title)} - {drawing.findtext(title)}  # the drawing's own tells of samples
    network = graph(address)
    marks = [text for text in names if text and " · " in text]
    assert len(marks) == int(data(page, "drawn")) == sum(1 for code in network if network.degree(code))
    assert {text.split(" · ")[0] for text in marks} == {
        node["name"] for code, node in network.nodes(data=True) if network.degree(code)
    }


def test_what_prints_is_a_bitmap_of_the_picture(open_page: Open) -> None:
    page = ready(open_page("/network"))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_selector(f"{CANVAS} img.print", state="attached")
    dark = page.evaluate(
        """async () => { const still = document.querySelector('#network-canvas img.print'); await still.decode();
        const sheet = document.createElement('canvas');
        sheet.width = still.naturalWidth; sheet.height = still.naturalHeight;
        const pen = sheet.getContext('2d'); pen.drawImage(still, 0, 0);
        const told = pen.getImageData(0, 0, sheet.width, sheet.height).data; let dark = 0;
        for (let at = 0; at < told.length; at += 4) if (told[at] < 120) dark++; return dark; }"""
    )
    assert dark > 1000
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(f"{CANVAS} img.print")).to_have_count(0)


@pytest.mark.parametrize(("lang", "size"), [("en", (1366, 768)), ("zh", (1920, 1080))])
def test_the_page_fits_the_screen_in_both_languages(open_page: Open, lang: str, size: tuple[int, int]) -> None:
    page = ready(open_page(f"/network?lang={lang}", width=size[0], height=size[1]))
    assert page.evaluate("(main => main.scrollWidth - main.clientWidth)(document.getElementById('main'))") == 0
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    assert box["height"] > 0.45 * size[1]
    if lang == "en":
        texts = page.locator(".tools, .time, .modes, .key").all_inner_texts()
        assert [text for text in texts if re.search(r"[一-鿿]", text)] == []


def test_a_wrong_outline_or_edit_is_told_with_its_code(address: str, open_page: Open) -> None:
    page = open_page("/network?open=" + quote("lasso:1,2;3"))
    expect(page.locator(".drawer .notice.error code")).to_have_text("bad_outline")
    page = open_page("/network?open=" + quote("supposed:+nothing|a|b"))
    expect(page.locator(".drawer .notice.error code")).to_have_text("bad_edits")
