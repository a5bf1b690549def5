"""How do files that a person drops on the page wait until they are loaded or dropped again?

Keeps them aside in a temporary folder under their own base names. Reading and loading are the loaders'.
"""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from graph_model.errors import BadValue, UnknownName

TOKEN = re.compile(r"gongjian-hand-in-[A-Za-z0-9_]+")


def put_aside(contents: Sequence[str], names: Sequence[str]) -> str:
    """Write uploaded files into a fresh folder; gives the token that stands for them.

    Parameters
    ----------
    contents
        Data addresses (``data:…;base64,…``), one a file.
    names
        Their names; only the last part of each is used.

    Raises
    ------
    BadValue
        ``upload_unreadable``: a content is no such address, or a name is none.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongjian-hand-in-"))
    try:
        for content, name in zip(contents, names, strict=True):
            base = Path(name.replace("\\", "/")).name
            if not base or base.startswith("."):
                raise BadValue("upload_unreadable", name=name)
            (folder / base).write_bytes(base64.b64decode(content.partition(",")[2], validate=True))
    except (binascii.Error, OSError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadValue("upload_unreadable", name=", ".join(names)) from error
    except BadValue:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder.name


def folder_of(token: str) -> Path:
    """The folder a token stands for; ``UnknownName`` where it is gone or was never given out."""
    folder = Path(tempfile.gettempdir(), token)
    if not TOKEN.fullmatch(token) or not folder.is_dir():
        raise UnknownName("hand_in", token, known=())
    return folder


def files_of(token: str) -> list[Path]:
    """The files that wait, by name."""
    return sorted(folder_of(token).iterdir())


def let_go(token: str) -> None:
    """Forget the files of a token; nothing where they are gone."""
    if TOKEN.fullmatch(token):
        shutil.rmtree(Path(tempfile.gettempdir(), token), ignore_errors=True)
