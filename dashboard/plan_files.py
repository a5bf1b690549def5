"""Which plans did people save, and under which names?

Kept in the operations database, beside the dataset and no part of it. Edits are in the form that ``gongjian what-if``
reads from a file; a plan that was made is kept as it was told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analytics.plans.catalogue import PLANS
from analytics.plans.comparing import compared
from analytics.what_if import EditPlan, plan_of
from dashboard import rights
from graph_model.errors import UnknownName, UserError

if TYPE_CHECKING:
    from dashboard.operations.database import Operations
    from dashboard.operations.saved import Saved
    from dashboard.service import Service

KIND: Final = "plan"
WHAT_IF: Final = "what_if"
UNREADABLE: Final = "unreadable"


@dataclass(frozen=True)
class PlanFile:
    """One saved plan.

    Attributes
    ----------
    name
        What a person called it.
    kind
        ``what_if`` for a list of edits, else the id of the plan that was made; ``unreadable``.
    saved
        When, in UTC.
    content
        What it holds.
    """

    name: str
    kind: str
    saved: dt.datetime
    content: Mapping[str, Any]

    @property
    def edits(self) -> EditPlan:
        """The edits; ``BadValue`` (``plan_wrong``) where it holds none that can be read."""
        return plan_of({**self.content, "name": self.name}, path=self.name, name=self.name)

    def as_json(self) -> dict[str, Any]:
        """As the API lists it."""
        return {
            "name": self.name,
            "kind": self.kind,
            "saved": self.saved.isoformat(timespec="seconds"),
            "as_of": self.content.get("as_of"),
            "place": self.content.get("place"),
        }


class PlanFiles:
    """The plans that the person who is asking saved, and those that others share.

    Parameters
    ----------
    operations
        Where they are kept.
    owner
        Whose they are.
    """

    def __init__(self, operations: Operations, *, owner: str) -> None:
        self._operations = operations
        self._owner = owner

    def all(self) -> list[PlanFile]:
        """Every saved plan, by name; of two of one name the person's own."""
        return [_file(one) for one in self._known().values()]

    def read(self, name: str) -> PlanFile:
        """One plan; ``UnknownName`` (``plan_file``) where none is called so."""
        return _file(self._saved(name))

    def save(self, name: str, content: Mapping[str, Any], *, replace: bool = False) -> PlanFile:
        """Keep a plan under a name; errors as ``operations.saved.save``.

        Raises
        ------
        UserError
            ``plan_name_taken``: another plan of this person is called so, and ``replace`` is not asked.
        """
        from dashboard.operations.saved import save

        held = self._known().get(name.strip())
        own = held if held is not None and held.owner == self._owner else None
        if own is not None and not replace:
            raise UserError("plan_name_taken", name=own.name)
        kept = {key: value for key, value in content.items() if key != "name"}
        number = None if own is None else own.id
        return _file(save(self._operations, KIND, name, kept, owner=self._owner, number=number))

    def delete(self, name: str) -> PlanFile:
        """Remove a plan of this person, and give what it held, so that it can be brought back; errors as ``read``."""
        from dashboard.operations.saved import discard

        return _file(discard(self._operations, KIND, self._saved(name).id, owner=self._owner))

    def _known(self) -> dict[str, Saved]:
        from dashboard.operations.saved import saved_things

        told: dict[str, Saved] = {}
        for one in saved_things(self._operations, KIND, owner=self._owner):
            if one.name not in told or one.owner == self._owner:
                told[one.name] = one
        return told

    def _saved(self, name: str) -> Saved:
        known = self._known()
        if name.strip() not in known:
            raise UnknownName("plan_file", name, known=known)
        return known[name.strip()]


def plan_files(service: Service) -> PlanFiles:
    """The saved plans of the person who is asking."""
    from dashboard.operations.database import open_operations

    return PlanFiles(open_operations(service.settings), owner=rights.ASKING.get().name)


def _file(saved: Saved) -> PlanFile:
    content = saved.content
    kind = WHAT_IF if "edits" in content else content.get("plan") if "made" in content else None
    return PlanFile(saved.name, kind if isinstance(kind, str) else UNREADABLE, saved.changed, content)


def comparison(first: PlanFile, second: PlanFile) -> dict[str, Any]:
    """Two saved plans side by side; ``UserError`` (``plans_not_alike``) where they are not of one kind."""
    if first.kind != second.kind or first.kind not in PLANS:
        raise UserError("plans_not_alike", first=first.name, second=second.name)
    made = [dict(one.content["made"]) for one in (first, second)]
    rows = compared(*made)
    figures = [{key: value for key, value in one.items() if key != "rows"} for one in made]
    return {
        "first": {**first.as_json(), **figures[0]},
        "second": {**second.as_json(), **figures[1]},
        "both": [dict(row) for row in rows.both],
        "only_first": [dict(row) for row in rows.only_first],
        "only_second": [dict(row) for row in rows.only_second],
    }
