"""Does everything that leaves say of sample data that it is, and of one's own data nothing?"""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from starlette.testclient import TestClient

from dashboard.i18n import Wording
from dashboard.sample import bring_in
from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.pdf_texts import pdf_texts

API = "/api/v1"
CSV = (
    "/findings/isolated_organisations/export?format=csv",
    "/report/export?format=csv",
    "/plans/suggested_partners/export?format=csv",
    "/network/export?format=csv",
    "/geography/export?format=csv",
    "/queries/places_tree/export?format=csv",
    "/cases/export?format=csv",
)
XLSX = tuple(path.replace("csv", "xlsx") for path in CSV)
SVG = ("/network/export?format=svg", "/geography/export?format=svg")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with Service(Settings(data=tmp_path_factory.mktemp("sample") / "data")) as service:
        bring_in(service.ledger)
        service.ready()
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)


@pytest.fixture(params=["sample", "own"])
def asked(request):
    """Who is asked, and what is to be said."""
    if request.param == "own":
        return request.getfixturevalue("client"), "own"
    return request.getfixturevalue("sample"), "sample"


def content(client, path):
    answer = client.get(API + path)
    assert answer.status_code == 200, answer.text
    return answer.content


def told(lang):
    return Wording(lang).text("pages.sample_told")


def one_organisation(client):
    return client.get(f"{API}/network?hub=true").json()["nodes"][0]["code"]


def test_the_dataset_says_whose_data_it_is(asked):
    client, data = asked
    assert client.get(f"{API}/dataset").json()["data"] == data
    report = client.get(f"{API}/report/export?format=json").json()
    assert report["dataset"]["data"] == data
    assert set(report["dataset"]) == {"version", "batches", "data"}
    assert client.get(f"{API}/story").json()["data"] == data


@pytest.mark.parametrize("path", CSV)
def test_a_csv_says_it_in_a_last_column(asked, path):
    client, data = asked
    head, *rows = csv.reader(io.StringIO(content(client, path).decode("utf-8-sig")))
    if data == "own":
        assert "data" not in head
    else:
        assert head[-1] == "data"
        assert {row[-1] for row in rows} <= {"sample"}
        assert rows or path.startswith("/cases")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*XLSX, "card"])
def test_a_workbook_says_it_at_the_top_of_every_sheet_and_printed_page(asked, path, lang):
    client, data = asked
    path = f"/organisations/{one_organisation(client)}/export?format=xlsx" if path == "card" else path
    book = openpyxl.load_workbook(io.BytesIO(content(client, f"{path}&lang={lang}")))
    first = {sheet.cell(1, 1).value == told(lang) for sheet in book}
    printed = {told(lang) in str(sheet.oddHeader.left.text) for sheet in book}
    assert first == printed == {data == "sample"}


def test_drawings_say_it(asked):
    client, data = asked
    for path in (*SVG, f"/organisations/{one_organisation(client)}/export?format=svg"):
        drawn = content(client, path + "&lang=zh").decode()
        assert (told("zh") in drawn) == (data == "sample"), path


def test_documents_and_every_slide_say_it(asked):
    client, data = asked
    says = data == "sample"
    document = Document(io.BytesIO(content(client, "/report/export?format=docx&lang=en")))
    assert any(told("en") == one.text for one in document.paragraphs) == says
    briefs = Document(io.BytesIO(content(client, "/story/export?format=docx&lang=en")))
    assert (told("en") == briefs.sections[0].header.paragraphs[0].text) == says
    for path in ("/report/export?format=pptx&lang=en", "/story/export?format=pptx&lang=en"):
        deck = Presentation(io.BytesIO(content(client, path)))
        texts = [" ".join(one.text_frame.text for one in slide.shapes if one.has_text_frame) for slide in deck.slides]
        assert {told("en") in text for text in texts} == {says}, path


@pytest.mark.parametrize("path", ["/report/export?format=pdf&lang=en", "/story/export?format=pdf&lang=en"])
def test_every_printed_page_says_it(asked, path):
    client, data = asked
    pages = pdf_texts(content(client, path))
    assert len(pages) > 3
    assert {told("en") in page for page in pages} == {data == "sample"}


def test_a_zip_of_briefs_says_it_in_each(asked):
    client, data = asked
    with zipfile.ZipFile(io.BytesIO(content(client, "/story/export?format=zip&lang=zh"))) as folder:
        for name in folder.namelist():
            brief = Document(io.BytesIO(folder.read(name)))
            assert (brief.sections[0].header.paragraphs[0].text == told("zh")) == (data == "sample")
