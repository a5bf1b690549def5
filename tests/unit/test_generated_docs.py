"""Do the generated documents still say what the code declares?"""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.i18n import words
from dashboard.i18n.glossary import glossary_document
from graph_model.schema import SHEETS, VOCABULARIES
from graph_model.schema.document import schema_document

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "made"), [("schema.md", schema_document), ("glossary.md", glossary_document)])
def test_a_generated_document_is_fresh(name: str, made) -> None:
    assert (DOCS / name).read_text("utf-8") == made(), "run `make docs`"


def test_the_glossary_holds_every_word_of_every_vocabulary_and_sheet() -> None:
    told = (DOCS / "glossary.md").read_text("utf-8")
    pairs = [(word.zh, word.value) for vocabulary in VOCABULARIES.values() for word in vocabulary]
    pairs += [(table.zh, table.name) for table in SHEETS]
    assert [pair for pair in pairs if f"| {pair[0]} | `{pair[1]}` |" not in told] == []


def test_one_term_has_one_word_in_each_language() -> None:
    terms = [told for key, told in words().items() if key.startswith("terms.")]
    for lang in ("zh", "en"):
        said = [term[lang] for term in terms]
        assert sorted(said) == sorted(set(said))
