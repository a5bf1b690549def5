"""Is the two-mode network behind a layer the one that the layer was made of, of any place, with and without the hub?"""

from __future__ import annotations

import numpy as np
import pytest

from analytics.affiliations import affiliations
from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS
from tests.facts import snapshot_of
from tests.region import REGION


@pytest.mark.parametrize("hub", [True, False])
@pytest.mark.parametrize("place", [None, "S"])
@pytest.mark.parametrize("layer", ["seats", "agreements", "meetings"])
def test_who_shares_an_event_is_tied_in_the_layer(layer, place, hub):
    snapshot = snapshot_of(REGION, place=place)
    snapshot = snapshot if hub else snapshot.without_hub()
    told = affiliations(snapshot, layer)
    shared = (told.incidence @ told.incidence.T).toarray() > 0
    np.fill_diagonal(shared, val=False)
    assert told.actors == tuple(snapshot.codes)
    assert (shared == (snapshot.adjacency(layer).toarray() > 0)).all()
    assert (told.incidence.sum(axis=0) > 0).all()
    assert set(told.incidence.data.tolist()) <= {1.0}


def test_a_claimed_listing_has_who_claims_it_and_whose_it_is():
    snapshot = snapshot_of(REGION)
    told = affiliations(snapshot, "claims")
    cells = {(told.actors[i], told.events[j]) for i, j in zip(*told.incidence.nonzero(), strict=True)}
    # N1 of HQ claimed by SC, R1 of E1 claimed by LL; who claims its own, as G1 does N3, is tied to nobody
    assert cells == {("SC", "Listing:N1"), ("HQ", "Listing:N1"), ("LL", "Listing:R1"), ("E1", "Listing:R1")}
    tied = snapshot.adjacency("claims").sum(axis=1) > 0
    assert (told.incidence.sum(axis=1) > 0).tolist() == tied.tolist()


def test_all_layers_are_all_events_together_and_an_unknown_layer_is_told():
    snapshot = snapshot_of(REGION)
    parts = [affiliations(snapshot, layer) for layer in LAYERS]
    whole = affiliations(snapshot)
    assert sorted(whole.events) == sorted(event for part in parts for event in part.events)
    assert whole.incidence.nnz == sum(part.incidence.nnz for part in parts)
    with pytest.raises(UnknownName):
        affiliations(snapshot, "seat")
    nobody = affiliations(snapshot_of({}))
    assert (nobody.actors, nobody.events, nobody.incidence.shape) == ((), (), (0, 0))
