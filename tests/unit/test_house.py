"""Does the house stand: locks, Makefile, continuous integration, compose file, image?

Docker cannot be run here, so its files are read and held against the settings, the tests' Neo4j and the real command.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from graph_model.settings import Settings, settings_table
from tests.neo4j_fixture import SAFE
from tests.neo4j_fixture import VERSION as NEO4J_VERSION

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WHEEL = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
PACKAGES = [*WHEEL["packages"], *WHEEL["force-include"]]
VARIABLES = {row["variable"] for row in settings_table()}


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Name -> (version with marker, hashes) of one lock file."""
    pins = {}
    for entry in (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        parsed = Requirement(requirement)
        pins[canonicalize_name(parsed.name)] = (f"{parsed.specifier}; {parsed.marker}", frozenset(hashes))
    return pins


# --- locks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-app.lock"])
def test_every_locked_package_has_one_exact_version_and_hashes_and_no_address(name):
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra-index|--find-links|-f|-e)", text, flags=re.MULTILINE)
    for package, (version, hashes) in locked(name).items():
        assert re.match(r"==[^*,]+;", version), package
        assert hashes, package
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), package


def test_the_programs_lock_is_a_part_of_the_whole_lock():
    whole, program = locked("requirements.lock"), locked("requirements-app.lock")
    assert {name: whole.get(name) for name in program} == program


def test_every_direct_dependency_is_locked_at_a_version_it_allows():
    project, groups = PYPROJECT["project"], PYPROJECT["dependency-groups"]
    extras = project["optional-dependencies"]
    needs = {
        "requirements-app.lock": [*project["dependencies"], *groups["build"], *extras["reports"]],
        "requirements.lock": [
            *project["dependencies"],
            *extras["py2neo"],
            *extras["reports"],
            *(line for group in groups.values() for line in group),
        ],
    }
    for name, requirements in needs.items():
        pins = locked(name)
        for requirement in map(Requirement, requirements):
            version = pins[canonicalize_name(requirement.name)][0].split(";")[0].removeprefix("==")
            assert requirement.specifier.contains(version, prereleases=True), (name, str(requirement), version)


def test_no_copyleft_library_is_in_the_programs_lock():
    assert not {"igraph", "leidenalg", "python-igraph"} & set(locked("requirements-app.lock"))


# --- Makefile and continuous integration ---------------------------------------------------------------------------


def make(*arguments: str) -> str:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def test_make_help_tells_every_habit():
    told = re.findall(r"^  make (\S+) +\S", make("help"), flags=re.MULTILINE)
    assert set(told) == {"help", "setup", "demo", "test", "check", "fuzz", "bench", "docs", "vendor", "lock", "clean"}
    assert make() == make("help")


def test_demo_in_a_fresh_clone_needs_nothing_but_python_and_the_programs_own_lock():
    steps = make("-n", "demo", "VENV=/nonexistent/venv")
    assert "scripts/system-packages run" in steps
    assert "--require-hashes -r requirements-app.lock" in steps
    assert "system-packages test" not in steps
    assert "-r requirements.lock" not in steps
    assert steps.rstrip().endswith("/nonexistent/venv/bin/gongjian demo")


def test_tests_in_a_fresh_clone_install_everything_first():
    steps = make("-n", "test", "VENV=/nonexistent/venv")
    order = [
        "system-packages run",
        "-m venv /nonexistent/venv",
        "-r requirements-app.lock",
        "--editable .",
        "-r requirements.lock",
        "system-packages test",
        "-m pytest -n 2",
    ]
    assert [steps.index(step) for step in order] == sorted(steps.index(step) for step in order)


