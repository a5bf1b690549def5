"""Who is asking, and what may this person see?

Every route of the API and every callback of the pages comes by its ledger and store through ``seen``, and so does
whatever stands on them. Accounts are not this module's business: until there are any, whoever reaches the server is
the one person at this machine, who may see and change everything.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.service import Service


@dataclass(frozen=True)
class Person:
    """Somebody who uses the pages or the API.

    Attributes
    ----------
    name
        What the person is called in cases, saved queries and plans.
    """

    name: str


AT_THIS_MACHINE = Person("local")
"""Whoever reaches a server that listens on this machine alone."""
ASKING: ContextVar[Person] = ContextVar("asking", default=AT_THIS_MACHINE)
"""The person of the request being answered; threads that are started for it have it too."""


class Asking:
    """ASGI middleware: says who is asking, for requests and for websockets alike.

    Parameters
    ----------
    app
        What is asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = ASKING.set(person_of(scope))
        try:
            await self.app(scope, receive, send)
        finally:
            ASKING.reset(told)


def person_of(_scope: Scope) -> Person:
    """Who sent a request; without accounts always the one person at this machine."""
    return AT_THIS_MACHINE


def seen(service: Service) -> Service:
    """Ledger and store as the person who is asking may see them; the one place where that is decided.

    Parameters
    ----------
    service
        All there is.

    Returns
    -------
    Service
        What ``ASKING`` may see of it; the one person at this machine sees all.
    """
    return service
