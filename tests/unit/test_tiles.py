"""Tile archives against the library that writes them, vector tiles by hand, and files that mean harm."""

from __future__ import annotations

import gzip
import random
import struct
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.tile import TileType, zxy_to_tileid

from dashboard.background_file import Backgrounds, checked, plain_text
from graph_model.errors import BadValue
from loaders.tiles.archive import TileArchive, tile_number
from loaders.tiles.numbers import Unreadable, packed_numbers
from loaders.tiles.vector_tile import tile_layers
from tests.tile_files import AREA, LINE, POINT, archive, field, picture, varint, vector_tile, write

TILE = vector_tile(
    {
        "water": [(AREA, [[(0, 0), (2048, 0), (2048, 2048)], [(100, 50), (200, 50), (200, 90)]], {"kind": "lake"})],
        "roads": [(LINE, [[(10, 20), (30, -5)], [(7, 7), (8, 8), (9, 9)]], {"kind": "highway"})],
        "places": [(POINT, [[(5, 6)]], {"name": "武汉", "name:en": "Wuhan"})],
    }
)


def code_of(path) -> str:
    with pytest.raises(BadValue) as told:
        checked(path, name=path.name, stamp="x")
    return told.value.code


def test_numbers_of_tiles_are_the_format_s():
    for address in [(0, 0, 0), (1, 1, 0), (3, 5, 2), (12, 3423, 1763), (20, 1 << 19, 7)]:
        assert tile_number(*address) == zxy_to_tileid(*address)


@given(st.lists(st.integers(0, (1 << 62) - 1), max_size=50))
def test_packed_numbers_come_back(numbers):
    assert packed_numbers(b"".join(map(varint, numbers))).tolist() == numbers


@pytest.mark.parametrize("content", [b"\x80", b"\x01\xff", b"\xff" * 10 + b"\x01"])
def test_packed_numbers_that_do_not_end_or_do_not_fit_are_none(content):
    with pytest.raises(Unreadable):
        packed_numbers(content)


def test_every_tile_that_was_written_is_read_also_through_leaves_and_runs(tmp_path):
    chance = random.Random(3)
    tiles = {}
    while len(tiles) < 9000:  # enough for directories below the first
        z = chance.randint(3, 14)
        # Some neighbours hold the very same bytes, which the format tells once.
        tiles[z, chance.randrange(1 << z), chance.randrange(1 << z)] = (
            b"same" if chance.random() < 0.3 else chance.randbytes(9)
        )
    whole = archive(tiles)
    with TileArchive(write(tmp_path / "a.pmtiles", whole)) as told:
        assert struct.unpack_from("<Q", whole, 48)[0] > 0  # there are leaves
        assert (told.header.kind, told.header.min_zoom, told.header.max_zoom) == ("mvt", 3, 14)
        for address, content in tiles.items():
            assert told.tile(*address) == content
        absent = [(z, x, y) for z in range(3, 15) for x, y in [(0, 0), (1, 2)] if (z, x, y) not in tiles]
        assert all(told.tile(*address) is None for address in [*absent, (2, 0, 0), (15, 0, 0), (3, 8, 0), (3, 0, -1)])


def test_a_vector_tile_is_what_was_drawn_and_layers_nobody_wants_are_not_read():
    layers = {layer.name: layer for layer in tile_layers(TILE, wanted=lambda name: name != "roads")}
    assert set(layers) == {"water", "places"}
    (lake,) = layers["water"].features
    assert (lake.shape, lake.told) == ("area", {"kind": "lake"})
    assert [part.tolist() for part in lake.parts] == [
        [[0, 0], [2048, 0], [2048, 2048]],
        [[100, 50], [200, 50], [200, 90]],
    ]
    (town,) = layers["places"].features
    assert (town.told["name:en"], town.parts[0].tolist()) == ("Wuhan", [[5, 6]])
    (road,) = tile_layers(TILE, wanted=lambda name: name == "roads")[0].features
    assert [part.tolist() for part in road.parts] == [[[10, 20], [30, -5]], [[7, 7], [8, 8], [9, 9]]]


