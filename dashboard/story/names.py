"""Under which names do slides tell places, organisations, units, committees and agreements?

Each as a name that can be hidden, or as text where it never is. Which of them a slide tells is ``agenda``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dashboard.story.pieces import Name, Piece
from dashboard.story.telling import SHOWN_ALWAYS, KnownNames

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from dashboard.i18n import Wording
    from graph_model.snapshot import Snapshot


class Names:
    """The names of one day of a dataset.

    Parameters
    ----------
    investigation
        The dataset.
    region
        Its network of the day, whole.
    words
        The reader's language.
    """

    def __init__(self, investigation: Investigation, region: Snapshot, words: Wording) -> None:
        self.investigation = investigation
        self.region = region
        self.words = words

    @cached_property
    def _places(self) -> dict[str, tuple[str | None, str]]:
        columns = self.region.places.select("code", "name", "kind")
        return {code: (name, kind) for code, name, kind in columns.iter_rows()}

    @cached_property
    def _organisations(self) -> dict[str, str | None]:
        return dict(self.region.organisations.select("code", "name").iter_rows())

    def place(self, code: str | None) -> Piece:
        """A place's name; that of a sub-district and above is never hidden. Unknown is told so."""
        if code is None:
            return self.words.text("common.unknown")
        name, kind = self._places.get(code, (None, ""))
        return str(name or code) if kind in SHOWN_ALWAYS else Name(name_kind(kind), code, name or code)

    def organisation(self, code: str, name: str | None = None) -> Name:
        """An organisation's name."""
        return Name("organisation", code, name or self._organisations.get(code) or code)

    def named_place(self, code: str) -> Name:
        """A place as a name, whatever its kind."""
        name, kind = self._places.get(code, (None, ""))
        return Name(name_kind(kind), code, name or code)

    def unit(self, row: Mapping[str, Any]) -> Name:
        """A unit's name, of a row that has ``code`` and ``name``."""
        return Name("unit", row["code"], row["name"] or row["code"])

    def committee(self, code: str, name: str | None) -> Name:
        """A committee's name; it holds that of its community."""
        return Name("committee", code, name or code)

    def agreement(self, code: str, title: str | None) -> Name:
        """An agreement's title; it often holds the names of its parties."""
        return Name("agreement", code, title or code)

    @property
    def known_names(self) -> KnownNames:
        """Every name of the ledger that is hidden where names are; looked up once a day of the dataset."""
        return self.region.once(("known_names",), self._known_names)

    def _known_names(self) -> KnownNames:
        ask = self.investigation.table
        kinds = {code: kind for code, (_, kind) in self._places.items()}
        names = [
            Name(name_kind(kinds.get(code, "")), code, name)
            for code, name in ask("Place", columns=["code", "name"]).iter_rows()
            if name and kinds.get(code) not in SHOWN_ALWAYS
        ]
        labels = {"organisation": "Organisation", "unit": "Unit", "committee": "Committee", "agreement": "Agreement"}
        for kind, label in labels.items():
            column = "title" if kind == "agreement" else "name"
            rows = ask(label, columns=["code", column]).iter_rows()
            names += [Name(kind, code, name) for code, name in rows if name]
        return KnownNames(names)


def name_kind(kind: str) -> str:
    """What a place's name is called where it is hidden: a community, else a place."""
    return "community" if kind == "community" else "place"
