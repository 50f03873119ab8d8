"""Lines and polygons as people draw them, made ready: what is repaired, by which rule, and what is refused.

a step of more than 180 degrees of longitude   the shorter way, over the antimeridian; noticed
a step of exactly 360 degrees                  lonlat: the whole parallel, as drawn; geodesic: refused
a step of exactly 180 degrees                  refused: east or west, or right over a pole
a ring around a pole                           closed over the pole that leaves the smaller area; noticed
an outline that crosses itself                 what it winds around an odd number of times; noticed
a hole that reaches over its outline           takes away what lies within; noticed
a hole beside its outline                      refused
parts that overlap                             count as one; noticed
a ring that halves the Earth                   refused
the direction of a ring                        never decides: a ring stands for what it encloses
more than half of the Earth                    as drawn; noticed
points that repeat, heights                    left out
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

from geo.errors import InputError, ZoneError
from geo.geodesy.course import Course, run_on
from geo.shapes.crossings import traced
from geo.shapes.polygons import fold, leaves, polygonal

_Array = NDArray[np.float64]

_ROUGH_M: Final = 1.0
_FINE_M: Final = 1e-2
"""How closely edges are drawn to see that they cross, and where they do."""
_EARTH_M2: Final = 510_065_621.724e6  # WGS 84
_TOUCH_DEG: Final = 1e-9
_CRUMB_DEG: Final = 1e-5
"""About 1 m: what two drawings of one edge may have between them."""
_LINE_DEG: Final = 1e-7
"""About 1 cm: so close lie two drawings of one edge at the finest."""
_STARTS: Final = 64
"""How many vertices are tried to begin the meridian at that leads a ring to its pole."""
_TURNS: Final = (0.0, 360.0, -360.0)


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
    try:
        return _settled(geometry, edges, notices), list(dict.fromkeys(notices))
    except ZoneError:
        raise
    except InputError as error:
        raise ZoneError(str(error)) from error


def _settled(geometry: BaseGeometry, edges: str, notices: list[str]) -> BaseGeometry:
    parts = [part for part in leaves(shapely.force_2d(geometry)) if not part.is_empty]
    if not parts:
        raise ZoneError("what is drawn is empty; draw it, or write kind unknown where the course is not known")
    _check_points(shapely.get_coordinates(shapely.GeometryCollection(parts)))
    if all(part.geom_type == "Polygon" for part in parts):
        return _polygons(parts, edges, notices)
    if all(part.geom_type in ("LineString", "LinearRing") for part in parts):
        lines = [LineString(_run_on(shapely.get_coordinates(part), edges, notices)) for part in parts]
        Course(MultiLineString(lines), edges)  # refuses edges that go half around the Earth
        return lines[0] if len(lines) == 1 else MultiLineString(lines)
    kinds = ", ".join(sorted({part.geom_type for part in parts}))
    raise ZoneError(f"what is drawn holds {kinds}; draw lines alone, or polygons alone")


def _check_points(points: _Array) -> None:
    if not np.isfinite(points).all():
        raise ZoneError("what is drawn has a point that is no pair of numbers; write degrees, longitude first")
    if (np.abs(points[:, 1]) > 90.0).any():
        lon, lat = points[np.argmax(np.abs(points[:, 1]))]
        guess = "swapped? " if abs(lon) <= 90.0 else ""
        raise ZoneError(f"latitude {lat:g} is outside -90..90; {guess}write degrees, longitude first")


def _polygons(parts: list[Polygon], edges: str, notices: list[str]) -> Polygon | MultiPolygon:
    found = [piece for part in parts for piece in _polygon(part, edges, notices)]
    if len(found) > 1:
        found = _apart(found, edges, notices)
    whole = found[0] if len(found) == 1 else MultiPolygon(found)
    covered = sum(abs(_area_m2(part, edges)) for part in found)
    if covered > 0.999999 * _EARTH_M2:
        raise ZoneError("it covers the whole Earth; draw what is meant, or give no zone")
    if covered > _EARTH_M2 / 2.0:
        notices.append(f"it covers {covered / _EARTH_M2:.0%} of the Earth, as it is drawn")
    return whole


def _area_m2(part: Polygon, edges: str) -> float:
    """Good enough to tell half an Earth; drawn edges are short, so that geodesic or straight makes no difference."""
    rings = [_drawn(shapely.get_coordinates(ring), edges) for ring in (part.exterior, *part.interiors)]
    shell, *holes = (abs(_mean_sine(ring)) for ring in rings)
    return float(shell - sum(holes)) * _EARTH_M2 / (4.0 * np.pi)


def _mean_sine(ring: _Array) -> float:
    """The integral of sin(latitude) over longitude, which counts a whole parallel as drawn."""
    sine = np.sin(np.radians(ring[:, 1]))
    return float(np.sum((sine[1:] + sine[:-1]) / 2.0 * np.radians(np.diff(ring[:, 0]))))


def _apart(parts: list[Polygon], edges: str, notices: list[str]) -> list[Polygon]:
    """Polygons that do not overlap, whatever turn of the Earth their longitudes are written on."""
    if not _overlap(parts, edges):
        return parts
    if edges == "lonlat":
        notices.append("its parts overlap or lie side by side; they count as one")
        return list(shapely.get_parts(shapely.union_all([fold(part) for part in parts])))
    notices.append("its parts overlap; they count as one")
    middle = sum(parts[0].bounds[::2]) / 2.0
    near = [_moved(part, 360.0 * round((middle - sum(part.bounds[::2]) / 2.0) / 360.0)) for part in parts]
    rings = [shapely.get_coordinates(ring) for part in near for ring in (part.exterior, *part.interiors)]
    region = shapely.union_all([_drawn_polygon(part, edges, _FINE_M) for part in near])
    found = traced(rings, [_drawn(ring, edges, _FINE_M) for ring in rings], region)
    if _overlap(found, edges):
        raise ZoneError("its parts overlap on both sides of the Earth; draw it as one polygon")
    return found


def _overlap(parts: list[Polygon], edges: str) -> bool:
    """Whether any two have an area in common; or, where edges can be shared in part, a stretch of their edges."""
    drawn = [fold(_drawn_polygon(part, edges)) for part in parts]
    one, other = shapely.STRtree(drawn).query(drawn, predicate="intersects")
    shared = [shapely.intersection(drawn[a], drawn[b]) for a, b in zip(one, other, strict=True) if a < b]
    if edges == "lonlat":
        return any(shapely.length(shape) > 0.0 for shape in shared)
    return any(not polygonal(shape).buffer(-_CRUMB_DEG).is_empty for shape in shared)


def _polygon(polygon: Polygon, edges: str, notices: list[str]) -> list[Polygon]:
    for nth in range(_STARTS):
        heard: list[str] = []
        exterior, turned = _ring(shapely.get_coordinates(polygon.exterior), edges, heard, nth)
        outside = Polygon(_drawn(exterior, edges))
        holes = [_within(outside, shapely.get_coordinates(hole), edges, heard) for hole in polygon.interiors]
        drawn = _drawn_polygon(Polygon(exterior, holes), edges)
        # the meridian along which a ring goes to its pole must not meet a hole, or the ring itself
        if drawn.is_valid or not turned or nth + 2 >= len(polygon.exterior.coords):
            break
    notices += heard
    found = [Polygon(exterior, holes)] if drawn.is_valid else _mended(exterior, holes, edges, notices)
    found = [part for part in found if _has_breadth(part, edges)]
    if not found:
        raise ZoneError("it encloses nothing; draw an outline with at least three points that are not in line")
    return found


def _has_breadth(part: Polygon, edges: str) -> bool:
    """Whether a polygon is more than a line there and back; how broad: twice its area by its outline's length."""
    for tolerance_m, least in ((_ROUGH_M, 2.0 * _CRUMB_DEG), (_FINE_M, 2.0 * _LINE_DEG)):
        drawn = _drawn_polygon(part, edges, tolerance_m)
        if 2.0 * drawn.area > least * drawn.length:
            return True
    return False


