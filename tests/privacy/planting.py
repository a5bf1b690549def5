"""Which persons are planted, and how is each written: identity numbers, mobile numbers and names, every one its own?

Nothing here comes from the program: check digits are worked out from the standard (GB 11643).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SURNAMES = "檀逄郄蔺亓缪宓阚乜仉"
GIVEN = "焘熙翀昶晁赟昇燊犇骉淼焱垚鑫喆嘦靐龘翯昝"
SHORT_SURNAMES = "李王张刘陈杨赵黄周吴徐孙朱胡郭何林罗郑梁宋唐许"
SHORT_GIVEN = "娜芳娟霞莉玲萍艳"
"""Signs that everybody knows: a name of two of them is known by nothing but what stands beside it."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def full_width(text: str) -> str:
    """The text with full-width digits and letters, as input methods write them."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in text)


def with_check_digit(digits: str) -> str:
    """The 17 digits with the check digit of GB 11643 behind them."""
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


Form = Callable[[str], str]
IDENTITY_FORMS: tuple[Form, ...] = (
    str,
    str.lower,
    lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
    full_width,
    lambda n: f"身份证号{n}。",
    lambda n: f"{n[:6]}-{n[6:14]}-{n[14:]}",
    lambda n: f"（{n}）",
    lambda n: f"12 {n[:6]} {n[6:10]} {n[10:14]} {n[14:]}",
    lambda n: f"{n[:9]}\u200b{n[9:]}",
    lambda n: f"{n[:6]}\u3000{n[6:14]}\u3000{n[14:]}",
    lambda n: f"{n[:6]}，{n[6:14]}，{n[14:]}",
    lambda n: n[:17] + ("0" if n[17] == "1" else "1"),  # mistyped
    lambda n: f"证号{full_width(n[:17])}{'7' if n[17] == '3' else '3'}",
)
MOBILE_FORMS: tuple[Form, ...] = (
    str,
    lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"+86 {n[:3]} {n[3:7]} {n[7:]}",
    full_width,
    lambda n: f"{n}.0",
    lambda n: f"电话：{n}",
    lambda n: f"+86{n}",
    lambda n: f"{n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"0532-88887777、{n}",
    lambda n: f"2018-06-30 {n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"{n[:2]},{n[2:5]},{n[5:8]},{n[8:]}",
    lambda n: f"{n[0]}.{n[1:]}E+10",
    lambda n: f"({n[:3]}){n[3:]}",
    lambda n: f"{n[:3]}\u3000{n[3:7]}\u3000{n[7:]}",
    lambda n: f"（+86）{full_width(n)}",
    lambda n: f"{n[:3]}，{n[3:7]}，{n[7:]}",
    lambda n: f"{n[:3]}·{n[3:7]}·{n[7:]}",
    lambda n: f"{n[:3]}、{n[3:7]}、{n[7:]}",
    lambda n: f"{n[:3]}；{n[3:7]}；{n[7:]}",
    lambda n: f"{n[:3]}，{n[3:]}",
)
MASKED_FORMS: tuple[tuple[str, Form], ...] = (
    ("identity", lambda n: f"{n[:6]}********{n[14:]}"),
    ("identity", lambda n: f"证号：{n[:10]}＊＊＊＊{full_width(n[14:])}"),
    ("mobile", lambda n: f"{n[:3]}xxxx{n[7:]}"),
    ("mobile", lambda n: f"电话{n[:3]} ＸＸＸＸ {n[7:]}"),
    ("mobile", lambda n: f"{n[:3]}····{n[7:]}"),
)
NAME_FORMS: tuple[Form, ...] = (
    str,
    lambda n: f"联系人：{n}",
    lambda n: f"由{n}负责",
    lambda n: " ".join(n),
    lambda n: f"{n} 同志",
    lambda n: f"{n}(主任)",
    lambda n: f"第一项；{n}，第二项",
)
SHORT_FORMS: tuple[Form, ...] = (
    lambda n: f"{n}请假",
    lambda n: f"{n}出差",
    lambda n: f"帮扶{n}一家",
    lambda n: f"报表{n}提供",
    lambda n: f"联系人{n} 办公室",
    str,
    lambda n: f"由{' '.join(n)}负责",
    lambda n: f"第一项，{n}、第二项",
    lambda n: f"高山社区{n}很忙",
)
"""Phrases in which a name of two signs stands."""
UNLISTED_FORMS: tuple[Form, ...] = (
    lambda n: f"{n}请假",
    lambda n: f"{n}住院",
    lambda n: f"因{n}出差",
    lambda n: f"{n}说需要桌椅",
    lambda n: f"居民{n}反映漏水",
    lambda n: f"请假：{n} 病假",
    lambda n: f"书记{n}请假",
)
"""Phrases in which a name stands that no list of the hand-in holds."""
UNLISTED_SURNAMES = ("李", "陈", "欧阳", "周", "诸葛", "赵")
UNLISTED_GIVEN = ("晓娜", "文博", "佳怡", "桂芬", "雨桐", "秀珍", "子轩")
FORMS = {"identity": IDENTITY_FORMS, "mobile": MOBILE_FORMS, "name": NAME_FORMS}


@dataclass
class Plants:
    """Planted persons; each call plants another one.

    Attributes
    ----------
    where
        Where each was planted, by what has to be searched for: 17 digits of an identity number, 11 of a mobile number
        without signs between them, a name without spaces.
    names
        The names among them, which must stand in the members' sheet.
    """

    where: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def identity(self, where: str, *, form: int = 0) -> str:
        """An identity number of 18 signs; every third ends with X."""
        number = len(self.where)
        for tail in range(number * 3, number * 3 + 40):
            day = f"{1950 + tail % 50}{1 + tail % 12:02d}{1 + tail % 28:02d}"
            told = with_check_digit(f"{370201 + tail % 80:06d}{day}{tail % 1000:03d}")
            if told[:17] not in self.where and (number % 3 or told.endswith("X")):
                break
        self.where[told[:17]] = where
        return IDENTITY_FORMS[form % len(IDENTITY_FORMS)](told)

    def mobile(self, where: str, *, form: int = 0) -> str:
        """A mobile number of 11 digits."""
        number = len(self.where)
        told = f"1{3 + number % 7}{(number * 7919 + 123456789) % 10**9:09d}"
        self.where[told] = where
        return MOBILE_FORMS[form % len(MOBILE_FORMS)](told)

    def name(self, where: str, *, form: int = 0) -> str:
        """A name of three signs that stands nowhere else."""
        number = len(self.names)
        first, rest = divmod(number, len(GIVEN) ** 2)
        told = SURNAMES[first] + GIVEN[rest // len(GIVEN)] + GIVEN[rest % len(GIVEN)]
        self.where[told] = where
        self.names.append(told)
        return NAME_FORMS[form % len(NAME_FORMS)](told)

    def short(self, where: str, *, form: int = 0) -> str:
        """A name of two signs that stands nowhere else; the first has rare ones."""
        number = sum(len(name) == 2 for name in self.names) - 1
        first, rest = divmod(number, len(SHORT_GIVEN))
        told = "訾珺" if number < 0 else SHORT_SURNAMES[first] + SHORT_GIVEN[rest]
        self.where[told] = where
        self.names.append(told)
        return SHORT_FORMS[form % len(SHORT_FORMS)](told)

    def unlisted(self, where: str, *, number: int) -> str:
        """A name that stands in no list, in a phrase."""
        place, form = divmod(number, len(UNLISTED_FORMS))
        told = UNLISTED_SURNAMES[place % len(UNLISTED_SURNAMES)] + UNLISTED_GIVEN[form]
        self.where[told] = f"{where}: unlisted {form}"
        return UNLISTED_FORMS[form](told)

    def masked(self, where: str, *, form: int) -> str:
        """A number half of which is masked; what is left of it has to be searched for."""
        kind, written = MASKED_FORMS[form]
        told = written(getattr(self, kind)(where))
        self.where.popitem()
        self.listed(where, re.sub(r"^\D+", "", told))
        return told

    def each(self, where: str, *, form: int = 0) -> Sequence[str]:
        """One person of each kind."""
        return [getattr(self, kind)(f"{where}: {kind} {form}", form=form) for kind in FORMS]

    def listed(self, where: str, text: str) -> None:
        """Take note of what else has to be searched for, such as what a spreadsheet makes of a number."""
        self.where[plain(text)] = where


def plain(text: str) -> str:
    """A text as it is searched for: NFKC, without what nobody sees or what stands between digits and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
