"""The point-radius method: one point and one radius that holds every reading of a locality.

Wieczorek, Guo & Hijmans, The point-radius method for georeferencing locality descriptions, IJGIS 18 (2004);
Chapman & Wieczorek, Georeferencing Best Practices, GBIF (2020); Zermoglio et al., Georeferencing Quick
Reference Guide (2020). Radii are what Darwin Core calls coordinateUncertaintyInMeters. They are for
interchange: on a public strike log such circles held the truth in 69-86% of cases, so verdicts use the
regions of doubt instead.

All lengths in metres, angles in degrees.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any, Final

from geo.errors import InputError
from geo.units import METRES_PER, check_lonlat
from geo.values import Clause

ELLIPSOIDS: Final = {
    "WGS84": (6378137.0, 1 / 298.257223563),  # NIMA TR8350.2
    "NAD27": (6378206.4, 1 / 294.9786982),  # Clarke 1866
}
"""Equatorial radius in metres and flattening of the ellipsoid behind a datum."""

HALF_SECTOR_DEG: Final = {4: 45.0, 8: 22.5, 16: 11.25, 32: 5.625}
"""Half of the sector a compass word stands for, by how many points the writer's compass has."""


_AT_PLACE: Final = {"feature": 1.0, "part": 1.0, "outskirts": 2.0}
"""Forms that name a place alone: by how much its radius counts; outskirts reach as far out again as the edge does."""


def coordinate_precision(lat: float, precision_deg: float, *, datum: str = "WGS84") -> float:
    """Uncertainty of coordinates that were written to the nearest `precision_deg`.

    u_c = p * hypot(pi*M/180, pi*N*cos(lat)/180), M and N the radii of curvature along the meridian and across it.

    >>> round(coordinate_precision(10.27, 0.01), 1)
    1556.8
    """
    if not (abs(lat) <= 90 and precision_deg >= 0):
        raise InputError(f"latitude {lat}, precision {precision_deg} degrees: write -90..90 and 0 or more")
    if datum not in ELLIPSOIDS:
        raise InputError(f"datum {datum!r} is not known here; write one of {', '.join(ELLIPSOIDS)}")
    a, f = ELLIPSOIDS[datum]
    squared = f * (2 - f)
    w = 1 - squared * math.sin(math.radians(lat)) ** 2
    meridian, across = a * (1 - squared) / w**1.5, a / math.sqrt(w)
    return math.radians(precision_deg) * math.hypot(meridian, across * math.cos(math.radians(lat)))


def map_accuracy(scale: float) -> float:
    """Error of a well-defined point on a printed map of 1:`scale`.

    1/30 inch at scales larger than 1:20,000, else 1/50 inch (US National Map Accuracy Standards, 1947).

    >>> round(map_accuracy(24_000), 1), round(map_accuracy(100_000), 1)
    (12.2, 50.8)
    """
    inch_m = METRES_PER["ft"] / 12
    return scale * inch_m / (30 if scale < 20_000 else 50)


def unknown_datum(lon: float, lat: float) -> float:
    """The largest shift to WGS 84 of any registered geographic datum there: what an unstated datum can cost.

    >>> round(unknown_datum(0, 0))
    5030
    """
    from pyproj import Geod

    check_lonlat(lon, lat)
    table = _datums()
    cell = table["cell_deg"]
    corner = (math.floor(lon / cell) * cell, math.floor(lat / cell) * cell)
    sphere = Geod(a=table["sphere_radius_m"], f=0)
    shifted = [transform.transform(*corner) for transform in _transforms()]
    return max(float(sphere.inv(*corner, x, y)[2]) for x, y in shifted if math.isfinite(x) and math.isfinite(y))


def feature(
    radial_m: float, *, lat: float, precision_deg: float = 0.0, datum_m: float = 0.0,
    measurement_m: float = 0.0, source_m: float = 0.0, datum: str = "WGS84",
) -> float:  # fmt: skip
    """A named feature: its radius, and everything that can be wrong with where its centre was put.

    U = radial + measurement + source + datum + u_c. With radial 0 it is the uncertainty of bare coordinates.

    >>> round(feature(3000, lat=35.3733333, precision_deg=1 / 3600))
    3040
    """
    fixed = _total(radial=radial_m, measurement=measurement_m, source=source_m, datum=datum_m)
    return fixed + coordinate_precision(lat, precision_deg, datum=datum)


def offset_only(distance_m: float, radial_m: float, *, distance_precision_m: float, **rest: Any) -> float:
    """A distance from a feature, direction not given: the whole disc.

    U = radial + distance + half interval of the distance + the terms of `feature`.

    >>> round(offset_only(8046.72, 3218.688, distance_precision_m=804.672, lat=35.373))
    12070
    """
    return feature(radial_m, **rest) + _total(distance=distance_m, distance_precision=distance_precision_m)


