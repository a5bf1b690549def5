"""Is every script of others the very file its table says it is, with its licence beside it?"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[3] / "dashboard" / "assets" / "vendor"


def test_every_vendored_script_has_the_checksum_of_the_table() -> None:
    table = (VENDOR / "README.md").read_text("utf-8")
    told = dict(re.findall(r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE))
    held = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert held == told
    assert all((VENDOR / f"{name.split('.')[0]}.LICENSE").exists() for name in held)
