"""Is every word that the dashboard says there, in both languages, with the same places to fill in, and used?"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from analytics.registry import DEFINITIONS
from analytics.rules import SURE, bundled_rules
from dashboard.i18n import words
from graph_model.queries import catalogue
from graph_model.schema import TABLES, VOCABULARIES

ROOT = Path(__file__).parents[3]
PACKAGES = ("analytics", "dashboard", "graph_model", "loaders")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")


def strings() -> list[str]:
    """Every piece of text in the source; what is filled in is ``\\0``, with which f-strings become patterns."""
    told = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
                told.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                told.append(node.value)
    return told


@pytest.fixture(scope="module")
def pieces() -> list[str]:
    return strings()


def literal_keys() -> set[str]:
    """Keys that ``text("file.key")`` asks for as they stand."""
    asked = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            chosen = [node.args[0]]
            if isinstance(node.args[0], ast.IfExp):
                chosen = [node.args[0].body, node.args[0].orelse]
            for one in chosen:
                if not (isinstance(one, ast.Constant) and isinstance(one.value, str)):
                    continue
                if name == "text" and KEY.fullmatch(one.value):
                    asked.add(one.value)
                elif name in ("told", "say") and isinstance(node.func, ast.Name | ast.Attribute):
                    asked.add(f"cli.{one.value}") if f"cli.{one.value}" in words() else None
    return asked


def places(text: str) -> set[str]:
    """The names filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_it_with_the_same_places_to_fill_in() -> None:
    faults = {
        key
        for key, entry in words().items()
        if set(entry) != {"zh", "en"} or not all(entry.values()) or places(entry["zh"]) != places(entry["en"])
    }
    assert faults == set()


def test_every_key_asked_for_as_it_stands_is_there() -> None:
    missing = {key for key in literal_keys() if key not in words()}
    assert missing == set()


def test_every_finding_table_threshold_and_unit_has_its_words() -> None:
    rules = bundled_rules().thresholds.values()
    needed = {f"findings.{name}" for name in DEFINITIONS} | {f"definitions.{name}" for name in DEFINITIONS}
    needed |= {f"tables.{name}" for name in TABLES} | {f"queries.{name}" for name in catalogue()}
    needed |= {f"rules.{rule.name}" for rule in rules} | {f"units.{rule.unit}" for rule in rules}
    needed |= {f"sources.{rule.source}" for rule in rules} | {f"rules.sure_{name}" for name in SURE}
    assert needed - set(words()) == set()
    findings = {key.partition(".")[2] for key in words() if key.startswith(("findings.", "definitions."))}
    assert findings == set(DEFINITIONS)


def test_our_own_words_for_codes_never_stand_in_for_the_contract_s() -> None:
    contract = {word.value for vocabulary in VOCABULARIES.values() for word in vocabulary}
    ours = {key.partition(".")[2] for key in words() if key.startswith("values.")}
    assert ours & contract == set()


def raised_codes() -> set[str]:
    """Codes that the errors of our tree are raised with, and those each class of them always carries."""
    errors = {"UserError", "BadValue", "LedgerRefused", "Failure", "GongjianError"}
    codes = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call) or not node.exc.args:
                continue
            name, first = getattr(node.exc.func, "id", ""), node.exc.args[0]
            if name in errors and isinstance(first, ast.Constant) and isinstance(first.value, str):
                codes.add(first.value)
    return codes


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert {code for code in raised_codes() if f"errors.{code}" not in words()} == set()


TOLD_BY_CODE = frozenset(
    {
        "cli", "columns", "definitions", "errors", "findings", "measures", "problems", "rules", "sources", "tables",
        "units",
    }
)  # fmt: skip
"""Sections whose keys are codes of the program: the name alone stands in the source, in a query or in a rule."""


def names_of_code() -> set[str]:
    """Every name that stands in our code, queries and declarations."""
    files = [*SOURCES, *(ROOT / "cypher").rglob("*.cypher")]
    files += [path for package in ("analytics", "graph_model", "loaders") for path in (ROOT / package).rglob("*.toml")]
    return {name for path in files for name in re.findall(r"[a-z][a-z0-9_]*", path.read_text("utf-8"))}


def spoken(name: str, names: set[str], partly: list[re.Pattern[str]]) -> bool:
    """Whether a code is there, as it stands or put together from parts."""
    return name in names or any(pattern.fullmatch(name) for pattern in partly)


def test_the_search_for_unused_words_does_find_one(pieces: list[str]) -> None:
    names, partly = names_of_code(), patterns_of_names(pieces)
    assert spoken("not_a_day", names, partly)
    assert not spoken("never_said_" + "anywhere", names, partly)


def patterns_of_names(pieces: list[str]) -> list[re.Pattern[str]]:
    """Names that are put together: ``f"sure_{grade}"`` as a pattern; at least four letters of each stand."""
    parts = {piece for piece in pieces if "\0" in piece and re.fullmatch(r"[a-z0-9_\0]+", piece)}
    return [
        re.compile(re.escape(part).replace("\0", ".+").replace(re.escape("\0"), ".+"))
        for part in parts
        if len(re.findall(r"[a-z]", part)) >= 4
    ]


def test_no_english_word_holds_chinese_but_what_names_a_level_of_codes() -> None:
    chinese = {key for key, entry in words().items() if re.search("[\u4e00-\u9fff]", entry["en"])}
    assert chinese == {"problems.pseudo_level"}  # it names what stands in the official code lists


def test_no_word_is_left_that_nobody_asks_for(pieces: list[str]) -> None:
    whole, names, partly = set(pieces), names_of_code(), patterns_of_names(pieces)
    patterns = [
        re.compile("".join(".+" if part == "\0" else re.escape(part) for part in re.split("(\0)", piece)))
        for piece in whole
        if "\0" in piece and KEY.fullmatch(piece.replace("\0", "x"))
    ]
    unused = set()
    for key in words():
        section, _, name = key.partition(".")
        if key in whole or (section == "values" and name in whole):
            continue
        if any(pattern.fullmatch(key) for pattern in patterns):
            continue
        if section not in TOLD_BY_CODE or not spoken(name, names, partly):
            unused.add(key)
    assert unused == set()
