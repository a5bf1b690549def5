"""The texts that write and read a server's tables, and the rows and frames that travel with them."""

from __future__ import annotations

import datetime as dt
import string

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.schema import LABELS, RELATIONSHIPS, SHEETS
from graph_model.stores import cypher_writer as writer
from graph_model.stores.cypher_writer import GRAPH_TABLES, MARKS
from graph_model.stores.difference import difference

COVERS = GRAPH_TABLES["COVERS"]


def test_every_label_and_type_is_a_table_with_its_keys_first() -> None:
    assert list(GRAPH_TABLES) == [*LABELS, *RELATIONSHIPS]
    assert COVERS.columns == ("source", "target", "mode", "since", "until")
    assert COVERS.ends == ("Organisation", "Unit")
    assert GRAPH_TABLES["Case"].columns == ("code", "opened", "category", "measure", "lead_post", "closed")


def test_relationship_texts() -> None:
    ends = "MATCH (a:`Organisation` {code: r[0]}) MATCH (b:`Unit` {code: r[1]})"
    found = "MATCH (a:`Organisation` {code: r[0]})-[x:`COVERS`]->(b:`Unit` {code: r[1]})"
    cells = " SET x.`mode` = r[2], x.`since` = date(r[3]), x.`until` = date(r[4])"
    assert writer.create_text(COVERS) == f"UNWIND $rows AS r {ends} CREATE (a)-[x:`COVERS`]->(b){cells}"
    assert writer.update_text(COVERS) == f"UNWIND $rows AS r {found}{cells} RETURN count(x) AS found"
    assert writer.delete_text(COVERS) == f"UNWIND $rows AS r {found} DELETE x"


def test_node_texts() -> None:
    case = GRAPH_TABLES["Case"]
    cells = " SET x.`opened` = date(r[1]), x.`category` = r[2], x.`measure` = r[3], x.`lead_post` = r[4]"
    cells += ", x.`closed` = date(r[5])"
    assert writer.create_text(case) == "UNWIND $rows AS r CREATE (x:`Case` {code: r[0]})" + cells
    assert writer.delete_text(case) == "UNWIND $rows AS r MATCH (x:`Case` {code: r[0]}) DETACH DELETE x"


def test_relationship_without_properties_sets_nothing() -> None:
    assert "SET" not in writer.create_text(GRAPH_TABLES["UNDER"])


def test_property_names_that_begin_with_a_digit_are_quoted() -> None:
    assert "x.`35_down` = r[" in writer.create_text(GRAPH_TABLES["Team"])


def test_label_told_by_a_server_cannot_leave_its_backticks() -> None:
    assert writer.clear_text("A`) DETACH DELETE x //") == (
        "MATCH (x:`A``) DETACH DELETE x //`) WITH x LIMIT $size DETACH DELETE x RETURN count(*) AS gone"
    )


@pytest.mark.parametrize("name", list(GRAPH_TABLES))
def test_no_text_holds_anything_but_names_of_the_schema(name: str) -> None:
    table = GRAPH_TABLES[name]
    words = {word for sheet in SHEETS for column in sheet.columns for word in column.codes}
    texts = [writer.create_text(table), writer.update_text(table), writer.delete_text(table)]
    for text in [*texts, writer.page_text(table, table.columns), writer.last_code_text(table)]:
        assert "'" not in text
        assert '"' not in text
        assert words.isdisjoint(text.split())


def test_rows_travel_in_batches_sorted_by_target_with_days_as_iso_text() -> None:
    rows = pl.DataFrame(
        {
            "source": ["A", "B", "C"],
            "target": ["u2", "u1", "u1"],
            "mode": ["own", "joint", "own"],
            "since": [dt.date(2018, 1, 2), None, None],
            "until": [None, None, dt.date(1900, 1, 1)],
        }
    )
    assert list(writer.batches(COVERS, rows, size=2)) == [
        [["B", "u1", "joint", None, None], ["C", "u1", "own", None, "1900-01-01"]],
        [["A", "u2", "own", "2018-01-02", None]],
    ]


def test_page_comes_back_with_the_contracts_dtypes_and_unknown_cells_unknown() -> None:
    no_text, no_number = MARKS["no_text"], MARKS["no_number"]
    organisation = GRAPH_TABLES["Organisation"]
    columns = ("code", "form", "two_new", "founded", "women")
    lists = [["A", "B"], ["single", no_text], [0, no_number], [20180102, no_number], [0, no_number]]
    frame = writer.page_frame(organisation, columns, lists)
    assert frame.schema == {name: organisation.schema[name] for name in columns}
    assert frame.rows() == [("A", "single", False, dt.date(2018, 1, 2), 0), ("B", None, None, None, None)]
    place = writer.page_frame(GRAPH_TABLES["Place"], ("code", "lon"), [["P", "Q"], [-180.0, float(no_number)]])
    assert place.rows() == [("P", -180.0), ("Q", None)]


def test_page_without_rows_has_the_contracts_dtypes() -> None:
    table = GRAPH_TABLES["Meeting"]
    assert writer.page_frame(table, table.columns, [[] for _ in table.columns]).schema == table.schema
    assert writer.empty_frame(table, ("held", "code")).schema == {"held": pl.Date(), "code": pl.String()}


cells = st.one_of(st.none(), st.integers(0, 2))
states = st.dictionaries(st.sampled_from(string.ascii_lowercase[:6]), st.tuples(cells, cells))


@given(states, states)
def test_difference_turns_the_old_state_into_the_new_one(
    old: dict[str, tuple[int | None, int | None]], new: dict[str, tuple[int | None, int | None]]
) -> None:
    schema = {"code": pl.String(), "a": pl.Int64(), "b": pl.Int64()}
    frames = [pl.DataFrame([(k, *v) for k, v in state.items()], schema=schema, orient="row") for state in (old, new)]
    found = difference(*frames, keys=("code",))
    assert sorted(found.added.get_column("code")) == sorted(set(new) - set(old))
    assert sorted(found.removed.get_column("code")) == sorted(set(old) - set(new))
    assert {k: (a, b) for k, a, b in found.changed.rows()} == {
        k: new[k] for k in set(old) & set(new) if old[k] != new[k]
    }
    assert found.rows == found.added.height + found.removed.height + found.changed.height
