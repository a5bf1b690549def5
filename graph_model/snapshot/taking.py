"""How did the region stand on a day: who was alive, and who was tied to whom?

Arrays and frames as of a day, never changed. Reading the store is ``tables``; findings and measures are analytics'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from graph_model.errors import UnknownName
from graph_model.network_tables import NetworkTables
from graph_model.recent import Recent
from graph_model.snapshot.days import agreement_alive, founded_and_not_ended, in_last_months, since_until
from graph_model.snapshot.meetings import attendance, held_meetings
from graph_model.snapshot.places import placed, places_below
from graph_model.snapshot.ties import LAYERS, Adjacency, linked, shared, sharing, weights

T = TypeVar("T")
WORKED_OUT = 64
"""Things worked out of one snapshot that are kept with it; a report asks for about twenty."""
PLACES_KEPT = 256
"""Places of which is kept what lies below them; a report asks for those of which figures were reported."""


@dataclass(frozen=True)
class Snapshot:
    """The region, or a part of it, on a day.

    Attributes
    ----------
    as_of, place
        The day; the code of the place it is narrowed to, None for the whole region.
    places
        Every place of the region: ``code, name, kind, community_type, lon, lat, parent, community, area,
        nearest_type``.
    organisations
        The living organisations in scope, sorted by code; row i is node i. ``code, name, level, form, domain, two_new,
        founded, term_ends, secretary, has_venue, full_members, probationary_members, place, superior, community,
        area, nearest_type``.
    committees
        Those alive and in scope: ``code, name, tier, founded, contact_post, last_contact, place, lead``.
    agreements
        All of the region; narrowed to a place, those with a living party in it: ``code, title, kind, signed, starts,
        ends, status, alive``.
    listings
        Those of a living organisation in scope, posted (blank: yes): ``code, kind, category, title, quantity, posted,
        closes, organisation``.
    seats, parties, claims, attendance, meetings
        Of the whole region, living organisations only, up to the day. ``seats``: ``organisation, committee, role``;
        ``parties``: ``organisation, agreement, side, responded``; ``claims``: ``organisation, listing, claimed, done,
        counterpart, owner``; ``attendance``: ``organisation, meeting, attended, listed, held`` (hosting is attending;
        ``listed`` tells who stands in the attendance itself); ``meetings``: ``code, kind, held, committee, agreement,
        host``.
    layers
        One 0/1 adjacency a layer, over the organisations in scope.
    """

    as_of: dt.date
    place: str | None
    places: pl.DataFrame
    organisations: pl.DataFrame
    committees: pl.DataFrame
    agreements: pl.DataFrame
    listings: pl.DataFrame
    meetings: pl.DataFrame
    seats: pl.DataFrame
    parties: pl.DataFrame
    claims: pl.DataFrame
    attendance: pl.DataFrame
    layers: Mapping[str, Adjacency]
    _worked_out: Recent[Hashable, Any] = field(
        default_factory=lambda: Recent(WORKED_OUT), init=False, repr=False, compare=False
    )
    _below: Recent[str, pl.Series] = field(
        default_factory=lambda: Recent(PLACES_KEPT), init=False, repr=False, compare=False
    )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` works out of this snapshot alone, worked out at the first time of asking.

        A snapshot never changes, so neither does what follows from it: the findings and the scorecard share a measure
        that takes long. ``key`` names what it is and with which settings; nobody changes what is given.
        """
        return cast(T, self._worked_out.get(key, make))

    def below(self, place: str) -> pl.Series:
        """As ``places_below`` of the region's places, worked out at the first time of asking."""
        return self._below.get(place, lambda: places_below(self.places, place))

    @property
    def codes(self) -> list[str]:
        """Codes of the organisations, in the order of the network's rows."""
        return self.organisations.get_column("code").to_list()

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """Name by code of every place of the region."""
        return dict(self.places.select("code", "name").iter_rows())

    @cached_property
    def organisation_names(self) -> Mapping[str, str]:
        """Name by code of every organisation in scope."""
        return dict(self.organisations.select("code", "name").iter_rows())

    @cached_property
    def hub(self) -> npt.NDArray[np.bool_]:
        """Which organisations are working committees; shape (n,)."""
        return (self.organisations.get_column("level") == "working_committee").to_numpy()

    def adjacency(self, layer: str | Sequence[str] | None = None) -> Adjacency:
        """Ties of one layer (0/1), or of several or all with the number of layers as weight; int8, shape (n, n).

        Raises
        ------
        UnknownName
            There is no such layer.
        """
        asked = LAYERS if layer is None else (layer,) if isinstance(layer, str) else tuple(layer)
        for name in asked:
            if name not in self.layers:
                raise UnknownName("layer", name, known=LAYERS)
        if len(asked) == 1:
            return self.layers[asked[0]]
        return self.once(("adjacency", asked), lambda: self._summed(asked))

    def _summed(self, layers: Sequence[str]) -> Adjacency:
        size = self.organisations.height
        return weights({name: self.layers[name] for name in layers}, size=size)

    def ties(self, layer: str | Sequence[str] | None = None) -> pl.DataFrame:
        """One row a tie: ``a, b`` (codes, a before b), ``i, j`` (rows), one 0/1 column a layer, ``weight``; sorted."""
        asked = layer if layer is None or isinstance(layer, str) else tuple(layer)
        return self.once(("ties", asked), lambda: self._ties(asked))

    def _ties(self, layer: str | Sequence[str] | None) -> pl.DataFrame:
        upper = sparse.coo_array(sparse.triu(self.adjacency(layer), k=1))
        order = np.lexsort((upper.col, upper.row))
        i, j = upper.row[order].astype(np.int64), upper.col[order].astype(np.int64)
        codes = self.organisations.get_column("code")
        told: dict[str, pl.Series] = {"a": codes[i], "b": codes[j], "i": pl.Series(i), "j": pl.Series(j)}
        for name in LAYERS:
            held = np.asarray(self.layers[name][i, j]).ravel() if len(i) else np.empty(0, dtype=np.int8)
            told[name] = pl.Series(held, dtype=pl.Int8)
        frame = pl.DataFrame([series.alias(name) for name, series in told.items()])
        return frame.with_columns(pl.sum_horizontal(LAYERS).cast(pl.Int64).alias("weight"))

    def within(self, place: str | None) -> Snapshot:
        """The same day, narrowed to a place and what lies below it; ``UnknownName`` where there is no such place."""
        if place is None:
            return self
        scope = self.below(place).implode()
        kept = self.organisations.get_column("place").is_in(scope).fill_null(value=False)
        narrowed = self._only(kept.to_numpy())
        ours = narrowed.organisations.get_column("code").implode()
        party = self.parties.filter(pl.col("organisation").is_in(ours)).get_column("agreement").unique()
        return replace(
            narrowed,
            place=place,
            committees=self.committees.filter(pl.col("place").is_in(scope)),
            agreements=self.agreements.filter(pl.col("code").is_in(party.implode())),
            listings=self.listings.filter(pl.col("organisation").is_in(ours)),
        )

    def without_hub(self) -> Snapshot:
        """The same day without the working committees and their ties; everything else stays."""
        return self.once("without_hub", lambda: self._only(~self.hub))

    def _only(self, kept: npt.NDArray[np.bool_]) -> Snapshot:
        rows = np.flatnonzero(kept)
        layers = {name: _sub(layer, rows) for name, layer in self.layers.items()}
        return replace(self, organisations=self.organisations.filter(pl.Series(kept)), layers=layers)


