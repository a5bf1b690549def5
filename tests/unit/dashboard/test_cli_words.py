"""Has every error and problem that the code can raise a sentence in both languages, with values that are there?"""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import graph_model.errors as errors
from dashboard.i18n import LANGUAGES, Wording, words

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("graph_model", "loaders", "analytics", "dashboard")
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
# Codes that reach their error by way of a variable.
BY_VARIABLE = {
    ("graph_model/reading_only.py", "QueryRefused"): (
        "not_reading no_return several_statements nested_too_deep cannot_parse function_not_allowed range_too_wide"
    ),
    ("loaders/networks/edge_lists.py", "BadValue"): "not_utf8 unreadable_csv not_a_number out_of_range",
    ("loaders/reading_apart.py", "LedgerRefused"): "locked_file unreadable_file workbook_too_large",
    ("graph_model/backup_contents.py", "BackupDamaged"): "backup_altered backup_truncated",
    ("graph_model/ledger/batch.py", "BatchDamaged"): "batch_file_missing batch_checksum manifest_unreadable",
    ("graph_model/ledger/files.py", "CannotWrite"): "disk_full read_only not_permitted",
    ("dashboard/cli/doctor_command.py", "BatchDamaged"): (
        "batch_file_missing batch_checksum manifest_unreadable manifest_altered"
    ),
    ("dashboard/operations/database.py", "CannotWrite"): "disk_full read_only not_permitted",
    ("analytics/what_if.py", "BadValue"): "edit_unknown edit_nothing edit_itself",
    ("dashboard/opened_networks.py", "BadValue"): "upload_unreadable",  # the others are those of networks
    ("dashboard/asking.py", "QueryRefused"): "query_failed not_a_scalar",
    ("dashboard/cli/what_if_command.py", "BadValue"): "no_plan_given nothing_to_save",
    ("dashboard/cli/port.py", "BadValue"): "port_served port_served_other port_taken",
}
MENDED = ("StoreDamaged", "StoreOutdated", "StoreUnfinished")


def raised():
    """Where an error is made: file, kind, first argument, names of the values (None: more than can be read)."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KINDS:
                    continue
                if node.args and node.func.id != "UnknownName":
                    yield path.relative_to(ROOT).as_posix(), node.func.id, node.args[0], [k.arg for k in node.keywords]


def codes():
    told = set()
    for file, kind, first, _ in raised():
        if isinstance(first, ast.Constant):
            told.add(first.value)
        else:
            told.update(BY_VARIABLE[file, kind].split())
    return sorted(told | {"unknown_name", "no_data"})


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", codes())
def test_every_error_has_a_sentence_in_both_languages(code):
    entry = words()[f"errors.{code}"]
    assert set(entry) == set(LANGUAGES)
    assert fields(entry["zh"]) == fields(entry["en"])
    assert all(len(entry[lang]) > 8 for lang in LANGUAGES)


def test_a_sentence_asks_for_no_value_its_error_does_not_carry():
    lacking = []
    for file, kind, first, given in raised():
        if not isinstance(first, ast.Constant) or None in given:
            continue
        wanted = fields(words()[f"errors.{first.value}"]["zh"])
        if not wanted <= set(given):
            lacking.append((file, kind, first.value, sorted(wanted - set(given))))
    assert lacking == []


def test_every_kind_of_name_has_a_word():
    kinds = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UnknownName":
                    kinds.update(one.value for one in node.args[:1] if isinstance(one, ast.Constant))
    assert {f"common.kind_{kind}" for kind in kinds} <= set(words())


def test_every_damage_that_is_mended_has_a_word():
    told = {first.value for _, kind, first, _ in raised() if kind in MENDED and isinstance(first, ast.Constant)}
    assert {f"cli.damage_{code}" for code in told} <= set(words())


PROBLEMS = (
    "missing_header unknown_header missing_value duplicate_key duplicate_row unknown_word not_a_number not_a_date "
    "not_yes_or_no out_of_range cell_error damaged_code bad_check_digit unknown_reference cycle inconsistent "
    "looks_like_a_person unknown_sheet hidden_sheet sheet_by_headers extra_cells month_only bare_serial merged_cells "
    "merged_amount merged_unread unit_assumed code_without_point formats_unread"
)


@pytest.mark.parametrize("code", PROBLEMS.split())
def test_every_problem_of_the_contract_has_a_meaning_in_both_languages(code):
    assert Wording("zh").problem(code) != Wording("en").problem(code)


def test_every_entry_speaks_both_languages_with_the_same_values():
    uneven = [key for key, entry in words().items() if fields(entry["zh"]) != fields(entry["en"])]
    assert uneven == []
