"""How does a measurement come by a server of ours on this machine, and be rid of it again?

Starts one on a free port of the loopback address, waits until it answers, and ends it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from graph_model.errors import Failure

STARTS_SECONDS: Final = 600.0
ANSWERS_SECONDS: Final = 600.0


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes
    ----------
    port
        Where it listens on the loopback address.
    process
        Its process.
    """

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """What its paths stand behind."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(arguments: Sequence[str], path: str) -> Iterator[Server]:
    """A server, until the block ends: this interpreter with arguments, of which the port is the last.

    It is started without the settings of whoever measures.

    Parameters
    ----------
    path
        What has to answer before the block begins.

    Raises
    ------
    Failure
        ``bench_step_failed``: it ended, or did not answer in ``STARTS_SECONDS``.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *arguments, str(port)],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        server = Server(port, process)
        try:
            if not _answers(server, path):
                said.seek(0)
                words = said.read().decode("utf-8", "replace")[-500:]
                raise Failure("bench_step_failed", step="serve", code=process.poll(), said=words)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(server: Server, path: str) -> bool:
    end = time.monotonic() + STARTS_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with urlopen(server.address + path, timeout=ANSWERS_SECONDS):  # noqa: S310 - a server started here
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False
