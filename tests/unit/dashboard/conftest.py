"""One published region for the whole session, and the command line as a function."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.ledgers import region_folder


@dataclass(frozen=True)
class Ran:
    """How one run of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def region(tmp_path_factory):
    """A data folder with the region; tests only read it."""
    return region_folder(tmp_path_factory.mktemp("region"))


@pytest.fixture
def gongjian(capsys, monkeypatch):
    """Run the command line in this process: ``gongjian(data, *arguments)``."""
    from dashboard.cli.main import run

    for name in ("GONGJIAN_DATA", "GONGJIAN_STORE", "GONGJIAN_LANG", "GONGJIAN_RULES"):
        monkeypatch.delenv(name, raising=False)

    def ran(data, *arguments, lang=None):
        given = ["--data", str(data), *(() if lang is None else ("--lang", lang)), *(str(one) for one in arguments)]
        with pytest.raises(SystemExit) as ended:
            run(given)
        told = capsys.readouterr()
        return Ran(ended.value.code, told.out, told.err)

    return ran
