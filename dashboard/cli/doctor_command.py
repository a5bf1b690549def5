"""Is everything sound: folder, batches, salt, store, server?

Each check says what it found; nothing is changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import GongjianError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("doctor", help=told("doctor"))(doctor)


def doctor(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False) -> None:
    session: Session = context.obj
    checks = list(examine(session))
    if as_json:
        write_json(checks)
    else:
        words = session.wording
        headings = [words.column("check"), words.column("state"), words.column("detail")]
        rows = [
            [words.text(f"doctor.{c['check']}"), words.text(f"doctor.state_{c['state']}"), c["detail"]] for c in checks
        ]
        write_table(headings, rows, show=str)
    if any(check["state"] == "bad" for check in checks):
        raise typer.Exit(1)


def examine(session: Session) -> Iterator[dict[str, Any]]:
    """One row a check: ``check``, ``state`` (ok, warn, bad), ``detail``."""
    from graph_model.ledger.salt import check_salt
    from graph_model.schema import SCHEMA_VERSION

    folder = session.settings.data_folder
    ledger = session.service.ledger
    writable = os.access(folder if folder.exists() else folder.parent, os.W_OK)
    yield row("data_folder", ok=writable, detail=str(folder))
    yield row("python", ok=True, detail=sys.version.split()[0])
    yield row("schema", ok=True, detail=str(SCHEMA_VERSION))
    try:
        batches = ledger.batches()
        for batch in batches:
            batch.check()
        yield row("batches", ok=True, detail=f"{len(ledger.active())} / {len(batches)}")
        check_salt(ledger)
        yield row("salt", ok=True, detail=session.wording.text("doctor.salt_sound"))
        held = session.service.store.published()
        if held is None:
            yield {"check": "store", "state": "warn", "detail": session.wording.text("doctor.store_empty")}
        else:
            same = held.batches == tuple(batch.id for batch in ledger.active())
            yield {
                "check": "store",
                "state": "ok" if same else "warn",
                "detail": f"{session.service.store.name} {held.version}",
            }
        yield from server_checks(session)
    except GongjianError as error:
        yield row("fault", ok=False, detail=session.wording.error(error))


def server_checks(session: Session) -> Iterator[dict[str, Any]]:
    """What a server lacks to be safe; nothing for the embedded store."""
    from graph_model.store import ServerStore

    store = session.service.store
    if isinstance(store, ServerStore):
        for check in store.server_safety():
            state = "warn" if check.sound is not True else "ok"
            value = check.value if check.value is not None else session.wording.text("common.unknown")
            detail = session.wording.text("doctor.setting", setting=check.code, value=value, advised=check.advised)
            yield {"check": "server", "state": state, "detail": detail}


def row(check: str, *, ok: bool, detail: str) -> dict[str, Any]:
    """One check as a row."""
    return {"check": check, "state": "ok" if ok else "bad", "detail": detail}
