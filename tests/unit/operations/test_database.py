"""Is what people keep beside the data kept whole, by itself, and told plainly when it cannot be?"""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from dashboard.operations.database import FILE, METADATA, kept_text, open_operations
from dashboard.operations.saved import SAVED, discard, save, saved_thing, saved_things
from graph_model.errors import BadValue, Busy, CannotWrite, Failure, UnknownName, UserError
from graph_model.settings import Settings


@pytest.fixture
def operations(tmp_path):
    return open_operations(Settings(data=tmp_path))


def names(operations, owner="王"):
    return [one.name for one in saved_things(operations, "query", owner=owner)]


def test_looking_makes_no_file(operations, tmp_path):
    assert names(operations) == []
    assert list(tmp_path.iterdir()) == []


def test_before_anything_is_kept_tables_are_empty_in_every_thread_and_nobody_writes_to_them(tmp_path):
    def read(number):
        here = open_operations(Settings(data=tmp_path / str(number % 2)))
        with here.reading() as outer, here.reading() as inner:
            told = [connection.execute(SAVED.select()).all() for connection in (outer, inner, outer)]
        with here.reading() as connection, pytest.raises(OperationalError, match="readonly"):
            connection.execute(SAVED.delete())
        return told

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, range(16))) == [[[], [], []]] * 16
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_seen_by_who_saw_nothing_before(operations):
    assert names(operations) == []
    save(operations, "query", "甲", {}, owner="王")
    assert names(operations) == ["甲"]


def test_the_file_is_its_owners_alone(operations, tmp_path):
    save(operations, "query", "甲", {}, owner="王")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_what_was_saved_comes_back_whole(operations):
    content = {"text": "MATCH (n:Place) RETURN n.code", "parameters": {"k": None, "n": 1.5, "中": ["文"]}}
    kept = save(operations, "query", " 空白社区 ", content, owner="王")
    assert (kept.name, kept.owner, kept.shared, kept.content, kept.version) == ("空白社区", "王", False, content, 1)
    assert saved_thing(operations, "query", kept.id, owner="王") == kept


def test_another_person_sees_only_what_is_shared(operations):
    own = save(operations, "query", "甲", {}, owner="王")
    shared = save(operations, "query", "乙", {}, owner="王", shared=True)
    save(operations, "plan", "丙", {}, owner="王", shared=True)
    assert names(operations, "王") == ["乙", "甲"]
    assert names(operations, "李") == ["乙"]
    assert saved_thing(operations, "query", shared.id, owner="李") == shared
    with pytest.raises(UnknownName):
        saved_thing(operations, "query", own.id, owner="李")


def test_another_person_changes_nothing_of_what_is_shared(operations):
    shared = save(operations, "query", "乙", {"a": 1}, owner="王", shared=True)
    with pytest.raises(UnknownName):
        save(operations, "query", "乙", {"a": 2}, owner="李", number=shared.id)
    with pytest.raises(UnknownName):
        discard(operations, "query", shared.id, owner="李")
    assert saved_thing(operations, "query", shared.id, owner="王") == shared


def test_what_was_changed_meanwhile_is_not_written_over(operations):
    first = save(operations, "deck", "三季度", {"a": 1}, owner="王")
    second = save(operations, "deck", "三季度", {"a": 2}, owner="王", number=first.id, version=1)
    assert second.version == 2
    with pytest.raises(UserError) as told:
        save(operations, "deck", "三季度", {"a": 3}, owner="王", number=first.id, version=1)
    assert told.value.code == "saved_meanwhile"
    assert saved_thing(operations, "deck", first.id, owner="王").content == {"a": 2}


def test_no_owner_has_two_of_one_name(operations):
    save(operations, "query", "甲", {}, owner="王")
    save(operations, "query", "甲", {}, owner="李")
    save(operations, "plan", "甲", {}, owner="王")
    with pytest.raises(UserError) as told:
        save(operations, "query", "甲", {}, owner="王")
    assert told.value.code == "saved_twice"


def test_what_was_let_go_can_be_saved_again_and_its_number_is_not_given_again(operations):
    gone = discard(operations, "query", save(operations, "query", "甲", {"a": 1}, owner="王").id, owner="王")
    assert names(operations) == []
    again = save(operations, "query", gone.name, gone.content, owner="王")
    assert (again.content, again.id > gone.id) == ({"a": 1}, True)


