"""What does the guard say of a text, word by word? That both stores obey it is the contract suite's business."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.cypher_text import Kind, tokens
from graph_model.errors import QueryRefused
from graph_model.reading_only import REFUSED_WORDS, check, names_quoted


def refusal(text):
    with pytest.raises(QueryRefused) as told:
        check(text)
    return told.value


def test_the_word_and_its_place_are_told():
    told = refusal("MATCH (n:Place)\n  SET n.name = 'x'")
    assert (told.code, told.values) == ("not_reading", {"word": "SET", "line": 2, "column": 3})


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("CALL dbms.listConfig() YIELD name RETURN name", "call_not_allowed", "dbms.listconfig"),
        ("CALL { RETURN 1 AS x } RETURN x", "call_not_allowed", "{"),
        ("RETURN apoc.version() AS v", "function_not_allowed", "apoc.version"),
        ("RETURN `apoc`.`version`() AS v", "function_not_allowed", "apoc.version"),
        ("RETURN 1 AS x; RETURN 2 AS x", "several_statements", ";"),
        ("RETURN 1 AS x FLUSH x", "not_reading", "FLUSH"),
        ("RETURN '\\u0027' AS x", "unicode_escape", "\\u"),
        ("UNWIND range(1, $n) AS x RETURN x", "range_too_wide", "range"),
        ("UNWIND range(1, 100002) AS x RETURN x", "range_too_wide", "range"),
    ],
)
def test_the_reason_is_told(text, code, word):
    told = refusal(text)
    assert (told.code, told.values["word"]) == (code, word)


def test_parameters_come_once_in_the_order_of_the_text():
    text = "MATCH (n {a: $b, c: $`x y`}) WHERE n.d = $a AND n.e = $b AND n.f = '$no' /* $nor */ RETURN n.g AS g // $not"
    assert check(text) == ["b", "x y", "a"]


@pytest.mark.parametrize("word", sorted(REFUSED_WORDS))
def test_every_refused_word_may_be_a_name_but_never_a_bare_word(word):
    assert check(f"MATCH (n:{word} {{{word}: 1}}) RETURN n.{word} AS {word}, `{word}` AS x, '{word}' AS y") == []
    assert refusal(f"{word} x").code == "not_reading"
    assert refusal(f"MATCH (n) {word.upper()} n RETURN 1 AS x").code == "not_reading"
    assert refusal(f"MATCH (n) WITH n AS n {word} n RETURN 1 AS x").code == "not_reading"


def test_describing_the_graph_is_allowed():
    assert check("CALL db.labels() YIELD label RETURN label ORDER BY label") == []
    assert check("CALL DB.LABELS()") == []
    assert check("CALL show_tables() RETURN name") == []


def test_names_that_are_words_are_quoted_and_nothing_else():
    text = (
        "MATCH (c:Case {load: 'starts'}) WHERE c.ends STARTS WITH 'a' RETURN c.code AS `set`, c.starts AS ends // c.set"
    )
    assert names_quoted(text) == (
        "MATCH (c:`Case` {`load`: 'starts'}) WHERE c.`ends` STARTS WITH 'a'"
        " RETURN c.code AS `set`, c.`starts` AS `ends` // c.set"
    )


def test_tokens_carry_kind_text_and_place():
    found = tokens("RETURN 'a\\'b' AS `c``d`, // no\n $e, 1.5e3 <> x")
    assert [(token.kind, token.text) for token in found] == [
        (Kind.WORD, "RETURN"), (Kind.STRING, "a\\'b"), (Kind.WORD, "AS"), (Kind.QUOTED, "c`d"), (Kind.SIGN, ","),
        (Kind.PARAMETER, "e"), (Kind.SIGN, ","), (Kind.NUMBER, "1.5e3"), (Kind.SIGN, "<>"), (Kind.WORD, "x"),
    ]  # fmt: skip
    assert [(token.line, token.column) for token in found[-2:]] == [(2, 12), (2, 15)]


@given(
    st.text(alphabet="aS'\"`\\/*\n $.:{}()[],;=1 E", max_size=40), st.sampled_from(["SET", "load", "Delete", "CREATE"])
)
def test_no_text_around_a_statement_hides_it(noise, word):
    """Whatever stands before it: either the text is refused, or the word lies in a string, comment, or name."""
    text = f"MATCH (n) RETURN 1 AS x {noise} {word} n"
    try:
        check(text)
    except QueryRefused:
        return
    bare = [token for token in tokens(text) if token.is_word(word.lower())]
    before = tokens(text[: text.rindex(word)]) if bare else []
    assert not bare or before[-1].is_sign(".", ":") or before[-1].is_word("as")


@given(st.text(max_size=60))
def test_any_text_is_judged_without_another_error(text):
    try:
        check(text)
    except QueryRefused:
        return
