"""How was a finding come by: on which data, how complete, against which thresholds, and what does it not heed?

Which columns a finding looks at is declared in ``method_data``; the sentences are ``dashboard``'s.
"""

from __future__ import annotations

import datetime as dt

from analytics.investigation import Investigation
from analytics.ledger_tables import RESTS_ON
from analytics.method import Completeness, MethodCard
from analytics.method_data import COLUMNS_USED, limits
from analytics.registry import DEFINITIONS
from graph_model.errors import UnknownName
from graph_model.schema import RELATIONSHIPS, TABLES
from graph_model.settings import BETWEENNESS_IN_FINDINGS_UP_TO


def method_card(
    investigation: Investigation | None, finding_id: str, as_of: dt.date | None = None, *, place: str | None = None
) -> MethodCard:
    """The method card of a finding.

    Parameters
    ----------
    investigation
        The dataset; None tells what holds of every dataset.
    finding_id
        The finding.
    as_of
        The day; None for the dataset's.
    place
        Narrows the finding's numbers, not the completeness, which is that of the whole dataset.

    Raises
    ------
    UnknownName
        There is no such finding or place; carries the nearest names.
    """
    if finding_id not in DEFINITIONS:
        raise UnknownName("finding", finding_id, known=DEFINITIONS)
    definition, used = DEFINITIONS[finding_id], COLUMNS_USED[finding_id]
    wanted = [(name, used[name]) for name in TABLES if name in RESTS_ON[finding_id]]
    day = finding = None
    if investigation is not None:
        day = investigation.default_day if as_of is None else as_of
        finding = investigation.finding(finding_id, as_of=day, place=place)
    return MethodCard(
        id=finding_id,
        subject=definition.subject,
        as_of=day,
        finding=finding,
        data=tuple(
            completeness_of(investigation, table, column) for table, columns in wanted for column in columns or (None,)
        ),
        thresholds=() if finding is None else finding.thresholds,
        queries=tuple(definition.queries) if finding is None else finding.queries,
        limits=limits(finding_id),
        exact_up_to=BETWEENNESS_IN_FINDINGS_UP_TO if investigation is None else investigation.exact_up_to,
    )


def completeness_of(investigation: Investigation | None, table: str, column: str | None) -> Completeness:
    """How much of a column of the whole dataset is known; numbers None without a dataset."""
    if investigation is None:
        return Completeness(table, column, None, None)
    contract = TABLES[table]
    own = [one for one in RELATIONSHIPS.values() if one.table == table]
    if contract.label is None:
        held = investigation.table(own[0].type)
        known = held.height if column is None else held.height - held.get_column(column).null_count()
        return Completeness(table, column, known, held.height)
    if column is None or contract.column(column).references is None:
        cells = investigation.table(contract.label, columns=["code"] if column is None else [column])
        return Completeness(table, column, cells.height - cells.to_series().null_count(), cells.height)
    rows = investigation.table(contract.label, columns=["code"]).height
    pointer = next(one for one in own if column in (one.source_column, one.target_column))
    end = "target" if column == pointer.source_column else "source"
    return Completeness(table, column, investigation.table(pointer.type).get_column(end).n_unique(), rows)