def _mended(exterior: _Array, holes: list[_Array], edges: str, notices: list[str]) -> list[Polygon]:
    """What is meant by an outline that crosses itself, or by holes that cross their outline or each other."""
    fine = [_drawn(hole, edges, _FINE_M) for hole in holes]
    rings = [exterior, *(copy for hole in holes for copy in _around(hole))]
    drawn = [_drawn(exterior, edges, _FINE_M), *(copy for hole in fine for copy in _around(hole))]
    shell, *taken = (polygonal(shapely.make_valid(Polygon(ring))) for ring in drawn)
    region = polygonal(shapely.difference(shell, shapely.union_all(taken)))
    if not Polygon(drawn[0]).is_valid:
        count = shapely.get_num_geometries(shell)
        notices.append(
            f"its outline crosses itself{_where(drawn[0])}; it counts where it winds around an odd number of times"
            + (f" ({count} parts)" if count > 1 else "")
        )
    within = np.reshape(shapely.area(shapely.intersection(shell, taken)), (-1, len(_TURNS)))
    if np.any(within.sum(axis=1) < (1.0 - _CRUMB_DEG) * shapely.area(taken[:: len(_TURNS)])):
        notices.append("a hole reaches over its outline; it takes away what lies within")
    if edges == "lonlat":
        return list(shapely.get_parts(region))
    return traced(rings, drawn, region)


def _around(hole: _Array) -> list[_Array]:
    """A hole and its likes a turn to each side: around a pole it may begin on another meridian than its outline."""
    return [hole + np.array([turn, 0.0]) for turn in _TURNS]


def _where(ring: _Array) -> str:
    """The place where a ring crosses itself, for a sentence."""
    spot = shapely.is_valid_reason(Polygon(ring)).partition("[")[2].rstrip("]").split()
    return f" near {float(spot[1]):.4f}, {float(spot[0]):.4f}" if len(spot) == 2 else ""


