"""Which queries did people save, and what stands in one?

Content of the kind ``query`` in ``operations.saved``: a query of the catalogue or a text, with parameters as the
command line takes them. Running one is ``asking``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import rights
from dashboard.asking import split_parameter, typed_parameter
from dashboard.operations.database import Operations, kept_text, open_operations
from dashboard.operations.saved import Saved, discard, save, saved_thing, saved_things
from dashboard.service import Service
from graph_model.errors import BadValue, UnknownName
from graph_model.queries import catalogue
from graph_model.reading_only import MOST_LETTERS, check

KIND = "query"


@dataclass(frozen=True)
class SavedQuery:
    """A saved query.

    Attributes
    ----------
    saved
        Its number, name, owner and version.
    query, cypher
        The name of a query of the catalogue, or a text; the other is None.
    param
        Parameters, one ``name=value`` or ``name:type=value`` each.
    """

    saved: Saved
    query: str | None
    cypher: str | None
    param: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether it is of the person who is asking."""
        return self.saved.owner == rights.ASKING.get().name

    def as_json(self) -> dict[str, Any]:
        """As the API tells it."""
        return {
            "id": self.saved.id,
            "name": self.saved.name,
            "owner": self.saved.owner,
            "shared": self.saved.shared,
            "query": self.query,
            "cypher": self.cypher,
            "param": list(self.param),
            "changed": self.saved.changed.replace(microsecond=0, tzinfo=dt.UTC).isoformat(),
            "version": self.saved.version,
        }


class SavedQueries:
    """The saved queries that the person who is asking may see.

    Parameters
    ----------
    service
        Whose settings name the operations database.
    """

    def __init__(self, service: Service) -> None:
        self._operations: Operations = open_operations(service.settings)
        self._owner = rights.ASKING.get().name

    def all(self) -> list[SavedQuery]:
        """Own and shared ones, by name and owner."""
        return [_query(one) for one in saved_things(self._operations, KIND, owner=self._owner)]

    def one(self, number: int) -> SavedQuery:
        """One of them; ``UnknownName`` where there is none of this number, or it is not shared."""
        return _query(saved_thing(self._operations, KIND, number, owner=self._owner))

    def keep(
        self,
        name: str,
        *,
        query: str | None,
        cypher: str | None,
        param: Sequence[str] = (),
        shared: bool = False,
        number: int | None = None,
        version: int | None = None,
    ) -> SavedQuery:
        """Save a query under a name; errors as ``operations.saved.save``.

        Raises
        ------
        BadValue
            ``query_or_cypher``: both or none are given; ``parameter_form``, ``parameter_type``, ``parameter_value``.
        UnknownName
            The catalogue has no such query.
        QueryRefused
            The text does more than read, or cannot be parsed.
        UserError
            ``text_of_a_person``, ``text_too_long``: of text or parameters, as ``kept_text``.
        """
        if (query is None) == (cypher is None):
            raise BadValue("query_or_cypher")
        if query is not None and query not in catalogue():
            raise UnknownName("query", query, known=catalogue())
        if cypher is not None:
            check(cypher)
            kept_text(cypher, most=MOST_LETTERS)
        for line in param:
            kept_text(line)
            split_parameter(line) if cypher is None else typed_parameter(line)
        content: Mapping[str, Any] = {"query": query, "cypher": cypher, "param": list(param)}
        kept = save(
            self._operations, KIND, name, content, owner=self._owner, shared=shared, number=number, version=version
        )
        return _query(kept)

    def share(self, number: int, *, shared: bool) -> SavedQuery:
        """Let others see one's own, or no longer."""
        one = self.one(number)
        return self.keep(
            one.saved.name,
            query=one.query,
            cypher=one.cypher,
            param=one.param,
            shared=shared,
            number=number,
            version=one.saved.version,
        )

    def discard(self, number: int) -> SavedQuery:
        """Let one's own go and give what it was, so that it can be saved again."""
        return _query(discard(self._operations, KIND, number, owner=self._owner))


def _query(saved: Saved) -> SavedQuery:
    content = saved.content
    param = tuple(str(one) for one in content.get("param") or ())
    return SavedQuery(saved, content.get("query"), content.get("cypher"), param)
