"""Do report, exports and API say which tables were never handed in, without changing a count?"""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.ledgers import write_ledger
from tests.region import REGION

NAME, SCREEN = "units_without_organisation", "weak_community_screen"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with places, organisations and units alone."""
    import datetime as dt

    from dashboard.service import Service
    from graph_model.settings import Settings
    from loaders.importer import load

    folder = tmp_path_factory.mktemp("few")
    with Service(Settings(data=folder / "data")) as service:
        sheets = write_ledger(REGION, folder / "ledger", tables=["places", "organisations", "units"])
        load([sheets], ledger=service.ledger, as_of=dt.date(2018, 6, 30))
        service.ready()
    return folder / "data"


def test_the_report_tells_it_per_finding_and_the_counts_stay(gongjian, data):
    told = gongjian(data, "report", "--format", "json").json["findings"]
    assert told[NAME]["not_handed_in"] == ["coverage"]
    assert told["secretary_vacancies"]["not_handed_in"] == []
    assert told[NAME]["count"] == told[NAME]["of"] > 0
    assert told[NAME]["judged"] is False
    assert told[NAME]["share"] is None
    assert told["secretary_vacancies"]["judged"] is True


def test_the_table_has_a_line_below_the_finding(gongjian, data):
    lines = gongjian(data, "report").out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.endswith(f"  {NAME}"))
    assert lines[place].split()[1] == "未报送"
    assert lines[place + 1] == "（未报送：组织覆盖）"
    vacancies = next(number for number, line in enumerate(lines) if line.endswith("  secretary_vacancies"))
    assert not lines[vacancies + 1].startswith("（")


def test_csv_and_workbook_carry_it(gongjian, data, tmp_path):
    rows = gongjian(data, "report", NAME, "--format", "csv").out.splitlines()
    assert rows[0].endswith(",not_handed_in")
    assert all(row.endswith(",coverage") for row in rows[1:])
    gongjian(data, "report", NAME, "--format", "xlsx", "--out", tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "r.xlsx").read_bytes()))
    cells = {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"组织覆盖尚未报送，此数只说明台账里没有记录。", "未报送的表"} <= cells


@pytest.mark.parametrize("output", ["docx", "pptx", "pdf"])
def test_documents_are_written_with_it(gongjian, data, tmp_path, output):
    out = tmp_path / f"r.{output}"
    assert gongjian(data, "report", NAME, "--format", output, "--out", out).code == 0
    if output == "docx":
        from docx import Document

        told = [paragraph.text for paragraph in Document(str(out)).paragraphs]
        assert "组织覆盖尚未报送，此数只说明台账里没有记录。" in told


def test_a_table_that_came_in_later_is_not_told_any_more(gongjian, data, tmp_path):
    import shutil

    copy = shutil.copytree(data, tmp_path / "copy")
    gongjian(copy, "load", write_ledger(REGION, tmp_path / "more", tables=["coverage"]))
    assert gongjian(copy, "report", NAME, "--format", "json").json["findings"][NAME]["not_handed_in"] == []
    gongjian(copy, "undo")
    assert gongjian(copy, "report", NAME, "--format", "json").json["findings"][NAME]["not_handed_in"] == ["coverage"]


def test_the_pages_say_it_beside_the_counts_and_are_silent_where_all_came_in(data, region):
    from dashboard.pages import PAGES
    from dashboard.server import context_of
    from dashboard.service import Service
    from graph_model.settings import Settings

    said = {}
    for name, folder in (("few", data), ("all", region)):
        with Service(Settings(data=folder)) as service:
            drawn = {page.path: str(page.draw(context_of(service, page.path, "?lang=zh"))) for page in PAGES}
        said[name] = {path for path, text in drawn.items() if "组织覆盖" in text and "尚未报送" in text}
        told = {path for path, text in drawn.items() if "尚未报送" in text}
        assert told == (
            {"/", "/coverage", "/isolation", "/communities", "/linkages", "/key", "/geography"}
            if name == "few"
            else set()
        )
    assert {"/", "/coverage", "/communities"} <= said["few"]


def test_no_page_counts_what_nobody_handed_in(data):
    from dashboard.pages import PAGES
    from dashboard.server import context_of
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=data)) as service:
        drawn = {page.path: str(page.draw(context_of(service, page.path, "?lang=zh"))) for page in PAGES}
        context = context_of(service, "/communities", "?lang=zh")
        states = {cell["indicator"]: cell["state"] for cell in context.finding(SCREEN).breakdowns["matrix"]}
    assert {states[name] for name in ("unit_coverage", "committee_cadence", "empty_shell")} == {"not_handed_in"}
    assert "应建单位有无组织：未报送；" in drawn["/"]
    assert "共建联系：未报送。" in drawn["/"]
    assert "应建单位有无组织：未报送。" in drawn["/coverage"]
    assert "○" in drawn["/communities"]
