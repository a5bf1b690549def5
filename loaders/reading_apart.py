"""How is a workbook read so that a damaged one cannot take this process with it, nor all of its memory?

A process of its own reads it, with a bound on its memory and its time; content and cells go through pipes and never
touch the disk. One such process stands by for as long as this one lives, and is started anew after it ended.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import resource
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

import polars as pl

from graph_model.errors import LedgerRefused

MOST_MB: Final = 4096
"""Address space of the process that reads; less where less memory is free."""
LEAST_MB: Final = 2048
MOST_SECONDS: Final = 1800
"""Processor time for one workbook."""
LARGE: Final = 32 << 20
"""After a workbook of so many bytes the process ends, so that its memory does not stand idle."""
_LENGTH: Final = struct.Struct(">Q")


def cells_read_apart(content: bytes, *, file: str) -> list[tuple[str, bool, pl.DataFrame]]:
    """As ``workbook_cells.workbook_cells``, read by the process apart.

    Raises
    ------
    LedgerRefused
        ``locked_file``: a password bars it. ``unreadable_file``: it is damaged. ``workbook_too_large``: reading it
        takes more memory than is free, as with a cell far from all others, or it ended the process that read it.
    """
    return _READER.read(content, file=file)


class _Reader:
    """The process that stands by; one workbook at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes, *, file: str) -> list[tuple[str, bool, pl.DataFrame]]:
        with self._lock:
            process = self._standing()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, content)
                told = json.loads(_received(process.stdout))
                if "refused" in told:
                    raise LedgerRefused(told["refused"], file=file, **told["values"])
                sheets = [
                    (one["name"], one["hidden"], pl.read_ipc(io.BytesIO(_received(process.stdout))))
                    for one in told["sheets"]
                ]
            except (OSError, EOFError) as error:  # it ended in the midst of it
                self.end()
                raise LedgerRefused("workbook_too_large", file=file) from error
            if len(content) > LARGE:
                self.end()
            return sheets

    def _standing(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            root = str(Path(__file__).resolve().parents[1])
            known = os.environ.get("PYTHONPATH")
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # the library prints there what it stumbles over: cells of a ledger
                env={**os.environ, "PYTHONPATH": root if known is None else f"{root}{os.pathsep}{known}"},
            )
        return self._process

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.kill()
        process.wait()


_READER: Final = _Reader()
atexit.register(_READER.end)


def _send(out: IO[bytes], content: bytes) -> None:
    out.write(_LENGTH.pack(len(content)))
    out.write(content)
    out.flush()


def _received(source: IO[bytes]) -> bytes:
    """The next message; ``EOFError`` where the other side has ended."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return content


def memory_bound() -> int:
    """Bytes of address space for the process that reads: three quarters of what is free, within ``MOST_MB``."""
    free = MOST_MB
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) >> 10 for line in lines if line.startswith("MemAvailable"))
    return max(LEAST_MB, min(MOST_MB, free * 3 // 4)) << 20


def _answer(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What is told of a workbook, and the cells of its sheets."""
    import fastexcel

    from loaders.workbook_cells import workbook_cells

    try:
        sheets = workbook_cells(content)
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            return {"refused": "locked_file", "values": {}}, []
        return {"refused": "unreadable_file", "values": {"reason": type(error).__name__}}, []
    except MemoryError:
        return {"refused": "workbook_too_large", "values": {}}, []
    except Exception as error:  # noqa: BLE001 - a damaged file may break anything; the process goes on
        return {"refused": "unreadable_file", "values": {"reason": type(error).__name__}}, []
    told = {"sheets": [{"name": name, "hidden": hidden} for name, hidden, _ in sheets]}
    parts = []
    for _, _, cells in sheets:
        out = io.BytesIO()
        cells.write_ipc(out)
        parts.append(out.getvalue())
    return told, parts


def serve() -> None:
    """Answer workbooks on standard input until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bound(), resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the ledger
    source, out = sys.stdin.buffer, sys.stdout.buffer
    while True:
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + MOST_SECONDS, resource.RLIM_INFINITY))
        try:
            content = _received(source)
        except EOFError:
            return
        told, parts = _answer(content)
        _send(out, json.dumps(told).encode())
        for part in parts:
            _send(out, part)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        serve()