def offset_at_heading(
    distance_m: float, radial_m: float, *, half_sector_deg: float, distance_precision_m: float, lat: float,
    precision_deg: float = 0.0, datum_m: float = 0.0, measurement_m: float = 0.0, source_m: float = 0.0,
    datum: str = "WGS84",
) -> float:  # fmt: skip
    """A distance along a heading.

    U = hypot(d + dp - d*cos(a), d*sin(a)) + u_c, dp the sum of the other terms, a half the heading's sector.

    >>> round(offset_at_heading(10_000, 3000, half_sector_deg=22.5, distance_precision_m=1000, source_m=119, lat=0))
    6202
    """
    fixed = _total(
        radial=radial_m, precision=distance_precision_m, measurement=measurement_m, source=source_m, datum=datum_m
    )
    angle = math.radians(half_sector_deg)
    across = math.hypot(distance_m + fixed - distance_m * math.cos(angle), distance_m * math.sin(angle))
    return across + coordinate_precision(lat, precision_deg, datum=datum)


def offset_along_path(radial_m: float, *, distance_precision_m: float, **rest: Any) -> float:
    """A distance measured along a road or river whose course is known: no doubt of direction.

    U = radial + half interval of the distance + the terms of `feature`.
    """
    return feature(radial_m, **rest) + _total(distance_precision=distance_precision_m)


def orthogonal_offsets(radial_m: float, *, distance_precision_m: float, **rest: Any) -> float:
    """Two offsets at right angles ("2 mi E and 3 mi N of"), each rounded to the same interval.

    U = radial + sqrt(2) * half interval + the terms of `feature` (the rule since 2013).

    >>> round(orthogonal_offsets(3000, distance_precision_m=1000, lat=0))
    4414
    """
    return feature(radial_m, **rest) + _total(precision=math.sqrt(2) * distance_precision_m)


def orthogonal_offsets_2004(
    radial_m: float, *, distance_precision_m: float, lat: float, precision_deg: float = 0.0, datum_m: float = 0.0,
    source_m: float = 0.0, datum: str = "WGS84",
) -> float:  # fmt: skip
    """The rule of 2004 for the same, which spread every term over both axes; kept to read older records.

    U = sqrt(2) * (radial + interval + source + datum) + u_c.
    """
    fixed = _total(radial=radial_m, precision=distance_precision_m, source=source_m, datum=datum_m)
    return math.sqrt(2) * fixed + coordinate_precision(lat, precision_deg, datum=datum)


def distance_precision(number: str) -> float:
    """Half the interval that a written distance was rounded to, in its own unit, fractions told from decimals.

    A decimal that is a half, a quarter or an eighth counts as that fraction (10.5 is "ten and a half"); other
    decimals count by their last place; integers as in `geo.units.half_interval` (Zermoglio et al. 2020).

    >>> [distance_precision(n) for n in ("10.5", "10.25", "10.6", "10", "140", "2000")]
    [0.25, 0.125, 0.05, 0.5, 5.0, 50.0]
    """
    from geo.units import half_interval

    _, _, decimals = number.partition(".")
    fractions = {"5": 2, "25": 4, "75": 4, "125": 8, "375": 8, "625": 8, "875": 8}
    return 0.5 / fractions[decimals] if decimals in fractions else half_interval(number)


def point_radius_m(clause: Clause, extent_m: float, lat: float, *, precision_deg: float = 0.0) -> float | None:
    """The uncertainty radius of a clause in words, metres, around the point it is given; None where no formula fits.

    extent_m: radius of the anchor itself, metres; lat: of the point, degrees; precision_deg: what the anchor's
    coordinates were rounded to. "Near", "towards" and a heading without a distance state no length: no formula.

    >>> north = Clause("offset", "6 miles north of Latakia", distance_m=9656.064, half_interval_m=804.672,
    ...                azimuth_deg=0.0, half_width_deg=45.0)
    >>> round(point_radius_m(north, 5300.0, 35.5, precision_deg=0.0001))
    11258
    """
    rest: dict[str, Any] = {"lat": lat, "precision_deg": precision_deg}
    away_m, half_m = clause.distance_m, clause.half_interval_m
    if clause.form in _AT_PLACE:
        return feature(_AT_PLACE[clause.form] * extent_m, **rest)
    if away_m is None:
        return None
    if clause.form in {"distance_from", "within"}:
        return offset_only(away_m, extent_m, distance_precision_m=half_m, **rest)
    if clause.form == "orthogonal":  # its half interval is that of both distances already, by Pythagoras
        return feature(extent_m + half_m, **rest)
    if clause.form == "offset" and clause.azimuth_deg is not None:
        sector = clause.half_width_deg or HALF_SECTOR_DEG[4]
        return offset_at_heading(away_m, extent_m, half_sector_deg=sector, distance_precision_m=half_m, **rest)
    return None


def _total(**terms: float) -> float:
    bad = {name: value for name, value in terms.items() if not (value >= 0 and math.isfinite(value))}
    if bad:
        name, value = next(iter(bad.items()))
        raise InputError(f"the {name.replace('_', ' ')} term is {value} m; write 0 or more")
    return sum(terms.values())


@cache
def _datums() -> dict[str, Any]:
    text = (files("geo.exchange") / "data" / "datums.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _transforms() -> tuple[Any, ...]:
    from pyproj import Transformer

    return tuple(Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True) for code in _datums()["epsg"])
