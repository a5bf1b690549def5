"""Does a text hold the number of a person: an identity number of 18 or 15 digits, or a mobile number?

However it is written: broken by spaces, hyphens, commas or brackets, full-width, inside a longer text, as a spreadsheet
turns a long number, mistyped, or half masked by any sign. Names are ``people``'s business; landlines are no person's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from loaders.spellings import compared_text

_MASK = "[*×xX●○•◯□■※]"
_LINE = "[—―─━]{2,8}"
_ODD_MASK = "(?:" + "|".join(rf"{re.escape(sign)}{{3,8}}" for sign in "·・‧∙.-_#?~△▲█★☆") + ")"
"""A run of another sign that hides digits; an ellipsis reads as three dots or six."""
_APART = "[^0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]"
"""What may stand between digits of one number: anything but words."""
MIGHT_BE_A_NUMBER = (
    rf"[0-9](?:{_APART}*[0-9]){{10}}|[0-9]\.[0-9]{{5,}}[eE]\+?1[0-9]"
    rf"|[0-9]{{3}}[\s\-]*{_MASK}{{3}}|[0-9]{{3}}\s*(?:{_ODD_MASK}|{_LINE})"
)
"""Holds for every text, once compared, in which a number of a person can stand; and for others."""
HIDDEN = "***"
"""What stands in the place of a person in a text that has to be told again, such as the name of a file."""

_BROKEN = re.compile(r"(?<=[0-9])[\s\-‐‑‒–—―]+(?=[0-9Xx])")
_IDENTITY = re.compile(r"(?<![0-9])(?<![0-9]\.)([0-9]{17}(?:[0-9](?![0-9])|[Xx]))")
_OLD_IDENTITY = re.compile(r"(?<![0-9])(?<![0-9]\.)([0-9]{15})(?![0-9])(?!\.[0-9]*[1-9])")
_MOBILE = re.compile(r"(?<![0-9])(?<![0-9]\.)(?:\+?(?:00)?86|0)?1[3-9][0-9]{9}(?![0-9])(?!\.[0-9]*[1-9])")
_IN_GROUPS = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_APART = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?:1[3-9][0-9]([\s\-‐‑‒–—―._·・•‧∙●/|'’`]{1,3})[0-9]{4}\1[0-9]{4}"
    r"|(?<![0-9],)1[3-9][0-9],[0-9]{4},[0-9]{4}(?!,[0-9]))(?![0-9])(?!\.[0-9])(?!\s*[户人元万个家名亩次件])"
)
"""In its groups, the same signs between them (138，0013，8000); a unit, or more numbers, tell that it is a list."""
_MOBILE_LISTED = re.compile(
    r"(?<![0-9.])(?<![0-9][,、;:~+=])1[3-9][0-9](?:([、;:~+=])(?![0-9]{2}00[、;+][0-9]{2}00)[0-9]{4}\1[0-9]{4}"
    r"|([,、;:~+=])(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9])[0-9]{8})"
    r"(?![0-9])(?![.,、;:~+=][0-9])(?!\s*[户人元万个家名亩次件])"
)
"""With signs that as often part a list or make a sum (138、1234、5678, 138，12345678): round numbers are one, and more
numbers; eight digits may be a day."""
_MOBILE_BRACKETED = re.compile(
    r"\(1[3-9][0-9]\)[\s\-]*[0-9]{4}[\s\-]*[0-9]{4}(?![0-9])|(?<![0-9])1[3-9][0-9]\([0-9]{4}\)[0-9]{4}(?![0-9])"
)
_MOBILE_MASKED = re.compile(
    rf"(?<![0-9])1[3-9][0-9][\s\-]*(?:(?:{_MASK}{{4,5}}|{_ODD_MASK})[\s\-]*[0-9]{{4}}|[0-9]{{4}}[\s\-]*{_MASK}{{4}})"
    rf"(?![0-9])|(?<![0-9])1[3-9][0-9]\s*{_LINE}\s*[0-9]{{4}}(?![0-9])(?!\s*[户人元万个家名亩次件年])"
)
_IDENTITY_MASKED = re.compile(
    rf"(?<![0-9A-Za-z])(?P<told>[0-9]{{4,14}})\s*(?:{_MASK}{{3,14}}|(?P<sign>[·・‧∙.\-_#?~△▲█★☆])(?P=sign){{3,13}})\s*"
    r"(?P<rest>[0-9]{0,4}[Xx]?)(?![0-9A-Za-z])"
)
_MASKED_LENGTHS = range(15, 20)
_LEAST_TOLD = 10
"""Digits of a half-masked identity number of any length that still tell of somebody: the region's and four more."""
_POWER = re.compile(r"(?<![0-9.])([0-9])\.([0-9]{5,})[eE]\+?(1[0-9])(?![0-9])")
_THOUSANDS = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_LISTED = re.compile(r"(?<![0-9.])[0-9]{1,2}\.(?=(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9]))")
"""The number of an entry, as in 2.13800138000; in a text of words alone, since a number may have such decimals."""
_WORDS = re.compile("[\u4e00-\u9fff]")
_DIGITS = re.compile(rf"\(?[0-9](?:(?:{_APART}|[xX]){{0,14}}[0-9])*(?:[eE]\+?[0-9]+)?[Xx]?")
_GROUPS = re.compile(r"[0-9]+(?:[\s\-‐‑‒–—―._·/]{1,3}[0-9]+)+[Xx]?|[0-9]{17}[\s\-]{1,3}[Xx]")
_MORE_GROUPS = re.compile(r"[0-9]+(?:[\s,;:、|~'’`\-_/·]{1,3}[0-9]+)+[\s,;:、|~'’`\-_/·]{0,3}[Xx]?")
"""With more signs between them, for identity numbers alone: their check digit tells them from lists of numbers."""
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_MOST_GROUPS = 6
_MOBILE_DIGITS, _IDENTITY_DIGITS = 11, 18
_SHORTEST_GROUP = 3
"""Digits of each group that a mobile number is written in; days have shorter ones."""
_CREDIT_CODE_LENGTH = 18
_SPREADSHEET_KEEPS = 15
"""Digits of a long number that a spreadsheet keeps; it makes noughts of the rest."""
_OLD_NUMBERS_UNTIL = dt.date(1999, 12, 31)
_TOWNS_UNTIL = "40"
"""A cell of fifteen digits is as often a grid's code: the twelve of the statistics, in which the three of the town are
under 400, and three more. Where it could be either it is taken for a code: of an identity number it would be the year
of birth, before 1940."""
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""The first two digits of an identity number; the county behind them may long be renamed."""
_PARTED = re.compile(
    r"(?<![0-9])([0-9]{6})@([0-9]{4})@?([0-9]{2})@?([0-9]{2})@([0-9]{3})@?([0-9Xx])(?![0-9])".replace(
        "@", rf"(?:{_APART}{{1,3}})"
    )
)
"""An identity number in its parts. With the check digit wrong, groups that merely stand side by side are none."""
_TOWNSHIPS_SINCE = 2000
"""A code of eighteen digits whose last ones read as a day of birth since then is as often a grid's: the towns from 200
on and the villages up to 399 of the statistics have such digits there."""


def has_person_number(text: str, *, code: bool = False) -> bool:
    """Whether an identity number or a mobile number stands in a text.

    An identity number of 18 signs has a province and a day of birth that can be; its check digit (GB 11643) may be
    mistyped, but for numbers whose groups do not stand as its parts do. One of 15 digits has none to check, and must
    not read as the code of a grid. A whole text that is a sound unified social credit code is none, unless it is an
    identity number with its right check digit and ends with a letter, or none. Half masked, what is left must be the
    region and four digits more of an identity number, or seven digits of a mobile number.

    Parameters
    ----------
    text
        The text.
    code
        Whether it stands where a code does: one of 18 digits may be a grid's.
    """
    told = compared_text(text)
    plain = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), _POWER.sub(_written_out, told))
    if _WORDS.search(plain):
        plain = _LISTED.sub(" ", plain)
    if code and len(told) == _CREDIT_CODE_LENGTH and told.isdigit() and int(told[6:10]) >= _TOWNSHIPS_SINCE:
        return _is_identity(told)
    if not (_holds(plain, mistyped=True) or _holds(_BROKEN.sub("", plain)) or _holds_in_groups(plain)):
        return False
    # The digits of a credit code are of the register, whatever they look like; but one identity number in 31 that ends
    # with X has a credit code's check digit as well.
    return not _is_credit_code(told) or (_IDENTITY.fullmatch(told) is not None and _is_identity(told))


def _is_credit_code(text: str) -> bool:
    """Whether the whole text is a unified social credit code; one without letters has a province where they have it."""
    plain = text[:-1].isdigit()
    return len(text) == _CREDIT_CODE_LENGTH and uscc.is_valid(text) and not (plain and not _PROVINCE.match(text, 2))


def without_numbers(text: str) -> str:
    """The text with ``***`` for each run of digits that holds a person's number."""
    if not has_person_number(text):
        return text
    shown = _DIGITS.sub(lambda run: HIDDEN if has_person_number(run[0]) else run[0], compared_text(text))
    return HIDDEN if has_person_number(shown) else shown


