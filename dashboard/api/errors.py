"""How does an error become an answer?

One shape for all: code, sentence, values; 404 for an unknown name, 400 for what the asker gave, 503 for the store.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from analytics.finding import plain
from dashboard.given_words import wrong_in_words
from dashboard.i18n import LANGUAGES, Wording
from dashboard.unsaid import unsaid, unsaid_text
from graph_model.errors import (
    Busy,
    DatasetChanged,
    GongjianError,
    NoData,
    Stopped,
    StoreDamaged,
    StoreOutdated,
    StoreUnavailable,
    StoreUnfinished,
    TimeLimit,
    UnknownName,
    UserError,
)

STATUS: tuple[tuple[type[GongjianError], int], ...] = (
    (UnknownName, 404),
    (NoData, 409),
    (UserError, 400),
    (TimeLimit, 504),
    (StoreUnfinished, 503),
    (StoreUnavailable, 503),
    (StoreDamaged, 503),
    (StoreOutdated, 503),
    (Busy, 503),
    (DatasetChanged, 503),
    (Stopped, 503),
    (GongjianError, 500),
)


def wording_of(request: Request) -> Wording:
    """The words of the language the asker wants: ``?lang=``, else the server's own."""
    asked = request.query_params.get("lang", "")
    default = request.app.state.lang
    return Wording(next((lang for lang in LANGUAGES if lang == asked), default))


def status_of(error: GongjianError) -> int:
    """The HTTP status of an error of our own."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def answer(code: str, message: str, values: dict[str, object], status: int) -> JSONResponse:
    """The one shape of an error."""
    told = {name: unsaid(value) for name, value in values.items()}
    return JSONResponse({"error": {"code": code, "message": message, "values": plain(told)}}, status_code=status)


def install(app: FastAPI) -> None:
    """Let every error of the API take the one shape."""

    @app.exception_handler(GongjianError)
    async def own_error(request: Request, error: GongjianError) -> JSONResponse:
        return answer(error.code, wording_of(request).error(error), dict(error.values), status_of(error))

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = unsaid_text(".".join(str(part) for part in first["loc"]))
        problem = unsaid_text(first["msg"])
        words = wording_of(request)
        message = words.text("errors.bad_request", where=where, problem=wrong_in_words(first, words))
        return answer("bad_request", message, {"where": where, "problem": problem}, 422)