@pytest.fixture
def bare_machine(tmp_path):
    """A PATH with only what the scripts themselves need; programs are added as small shell scripts."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for program in ("bash", "env", "sed", "head", "dirname", "cat"):
        (folder / program).symlink_to(shutil.which(program))

    def add(name: str, script: str) -> None:
        (folder / name).write_text(f"#!{shutil.which('bash')}\n{script}\n")
        (folder / name).chmod(0o755)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)

    return add, run


SYSTEM_PACKAGES = str(ROOT / "scripts/system-packages")
GOOD_PYTHON = "exit 0"


def test_a_user_without_rights_is_told_the_command_to_run(bare_machine):
    add, run = bare_machine
    add("python3", GOOD_PYTHON)
    add("id", "echo 1000")
    add("apt-get", "echo must not run; exit 99")
    add("java", "echo 'openjdk version \"11.0.2\" 2019' >&2")
    add("chromium", "exit 0")
    outcome = run(SYSTEM_PACKAGES, "test")
    assert outcome.returncode == 1
    wanted = "default-jre-headless maven fontconfig fonts-noto-cjk"
    assert f"sudo apt-get update && sudo apt-get install --no-install-recommends {wanted}\n" in outcome.stderr


def test_root_installs_what_is_missing_and_says_so(bare_machine, tmp_path):
    add, run = bare_machine
    calls = tmp_path / "calls"
    installed = tmp_path / "installed"
    add("python3", f'case "$*" in *ensurepip*) [ -e {installed} ];; esac')
    add("id", "echo 0")
    add("apt-get", f'echo "$*" >> {calls}; case "$*" in *install*) : > {installed};; esac')
    outcome = run(SYSTEM_PACKAGES, "run")
    assert outcome.returncode == 0, outcome.stderr
    assert "Installing missing system packages: python3-venv" in outcome.stderr
    update, install = calls.read_text().splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install --no-install-recommends python3-venv")


def test_a_package_that_does_not_help_is_told_and_not_passed_over(bare_machine):
    add, run = bare_machine
    add("python3", 'case "$*" in *ensurepip*) exit 1;; esac')
    add("id", "echo 0")
    add("apt-get", "exit 0")
    outcome = run(SYSTEM_PACKAGES, "run")
    assert outcome.returncode == 1
    assert "Still missing after the installation: python3-venv" in outcome.stderr


def test_too_old_a_python_is_refused_and_nothing_installed(bare_machine):
    add, run = bare_machine
    add("python3", 'case "$*" in *version_info*) exit 1;; --version) echo Python 3.9.2;; esac')
    add("id", "echo 0")
    add("apt-get", "echo must not run; exit 99")
    outcome = run(SYSTEM_PACKAGES, "run")
    assert outcome.returncode == 1
    assert "python3 is Python 3.9.2; 3.11 or newer is needed" in outcome.stderr


@pytest.mark.parametrize(("failing", "code"), [("check", 2), ("test", 2), ("nothing", 0)])
def test_continuous_integration_runs_both_parts_and_swallows_no_failure(bare_machine, failing, code):
    add, run = bare_machine
    add("make", f'echo "$1 CI=$CI"; [ "$1" != {failing} ] || exit 2')
    outcome = run(str(ROOT / ".ci/run"))
    assert outcome.stdout.splitlines() == ["check CI=true", "test CI=true"]
    assert outcome.returncode == code


# --- compose file --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def test_compose_has_neo4j_and_the_program_and_nothing_else(compose):
    assert set(compose["services"]) == {"neo4j", "app"}


def test_compose_names_the_neo4j_that_the_tests_run_against(compose):
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}-community"


def test_compose_publishes_loopback_ports_only(compose):
    assert {name: service["ports"] for name, service in compose["services"].items()} == {
        "neo4j": ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"],
        "app": ["127.0.0.1:8050:8050"],
    }
    assert Settings.model_fields["port"].default == 8050


def test_compose_refuses_to_start_without_a_password(compose):
    for service, variable in (("neo4j", "NEO4J_AUTH"), ("app", "GONGJIAN_STORE_PASSWORD")):
        value = compose["services"][service]["environment"][variable]
        assert re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", value), value
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert not re.search(r"PASSWORD:?-", text)
    assert not re.search(r"NEO4J_AUTH: *\"?none", text)


def test_every_variable_of_the_program_in_compose_is_a_setting_and_is_accepted(compose, monkeypatch):
    environment = compose["services"]["app"]["environment"]
    assert set(environment) <= VARIABLES, set(environment) - VARIABLES
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        filled = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?[^}]*\}", "a password of one's own", filled))
    settings = Settings()
    assert settings.store == "bolt://neo4j:7687"
    assert settings.data_folder == Path("/data")
    assert settings.lang == "zh"
    assert settings.password() == "a password of one's own"


def test_neo4j_in_compose_has_the_safety_settings_of_the_tests_server(compose):
    set_there = {}
    for variable, value in compose["services"]["neo4j"]["environment"].items():
        name = variable.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")
        set_there[name] = str(value)
    assert set(SAFE) <= set(set_there)
    by_size = {"server.directories.import", "db.memory.transaction.max", "dbms.memory.transaction.total.max"}
    assert {k: v for k, v in set_there.items() if k in set(SAFE) - by_size} == {
        k: v for k, v in SAFE.items() if k not in by_size
    }


def test_every_volume_of_compose_is_declared_and_used_and_holds_what_must_last(compose):
    mounts = {name: dict(m.split(":") for m in service["volumes"]) for name, service in compose["services"].items()}
    assert mounts == {
        "neo4j": {"neo4j-data": "/data", "neo4j-logs": "/logs"},
        "app": {"gongjian-data": compose["services"]["app"]["environment"]["GONGJIAN_DATA"]},
    }
    assert set(compose["volumes"]) == {volume for service in mounts.values() for volume in service}


def test_the_program_waits_for_a_healthy_neo4j_and_runs_with_no_rights_to_spare(compose):
    app = compose["services"]["app"]
    assert app["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert compose["services"]["neo4j"]["healthcheck"]["test"][:2] == ["CMD", "wget"]
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    assert app["tmpfs"] == ["/tmp"]


# --- image ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def image():
    """The Dockerfile as (instruction, rest) pairs, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def last(image, instruction):
    return next(rest for name, rest in reversed(image) if name == instruction)