def _holds(text: str, *, mistyped: bool = False) -> bool:
    """Whether a number stands in a text in one piece; ``mistyped`` lets identity numbers have a wrong check digit."""
    identities = _IDENTITY.findall(text)
    if mistyped:
        identities += ["".join(parts) for parts in _PARTED.findall(text)]
    return (
        _MOBILE.search(text) is not None
        or _MOBILE_BRACKETED.search(text) is not None
        or _MOBILE_APART.search(text) is not None
        or _MOBILE_LISTED.search(text) is not None
        or _MOBILE_MASKED.search(text) is not None
        or any(_is_identity(number, mistyped=mistyped) for number in identities)
        or any(_is_old_identity(number, alone=number == text) for number in _OLD_IDENTITY.findall(text))
        or any(map(_is_masked_identity, _IDENTITY_MASKED.finditer(text)))
    )


def _is_masked_identity(found: re.Match[str]) -> bool:
    told, rest = found["told"], found["rest"]
    if _PROVINCE.match(told) is None or (len(told) >= 8 and told[6:8] not in ("19", "20")):
        return False
    return len(found[0]) in _MASKED_LENGTHS or (len(told) >= 6 and len(told + rest) >= _LEAST_TOLD)


def _holds_in_groups(text: str) -> bool:
    """Whether neighbouring groups of digits make a number, whatever digits stand before and behind them."""
    return any(
        min(map(len, groups)) >= _SHORTEST_GROUP and _IN_GROUPS.fullmatch("".join(groups))
        for groups in _neighbours(_GROUPS, text, least=_MOBILE_DIGITS)
    ) or any(
        _IDENTITY.fullmatch(number) and _is_identity(number)
        for runs in (_GROUPS, _MORE_GROUPS)
        for number in map("".join, _neighbours(runs, text, least=_IDENTITY_DIGITS))
    )


