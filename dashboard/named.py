"""What did a person mean who named a finding or a place as people do, by its title or its name?

Only what can mean one thing is taken; what could mean several is told, never chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
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


ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "articulation_points": ("cut_points",),
    "bicomponents": ("blocks",),
    "brokerage": ("betweenness", "constraint", "effective_size"),
    "centralisation": ("degree_centralisation", "betweenness_centralisation", "closeness_centralisation"),
    "centralization": ("degree_centralisation", "betweenness_centralisation", "closeness_centralisation"),
    "clustering": ("transitivity",),
    "clustering_coefficient": ("transitivity",),
    "core_periphery": ("core_fit", "core_members", "core_errors"),
    "coreness": ("core",),
    "e_i": ("ei_index",),
    "e_i_index": ("ei_index",),
    "freeman": ("degree_centralisation", "betweenness_centralisation", "closeness_centralisation"),
    "homophily": ("ei_index", "assortativity"),
    "k_core": ("core",),
    "key_player": ("fragmenting_set", "reaching_set", "key_organisations"),
    "key_players": ("fragmenting_set", "reaching_set", "key_organisations"),
    "krackhardt": ("connectedness", "hierarchy", "efficiency", "lubness"),
    "leiden": ("communities", "modularity"),
    "louvain": ("communities", "modularity"),
    "lub": ("lubness",),
    "multiplexity": ("multiplex_share", "overlap_jaccard"),
    "robustness": ("robustness_by_degree", "robustness_by_chance"),
    "significance": ("p_value",),
    "structural_equivalence": ("equivalence_class", "alike_distance", "alike_jaccard"),
    "structural_holes": ("constraint", "effective_size"),
    "two_mode": ("two_mode_degree", "two_mode_closeness", "two_mode_betweenness"),
}
"""What the field calls a measure besides: suggested, never taken for it."""


def explained_named(text: str) -> str:
    """The name of what can be explained, from its name or its title in any language.

    Raises
    ------
    UnknownName
        There is none; carries what goes by that name in the field, else the nearest names and titles.
    BadValue
        ``name_of_several``: a title of more than one; carries their names.
    """
    from dashboard.methods import explained_kinds, explained_names, explained_title

    names = explained_names()
    if text in names:
        return text
    wordings = [Wording(lang) for lang in LANGUAGES]
    titles: dict[str, set[str]] = {}
    for name in names:
        for words in wordings:
            for kind in explained_kinds(name):
                titles.setdefault(_compared(explained_title(name, kind, words)), set()).add(name)
    found = sorted(titles.get(_compared(text), ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise BadValue("name_of_several", name=text, codes=found)
    called = ALSO_CALLED.get(_compared(text).replace("-", "_").replace(" ", "_"))
    raise UnknownName("explained", text, known=[*names, *titles], nearest=called)


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
