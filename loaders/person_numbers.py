"""Does a text hold the number of a person: an identity number of 18 or 15 digits, or a mobile number?

However it is written: broken by spaces or hyphens, full-width, inside a longer text, as a spreadsheet turns a long
number. Names are ``people``'s business; an office's landline is no person.
"""

from __future__ import annotations

import datetime as dt
import re

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from loaders.spellings import compared_text

MIGHT_BE_A_NUMBER = r"[0-9](?:[\s\-‐‑‒–—―.·_/,]*[0-9]){10}|[0-9]\.[0-9]{5,}[eE]\+?1[0-9]"
"""Holds for every text, once compared, in which a number of a person can stand; and for others."""
HIDDEN = "***"
"""What stands in the place of a person in a text that has to be told again, such as the name of a file."""

_BROKEN = re.compile(r"(?<=[0-9])[\s\-‐‑‒–—―]+(?=[0-9Xx])")
_IDENTITY = re.compile(r"(?<![0-9])(?<![0-9]\.)([0-9]{17}(?:[0-9](?![0-9])|[Xx]))")
_OLD_IDENTITY = re.compile(r"(?<![0-9])(?<![0-9]\.)([0-9]{15})(?![0-9])(?!\.[0-9]*[1-9])")
_MOBILE = re.compile(r"(?<![0-9])(?<![0-9]\.)(?:\+?(?:00)?86|0)?1[3-9][0-9]{9}(?![0-9])(?!\.[0-9]*[1-9])")
_IN_GROUPS = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_DOTTED = re.compile(r"(?<![0-9.])1[3-9][0-9]([._·/])[0-9]{4}\1[0-9]{4}(?![0-9.])")
_POWER = re.compile(r"(?<![0-9.])([0-9])\.([0-9]{5,})[eE]\+?(1[0-9])(?![0-9])")
_THOUSANDS = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_LISTED = re.compile(r"(?<![0-9.])[0-9]{1,2}\.(?=(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9]))")
"""The number of an entry, as in 2.13800138000; in a text of words alone, since a number may have such decimals."""
_WORDS = re.compile("[\u4e00-\u9fff]")
_DIGITS = re.compile(r"[0-9](?:[\s\-‐‑‒–—―.·_/,]{0,3}[0-9])*(?:[eE]\+?[0-9]+)?[Xx]?")
_GROUPS = re.compile(r"[0-9]+(?:[\s\-‐‑‒–—―._·/]{1,3}[0-9]+)+[Xx]?|[0-9]{17}[\s\-]{1,3}[Xx]")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_MOST_GROUPS = 6
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
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits of an identity number; the county behind them may long be renamed."""


def has_person_number(text: str) -> bool:
    """Whether an identity number or a mobile number stands in a text.

    An identity number of 18 signs has its right check digit (GB 11643) and a day of birth that can be; where a
    spreadsheet has rounded its last three digits, the day and the province alone. One of 15 digits has none to
    check: its province and day of birth must be possible, and it must not read as the code of a grid. A whole text
    that is a sound unified social credit code with a letter in it is none, unless it is an identity number as well.
    """
    told = compared_text(text)
    plain = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), _POWER.sub(_written_out, told))
    if _WORDS.search(plain):
        plain = _LISTED.sub(" ", plain)
    whole = any(_holds(one) for one in {plain, _BROKEN.sub("", plain)})
    if not (whole or _MOBILE_DOTTED.search(plain) or _holds_in_groups(plain)):
        return False
    # The digits of a credit code are of the register, whatever they look like; but one identity number in 31 that ends
    # with X has a credit code's check digit as well.
    is_credit_code = len(told) == _CREDIT_CODE_LENGTH and not told.isdigit() and uscc.is_valid(told)
    return not is_credit_code or (_IDENTITY.fullmatch(told) is not None and _is_identity(told))


def without_numbers(text: str) -> str:
    """The text with ``***`` for each run of digits that holds a person's number."""
    if not has_person_number(text):
        return text
    shown = _DIGITS.sub(lambda run: HIDDEN if has_person_number(run[0]) else run[0], compared_text(text))
    return HIDDEN if has_person_number(shown) else shown


def _holds(text: str) -> bool:
    return (
        _MOBILE.search(text) is not None
        or any(_is_identity(number) for number in _IDENTITY.findall(text))
        or any(_is_old_identity(number, alone=number == text) for number in _OLD_IDENTITY.findall(text))
    )


def _holds_in_groups(text: str) -> bool:
    """Whether neighbouring groups of digits make a number, whatever digits stand before and behind them."""
    for run in _GROUPS.findall(text):
        groups = _GROUP.findall(run)
        for first in range(len(groups)):
            for last in range(first + 2, min(first + _MOST_GROUPS, len(groups)) + 1):
                some = groups[first:last]
                number = "".join(some)
                if _IDENTITY.fullmatch(number) and _is_identity(number):
                    return True
                if min(map(len, some)) >= _SHORTEST_GROUP and _IN_GROUPS.fullmatch(number):
                    return True
    return False


def _is_identity(number: str) -> bool:
    number = number.upper()
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    if not dt.date(1900, 1, 1) <= born <= dt.date.today():
        return False
    if number[-1] == ric.calc_check_digit(number):
        return True
    return _PROVINCE.match(number) is not None and _is_rounded(number)


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
