"""What becomes of a request during which another dataset is published?

It is answered anew, whole, from the new one. What an answer says is its route's business.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from dashboard.service import TRIES
from graph_model.errors import DatasetChanged


class SteadyRoute(APIRoute):
    """A route that only reads and is asked again after ``DatasetChanged``; an embedded build never changes so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def steadily(request: Request) -> Response:
            for _ in range(TRIES - 1 if request.method == "GET" else 0):
                with suppress(DatasetChanged):
                    return await handle(request)
            return await handle(request)

        return steadily
