"""What does a spreadsheet's number format show beside its number: a unit, a percent sign, fewer noughts?

One format and its numbers at a time; which cells have it is told in ``formatted_cells``. Days and times are no numbers
here, and signs of accounts, colours and blanks say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SECTION: Final = re.compile(r"""("[^"]*"|[\\!_*].|\[[^\]]*\])|(;)""", re.DOTALL)
TOKEN: Final = re.compile(
    r"""(?P<quoted>"[^"]*")|(?P<escaped>[\\!].)|(?P<blank>[_*].)|(?P<money>\[\$[^\]]*\])|(?P<elapsed>\[[hHmMsS]+\])"""
    r"""|(?P<condition>\[(?:<=|>=|<>|[<>=])-?[0-9.]+\])|(?P<bracket>\[[^\]]*\])|(?P<general>General|G/通用格式)"""
    r"""|(?P<power>[Ee][+-])|(?P<digit>[0#?])|(?P<other>.)""",
    re.DOTALL,
)
BRACKETS: Final = re.compile(r"\[[^\]]*\]")
DAY_LETTERS: Final = frozenset("yYmMdDhHsSaAeEbB")
SAYS_NOTHING: Final = frozenset("()+-– \u00a0\u3000")
SAYS_NOTHING_BEHIND: Final = SAYS_NOTHING - set("+-–")
"""320+ is no number, +320 is."""
NOT_SHOWN: Final = "########"
"""What stands for a number that its format shows as nothing: the sign of a spreadsheet for a number nobody can see."""
SCALED: Final = "(×{})"
"""Behind a shown number, before its unit: how many times smaller it is shown than it is."""


@dataclass(frozen=True)
class Section:
    """One part of a format: what stands before and behind the number, and how the number is shown.

    Attributes
    ----------
    before, behind
        Text beside the number; empty where there is none.
    percent
        How often a hundredth is taken off.
    hidden
        Noughts that are left out: three a comma at the end, one a digit behind a point that is mere text.
    digits
        The places of the digits before the point, and the texts between them, from the right; empty where the number
        stands as it is.
    instead
        Text that is shown in place of the number; empty where it is shown as nothing, None where the number is.
    condition
        Sign and bound, as ``>=`` and 10000; None where the place in the format decides.
    """

    before: str = ""
    behind: str = ""
    percent: int = 0
    hidden: int = 0
    digits: tuple[tuple[str, str], ...] = ()
    instead: str | None = None
    condition: tuple[str, Decimal] | None = None

    @property
    def tells(self) -> bool:
        """Whether a person sees more than the number."""
        more = (self.before, self.behind, self.percent, self.hidden, self.digits, self.instead is not None)
        return any(more)


def sections_of(code: str) -> tuple[Section, ...]:
    """The parts of a format that show more than numbers.

    Parameters
    ----------
    code
        As a workbook has it: ``0.0"万元"``, ``#,##0;-#,##0``.

    Returns
    -------
    tuple
        Empty for formats of days, times and text, of fractions, and for those that show the number alone.
    """
    parts = [""]
    for place, sign in enumerate(SECTION.split(code)):
        if sign is None or place % 3 == 1:
            parts[-1] += sign or ""
        elif place % 3 == 2:
            parts.append("")
        else:
            parts[-1] += sign
    if len(parts) == 1 and not BRACKETS.sub("", code):  # a colour alone, or nothing at all, is a number as it is
        return ()
    told = [_section(part) for part in parts[:3] if "@" not in _unquoted(part)]
    sections = tuple(one for one in told if one is not None)
    # A nought that is shown as nothing, or as a dash, is a nought all the same.
    of_nought = 2 if all(one.condition is None for one in sections) else None
    if len(sections) < len(told) or not any(
        one.tells and (place != of_nought or one.instead != "") for place, one in enumerate(sections)
    ):
        return ()
    return sections


def shown(numbers: Sequence[str], sections: Sequence[Section]) -> list[str]:
    """Numbers as a person reads them in the sheet, not rounded: 3 as 3万户, 0.5 as 50%, 70000 as 7(×10000)万元.

    Parameters
    ----------
    numbers
        Decimal numbers without an exponent.
    sections
        Of the format they all have.
    """
    return [_shown(number, _section_for(Decimal(number), sections)) for number in numbers]


def _shown(number: str, section: Section) -> str:
    value = Decimal(number)
    if not section.tells or (value == 0 and section.instead == ""):  # a nought as a dash, or as nothing
        return number
    if section.instead is not None:
        return section.instead or NOT_SHOWN
    value = value.scaleb(2 * section.percent - section.hidden)
    sign, (whole, point, part) = ("-" if value < 0 else ""), _plain(abs(value)).partition(".")
    scale = SCALED.format(10**section.hidden) if section.hidden else ""
    digits = _in_places(whole, section.digits) + point + part
    return f"{section.before}{sign}{digits}{scale}{'%' * section.percent}{section.behind}"


