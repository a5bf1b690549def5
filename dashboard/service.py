"""How do the command line, the API and the pages come by the same findings of the same dataset?

Opens ledger and store, brings the store to the ledger's state, and keeps one investigation a dataset. Words and
formats are its users' business.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from dashboard.background_file import MEGABYTE, Backgrounds
from dashboard.opened_networks import OpenedNetworks
from dashboard.work import Works
from graph_model.errors import BadValue, DatasetChanged, NoData, UnknownName
from graph_model.ledger import Ledger
from graph_model.publishing import Brought, ensure_published, publish_ledger
from graph_model.recent import Recent
from graph_model.settings import Settings
from graph_model.store import GraphStore, Progress, PublishReport
from graph_model.stores import open_store

if TYPE_CHECKING:
    import polars as pl

    from analytics.fetched import Keeping
    from analytics.investigation import Investigation
    from dashboard.network_view import NetworkViews
    from dashboard.people_told import ToldInvestigation
    from graph_model.dataset import Dataset
    from graph_model.network_tables import NetworkTables

T = TypeVar("T")
NAMES_KEPT: Final = 4
"""Days whose organisations can be looked up by the reading of their names without reading them anew."""
MAP_PARTS_KEPT: Final = 120
"""Parts of maps that are kept: outlines, figures, points; changing a class or a language makes none anew."""
TILES_KEPT: Final = 200
"""Tiles of the map's background that are kept as they are drawn."""
FREE_AT_ONCE: Final = 2
"""Free Cypher texts that run at the same time; pages keep the other threads and the rest of the memory."""
ANSWERS_ON_DISK: Final = 200
"""Answers of the store that a server keeps for its next start: ten days of the headlines."""
TRIES: Final = 3
"""How often an answer is begun again because another dataset was published meanwhile."""


