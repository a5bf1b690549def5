"""How do tests get a real Neo4j server without Docker?

Jars by Maven into a cache, one private server a test worker, started when the first test asks. Compose files for users
are elsewhere.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

VERSION = "5.26.30"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>gongjian</groupId><artifactId>neo4j-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""
SAFE = {
    "server.directories.import": "import",  # without it LOAD CSV reads every file of the machine
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    "db.transaction.timeout": "60s",
    "db.transaction.monitor.check.interval": "100ms",
    "db.memory.transaction.max": "128m",
    "dbms.memory.transaction.total.max": "256m",
}
"""What docs/neo4j.md asks of an administrator."""
SMALL = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "server.memory.pagecache.size": "64m",
    "db.tx_log.preallocate": "false",  # a fresh data folder takes 2 MB instead of 516
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # stops in 0.4 s instead of 10
}


class CannotStart(RuntimeError):
    """The server did not come up; the message says why."""


def jars(version: str = VERSION) -> Path:
    """Folder of the server's jars; fetched once into the user's cache (213 files, 123 MB)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gongjian" / "neo4j-jars"
    kept = cache / version
    if kept.is_dir():
        return kept
    if shutil.which("mvn") is None:
        raise CannotStart("mvn is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as aside:  # fetched aside, then renamed: never half a folder
        pom = Path(aside, "pom.xml")
        pom.write_text(POM.format(version=version), "utf-8")
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={aside}/lib", "-DincludeScope=runtime"]
        done = subprocess.run(["mvn", "-q", "-B", "-f", str(pom), *goal], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CannotStart("the jars could not be fetched: " + done.stdout[-2000:])
        try:
            Path(aside, "lib").rename(kept)
        except OSError:
            if not kept.is_dir():  # else another process was first
                raise
    return kept


def _first_login(password: str) -> str:
    """What ``neo4j-admin dbms set-initial-password`` leaves in ``auth.ini``."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(1023):
        digest = hashlib.sha256(digest).digest()
    return f"neo4j:SHA-256,{digest.hex()},{salt.hex()},1024:\n"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: a killed test run leaves no server behind


@dataclass
class Server:
    """A private server: ``address``, ``user``, ``password``; ``start``, ``stop``, ``kill`` and ``clear``."""

    settings: dict[str, str] = field(default_factory=lambda: {**SMALL, **SAFE})
    heap: str = "512m"
    seconds: float = 90.0
    user: str = "neo4j"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    port: int = 0
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="gongjian-neo4j-")))
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Start, and return when Bolt answers; ``CannotStart`` with the end of the log otherwise."""
        library = jars()
        if shutil.which("java") is None:
            raise CannotStart("java is not installed")
        for folder in ("conf", "data/dbms", "logs", "run", "plugins", "import"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        if not (self.home / "data/databases").exists():  # read on the very first start only
            (self.home / "data/dbms/auth.ini").write_text(_first_login(self.password), "utf-8")
        if self.port == 0:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        told = {**self.settings, "server.bolt.listen_address": f"127.0.0.1:{self.port}"}
        (self.home / "conf/neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in told.items()), "utf-8")
        opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
        opened.append("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED")
        java = ["java", *opened, f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}", f"--config-dir={self.home}/conf"]
        log = self.home / "logs/neo4j.log"
        seen = log.stat().st_size if log.exists() else 0
        with (self.home / "logs/console").open("ab") as console:
            self.process = subprocess.Popen(
                [*java, "-cp", f"{library}/*", *main],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                preexec_fn=_die_with_parent,
            )
        end = time.monotonic() + self.seconds
        while self.process.poll() is None and time.monotonic() < end:
            if log.exists() and " Started." in log.read_bytes()[seen:].decode():  # the console stays silent
                return self
            time.sleep(0.05)
        said = (log.read_text("utf-8") if log.exists() else "") + (self.home / "logs/console").read_text("utf-8")
        self.stop()
        raise CannotStart("Neo4j did not start:\n" + said[-4000:])

    def stop(self) -> None:
        """End the process cleanly; the data folder stays."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """End the process as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def remove(self) -> None:
        """Stop, and take the data folder away."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def driver(self) -> Any:
        """A driver of one's own, to look behind the store's back; close it."""
        import neo4j

        return neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password))

    def clear(self, *, schema: bool = False) -> None:
        """Delete every node and relationship; constraints and indexes only on demand: the server replans after it."""
        with self.driver() as driver, driver.session(database="neo4j") as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            if not schema:
                return
            for name in session.run("SHOW CONSTRAINTS YIELD name RETURN name").value():
                session.run(f"DROP CONSTRAINT `{name}` IF EXISTS").consume()
            for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
                session.run(f"DROP INDEX `{name}` IF EXISTS").consume()


def _started(server: Server) -> Server:
    try:
        return server.start()
    except CannotStart as reason:
        server.remove()
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"no Neo4j server, and CI must not pass without one: {reason}", pytrace=False)
        warnings.warn(f"NOT TESTED ON NEO4J: {reason}", stacklevel=2)
        pytest.skip(f"no Neo4j server: {reason}")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """The worker's own server, started when the first test asks; clear it before use."""
    server = _started(Server())
    yield server
    server.remove()


@pytest.fixture
def other_neo4j_server() -> Iterator[Callable[..., Server]]:
    """Starts further servers that a test may kill or set up otherwise."""
    begun: list[Server] = []

    def start(*, safe: bool = True) -> Server:
        server = Server(settings={**SMALL, **SAFE} if safe else SMALL, heap="256m")
        begun.append(server)
        return _started(server)

    yield start
    for server in begun:
        server.remove()