def _ring(points: _Array, edges: str, notices: list[str], nth: int = 0) -> tuple[_Array, bool]:
    """A closed ring whose longitudes run on, and whether it goes around a pole: then up one meridian to it and down.

    nth: the meridian is that of the vertex nearest to the pole (0), or of the next, and so on.
    """
    ring = _run_on(points, edges, notices)
    polar = np.flatnonzero(np.abs(ring[:-1, 1]) == 90.0)
    if edges == "geodesic" and polar.size:
        return _from_pole(ring, int(polar[0])), False
    whole = ring[-1, 0] - ring[0, 0]
    if abs(whole) < 1.0:
        return ring, False
    if abs(whole) > 361.0:
        raise ZoneError("its outline runs around the Earth more than once; draw it as separate polygons")
    mean = _mean_sine(_drawn(ring, edges)) / np.radians(whole)
    if abs(mean) < 1e-9:
        raise ZoneError("its outline parts the Earth in two halves; draw it up to the pole that it holds")
    pole = np.copysign(90.0, mean)
    notices.append(f"it runs around the {'North' if pole > 0.0 else 'South'} Pole, which it holds")
    start = int(np.argsort(-ring[:-1, 1] * pole, kind="stable")[min(nth, len(ring) - 2)])
    ring = np.vstack([ring[start:-1], ring[: start + 1] + np.array([whole, 0.0])])
    return np.vstack([ring, [[ring[-1, 0], pole], [ring[0, 0], pole]], ring[:1]]), True


def _from_pole(ring: _Array, start: int) -> _Array:
    """A ring of geodesics with a vertex at a pole, begun and ended there, on the meridians that lead to it."""
    rest = np.vstack([ring[start + 1 : -1], ring[:start] + np.array([ring[-1, 0] - ring[0, 0], 0.0])])
    ends = np.array([[rest[0, 0], ring[start, 1]], [rest[-1, 0], ring[start, 1]]])
    return np.vstack([ends[:1], rest, ends[1:], ends[:1]])


def _run_on(points: _Array, edges: str, notices: list[str]) -> _Array:
    """The same points, longitudes running on past 180 where a step jumps back; without points that repeat."""
    _check_turns(points, edges)
    run = run_on(points, edges)
    if np.any(np.abs(np.diff(run[:, 0]) - np.diff(points[:, 0])) > 1.0):
        notices.append("it steps over the antimeridian, the shorter way")
    turns = np.round((run[-1, 0] - run[0, 0]) / 360.0)
    if abs(run[-1, 0] - run[0, 0] - 360.0 * turns) < _TOUCH_DEG and run[0, 1] == run[-1, 1]:
        run[-1, 0] = run[0, 0] + 360.0 * turns  # closed, but for rounding
    run = np.asarray(run[np.append(True, np.any(np.diff(run, axis=0) != 0.0, axis=1))])
    if len(run) < 2:
        raise ZoneError("it is one point; draw a line or an outline, or give a centre and a radius")
    return run


def _check_turns(points: _Array, edges: str) -> None:
    """Raise ZoneError for steps of longitude that have no direction."""
    polar = np.abs(points[:, 1]) == 90.0
    free = (polar[:-1] & polar[1:]) if edges == "lonlat" else (polar[:-1] | polar[1:])
    half = np.flatnonzero((np.mod(np.diff(points[:, 0]), 360.0) == 180.0) & ~free)
    if half.size:
        lon, lat = points[half[0]]
        way = "half around the Earth, east or west" if edges == "lonlat" else "right over a pole"
        raise ZoneError(f"the edge from {lat:g}, {lon:g} goes {way}; add a point between its ends, on the side meant")
    whole = np.flatnonzero((np.abs(np.diff(points[:, 0])) == 360.0) & ~free)
    if whole.size and edges == "geodesic":
        lon, lat = points[whole[0]]
        raise ZoneError(f"the edge from {lat:g}, {lon:g} ends where it begins; write edges lonlat for a whole parallel")


def _drawn(line: _Array, edges: str, tolerance_m: float = _ROUGH_M) -> _Array:
    """The line with straight lon/lat edges."""
    return line if edges == "lonlat" else Course([line], edges).sampled(tolerance_m)[0]


def _drawn_polygon(part: Polygon, edges: str, tolerance_m: float = _ROUGH_M) -> Polygon:
    shell, *holes = (
        _drawn(shapely.get_coordinates(ring), edges, tolerance_m) for ring in (part.exterior, *part.interiors)
    )
    return Polygon(shell, holes)


def _within(outside: Polygon, points: _Array, edges: str, notices: list[str]) -> _Array:
    """The hole, moved by whole turns until it lies in its outline."""
    hole, _ = _ring(points, edges, notices)
    drawn = Polygon(_drawn(hole, edges))
    reach = outside if outside.is_valid else shapely.make_valid(outside)
    for turn in _TURNS:
        moved = _moved(drawn, turn)
        if shapely.intersects(reach, moved if moved.is_valid else shapely.make_valid(moved)):
            return np.asarray(hole + np.array([turn, 0.0]))
    lon, lat = hole[0]
    raise ZoneError(f"the hole at {lat:g}, {lon:g} lies outside its outline; leave it out, or draw it as its own zone")


def _moved(shape: Polygon, degrees: float) -> Polygon:
    return shapely.transform(shape, lambda spots: spots + np.array([degrees, 0.0])) if degrees else shape
