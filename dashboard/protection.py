"""What keeps other sites from using a person's browser against this server?

A request that changes something must come from our own pages, and our pages load nothing from the outside. Who a
person is and what they may see is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.i18n import Lang, Wording

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CALLBACKS = "/_dash-update-component"


class Protection:
    """ASGI middleware: refuses what comes from another site, and tells the browser where pages may load from.

    Parameters
    ----------
    app
        What is protected.
    scripts
        Hashes of the scripts that stand in the page itself, as ``Dash.csp_hashes`` gives them.
    lang
        Language of a refusal.
    """

    def __init__(self, app: ASGIApp, *, scripts: Sequence[str], lang: Lang) -> None:
        self.app = app
        self.lang = lang
        self.policy = "; ".join(
            (
                "default-src 'self'",
                "script-src " + " ".join(("'self'", *scripts)),
                "style-src 'self' 'unsafe-inline'",  # components set styles while they run
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] in CHANGING and not from_here(headers, path=scope["path"]):
            told = {"code": "cross_site", "message": Wording(self.lang).text("errors.cross_site"), "values": {}}
            await JSONResponse({"error": told}, status_code=403)(scope, receive, send)
            return

        asks_head = scope["method"] == "HEAD"  # what answers GET answers HEAD, without the body

        async def answer(message: Message) -> None:
            if asks_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                told["Content-Security-Policy"] = self.policy
                told["X-Content-Type-Options"] = "nosniff"
                told["Referrer-Policy"] = "same-origin"
            await send(message)

        await self.app({**scope, "method": "GET"} if asks_head else scope, receive, answer)


def from_here(headers: Headers, *, path: str) -> bool:
    """Whether a request that changes something comes from our own pages, or from a program that is no browser."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        return False
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return not path.endswith(CALLBACKS) or kind == "application/json"