class Service:
    """One data folder and one store, for as long as a command or a server runs.

    Parameters
    ----------
    settings
        Where things lie and which limits hold.

    Attributes
    ----------
    keeps_answers
        Whether answers of the store are kept on disk, so that a server that is started anew need not ask again.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keeps_answers = False
        self.ledger = Ledger(settings.data_folder)
        self._store: GraphStore | None = None
        self._investigation: Investigation | None = None
        self._views: NetworkViews | None = None
        self._views_of: Investigation | None = None
        self._told: ToldInvestigation | None = None
        self._dataset: tuple[tuple[str, ...], Dataset] | None = None
        self._tables: tuple[tuple[str, ...], Mapping[str, pl.DataFrame]] | None = None
        self._reading: Future[NetworkTables] | None = None
        self.opened_networks = OpenedNetworks()
        self.works = Works()
        self.name_index: Recent[tuple[str, str], pl.DataFrame] = Recent(NAMES_KEPT)
        self.map_parts: Recent[tuple[object, ...], Any] = Recent(MAP_PARTS_KEPT)
        self.backgrounds = Backgrounds(
            settings.data_folder / "background", most_bytes=settings.background_mb * MEGABYTE
        )
        self.background_tiles: Recent[tuple[object, ...], Any] = Recent(TILES_KEPT)
        self.free_turns = threading.BoundedSemaphore(FREE_AT_ONCE)
        self.free_at_once = FREE_AT_ONCE
        self._lock = threading.RLock()

    @property
    def store(self) -> GraphStore:
        """The store, opened at its first use."""
        with self._lock:
            if self._store is None:
                self._store = open_store(self.settings)
            return self._store

    def publish(self, *, afresh: bool = False, progress: Progress | None = None) -> PublishReport:
        """Bring the ledger's state to the store, after a load or an undo; ``afresh`` as ``GraphStore.publish``."""
        return publish_ledger(self.ledger, self.store, afresh=afresh, progress=progress)

    def ready(self, *, progress: Progress | None = None) -> Brought:
        """Make sure the store holds what the ledger says; ``NoData`` where no batch counts."""
        if not self.ledger.active():
            raise NoData
        return ensure_published(self.ledger, self.store, progress=progress)

    def read_ahead(self) -> None:
        """Begin to read what every finding rests on, beside the loading of the program that judges it.

        For who asks for findings next: the first ``investigation`` takes what was read.
        """
        from graph_model.network_tables import read_network_tables

        pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._reading = pool.submit(read_network_tables, self.store.steady())
        pool.shutdown(wait=False)

    def investigation(self) -> Investigation:
        """Findings of the dataset that is published now; a new one as soon as another dataset is.

        Raises
        ------
        NoData
            Nothing is published.
        """
        from analytics.investigation import Investigation
        from analytics.rules import rules_with
        from dashboard.sample import kind_of
        from loaders.not_kept import cells_not_kept

        with self._lock:
            published = self.store.published()
            if published is None:
                raise NoData
            held = self._investigation
            if held is None or held.published.version != published.version:
                held = Investigation(
                    self.store,
                    rules=rules_with(self.settings.rules),
                    exact_up_to=min(
                        self.settings.exact_betweenness_up_to, self.settings.exact_betweenness_in_findings_up_to
                    ),
                    handed_in=self._handed_in(published.batches),
                    not_kept=cells_not_kept(batch for batch in self.ledger.active() if batch.id in published.batches),
                    data=kind_of(batch for batch in self.ledger.batches() if batch.id in published.batches),
                    reading=self._reading,
                    keeping=self._keeping if self.keeps_answers else None,
                )
                self._investigation, self._reading = held, None
            return held

    def _keeping(self, version: str) -> Keeping:
        """What keeps the answers of a dataset on disk."""
        from dashboard.picture_cache import PictureCache

        folder = self.settings.data_folder / ".cache" / "answers"
        return PictureCache(folder, version=version, most=ANSWERS_ON_DISK).content

    def _handed_in(self, batches: Collection[str]) -> frozenset[str]:
        """The tables of which these batches brought a row."""
        return frozenset(name for batch in self.ledger.batches() if batch.id in batches for name in batch.table_names)

    def steadily(self, ask: Callable[[Investigation], T]) -> T:
        """What ``ask`` makes of the published dataset; asked again where a server changed over in mid-answer."""
        return asked_again(lambda: ask(self.investigation()))

    def network_views(self, investigation: Investigation) -> NetworkViews:
        """The drawn networks of an investigation; those of the one asked for last are kept."""
        from dashboard.network_union import moments_until
        from dashboard.network_view import NetworkViews
        from dashboard.picture_cache import PictureCache

        with self._lock:
            if self._views is None or self._views_of is not investigation:
                moments = moments_until(investigation.default_day)
                version = f"{investigation.published.version} {moments[-1]}"
                cache = PictureCache(self.settings.data_folder / ".cache", version=version)
                self._views = NetworkViews(investigation, moments=moments, cache=cache)
                self._views_of = investigation
            return self._views

    def told(self, investigation: Investigation) -> ToldInvestigation:
        """What of an investigation may leave; what was judged of the one asked for last is kept."""
        from dashboard.people_told import ToldInvestigation

        with self._lock:
            if self._told is None or self._told.investigation is not investigation:
                self._told = ToldInvestigation(investigation, shown_from=self.settings.people_shown_from)
            return self._told

    def table(self, name: str) -> pl.DataFrame:
        """One table of the ledger as the batches that count fold it, for what the graph does not hold.

        Read without the others, kept until other batches count; ``NoData`` where none does.
        """
        with self._lock:
            counting = tuple(batch.checksum for batch in self.ledger.active())
            if self._tables is None or self._tables[0] != counting:
                self._tables = (counting, self.ledger.tables())
            return self._tables[1][name]

    def dataset(self) -> Dataset:
        """The ledger's batches folded, kept until other batches count; for an export of all of it."""
        with self._lock:
            counting = tuple(batch.checksum for batch in self.ledger.active())
            if self._dataset is None or self._dataset[0] != counting:
                self._dataset = (counting, self.ledger.dataset())
            return self._dataset[1]

    def close(self) -> None:
        """Let go of the store; works that are going on stop."""
        self.works.close()
        with self._lock:
            self._investigation = self._views = self._views_of = self._told = None
            if self._store is not None:
                self._store.close()
                self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def asked_again(ask: Callable[[], T]) -> T:
    """What ``ask`` gives; begun again, up to ``TRIES`` times, where another dataset was published meanwhile."""
    for _ in range(TRIES - 1):
        with suppress(DatasetChanged):
            return ask()
    return ask()


def day_from(text: str | None) -> dt.date | None:
    """A day as people write one: ISO text, or any form that a ledger's cell may have; None for None.

    Raises
    ------
    BadValue
        ``not_a_day``: it is none, or a month alone, or a number that a spreadsheet has for days.
    """
    if text is None or text == "":
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        day = _day_in_words(text)
        if day is None:
            raise BadValue("not_a_day", value=text) from error
        return day


def _day_in_words(text: str) -> dt.date | None:
    import polars as pl

    from loaders.days import read_days
    from loaders.spellings import compared_text

    told = read_days(pl.Series([compared_text(text)], dtype=pl.String)).row(0, named=True)
    return None if told["month_only"] or told["serial"] else told["day"]


def format_from(name: str, known: tuple[str, ...]) -> str:
    """A format's name, checked; ``UnknownName`` with the nearest ones."""
    if name not in known:
        raise UnknownName("format", name, known=known)
    return name
