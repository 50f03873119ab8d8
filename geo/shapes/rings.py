"""Lines and polygons as people draw them, made ready: what is repaired, by which rule, and what is refused.

a step of more than 180 degrees of longitude   the shorter way, over the antimeridian; noticed
a step of 360 degrees along a parallel         the whole parallel, as drawn
a ring around a pole                           closed over the pole that leaves the smaller area; noticed
an outline that crosses itself                 lonlat edges: what it winds around an odd number of times; noticed
                                               geodesic edges: refused
a hole outside its outline                     refused
the direction of a ring                        never decides: a ring stands for what it encloses
more than half of the Earth                    as drawn; noticed
nothing, a point, no width, all of the Earth   refused
a latitude beyond a pole, no number            refused
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import ZoneError
from geo.geodesy.course import Course
from geo.shapes.polygons import fold, polygonal

_Array = NDArray[np.float64]

_ROUGH_M: Final = 100.0
_EARTH_M2: Final = 510_065_621.724e6  # WGS 84
_TOUCH_DEG: Final = 1e-9
_STARTS: Final = 64


def settled(geometry: BaseGeometry, edges: str) -> tuple[BaseGeometry, list[str]]:
    """`geometry`, degrees lon, lat, as the shapes need it, and a sentence for each thing that was repaired.

    geometry: lines or polygons; edges: "lonlat" or "geodesic". Longitudes of the result run past 180 rather than jump,
    and a ring around a pole goes up and down one meridian to it. Raises ZoneError, "reason; advice", for what cannot be
    meant (see the table above).

    >>> jump = shapely.Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)])
    >>> shape, notices = settled(jump, "lonlat")
    >>> shape.bounds, notices
    ((179.0, 0.0, 181.0, 1.0), ['it steps over the antimeridian, the shorter way'])
    """
    notices: list[str] = []
    parts = [part for part in _leaves(shapely.force_2d(geometry)) if not part.is_empty]
    if not parts:
        raise ZoneError("what is drawn is empty; draw it, or write kind unknown where the course is not known")
    _check_points(shapely.get_coordinates(shapely.GeometryCollection(parts)))
    if all(part.geom_type == "Polygon" for part in parts):
        shape = _polygons(parts, edges, notices)
    elif all(part.geom_type in ("LineString", "LinearRing") for part in parts):
        lines = [LineString(_run_on(shapely.get_coordinates(part), edges, notices)) for part in parts]
        shape = lines[0] if len(lines) == 1 else MultiLineString(lines)
    else:
        kinds = ", ".join(sorted({part.geom_type for part in parts}))
        raise ZoneError(f"what is drawn holds {kinds}; draw lines alone, or polygons alone")
    return shape, list(dict.fromkeys(notices))


def _leaves(geometry: BaseGeometry) -> list[BaseGeometry]:
    if not hasattr(geometry, "geoms"):
        return [geometry]
    return [leaf for part in geometry.geoms for leaf in _leaves(part)]


def _check_points(points: _Array) -> None:
    if not np.isfinite(points).all():
        raise ZoneError("what is drawn has a point that is no pair of numbers; write degrees, longitude first")
    if (np.abs(points[:, 1]) > 90.0).any():
        lon, lat = points[np.argmax(np.abs(points[:, 1]))]
        guess = "swapped? " if abs(lon) <= 90.0 else ""
        raise ZoneError(f"latitude {lat:g} is outside -90..90; {guess}write degrees, longitude first")


def _polygons(parts: list[BaseGeometry], edges: str, notices: list[str]) -> Polygon | MultiPolygon:
    found = [piece for part in parts for piece in shapely.get_parts(_polygon(part, edges, notices))]
    whole = found[0] if len(found) == 1 else MultiPolygon(found)
    if edges == "lonlat" and not whole.is_valid:
        folded = fold(shapely.union_all(found))
        notices.append("its parts overlap; they count as one")
        whole = folded
    covered = abs(_area_m2(whole, edges))
    if covered > 0.999999 * _EARTH_M2:
        raise ZoneError("it covers the whole Earth; draw what is meant, or give no zone")
    if covered > _EARTH_M2 / 2.0:
        notices.append(f"it covers {covered / _EARTH_M2:.0%} of the Earth, as it is drawn")
    return whole


def _area_m2(shape: BaseGeometry, edges: str) -> float:
    # good enough to tell half an Earth; drawn edges are short, so that geodesic or straight makes no difference
    total = 0.0
    for part in shapely.get_parts(shape):
        for sign, rings in ((1.0, [part.exterior]), (-1.0, part.interiors)):
            for ring in rings:
                total += sign * abs(_ring_area(_drawn(shapely.get_coordinates(ring), edges)))
    return total


def _ring_area(ring: _Array) -> float:
    # integral of sin(latitude) d(longitude), which counts a whole parallel as drawn
    sine = np.sin(np.radians(ring[:, 1]))
    step = np.radians(np.diff(ring[:, 0]))
    return float(np.sum((sine[1:] + sine[:-1]) / 2.0 * step) * _EARTH_M2 / (4.0 * np.pi))


def _polygon(polygon: BaseGeometry, edges: str, notices: list[str]) -> BaseGeometry:
    points = shapely.get_coordinates(polygon.exterior)
    exterior, holes, drawn = _rings(polygon, points, edges, notices)
    # a ring around a pole goes to it along one meridian, which must not meet a hole: another vertex may do
    turned = len(exterior) > len(points) and bool(holes)
    for start in range(1, min(len(points) - 1, _STARTS) if turned and not drawn.is_valid else 0):
        exterior, holes, drawn = _rings(polygon, np.vstack([points[start:-1], points[: start + 1]]), edges, [])
        if drawn.is_valid:
            break
    if drawn.is_valid:
        if drawn.area <= 0.0:
            raise ZoneError("it encloses nothing; draw an outline with at least three points that are not in line")
        return Polygon(exterior, holes)
    where = shapely.is_valid_reason(drawn).partition("[")[2].rstrip("]").split()
    spot = f" near {float(where[1]):.4f}, {float(where[0]):.4f}" if len(where) == 2 else ""
    if edges == "geodesic":
        raise ZoneError(f"its outline crosses itself{spot}; draw it as separate polygons")
    mended = polygonal(shapely.make_valid(drawn))
    if mended.is_empty or mended.area <= 0.0:
        raise ZoneError("it encloses nothing; draw an outline with at least three points that are not in line")
    count = shapely.get_num_geometries(mended)
    parts = f" ({count} parts)" if count > 1 else ""
    notices.append(f"its outline crosses itself{spot}; it counts where it winds around an odd number of times{parts}")
    return mended


def _rings(
    polygon: BaseGeometry, points: _Array, edges: str, notices: list[str]
) -> tuple[_Array, list[_Array], BaseGeometry]:
    """The outer ring from `points` on, the holes within it, and both with straight lon/lat edges."""
    exterior = _ring(points, edges, notices)
    outside = Polygon(_drawn(exterior, edges))
    holes = [_within(outside, _ring(shapely.get_coordinates(one), edges, notices), edges) for one in polygon.interiors]
    return exterior, holes, Polygon(outside.exterior, [_drawn(hole, edges) for hole in holes])


def _ring(points: _Array, edges: str, notices: list[str]) -> _Array:
    """A closed ring whose longitudes run on; around a pole it goes up one meridian, along the pole, and down."""
    ring = _run_on(points, edges, notices)
    turned = ring[-1, 0] - ring[0, 0]
    if abs(turned) < 1.0:
        return ring
    if abs(turned) > 361.0:
        raise ZoneError("its outline runs around the Earth more than once; draw it as separate polygons")
    drawn = _drawn(ring, edges)
    sine = np.sin(np.radians(drawn[:, 1]))
    mean = np.sum((sine[1:] + sine[:-1]) / 2.0 * np.diff(drawn[:, 0])) / turned
    pole = 90.0 if mean > 0.0 else -90.0
    notices.append(f"it runs around the {'North' if pole > 0 else 'South'} Pole, which it holds")
    return np.vstack([ring, [[ring[-1, 0], pole], [ring[0, 0], pole]], ring[:1]])


def _run_on(points: _Array, edges: str, notices: list[str]) -> _Array:
    """The same points, longitudes running on past 180 where a step jumps back; without points that repeat."""
    step = np.diff(points[:, 0])
    whole = (np.abs(step) == 360.0) & (edges == "lonlat")
    polar = (np.abs(points[:-1, 1]) == 90.0) & (np.abs(points[1:, 1]) == 90.0)
    jumps = (np.abs(step) > 180.0) & ~whole & ~polar
    if jumps.any():
        notices.append("it steps over the antimeridian, the shorter way")
    step = np.where(jumps, np.mod(step + 180.0, 360.0) - 180.0, step)
    run = np.column_stack([points[0, 0] + np.concatenate([[0.0], np.cumsum(step)]), points[:, 1]])
    if np.abs(run[-1] - run[0] - np.round((run[-1] - run[0]) / 360.0) * 360.0).max() < _TOUCH_DEG:
        run[-1] = run[0] + np.round((run[-1] - run[0]) / 360.0) * 360.0  # closed, but for rounding
    run = run[np.append(True, np.any(np.diff(run, axis=0) != 0.0, axis=1))]
    if len(run) < 2:
        raise ZoneError("it is one point; draw a line or an outline, or give a centre and a radius")
    if edges == "geodesic":
        _check_half_turns(run)
    return run


def _check_half_turns(run: _Array) -> None:
    half = (np.abs(np.diff(run[:, 0])) == 180.0) & (np.abs(run[:-1, 1]) < 90.0) & (np.abs(run[1:, 1]) < 90.0)
    if half.any():
        lon, lat = run[int(np.argmax(half))]
        raise ZoneError(
            f"the edge from {lat:g}, {lon:g} goes right over a pole; put a point beside the pole, on the side that is meant"
        )


def _drawn(line: _Array, edges: str) -> _Array:
    """The line as straight lon/lat edges, to within 100 m."""
    return line if edges == "lonlat" or len(line) < 2 else Course([line], edges).sampled(_ROUGH_M)[0]


def _within(outside: BaseGeometry, hole: _Array, edges: str) -> _Array:
    """The hole, moved by whole turns until it lies in its outline."""
    drawn = Polygon(_drawn(hole, edges))
    reach = outside.buffer(_TOUCH_DEG) if outside.is_valid else outside.envelope.buffer(_TOUCH_DEG)
    for turn in (0.0, 360.0, -360.0):
        moved = shapely.transform(drawn, lambda xy, turn=turn: xy + np.array([turn, 0.0]))
        if shapely.intersects(reach, moved.representative_point() if moved.is_valid else moved):
            return hole + np.array([turn, 0.0])
    lon, lat = hole[0]
    raise ZoneError(f"the hole at {lat:g}, {lon:g} lies outside its outline; leave it out, or draw it as its own zone")
