"""What does the browser get of a network over time: everyone and every tie once, as columns and arrays?

One file in one layout, described at ``encoded``. Words, colours and what is shown of it are the page's; who stands
where is ``network_view``'s.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.network_parts import Parts
from dashboard.network_union import UnionNetwork
from graph_model.snapshot import LAYERS, Snapshot

MAGIC = b"GJN1"
MOST_READINGS = 6
"""Ways to read a name that are kept for the search."""
LEVELS = ("working_committee", "committee", "general_branch", "branch", "group")


@dataclass(frozen=True)
class NetworkPicture:
    """A network of some moments with a place for everyone who had a tie at one of them.

    Attributes
    ----------
    union
        Organisations and ties.
    positions
        float64 (n, 2); not-a-number for who never had a tie.
    groups
        int64 (n,): community of ties; -1 for none.
    parts
        The places it is divided into where it is large; else None.
    areas
        By group the name of the area that most of it lies in; "" for none.
    """

    union: UnionNetwork
    positions: npt.NDArray[np.float64]
    groups: npt.NDArray[np.int64]
    parts: Parts | None
    areas: dict[int, str]

    @property
    def elements(self) -> int:
        """Organisations with a place, and ties."""
        return int(np.isfinite(self.positions[:, 0]).sum()) + int(self.union.a.size)

    def parts_of_view(self, snapshot: Snapshot) -> Parts | None:
        """The parts of the organisations of one day's snapshot; None where the network is one picture."""
        if self.parts is None:
            return None
        at = pl.DataFrame({"code": self.union.organisations.get_column("code"), "part": self.parts.of})
        of = snapshot.organisations.select("code").join(at, on="code", how="left", maintain_order="left")["part"]
        return replace(self.parts, of=of.to_numpy())


def areas_of_groups(union: UnionNetwork, groups: npt.NDArray[np.int64], places: pl.DataFrame) -> dict[int, str]:
    """By group the name of the area most of its organisations lie in; "" where they lie in none."""
    names = dict(places.filter(pl.col("kind") == "area").select("code", "name").iter_rows())
    held = (
        pl.DataFrame({"group": groups, "area": union.organisations.get_column("area").cast(pl.String)})
        .filter((pl.col("group") >= 0) & pl.col("area").is_not_null())
        .group_by("group", "area")
        .len()
        .sort(["group", "len", "area"], descending=[False, True, False])
        .unique("group", keep="first", maintain_order=True)
    )
    most = {group: names.get(area, "").removesuffix("区") for group, area, _ in held.iter_rows()}
    return {group: most.get(group, "") for group in np.unique(groups[groups >= 0]).tolist()}


def encoded(picture: NetworkPicture) -> bytes:
    """The picture as one file.

    ``GJN1``, the length of the header (uint32), the header (JSON, UTF-8, padded with spaces to a multiple of four),
    then the arrays that ``header.arrays`` names, little-endian, each padded to a multiple of four bytes: ``x, y``
    (float32, NaN where nobody stands), ``group, part`` (int32, -1 for none), ``level, domain, hub, alive`` (uint8: the
    level as in ``header.levels``, the drawn class of the domain, 1 for the hub, bit ``moment`` of who was alive then),
    ``a, b`` (uint32: rows), ``bits`` (uint32: bit ``4 * moment + layer``).
    """
    union = picture.union
    organisations = union.organisations
    names = organisations.get_column("name").to_list()
    level = [LEVELS.index(one) if one in LEVELS else LEVELS.index("branch") for one in organisations["level"].to_list()]
    domain = [DOMAIN_CLASSES.get(one, 7) for one in organisations["domain"].to_list()]
    parts = picture.parts
    part = np.full(len(names), -1) if parts is None else parts.of
    arrays = {
        "x": picture.positions[:, 0].astype("<f4"),
        "y": picture.positions[:, 1].astype("<f4"),
        "group": picture.groups.astype("<i4"),
        "part": part.astype("<i4"),
        "level": np.array(level, dtype="u1"),
        "domain": np.array(domain, dtype="u1"),
        "hub": union.hub.astype("u1"),
        "alive": union.alive,
        "a": union.a.astype("<u4"),
        "b": union.b.astype("<u4"),
        "bits": union.bits.astype("<u4"),
    }
    header = {
        "moments": [day.isoformat() for day in union.moments],
        "levels": LEVELS,
        "layers": LAYERS,
        "codes": organisations.get_column("code").to_list(),
        "names": names,
        "shorts": [short(name) for name in names],
        "initials": initials_of(names),
        "parts": [] if parts is None else parts.places.rows(),
        "part_kind": None if parts is None else parts.kind,
        "group_areas": list(picture.areas.items()),
        "domains": organisations.get_column("domain").to_list(),
        "arrays": [[name, array.dtype.str.lstrip("<|"), int(array.size)] for name, array in arrays.items()],
    }
    told = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    told += b" " * (-len(told) % 4)
    body = b"".join(_padded(array.tobytes()) for array in arrays.values())
    return MAGIC + len(told).to_bytes(4, "little") + told + body


