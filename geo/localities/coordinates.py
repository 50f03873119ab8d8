"""Coordinates as a locality: what a pair of written angles says, and how exactly."""

from __future__ import annotations

import re
from typing import Final

from geo import coordinates
from geo.exchange.pointradius import coordinate_precision
from geo.values import Clause

_HEDGE: Final = re.compile(
    r"\s*(?:at|coordinates?|coords?|grid|position|posn|around|about|approximately|approx\.?)\s*:?\s*(?=[\d+−-]|[NSEW]\s?\d)",
    re.IGNORECASE,
)


def read_coordinates(text: str) -> Clause | None:
    """The coordinates that are all of `text`, as a clause; None when it holds anything else.

    `detail` is "lat, lon" in degrees, `half_interval_m` the uncertainty of their last written digit by the
    point-radius formula. Raises CoordinateError when the numbers are no place on Earth (`geo.coordinates`).

    >>> read_coordinates("33.50583, 38.61778").detail
    '33.50583, 38.61778'
    >>> read_coordinates("33°30'21\\"N 38°37'04\\"E").detail
    '33.505833, 38.617778'
    """
    text = text.strip()
    hedge = _HEDGE.match(text)
    found = coordinates.read_coordinates(text[hedge.end() :] if hedge else text, unmistakable=True)
    if found is None:
        return None
    doubt = coordinate_precision(found.lat, found.step_deg)
    return Clause("coordinates", text, half_interval_m=doubt, detail=f"{_trim(found.lat)}, {_trim(found.lon)}")


def lonlat(clause: Clause) -> tuple[float, float]:
    """Longitude and latitude of a clause of form "coordinates", in degrees."""
    lat, lon = clause.detail.split(",")
    return float(lon), float(lat)


def _trim(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