def _in_places(digits: str, places: Sequence[tuple[str, str]]) -> str:
    """Digits in their places, texts between them; those for which there is no place stand before the first."""
    if not places:
        return digits
    told: list[str] = []
    left = list(digits if digits != "0" else "")
    last = max(number for number, (kind, _) in enumerate(places) if kind == "digit")
    for number, (kind, text) in enumerate(places):
        if kind == "text":
            told.append(text)
        elif number == last:
            told.append("".join(left) or ("0" if text == "0" else ""))
        elif left:
            told.append(left.pop())
        elif text == "0":
            told.append("0")
    return "".join(reversed(told))


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section_for(value: Decimal, sections: Sequence[Section]) -> Section:
    if any(one.condition is not None for one in sections):
        return next((one for one in sections if _holds(value, one.condition)), sections[-1])
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _holds(value: Decimal, condition: tuple[str, Decimal] | None) -> bool:
    if condition is None:
        return True
    sign, bound = condition
    order = {"<": value < bound, ">": value > bound, "=": value == bound}
    return value != bound if sign == "<>" else any(order[one] for one in sign)


def _unquoted(part: str) -> str:
    return "".join(found[0] for found in TOKEN.finditer(part) if found.lastgroup == "other")


def _section(part: str) -> Section | None:
    """One part of a format; None where it is one of days or fractions."""
    tokens: list[tuple[str, str]] = []
    condition = None
    for found in TOKEN.finditer(part):
        kind, text = str(found.lastgroup), found[0]
        if kind == "elapsed" or (kind == "other" and text in DAY_LETTERS):
            return None
        if kind == "condition":
            sign = re.match("[<>=]+", text[1:-1])
            assert sign is not None
            condition = (sign[0], Decimal(text[1:-1].removeprefix(sign[0])))
        elif kind == "money":
            tokens.append(("text", text[2:-1].partition("-")[0]))
        elif kind == "quoted":
            tokens.append(("text", text[1:-1]))
        elif kind == "escaped":
            tokens.append(("text", text[1:]))
        elif kind == "general":
            tokens.append(("digit", "#"))
        elif kind == "digit" or (kind == "other" and text in ",.%"):
            tokens.append(("digit" if kind == "digit" else text, text))
        elif kind == "other":
            tokens.append(("slash" if text == "/" else "text", text))
        elif kind == "power":
            tokens.append(("power", text))
    return _told(tokens, condition)


def _told(tokens: list[tuple[str, str]], condition: tuple[str, Decimal] | None) -> Section | None:
    places = [number for number, (kind, _) in enumerate(tokens) if kind == "digit"]
    percent = sum(kind == "%" for kind, _ in tokens)
    if not places:
        return Section(instead=_said(tokens), condition=condition)
    first, last = places[0], places[-1]
    before, inner, behind = tokens[:first], tokens[first : last + 1], tokens[last + 1 :]
    said_behind = _said(behind, nothing=SAYS_NOTHING_BEHIND)
    if any(kind == "power" for kind, _ in inner):
        return Section(_said(before), said_behind, percent, condition=condition)
    if any(kind == "slash" for kind, _ in inner):  # a fraction
        return None
    commas = 0
    while commas < len(behind) and behind[commas][0] == ",":
        commas += 1
    point = next((n for n, (kind, _) in enumerate(inner) if kind == "."), None)
    whole, part = (inner, []) if point is None else (inner[:point], inner[point:])
    while point is not None and whole and whole[-1][0] == ",":  # 0,.0 hides three noughts too
        whole = whole[:-1]
        commas += 1
    hidden = 3 * commas
    shown_places = [one for one in whole if one[0] == "digit" or (one[0] == "text" and one[1].strip())]
    texts = [number for number, (kind, _) in enumerate(shown_places) if kind == "text"]
    dots = [number for number in texts if shown_places[number][1] == "."]
    if point is None and dots and dots == texts[-1:]:  # the only one, and no other text behind it
        hidden += len(shown_places) - 1 - dots[0]
        shown_places = shown_places[: dots[0]]
        texts = texts[:-1]
    if not texts and sum(text == "0" for _, text in shown_places) < 2:
        shown_places = []
    said_behind = "".join(text for kind, text in part if kind == "text") + said_behind
    return Section(_said(before), said_behind, percent, hidden, tuple(reversed(shown_places)), condition=condition)


def _said(tokens: list[tuple[str, str]], *, nothing: frozenset[str] = SAYS_NOTHING) -> str:
    """The text among tokens, without the signs of accounts and blanks around it."""
    text = "".join(text for kind, text in tokens if kind in ("text", "slash"))
    text = "" if set(text) <= nothing else text.strip("".join(nothing - set("()")))
    return text.replace("(", "").replace(")", "") if text.count("(") != text.count(")") else text