def take_snapshot(tables: NetworkTables, as_of: dt.date, *, place: str | None = None) -> Snapshot:
    """The region on a day, or a place and what lies below it.

    Parameters
    ----------
    tables
        What ``read_network_tables`` read from a store.
    as_of
        The day.
    place
        Code of a place; None for the whole region.

    Raises
    ------
    UnknownName
        There is no such place.
    """
    places = placed(tables["Place"], tables["PART_OF"])
    organisations = _living_organisations(tables, as_of, places)
    codes = organisations.get_column("code")
    living = codes.implode()
    committees = (
        tables["Committee"]
        .filter(founded_and_not_ended(as_of))
        .drop("ended")
        .join(_pointer(tables["SERVES"], "code", "place"), on="code", how="left")
        .join(_pointer(tables["LED_BY"], "code", "lead"), on="code", how="left")
        .sort("code")
    )
    parties = _alive_ends(tables["PARTY_TO"], living, "agreement")
    agreements = tables["Agreement"].with_columns(agreement_alive(as_of).alias("alive")).sort("code")
    seats = (
        _alive_ends(tables["SEATED_ON"].filter(since_until(as_of)), living, "committee")
        .filter(pl.col("committee").is_in(committees.get_column("code").implode()))
        .drop("since", "until")
    )
    posted = pl.col("posted").is_null() | (pl.col("posted") <= as_of)
    owners = tables["LISTS"].select(pl.col("target").alias("code"), pl.col("source").alias("organisation"))
    listings = (
        tables["Listing"]
        .filter(posted)
        .join(owners, on="code")
        .filter(pl.col("organisation").is_in(living))
        .sort("code")
    )
    claimed = pl.col("claimed").is_null() | (pl.col("claimed") <= as_of)
    claims = (
        _alive_ends(tables["CLAIMS"].filter(claimed), living, "listing")
        .join(owners.select(pl.col("code").alias("listing"), pl.col("organisation").alias("owner")), on="listing")
        .filter(pl.col("owner") != pl.col("organisation"))
    )
    meetings, event_of = held_meetings(tables, as_of)
    came = attendance(tables, meetings, event_of, codes)
    recent = came.filter(pl.col("attended") & in_last_months("held", as_of, 12)).select("node", "event")
    running = agreements.filter(pl.col("alive")).get_column("code").implode()
    layers = {
        "seats": shared(codes, seats.rename({"committee": "shared"})),
        "agreements": shared(codes, parties.filter(pl.col("agreement").is_in(running)).rename({"agreement": "shared"})),
        "claims": linked(codes, claims.select(pl.col("organisation").alias("a"), pl.col("owner").alias("b"))),
        "meetings": sharing(*(one.to_numpy() for one in recent), size=codes.len()),
    }
    whole = Snapshot(
        as_of=as_of,
        place=None,
        places=places,
        organisations=organisations,
        committees=committees,
        agreements=agreements,
        listings=listings,
        meetings=meetings,
        seats=seats,
        parties=parties,
        claims=claims,
        attendance=came.drop("node", "event"),
        layers=layers,
    )
    return whole.within(place)


