"""Does a store hold exactly what was published last, and do readers see it?"""

from __future__ import annotations

import threading

import polars as pl
import pytest

from graph_model.dataset import fold
from graph_model.errors import NoData
from graph_model.schema import LABELS, RELATIONSHIPS, SCHEMA_VERSION
from tests.region import REGION, batch_from_rows, dataset_from_rows, region_dataset

AWKWARD = "引号“”'\"` 反斜杠\\ 换行\n制表\t $x {y} // é 𠮷"


def held(store, names=(*LABELS, *RELATIONSHIPS)):
    return {name: store.table(name).to_dict(as_series=False) for name in names}


def wanted(dataset, names=(*LABELS, *RELATIONSHIPS)):
    frames = {name: dataset.nodes(name) if name in LABELS else dataset.relationships(name) for name in names}
    return {name: frame.to_dict(as_series=False) for name, frame in frames.items()}


def without(rows, table, code):
    return {**rows, table: [row for row in rows[table] if row["code"] != code]}


def test_before_the_first_publish_there_is_nothing_and_reading_says_so(home):
    with home.open() as store:
        assert store.published() is None
        with pytest.raises(NoData):
            store.query("places_tree")
        with pytest.raises(NoData):
            store.cypher("MATCH (p:Place) RETURN p.code AS code")
        with pytest.raises(NoData):
            store.table("Place")


def test_everything_published_comes_back_as_it_was(home):
    dataset = region_dataset()
    with home.open() as store:
        report = store.publish(dataset)
        assert held(store) == wanted(dataset)
        assert (report.version, report.deleted, report.changed) == (dataset.version, 0, True)
        assert report.written == sum(len(next(iter(rows.values()))) for rows in wanted(dataset).values())


def test_published_says_what_the_dataset_says(home):
    dataset = region_dataset()
    with home.open() as store:
        store.publish(dataset)
        told = store.published()
    assert (told.version, told.batches, told.as_of, told.schema_version) == (
        dataset.version,
        ("b1",),
        "2018-06-30",
        SCHEMA_VERSION,
    )


def test_a_dataset_without_a_day_is_published_without_one(home):
    with home.open() as store:
        store.publish(dataset_from_rows({"places": REGION["places"]}, as_of=None))
        assert store.published().as_of is None


def test_publishing_the_same_dataset_again_writes_nothing(home):
    with home.open() as store:
        store.publish(region_dataset())
        again = store.publish(region_dataset())
        assert (again.written, again.deleted, again.changed) == (0, 0, False)
    with home.open() as another:
        assert another.publish(region_dataset()).changed is False


def test_a_changed_dataset_takes_the_place_of_the_old_one(home):
    changed = {
        **without(REGION, "organisations", "E1"),
        "agreements": [{**REGION["agreements"][0], "title": AWKWARD, "ends": None}, *REGION["agreements"][1:]],
        "cases": [],
    }
    changed["places"] = [*changed["places"], {"code": "C4", "name": "新社区", "kind": "community", "parent": "S"}]
    dataset = dataset_from_rows(changed, id="b2")
    with home.open() as store:
        store.publish(region_dataset())
        store.publish(dataset)
        assert held(store) == wanted(dataset)
        assert store.published().batches == ("b2",)
        assert "E1" not in store.table("Organisation")["code"]


def test_undoing_a_batch_brings_the_earlier_state_back(home):
    first, second = (
        batch_from_rows(REGION),
        batch_from_rows({"cases": [{**REGION["cases"][0], "closed": "2018-06-01"}]}, id="b2"),
    )
    with home.open() as store:
        store.publish(fold([first, second]))
        assert store.table("Case")["closed"].null_count() == 0
        store.publish(fold([first]))
        assert held(store) == wanted(fold([first]))


def test_an_empty_dataset_has_every_table_with_its_columns_and_types(home):
    dataset = dataset_from_rows({})
    with home.open() as store:
        store.publish(region_dataset())
        store.publish(dataset)
        for name in (*LABELS, *RELATIONSHIPS):
            frame = dataset.nodes(name) if name in LABELS else dataset.relationships(name)
            assert store.table(name).schema == frame.schema, name
            assert store.table(name).height == 0, name


def test_awkward_texts_come_back_letter_by_letter(home):
    rows = {
        "places": [
            {"code": AWKWARD, "name": AWKWARD, "kind": "community"},
            {"code": "007", "name": "NA", "kind": "grid", "parent": AWKWARD},
            {"code": "7", "name": "null", "kind": "grid", "parent": "007", "lon": 114.123456789012345},
        ]
    }
    with home.open() as store:
        store.publish(dataset_from_rows(rows))
        places = store.table("Place", columns=["code", "name", "lon"]).sort("code")
        assert places.rows() == sorted(
            [(AWKWARD, AWKWARD, None), ("007", "NA", None), ("7", "null", 114.123456789012345)]
        )
        assert store.table("PART_OF").rows() == [("007", AWKWARD), ("7", "007")]
        found = store.cypher("MATCH (p:Place {code: $code}) RETURN p.name AS name", {"code": AWKWARD})
        assert found.rows == [(AWKWARD,)]


def test_a_reader_sees_a_publish_by_another_at_its_next_request(home):
    with home.open() as reader, home.open() as writer:
        writer.publish(region_dataset())
        assert reader.query("places_tree").rows[0][0] == "B1"
        writer.publish(dataset_from_rows({"places": [{"code": "Z", "name": "终", "kind": "city"}]}, id="b2"))
        assert [row[0] for row in reader.query("places_tree").rows] == ["Z"]
        assert reader.published().batches == ("b2",)


def test_progress_is_told_for_what_is_written(home):
    told = []
    with home.open() as store:
        store.publish(region_dataset(), progress=lambda what, done, of: told.append((what, done, of)))
    assert {"Place", "Organisation", "PART_OF"} <= {what for what, _, _ in told}
    assert all(0 <= done <= of for _, done, of in told)


def test_closing_twice_does_no_harm(home):
    store = home.open()
    store.publish(region_dataset())
    store.close()
    store.close()


def test_threads_that_read_while_another_publishes_never_see_a_mixture(home):
    """On a server a reader may be told that a publish is under way; it never gets half of one."""
    from graph_model.errors import StoreUnfinished

    old, new = region_dataset(), dataset_from_rows({"places": REGION["places"][:1]}, id="b2")
    counts: list[int] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def read(store) -> None:
        while not stop.is_set():
            try:
                counts.append(store.table("Place").height)
            except StoreUnfinished:
                continue
            except BaseException as fault:  # noqa: BLE001 - whatever it is, the test must see it
                faults.append(fault)
                return

    with home.open() as store, home.open() as writer:
        writer.publish(old)
        threads = [threading.Thread(target=read, args=(store,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        writer.publish(new)
        writer.publish(old)
        writer.publish(new)
        stop.set()
        for thread in threads:
            thread.join()
        assert faults == []
        assert set(counts) <= {1, 12}
        assert store.table("Place").equals(new.nodes("Place"))
        assert isinstance(store.table("Place"), pl.DataFrame)
