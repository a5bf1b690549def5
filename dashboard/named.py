"""What did a person mean who named a finding or a place as people do, by its title or its name?

Only what can mean one thing is taken; what could mean several is told, never chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboard.i18n import LANGUAGES, Wording
from graph_model.errors import BadValue, UnknownName

if TYPE_CHECKING:
    from analytics.investigation import Investigation


def finding_named(text: str) -> str:
    """The id of a finding, from its id or its title in any language.

    Raises
    ------
    UnknownName
        There is none; carries the nearest ids and titles.
    """
    from analytics.registry import DEFINITIONS

    if text in DEFINITIONS:
        return text
    titles = {_compared(Wording(lang).finding(name)): name for lang in LANGUAGES for name in DEFINITIONS}
    found = titles.get(_compared(text))
    if found is None:
        raise UnknownName("finding", text, known=[*DEFINITIONS, *titles])
    return found


def findings_named(texts: Iterable[str] | None) -> list[str]:
    """The ids of several findings, as ``finding_named``."""
    return [finding_named(text) for text in texts or ()]


def place_named(investigation: Investigation, text: str | None) -> str | None:
    """The code of a place, from its code or from a name that one place alone bears; None for None.

    Raises
    ------
    UnknownName
        There is none; carries the nearest codes and names.
    BadValue
        ``name_of_several``: more than one place bears the name; carries their codes.
    """
    if text is None:
        return None
    places = investigation.snapshot(as_of=investigation.default_day).places.select("code", "name")
    names = dict(places.iter_rows())
    if text in names:
        return text
    bearing = sorted(code for code, name in names.items() if name is not None and _compared(name) == _compared(text))
    if len(bearing) > 1:
        raise BadValue("name_of_several", name=text, codes=bearing)
    if not bearing:
        raise UnknownName("place", text, known=[*names, *(name for name in names.values() if name)])
    return str(bearing[0])


def _compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
