"""What tests of findings share: an investigation over a real store, and facts from hand-made answers without one."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import polars as pl
import pytest

from analytics.finding import Facts
from analytics.investigation import Investigation
from analytics.rules import bundled_rules
from graph_model.queries import answer_schema, catalogue
from graph_model.snapshot import places_below
from graph_model.snapshot.places import placed
from graph_model.stores.embedded import EmbeddedStore
from tests.region import REGION, dataset_from_rows

DAY = dt.date(2018, 6, 30)


@pytest.fixture(scope="session")
def investigate(tmp_path_factory):
    """Make an ``Investigation`` of rows: ``investigate({"places": […], …})``, without rows of the hand-made region."""
    stores = []

    def made(rows=None, *, rules=None):
        folder = tmp_path_factory.mktemp("region")
        store = EmbeddedStore(folder, buffer_pool_mb=64, seconds=20, max_rows=10_000)
        stores.append(store)
        store.publish(dataset_from_rows(REGION if rows is None else rows))
        return Investigation(store, rules=rules)

    yield made
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def region(investigate):
    """The hand-made region of ``tests.region``."""
    return investigate()


@pytest.fixture(scope="session")
def facts():
    """Make ``Facts`` from hand-made answers: ``facts({"unit_coverage": [{…}]}, places=[…], place="C1")``.

    Columns left out are null, but counts are 0. The snapshot has places and nothing else.
    """

    def made(answers, *, places=(), day=DAY, place=None, rules=None):
        tree = tree_of(places)
        bare = SimpleNamespace(
            places=tree,
            committees=pl.DataFrame(schema={"code": pl.String, "place": pl.String}),
            attendance=pl.DataFrame(schema={"organisation": pl.String}),
        )
        return Facts(
            as_of=day,
            place=place,
            layer=None,
            scope=None if place is None else places_below(tree, place),
            frames={name: answer(name, rows) for name, rows in answers.items()},
            snapshot=bare,
            region=bare,
            rules=bundled_rules() if rules is None else rules,
            exact_up_to=20_000,
            findings={},
            ask=None,
        )

    return made


COUNTS = ("own", "joint", "instructor", "liaison", "organisations", "answering", "committees", "open_cases")


def answer(query, rows):
    """A frame as the store would answer a catalogue query."""
    schema = answer_schema(catalogue()[query])
    filled = [{name: row.get(name, 0 if name in COUNTS else None) for name in schema} for row in rows]
    for row, given in zip(filled, rows, strict=True):
        assert set(given) <= set(schema), f"{query} has no column {sorted(set(given) - set(schema))}"
        row["name"] = given.get("name", f"name of {row['code']}")
    return pl.DataFrame(filled, schema=schema).sort("code")


def tree_of(places):
    """The places of a snapshot from rows of ``code``, ``kind``, ``parent`` (and ``community_type``)."""
    nodes = pl.DataFrame(
        [
            {
                "code": place["code"],
                "name": f"name of {place['code']}",
                "kind": place.get("kind"),
                "community_type": place.get("community_type"),
            }
            for place in places
        ],
        schema={"code": pl.String, "name": pl.String, "kind": pl.String, "community_type": pl.String},
    )
    ties = pl.DataFrame(
        [{"source": place["code"], "target": place["parent"]} for place in places if place.get("parent")],
        schema={"source": pl.String, "target": pl.String},
    )
    return placed(nodes, ties)


def told(finding, *columns):
    """A finding in short: count, of, unknown, and its rows as tuples of code, status and the columns asked for."""
    return finding.count, finding.of, finding.unknown, finding.rows.select("code", "status", *columns).rows()
