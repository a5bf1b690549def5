"""Is what a page tells taken away as files that open again and tell what the API tells?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.page_findings import PAGE_FINDINGS
from dashboard.pages import PAGES
from dashboard.server import context_of
from dashboard.service import Service
from tests.pdf_texts import pdf_texts
from tests.region import AS_OF

ADDRESSES = {
    "card": "?org=E1",
    "plan": "?plan=suggested_partners&go=1",
    "ask": "?q=units_of_place&p.place=C1",
}
"""What a page needs to be told before it tells something."""
WITHOUT_FILES = {"story": "its files are made from the deck in the browser", "file": "a picture alone"}
BEFORE = "2018-03-31"
WORDS = Wording("zh")


def parts(component: object) -> Iterator[object]:
    """A component and all below it."""
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str | int | float):
            yield from parts(child)


def drawn(service: Service, path: str, search: str = "") -> object:
    """A page as it is drawn once everything it waits for is there."""
    page = next(one for one in PAGES if one.path == path)
    for _ in range(200):
        component = page.draw(context_of(service, path, search))
        if not any(str(getattr(one, "className", "")) == "waiting" for one in parts(component)):
            return component
    raise AssertionError(f"{path} still waits")


def menu_of(component: object) -> object:
    (menu,) = [one for one in parts(component) if getattr(one, "id", None) == "export-menu"]
    return menu


def files_of(service: Service, key: str, search: str = "") -> dict[str, str]:
    """The links of a page's menu by what they are called."""
    path = next(one.path for one in PAGES if one.key == key)
    links = [one for one in parts(menu_of(drawn(service, path, search))) if type(one).__name__ == "A"]
    return {one.children: one.href for one in links}


@pytest.fixture(scope="module")
def service(app):
    return app.state.service


@pytest.mark.parametrize("key", [page.key for page in PAGES if page.key not in WITHOUT_FILES])
def test_each_file_of_a_page_opens_again(client, service, key) -> None:
    files = files_of(service, key, ADDRESSES.get(key, ""))
    assert {"xlsx", "csv", "pdf"} <= set(files)
    for output, href in files.items():
        answer = client.get(href)
        assert answer.status_code == 200, (href, answer.text)
        if output == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            assert all(sheet.max_row for sheet in book)
        elif output == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert rows
            assert len({len(row) for row in rows}) == 1
        elif output == "pdf":
            assert answer.content.startswith(b"%PDF")
            assert "".join(pdf_texts(answer.content))


@pytest.mark.parametrize("key", list(PAGE_FINDINGS))
def test_the_files_of_a_page_tell_what_the_api_tells(client, service, key) -> None:
    search = f"?place=S&as_of={AS_OF}&compare={BEFORE}"
    files = files_of(service, key, search)

    def told(finding: str, day: str) -> list[int]:
        answer = client.get(f"/api/v1/findings/{finding}", params={"as_of": day, "place": "S"}).json()
        return [answer["count"], answer["of"], answer["unknown"]]

    asked = {name: told(name, AS_OF) + told(name, BEFORE) for name in PAGE_FINDINGS[key]}
    href = files["csv"] + "&headings=codes"
    rows = list(csv.DictReader(io.StringIO(client.get(href).content.decode("utf-8-sig"))))
    names = ("count", "of", "unknown", "count_then", "of_then", "unknown_then")
    assert {row["finding"]: [int(row[name]) for name in names] for row in rows} == asked
    assert {row["compared"] for row in rows} == {BEFORE}

    book = openpyxl.load_workbook(io.BytesIO(client.get(files["xlsx"]).content))
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    (top,) = [at for at, line in enumerate(lines) if line[0] == WORDS.column("finding")]
    heads = lines[top]
    sheet = {line[0]: dict(zip(heads, line, strict=True)) for line in lines[top + 1 :]}
    for name, numbers in asked.items():
        row = sheet[WORDS.finding(name)]
        for column, number in zip(names, numbers, strict=True):
            cell = row[WORDS.column(column)]
            assert cell == number or cell == WORDS.text("common.not_handed_in")

    text = "".join(pdf_texts(client.get(files["pdf"]).content))
    assert all(str(numbers[1]) in text for numbers in asked.values())
    assert AS_OF in text
    assert BEFORE in text


@pytest.mark.parametrize("key", list(PAGE_FINDINGS))
def test_a_page_draws_no_finding_that_its_files_leave_out(service, key, monkeypatch) -> None:
    asked: set[str] = set()
    finding = PageContext.finding

    def noted(self: PageContext, name: str, **more: object) -> object:
        asked.add(name)
        return finding(self, name, **more)

    monkeypatch.setattr(PageContext, "finding", noted)
    drawn(service, next(one.path for one in PAGES if one.key == key))
    assert asked
    assert asked <= set(PAGE_FINDINGS[key])


@pytest.mark.parametrize("page", [page for page in PAGES if page.key != "file"], ids=lambda page: page.key)
def test_every_page_that_is_not_empty_at_first_has_the_one_menu_and_its_charts_in_it(service, page) -> None:
    component = drawn(service, page.path, ADDRESSES.get(page.key, ""))
    menu = menu_of(component)
    named = {one.to_plotly_json()["props"].get("data-picture") for one in parts(menu)} - {None}
    charts = {
        one.id["name"]
        for one in parts(component)
        if isinstance(getattr(one, "id", None), dict) and one.id.get("type") in ("chart", "drawing")
    }
    assert named == charts
    links = [one.href for one in parts(component) if type(one).__name__ == "A" and "/export" in str(one.href)]
    inside = {one.href for one in parts(menu) if type(one).__name__ == "A"}
    assert not [href for href in links if urlsplit(href).path.startswith("/api/v1/pages/") and href not in inside]


def test_the_trend_tells_each_headline_on_each_day(client, service) -> None:
    files = files_of(service, "trend", f"?as_of={AS_OF}&span=1")
    href = files["csv"] + "&headings=codes"
    rows = list(csv.DictReader(io.StringIO(client.get(href).content.decode("utf-8-sig"))))
    days = sorted({row["as_of"] for row in rows})
    assert days[-1] == AS_OF
    for row in rows:
        if row["finding"] == "isolated_organisations":
            told = client.get("/api/v1/findings/isolated_organisations", params={"as_of": row["as_of"]}).json()
            assert [int(row[name]) for name in ("count", "of", "unknown")] == [
                told["count"],
                told["of"],
                told["unknown"],
            ]


def test_a_link_carries_the_filters_of_the_page(service) -> None:
    href = files_of(service, "coverage", f"?place=C1&as_of={AS_OF}&compare={BEFORE}&lang=en")["pdf"]
    assert parse_qs(urlsplit(href).query) == {
        "format": ["pdf"],
        "as_of": [AS_OF],
        "compare": [BEFORE],
        "place": ["C1"],
        "lang": ["en"],
    }


def test_a_page_without_such_files_is_told_with_those_that_have_them(client) -> None:
    answer = client.get("/api/v1/pages/isolatin/export")
    assert answer.status_code == 404
    assert "isolation" in answer.text
