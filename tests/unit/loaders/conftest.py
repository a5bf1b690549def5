"""Fixtures that write and read hand-ins."""

from __future__ import annotations

import pytest

from graph_model.ledger import Draft, Ledger
from loaders.importer import LoadOptions, read_hand_in
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, SALT, write_book


@pytest.fixture
def book(tmp_path):
    """Write a workbook of the given sheets."""

    def write(sheets, *, name="ledger.xlsx", hidden=()):
        return write_book(tmp_path / name, sheets, hidden=hidden)

    return write


@pytest.fixture
def read(book):
    """Read a hand-in of the given sheets, together with a sound region."""

    def read_them(sheets, *, known=None, as_of=None, replace=False, region=True) -> Draft:
        whole = {"地点台账": PLACES, "党组织台账": ORGANISATIONS, **sheets} if region else sheets
        options = LoadOptions(as_of=as_of, replace=replace)
        return read_hand_in([book(whole)], known=known, salt=SALT, options=options)

    return read_them


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / "data")