def decoded(content: bytes) -> NetworkPicture:
    """The picture that ``encoded`` wrote; of organisations ``code, name, level, domain`` alone."""
    size = int.from_bytes(content[4:8], "little")
    header = json.loads(content[8 : 8 + size])
    arrays, at = {}, 8 + size
    for name, kind, length in header["arrays"]:
        arrays[name] = np.frombuffer(content, dtype=f"<{kind}" if kind[1] != "1" else kind, count=length, offset=at)
        at += (arrays[name].nbytes + 3) // 4 * 4
    organisations = pl.DataFrame(
        {
            "code": header["codes"],
            "name": header["names"],
            "level": [header["levels"][one] for one in arrays["level"].tolist()],
            "domain": header["domains"],
        },
        schema=dict.fromkeys(("code", "name", "level", "domain"), pl.String),
    )
    union = UnionNetwork(
        tuple(dt.date.fromisoformat(day) for day in header["moments"]),
        organisations,
        arrays["a"].astype(np.int64),
        arrays["b"].astype(np.int64),
        arrays["bits"].astype(np.uint32),
        arrays["alive"].astype(np.uint8),
    )
    places = pl.DataFrame(header["parts"], schema={"code": pl.String, "name": pl.String}, orient="row")
    parts = Parts(header["part_kind"], places, arrays["part"].astype(np.int64)) if header["parts"] else None
    positions = np.column_stack([arrays["x"], arrays["y"]]).astype(np.float64)
    return NetworkPicture(union, positions, arrays["group"].astype(np.int64), parts, dict(header["group_areas"]))


def short(name: str) -> str:
    """An organisation's name without the words that its mark and shape tell already."""
    return re.sub("(社区)?(联合)?(党工委|党总支|党委|党支部|党小组)$", "", name) or name


def initials_of(names: list[str]) -> list[str]:
    """The first letters of each name as it is read aloud (pinyin), other signs as they are, small letters.

    A sign that is read in several ways gives further words after a space, each with one sign read otherwise.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # slow to import; only a picture needs it

    way: Any = {"style": Style.FIRST_LETTER, "errors": list}  # it takes signs one by one, and declares text alone
    others: dict[str, list[str]] = {}
    told = []
    for name in names:
        letters = [one.lower() for one in lazy_pinyin(name, **way)]
        words = ["".join(letters)]
        if len(letters) != len(name):  # a sign without a reading of its own: the others cannot be told apart
            told.append(words[0])
            continue
        for place, (sign, letter) in enumerate(zip(name, letters, strict=False)):
            if sign not in others:
                others[sign] = pinyin(sign, heteronym=True, **way)[0]
            words += [
                "".join([*letters[:place], one, *letters[place + 1 :]])
                for one in others[sign]
                if one != letter.lower() and one.isalpha() and "\u4e00" <= sign <= "\u9fff"
            ]
        told.append(" ".join(words[:MOST_READINGS]))
    return told


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)