def _living_organisations(tables: NetworkTables, as_of: dt.date, places: pl.DataFrame) -> pl.DataFrame:
    lies = places.select(pl.col("code").alias("place"), "community", "area", "nearest_type")
    return (
        tables["Organisation"]
        .filter(founded_and_not_ended(as_of))
        .drop("ended")
        .join(_pointer(tables["BASED_IN"], "code", "place"), on="code", how="left")
        .join(_pointer(tables["UNDER"], "code", "superior"), on="code", how="left")
        .join(lies, on="place", how="left")
        .sort("code")
    )


def _alive_ends(ties: pl.DataFrame, living: pl.Expr | pl.Series, target: str) -> pl.DataFrame:
    """A tie table with ``organisation`` and ``target`` for its ends, living organisations only."""
    return ties.rename({"source": "organisation", "target": target}).filter(pl.col("organisation").is_in(living))


def _pointer(ties: pl.DataFrame, source: str, target: str) -> pl.DataFrame:
    """A relationship of which a node has at most one, as two columns."""
    return ties.select(pl.col("source").alias(source), pl.col("target").alias(target))


def _sub(layer: Adjacency, rows: npt.NDArray[np.intp]) -> Adjacency:
    part = sparse.csr_array(layer[rows, :][:, rows])
    part.sort_indices()
    return part
