"""Cuts of areas: a part of one, a band outside its outline, the corridor between two places."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.geodesy import GEOD, destination
from geo.regions import part_of
from geo.values import Place

HALF_SIDE_DEG = 45.0
"""Half of the sector, seen from an area's middle, that "off its eastern coast" stands for: a judgement."""


def part(outline: BaseGeometry, side: str) -> BaseGeometry:
    """The part of an area that a compass word or "central" stands for (`geo.regions.part_of` defines the cut)."""
    return part_of(outline, side)


def band(outline: BaseGeometry, low_m: float, high_m: float, azimuth_deg: float | None) -> BaseGeometry:
    """Everything between `low_m` and `high_m` outside an outline, lon, lat in degrees; optionally on one side of it.

    Distances are planar in an azimuthal equidistant projection around the outline's middle: a few per cent off
    for the largest countries, which is less than what such words mean.
    """
    middle = outline.representative_point()
    spec = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84 +units=m"
    to_plane = Transformer.from_crs("EPSG:4326", spec, always_xy=True)
    plane = shapely.transform(
        shapely.simplify(outline, 0.02), lambda xy: np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1]))
    )
    outer = shapely.buffer(plane, max(high_m, 1.0), quad_segs=8)
    ring = outer.difference(shapely.buffer(plane, max(low_m, 0.0), quad_segs=8))
    if azimuth_deg is not None:
        side = ring.intersection(_wedge(plane.centroid, azimuth_deg, 2 * np.hypot(*np.ptp(_corners(outer), axis=0))))
        ring = side if not side.is_empty else ring
    back = Transformer.from_crs(spec, "EPSG:4326", always_xy=True)
    ring = shapely.segmentize(ring, 50_000)
    return shapely.make_valid(shapely.transform(ring, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1]))))


def _corners(shape: BaseGeometry) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    bounds = np.asarray(shape.bounds, dtype=np.float64)
    return bounds.reshape(2, 2)


def _wedge(apex: shapely.Point, azimuth_deg: float, reach_m: float) -> shapely.Polygon:
    turns = np.radians(azimuth_deg + np.linspace(-HALF_SIDE_DEG, HALF_SIDE_DEG, 9))
    rim = np.column_stack([apex.x + reach_m * np.sin(turns), apex.y + reach_m * np.cos(turns)])
    return shapely.Polygon([(apex.x, apex.y), *map(tuple, rim)])


def corridor(one: Place, two: Place, *, half_width_m: float, share: float) -> shapely.Polygon:
    """The strip along the geodesic from one place to the other, half as wide as the larger of both measures."""
    azimuth, _, length = GEOD.inv(one.lon, one.lat, two.lon, two.lat)
    half = max(half_width_m, share * length)
    steps = max(2, int(length // 25_000) + 2)
    line = np.linspace(0.0, length, steps)
    lon, lat = destination(one.lon, one.lat, azimuth, line)
    forward = np.array([GEOD.inv(x, y, two.lon, two.lat)[0] for x, y in zip(lon[:-1], lat[:-1], strict=True)])
    along = np.append(forward, forward[-1])
    left, right = destination(lon, lat, along - 90, half), destination(lon, lat, along + 90, half)
    rim = [*zip(*left, strict=True), *list(zip(*right, strict=True))[::-1]]
    return shapely.Polygon(rim)
