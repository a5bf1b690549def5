"""Which sealed builds lie in the data folder, which one counts, and is it still as it was sealed?

Folders, seals, checksums, the pointer and who holds what. Knows nothing of graphs, and opens no build.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_model.errors import StoreDamaged, StoreOutdated
from graph_model.ledger.files import folder_lock, sha256_of, sweep_parts, sync_file, sync_folder, write_json, writing
from graph_model.schema import SCHEMA_VERSION

GRAPH_FILE = "graph.lbug"
SEAL_FILE = "seal.json"
HELD_FILE = "held.lock"
POINTER_FILE = "current.json"
_NAME = re.compile(r"[0-9A-Za-z]+-(\d+)")
_HALF_BUILT = "building-"


@dataclass(frozen=True)
class Seal:
    """What was written down of a build when it was closed for good.

    Attributes
    ----------
    sha256, size
        Of the graph file, in bytes.
    version, batches, as_of
        Of the dataset it holds.
    schema_version
        Of the graph's schema.
    engine, storage
        The engine's release, and the number of its file layout.
    """

    sha256: str
    size: int
    version: str
    batches: tuple[str, ...]
    as_of: str | None
    schema_version: int
    engine: str
    storage: int


class Held:
    """A build that this process reads: nobody removes it before ``release``."""

    def __init__(self, name: str, folder: Path, descriptor: int) -> None:
        self.name = name
        self.folder = folder
        self._descriptor: int | None = descriptor

    @property
    def graph_file(self) -> Path:
        """The sealed graph file."""
        return self.folder / GRAPH_FILE

    def release(self) -> None:
        """Let go; twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Builds:
    """The sealed builds below ``<data folder>/store``; ``storage`` is the file layout that this engine reads."""

    def __init__(self, data_folder: Path, *, storage: int) -> None:
        self.storage = storage
        self.folder = data_folder / "store"
        self.builds = self.folder / "builds"
        self.pointer_file = self.folder / POINTER_FILE

    def pointer_stamp(self) -> tuple[int, int, int] | None:
        """Changes whenever the pointer does, and costs one ``stat``; None where there is no pointer."""
        try:
            told = self.pointer_file.stat()
        except FileNotFoundError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def pointer(self) -> str | None:
        """Name of the build that counts; None where nothing was ever built.

        Raises
        ------
        StoreDamaged
            ``pointer_missing``: builds lie there, but nothing says which counts; ``pointer_unreadable``.
        """
        try:
            told = json.loads(self.pointer_file.read_text("utf-8"))
            name = told["build"]
        except FileNotFoundError:
            if self.names():
                raise StoreDamaged("pointer_missing", path=str(self.pointer_file)) from None
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreDamaged("pointer_unreadable", path=str(self.pointer_file)) from error
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            raise StoreDamaged("pointer_unreadable", path=str(self.pointer_file))
        return name

    def names(self) -> list[str]:
        """The finished builds, oldest first, sound or not."""
        if not self.builds.is_dir():
            return []
        found = [entry.name for entry in self.builds.iterdir() if _NAME.fullmatch(entry.name)]
        return sorted(found, key=_running_number)

    def sound(self) -> list[str]:
        """The builds that ``verify`` lets through, newest first; reads each whole."""
        kept = []
        for name in reversed(self.names()):
            with suppress(StoreDamaged, StoreOutdated):
                self.verify(name)
                kept.append(name)
        return kept

    def hold(self, name: str) -> Held:
        """Keep a build from being removed.

        Raises
        ------
        StoreDamaged
            ``build_missing``.
        """
        folder = self.builds / name
        path = folder / HELD_FILE
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError as error:
            raise StoreDamaged("build_missing", path=str(folder)) from error
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        try:  # it may have been removed between opening and locking
            same = os.path.samestat(os.fstat(descriptor), path.stat())
        except FileNotFoundError:
            same = False
        if not same:
            os.close(descriptor)
            raise StoreDamaged("build_missing", path=str(folder))
        return Held(name, folder, descriptor)

    def verify(self, name: str) -> Seal:
        """The seal of a build, after holding the whole file against it.

        Raises
        ------
        StoreDamaged
            ``build_missing``, ``seal_unreadable``, ``build_empty``, ``build_truncated``, ``build_altered``.
        StoreOutdated
            ``schema_version``, ``storage_version``: another version of the graph's schema, or of the engine's files.
        """
        folder = self.builds / name
        path = folder / GRAPH_FILE
        if not folder.is_dir():
            raise StoreDamaged("build_missing", path=str(folder))
        seal = _read_seal(folder / SEAL_FILE)
        try:
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise StoreDamaged("build_missing", path=str(path)) from error
        if size == 0:
            raise StoreDamaged("build_empty", path=str(path))
        if size < seal.size:
            raise StoreDamaged("build_truncated", path=str(path), size=size, sealed=seal.size)
        if size > seal.size or _stray_files(folder) or sha256_of(path) != seal.sha256:
            raise StoreDamaged("build_altered", path=str(path))
        if seal.schema_version != SCHEMA_VERSION:
            raise StoreOutdated("schema_version", found=seal.schema_version, needed=SCHEMA_VERSION)
        if seal.storage != self.storage:
            raise StoreOutdated("storage_version", found=seal.storage, needed=self.storage)
        return seal

    @contextmanager
    def publishing(self, *, seconds: float) -> Iterator[None]:
        """Hold the lock that lets one process at a time publish.

        Raises
        ------
        Busy
            ``busy``: another process kept it for longer than ``seconds``.
        CannotWrite
            The disk is full, or the folder cannot be written.
        """
        with folder_lock(self.folder, name="publish.lock", seconds=seconds, what="publish"), writing(self.folder):
            self.builds.mkdir(exist_ok=True)
            for entry in self.builds.glob(f"{_HALF_BUILT}*"):  # of a process that died while it built
                shutil.rmtree(entry, ignore_errors=True)
            sweep_parts(self.folder)
            yield

    @contextmanager
    def half_built(self) -> Iterator[Path]:
        """A folder to build in; it goes unless ``finish`` took it."""
        folder = Path(tempfile.mkdtemp(prefix=_HALF_BUILT, dir=self.builds))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def finish(self, folder: Path, seal: Seal) -> str:
        """Seal what was built in ``folder``, make it the build that counts, and remove those nobody reads."""
        sync_file(folder / GRAPH_FILE)
        (folder / HELD_FILE).touch()
        write_json(folder / SEAL_FILE, asdict(seal))
        names = self.names()
        name = f"{seal.version}-{_running_number(names[-1]) + 1 if names else 1}"
        descriptor = os.open(folder / HELD_FILE, os.O_RDONLY)  # held from before it has a name until it is pointed to
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            folder.rename(self.builds / name)
            sync_folder(self.builds)
            write_json(self.pointer_file, {"build": name})
        finally:
            os.close(descriptor)
            self.remove_unheld()  # also this one, where it could not be pointed to
        return name

    def point_to_sound(self, *, version: str | None = None) -> str | None:
        """Point to the newest sound build, of one dataset or of any; its name, or None where there is none."""
        for name in reversed(self.names()):
            if version is not None and name.rsplit("-", 1)[0] != version:
                continue
            with suppress(StoreDamaged, StoreOutdated):
                held = self.hold(name)  # a reader that lets go of it would remove it
                try:
                    self.verify(name)
                    write_json(self.pointer_file, {"build": name})
                finally:
                    held.release()
                self.remove_unheld()
                return name
        return None

    def remove_unheld(self) -> list[str]:
        """Remove the builds that do not count and that nobody holds; their names."""
        return [name for name in self.names() if not self._may_count(name) and self._remove_if_unheld(name)]

    def _may_count(self, name: str) -> bool:
        """Whether a build counts, or might: where nothing says which one does, each may be needed for mending."""
        try:
            return self.pointer() in (name, None)
        except StoreDamaged:
            return True

    def _remove_if_unheld(self, name: str) -> bool:
        folder = self.builds / name
        try:
            descriptor = os.open(folder / HELD_FILE, os.O_RDONLY)
        except FileNotFoundError:
            shutil.rmtree(folder, ignore_errors=True)  # half removed by a process that died at it
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._may_count(name):  # pointed to since it was looked at; who points to a build holds it meanwhile
                return False
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True


def _read_seal(path: Path) -> Seal:
    try:
        told = json.loads(path.read_text("utf-8"))
        return Seal(**{**told, "batches": tuple(told["batches"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged("seal_unreadable", path=str(path)) from error


def _stray_files(folder: Path) -> list[str]:
    """A write-ahead log beside a sealed file would be replayed into it on opening."""
    return [entry.name for entry in folder.iterdir() if entry.name not in (GRAPH_FILE, SEAL_FILE, HELD_FILE)]


def _running_number(name: str) -> int:
    return int(name.rsplit("-", 1)[1])
