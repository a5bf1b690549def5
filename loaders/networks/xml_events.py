"""How is XML from a stranger read: element by element, with its line, and nothing fetched or expanded?

Which elements mean what is the formats' business. Entities are refused, so that a small file cannot become a huge one
and no other file or address can be drawn in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from graph_model.errors import BadValue

CHINESE = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](gb2312|gbk|gb18030)["']""", re.IGNORECASE)
DEEPEST = 100


class Events(Protocol):
    """What a format makes of the elements; names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def read_xml(path: Path, events: Events) -> None:
    """Read a file's elements into ``events``.

    Raises
    ------
    BadValue
        ``no_such_file``; ``xml_entities``: it declares an entity; ``xml_broken`` with ``file``, ``line``, ``column``
        and ``problem``; ``xml_deep``: elements within elements beyond all use.
    """
    if not path.is_file():
        raise BadValue("no_such_file", file=str(path))
    content = path.read_bytes()
    encoding = None
    if found := CHINESE.match(content.removeprefix(b"\xef\xbb\xbf")):
        try:
            content, encoding = content.decode("gb18030").encode(), "utf-8"
        except UnicodeDecodeError as error:
            raise BadValue("text_encoding", file=str(path), encoding=found.group(1).decode()) from error
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> int:
        raise BadValue("xml_entities", file=str(path), line=parser.CurrentLineNumber)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BadValue("xml_deep", file=str(path), line=parser.CurrentLineNumber)
        events.start(name.rpartition(":")[2], attributes, parser.CurrentLineNumber)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        events.end(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = events.text
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place alone
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise BadValue(
            "xml_broken", file=str(path), line=error.lineno, column=error.offset + 1, problem=problem
        ) from error
    except LookupError as error:
        raise BadValue("text_encoding", file=str(path)) from error
