"""How are rows drawn: sortable, reachable by keyboard, numbers to the right, in the person's words?

One table for pages and drawers, on ag-grid. What the rows are is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash.development.base_component import Component

from analytics.finding import plain
from dashboard.i18n import Wording
from dashboard.people import people_columns

LOCALE_ZH: dict[str, str] = {
    "noRowsToShow": "没有行",
    "loadingOoo": "载入中…",
    "filterOoo": "筛选…",
    "contains": "包含",
    "notContains": "不包含",
    "equals": "等于",
    "notEqual": "不等于",
    "startsWith": "开头是",
    "endsWith": "结尾是",
    "blank": "空",
    "notBlank": "非空",
    "lessThan": "小于",
    "greaterThan": "大于",
    "lessThanOrEqual": "不大于",
    "greaterThanOrEqual": "不小于",
    "inRange": "介于",
    "andCondition": "且",
    "orCondition": "或",
    "page": "页",
    "to": "至",
    "of": "共",
    "pageSizeSelectorLabel": "每页",
    "ariaSearch": "搜索",
    "ariaRowToggleSelection": "按空格键选取或取消此行",
    "ariaRowSelect": "按空格键选取此行",
    "ariaRowDeselect": "按空格键取消此行",
    "ariaRowSelectAll": "按空格键选取或取消筛出的全部行",
    "ariaHeaderSelection": "选取列",
    "ariaUnchecked": "未选",
    "ariaChecked": "已选",
    "ariaIndeterminate": "部分已选",
    "ariaSortableColumn": "按回车键排序",
    "ariaFilterColumn": "按 CTRL 加回车键打开筛选",
    "ariaFilterMenuOpen": "打开筛选",
    "ariaColumnFiltered": "此列已筛选",
    "ariaFilterInput": "筛选值",
    "ariaFilterValue": "筛选值",
    "ariaFilterFromValue": "筛选下限",
    "ariaFilterToValue": "筛选上限",
    "ariaFilteringOperator": "筛选条件",
    "ariaLabelColumnMenu": "列菜单",
    "ariaLabelColumnFilter": "列筛选",
}


def rows_table(
    rows: pl.DataFrame,
    words: Wording,
    *,
    table_id: str | dict[str, str],
    height: str = "100%",
    hidden: Sequence[str] = (),
    headings: Mapping[str, str] | None = None,
    blank: str | None = None,
    as_written: bool = False,
    opens: tuple[str, Sequence[str]] | None = None,
    picked: bool = False,
) -> Component:
    """Rows as a table; vocabulary codes as words, days as ISO text, unknown as the word for it.

    Parameters
    ----------
    headings
        What columns are called that have no word of ours.
    blank
        What stands for nothing, where it is not unknown.
    as_written
        Whether text stays as it is, since it is no code of ours.
    opens
        A column whose cells are links, and what each row's opens in the drawer, as the address's ``open``.
    picked
        Whether rows can be picked: a box a row, and one at the head for all that the filter shows.
    """
    columns = []
    for name, dtype in rows.schema.items():
        if name in hidden:
            continue
        numeric = dtype.is_numeric()
        heading = headings[name] if headings else words.column(name)
        column: dict[str, Any] = {"field": name, "headerName": heading, "sortable": True, "resizable": True}
        column |= (
            {"type": "rightAligned", "filter": "agNumberColumnFilter"} if numeric else {"filter": "agTextColumnFilter"}
        )
        if dtype == pl.Object and name in people_columns():  # numbers and the signs of those that are hidden
            column |= {"type": "rightAligned", "comparator": {"function": "peopleInOrder"}}
        if name in ("name", "a_name"):
            column["pinned"] = "left"
        if opens is not None and name == opens[0]:
            column |= {"cellRenderer": "OpensLink", "cellRendererParams": {"look": "opens-cell"}, "pinned": "left"}
        columns.append(column)
    told = [
        {name: cell(value, words, blank=blank, as_written=as_written) for name, value in row.items()}
        for row in rows.iter_rows(named=True)
    ]
    if opens is not None:
        for row, opened in zip(told, opens[1], strict=True):
            row["_opens"] = opened
    options: dict[str, Any] = {
        "localeText": LOCALE_ZH if words.lang == "zh" else {},
        "enableCellTextSelection": True,
        "rowHeight": 28,
        "headerHeight": 30,
        "suppressDragLeaveHidesColumns": True,
        "animateRows": False,
    }
    if picked:
        options["rowSelection"] = {"mode": "multiRow", "selectAll": "filtered"}
        options["selectionColumnDef"] = {"pinned": "left", "width": 38, "sortable": False, "resizable": False}
    table: Component = dag.AgGrid(
        id=table_id,
        rowData=told,
        columnDefs=columns,
        defaultColDef={"minWidth": 72, "cellDataType": False},  # a guessed type refuses the word for unknown
        columnSize="autoSize",
        className="ag-theme-gongjian",
        style={"height": height},
        dashGridOptions=options,
    )
    return table


def cell(value: Any, words: Wording, *, blank: str | None, as_written: bool) -> Any:
    """A value as this table shows it."""
    if value is None and blank is not None:
        return blank
    return value if as_written and isinstance(value, str) else shown(value, words)


def _whole(value: Any) -> Any:
    """A whole number without its point, in text that nothing sorts by."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def shown(value: Any, words: Wording) -> Any:
    """A value as a cell shows it; numbers stay numbers so that they sort."""
    if value is None:
        return words.text("common.unknown")
    if isinstance(value, bool):
        return words.value(value)
    if isinstance(value, str):
        return words.word(value)
    told = plain(value)
    if isinstance(told, list):
        return ("、" if words.lang == "zh" else ", ").join(str(shown(_whole(one), words)) for one in told)
    return told
