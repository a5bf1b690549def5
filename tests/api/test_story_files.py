"""Does every figure in a deck's files stand in the API as well, and does a file without names hold none?

The files are opened again; the API is asked for each term by a reader of its own, not by the code of the slides.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from urllib.parse import unquote

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from starlette.testclient import TestClient

from analytics.what_if import JUDGED
from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.browser.serving import demonstration
from tests.pdf_texts import pdf_texts
from tests.region import REGION

NUMBER = re.compile(r"(?<![\w.])[+−-]?\d[\d,]*(?:\.\d+)?")
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    data = tmp_path_factory.mktemp("story-demo") / "data"
    demonstration(data)
    with Service(Settings(data=data)) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)


@pytest.fixture(params=["region", "demo"])
def asked(request, client):
    return client if request.param == "region" else request.getfixturevalue("demo")


# the API, read by itself ----------------------------------------------------------------------------------------------


class Api:
    """Asks the API for a term of a figure; ``about`` tells what the slide of the figure supposes."""

    def __init__(self, client):
        self.client, self.known = client, {}

    def get(self, path, **query):
        key = (path, tuple(sorted((name, str(value)) for name, value in query.items())))
        if key not in self.known:
            answer = self.client.get(f"/api/v1{path}", params={k: v for k, v in query.items() if v is not None})
            assert answer.status_code == 200, answer.text
            self.known[key] = answer.json()
        return self.known[key]

    def supposed(self, about, **asked):
        """What the API's what-if tells of the changes of a slide."""
        given = {
            **asked,
            "plans": [{"name": one["name"] or "-", "edits": one["edits"]} for one in json.loads(about)["plans"]],
        }
        answer = self.client.post("/api/v1/what-if", json=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def answer(self, term):
        kind, _, name = term["source"].partition(":")
        if kind == "finding":
            return self.get(f"/findings/{name}", as_of=term["as_of"], place=term["place"], limit=1000)
        if kind == "plan":
            name, _, given = name.partition("?")
            settings = [unquote(one) for one in given.split("&") if one]
            return self.get(f"/plans/{name}", as_of=term["as_of"], place=term["place"], limit=1000, param=settings)
        assert kind == "trend"
        told = self.get("/trend", finding=[name], on=[term["since"], term["as_of"]], place=term["place"])
        return told["findings"][name]["steps"][0]

    def value(self, term):
        """The value of a part, read word by word from the left."""
        here, part = self.answer(term), term["part"]
        head, *filters = re.split(r"\[", part)
        tail = ""
        if filters:
            filters = [one.split("]") for one in filters]
            tail = filters[-1][1]
        elif "#" in head:
            head, _, tail = head.partition("#")
            tail = f"#{tail}"
        for step in head.split("."):
            by_name = isinstance(here, list)
            here = next(one["value"] for one in here if one["name"] == step) if by_name else here[step]
        for condition, _ in filters:
            column, sign, wanted = re.fullmatch(r"(\w+)([=>])(.*)", condition).groups()
            if sign == ">":
                here = [one for one in here if one[column] is not None and one[column] > float(wanted)]
            else:
                here = [one for one in here if ("" if one[column] is None else str(one[column])) == wanted]
        if tail.startswith("#"):
            return len({one[tail[1:]] for one in here}) if tail[1:] else len(here)
        if tail.startswith("."):
            return here[0][tail[1:]] if here else 0
        return len(here) if isinstance(here, list) else here

    def figure(self, figure):
        """The sum of the terms; what a slide counts in its own table is not asked for."""
        if figure["terms"][0]["source"].startswith("deck:"):
            return figure["value"]
        values = [self.value(term) for term in figure["terms"]]
        if len(values) == 1:
            return values[0]
        return sum(term["sign"] * value for term, value in zip(figure["terms"], values, strict=True))


def test_every_figure_of_the_deck_is_what_the_api_tells(asked):
    api = Api(asked)
    deck = api.get("/story")
    assert len(deck["slides"]) == 9
    checked = 0
    for slide in deck["slides"]:
        for figure in slide["figures"]:
            assert figure["value"] == pytest.approx(api.figure(figure)), figure
            checked += not figure["terms"][0]["source"].startswith("deck:")
    assert checked > 60


def spellings(figures):
    """How the figures of a slide may be written."""
    told = set()
    for figure in figures:
        value = figure["value"]
        if isinstance(value, int | float):
            told |= {f"{value:,}", f"+{value:,}", f"−{abs(value):,}", f"{value:,.4g}", f"{round(value):,}"}
    return told


NOT_FIGURES = re.compile(r"[（(]−1 .*1 .*[）)]|1–2|显示 \d+ 行|数据 \w+")
"""The ends of an index's range, the members of a class in its name, how many rows a table shows, a version."""


def texts(slide):
    """Every text on an opened slide: boxes, tables, categories and names of charts."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            yield from shape.chart.plots[0].categories
            yield from (series.name for series in shape.chart.plots[0].series)


def test_an_opened_pptx_holds_no_number_that_is_not_the_api_s(asked):
    api = Api(asked)
    deck = api.get("/story")
    opened = Presentation(io.BytesIO(asked.get("/api/v1/story/export?format=pptx").content))
    assert len(opened.slides) == len(deck["slides"])
    charts = 0
    for number, (slide, told) in enumerate(zip(opened.slides, deck["slides"], strict=True), start=1):
        assert slide.shapes.title.text_frame.text == told["title"]
        assert slide.notes_slide.notes_text_frame.text == "\n".join(told["notes"])
        known = spellings(told["figures"])
        words = [text for text in texts(slide) if text not in (told["source"], f"{number} / {len(deck['slides'])}")]
        for text in words:
            if re.fullmatch(r"[1-5]", text):  # the number of an entry of a list
                continue
            for found in NUMBER.findall(NOT_FIGURES.sub("", DAYS.sub("", text))):
                assert found in known, (told["kind"], text, found)
        charts += charts_hold(slide, told, api)
    assert charts >= 1


def charts_hold(slide, told, api):
    """The charts of a slide hold, in picture and data sheet, the figures that the API tells."""
    held = 0
    values = {figure["value"] for figure in told["figures"]}
    for shape in slide.shapes:
        if not shape.has_chart:
            continue
        plot = shape.chart.plots[0]
        sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
        for column, series in enumerate(plot.series, start=2):
            cells = [sheet.cell(row, column).value for row in range(2, 2 + len(list(series.values)))]
            assert cells == [None if value is None else pytest.approx(value) for value in series.values]
            assert {int(value) for value in series.values} <= values
        held += 1
    return held


def test_the_chart_of_reasons_is_the_api_s_breakdown(demo):
    api = Api(demo)
    opened = Presentation(io.BytesIO(demo.get("/api/v1/story/export?format=pptx&lang=en").content))
    chart = next(shape.chart for shape in opened.slides[3].shapes if shape.has_chart)
    told = api.get("/findings/units_without_organisation")["breakdowns"]["reason"]
    sums = sorted(sum(bar) for bar in zip(*(series.values for series in chart.plots[0].series), strict=True))
    assert sums == sorted(row["count"] for row in told if row["count"])


def test_an_opened_pdf_shows_the_titles_and_headline_figures(asked):
    deck = asked.get("/api/v1/story").json()
    content = asked.get("/api/v1/story/export?format=pdf").content
    assert content.startswith(b"%PDF")
    pages = pdf_texts(content)
    assert len(pages) >= 2 * len(deck["slides"])  # the slides, then their notes, which may fill several
    for page, slide in zip(pages, deck["slides"], strict=False):
        squeezed = page.replace(" ", "")
        for field in ("title", "subtitle", "source"):
            assert slide[field].replace(" ", "").replace("·", "|").replace("–", "-") in squeezed


def test_an_opened_brief_tells_each_community_as_the_api_does(asked):
    api = Api(asked)
    opened = Document(io.BytesIO(asked.get("/api/v1/story/export?format=docx").content))
    text = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    units = {row["community"]: row for row in api.get("/findings/organisation_coverage")["breakdowns"]["community"]}
    screen = api.get("/findings/weak_community_screen", limit=1000)
    rows = {row["code"]: row for row in screen["rows"]}
    matrix = {}
    for cell in screen["breakdowns"]["matrix"]:
        matrix.setdefault(cell["code"], {"name": cell["name"], "fail": 0, "unknown": 0, "pass": 0, "not_applicable": 0})
        matrix[cell["code"]][cell["state"]] += 1
    assert len(opened.tables) == sum(1 for told in matrix.values() if told["fail"] + told["unknown"])
    blocks = dict(zip(sorted(matrix), re.split(r"(?=类型：)", text)[1:], strict=True))
    for code, told in matrix.items():
        block = blocks[code]
        unit = units.get(code, {"of": 0, "count": 0, "unknown": 0})
        assert f"应建单位 {unit['of']} 个，已有党组织 {unit['count']} 个；另有 {unit['unknown']} 个状态未知" in block
        if code in rows:
            applicable = told["fail"] + told["unknown"] + told["pass"]
            assert f"适用的 {applicable} 项指标中 {told['fail']} 项未达标，{told['unknown']} 项未知" in block
    signs = [row.cells[1].text for table in opened.tables for row in table.rows[1:]]
    assert signs.count("×") == sum(told["fail"] for told in matrix.values())
    assert signs.count("?") == sum(told["unknown"] for told in matrix.values())


def test_the_zip_holds_a_document_a_community(client):
    folder = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/story/export?format=zip").content))
    assert [re.sub(r"^\d+-", "", name) for name in folder.namelist()] == [
        "红旗社区.docx", "柳林社区.docx", "新桥社区.docx",
    ]  # fmt: skip
    assert "红旗社区" in Document(io.BytesIO(folder.read(folder.namelist()[0]))).paragraphs[0].text


# supposed changes -----------------------------------------------------------------------------------------------------


TIES = [
    {"do": "add_tie", "layer": "agreements", "a": "FL", "b": "XQ"},
    {"do": "add_organisation", "organisation": "NEW", "name": "新建联合支部", "domain": "enterprise", "place": "C1"},
    {"do": "add_tie", "layer": "seats", "a": "NEW", "b": "HQ"},
]


def with_slide(client, kind, about):
    """A saved deck of one slide."""
    deck = client.get("/api/v1/story").json()["deck"]
    deck["slides"] = [{"id": "w", "kind": kind, "about": about}]
    kept = client.post("/api/v1/decks", json={"name": f"设想 {about[:20]} {len(about)}", "content": deck})
    assert kept.status_code == 200, kept.text
    return kept.json()["id"]


def at_path(told, part):
    """The value at a dotted path of a JSON answer."""
    for step in part.split("."):
        told = told[int(step)] if step.isdecimal() else told[step]
    return told


@pytest.mark.parametrize("plans", [[("牵线", TIES)], [("", TIES[:1]), ("只加一家", TIES[1:])]])
@pytest.mark.parametrize("hub", [True, False])
def test_an_opened_what_if_slide_holds_the_figures_of_the_api_s_what_if(client, plans, hub):
    api = Api(client)
    about = json.dumps({"hub": hub, "plans": [{"name": name, "edits": edits} for name, edits in plans]})
    number = with_slide(client, "what_if", about)
    try:
        (told,) = client.get(f"/api/v1/decks/{number}/story").json()["slides"]
        answer = api.supposed(told["about"], as_of="2018-06-30")
        asked = 0
        for figure in told["figures"]:
            first, *rest = figure["terms"]
            if not first["source"].startswith("what_if:"):
                continue
            values = [at_path(answer, first["part"]), *(one["sign"] * at_path(answer, one["part"]) for one in rest)]
            assert figure["value"] == pytest.approx(sum(values)), figure
            asked += 1
        assert asked > 40
        content = client.get(f"/api/v1/decks/{number}/export?format=pptx").content
        opened = Presentation(io.BytesIO(content)).slides[0]
        table = next(shape.table for shape in opened.shapes if shape.has_table)
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        states = [answer["before"], *answer["plans"]]
        for name, row in zip(JUDGED, cells[1:], strict=False):  # those that follow from the network alone
            for state, cell in zip(states, row[1:], strict=False):
                finding = state["findings"][name]
                assert cell.startswith(f"{finding['count']:,} / {finding['of']:,}")
                assert (f"?{finding['unknown']}" in cell) == bool(finding["unknown"])
        card = "all" if hub else "without_hub"
        ties = next(row for row in cells if row[0] == "联系")
        for state, cell in zip(states, ties[1:], strict=False):
            assert cell.startswith(f"{state['scorecard'][card]['ties']:,}")
        if len(plans) == 1:  # the difference stands in a column of its own
            change = answer["plans"][0]["scorecard"][card]["ties"] - answer["before"]["scorecard"][card]["ties"]
            assert ties[3] == f"{change:+,}"
        chart = next(shape.chart for shape in opened.shapes if shape.has_chart)
        of_organisations = [
            "isolated_organisations", "organisations_outside_the_largest_component", "key_organisations", "cut_points",
        ]  # fmt: skip
        assert [list(series.values) for series in chart.plots[0].series] == [
            [state["findings"][name]["count"] for name in of_organisations] for state in states
        ]
        assert charts_hold(opened, told, api) == 1
        notes = opened.notes_slide.notes_text_frame.text
        assert "新建联合支部" in notes
        pages = pdf_texts(client.get(f"/api/v1/decks/{number}/export?format=pdf").content)
        assert told["title"].replace(" ", "") in pages[0].replace(" ", "")
        hidden = client.get(f"/api/v1/decks/{number}/export?format=pptx&hidden=true").content
        assert "新建联合支部" not in "".join(everything_told(hidden))
    finally:
        client.delete(f"/api/v1/decks/{number}")


def everything_told(content):
    """The texts and notes of an opened deck."""
    for slide in Presentation(io.BytesIO(content)).slides:
        yield from texts(slide)
        yield slide.notes_slide.notes_text_frame.text


def test_changes_that_cannot_be_are_told_on_their_slide(client):
    gone = {"plans": [{"name": "x", "edits": [{"do": "drop_organisation", "organisation": "GONE"}]}]}
    for about, said in ((json.dumps(gone), "GONE"), ("not json", "方案"), ('{"plans": []}', "设想")):
        if about.startswith("not") or about.endswith("[]}"):
            deck = client.get("/api/v1/story").json()["deck"]
            deck["slides"] = [{"id": "w", "kind": "what_if", "about": about}]
            refused = client.post("/api/v1/decks", json={"name": "坏", "content": deck})
            assert said in refused.json()["error"]["message"]
            continue
        number = with_slide(client, "what_if", about)
        (told,) = client.get(f"/api/v1/decks/{number}/story").json()["slides"]
        assert said in told["title"]
        client.delete(f"/api/v1/decks/{number}")


def test_the_name_of_a_supposed_organisation_holds_no_number_of_a_person(client):
    edits = [{"do": "add_organisation", "organisation": "NEW", "name": "联系 13812345678"}]
    deck = client.get("/api/v1/story").json()["deck"]
    about = json.dumps({"plans": [{"name": "x", "edits": edits}]})
    deck["slides"] = [{"id": "w", "kind": "what_if", "about": about}]
    refused = client.post("/api/v1/decks", json={"name": "z", "content": deck})
    assert refused.json()["error"]["code"] == "text_of_a_person"


# names ----------------------------------------------------------------------------------------------------------------


def names():
    """Every name of the region that is hidden where names are, and what of communities' people leave out."""
    told = {row["name"] for row in REGION["organisations"] + REGION["units"] + REGION["committees"]}
    told |= {row["name"] for row in REGION["places"] if row["code"] != "S"}
    told |= {row["title"] for row in REGION["agreements"]}
    return told | {"红旗", "柳林", "新桥", "湖光", "锦绣苑"}


def everything(content):
    """All text of a zipped office file, and of the files zipped within it."""
    told = []
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        for name in opened.namelist():
            inside = opened.read(name)
            told.append(name)
            told.append(everything(inside) if inside[:2] == b"PK" else inside.decode("utf-8", "replace"))
    return "\n".join(told)


OWN = {"title": "先请红旗小学党支部与柳林对接", "subtitle": "湖光软件公司一带", "notes": "新桥社区党支部要来"}


def own_deck(client):
    deck = client.get("/api/v1/story").json()["deck"]
    deck["title"] = "红旗社区与东湖街道的联席会"
    deck["slides"][4] |= OWN
    deck["slides"].append({"id": "f", "kind": "finding", "about": "overdue_elections"})
    deck["slides"].append({"id": "u", "kind": "finding", "about": "units_without_organisation"})
    deck["slides"].append({"id": "o", "kind": "organisation", "about": "HQ"})
    deck["slides"].append({"id": "d", "kind": "finding", "about": "possible_duplicates"})
    for name in ("one_sided_invitations", "unmet_needs", "figures_that_disagree", "cut_points", "bridges"):
        deck["slides"].append({"id": name, "kind": "finding", "about": name})
    for name in ("matching", "meeting_places", "committee_seats_plan", "suggested_partners"):
        deck["slides"].append({"id": name, "kind": "plan", "about": name})
    return deck


@pytest.fixture
def saved(client):
    kept = client.post("/api/v1/decks", json={"name": "第三季度", "content": own_deck(client)})
    assert kept.status_code == 200, kept.text
    yield kept.json()
    client.delete(f"/api/v1/decks/{kept.json()['id']}")


@pytest.mark.parametrize("output", ["pptx", "docx", "zip"])
def test_a_file_with_names_hidden_holds_none_anywhere(client, saved, output):
    shown = client.get(f"/api/v1/decks/{saved['id']}/export?format={output}").content
    assert [name for name in ("红旗社区", "新桥社区党支部") if name in everything(shown)]
    hidden = everything(client.get(f"/api/v1/decks/{saved['id']}/export?format={output}&hidden=true").content)
    assert [name for name in names() if name in hidden] == []
    assert "组织 A" in hidden
    assert [code for code in ("DZ0", '"HQ"', ">HQ<") if code in hidden] == []


def test_a_pdf_and_the_told_deck_with_names_hidden_hold_none(client, saved):
    number = saved["id"]
    pages = "".join(pdf_texts(client.get(f"/api/v1/decks/{number}/export?format=pdf&hidden=true").content))
    told = client.get(f"/api/v1/decks/{number}/story?hidden=true").text
    for text in (pages.replace(" ", ""), told):
        assert [name for name in names() if name in text] == []
    assert "东湖街道" in told


def test_the_same_organisation_has_the_same_code_on_every_slide_and_in_every_file(client, saved):
    number = saved["id"]
    names_of = {}
    for hidden in ("false", "true"):
        opened = Presentation(
            io.BytesIO(client.get(f"/api/v1/decks/{number}/export?format=pptx&hidden={hidden}").content)
        )
        names_of[hidden] = ["\n".join(texts(slide)) for slide in opened.slides]
    pairs = set()
    for shown, coded in zip(*names_of.values(), strict=True):
        for line, code in zip(shown.split("\n"), coded.split("\n"), strict=True):
            if line in {row["name"] for row in REGION["organisations"]}:
                pairs.add((line, code))
    assert len(pairs) > 3
    assert len(pairs) == len(dict(pairs)) == len({code for _, code in pairs})


# saved decks ----------------------------------------------------------------------------------------------------------


def test_a_saved_deck_comes_back_and_what_was_saved_meanwhile_is_not_written_over(client, saved):
    number = saved["id"]
    assert [one["name"] for one in client.get("/api/v1/decks").json()] == ["第三季度"]
    told = client.get(f"/api/v1/decks/{number}/story").json()
    assert told["slides"][4]["title"] == OWN["title"]
    again = {"name": "第三季度", "content": saved["content"], "id": number, "version": saved["version"]}
    assert client.post("/api/v1/decks", json=again).json()["version"] == 2
    refused = client.post("/api/v1/decks", json=again)
    assert refused.json()["error"]["code"] == "saved_meanwhile"
    twice = client.post("/api/v1/decks", json={"name": "第三季度", "content": saved["content"]})
    assert twice.json()["error"]["code"] == "saved_twice"


def test_a_deck_keeps_no_number_of_a_person_and_nothing_that_is_no_deck(client):
    deck = client.get("/api/v1/story").json()["deck"]
    deck["slides"][0]["notes"] = "请打 13812345678"
    refused = client.post("/api/v1/decks", json={"name": "x", "content": deck})
    assert refused.json()["error"]["code"] == "text_of_a_person"
    refused = client.post("/api/v1/decks", json={"name": "x", "content": {"slides": "all"}})
    assert refused.json()["error"]["code"] == "deck_wrong"
    assert client.get("/api/v1/story/export?format=odp").json()["error"]["code"] == "unknown_name"


def test_a_slide_whose_subject_is_gone_says_so_and_the_others_stand(client):
    deck = client.get("/api/v1/story").json()["deck"]
    deck["slides"] = [deck["slides"][0], {"id": "g", "kind": "organisation", "about": "GONE"}]
    kept = client.post("/api/v1/decks", json={"name": "y", "content": deck}).json()
    try:
        told = client.get(f"/api/v1/decks/{kept['id']}/story").json()["slides"]
        assert "GONE" in told[1]["title"]
        assert told[0]["figures"]
    finally:
        client.delete(f"/api/v1/decks/{kept['id']}")
