"""How does a sealed build in the data folder answer for the graph store port?

Building, opening and reading. What makes a build sound, and which one counts, is said in ``builds``; the rules of
reading-only and of parameters are elsewhere. A process that forks must open its store after the fork: the engine's
threads do not survive one.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Self

import polars as pl

from graph_model.dataset import Dataset
from graph_model.errors import NoData, StoreDamaged, StoreOutdated, TimeLimit
from graph_model.queries import catalogue_query
from graph_model.reading_only import check, names_quoted
from graph_model.store import Answer, Progress, Published, PublishReport
from graph_model.stores.answer_room import Room
from graph_model.stores.building import build_graph, sealed
from graph_model.stores.builds import GRAPH_FILE, Builds
from graph_model.stores.embedded_tables import numbered_ties, whole_table
from graph_model.stores.engine import STORAGE_VERSION, connected, plain, run, translated
from graph_model.stores.open_build import OpenBuild
from graph_model.stores.parameters import checked_parameters, given_parameters, typed_answer, typed_frame

PUBLISH_WAIT_SECONDS: Final = 60.0
ROWS_BETWEEN_LOOKS: Final = 1_000


class EmbeddedStore:
    """A graph store of sealed builds in the data folder; safe to use from several threads and processes.

    Parameters
    ----------
    data_folder
        Builds lie below ``store/``; nothing is written before the first publish.
    buffer_pool_mb
        Memory for pages of the build that is read, in MB.
    seconds, max_rows
        The limits of a query where it names none.
    cypher_memory_mb
        Memory for one free Cypher text, in MB; what needs more ends with ``memory_limit``.
    """

    def __init__(
        self, data_folder: Path, *, buffer_pool_mb: int, seconds: float, max_rows: int, cypher_memory_mb: int = 256
    ) -> None:
        self._builds = Builds(data_folder, storage=STORAGE_VERSION)
        self._buffer_pool_mb = buffer_pool_mb
        self._cypher_memory_mb = cypher_memory_mb
        self._seconds = seconds
        self._max_rows = max_rows
        self._lock = threading.Lock()
        self._open: OpenBuild | None = None
        self._stamp: tuple[int, int, int] | None = None

    @property
    def name(self) -> str:
        """``embedded``."""
        return "embedded"

    def publish(self, dataset: Dataset, *, afresh: bool = False, progress: Progress | None = None) -> PublishReport:
        """Seal a build of this dataset and point to it; nothing where a sound one is pointed to already.

        Readers, also those of other processes, see it at their next request. Where only the pointer is missing or
        wrong, a sound build of the same dataset is pointed to again.

        Raises
        ------
        Busy
            Another process is publishing, for longer than a minute.
        CannotWrite
            The disk is full, or the folder cannot be written; what was published stays.
        QueryFailed
            ``build_failed``: the build could not be made; what was published stays.
        """
        with self._builds.publishing(seconds=PUBLISH_WAIT_SECONDS):
            try:
                held = self.published()
            except (StoreDamaged, StoreOutdated):
                held = None
            if not afresh:
                if held is not None and held.version == dataset.version:
                    self._builds.remove_unheld()  # one that was finished by who died before pointing to it
                    return PublishReport(dataset.version, written=0, deleted=0, changed=False)
                if self._builds.point_to_sound(version=dataset.version) is not None:
                    return PublishReport(dataset.version, written=0, deleted=0, changed=True)
            with self._builds.half_built() as folder:
                written = build_graph(folder, dataset, progress=progress)
                self._builds.finish(folder, sealed(folder / GRAPH_FILE, dataset))
        return PublishReport(dataset.version, written=written, deleted=0, changed=True)

    def published(self) -> Published | None:
        """What the build that counts holds; None before the first publish.

        Raises
        ------
        StoreDamaged, StoreOutdated
            As ``Builds.pointer`` and ``Builds.verify``.
        """
        try:
            with self._reading() as build:
                seal = build.seal
        except NoData:
            return None
        return Published(seal.version, seal.batches, seal.as_of, seal.schema_version)

    def steady(self) -> EmbeddedStore:
        """A reader of the build that counts now, which is kept for as long as the reader lives."""
        build = self._take()
        steady = _Steady(build)
        steady.__dict__.update(self.__dict__)
        weakref.finalize(steady, self._give_back, build)  # the last answer under way may outlive its asker
        return steady

    def sound_builds(self) -> list[str]:
        """The builds that are as they were sealed, newest first; each is read whole."""
        return self._builds.sound()

    def repoint(self) -> str | None:
        """Point to the newest sound build; its name, or None where there is none and the batches must serve."""
        with self._builds.publishing(seconds=PUBLISH_WAIT_SECONDS):
            return self._builds.point_to_sound()

    def query(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of a catalogue query; see ``GraphStore.query``."""
        query = catalogue_query(name)
        sent = checked_parameters(query, parameters)
        return typed_answer(query, self._answer(query.text, sent, seconds=seconds, max_rows=max_rows))

    def frame(self, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The whole answer of a catalogue query as a frame; see ``GraphStore.frame``."""
        query = catalogue_query(name)
        sent = checked_parameters(query, parameters)
        with self._reading() as build:
            return typed_frame(query, build.frame(names_quoted(query.text), sent))

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """The answer of free, reading-only Cypher; see ``GraphStore.cypher``."""
        sent = given_parameters(check(text), parameters)
        return self._answer(text, sent, seconds=seconds, max_rows=max_rows, free=True)

    def table(self, name: str, *, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A label or a relationship type as a frame; see ``GraphStore.table``."""
        with self._reading() as build:
            return whole_table(build, name, columns)

    def numbered_ties(self, name: str, *, columns: Sequence[str] = ()) -> pl.DataFrame:
        """A relationship type with its ends by number; see ``NumberingStore.numbered_ties``."""
        with self._reading() as build:
            return numbered_ties(build, name, columns)

    def close(self) -> None:
        """Let go of the build; a request that is still reading keeps it until it is done."""
        with self._lock:
            build, self._open, self._stamp = self._open, None, None
            done = build is not None and build.readers == 0
        if done and build is not None:
            self._let_go(build)  # the last to hold an old build removes it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[OpenBuild]:
        """The build that counts now, kept open for the block."""
        build = self._take()
        try:
            yield build
        finally:
            self._give_back(build)

    def _take(self) -> OpenBuild:
        finished: list[OpenBuild] = []
        try:
            with self._lock:
                build = self._current(finished)
                build.readers += 1
        finally:
            for old in finished:
                self._let_go(old)
        return build

    def _give_back(self, build: OpenBuild) -> None:
        with self._lock:
            build.readers -= 1
            done = build.readers == 0 and build is not self._open
        if done:
            self._let_go(build)

    def _current(self, finished: list[OpenBuild]) -> OpenBuild:
        stamp = self._builds.pointer_stamp()
        if self._open is not None and stamp is not None and stamp == self._stamp:
            return self._open
        name = self._builds.pointer()
        if name is None:
            raise NoData
        if self._open is None or self._open.held.name != name:
            opened = self._opened(name)
            if self._open is not None and self._open.readers == 0:
                finished.append(self._open)
            self._open = opened
        self._stamp = stamp
        return self._open

    def _opened(self, name: str) -> OpenBuild:
        for _ in range(3):  # a publish may switch and remove between the pointer and the hold
            try:
                held = self._builds.hold(name)
                break
            except StoreDamaged:
                now = self._builds.pointer()
                if now is None or now == name:
                    raise
                name = now
        else:
            raise StoreDamaged("build_missing", path=str(self._builds.builds / name))
        with ExitStack() as undo:
            undo.callback(held.release)
            build = OpenBuild(
                held,
                self._builds.verify(name),
                buffer_pool_mb=self._buffer_pool_mb,
                cypher_memory_mb=self._cypher_memory_mb,
            )
            undo.pop_all()
        return build

    def _let_go(self, build: OpenBuild) -> None:
        build.close()
        self._builds.remove_unheld()

    def _answer(
        self,
        text: str,
        sent: Mapping[str, Any],
        *,
        seconds: float | None,
        max_rows: int | None,
        free: bool = False,
    ) -> Answer:
        longest = self._seconds if seconds is None else seconds
        limit = self._max_rows if max_rows is None else max_rows
        with (
            self._reading() as build,
            build.apart() if free else nullcontext(build.database) as database,
            connected(database, seconds=longest) as connection,
            translated(longest),
        ):
            started = time.monotonic()
            result = run(connection, names_quoted(text), sent)
            try:
                columns = tuple(result.get_column_names())
                rows: list[tuple[Any, ...]] = []
                room = Room() if free else None
                while result.has_next() and (limit == 0 or len(rows) < limit):
                    row = result.get_next()
                    rows.append(tuple(plain(cell, columns[place]) for place, cell in enumerate(row)))
                    if room is not None:
                        room.take(rows[-1])
                    if len(rows) % ROWS_BETWEEN_LOOKS == 0 and time.monotonic() - started > longest:
                        raise TimeLimit("time_limit", seconds=longest)
                return Answer(columns, rows, truncated=result.has_next())
            finally:
                result.close()  # an unread answer would keep the build's pages


class _Steady(EmbeddedStore):
    """The store as it stands; reads are all of the one build."""

    def __init__(self, build: OpenBuild) -> None:
        self._build = build

    def steady(self) -> EmbeddedStore:
        return self

    def close(self) -> None:
        """Nothing: the build goes with the last who reads it."""

    @contextmanager
    def _reading(self) -> Iterator[OpenBuild]:
        yield self._build