def _neighbours(runs: re.Pattern[str], text: str, *, least: int) -> Iterator[list[str]]:
    """Each two and more groups of digits that stand side by side, in runs of so many signs at least."""
    for run in runs.findall(text):
        groups = _GROUP.findall(run)
        if sum(map(len, groups)) < least:
            continue
        for first in range(len(groups)):
            for last in range(first + 2, min(first + _MOST_GROUPS, len(groups)) + 1):
                yield groups[first:last]


def _is_identity(number: str, *, mistyped: bool = False) -> bool:
    number = number.upper()
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    if not dt.date(1900, 1, 1) <= born <= dt.date.today():
        return False
    if number[-1] == ric.calc_check_digit(number):
        return True
    return _PROVINCE.match(number) is not None and (mistyped or _is_rounded(number))


def _is_rounded(number: str) -> bool:
    """Whether a spreadsheet may have made it of another: noughts at its end, or the nearest floating number."""
    return set(number[_SPREADSHEET_KEEPS:]) == {"0"} or (number.isdigit() and int(float(number)) == int(number))


def _is_old_identity(number: str, *, alone: bool) -> bool:
    if alone and number[6:8] < _TOWNS_UNTIL:
        return False
    try:
        born = dt.date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return False
    return _PROVINCE.match(number) is not None and born <= _OLD_NUMBERS_UNTIL and number[2:6] != "0000"


def _written_out(power: re.Match[str]) -> str:
    """``1.1010519491231E+17`` as the digits it stands for, noughts behind."""
    digits, exponent = power[1] + power[2], int(power[3])
    return digits[: exponent + 1].ljust(exponent + 1, "0")
