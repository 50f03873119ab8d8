"""Tables that an earlier check wrote, read again: rows are incidents against zones, and each incident counts once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from geo.frames import CONTAINMENT
from geo.incidents.tables.features import Features

_VERDICT: Final = frozenset(column.name for column in CONTAINMENT)


def once_each(features: Features) -> Features:
    """The rows of a table of verdicts against several zones, one for each incident, without the verdicts.

    Rows stay that differ from the first of their id in what is said of the incident; any other table stays as it is.
    """
    rows = features.rows
    if not {"id", *_VERDICT} <= set(rows.columns) or rows.column("id") != rows.column("incident_id"):
        return features
    zones = rows.column("zone_id")
    kept = [at for at, name in enumerate(rows.columns) if name not in _VERDICT]
    cells = [[record[at] for at in kept] for record in rows.cells]
    first: dict[Any, int] = {}
    for index, own in enumerate(rows.column("id")):
        first.setdefault(str(own), index)
    stay = [
        index
        for index, own in enumerate(rows.column("id"))
        if first[str(own)] == index or cells[index] != cells[first[str(own)]]
    ]
    if len(stay) == len(cells) or len(stay) > len(first):
        return features
    notice = (
        f"{rows.source}: holds verdicts against {len(set(zones))} zones, as `geo check` writes them; each of the "
        f"{len(first)} incidents was read once, without them"
    )
    return replace(
        features,
        rows=replace(
            rows,
            columns=[rows.columns[at] for at in kept],
            cells=[cells[index] for index in stay],
            where=[rows.where[index] for index in stay],
            ordinals=[rows.ordinals[index] for index in stay],
            notices=[*rows.notices, notice],
        ),
        points=[features.points[index] for index in stay],
    )
