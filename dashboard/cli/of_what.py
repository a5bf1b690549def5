"""Of which day, place and network is a result, in one line above it?

For tables on screen; JSON has the same as fields of its own.
"""

from __future__ import annotations

import datetime as dt

from dashboard.i18n import Wording


def told_of(
    words: Wording, *, as_of: dt.date | None, place: str | None, layer: str | None = None, hub: bool | None = None
) -> str:
    """The day, the place (none: the whole region), the layer (none: all) and whether the hub is counted.

    ``hub`` None: no network was looked at, so that neither it nor the layer is told.
    """
    where = words.text("cli.of_region") if place is None else words.text("cli.of_place", place=place)
    told = [words.text("cli.of_day", day=as_of), where]
    if hub is not None:
        told.append(
            words.text("cli.of_all_layers") if layer is None else words.text("cli.of_layer", layer=words.word(layer))
        )
        told.append(words.text("cli.of_with_hub" if hub else "cli.of_without_hub"))
    return " · ".join(told)
