"""Cuts of areas: a part of one, a band outside its outline, the corridor between two places."""

from __future__ import annotations

import numpy as np
import shapely
import shapely.affinity
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.geodesy import GEOD, destination
from geo.values import Place

HALF_SIDE_DEG = 45.0
"""Half of the sector, seen from an area's middle, that "off its eastern coast" stands for: a judgement."""

SIMPLER_DEG = 0.02
"""How far an outline is simplified before it is widened: 2 km, less than any distance from a country is exact."""

TOUCHING_DEG = 0.03
"""Outlines of neighbours that were simplified apart may part by this much."""


class _Plane:
    """An azimuthal equidistant projection around the middle of a shape, and back.

    Distances are a few per cent off for the largest countries, which is less than what such words mean.
    """

    def __init__(self, shape: BaseGeometry) -> None:
        middle = shape.representative_point()
        spec = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84 +units=m"
        self._turn = Transformer.from_crs("EPSG:4326", spec, always_xy=True).transform

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in metres."""
        # edges are straight in degrees: without further vertices, long ones would leave their parallel in the plane
        simple = shapely.segmentize(shapely.simplify(shape, SIMPLER_DEG), 0.5)
        return shapely.transform(simple, lambda xy: np.column_stack(self._turn(xy[:, 0], xy[:, 1])))

    def lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """The reverse of `flat`; what is no polygon is dropped."""
        shape = shapely.segmentize(shape, 50_000)
        turned = shapely.transform(
            shape, lambda xy: np.column_stack(self._turn(xy[:, 0], xy[:, 1], direction="INVERSE"))
        )
        parts = [part for part in shapely.get_parts(shapely.make_valid(turned)) if part.area > 0]
        return shapely.union_all([p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"])


def band(outline: BaseGeometry, low_m: float, high_m: float, azimuth_deg: float | None) -> BaseGeometry:
    """Everything between `low_m` and `high_m` outside an outline, lon, lat in degrees; optionally on one side of it."""
    plane = _Plane(outline)
    flat = plane.flat(outline)
    outer = shapely.buffer(flat, max(high_m, 1.0), quad_segs=8)
    ring = outer.difference(shapely.buffer(flat, max(low_m, 0.0), quad_segs=8))
    if azimuth_deg is not None:
        side = ring.intersection(_wedge(flat.centroid, azimuth_deg, 2 * np.hypot(*np.ptp(_corners(outer), axis=0))))
        ring = side if not side.is_empty else ring
    return plane.lonlat(ring)


def inner_band(outline: BaseGeometry, low_m: float, high_m: float) -> BaseGeometry:
    """Everything between `low_m` and `high_m` inside an outline, lon, lat in degrees; empty where it is smaller."""
    plane = _Plane(outline)
    flat = plane.flat(outline)
    inner = shapely.buffer(flat, -max(low_m, 0.0), quad_segs=8)
    return plane.lonlat(inner.difference(shapely.buffer(flat, -max(high_m, 1.0), quad_segs=8)))


def common_border(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The stretch of the boundary of `one` along `other`, as lines in degrees; empty for areas that do not touch."""
    shared = one.boundary.intersection(shapely.buffer(other.boundary, TOUCHING_DEG, quad_segs=2))
    lines = [part for part in shapely.get_parts(shared) if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()


def beside(line: BaseGeometry, distance_m: float, slack_m: float, azimuth_deg: float | None) -> BaseGeometry:
    """Everything within `slack_m` of being `distance_m` away from a line; on one side where an azimuth is given."""
    plane = _Plane(line)
    flat = plane.flat(line)
    if azimuth_deg is not None:
        turn = np.radians(azimuth_deg)
        moved = shapely.affinity.translate(flat, distance_m * np.sin(turn), distance_m * np.cos(turn))
        return plane.lonlat(shapely.buffer(moved, slack_m, quad_segs=8))
    outer = shapely.buffer(flat, distance_m + slack_m, quad_segs=8)
    low = distance_m - slack_m
    return plane.lonlat(outer.difference(shapely.buffer(flat, low, quad_segs=8)) if low > 0 else outer)


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
