"""Do all documents tell how each finding was come by, with the completeness of its data?"""

from __future__ import annotations

import openpyxl
import polars as pl
import pytest
from docx import Document
from pptx import Presentation

from analytics.finding import Finding
from dashboard.i18n import Wording
from dashboard.reports.rows import measure_rows


def test_the_workbook_holds_a_sheet_of_methods(gongjian, region, tmp_path):
    out = tmp_path / "r.xlsx"
    told = gongjian(region, "report", "secretary_vacancies", "--format", "xlsx", "--out", out, lang="en")
    assert told.code == 0, told.err
    rows = list(openpyxl.load_workbook(out)["How each was come by"].values)
    assert rows[0][:6] == ("finding", "table", "column", "known", "rows", "share")
    assert rows[1][1:6] == ("organisations", "secretary", 7, 10, "70.0%")
    assert any(str(row[1]).startswith("Limit: ") for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mixing_is_told_beside_chance_wherever_it_is_read(gongjian, region, tmp_path, lang):
    """The index, its p-value with the least one that the draws can show, the interval and the number of draws."""
    known = gongjian(region, "report", "ties_by_kind_of_place", "--format", "json").json
    figures = known["findings"]["ties_by_kind_of_place"]["measures"]
    words = Wording(lang)
    titles = [words.text(f"measures.{name}") for name in ("ei_low", "ei_high", "ei_p_value", "ei_draws")]
    titles.append(words.text("measures.mixing_ei_index"))
    draws, p_value = figures["ei_draws"], figures["ei_p_value"]
    assert figures["ei_p_least"] == 2 / (draws + 1)
    told_p = words.text("reports.p_value", p=p_value, least=2 / (draws + 1), draws=draws)
    table = gongjian(region, "report", "ties_by_kind_of_place", lang=lang).out
    assert all(title in table for title in [*titles, told_p])
    sheet, text = tmp_path / "r.xlsx", tmp_path / "r.docx"
    for out in (sheet, text):
        asked = ("report", "ties_by_kind_of_place", "--format", out.suffix[1:], "--out", out)
        assert gongjian(region, *asked, lang=lang).code == 0
    rows = {row[0]: row[1] for one in openpyxl.load_workbook(sheet).worksheets for row in one.values if len(row) > 1}
    assert rows[titles[0]] == pytest.approx(figures["ei_low"])
    assert (rows[titles[2]], rows[titles[3]]) == (told_p, draws)
    page = "\n".join(one.text for one in Document(str(text)).paragraphs)
    assert all(title in page for title in [*titles, told_p])


def test_what_was_not_drawn_says_why():
    nothing = {"ei_index": 0.1, "ties_known": 50_001, "ties_unknown": 0, "ei_p_value": None, "ei_draws": 0}
    told = dict(measure_rows(Finding("ties_by_domain", 0, 0, 0, pl.DataFrame(), measures=nothing), Wording("en")))
    assert (
        told["E-I index: random networks drawn (0: none)"]
        == "0: none drawn, for there are more than 50,000 ties; gongjian measure --structure or --by draws them"
    )
    few = Finding("ties_by_domain", 0, 0, 0, pl.DataFrame(), measures={**nothing, "ties_known": 1})
    assert "nothing to compare" in dict(measure_rows(few, Wording("en")))["E-I index: random networks drawn (0: none)"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_ends_with_the_methods(gongjian, region, tmp_path, lang):
    out = tmp_path / "r.docx"
    assert gongjian(region, "report", "secretary_vacancies", "--format", "docx", "--out", out, lang=lang).code == 0
    document = Document(str(out))
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells[1][2:] == ["7", "10", "70.0%"]
    assert document.paragraphs[-1].text.startswith("Limit: " if lang == "en" else "局限：")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slides_end_with_the_methods_of_what_they_tell(gongjian, region, tmp_path, lang):
    out = tmp_path / "r.pptx"
    assert gongjian(region, "report", "secretary_vacancies", "--format", "pptx", "--out", out, lang=lang).code == 0
    deck = Presentation(str(out))
    title = "Method: " if lang == "en" else "方法："
    slides = [slide for slide in deck.slides if slide.shapes[0].text_frame.text.startswith(title)]
    (table,) = [shape.table for shape in slides[0].shapes if shape.has_table]
    assert [cell.text for cell in table.rows[1].cells][2:] == ["7", "10", "70.0%"]
    assert ("Limit: " if lang == "en" else "局限：") in slides[-1].shapes[1].text_frame.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_to_print_end_with_the_methods(gongjian, region, tmp_path, lang, monkeypatch):
    """reportlab's Chinese face is told by code, so what stands on the pages is looked at as it is put there."""
    from dashboard.reports import print_page

    told = []
    real = print_page.Paragraph
    monkeypatch.setattr(print_page, "Paragraph", lambda text, style: told.append(text) or real(text, style))
    out = tmp_path / "r.pdf"
    assert gongjian(region, "report", "secretary_vacancies", "--format", "pdf", "--out", out, lang=lang).code == 0
    assert out.read_bytes()[:5] == b"%PDF-"
    at = told.index("How each was come by" if lang == "en" else "方法说明")
    cell = told.index("secretary" if lang == "en" else "书记状态", at)
    assert told[cell : cell + 4][1:] == ["7", "10", "70.0%"]
    assert told[-1].startswith("Limit: " if lang == "en" else "局限：")


def test_a_blank_that_is_an_answer_says_which():
    from analytics.method_data import BLANK_SAYS
    from dashboard.i18n import Wording

    told = {column: Wording("zh").text(f"methods.blank_{column}") for some in BLANK_SAYS.values() for column in some}
    assert (told["ended"], told["host"], told["starts"]) == (
        "（空白＝没有撤销）",
        "（空白＝没有主办组织）",
        "（空白＝一直就有）",
    )
