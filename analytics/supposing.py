"""What would the network be if some ties, seats or organisations came or went?

Edits of a snapshot, which itself stays as it is; what findings say of the outcome is ``what_if``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from graph_model.errors import BadValue, nearest_names
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS, Adjacency, Snapshot

FIELDS: Mapping[str, tuple[str, ...]] = {
    "add_tie": ("layer", "a", "b"),
    "drop_tie": ("layer", "a", "b"),
    "add_seat": ("organisation", "committee"),
    "drop_seat": ("organisation", "committee"),
    "add_organisation": ("organisation", "name", "level", "domain", "place"),
    "drop_organisation": ("organisation",),
}
"""What can be supposed, and what each edit says; ``name``, ``level``, ``domain`` and ``place`` may be left out.

An organisation without a level is a branch; without a domain or place these are unknown.
"""
OPTIONAL = ("name", "level", "domain", "place")


@dataclass(frozen=True)
class Edit:
    """One supposed change; fields its kind does not have are None."""

    do: str
    layer: str | None = None
    a: str | None = None
    b: str | None = None
    organisation: str | None = None
    committee: str | None = None
    name: str | None = None
    level: str | None = None
    domain: str | None = None
    place: str | None = None

    def as_json(self) -> dict[str, str]:
        """As a plan file holds it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def supposed_network(snapshot: Snapshot, edits: Sequence[Edit]) -> Snapshot:
    """The snapshot after the edits, one after the other.

    A seat ties its organisation to everyone on the committee; dropping one unties it from those with whom it shares no
    other committee. A tie that was itself added or dropped by an edit stays so. An organisation that goes takes its
    ties, seats, agreements and meetings along; one that comes has none.

    Parameters
    ----------
    snapshot
        Of the whole region.
    edits
        In their order.

    Raises
    ------
    BadValue
        ``edit_unknown``: an organisation, committee, layer, place or word nobody knows, with the nearest;
        ``edit_nothing``: it is so already; ``edit_itself``: a tie of an organisation with itself. Each with ``at``,
        the number of the edit from 1, and its field.
    """
    state = _State(snapshot)
    for number, edit in enumerate(edits, start=1):
        state.apply(edit, number)
    return state.snapshot() if edits else snapshot


