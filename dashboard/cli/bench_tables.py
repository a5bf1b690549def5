"""How is what `bench measures` measured read: one table for each size, times in milliseconds?

Shows what was measured; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.cli.output import write_table
from dashboard.cli.session import Session

HEADINGS = (
    "measure", "first", "whole", "alone", "mb", "best_peer", "peer_whole", "peer_alone", "peer_mb", "ratio",
    "ratio_alone", "networkx",
)  # fmt: skip


def show_measures(session: Session, measured: Mapping[str, Any]) -> None:
    """The tables, what the columns mean, the libraries that are not here, and which measures miss their goal."""
    for network in measured["networks"]:
        title = session.wording.text("cli.bench_network", nodes=network["nodes"], ties=network["ties"])
        rows = [_cells(session, row) for row in network["measures"]]
        write_table(
            [session.wording.text(f"cli.bench_column_{name}") for name in HEADINGS],
            rows,
            show=lambda value: "" if value is None else str(value),
            title=title,
        )
        _left_out(session, network)
    session.say("bench_legend", budget=f"{measured['budget_seconds']:g}")
    versions = measured["versions"]
    session.say("bench_versions", versions=", ".join(f"{name} {version}" for name, version in versions.items()))
    if measured["short"]:
        session.say("bench_short", which=listed_short(measured["short"], "ratio"))


def listed_short(rows: Sequence[Mapping[str, Any]], what: str) -> str:
    """``measure (nodes, what)`` of each row."""
    return ", ".join(f"{row['measure']} ({row['nodes']}, {row[what]})" for row in rows)


def _cells(session: Session, row: Mapping[str, Any]) -> list[Any]:
    ours, peer = row["ours"], row["peers"].get(row["best_peer"], {})
    name = row["measure"] + ("*" if row["own"] else "")
    if "seconds" not in ours:
        why = session.wording.text(f"cli.bench_why_{ours['left_out']}")
        return [name, why, *[None] * (len(HEADINGS) - 2)]
    least = "> " if row["networkx_at_least"] else ""
    return [
        name,
        *(_milliseconds(ours[one]) for one in ("first", "seconds", "alone")),
        str(ours["peak_mb"]),
        row["best_peer"],
        *(_milliseconds(peer.get(one)) for one in ("seconds", "alone")),
        None if "peak_mb" not in peer else str(peer["peak_mb"]),
        *(None if row[one] is None else f"{row[one]:.2f}" for one in ("ratio", "ratio_alone")),
        None if row["networkx"] is None else f"{least}{row['networkx']:.1f}",
    ]


def _left_out(session: Session, network: Mapping[str, Any]) -> None:
    for why in ("over_budget", "absent", "failed"):
        which: dict[str, list[str]] = {}
        for row in network["measures"]:
            for library, peer in row["peers"].items():
                if peer.get("left_out") == why:
                    which.setdefault(library, []).append(row["measure"])
        if which:
            told = "; ".join(name if why == "absent" else f"{name}: {', '.join(ones)}" for name, ones in which.items())
            session.say("bench_left_out", why=session.wording.text(f"cli.bench_why_{why}"), which=told)


def _milliseconds(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"