def test_the_image_is_python_311_with_chinese_fonts_and_locked_packages(image):
    assert [rest.split()[0] for name, rest in image if name == "FROM"] == ["python:3.11-slim-bookworm"] * 2
    runs = " ".join(rest for name, rest in image if name == "RUN")
    assert "fonts-noto-cjk" in runs
    assert "--require-hashes -r requirements-app.lock" in runs


def test_the_image_runs_as_a_user_without_rights_who_owns_the_data_folder(image):
    assert last(image, "USER") == "10001:10001"
    runs = " ".join(rest for name, rest in image if name == "RUN")
    assert "useradd --uid 10001" in runs
    assert "install -d -m 700 -o gongjian -g gongjian /data" in runs
    assert json.loads(last(image, "VOLUME")) == ["/data"]


def test_the_image_sets_only_settings_that_exist_and_never_a_password(image):
    environment = dict(pair.split("=", 1) for name, rest in image if name in ("ENV", "ARG") for pair in rest.split())
    assert {name for name in environment if name.startswith("GONGJIAN_")} == {"GONGJIAN_DATA"}
    assert environment["GONGJIAN_DATA"] == "/data"
    assert not [name for name in environment if "PASSWORD" in name or "SECRET" in name]


def test_the_image_copies_every_package_and_only_what_the_builder_is_given(image):
    copied = [word for name, rest in image if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]]
    assert set(copied) == {"requirements-app.lock", "pyproject.toml", "README.md", "LICENSE", *PACKAGES}
    given = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), flags=re.MULTILINE)
    assert sorted(given) == sorted(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_wheel_holds_every_file_of_every_package(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-z", "--", *PACKAGES],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    tracked = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    assert {name.split("/")[0] for name in tracked} == set(PACKAGES)
    assert {re.sub("^cypher/", "graph_model/cypher/", name) for name in tracked} - held == set()


# --- the entry command, outside Docker -----------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_the_images_entry_command_serves_an_empty_data_folder_and_its_health_check_passes(image, tmp_path):
    entry = json.loads(last(image, "ENTRYPOINT"))
    assert entry == ["gongjian"]
    command = json.loads(last(image, "CMD"))
    assert command == ["serve", "--host", "0.0.0.0", "--port", "8050"]
    port = free_port()
    start = [sys.executable, "-c", "from dashboard.cli.main import run; run()", *command]
    start[start.index("0.0.0.0")] = "127.0.0.1"
    start[start.index("8050")] = str(port)
    check = json.loads(last(image, "HEALTHCHECK").split("CMD ", 1)[1])
    assert check[0] == "python"
    check = [sys.executable, *(word.replace(":8050/", f":{port}/") for word in check[1:])]

    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}
    log = tmp_path / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            start, cwd=ROOT, stdout=out, stderr=out, env={**environment, "GONGJIAN_DATA": str(tmp_path / "data")}
        )
        try:
            deadline = time.monotonic() + 90
            healthy = False
            while not healthy and server.poll() is None and time.monotonic() < deadline:
                healthy = subprocess.run(check, capture_output=True, check=False).returncode == 0
                time.sleep(0.2)
            assert healthy, log.read_text("utf-8", "replace")[-4000:]
        finally:
            server.terminate()
            server.wait(30)


