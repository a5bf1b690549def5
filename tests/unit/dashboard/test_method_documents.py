"""Do all documents tell how each finding was come by, with the completeness of its data?"""

from __future__ import annotations

import openpyxl
import pytest
from docx import Document
from pptx import Presentation


def test_the_workbook_holds_a_sheet_of_methods(gongjian, region, tmp_path):
    out = tmp_path / "r.xlsx"
    told = gongjian(region, "report", "secretary_vacancies", "--format", "xlsx", "--out", out, lang="en")
    assert told.code == 0, told.err
    rows = list(openpyxl.load_workbook(out)["How each was come by"].values)
    assert rows[0][:6] == ("finding", "table", "column", "known", "rows", "share")
    assert rows[1][1:6] == ("organisations", "secretary", 7, 10, "70.0%")
    assert any(str(row[1]).startswith("Limit: ") for row in rows)


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
