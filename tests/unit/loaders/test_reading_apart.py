"""Is a workbook read by a process of its own, and does this one go on whatever becomes of that?"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
import xlsxwriter

from graph_model.errors import LedgerRefused
from loaders import reading_apart
from loaders.reading_apart import LEAST_MB, MOST_MB, cells_read_apart, memory_bound


def workbook(*rows, sheet="地点台账"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return out.getvalue()


def test_cells_come_as_they_stand():
    ((name, hidden, cells),) = cells_read_apart(workbook(["编码", "户数"], ["A", 320], ["", None]), file="台账.xlsx")
    assert (name, hidden) == ("地点台账", False)
    assert cells.to_dict(as_series=False) == {"c0": ["编码", "A"], "c1": ["户数", "320"]}


def test_a_damaged_workbook_is_refused_and_the_next_is_read():
    with pytest.raises(LedgerRefused) as told:
        cells_read_apart(b"PK\x03\x04" + b"x" * 200, file="坏.xlsx")
    assert (told.value.code, told.value.values["file"]) == ("unreadable_file", "坏.xlsx")
    assert len(cells_read_apart(workbook(["a"]), file="好.xlsx")) == 1


def test_a_reader_that_is_killed_is_told_and_started_anew():
    cells_read_apart(workbook(["a"]), file="一.xlsx")
    standing = reading_apart._READER._process
    standing.kill()
    standing.wait()
    assert len(cells_read_apart(workbook(["b"]), file="二.xlsx")) == 1
    assert reading_apart._READER._process.pid != standing.pid


def test_a_reader_that_ends_in_the_midst_of_a_workbook_refuses_that_one(monkeypatch):
    cells_read_apart(workbook(["a"]), file="一.xlsx")
    process = reading_apart._READER._process

    def end(_source):
        process.kill()
        process.wait()
        raise EOFError

    with monkeypatch.context() as broken:
        broken.setattr(reading_apart, "_received", end)
        with pytest.raises(LedgerRefused) as told:
            cells_read_apart(workbook(["b"]), file="二.xlsx")
    assert (told.value.code, told.value.values) == ("workbook_too_large", {"file": "二.xlsx"})
    assert len(cells_read_apart(workbook(["c"]), file="三.xlsx")) == 1


def test_many_at_once_each_get_their_own():
    def read(number):
        ((_, _, cells),) = cells_read_apart(workbook([f"n{number}"]), file=f"{number}.xlsx")
        return cells.item()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(24))) == [f"n{number}" for number in range(24)]


def test_the_bound_lies_within_what_is_told():
    assert LEAST_MB << 20 <= memory_bound() <= MOST_MB << 20
