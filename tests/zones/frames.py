"""Small INCIDENTS and ZONES tables by hand, for the tests of this room."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from geo.frames import INCIDENTS, ZONES, conform, dump_json
from geo.regions import Region
from geo.values import Clause, Location, Place, Reading

BASE = Place(id="base", name="the base", lon=38.61778, lat=33.50583, kind="INSM", extent_m=1000.0)
COUNTRY = Place(id="country:XX", name="the country", lon=38.0, lat=35.0, kind="PCLI", is_area=True)


def location(
    literal: Region, robust: Region | None = None, *, form: str = "distance_from", readings: tuple[Reading, ...] = ()
) -> Location:
    """A location whose words are of `form`."""
    lon, lat = literal.estimate()
    place = COUNTRY if form in {"part", "area"} else BASE
    clause = Clause(form, "as worded", anchor=place.name)
    return Location(
        lon=lon, lat=lat, uncertainty_m=1000.0, literal=literal, robust=robust or literal,
        clauses=(clause,), place=place, readings=readings,
    )  # fmt: skip


def incident(where: Location | tuple[float, float, float] | None = None, **cells: Any) -> dict[str, Any]:
    """A row of INCIDENTS, dated 8 June 2017 unless `cells` say otherwise."""
    row: dict[str, Any] = {"id": "i", "date_start": "2017-06-08", "date_end": "2017-06-08", "place_text": "words"}
    if isinstance(where, Location):
        row |= {"lon": where.lon, "lat": where.lat, "uncertainty_m": where.uncertainty_m}
        row["location"] = dump_json(where.as_dict())
    elif where is not None:
        row |= dict(zip(("lon", "lat", "uncertainty_m"), where, strict=True))
    return row | {key: json.dumps(value) if isinstance(value, list) else value for key, value in cells.items()}


def incidents(*rows: dict[str, Any]) -> pd.DataFrame:
    """INCIDENTS of these rows."""
    return conform(pd.DataFrame(list(rows)), INCIDENTS)


def zones(*rows: dict[str, Any]) -> pd.DataFrame:
    """ZONES of these rows; each is a 34-mile disc around the base unless it says otherwise."""
    default = {
        "id": "z", "name": "the zone", "kind": "disc", "centre": "the base", "lon": BASE.lon, "lat": BASE.lat,
        "radius_m": 54717.696, "radius_text": "34 mi",
    }  # fmt: skip
    full = [
        default | {key: json.dumps(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in rows or ({},)
    ]
    return conform(pd.DataFrame(full), ZONES)
