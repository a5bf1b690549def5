"""How long does publishing to a Neo4j server take beside a bare driver's loop over the same rows, and what is written?

Compares steps; each is done in ``steps``. Only a database that holds nothing is used, and it is cleared afterwards.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from dashboard.bench.loading import Told, load_step
from dashboard.bench.measuring import Step, machine, step
from graph_model.errors import BadValue
from graph_model.settings import PREFIX, Settings

GOAL: Final = 1.5
"""How many times the bare loop a publish may take."""


def bench_publish(scale: str, settings: Settings, *, seed: int, told: Told | None = None) -> dict[str, Any]:
    """Measure a first publish, one of nothing new, and one of a change of one row in a hundred.

    Parameters
    ----------
    scale, seed
        Of the region.
    settings
        Whose store is a server with an empty database.
    told
        Called after each step.

    Returns
    -------
    dict
        ``steps`` by name, each with ``seconds``, ``peak_mb``, and of a publish ``written``, ``deleted`` and what the
        server counted; ``ratio`` of the first publish to the bare loop.

    Raises
    ------
    BadValue
        ``bench_needs_a_server``: the store is the embedded one; ``bench_database_not_empty``.
    Failure
        ``bench_step_failed``.
    """
    environment = empty_server(settings)
    done: dict[str, Step] = {}

    def record(one: Step) -> None:
        done[one.name] = one
        if told is not None:
            told(one)

    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        at = Path(folder)
        region, data, staged = at / "region", at / "data", at / "staged"
        record(step("generate", scale, str(seed), str(region)))
        record(load_step("load", region, data))
        record(step("stage", str(data), str(staged)))
        try:
            record(step("bare_create", str(staged), environment=environment))
            step("clear", environment=environment)
            record(step("publish", str(data), environment=environment))
            record(step("publish_unchanged", str(data), environment=environment))
            changed = step("change_one_in_a_hundred", str(region), str(at / "changed"))
            step("read_again", str(data), str(at / "changed"))
            one = step("publish_changed", str(data), environment=environment)
            record(Step(one.name, one.seconds, one.peak_mb, {**one.told, "rows_changed": changed.told["rows"]}))
        finally:
            step("clear", environment=environment)
    return {
        "scale": scale,
        "seed": seed,
        "machine": machine(),
        "rows": done["bare_create"].told["rows"],
        "steps": {name: one.as_json() for name, one in done.items()},
        "ratio": round(done["publish"].told["work_seconds"] / done["bare_create"].told["work_seconds"], 2),
        "goal_ratio": GOAL,
    }


def empty_server(settings: Settings) -> dict[str, str]:
    """The surroundings of a step that uses the server of these settings, which is there and empty.

    Raises
    ------
    BadValue
        ``bench_needs_a_server``: the store is the embedded one; ``bench_database_not_empty``.
    """
    if settings.store == "embedded":
        raise BadValue("bench_needs_a_server")
    environment = {
        f"{PREFIX}STORE": settings.store,
        f"{PREFIX}STORE_USER": settings.store_user,
        f"{PREFIX}STORE_DATABASE": settings.store_database,
        **({} if settings.password() is None else {f"{PREFIX}STORE_PASSWORD": str(settings.password())}),
    }
    if not step("is_empty", environment=environment).told["empty"]:
        raise BadValue("bench_database_not_empty", store=settings.store)
    return environment
