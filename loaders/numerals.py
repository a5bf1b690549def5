"""Which number is written in Chinese numerals, or put together of digits and 万, 千, 百: 三百二十, 7万5千?

Only what can be one number alone: 三百二 (302 or 320), 3万2, 三五 (three to five), 百余 and a bare 三百 are none. Texts
in, texts of digits out; what a number means below its header is told in ``numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

_SIGNS: Final = dict(zip("〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "001223456789123456789", strict=True))
_TENS: Final = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_MYRIADS: Final = {"万": 4, "萬": 4, "亿": 8, "億": 8}
_NUMERAL: Final = "".join([*_SIGNS, *_TENS, *_MYRIADS])
WRITTEN: Final = rf"^[0-9]*[{_NUMERAL}][0-9{_NUMERAL}]*\s*[^0-9{_NUMERAL}\s]*$"
_PARTS: Final = re.compile(rf"([0-9{_NUMERAL}]+)\s*(.*)")
_TOKEN: Final = re.compile(rf"[0-9]+|[{_NUMERAL}]")
NO_NUMBER: Final = re.compile("一|[一二两三四五六七八九][百千万亿]")
"""What tells none while it stands alone in a cell: a dash, which is a blank, and a round figure in words, as 三百."""


def in_digits(plain: pl.Series, units: Mapping[str, int], *, power: int) -> pl.Series:
    """The texts with such numbers in digits, their unit behind them; every other text as it is.

    Parameters
    ----------
    plain
        Text as it is compared, null where empty.
    units
        Units of the column and the power of ten of each.
    power
        Of the header's unit. Where there is one, a number without a unit of its own is left unless it tells 万 or 亿:
        七千 below 万元 may be either.
    """
    written = plain.str.contains(WRITTEN).fill_null(value=False)
    if not written.any():
        return plain
    base = next((unit for unit, zeros in units.items() if zeros == 0), "")
    distinct = plain.filter(written).unique()
    told = [_told(text, units, base=base, power=power) for text in distinct.to_list()]
    return plain.replace(distinct, pl.Series(told, dtype=pl.String))


def _told(text: str, units: Mapping[str, int], *, base: str, power: int) -> str:
    found = _PARTS.fullmatch(text)
    if found is None:
        return text
    numeral, unit = found[1], found[2].lower()
    number = None if NO_NUMBER.fullmatch(text) else number_of(numeral)
    if number is None or (unit and unit not in units):
        return text
    if not unit and any(sign in numeral for sign in _MYRIADS):
        unit = base  # 七万 below 万元 is 70,000, as 7万 is
    elif not unit and power:
        return text
    return f"{number}{unit}"


def number_of(numeral: str) -> int | None:
    """The number that such a text is, and None where it is none or may be two.

    Parameters
    ----------
    numeral
        Digits and numerals alone: 七万五千, 7万5千, 柒万, 12万3456.
    """
    whole = section = 0
    digits: str | None = None
    above = 9  # the power of the last unit: what follows has to be smaller
    last_myriad = 12
    nought = False
    for token in _TOKEN.findall(numeral):
        if token in _MYRIADS:
            value = _last(digits, above, nought=nought) if digits is not None else 0
            if value is None or _MYRIADS[token] >= last_myriad or section + value == 0:
                return None
            last_myriad = _MYRIADS[token]
            whole += (section + value) * 10**last_myriad
            section, digits, nought, above = 0, None, False, last_myriad
        elif token in _TENS:
            power = _TENS[token]
            if digits is None and power == 1 and not section and not nought and above > 1:
                digits = "1"  # 十五
            if digits is None or len(digits) > 1 or digits == "0" or power >= above:
                return None
            if nought and power + 1 >= above:  # 一千零二百
                return None
            section += int(digits) * 10**power
            digits, nought, above = None, False, power
        elif digits is None and token in ("零", "〇") and not nought and above < 9:
            nought = True
        elif digits is None:
            digits = _SIGNS.get(token, token)
        else:
            return None
    if digits is None:
        return None if nought else whole + section
    value = _last(digits, above, nought=nought)
    return None if value is None else whole + section + value


def _last(digits: str, above: int, *, nought: bool) -> int | None:
    """A number with no unit behind it: after 十, or after a nought, or of as many digits as the unit before has."""
    value = int(digits)
    if above in (9, 1) and not nought:
        return value if above == 9 or value < 10 else None
    if nought:
        return value if 0 < value < 10 ** (above - 1) else None
    return value if len(digits) == above and digits[0] != "0" else None
