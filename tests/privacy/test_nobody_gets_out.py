"""Does any identity number, mobile number or member's name of a hand-in reach a disk, a log, an error or a screen?

Persons are planted in every kind of cell, header, note and name of every kind of file. Then every byte that the
program wrote or said is searched for each of them, files that it took away again included.
"""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from loaders import people, person_numbers, unlisted_names
from tests.privacy.hand_in import write_hand_in, write_later_hand_ins
from tests.privacy.planting import Plants
from tests.privacy.running import Watched, ask_server, export_and_report, load_and_ask
from tests.privacy.searching import found


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """The hand-in and what was planted in it."""
    plants = Plants()
    return write_hand_in(tmp_path_factory.mktemp("handed") / "材料", plants), plants


@pytest.fixture(scope="module")
def told(planted, tmp_path_factory):
    """All that the program said and wrote of it."""
    with ExitStack() as stack:
        at = Watched(tmp_path_factory.mktemp("home"), stack)
        load_and_ask(at, planted[0])
        export_and_report(at)
        ask_server(at, planted[0])
        return at.all()


def where(leaks, plants):
    """Leaks as a person mends them: the place they stand in, and where each was planted."""
    return [(label, needle, plants.where.get(needle)) for label, needle in leaks]


def test_the_hand_in_is_read_and_every_way_of_asking_is_gone(told, planted):
    kinds = {plant.rpartition(" ")[0] for plant in planted[1].where.values()}
    assert len(planted[1].where) > 1400, "the planting has shrunk"
    assert len(kinds) > 400
    wrong = {label: code for label, code in told.codes.items() if code not in (0, 3) and not label.startswith("doctor")}
    assert wrong == {}
    assert all(content for _, content in told.answers)


def test_nothing_that_was_planted_is_told_or_written(told, planted):
    assert where(told.leaks(list(planted[1].where)), planted[1]) == []


@pytest.mark.parametrize("searching", [True, False])
def test_names_that_no_list_holds_are_kept_out_of_a_later_hand_in(searching, tmp_path, monkeypatch):
    if not searching:
        monkeypatch.setattr(unlisted_names, "has_unlisted_name", lambda *_, **__: False)
    plants = Plants()
    with ExitStack() as stack:
        at = Watched(tmp_path / "home", stack)
        for folder in write_later_hand_ins(tmp_path / "材料", plants):
            at.run("load", folder, "--dry-run", "--rows", "5000")
            at.run("load", folder, "--as-of", "2018-06-30")
            at.run("problems")
        at.run("problems", "--out", at.out / "problems.xlsx")
        at.run("export", "csv", at.out / "ledger")
        told = at.all()
    wanted = list(plants.where)
    assert {code for label, code in told.codes.items() if label != "problems"} <= {0, 3}
    assert len(wanted) == 42
    assert {needle for _, needle in told.leaks(wanted)} == (set() if searching else set(wanted))


def test_without_the_search_for_persons_they_are_found_on_disk_on_the_screen_and_in_the_problems(
    planted, tmp_path, monkeypatch
):
    """Whether the search above can fail: with the program's own search off it must meet what was planted."""
    monkeypatch.setattr(person_numbers, "_holds", lambda *_, **__: False)
    monkeypatch.setattr(person_numbers, "_holds_in_groups", lambda _: False)
    monkeypatch.setattr(people, "_named", lambda *_, **__: [])
    with ExitStack() as stack:
        at = Watched(tmp_path / "home", stack)
        at.run("load", planted[0], "--as-of", "2018-06-30")
        at.run("problems")
        at.run("problems", "--out", at.out / "problems.xlsx")
        told = at.all()
    wanted = list(planted[1].where)
    kinds = {plant.rpartition(": ")[2].partition(" ")[0] for plant in planted[1].where.values()}
    every = {"identity", "mobile", "name", "short"}
    assert every <= kinds

    def met(blobs):
        return {planted[1].where[needle].rpartition(": ")[2].partition(" ")[0] for _, needle in found(blobs, wanted)}

    on_disk = [blob for blob in told.written if blob[0].startswith("left:ledger")]
    workbook = [blob for blob in told.written if "problems.xlsx" in blob[0]]
    assert every <= met(told.screen)
    assert every <= met(on_disk)
    assert every <= met(workbook)
