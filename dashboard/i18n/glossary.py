"""Which Chinese word goes with which English one, in code, API, pages and documents?

Prints ``docs/glossary.md`` from the terms, the vocabularies and the words of findings; a test fails when it is stale.
"""

from __future__ import annotations

import sys

from dashboard.i18n import words
from graph_model.schema import SHEETS, VOCABULARIES

SECTIONS = ("terms", "findings", "measures")


def glossary_document() -> str:
    """The glossary as Markdown: terms of the field, sheets, vocabularies, findings, measures."""
    lines = ["# Glossary", "", "One word a thing, the same in code, API, pages and documents. Made by `make docs`."]
    for section in SECTIONS:
        lines += ["", f"## {section.capitalize()}", "", "| 中文 | English | name |", "|---|---|---|"]
        entries = {key: told for key, told in words().items() if key.startswith(f"{section}.")}
        lines += [
            f"| {told['zh']} | {told['en']} | `{key.partition('.')[2]}` |" for key, told in sorted(entries.items())
        ]
    lines += ["", "## Sheets", "", "| 中文 | name |", "|---|---|"]
    lines += [f"| {table.zh} | `{table.name}` |" for table in SHEETS]
    lines += ["", "## Vocabularies", "", "| vocabulary | 中文 | code |", "|---|---|---|"]
    lines += [f"| {name} | {word.zh} | `{word.value}` |" for name, told in VOCABULARIES.items() for word in told]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(glossary_document())
