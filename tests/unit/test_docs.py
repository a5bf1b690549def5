"""Do README and docs/ tell the truth: commands, targets, settings, links, generated pages?

What a page means is for its reader; here only what can be held against the program.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from graph_model.settings import settings_document, settings_table

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
GLOBAL_OPTIONS_WITH_VALUE = ("--data", "--store", "--lang")


def code_of(page: Path) -> list[str]:
    """Lines of the fenced blocks and the spans of inline code."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", prose)


GROUPS = ("bench",)
"""Commands that have commands of their own."""


def commands_told() -> dict[tuple[str, ...], str]:
    """(command, its options …) -> page, for every `gongjian …` in code."""
    told = {}
    for page in PAGES:
        for code in code_of(page):
            line = code.split("#")[0]
            found = re.search(r"(?:^|[ /])gongjian((?: .*)?)$", line) or re.search(r"\bapp ((?:load|report).*)$", line)
            if not found:
                continue
            words = found.group(1).split()
            command, options, previous = "", [], ""
            for word in words:
                if word.startswith("--"):
                    options.append(word.split("=")[0])
                elif (
                    not command
                    and previous not in GLOBAL_OPTIONS_WITH_VALUE
                    and re.fullmatch(r"[a-z]+(-[a-z]+)*", word)
                ):
                    command = word
                elif command in GROUPS and previous == command and re.fullmatch(r"[a-z]+", word):
                    command = f"{command} {word}"
                previous = word
            told[(command, *sorted(set(options)))] = page.name
    return told


@functools.cache
def help_of(command: str) -> str:
    arguments = [*command.split(), "--help"]
    outcome = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli.main import run; run()", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "240", "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, f"gongjian {' '.join(arguments)}: {outcome.stderr[-800:]}"
    return outcome.stdout


def test_the_pages_name_enough_commands_for_this_test_to_mean_something():
    assert {command for command, *_ in commands_told()} >= {
        "demo", "load", "batches", "undo", "report", "query", "cypher", "measure", "export", "serve", "template",
        "problems", "doctor",
    }  # fmt: skip


@pytest.mark.parametrize(("told", "page"), sorted(commands_told().items()), ids=lambda value: str(value))
def test_every_command_that_is_told_exists_with_its_options(told, page):
    command, *options = told
    words = set(re.findall(r"--?[a-z][a-z-]*", help_of(command) + help_of("")))
    assert [option for option in options if option not in words] == [], page


def test_every_make_target_that_is_told_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    told = {target for page in PAGES for code in code_of(page) for target in re.findall(r"^make ([a-z]+)", code)}
    assert told >= {"demo", "test", "check"}
    assert told - targets == set()


def test_every_setting_that_is_told_exists():
    known = {row["variable"] for row in settings_table()}
    told = {name for page in PAGES for name in re.findall(r"\bGONGJIAN_[A-Z_]+\b", page.read_text("utf-8"))}
    assert told - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (page.parent / target).exists()] == []


def test_readme_speaks_chinese_first_and_gives_both_its_two_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    chinese, english = text.split("\n---\n")
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 500
    assert len(re.findall(r"[\u4e00-\u9fff]", english)) < 20
    for half in (chinese, english):
        assert re.findall(r"^make (\w+)", half, flags=re.MULTILINE) == ["demo", "test"]


def test_the_page_of_settings_is_fresh():
    assert (ROOT / "docs/settings.md").read_text("utf-8") == settings_document(), "stale: make docs"


def test_every_decision_is_listed_and_tells_context_decision_measurement_and_consequence():
    decisions = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text("utf-8"))
    assert listed == [decision.name for decision in decisions]
    assert [int(decision.name[:4]) for decision in decisions] == list(range(1, len(decisions) + 1))
    for decision in decisions:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", decision.read_text("utf-8"), flags=re.MULTILINE)
        assert parts == ["Context", "Decision", "Measurement", "Consequence"], decision.name


def test_the_changes_tell_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changes = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert changes[0] == version
