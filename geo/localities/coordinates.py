"""Coordinates as a locality: decimal degrees as map sites paste them (latitude first), or degrees and minutes."""

from __future__ import annotations

import re
from typing import Final

from geo.exchange.pointradius import coordinate_precision
from geo.units import check_lonlat
from geo.values import Clause

MAX_CHARS: Final = 80
"""No spelling of two coordinates is longer."""

_HEDGE: Final = r"\s*(?:at|coordinates?|coords?|grid|position|posn|around|about|approximately|approx\.?)?\s*:?\s*"
_DECIMAL: Final = re.compile(
    _HEDGE + r"(?P<lat>[+-]?\d{1,3}(?:\.\d{1,10})?)\s?°?\s?(?P<ns>[NS])?\s*[,;/\s]\s*"
    r"(?P<lon>[+-]?\d{1,3}(?:\.\d{1,10})?)\s?°?\s?(?P<ew>[EW])?\s*", re.IGNORECASE
)  # fmt: skip
_ANGLE: Final = (
    r"(?P<{0}d>\d{{1,3}})\s?[°d:\s]\s?(?P<{0}m>\d{{1,2}}(?:\.\d{{1,6}})?)\s?['m:\s]?\s?"
    r"(?:(?P<{0}s>\d{{1,2}}(?:\.\d{{1,4}})?)\s?(?:\"|''|s)?)?\s?(?P<{0}h>[{1}])"
)
_SEXAGESIMAL: Final = re.compile(
    _HEDGE + _ANGLE.format("a", "NS") + r"\s*[,;/\s]?\s*" + _ANGLE.format("o", "EW") + r"\s*", re.IGNORECASE
)


def read_coordinates(text: str) -> Clause | None:
    """The coordinates that are all of `text`, as a clause; None when it holds anything else.

    `detail` is "lat, lon" in degrees, `half_interval_m` the uncertainty of their last written digit by the
    point-radius formula. Raises CoordinateError when the numbers are no place on Earth.

    >>> read_coordinates("33.50583, 38.61778").detail
    '33.50583, 38.61778'
    >>> read_coordinates("33°30'21\\"N 38°37'04\\"E").detail
    '33.505833, 38.617778'
    """
    text = text.strip()
    found = (_decimal(text) or _sexagesimal(text)) if len(text) <= MAX_CHARS else None
    if found is None:
        return None
    lat, lon, step_deg = found
    check_lonlat(lon, lat, what=f"the coordinates {text!r}, read as latitude, longitude")
    doubt = coordinate_precision(lat, step_deg)
    return Clause("coordinates", text, half_interval_m=doubt, detail=f"{_trim(lat)}, {_trim(lon)}")


def lonlat(clause: Clause) -> tuple[float, float]:
    """Longitude and latitude of a clause of form "coordinates", in degrees."""
    lat, lon = clause.detail.split(",")
    return float(lon), float(lat)


def _trim(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _decimal(text: str) -> tuple[float, float, float] | None:
    match = _DECIMAL.fullmatch(text)
    if match is None or not ("." in match["lat"] + match["lon"] or (match["ns"] and match["ew"])):
        return None
    lat = float(match["lat"]) * (-1 if (match["ns"] or "N").upper() == "S" else 1)
    lon = float(match["lon"]) * (-1 if (match["ew"] or "E").upper() == "W" else 1)
    # Map sites drop trailing zeros, so the longer of the two tells the precision of both.
    places = max(len(match[part].partition(".")[2]) for part in ("lat", "lon"))
    return lat, lon, 10.0**-places


def _sexagesimal(text: str) -> tuple[float, float, float] | None:
    match = _SEXAGESIMAL.fullmatch(text)
    if match is None:
        return None
    angles = []
    for axis in ("a", "o"):
        degrees = float(match[f"{axis}d"]) + float(match[f"{axis}m"]) / 60 + float(match[f"{axis}s"] or 0) / 3600
        angles.append(-degrees if match[f"{axis}h"].upper() in "SW" else degrees)
    last = match["os"] or match["om"]
    places = len(last.partition(".")[2])
    return angles[0], angles[1], (1 / 3600 if match["os"] else 1 / 60) * 10.0**-places
