"""Outlines as text: Darwin Core's footprintWKT into a polygon that can be trusted, or the reason why it is none."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.validation import explain_validity

from geo.errors import InputError
from geo.geodesy import distance_m
from geo.regions import Area
from geo.regions.area import unrolled

_ADVICE: Final = "write POLYGON or MULTIPOLYGON in degrees, longitude first, or leave the cell empty"
_APART_M: Final = 50_000.0
"""A point farther from its outline than this contradicts it: outlines and centroids are drawn less finely than that."""
_DEGREE_M: Final = 111_200.0
"""A degree along a meridian, metres, within half a per cent."""
_NARROWEST: Final = 0.05
"""Cosine of the latitude beyond which parallels are taken as no shorter: 87 degrees."""


def read_outline(text: str) -> Polygon | MultiPolygon:
    """The polygon that WKT describes, degrees lon, lat. Raises InputError, "reason; advice", for anything else.

    >>> read_outline("POLYGON ((38 33, 39 33, 39 34, 38 33))").area
    0.5
    >>> read_outline("POINT (38 33)")
    Traceback (most recent call last):
    geo.errors.InputError: the footprint is a Point; write POLYGON or MULTIPOLYGON in degrees, longitude first, ...
    """
    try:
        shape = shapely.from_wkt(text.strip())
    except (shapely.errors.GEOSException, ValueError, TypeError):
        raise InputError(f"the footprint {text.strip()[:40]!r} is not WKT; {_ADVICE}") from None
    if not isinstance(shape, Polygon | MultiPolygon):
        raise InputError(f"the footprint is a {shape.geom_type}; {_ADVICE}")
    if shape.is_empty or not all(map(math.isfinite, shape.bounds)):
        raise InputError(f"the footprint encloses nothing; {_ADVICE}")
    west, south, east, north = shape.bounds
    if south < -90 or north > 90 or west < -180 or east > 180:
        raise InputError(f"the footprint reaches to {west:g} {south:g}, {east:g} {north:g}; {_ADVICE}")
    if not shape.is_valid or shape.area == 0:
        raise InputError(f"the footprint is not sound ({explain_validity(shape)}); {_ADVICE}")
    return shape


def check_near(shape: Polygon | MultiPolygon, lon: float, lat: float) -> None:
    """Raise InputError where a point (degrees) lies so far from its outline that one of both must be wrong."""
    gap = gap_m(shape, lon, lat)
    if gap > _APART_M:
        raise InputError(
            f"the footprint lies {gap / 1000:,.0f} km from the coordinates ({lon:g}, {lat:g}); "
            "correct one: WKT puts longitude first"
        )


def gap_m(shape: Polygon | MultiPolygon, lon: float, lat: float) -> float:
    """Metres from a point (degrees) to the outline, 0 inside; up to a few per cent, by the nearest point in degrees."""
    here = shapely.Point(lon, lat)
    shape = shapely.force_2d(shape)
    if shape.intersects(here):
        return 0.0
    around = [shapely.Point(lon + turn, lat) for turn in (-360.0, 0.0, 360.0)]
    near = [shapely.shortest_line(one, shape).coords for one in around]
    return min(float(distance_m(*start[:2], *end[:2])) for start, end in near)


def widened(shape: Polygon | MultiPolygon, by_m: float) -> Polygon | MultiPolygon:
    """The polygon (degrees) and what lies within `by_m` metres of it, up to a tenth where it spans many parallels.

    >>> wide = widened(shapely.box(38.0, 33.0, 39.0, 34.0), 15_000.0)
    >>> [round(degrees, 2) for degrees in wide.bounds]
    [37.84, 32.87, 39.16, 34.13]
    """
    whole = unrolled(shape)
    narrow = max(_NARROWEST, math.cos(math.radians((whole.bounds[1] + whole.bounds[3]) / 2.0)))
    flat = shapely.transform(whole, lambda xy: xy * (narrow, 1.0))
    grown = shapely.buffer(shapely.simplify(flat, by_m / _DEGREE_M / 20.0), by_m / _DEGREE_M, quad_segs=4)
    wide = shapely.transform(grown, lambda xy: np.column_stack([xy[:, 0] / narrow, xy[:, 1].clip(-90.0, 90.0)]))
    folded = Area(wide).polygon
    assert isinstance(folded, Polygon | MultiPolygon)
    return folded


def thinned(shape: Polygon | MultiPolygon, by_m: float) -> Polygon | MultiPolygon:
    """The polygon (degrees) with fewer vertices and without islands smaller than `by_m` metres across.

    An area of tens of thousands of vertices takes minutes to compute with; a background needs no such coast.
    """
    tolerance = by_m / _DEGREE_M
    parts = shapely.get_parts(shape)
    west, south, east, north = shapely.bounds(parts).T
    kept = list(parts[np.hypot(east - west, north - south) >= tolerance])
    thin = shapely.simplify(MultiPolygon(kept), tolerance)
    return thin if kept and isinstance(thin, Polygon | MultiPolygon) and thin.is_valid and not thin.is_empty else shape