GOOD = archive({(0, 0, 0): TILE, (1, 0, 0): TILE}, metadata={"attribution": "<a href='x'>©&nbsp;OSM</a> <b>us</b>"})


def test_what_is_no_archive_of_version_3_is_refused_with_its_reason(tmp_path):
    def told(content):
        return code_of(write(tmp_path / "x.pmtiles", content))

    assert told(b"") == "tiles_no_archive"
    assert told(b"PK\x03\x04" + bytes(200)) == "tiles_no_archive"
    assert told(b"PM\x02\x00" + bytes(200)) == "tiles_other_version"
    assert told(GOOD[:7] + b"\x04" + GOOD[8:]) == "tiles_other_version"
    assert told(GOOD[:99] + b"\x06" + GOOD[100:]) == "tiles_other_kind"
    assert told(GOOD[:97] + b"\x09" + GOOD[98:]) == "tiles_other_kind"
    assert told(GOOD[:100]) == "tiles_damaged"
    assert told(GOOD[:-5]) == "tiles_damaged"
    assert told(archive({(0, 0, 0): b"no tile at all"})) == "tiles_damaged"
    assert told(archive({(0, 0, 0): b"<html>"}, kind=TileType.PNG)) == "tiles_damaged"
    assert told(archive({(0, 0, 0): TILE}, bounds=(10.0, 0.0, -10.0, 1.0))) == "tiles_damaged"


def test_every_cut_and_every_changed_byte_of_the_head_is_refused_or_read_and_never_worse(tmp_path):
    path = tmp_path / "x.pmtiles"
    chance = random.Random(1)
    for cut in range(0, len(GOOD), 7):
        write(path, GOOD[:cut])
        assert code_of(path).startswith("tiles_")
    for _ in range(600):
        told = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            told[chance.randrange(min(len(told), 400))] = chance.randrange(256)
        write(path, bytes(told))
        with suppress(BadValue):  # whatever else it may be is a fault
            checked(path, name="x", stamp="x")


def with_root(root: bytes) -> bytes:
    """A file whose root directory is these bytes."""
    packed = gzip.compress(root)
    head = bytearray(GOOD[:127])
    tile = gzip.compress(TILE)
    sections = [127, len(packed), 127, 0, 127, len(packed), 127 + len(packed), len(tile)]
    struct.pack_into("<8Q", head, 8, *sections)
    return bytes(head) + packed + tile


def test_directories_that_lie_are_refused_at_once(tmp_path):
    path, began = tmp_path / "x.pmtiles", time.monotonic()
    tile = len(gzip.compress(TILE))
    one = varint(1) + varint(0) + varint(1) + varint(tile) + varint(1)
    write(path, with_root(one))
    assert checked(path, name="x", stamp="x").kind == "mvt"
    lies = {
        "more entries than there are": varint(1 << 60) + varint(0),
        "none": varint(0),
        "a tile beyond the file": varint(1) + varint(0) + varint(1) + varint(tile + 1) + varint(1),
        "an offset beyond the file": varint(1) + varint(0) + varint(1) + varint(tile) + varint(1 << 55),
        "numbers that run over": varint(1) + varint(1 << 61) + varint(1 << 61) + varint(1 << 61) + varint(1 << 61),
        "nothing behind nothing": varint(1) + varint(0) + varint(1) + varint(tile) + varint(0),
        "the same tile twice": varint(2) + varint(0) * 2 + varint(1) * 2 + varint(tile) * 2 + varint(1) * 2,
        "a tile without bytes": varint(1) + varint(0) + varint(1) + varint(0) + varint(1),
    }
    for what, root in lies.items():
        write(path, with_root(root))
        assert code_of(path) == "tiles_damaged", what
    # A directory that leads to itself: the file's leaves are its root.
    packed = len(gzip.compress(varint(1) + varint(0) + varint(0) + varint(30) + varint(1)))
    write(path, with_root(varint(1) + varint(0) + varint(0) + varint(packed) + varint(1)))
    assert code_of(path) == "tiles_damaged"
    assert time.monotonic() - began < 10


def test_what_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "x.pmtiles"
    write(path, with_root(bytes(200 << 20)))
    assert code_of(path) == "tiles_damaged"
    write(path, archive({(0, 0, 0): bytes(200 << 20)}))
    assert code_of(path) == "tiles_damaged"