@pytest.mark.parametrize("name", ["", "   ", "名" * 81])
def test_a_name_that_is_none_is_refused(operations, name):
    with pytest.raises(BadValue) as told:
        save(operations, "query", name, {}, owner="王")
    assert told.value.code == "saved_name"


@pytest.mark.parametrize("text", ["找张三 13800138000", "身份证11010519491231002X", "１３８ ００１３ ８０００"])
def test_a_persons_number_is_not_kept(operations, text, tmp_path):
    with pytest.raises(UserError) as told:
        save(operations, "query", text, {}, owner="王")
    assert (told.value.code, told.value.values) == ("text_of_a_person", {})
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    assert kept_text("  字 ") == "字"
    with pytest.raises(UserError) as told:
        kept_text("字" * 11, most=10)
    assert (told.value.code, told.value.values) == ("text_too_long", {"length": 11, "most": 10})


def test_an_error_in_the_middle_keeps_nothing(operations):
    kept = save(operations, "query", "甲", {}, owner="王")

    def broken_off():
        with operations.writing() as connection:
            connection.execute(SAVED.delete())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert saved_thing(operations, "query", kept.id, owner="王") == kept


def test_many_save_at_once_and_nothing_is_lost(operations):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: save(operations, "query", f"q{at:02}", {"at": at}, owner="王"), range(40)))
    assert names(operations) == [f"q{at:02}" for at in range(40)]


def test_who_waits_in_vain_is_told(operations, tmp_path, monkeypatch):
    save(operations, "query", "甲", {}, owner="王")
    monkeypatch.setattr("dashboard.operations.database.WAIT_SECONDS", 0.1)
    late = open_operations(Settings(data=tmp_path))
    held = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as told:
        save(late, "query", "乙", {}, owner="王")
    held.close()
    assert told.value.code == "operations_busy"


def test_a_damaged_file_is_told_and_left_as_it_is(operations, tmp_path):
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    for act in (lambda: names(operations), lambda: save(operations, "query", "甲", {}, owner="王")):
        with pytest.raises(Failure) as told:
            act()
        assert told.value.code == "operations_damaged"
    assert (tmp_path / FILE).read_bytes() == b"no database at all" * 100


def test_a_file_of_another_version_is_refused_and_left_as_it_is(operations, tmp_path):
    save(operations, "query", "甲", {}, owner="王")
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE about SET schema = 99")
    connection.close()
    for act in (lambda: names(operations), lambda: save(operations, "query", "乙", {}, owner="王")):
        with pytest.raises(Failure) as told:
            act()
        assert (told.value.code, told.value.values["found"]) == ("operations_outdated", 99)


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    operations = open_operations(Settings(data=blocked / "below"))
    with pytest.raises(CannotWrite):
        save(operations, "query", "甲", {}, owner="王")


def test_a_full_disk_is_told_and_the_old_state_stays(operations, tmp_path):
    kept = save(operations, "query", "甲", {}, owner="王")
    with operations.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    row = {"kind": "query", "owner": "王", "shared": False, "version": 1, "changed": kept.changed}

    def fill():
        with operations.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            many = [{**row, "name": str(at), "content": {"x": "y" * 9000}} for at in range(50)]
            connection.execute(SAVED.insert(), many)

    with pytest.raises(CannotWrite) as told:
        fill()
    assert told.value.code == "disk_full"
    assert names(operations) == ["甲"]


def test_the_address_of_another_database_is_taken(tmp_path):
    operations = open_operations(Settings(data=tmp_path / "data", operations=f"sqlite:///{tmp_path}/else.sqlite"))
    save(operations, "query", "甲", {}, owner="王")
    assert [entry.name for entry in tmp_path.iterdir()] == ["else.sqlite"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("not an address", "operations_address"),
        ("postgresql://u:secret@127.0.0.1/x", "operations_password_in_address"),
        ("nothing://127.0.0.1/x", "operations_driver"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(tmp_path, address, code):
    with pytest.raises(BadValue) as told:
        open_operations(Settings(data=tmp_path, operations=address))
    assert told.value.code == code
    assert "secret" not in str(told.value)


def test_every_table_has_a_key():
    assert [table.name for table in METADATA.tables.values() if not table.primary_key.columns] == []
