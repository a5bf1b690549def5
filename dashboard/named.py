"""What did a person mean who named a finding, a place, an organisation as people do, by its title or its name?

Only what can mean one thing is taken; what could mean several is told, never chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.i18n import LANGUAGES, Wording
from graph_model.errors import BadValue, UnknownName

if TYPE_CHECKING:
    import polars as pl

    from analytics.investigation import Investigation
    from analytics.supposing import Edit
    from dashboard.service import Service
    from graph_model.history import Life
    from graph_model.ledger import Ledger


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
        raise UnknownName("finding", text, known=[*DEFINITIONS, *_offered(titles, text)])
    return found


def plan_called(text: str) -> str:
    """The id of a plan, from its id or its title in any language; raises as ``finding_named``."""
    from analytics.plans.catalogue import PLANS

    if text in PLANS:
        return text
    titles = {Wording(lang).text(f"plans.name_{name}"): name for lang in LANGUAGES for name in PLANS}
    found = {_compared(title): name for title, name in titles.items()}.get(_compared(text))
    if found is None:
        raise UnknownName("plan", text, known=[*PLANS, *_offered(titles, text)])
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
    "two_mode": (
        *("two_mode_density", "two_mode_degree", "two_mode_closeness", "two_mode_betweenness"),
        *("two_mode_eigenvector", "two_mode_core"),
    ),
}
"""What the field calls a measure besides: suggested, never taken for it."""


def _offered(titles: Iterable[str], text: str) -> list[str]:
    """The titles that may be meant: English ones only where words were written, for a single one is meant as a code."""
    return [title for title in titles if " " in text.strip() or not title.isascii()]


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
    raise UnknownName("explained", text, known=[*names, *_offered(titles, text)], nearest=called)


def place_named(investigation: Investigation, text: str | None) -> str | None:
    """The code of a place, from its code or from a name that one place alone bears; None for None.

    Raises as ``code_named``.
    """
    if text is None:
        return None
    places = investigation.snapshot(as_of=investigation.default_day).places
    return code_named(text, {"places": places}, kind="place")


def code_named(text: str, rows: Mapping[str, pl.DataFrame], *, kind: str) -> str:
    """The code of a row, from its code or from a name that one row alone bears.

    Names are compared as those of a hand-in are (``loaders.names``); a code goes before any name.

    Parameters
    ----------
    text
        What was written.
    rows
        Rows by table (``places``, ``organisations``, ``units`` …), with their key and name.
    kind
        What is named, for the error.

    Raises
    ------
    UnknownName
        There is none; carries the nearest names and codes.
    BadValue
        ``name_of_several``: more than one row bears the name; carries them, with their codes.
    """
    import polars as pl

    from graph_model.schema import TABLES
    from loaders.names import named_rows, normal_names

    borne = {table: named_rows(frame, table=table) for table, frame in rows.items()}
    if any(text in frame.get_column(TABLES[table].key[0]) for table, frame in rows.items()):
        return text
    asked = pl.Series([text])
    found = (
        pl.concat(
            [
                frame.filter(pl.col("normal") == normal_names(asked, table=table).item())
                for table, frame in borne.items()
            ]
        )
        .unique("code", keep="last", maintain_order=True)
        .sort("code")
    )
    if found.height > 1:
        raise BadValue(
            "name_of_several",
            name=text,
            codes=[f"{name} {code}" for code, name in found.select("code", "name").iter_rows()],
        )
    if found.is_empty():
        known = pl.concat(list(borne.values())).select("name", "code")
        raise UnknownName(kind, text, known=[*known.get_column("name"), *known.get_column("code")])
    return str(found.item(0, "code"))


MEANT: Mapping[str, str] = {
    "organisation": "organisations", "a": "organisations", "b": "organisations", "committee": "committees",
    "place": "places", "unit": "units", "code": "organisations",
}  # fmt: skip
"""What a parameter, or a field of an edit, names by a code: the table of it."""


def parameters_named(service: Service, given: Mapping[str, str]) -> dict[str, str]:
    """Parameters of a query or plan, each name that stands for a code put as the code; errors as ``code_named``.

    ``forbidden`` holds pairs of communities or organisations; what is no pair is left to the plan, which refuses it.
    """
    told = dict(given)
    for parameter, text in given.items():
        if parameter in MEANT and text:
            table = MEANT[parameter]
            told[parameter] = code_named(text, _tables(service, table), kind=table.removesuffix("s"))
        elif parameter == "forbidden" and all(pair.count(":") == 1 for pair in text.split(",")):
            either = _tables(service, "places", "organisations")
            pairs = [
                [code_named(end.strip(), either, kind="community") for end in pair.split(":")]
                for pair in text.split(",")
            ]
            told[parameter] = ",".join(":".join(pair) for pair in pairs)
    return told


def edit_named(service: Service, edit: Edit) -> Edit:
    """A supposed change, its ends and places by their codes; what nobody knows stays, for it may be supposed as well.

    Raises
    ------
    BadValue
        As ``code_named``.
    """
    if edit.do == "add_organisation":
        return edit if edit.place is None else replace(edit, place=_known(service, "place", edit.place))
    told = edit.as_json()
    return replace(edit, **{field: _known(service, field, told[field]) for field in MEANT if field in told})


def _known(service: Service, field: str, text: str) -> str:
    try:
        return code_named(text, _tables(service, MEANT[field]), kind=MEANT[field].removesuffix("s"))
    except UnknownName:
        return text


def _tables(service: Service, *names: str) -> dict[str, pl.DataFrame]:
    tables = service.dataset().tables
    return {name: tables[name] for name in names}


def lives_named(ledger: Ledger, text: str, *, table: str | None = None) -> list[Life]:
    """The lives of the rows with a key, or of the one row that a name, whenever it was given, belongs to.

    A key of several columns is written ``a|b``, each part by its code or name. Raises as ``row_history`` and
    ``code_named``.
    """
    from graph_model.history import row_history
    from graph_model.schema import KEY_SEPARATOR

    try:
        return row_history(ledger, text, table=table)
    except UnknownName as error:
        rows = _ever(ledger, None if KEY_SEPARATOR in text else table)
        if error.values["kind"] != "row" or not rows:
            raise
    codes = [code_named(part, rows, kind="row") for part in text.split(KEY_SEPARATOR)]
    return row_history(ledger, KEY_SEPARATOR.join(codes), table=table)


def _ever(ledger: Ledger, table: str | None) -> dict[str, pl.DataFrame]:
    """Every key and name that any batch gave, by table."""
    import polars as pl

    from graph_model.schema import TABLES
    from loaders.names import NAMES

    told: dict[str, list[pl.DataFrame]] = {}
    for batch in ledger.batches():
        for name in batch.table_names:
            if name in NAMES and table in {None, name}:
                told.setdefault(name, []).append(batch.table(name).select(TABLES[name].key[0], NAMES[name]))
    return {name: pl.concat(frames) for name, frames in told.items()}


def _compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
