"""What will the page that somebody opens ask for next, so that the browser fetches it while scripts still load?

Addresses alone: what lies there is answered, and decided upon, where it always is. A hint that is wrong costs an answer
that nobody uses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.sent_files import later_part
from graph_model.errors import GongjianError

PATIENCE: Final = 0.1
"""Seconds that a page waits to know its hint; without it, it is only slower."""
FRAME: Final = ("/_dash-layout", "/_dash-dependencies")
"""What every page asks for first."""


def hints_of_every_page() -> str:
    """Links for the head of every page: its frame, and the part of the filters' package that comes later."""
    told = [f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{address}">' for address in FRAME]
    main = Path(str(resources.files("feffery_antd_components"))) / "feffery_antd_components.min.js"
    filters = later_part(main.read_bytes(), "feffery_antd_components", "async-data_entry")
    if filters is not None:
        told.append(f'<link rel="preload" as="script" href="{filters}">')
    return "\n".join(told)


class Hints:
    """ASGI middleware: a page's answer says in its ``Link`` header what else the page will fetch.

    Parameters
    ----------
    app
        Answers.
    next_of
        Given the path and the query string of a page, the address it will fetch; None for none. Asked in a thread, of
        whoever asks for the page.
    """

    def __init__(self, app: ASGIApp, *, next_of: Callable[[str, str], str | None]) -> None:
        self.app = app
        self._next_of = next_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = None
        if scope["type"] == "http" and scope["method"] == "GET":
            address = await self._asked(scope["path"], scope["query_string"].decode("latin-1"))
        if address is None:
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                told = f'<{address}>; rel="preload"; as="fetch"; crossorigin="anonymous"'
                MutableHeaders(scope=message).append("Link", told)
            await send(message)

        await self.app(scope, receive, answer)

    async def _asked(self, path: str, query: str) -> str | None:
        if path != "/network":
            return None
        with suppress(TimeoutError, GongjianError):
            return await asyncio.wait_for(asyncio.to_thread(self._next_of, path, query), PATIENCE)
        return None
