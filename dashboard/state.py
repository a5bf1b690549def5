"""What is a person looking at, as the address of the page says it?

The filters and what is opened, read from and written to the query string; shared by every page. Nothing is computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.i18n import LANGUAGES, Lang
from dashboard.service import day_from
from graph_model.errors import UnknownName
from graph_model.schema.vocabularies import Domain
from graph_model.snapshot import LAYERS

SHARED = ("place", "as_of", "compare", "layer", "domain", "hub", "lang", "show", "open")
NAMED = {"layer": LAYERS, "domain": tuple(one.value for one in Domain)}
"""Filters that are one of a few names; which places there are is the data's to say."""


@dataclass(frozen=True)
class ViewState:
    """One view of one page.

    Attributes
    ----------
    path
        The page's path.
    place, as_of, compare, layer, domain
        The filters; None where not set (whole region, newest day, no comparison, all layers, all domains).
    hub
        Whether the working committees are counted in.
    lang
        Language; None is the server's own.
    projector
        Whether letters are large enough to be read from the back of a meeting room.
    open
        What the drawer shows, as ``kind:key`` (``card:ORG``, ``finding:ID``, ``community:CODE``, ``query:ID``).
    own
        The page's own switches by name.
    """

    path: str = "/"
    place: str | None = None
    as_of: dt.date | None = None
    compare: dt.date | None = None
    layer: str | None = None
    domain: str | None = None
    hub: bool = False
    lang: Lang | None = None
    projector: bool = False
    open: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, search: str) -> ViewState:
        """The view an address stands for.

        Raises
        ------
        BadValue
            ``not_a_day``: a day in it is none.
        UnknownName
            A layer or a domain that there is none of.
        """
        told = dict(parse_qsl(search.removeprefix("?")))
        for kind, known in NAMED.items():
            if kind in told and told[kind] not in known:
                raise UnknownName(kind, told[kind], known=known)
        return cls(
            path=path.rstrip("/") or "/",
            place=told.get("place"),
            as_of=day_from(told.get("as_of")),
            compare=day_from(told.get("compare")),
            layer=told.get("layer"),
            domain=told.get("domain"),
            hub=told.get("hub") == "in",
            lang=_language(told),
            projector=told.get("show") == "projector",
            open=told.get("open"),
            own={name: value for name, value in sorted(told.items()) if name not in SHARED},
        )

    @classmethod
    def bare(cls, path: str, search: str) -> ViewState:
        """What is left of an address that cannot be read: the page and the language it is told in."""
        return cls(path=path.rstrip("/") or "/", lang=_language(dict(parse_qsl(search.removeprefix("?")))))

    @property
    def search(self) -> str:
        """The query string, with its question mark; empty where nothing is set. One view has one string."""
        told: dict[str, str | None] = {
            "place": self.place,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "compare": None if self.compare is None else self.compare.isoformat(),
            "layer": self.layer,
            "domain": self.domain,
            "hub": "in" if self.hub else None,
            "lang": self.lang,
            "show": "projector" if self.projector else None,
            **self.own,
            "open": self.open,
        }
        given = {name: value for name, value in told.items() if value}
        return "?" + urlencode(given, safe=":,") if given else ""

    @property
    def href(self) -> str:
        """The whole address below the server."""
        return self.path + self.search

    def to(self, **changes: Any) -> ViewState:
        """The same view with some of it changed."""
        return replace(self, **changes)

    def page(self, path: str) -> ViewState:
        """Another page under the same filters; what is opened and the page's own switches are left behind."""
        return replace(self, path=path, open=None, own={})

    def switched(self, **own: str | None) -> ViewState:
        """The same view with some of the page's own switches changed; None takes one away."""
        kept = {**self.own, **own}
        return replace(self, own={name: value for name, value in sorted(kept.items()) if value is not None})


def _language(told: Mapping[str, str]) -> Lang | None:
    """The language that a query string names; None where it names none that there is."""
    return next((lang for lang in LANGUAGES if lang == told.get("lang")), None)
