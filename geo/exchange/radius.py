"""How large a circle Darwin Core is given: the radius that stands beside a point, and by which method it was had."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.exchange.pointradius import point_radius_m
from geo.geodesy import destination, distance_m
from geo.regions import Area
from geo.values import Clause, Location, Place

MIN_EXTENT_M: Final = 50.0
"""An anchor of unknown extent is at least this large: the resolution of a gazetteer's coordinates."""
_STEP_DEG: Final = 0.25


def circle_m(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Radius in metres of the circle around lon, lat (degrees) that holds all of a polygon.

    >>> round(circle_m(shapely.box(38.0, 33.0, 39.0, 34.0), 38.5, 33.5) / 1000)
    72
    """
    corners = shapely.get_coordinates(shapely.segmentize(shape, _STEP_DEG))
    return float(np.max(distance_m(lon, lat, corners[:, 0], corners[:, 1])))


def radius_of(location: Location) -> tuple[float, str]:
    """coordinateUncertaintyInMeters of a location, and the basis it has: a row of data/protocols.csv."""
    form = location.clauses[0].form if location.clauses else "coordinates"
    if isinstance(location.literal, Area) and isinstance(location.robust, Area):
        return circle_m(location.robust.polygon, location.lon, location.lat), "area"
    if form in {"coordinates", "coded"}:
        return location.uncertainty_m, "given" if form == "coordinates" else "coded"
    place = location.place
    if place is None or place.is_area or location.region.family == "area" or _several(location):
        return location.uncertainty_m, "region"
    clause = location.clauses[0]
    radius = point_radius_m(
        clause, max(place.extent_m, MIN_EXTENT_M), location.lat, precision_deg=precision_deg(place.lon, place.lat)
    )
    if radius is None:
        return location.uncertainty_m, "region"
    return radius + float(distance_m(location.lon, location.lat, *_centre(clause, place))), "point_radius"


def precision_deg(lon: float, lat: float) -> float:
    """One unit in the last decimal of the longer of two coordinates, degrees, at least 1e-7.

    >>> precision_deg(38.61778, 33.5), precision_deg(38.0, 33.0)
    (1e-05, 1.0)
    """
    decimals = max(len(f"{value:.7f}".rstrip("0").partition(".")[2]) for value in (lon, lat))
    return float(f"1e-{decimals}")


def _several(location: Location) -> bool:
    """Whether the words name several targets: the literal reading is a mixture of their regions then."""
    return location.literal is not None and location.literal.family == "mixture"


def _centre(clause: Clause, place: Place) -> tuple[float, float]:
    """The point that the formulas put their circle around, lon, lat in degrees."""
    if clause.form in {"offset", "orthogonal"} and clause.azimuth_deg is not None and clause.distance_m is not None:
        lon, lat = destination(place.lon, place.lat, clause.azimuth_deg, clause.distance_m)
        return math.remainder(float(lon), 360.0), float(lat)
    return place.lon, place.lat
