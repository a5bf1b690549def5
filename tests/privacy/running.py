"""Every way in which the program says or writes something of a hand-in, and all that it said and wrote."""

from __future__ import annotations

import base64
import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import plotly
from starlette.testclient import TestClient

from tests.privacy.searching import Blob, found
from tests.privacy.watching import left_in, watched

DOCUMENTS = ("xlsx", "docx", "pptx", "pdf", "csv", "json")
EXPORTS = ("graphml", "gexf", "csv", "parquet", "xlsx")
PAGES = ("/", "/coverage", "/linkages", "/communities", "/isolation", "/network", "/data")


@dataclass
class Told:
    """What the program said and wrote, by where.

    Attributes
    ----------
    screen
        stdout and stderr of every command.
    written
        Files, those that were removed again included.
    answers
        What the server answered.
    """

    screen: list[Blob] = field(default_factory=list)
    written: list[Blob] = field(default_factory=list)
    answers: list[Blob] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def leaks(self, needles: Sequence[str]) -> list[tuple[str, str]]:
        """Where something planted stands in any of it."""
        return found([*self.screen, *self.written, *self.answers], needles)


class Watched:
    """A home of the program: a data folder, a folder for what it gives out, a folder for temporary files."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.data, self.out, self.temporary = (home / name for name in ("data", "out", "temporary"))
        for folder in (self.out, self.temporary):
            folder.mkdir(parents=True)
        self.home = home
        self.told = Told()
        self.watch = stack.enter_context(watched(home))
        before = tempfile.tempdir
        tempfile.tempdir = str(self.temporary)
        stack.callback(lambda: setattr(tempfile, "tempdir", before))

    def run(self, *arguments: object) -> tuple[int, str]:
        """One command; its exit code and what it said on stdout."""
        from dashboard.cli.main import run

        given = ["--data", str(self.data), *map(str, arguments)]
        out, err = io.StringIO(), io.StringIO()
        code: Any = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                run(given)
            except SystemExit as ended:
                code = ended.code
        label = " ".join(str(one) for one in arguments if not str(one).startswith("/"))
        self.told.screen += [
            (f"{label}: stdout", out.getvalue().encode()),
            (f"{label}: stderr", err.getvalue().encode()),
        ]
        self.told.codes[label] = code
        return code, out.getvalue() + err.getvalue()

    def all(self) -> Told:
        """What was said, and every byte that was written until now."""
        files = [blob for folder in (self.data, self.out, self.temporary) for blob in left_in(folder)]
        self.told.written = [*files, *self.watch.kept]
        return self.told


def load_and_ask(at: Watched, folder: Path) -> None:
    """Load a hand-in and ask everything there is to ask."""
    at.run("load", folder, "--dry-run", "--rows", "5000", "--as-of", "2018-06-30")
    at.run("load", folder, "--dry-run", "--rows", "5000", "--json", "--as-of", "2018-06-30")
    at.run("--lang", "en", "load", folder, "--as-of", "2018-06-30")
    at.run("load", folder, "--json", "--as-of", "2018-06-30")
    for name in ("batches", "problems"):
        at.run(name)
        at.run(name, "--json")
    at.run("problems", "--out", at.out / "problems.xlsx", "--force")
    at.run("headers")
    at.run("doctor")
    at.run("doctor", "--json")
    at.run("history", "S")
    at.run("history", "S", "--json")
    for label, text in (("Place", "name"), ("Organisation", "name"), ("Unit", "name"), ("Listing", "title"),
                        ("Case", "measure")):  # fmt: skip
        at.run("cypher", f"MATCH (n:{label}) RETURN n.code, n.{text}", "--format", "json")
    at.run("query", "units_of_place", "--param", "place=S")
    at.run("measure", "--format", "json")


def export_and_report(at: Watched) -> None:
    """Everything that leaves as a file, the backup, and the ledger without the batch and with it again."""
    at.run("report")
    at.run("report", "--format", "json")
    for output in DOCUMENTS:
        at.run("report", "--format", output, "--out", at.out / f"report.{output}", "--force")
    for output in EXPORTS:
        at.run("export", output, at.out / f"ledger of {output}", "--force")
    at.run("export", "graphml", at.out / "graph.graphml", "--graph", "--force")
    at.run("backup", at.out / "backup.tar", "--force")
    at.run("undo", "--dry-run", "--rows", "5000")
    at.run("undo", "--json")
    at.run("redo")
    at.run("doctor", "--repair")


def ask_server(at: Watched, folder: Path) -> None:
    """The answers of the API, the pages, and what comes of files that are dropped on the data page."""
    from dashboard import data_actions as page
    from dashboard.handing_in import HandIns
    from dashboard.server import context_of, create_app, draw_drawer, draw_page
    from dashboard.service import Service
    from graph_model.settings import Settings

    def told(label: str, content: Any) -> None:
        at.told.answers.append((label, json.dumps(content, cls=plotly.utils.PlotlyJSONEncoder).encode()))

    with Service(Settings(data=at.data)) as service:
        client = TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)
        batch = service.ledger.batches()[-1].id
        asked = [
            "problems?limit=1000", "dataset", "findings", "scorecard", "network", "queries/units_of_place?place=S",
            "organisations/WC", "history/S", f"batches/{batch}/difference?limit=1000",
            f"batches/{batch}/problems/export", "report/export?format=xlsx", "findings/possible_duplicates?limit=1000",
        ]  # fmt: skip
        at.told.answers += [(f"API {one}", client.get(f"/api/v1/{one}").content) for one in asked]
        for address in PAGES:
            told(f"page {address}", draw_page(service, address, ""))
        told("page with history", draw_page(service, "/data", "?history=S"))
        told("drawer", draw_drawer(service, "/network", "?open=WC"))
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".jpg")
        sent = ["data:;base64," + base64.b64encode(path.read_bytes()).decode() for path in files]
        context = context_of(service, "/data", "")
        waiting = HandIns()
        drawn, staged = page.try_out(context, waiting, sent, [path.name for path in files])
        told("preview", drawn)
        assert staged is not None
        told("preview again", page.tried_again(context, waiting, staged["token"], page.Asked(coordinates="gcj02")))
        told("loaded", page.load(context, waiting, staged["token"], page.Asked()))
        told("preview of undoing", page.shown_of_batch(context, batch, page.UNDO)[0])
        told("page of data", draw_page(service, "/data", ""))
