"""How long does the program take on this machine: bench load, publish, report, queries, serve, pages, measures?

Measuring belongs to ``dashboard.bench``; here it is asked for and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.bench_report_command import queries, report
from dashboard.cli.bench_tables import listed_short, show_measures
from dashboard.cli.data_commands import LARGE_SCALES
from dashboard.cli.ending import NamedCommands
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import Failure, UnknownName

if TYPE_CHECKING:
    from dashboard.bench.measuring import Step

SCALE = typer.Option("--scale", help=told("generate_scale_large"))
SEED = typer.Option("--seed", help=told("generate_seed"), min=0)
JSON = typer.Option("--json", help=told("json"))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    bench = typer.Typer(cls=NamedCommands, invoke_without_command=True, rich_markup_mode=None, help=told("bench"))
    bench.callback()(listed)
    bench.command("load", cls=WordedCommand, help=told("bench_load"))(load)
    bench.command("publish", cls=WordedCommand, help=told("bench_publish"))(publish)
    bench.command("serve", cls=WordedCommand, help=told("bench_serve"))(serve)
    bench.command("picture", cls=WordedCommand, help=told("bench_picture"))(picture)
    bench.command("pages", cls=WordedCommand, help=told("bench_pages"))(pages)
    bench.command("report", cls=WordedCommand, help=told("bench_report"))(report)
    bench.command("queries", cls=WordedCommand, help=told("bench_queries"))(queries)
    bench.command("measures", cls=WordedCommand, help=told("bench_measures"))(measures)
    app.add_typer(bench, name="bench", help=told("bench"))


def listed(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        for name in ("load", "publish", "serve", "picture", "pages", "report", "queries", "measures"):
            typer.echo(f"gongjian bench {name:8} {told('bench_' + name)}")


def load(
    context: typer.Context,
    scale: Annotated[str, SCALE] = "city",
    seed: Annotated[int, SEED] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.bench.loading import bench_load

    measured = bench_load(_checked(scale), seed=seed, told=lambda step: _tell(session, step))
    _show(session, measured, as_json=as_json)


def publish(
    context: typer.Context,
    scale: Annotated[str, SCALE] = "district",
    seed: Annotated[int, SEED] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.bench.publishing import bench_publish

    measured = bench_publish(_checked(scale), session.settings, seed=seed, told=lambda step: _tell(session, step))
    _show(session, measured, as_json=as_json)


def serve(
    context: typer.Context,
    scale: Annotated[str, SCALE] = "city",
    seed: Annotated[int, SEED] = 1,
    people: Annotated[int, typer.Option("--people", help=told("bench_people"), min=2, max=200)] = 50,
    views: Annotated[int, typer.Option("--views", help=told("bench_views"), min=1, max=100)] = 12,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.bench.serving import bench_serve

    measured = bench_serve(
        _checked(scale), seed=seed, people=people, views=views, told=lambda step: _tell(session, step)
    )
    if as_json:
        write_json(measured)
        return
    words, names = session.wording, ("people", "views", "failed", "p50", "p95", "most", "peak_mb")
    rows = [[words.text(f"cli.bench_{who}"), *(measured[who][name] for name in names)] for who in ("one", "many")]
    write_table(["", *(words.text(f"cli.bench_{name}") for name in names)], rows, show=str)
    session.say("bench_ratio", ratio=measured["ratio"], goal=measured["goal_ratio"])


def picture(context: typer.Context, as_json: Annotated[bool, JSON] = False) -> None:
    session: Session = context.obj
    from dashboard.bench.picture import bench_picture

    session.ready()
    measured = bench_picture(
        session.settings, told=lambda name, seconds: session.say("bench_picture_step", step=name, seconds=seconds)
    )
    if as_json:
        write_json(measured)
        return
    rows = [
        [name, *(one.get(figure) for figure in ("seconds", "frames_a_second", "slowest_tenth_ms", "marks", "ties"))]
        for name, one in measured["steps"].items()
    ]
    headings = ("name", "seconds", "frames", "slowest", "marks", "ties")
    write_table(
        [session.wording.text(f"cli.bench_{name}") for name in headings],
        rows,
        show=lambda value: "" if value is None else f"{value:,}" if isinstance(value, int) else str(value),
    )
    session.say("bench_picture_told", **measured["goal"], **measured["ratio"])


def pages(context: typer.Context, as_json: Annotated[bool, JSON] = False) -> None:
    session: Session = context.obj
    from dashboard.bench.pages import bench_pages

    session.ready()
    measured = bench_pages(
        session.settings, told=lambda name, seconds: session.say("bench_picture_step", step=name, seconds=seconds)
    )
    if as_json:
        write_json(measured)
        return
    words, goal = session.wording, measured["goal"]
    rows = [
        [words.text(f"pages.{name}"), one["seconds"], goal["seconds"], one["drawer_ms"], goal["drawer_ms"]]
        for name, one in measured["pages"].items()
    ]
    headings = ("page", "usable", "goal", "drawer", "goal")
    write_table(
        [words.text(f"cli.bench_{name}") for name in headings],
        rows,
        show=lambda value: "" if value is None else str(value),
    )


def measures(
    context: typer.Context,
    sizes: Annotated[str, typer.Option("--sizes", help=told("bench_sizes"))] = "1000,20000,100000,1000000",
    measures: Annotated[str, typer.Option("--measures", help=told("bench_which"), show_default=False)] = "",
    budget: Annotated[float, typer.Option("--budget", help=told("bench_budget"), min=0.1)] = 20.0,
    seed: Annotated[int, SEED] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.bench.network_measures import MEASURES, bench_measures
    from graph_model.errors import BadValue

    try:
        nodes = [int(size) for size in sizes.split(",")]
    except ValueError:
        nodes = []
    if not nodes or min(nodes) < 10:
        raise BadValue("bench_sizes", value=sizes)
    measured = bench_measures(
        sizes=nodes,
        measures=[name.strip() for name in measures.split(",") if name.strip()] or MEASURES,
        seed=seed,
        budget=budget,
        told=lambda size, library, name: session.say("bench_timed", nodes=size, library=library, measure=name),
    )
    if as_json:
        write_json(measured)
    else:
        show_measures(session, measured)
    if measured["disagreements"]:
        raise Failure("bench_disagree", which=listed_short(measured["disagreements"], "library"))


def _checked(scale: str) -> str:
    if scale not in LARGE_SCALES:
        raise UnknownName("scale", scale, known=LARGE_SCALES)
    return scale


def _tell(session: Session, step: Step) -> None:
    session.say("bench_step", step=step.name, seconds=f"{step.seconds:.1f}", peak=round(step.peak_mb))


def _show(session: Session, measured: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(measured)
        return
    rows = [[name, one["seconds"], one["peak_mb"], _counts(one)] for name, one in measured["steps"].items()]
    headings = [session.wording.text(f"cli.bench_{name}") for name in ("name", "seconds", "peak", "counted")]
    write_table(headings, rows, show=lambda value: f"{value:,}" if isinstance(value, int) else str(value))
    session.say("bench_ratio", ratio=measured["ratio"], goal=measured["goal_ratio"])


def _counts(step: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in step.items() if key not in ("seconds", "peak_mb"))
