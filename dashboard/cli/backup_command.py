"""How is a data folder kept safe, and brought back: backup and restore?

Writing, verifying and laying out belong to graph_model; here they are asked for and told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.destination import BACKUP, Force, file_to_write
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.session import Session, told
from dashboard.times import local_time
from graph_model.errors import Failure, NoData

if TYPE_CHECKING:
    from graph_model.backup_contents import Contents


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("backup", cls=WordedCommand, help=told("backup"))(backup)
    app.command("restore", cls=WordedCommand, help=told("restore"))(restore)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=told("backup_file"), show_default=False)],
    verify: Annotated[bool, typer.Option("--verify", help=told("backup_verify"))] = False,
    force: Force = False,
) -> None:
    session: Session = context.obj
    from graph_model.backup import write_backup
    from graph_model.backup_contents import verify_backup

    if verify:
        tell(session, "backup_sound", file, verify_backup(file))
        return
    out, _ = file_to_write(named(file), endings=BACKUP, force=force)
    tell(session, "backup_written", out, write_backup(session.service.settings.data_folder, out))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=told("restore_file"), show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help=told("restore_replace"))] = False,
) -> None:
    session: Session = context.obj
    from graph_model.restoring import restore_backup

    folder = session.service.settings.data_folder
    contents = restore_backup(file, folder, replace=replace)
    tell(session, "restored", folder, contents)
    try:
        session.ready(changed=True)
    except NoData:  # every batch of it was undone; the store then holds nothing
        session.service.publish()
    except Failure:
        session.say("restored_not_published")
        raise


def tell(session: Session, key: str, path: Path, contents: Contents) -> None:
    """Say what a backup holds."""
    session.say(
        key,
        path=str(path),
        batches=len(contents.batches),
        files=len(contents.members),
        megabytes=max(round(contents.size / 1e6, 1), 0.1),
        created=local_time(contents.created),
    )
    if not contents.salt:
        session.say("backup_without_salt")
    elif key == "backup_written":
        session.say("backup_with_salt")


def named(file: Path) -> Path:
    """The file to write; in a folder one named by the moment, so that a schedule needs no names."""
    import datetime as dt

    if not file.is_dir():
        return file
    return file / f"gongjian-{dt.datetime.now(tz=dt.UTC).strftime('%Y%m%dT%H%M%SZ')}.tar"
