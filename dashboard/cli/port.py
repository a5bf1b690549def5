"""Is a port free to serve on, and where it is not, who has it and which one is?

The port is taken at once and kept: between looking and serving nobody else can come.
"""

from __future__ import annotations

import errno
import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from graph_model.errors import BadValue, reason_of

if TYPE_CHECKING:
    from dashboard.service import Service

TRIED_AFTER: Final = 50
"""Ports after the one that is taken that are tried before the system is asked for any."""
SECONDS: Final = 5.0
"""How long a server that has the port may take to say who it is."""
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked, not listened on


def taken_port(host: str, port: int, *, service: Service) -> socket.socket:
    """The port, listening; close it, or hand it to a server that does.

    Raises
    ------
    BadValue
        ``port_served``: this program serves the same data there; ``port_served_other``: it serves other data;
        ``port_taken``: another program has it, or one that does not say in time who it is; each with a ``free`` one.
        ``port_unusable``, ``port_number``: there can be no such one.
    """
    try:
        return _listening(host, port)
    except OverflowError as error:
        raise BadValue("port_number", port=str(port)) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise BadValue("port_unusable", host=host, port=str(port), problem=reason_of(error)) from error
        told = _served(host, port)
        code = "port_taken" if told is None else "port_served_other"
        held = service.store.published()
        if told is not None and held is not None and told == held.version:
            code = "port_served"
        address = f"http://{_shown(_EVERYWHERE.get(host, host))}:{port}/"
        raise BadValue(code, host=host, port=str(port), free=str(_free(host, port)), address=address) from error


def _listening(host: str, port: int) -> socket.socket:
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.listen()
    except BaseException:
        held.close()
        raise
    return held


def _free(host: str, taken: int) -> int:
    """The next port that is free; one that the system gives where none of those after it is."""
    for port in (*range(taken + 1, min(taken + TRIED_AFTER, 65_535)), 0):
        with suppress(OSError), _listening(host, port) as held:
            return int(held.getsockname()[1])
    return taken + 1


def _served(host: str, port: int) -> str | None:
    """The version of the dataset that this program serves there, empty for none; None where it is another program, or
    does not answer in time: one that has just started is busy.
    """
    from http.client import HTTPConnection, HTTPException

    asked = HTTPConnection(_EVERYWHERE.get(host, host), port, timeout=SECONDS)
    try:
        asked.request("GET", "/api/v1/dataset")
        told = json.loads(asked.getresponse().read(1 << 20))
        return str(told["version"]) if "version" in told else "" if "no_data" in str(told["error"]["code"]) else None
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        asked.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
