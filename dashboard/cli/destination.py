"""Where may a command write, and in which format: is the file or folder that a person names free, and what is it?

Decided here alone, and before the work begins: nothing is replaced without ``--force``, and the ending of a name and
what is written never contradict. Writing itself belongs to the writers.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.cli.session import told
from graph_model.errors import OF_THE_SYSTEM, BadValue, UserError, nearest_names, reason_of

Force = Annotated[bool, typer.Option("--force", help=told("force"))]

WORKBOOK: Final[Mapping[str, str]] = {"xlsx": "xlsx"}
PLAN: Final[Mapping[str, str]] = {"json": "json"}
BACKUP: Final[Mapping[str, str]] = {"tar": "tar"}
_ENDING: Final = re.compile(r"(?<=.)\.([A-Za-z][A-Za-z0-9]*)$")
_ENDINGS_OF_FILES: Final = ("csv", "gexf", "graphml", "json", "parquet", "txt", "xls", "xlsx", "zip")


def ending_of(path: Path) -> str:
    """What tells the format of a file, in small letters; empty where a name has none, as ``结论2018.6.30``."""
    found = _ENDING.search(path.name)
    return found[1].lower() if found else ""


def file_to_write(
    path: Path, *, endings: Mapping[str, str], output: str | None = None, force: bool
) -> tuple[Path, str]:
    """The file that may be written, with its ending, and its format.

    Parameters
    ----------
    path
        What was named; without an ending it gets the format's.
    endings
        Ending → format; the first is what is written where neither an ending nor ``output`` says.
    output
        The format that was asked for; None leaves it to the ending.
    force
        Whether a file that is there is replaced.

    Raises
    ------
    BadValue
        ``out_is_folder``, ``out_no_folder``, ``out_no_file``; ``ending_unknown``: with the endings there are;
        ``ending_of_another``: the ending is that of another format; ``cannot_write``.
    UserError
        ``file_there``.
    """
    if path.name in {"", ".."} or path.is_dir():
        raise BadValue("out_is_folder", path=str(path))
    ending = ending_of(path)
    if not ending:
        output = output or next(iter(endings.values()))
        ending = next(one for one, format_ in endings.items() if format_ == output)
        path = path.with_name(f"{path.name}.{ending}")
    if ending not in endings:
        raise BadValue(
            "ending_unknown",
            path=str(path),
            ending=f".{ending}",
            known=[f".{one}" for one in endings],
            nearest=[f".{one}" for one in nearest_names(ending, endings)] if len(endings) > 1 else [],
        )
    if output is not None and endings[ending] != output:
        wanted = next(one for one, format_ in endings.items() if format_ == output)
        raise BadValue(
            "ending_of_another",
            path=str(path),
            ending=f".{ending}",
            format=output,
            wanted=path.with_suffix(f".{wanted}").name,
        )
    _check_free(path, force=force)
    return path, endings[ending]


def free_name(path: Path) -> Path:
    """The path itself where nothing lies there, else the first free one of its kind: ``问题-2.xlsx``."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return path if not os.path.lexists(path) else next(one for one in names if not os.path.lexists(one))


def folder_to_write(path: Path, *, output: str, force: bool) -> Path:
    """The folder that may be written into: a new one, an empty one, or with ``force`` any.

    Raises
    ------
    BadValue
        ``out_names_a_file``: it is called like a file; ``out_is_file``, ``out_no_folder``, ``cannot_write``.
    UserError
        ``folder_there``: something lies in it.
    """
    if path.is_dir():
        if not force and any(path.iterdir()):
            raise UserError("folder_there", path=str(path))
        _check_permitted(path, path)
        return path
    if os.path.lexists(path):
        raise BadValue("out_is_file", path=str(path), format=output)
    if ending_of(path) in _ENDINGS_OF_FILES:
        raise BadValue("out_names_a_file", path=str(path), format=output, wanted=path.with_suffix("").name)
    above = next(one for one in path.absolute().parents if os.path.lexists(one))
    if not above.is_dir():
        raise BadValue("out_no_folder", path=str(path), folder=str(above))
    _check_permitted(above, path)
    return path


def put_in_folder(path: Path, write: Callable[[Path], object]) -> None:
    """Write files into a folder aside, then put each in its place: a folder that was not there comes whole.

    Other files of a folder that is there stay.

    Raises
    ------
    BadValue
        ``cannot_write``.
    CannotWrite
        ``disk_full``.
    """
    from dashboard.reports.exports import in_place

    place = path.resolve()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        in_place(place, write)
        return
    aside = place / f".{os.getpid()}.parts"  # within: what is beside may lie on another disk
    in_place(aside, write)
    try:
        for file in aside.iterdir():
            os.replace(file, place / file.name)
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=reason_of(error)) from error
    finally:
        shutil.rmtree(aside)


def _check_free(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise BadValue("out_no_folder", path=str(path), folder=str(path.parent))
    if path.is_dir():
        raise BadValue("out_is_folder", path=str(path))
    if os.path.lexists(path):
        if path.exists() and not path.is_file():  # a device is never replaced by a file
            raise BadValue("out_no_file", path=str(path))
        if not force:
            raise UserError("file_there", path=str(path), free=str(free_name(path)))
    _check_permitted(path.parent, path)


def _check_permitted(folder: Path, path: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadValue("cannot_write", path=str(path), problem=f"{OF_THE_SYSTEM}eacces")
