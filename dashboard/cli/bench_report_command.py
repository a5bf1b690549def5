"""How long do the findings take, and the queries behind them beside a Neo4j server: bench report, bench queries?

Measuring belongs to ``dashboard.bench``; here it is asked for and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.data_commands import SCALES
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import UnknownName

if TYPE_CHECKING:
    from dashboard.bench.measuring import Step

JSON = typer.Option("--json", help=told("json"))
SEED = typer.Option("--seed", help=told("generate_seed"), min=0)


def report(
    context: typer.Context,
    scales: Annotated[str, typer.Option("--scales", help=told("bench_scales"))] = "subdistrict,district,city",
    seed: Annotated[int, SEED] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    names = [_checked(name.strip()) for name in scales.split(",")]
    from dashboard.bench.reporting import bench_report

    measured = bench_report(names, seed=seed, told=lambda step: _tell(session, step))
    if as_json:
        write_json(measured)
        return
    parts = list(next(iter(measured["scales"].values()))["parts"])
    rows: list[list[Any]] = [
        [name, *(one[key] for key in ("organisations", "ties", "rows", "seconds", "peak_mb")), *one["parts"].values()]
        for name, one in measured["scales"].items()
    ]
    told_first = ("scale", "organisations", "ties", "rows", "seconds", "peak")
    headings = [
        session.wording.text(f"cli.bench_{name}") for name in (*told_first, *(f"part_{part}" for part in parts))
    ]
    write_table(headings, rows, show=lambda value: f"{value:,}" if isinstance(value, int) else str(value))
    for name, exponent in measured["exponents"].items():
        session.say("bench_exponent", part=session.wording.text(f"cli.bench_part_{name}"), exponent=exponent)
    session.say("bench_report_goal", seconds=measured["goal_seconds"], peak=measured["goal_peak_mb"])


def queries(
    context: typer.Context,
    scale: Annotated[str, typer.Option("--scale", help=told("generate_scale"))] = "district",
    seed: Annotated[int, SEED] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.bench.reporting import bench_queries

    measured = bench_queries(_checked(scale), session.settings, seed=seed, told=lambda step: _tell(session, step))
    if as_json:
        write_json(measured)
        return
    text = session.wording.text
    rows = [
        [name, one["rows"], one["embedded"], one["server"], text(f"cli.bench_{'equal' if one['equal'] else 'differ'}")]
        for name, one in measured["queries"].items()
    ]
    headings = [text(f"cli.bench_{name}") for name in ("query", "rows", "embedded", "server", "answers")]
    write_table(headings, rows, show=lambda value: f"{value:,}" if isinstance(value, int) else str(value))
    session.say("bench_queries_ratio", ratio=measured["ratio"], **measured["seconds"])


def _checked(scale: str) -> str:
    if scale not in SCALES:
        raise UnknownName("scale", scale, known=SCALES)
    return scale


def _tell(session: Session, step: Step) -> None:
    session.say("bench_step", step=step.name, seconds=f"{step.seconds:.1f}", peak=round(step.peak_mb))
