"""Is a damaged store mended from the batches at the next report, told on stderr, with the same figures?"""

from __future__ import annotations

import json
import shutil

import pytest


def one(folder, pattern):
    return next(folder.glob(pattern))


def empty(store):
    one(store, "builds/*/graph.lbug").write_bytes(b"")


def cut_short(store):
    with one(store, "builds/*/graph.lbug").open("r+b") as build:
        build.truncate(20_000)


def alter(store):
    with one(store, "builds/*/graph.lbug").open("r+b") as build:
        build.seek(9_000)
        build.write(b"XX")


def remove_build(store):
    shutil.rmtree(one(store, "builds/*"))


def spoil_pointer(store):
    (store / "current.json").write_text("{", "utf-8")


def spoil_seal(store):
    one(store, "builds/*/seal.json").write_text("", "utf-8")


def other_schema(store):
    seal = one(store, "builds/*/seal.json")
    seal.write_text(json.dumps({**json.loads(seal.read_text("utf-8")), "schema_version": 99}), "utf-8")


DAMAGE = [empty, cut_short, alter, remove_build, spoil_pointer, spoil_seal, other_schema]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_store_is_mended_and_told(gongjian, region, tmp_path, damage):
    data = tmp_path / "d"
    shutil.copytree(region, data)
    asked = ("report", "units_without_organisation", "bridges", "--format", "json")
    sound = gongjian(data, *asked)
    for path in (data / "store").rglob("*"):
        path.chmod(0o700)
    damage(data / "store")
    mended = gongjian(data, *asked, lang="en")
    assert (mended.code, mended.out) == (0, sound.out)
    assert mended.err.startswith("The store was damaged (")
    assert gongjian(data, *asked).err == ""


def test_a_store_that_is_gone_is_built_again_without_a_word(gongjian, region, tmp_path):
    data = tmp_path / "d"
    shutil.copytree(region, data)
    sound = gongjian(data, "report", "bridges", "--format", "json")
    shutil.rmtree(data / "store")
    again = gongjian(data, "report", "bridges", "--format", "json")
    assert (again.code, again.out, again.err) == (0, sound.out, "")
