"""How does a test come by a network of 20,000 organisations and 150,000 ties without a region of people and units?

A ledger of places, organisations and agreements alone, loaded as a person would. Made from a seed; nothing is measured.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import polars as pl

from tests.browser.serving import environment, gongjian

SUBDISTRICTS, EACH = 100, 200
AGREEMENTS, PARTIES = 3_400, 10
"""An agreement of ten ties forty-five pairs: about 150,000 ties."""
LEVELS = ("committee", "general_branch", "branch", "branch", "branch", "group")
DOMAINS = ("community", "enterprise", "enterprise", "agency", "school", "social", "other")


def write_large_ledger(folder: Path, *, seed: int = 2018) -> None:
    """The ledger as csv files; nine of ten agreements stay within one sub-district."""
    chance = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    streets = [f"S{number:03d}" for number in range(SUBDISTRICTS)]
    places = {"code": ["C", *streets], "name": ["大城市", *(f"第{n}街道" for n in range(SUBDISTRICTS))]}
    kinds = {"kind": ["city", *["subdistrict"] * SUBDISTRICTS], "parent": [None, *["C"] * SUBDISTRICTS]}
    pl.DataFrame({**places, **kinds}).write_csv(folder / "places.csv")
    size = SUBDISTRICTS * EACH
    codes = np.array([f"G{number:05d}" for number in range(size)])
    pl.DataFrame(
        {
            "code": codes,
            "name": [f"荻泊{number}号党支部" for number in range(size)],
            "level": [LEVELS[number % len(LEVELS)] for number in range(size)],
            "domain": [DOMAINS[number % len(DOMAINS)] for number in range(size)],
            "place": [streets[number // EACH] for number in range(size)],
        }
    ).write_csv(folder / "organisations.csv")
    base = chance.integers(0, SUBDISTRICTS, AGREEMENTS) * EACH
    members = base[:, None] + np.argsort(chance.random((AGREEMENTS, EACH)), axis=1)[:, :PARTIES]
    far = chance.random(AGREEMENTS) < 0.1
    members[far, -1] = chance.integers(0, size, int(far.sum()))
    names = [f"X{number:05d}" for number in range(AGREEMENTS)]
    signed = [f"{2016 + number % 2}-{1 + number % 12:02d}-05" for number in range(AGREEMENTS)]
    agreements = {"code": names, "title": names, "kind": "co_building", "signed": signed, "status": "active"}
    ends = pl.lit("2019-12-31").alias("ends")
    pl.DataFrame(agreements).with_columns(ends).write_csv(folder / "agreements.csv")
    parties = {"agreement": np.repeat(names, PARTIES), "organisation": codes[members.ravel()]}
    pl.DataFrame(parties).unique().sort("agreement", "organisation").write_csv(folder / "parties.csv")


def load_large(data: Path, *, seed: int = 2018) -> None:
    """A data folder with the large ledger in it."""
    folder = data.with_name(data.name + "-ledger")
    write_large_ledger(folder, seed=seed)
    command = gongjian(data, "--quiet", "load", str(folder), "--as-of", "2018-06-30")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment(), timeout=600)
