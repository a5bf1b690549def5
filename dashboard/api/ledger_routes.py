"""What does the API tell of the ledger's batches: what undoing one would change, and a row's history?

Reading alone; loading and undoing are done by a person, on the page or the command line.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from dashboard.api import models as m
from dashboard.api.routes import ERRORS, ROOT, language, service_of
from dashboard.differences import difference_json, history_json
from dashboard.named import lives_named
from graph_model.errors import NoData
from graph_model.prospects import changes_of_redo, changes_of_undo

router = APIRouter(prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])


@router.get("/batches/{batch_id}/difference")
def difference(
    request: Request,
    batch_id: Annotated[str, Path(description="Id of the batch.")],
    limit: Annotated[int, Query(ge=0, le=1000, description="Most rows told of a table.")] = 100,
) -> m.DifferenceAnswer:
    """What leaving a batch out would change, or, where it is left out, bringing it back; nothing is changed."""
    service = service_of(request)
    ledger = service.ledger
    batch = ledger.batch(batch_id).id
    act = "redo" if batch in ledger.undone() else "undo"
    changes = changes_of_redo(ledger, batch) if act == "redo" else changes_of_undo(ledger, batch)
    told = difference_json(changes, shown_from=service.settings.people_shown_from, limit=limit)
    return m.DifferenceAnswer(batch=batch, act=act, difference=told)


@router.get("/history/{code}")
def history(
    request: Request,
    code: Annotated[str, Path(description="Key of a row, or its name; of several columns a|b.")],
    table: Annotated[str | None, Query(description="Only this table.")] = None,
) -> m.HistoryAnswer:
    """Which batch gave which value of the rows with a code; never of a member."""
    service = service_of(request)
    if not service.ledger.batches():
        raise NoData
    lives = lives_named(service.ledger, code, table=table)
    told = [history_json(life, shown_from=service.settings.people_shown_from) for life in lives]
    return m.HistoryAnswer(code=code, lives=[m.LifeAnswer(**one) for one in told])
