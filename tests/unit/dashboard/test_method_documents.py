"""Do the workbook and the document tell how each finding was come by, with the completeness of its data?"""

from __future__ import annotations

import openpyxl
import pytest
from docx import Document


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
