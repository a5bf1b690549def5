"""How do briefs of communities become documents: one with a page each, or a zip with one document each?

Writing with python-docx; what stands in a brief is ``brief``'s business.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dashboard.sample_mark import mark_told
from dashboard.story.brief import Brief, Briefs
from dashboard.story.material import Material
from dashboard.story.pieces import Text, names_in
from dashboard.story.telling import Telling

FONT: Final = "Microsoft YaHei"
WIDTHS: Final = (2.6, 0.9, 6.2, 3.6, 4.3)
"""Of the table's columns, in centimetres."""
MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same data gives the same file
UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s]+')


def briefs_document(material: Material, telling: Telling) -> bytes:
    """All briefs in one document, a page each."""
    return _document(_all(material, telling), telling, mark=mark_of(material))


def briefs_zip(material: Material, telling: Telling) -> bytes:
    """A zip with a document a community, named after it, or after its code where names are hidden."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for number, brief in enumerate(_all(material, telling), start=1):
            name = UNSAFE.sub("_", telling.piece(brief.place))
            told = zipfile.ZipInfo(f"{number:03d}-{name}.docx", (2000, 1, 1, 0, 0, 0))
            folder.writestr(told, _document([brief], telling, mark=mark_of(material)))
    return out.getvalue()


def mark_of(material: Material) -> str | None:
    """What says on every page that the data is a sample; None where it is one's own."""
    return mark_told(material.investigation.data, material.words)


def _all(material: Material, telling: Telling) -> list[Brief]:
    briefs = Briefs(material)
    told = [briefs.brief(community) for community in briefs.communities]
    for brief in told:
        for text in brief.texts():
            for name in names_in(text):
                telling.codes.number(name)
    return told


def _document(briefs: Sequence[Brief], telling: Telling, *, mark: str | None) -> bytes:
    document = Document()
    told = document.core_properties
    told.author = told.last_modified_by = "Gongjian"
    told.comments, told.created, told.modified = "", MADE, MADE
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.5)
    if mark is not None:
        section.header_distance = Cm(0.6)
        section.header.paragraphs[0].text = mark
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(9.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(2)
    for at, brief in enumerate(briefs):
        if at:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _brief(document, brief, telling)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _brief(document: Any, brief: Brief, telling: Telling) -> None:
    words = telling.words
    _head(document, telling.piece(brief.place), 18)
    for fact in brief.facts:
        document.add_paragraph(telling.text(fact))
    _head(document, words.text("story.brief_indicators"), 12)
    if brief.indicators:
        _table(document, brief, telling)
    if brief.passing:
        document.add_paragraph(telling.text(brief.passing))
    for key, lines in (("story.brief_proposed", brief.proposals), ("story.brief_contacts", brief.contacts)):
        _head(document, words.text(key), 12)
        for line in lines:
            document.add_paragraph(telling.text(line), style="List Bullet")
        if not lines:
            document.add_paragraph(words.text("story.brief_none"))
    last = document.add_paragraph().add_run(telling.text(brief.source))
    last.font.size, last.font.color.rgb = Pt(8), RGBColor(0x65, 0x6D, 0x76)


def _head(document: Any, text: str, size: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _table(document: Any, brief: Brief, telling: Telling) -> None:
    keys = ("indicator", "sign", "evidence", "bar", "source")
    heads: list[Text] = [(telling.words.text(f"story.brief_head_{key}"),) for key in keys]
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    for down, row in enumerate([heads, *brief.indicators]):
        for cell, text, width in zip(table.add_row().cells, row, WIDTHS, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(telling.text(text))
            run.font.size, run.bold = Pt(8.5), down == 0
