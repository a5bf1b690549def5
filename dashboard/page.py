"""What is a page, and what does drawing one need?

The types every page shares; which pages there are is ``dashboard.pages``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dash.development.base_component import Component

from analytics.finding import Finding, as_judged
from dashboard.i18n import Wording
from dashboard.service import Service
from dashboard.state import ViewState
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from dashboard.cases_seen import CasesSeen
    from dashboard.network_picture import NetworkPicture
    from dashboard.network_view import NetworkView
    from graph_model.snapshot import Snapshot


@dataclass(frozen=True)
class PageContext:
    """One view being drawn: whose words, which filters, which dataset.

    Attributes
    ----------
    state
        What the address says.
    words
        The words of the person's language.
    service
        Ledger and store.
    """

    state: ViewState
    words: Wording
    service: Service

    @cached_property
    def investigation(self) -> Investigation:
        """Findings of the published dataset; ``NoData`` where there is none."""
        return self.service.investigation()

    @cached_property
    def as_of(self) -> dt.date:
        """The day asked for, else the newest of the batches."""
        return self.state.as_of or self.investigation.default_day

    @cached_property
    def today(self) -> dt.date:
        """The day on which the page is drawn: what is due is held against it, and no finding is."""
        return dt.date.today()

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """The name of every place by code; made once a dataset, for every page has them in its printed line."""
        return self.investigation.snapshot(as_of=self.investigation.default_day).place_names

    @cached_property
    def cases(self) -> CasesSeen:
        """Which subjects somebody works on."""
        from dashboard.cases_seen import CasesSeen

        return CasesSeen(self.service)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The network of the day and place, with or without the hub as asked."""
        whole = self.investigation.snapshot(as_of=self.as_of, place=self.state.place)
        return whole if self.state.hub else whole.without_hub()

    def finding(self, finding_id: str, *, as_of: dt.date | None = None) -> Finding:
        """A finding under the filters of place and layer, of the day asked for or another, as it may leave.

        What could not be judged is drawn as unknown: see ``as_judged``.
        """
        return as_judged(
            self.service.told(self.investigation).finding(
                finding_id, as_of=as_of or self.as_of, place=self.state.place, layer=self.state.layer
            )
        )

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are drawn: the one of the filter, else those not switched off on the page."""
        if self.state.layer is not None:
            return (self.state.layer,)
        off = self.state.own.get("off", "").split(",")
        return tuple(layer for layer in LAYERS if layer not in off) or LAYERS

    def network(self) -> NetworkView:
        """The drawn network under the filters."""
        return self.service.network_views(self.investigation).view(
            as_of=self.as_of, place=self.state.place, layers=self.layers, hub=self.state.hub
        )

    def picture(self) -> NetworkPicture:
        """The network of the place at every moment of the time line, and on the day asked for."""
        return self.service.network_views(self.investigation).picture(place=self.state.place, also=self.as_of)

    def opened(self, kind: str) -> str | None:
        """The key of what the drawer shows, if it is of this kind."""
        opened = self.state.open or ""
        prefix, _, key = opened.partition(":")
        return key if prefix == kind and key else None


CONTROLS = ("place", "as_of", "compare", "layer", "domain", "hub")
"""The bar's filters by their names in ``ViewState``."""


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes
    ----------
    key
        Its name in words (``pages.<key>``) and icons.
    path
        Its address.
    group
        The group of the navigation it stands in (``pages.group_<group>``).
    draw
        Draws it.
    heeds
        Which of ``CONTROLS`` change what it tells; the bar offers the others disabled.
    only
        Of a filter that is heeded where a switch of the page's own stands so: the switch and how it stands.
    badge
        The finding whose count stands beside its name; None for none. ``cases``: how many cases are open.
    """

    key: str
    path: str
    group: str
    draw: Callable[[PageContext], Component]
    heeds: tuple[str, ...]
    badge: str | None = None
    only: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def heeded(self, state: ViewState) -> tuple[str, ...]:
        """Which filters change what a view of this page tells."""
        stands = {name: state.own.get(switch) == value for name, (switch, value) in self.only.items()}
        return tuple(name for name in self.heeds if stands.get(name, True))