def test_vector_tiles_that_mean_harm_are_refused_at_once():
    def layer(*fields):
        return field(3, field(1, b"water") + b"".join(fields))

    began = time.monotonic()
    far = field(2, field(3, 2) + field(4, varint(1 | (1 << 28) << 3) + varint(2)))
    bad = [
        b"\x1a\xff\xff\xff\xff\x0f",  # a layer longer than the tile
        b"\xff" * 40,
        layer(far),  # a quarter of a thousand million moves, two numbers
        layer(field(2, field(3, 2) + field(4, varint(2 | 1 << 3) + varint(2) + varint(2)))),  # a line from nowhere
        layer(field(2, field(2, varint(5) + varint(9)) + field(3, 1) + field(4, varint(9) + varint(2) + varint(2)))),
        layer(field(5, 0)),
        layer(field(1, b"\xff\xfe")),
        layer(*[field(2, field(3, 1))] * 50_000),  # more things than any tile has
        layer(field(2, 7)),
    ]
    for content in bad:
        with pytest.raises(BadValue, match="tiles_damaged"):
            tile_layers(content, wanted=lambda _: True)
    assert time.monotonic() - began < 5


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(TILE) - 1))
def test_any_bytes_are_a_tile_or_are_refused(content, at):
    for told in (content, TILE[:at] + content[:3] + TILE[at + 3 :]):
        with suppress(BadValue):  # whatever else it may be is a fault
            tile_layers(told, wanted=lambda _: True)


def test_a_file_is_kept_replaced_and_taken_away_and_a_bad_one_changes_nothing(tmp_path):
    held = Backgrounds(tmp_path / "background", most_bytes=1_000_000)
    assert held.file() is None
    assert not held.remove()
    first = held.take(write(tmp_path / "first.pmtiles", GOOD))
    assert (first.name, first.kind, first.attribution) == ("first.pmtiles", "mvt", "© OSM us")
    assert held.tile(first.stamp, 0, 0, 0) == TILE
    for content in (b"no", GOOD[:-3], bytes(2_000_000)):
        with pytest.raises(BadValue):
            held.take(write(tmp_path / "bad.pmtiles", content))
        assert held.file() == first
    second = held.take(write(tmp_path / "second.pmtiles", archive({(0, 0, 0): picture(1, 2, 3)}, kind=TileType.PNG)))
    assert (second.kind, held.file()) == ("png", second)
    assert held.tile(first.stamp, 0, 0, 0) is None  # the address of the other file's tiles tells nothing of this
    assert len(list((tmp_path / "background").iterdir())) == 2
    assert held.remove()
    assert held.file() is None
    assert list((tmp_path / "background").iterdir()) == []


def test_a_background_whose_file_was_damaged_later_is_told(tmp_path):
    held = Backgrounds(tmp_path, most_bytes=1_000_000)
    told = held.take(write(tmp_path / "a-file", GOOD))
    (tmp_path / f"{told.stamp}.pmtiles").write_bytes(GOOD[:200])
    with pytest.raises(BadValue, match="tiles_damaged"):
        Backgrounds(tmp_path, most_bytes=1_000_000).tile(told.stamp, 0, 0, 0)
    (tmp_path / f"{told.stamp}.pmtiles").unlink()
    with pytest.raises(BadValue, match="tiles_damaged"):
        held.file()
    (tmp_path / "background.json").write_text("[]")
    with pytest.raises(BadValue, match="tiles_damaged"):
        held.file()


def test_markup_and_signs_that_cannot_be_seen_are_no_part_of_a_line():
    assert plain_text("<script>alert(1)</script>\x00©\n&lt;OSM&gt;") == "alert(1) © <OSM>"
    assert plain_text(7) == ""
    assert len(plain_text("x" * 9000)) == 200


def test_corners_far_away_do_not_run_over():
    told = tile_layers(vector_tile({"water": [(AREA, [[(0, 0), (2**30, 0), (0, 2**30)]], {})]}), wanted=lambda _: True)
    assert np.abs(told[0].features[0].parts[0]).max() == 2**30
