"""Is everything sound: folder, batches, salt, store, server? And where it is not, what can be mended?

Each check says what it found. Nothing is changed unless a repair is asked for; mending itself is graph_model's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from dashboard.unsaid import unsaid_text
from graph_model.errors import GongjianError

if TYPE_CHECKING:
    from graph_model.ledger.damage import Damage


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("doctor", cls=WordedCommand, help=told("doctor"))(doctor)


def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help=told("doctor_repair"))] = False,
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", metavar="BATCH", help=told("doctor_leave_out"), show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    if leave_out and not repair:
        from graph_model.errors import UserError

        raise UserError("leave_out_needs_repair")
    if repair and standing_of(session)["state"] == "ok":
        mend(session, leave_out or [])
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


def mend(session: Session, leave_out: list[str]) -> None:
    """Mend the ledger, then build the store anew from its batches; what remains damaged is told by the checks."""
    from graph_model.ledger.repair import repair_ledger

    service = session.service
    mended = repair_ledger(service.ledger, leave_out=leave_out)
    if mended.rebuilt is not None:
        session.say(f"rebuilt_from_{mended.rebuilt}")
    for batch in mended.manifests:
        session.say("manifest_mended", batch=batch)
    for damage in mended.left_out:
        session.say("batch_put_aside", batch=damage.batch, lost=lost_with(session, damage))
    if any(damage.tables for damage in mended.remaining):
        return  # the dataset cannot be folded; what the store holds stays
    with session.progress() as progress:
        report = service.publish(afresh=True, progress=progress)
    session.say("store_rebuilt", store=service.store.name, written=report.written, deleted=report.deleted)


def examine(session: Session) -> Iterator[dict[str, Any]]:
    """One row a check: ``check``, ``state`` (ok, warn, bad), ``detail``; a damage also says what is lost with it."""
    from graph_model.schema import SCHEMA_VERSION

    folder = standing_of(session)
    yield folder
    yield row("python", ok=True, detail=sys.version.split()[0])
    yield row("schema", ok=True, detail=str(SCHEMA_VERSION))
    if folder["state"] == "bad":
        return
    of_ledger = (ledger_checks, salt_checks) if folder["state"] == "ok" else ()
    for part in (*of_ledger, store_checks, server_checks):
        try:
            yield from part(session)
        except GongjianError as error:
            yield row("fault", ok=False, detail=told_here(session, error))


def standing_of(session: Session) -> dict[str, Any]:
    """Whether the folder is a data folder that can be written; one where nothing was loaded yet is told as such."""
    from graph_model.restoring import what_lies_in

    folder, words = session.settings.data_folder, session.wording
    standing, files = what_lies_in(folder)
    if standing == "data":
        return row("data_folder", ok=os.access(folder, os.W_OK), detail=str(folder))
    told_of = "nothing" if standing == "missing" and session.settings.data is None else standing
    detail = words.text(f"doctor.folder_{told_of}", path=str(folder), files=[unsaid_text(name) for name in files])
    return {"check": "data_folder", "state": "warn" if told_of == "nothing" else "bad", "detail": detail}


def ledger_checks(session: Session) -> Iterator[dict[str, Any]]:
    """Every damaged file by its name, with what is lost; and which batches a repair left out."""
    from graph_model.ledger.examining import damages_of

    ledger, words = session.service.ledger, session.wording
    damages = damages_of(ledger)
    for damage in damages:
        yield {
            "check": "batches" if damage.batch is not None else "ledger",
            "state": "bad" if damage.tables or damage.mendable or damage.batch is None else "warn",
            "detail": detail_of(session, damage),
            "code": damage.code,
            "batch": damage.batch,
            "file": damage.file,
            "tables": dict(damage.tables),
            "sources": list(damage.sources),
        }
    if not any(damage.batch is None for damage in damages):
        if not damages:
            every = len(ledger.batches())
            detail = f"{len(ledger.active())} / {every}" if every else words.text("doctor.no_batches")
            yield {"check": "batches", "state": "ok" if every else "warn", "detail": detail}
        for left_out in ledger.left_out():
            detail = words.text("doctor.left_out", batch=left_out.batch, at=left_out.at, file=left_out.file)
            yield {"check": "batches", "state": "warn", "detail": detail}


def detail_of(session: Session, damage: Damage) -> str:
    """What is wrong with a file, what is lost with it, and what to do."""
    from graph_model.errors import BatchDamaged

    path = str(session.service.ledger.folder / damage.file)
    said = [told_here(session, BatchDamaged(damage.code, batch=damage.batch, file=damage.file, path=path))]
    if damage.batch is not None:
        said.append(lost_with(session, damage))
    if damage.mendable:
        said.append(session.wording.text("doctor.mendable"))
    elif damage.tables:
        said.append(session.wording.text("doctor.way_out", batch=damage.batch))
    return " ".join(said)


def told_here(session: Session, error: GongjianError) -> str:
    """The sentence of an error, which elsewhere may send to ``doctor``; whoever reads it here has come."""
    words = session.wording
    key = f"doctor.{error.code}"
    return words.text(key, **error.values) if words.has(key) else words.error(error)


def lost_with(session: Session, damage: Damage) -> str:
    """The rows that are lost with a damaged file, and the files they came from."""
    words = session.wording
    if not damage.tables:
        return words.text("doctor.nothing_lost")
    lost = [
        words.text("doctor.lost_rows", table=words.text(f"tables.{name}"), rows=rows)
        for name, rows in damage.tables.items()
    ]
    return words.text("doctor.lost", lost=lost, files=list(damage.sources))


def salt_checks(session: Session) -> Iterator[dict[str, Any]]:
    """Whether the members' salt is the one they were read with."""
    from graph_model.ledger.salt import check_salt

    check_salt(session.service.ledger)
    yield row("salt", ok=True, detail=session.wording.text("doctor.salt_sound"))


def store_checks(session: Session) -> Iterator[dict[str, Any]]:
    """Whether the store holds what the ledger says."""
    held = session.service.store.published()
    if held is None:
        yield {"check": "store", "state": "warn", "detail": session.wording.text("doctor.store_empty")}
        return
    same = held.batches == tuple(batch.id for batch in session.service.ledger.active())
    detail = f"{session.service.store.name} {held.version}"
    yield {"check": "store", "state": "ok" if same else "warn", "detail": detail}


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