# --- import rules --------------------------------------------------------------------------------------------------

ALLOWED = {
    "graph_model/__init__.py": "",
    "graph_model/schema.py": "",
    "graph_model/stores/__init__.py": "import ladybug\nimport neo4j\n",
    "loaders/__init__.py": "import graph_model.schema\n",
    "loaders/networks/__init__.py": "import networkx\n",
    "analytics/__init__.py": "import graph_model.schema\nimport numba\n",
    "dashboard/__init__.py": "import analytics\nimport dash\nimport graph_model.stores\nimport loaders\n",
}


def import_rules(folder: Path, files: dict[str, str]) -> dict[str, bool]:
    """Contract id -> kept, of our contracts on a small program."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        check=False,
    ).stdout
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    kept = {c["id"]: re.search(re.escape(c["name"]) + r" (KEPT|BROKEN)", told) for c in contracts}
    assert all(kept.values()), told
    return {name: found.group(1) == "KEPT" for name, found in kept.items()}


@pytest.mark.parametrize(
    ("module", "text", "broken"),
    [
        (None, "", set()),
        ("graph_model/back.py", "import analytics", {"direction"}),
        ("loaders/across.py", "import analytics", {"direction"}),
        ("analytics/up.py", "def f():\n    import dashboard", {"direction"}),
        ("analytics/driver.py", "from neo4j import GraphDatabase", {"drivers"}),
        ("dashboard/driver.py", "import ladybug", {"drivers"}),
        ("analytics/picture.py", "import plotly.graph_objects", {"screen"}),
        ("graph_model/kernel.py", "import numba", {"measures"}),
        ("analytics/peer.py", "import networkit", {"oracles"}),
        ("analytics/oracle.py", "import igraph", {"oracles"}),
        ("graph_model/circle.py", "import graph_model.stores.circle", {"cycles"}),
    ],
)
def test_each_import_rule_breaks_on_what_it_forbids_and_on_nothing_else(tmp_path, module, text, broken):
    files = {**ALLOWED, "graph_model/stores/circle.py": "import graph_model.circle\n", "graph_model/circle.py": ""}
    if module:
        files[module] = text + "\n"
    outcome = import_rules(tmp_path, files)
    assert {name for name, kept in outcome.items() if not kept} == broken
