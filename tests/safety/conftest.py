"""A data folder before and after a change, and the whole report of each, for tests that break off in between."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ledgers import write_ledger
from tests.neo4j_fixture import neo4j_server  # noqa: F401
from tests.region import AS_OF, REGION

DEBRIS = (".*.part", ".incoming-*", "building-*", ".restored-*", ".replaced-*", "restoring.json", ".*.backup-part")
"""What a run that was killed may leave, and what the next one must clear."""


@dataclass(frozen=True)
class Ran:
    """How one run of the command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def gongjian(capsys, monkeypatch):
    """Run the command line in this process: ``gongjian(data, *arguments)``; messages in English."""
    from dashboard.cli.main import run

    for name in ("GONGJIAN_DATA", "GONGJIAN_STORE", "GONGJIAN_LANG", "GONGJIAN_RULES"):
        monkeypatch.delenv(name, raising=False)

    def ran(data, *arguments, lang="en", store=()):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(["--data", str(data), "--lang", lang, *store, *(str(one) for one in arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert "Something inside failed" not in told.err
        return Ran(ended.value.code, told.out, told.err)

    return ran


@dataclass(frozen=True)
class Scene:
    """Two hand-ins, a data folder that holds the first, and what the report says with one and with both."""

    first: Path
    second: Path
    data: Path
    before: Any
    after: Any

    def copy(self, to: Path) -> Path:
        """A data folder of the test's own that holds the first hand-in."""
        shutil.copytree(self.data, to)
        return to


def changed_rows() -> dict[str, list[dict[str, object]]]:
    """The region with a changed name, a seat fewer, and the members it had not."""
    places = [{**row, "name": f"{row['name']}甲"} for row in REGION["places"]]
    return {"places": places, "organisations": REGION["organisations"][:-1], "seats": REGION["seats"][1:]}


def load(data: Path, folder: Path, **given: Any) -> None:
    """Load a folder into a data folder and publish it."""
    import datetime as dt

    from dashboard.service import Service
    from graph_model.settings import Settings
    from loaders.importer import load as load_hand_in

    with Service(Settings(data=data)) as service:
        load_hand_in([folder], ledger=service.ledger, as_of=dt.date.fromisoformat(AS_OF), **given)
        service.ready()


def as_told(report: Any) -> Any:
    """A report as the command line prints it as JSON."""
    from dashboard.people import told_report

    return json.loads(json.dumps(told_report(report, shown_from=10).as_json()))


def whole_report(data: Path, **given: Any) -> Any:
    """Everything the report says, as the command line prints it as JSON."""
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=data, **given)) as service:
        service.ready()
        return as_told(service.investigation().report())


@pytest.fixture(scope="session")
def scene(tmp_path_factory) -> Scene:
    root = tmp_path_factory.mktemp("scene")
    first, second = write_ledger(REGION, root / "first"), write_ledger(changed_rows(), root / "second")
    load(root / "data", first)
    load(shutil.copytree(root / "data", root / "both"), second, replace=True)
    before, after = whole_report(root / "data"), whole_report(root / "both")
    assert before["findings"] != after["findings"]
    return Scene(first, second, root / "data", before, after)


def debris(folder: Path) -> list[str]:
    """What was left lying about below a folder."""
    return sorted(str(path.relative_to(folder)) for pattern in DEBRIS for path in folder.rglob(pattern))