class _State:
    """The edits so far, laid over a snapshot that is not touched."""

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self._row = {code: row for row, code in enumerate(base.codes)}
        self._there = set(self._row)
        self._added: dict[str, Edit] = {}
        self._ties: dict[tuple[str, str, str], bool] = {}
        self._by_hand: set[tuple[str, str, str]] = set()
        self._seats = set(base.seats.select("organisation", "committee").iter_rows())
        self._roles = {
            (row[0], row[1]): row[2] for row in base.seats.select("organisation", "committee", "role").rows()
        }
        self._committees = set(base.committees.get_column("code"))
        self._dropped: set[str] = set()

    def apply(self, edit: Edit, number: int) -> None:
        if edit.do in {"add_tie", "drop_tie"}:
            self._tie(edit, number)
        elif edit.do in {"add_seat", "drop_seat"}:
            self._seat(edit, number)
        elif edit.do == "add_organisation":
            self._come(edit, number)
        elif edit.do == "drop_organisation":
            self._go(edit, number)
        else:
            raise _unknown(number, "do", edit.do, FIELDS)

    def _tie(self, edit: Edit, number: int) -> None:
        a, b = self._known(edit.a, number, "a"), self._known(edit.b, number, "b")
        if edit.layer not in LAYERS:
            raise _unknown(number, "layer", edit.layer, LAYERS)
        if a == b:
            raise BadValue("edit_itself", at=f"edits[{number}].b", organisation=a)
        key = _key(edit.layer, a, b)
        if self._tied(key) == (edit.do == "add_tie"):
            raise BadValue("edit_nothing", at=f"edits[{number}]", do=edit.do)
        self._ties[key] = edit.do == "add_tie"
        self._by_hand.add(key)

    def _seat(self, edit: Edit, number: int) -> None:
        organisation = self._known(edit.organisation, number, "organisation")
        if edit.committee not in self._committees:
            raise _unknown(number, "committee", edit.committee, self._committees)
        seat = (organisation, edit.committee)
        if (seat in self._seats) == (edit.do == "add_seat"):
            raise BadValue("edit_nothing", at=f"edits[{number}]", do=edit.do)
        beside = {other for other, committee in self._seats if committee == edit.committee and other != organisation}
        if edit.do == "add_seat":
            self._seats.add(seat)
        else:
            self._seats.remove(seat)
        mine = {committee for other, committee in self._seats if other == organisation}
        for other in beside & self._there:
            key = _key("seats", organisation, other)
            if key not in self._by_hand:
                self._ties[key] = any((other, committee) in self._seats for committee in mine)

    def _come(self, edit: Edit, number: int) -> None:
        code = edit.organisation
        if code is None or code in self._there or code in self._dropped:
            raise BadValue("edit_nothing", at=f"edits[{number}].organisation", do=edit.do)
        for field, vocabulary in (("level", "organisation_level"), ("domain", "domain")):
            words = [word.value for word in VOCABULARIES[vocabulary]]
            value = getattr(edit, field)
            if value is not None and value not in words:
                raise _unknown(number, field, value, words)
        places = self._base.places.get_column("code").to_list()
        if edit.place is not None and edit.place not in places:
            raise _unknown(number, "place", edit.place, places)
        self._there.add(code)
        self._added[code] = edit

    def _go(self, edit: Edit, number: int) -> None:
        code = self._known(edit.organisation, number, "organisation")
        self._there.remove(code)
        self._dropped.add(code)
        self._added.pop(code, None)
        self._seats = {seat for seat in self._seats if seat[0] != code}

    def _known(self, code: str | None, number: int, field: str) -> str:
        if code is None or code not in self._there:
            raise _unknown(number, field, code, self._there)
        return code

    def _tied(self, key: tuple[str, str, str]) -> bool:
        if key in self._ties:
            return self._ties[key]
        layer, a, b = key
        if a not in self._row or b not in self._row:
            return False
        return bool(self._base.layers[layer][self._row[a], self._row[b]])

    def snapshot(self) -> Snapshot:
        base = self._base
        organisations = self._organisations()
        codes = organisations.get_column("code")
        old = np.array([self._row.get(code, -1) for code in codes], dtype=np.int64)
        at = {code: row for row, code in enumerate(codes)}
        living = codes.implode()
        seats = pl.DataFrame(
            [(*seat, self._roles.get(seat)) for seat in sorted(self._seats)],
            schema={name: base.seats.schema[name] for name in ("organisation", "committee", "role")},
            orient="row",
        ).select(base.seats.columns)
        return replace(
            base,
            organisations=organisations,
            layers={name: self._layer(name, old, at) for name in LAYERS},
            seats=base.seats if self._seats == set(self._roles) else seats,
            listings=base.listings.filter(pl.col("organisation").is_in(living)),
            parties=base.parties.filter(pl.col("organisation").is_in(living)),
            claims=base.claims.filter(pl.col("organisation").is_in(living) & pl.col("owner").is_in(living)),
            attendance=base.attendance.filter(pl.col("organisation").is_in(living)),
        )

    def _organisations(self) -> pl.DataFrame:
        base = self._base
        kept = base.organisations.filter(pl.col("code").is_in(list(self._there)))
        if not self._added:
            return kept
        lies = {row["code"]: row for row in base.places.iter_rows(named=True)}
        rows = []
        for code, edit in self._added.items():
            place = lies.get(edit.place or "", {})
            row: dict[str, Any] = dict.fromkeys(base.organisations.columns)
            row |= {"code": code, "name": edit.name or code, "level": edit.level or "branch", "domain": edit.domain}
            row |= {"place": edit.place, **{name: place.get(name) for name in ("community", "area", "nearest_type")}}
            rows.append(row)
        return pl.concat([kept, pl.DataFrame(rows, schema=base.organisations.schema)]).sort("code")

    def _layer(self, name: str, old: np.ndarray[Any, np.dtype[np.int64]], at: Mapping[str, int]) -> Adjacency:
        cells = sparse.coo_array(self._base.layers[name])
        new_row = np.full(len(self._row) + 1, -1, dtype=np.int64)
        new_row[old[old >= 0]] = np.flatnonzero(old >= 0)
        i, j = new_row[cells.row], new_row[cells.col]
        kept = (i >= 0) & (j >= 0)
        i, j = i[kept], j[kept]
        edited = [
            (at[a], at[b], tied) for (layer, a, b), tied in self._ties.items() if layer == name and a in at and b in at
        ]
        size = len(at)
        if edited:
            both = np.array([(x, y) for a, b, _ in edited for x, y in ((a, b), (b, a))], dtype=np.int64)
            tied = np.repeat([one[2] for one in edited], 2)
            untouched = ~np.isin(i * size + j, both[:, 0] * size + both[:, 1])
            i = np.concatenate([i[untouched], both[tied, 0]])
            j = np.concatenate([j[untouched], both[tied, 1]])
        layer = sparse.csr_array((np.ones(len(i), dtype=np.int8), (i, j)), shape=(size, size))
        layer.sort_indices()
        return layer


def _key(layer: str, a: str, b: str) -> tuple[str, str, str]:
    return (layer, a, b) if a < b else (layer, b, a)


def _unknown(number: int, field: str, value: str | None, known: Any) -> BadValue:
    return BadValue(
        "edit_unknown", at=f"edits[{number}].{field}", value=value, nearest=nearest_names(value or "", known)
    )
