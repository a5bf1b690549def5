"""How do scripts and styles come to a browser in few answers, each packed once?

Our own are put together to one file a kind; those of the packages we stand on are kept as they were sent first. What a
page says is not kept here.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN: Final = "/together/"
PACKAGES: Final = "/_dash-component-suites/"
FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
MOST_BYTES: Final = 32 * 1024 * 1024
"""Most bytes of packages' files that are kept, packed; the one asked for longest ago goes first."""
LEVEL: Final = 6


@dataclass(frozen=True)
class SentFile:
    """A file as it is sent.

    Attributes
    ----------
    kind
        Its media type.
    kept_for
        What its ``Cache-Control`` says.
    packed
        Its content, gzipped.
    """

    kind: str
    kept_for: str
    packed: bytes


@dataclass(frozen=True)
class OwnFiles:
    """Our scripts and styles, put together.

    Attributes
    ----------
    styles, scripts
        Where they lie, in the order in which a page names them.
    files
        By address what is sent; an address means one content for ever.
    """

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    files: Mapping[str, SentFile]


def own_files(folder: Path) -> OwnFiles:
    """One file of the styles, one of our scripts and one of the vendored ones in a folder, each in order of name."""
    files: dict[str, SentFile] = {}

    def together(name: str, paths: list[Path], kind: str, between: bytes) -> str:
        content = between.join(path.read_bytes() for path in sorted(paths))
        stem, _, ending = name.rpartition(".")
        address = f"{OWN}{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        files[address] = SentFile(f"{kind}; charset=utf-8", FOR_A_YEAR, packed(content))
        return address

    styles = together("pages.css", [*folder.glob("*.css")], "text/css", b"\n")
    # A script may end in a comment or without its semicolon.
    vendor = together("vendor.js", [*folder.glob("vendor/*.js")], "text/javascript", b"\n;\n")
    scripts = together("pages.js", [*folder.glob("*.js")], "text/javascript", b"\n;\n")
    return OwnFiles((styles,), (vendor, scripts), files)


class SentFiles:
    """ASGI middleware: answers for scripts and styles from memory, gzipped to whoever takes that.

    Parameters
    ----------
    app
        Asked for a package's file the first time; what it says for ever (``max-age``) is kept by its path, which names
        the version. Anything else passes through.
    own
        Our own files.
    """

    def __init__(self, app: ASGIApp, *, own: OwnFiles) -> None:
        self.app = app
        self._own = own.files
        self._kept: OrderedDict[str, SentFile] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "GET" else ""
        if not path.startswith((OWN, PACKAGES)):
            await self.app(scope, receive, send)
            return
        held = self._own.get(path) or self._kept.get(path)
        if held is None:
            held = await self._asked(scope, receive, send)
            if held is None:
                return
            self._keep(path, held)
        elif path in self._kept:
            self._kept.move_to_end(path)
        await _answer(held, Headers(scope=scope), send)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> SentFile | None:
        """The file as the application gives it; None where its answer is none to keep, and has been sent."""
        told: list[Message] = []

        async def hear(message: Message) -> None:
            told.append(message)

        await self.app(scope, receive, hear)
        start = told[0]
        headers = Headers(raw=start["headers"])
        if start["status"] != 200 or "max-age" not in headers.get("cache-control", ""):
            for message in told:
                await send(message)
            return None
        content = b"".join(message.get("body", b"") for message in told[1:])
        kept_for = headers["cache-control"]
        return SentFile(headers.get("content-type", ""), kept_for, await asyncio.to_thread(packed, content))

    def _keep(self, path: str, file: SentFile) -> None:
        self._bytes += len(file.packed) - (len(self._kept[path].packed) if path in self._kept else 0)
        self._kept[path] = file
        while self._bytes > MOST_BYTES:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone.packed)


def packed(content: bytes) -> bytes:
    """Content gzipped; the same bytes give the same bytes."""
    return gzip.compress(content, LEVEL, mtime=0)


def later_part(main: bytes, package: str, name: str) -> str | None:
    """The address of a part that a package's main script fetches once it is needed; None where the script says none.

    webpack builds of Dash components name such a part with the version and second of their build.
    """
    found = re.search(rb'\.splice\(1,0,"(v\w+)"\)', main)
    return None if found is None else f"{PACKAGES}{package}/{name}.{found[1].decode()}.js"


async def _answer(file: SentFile, asked: Headers, send: Send) -> None:
    takes = "gzip" in asked.get("accept-encoding", "")
    content = file.packed if takes else gzip.decompress(file.packed)
    told = {"content-type": file.kind, "cache-control": file.kept_for, "vary": "Accept-Encoding"}
    told |= {"content-length": str(len(content)), **({"content-encoding": "gzip"} if takes else {})}
    headers = [(name.encode(), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})
