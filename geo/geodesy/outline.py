"""The outline of a geodesic disc as lon/lat polygons, for drawing and export.

Nothing is decided with an outline: `within` answers by distance. The outline is what the disc looks like on a map
whose edges are straight between lon/lat vertices (as GeoJSON has them: RFC 7946, section 3.1.1), so it is the drawn
edges that stay within the tolerance, not only the vertices.

How it is built: at each latitude a disc holds exactly the longitudes |dlon| <= h(lat) (see `geo.geodesy.disc`). So
the east half of the circle, azimuth 0 to 180, is a curve whose latitude only falls and whose dlon stays in
[0, 180]. It is mirrored to the west, closed over any pole the disc holds, moved to the centre's longitude and cut at
the antimeridian. Such a ring cannot cross itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.polygon import orient

from geo.errors import InputError
from geo.geodesy.disc import check_centre, check_radius, half_width_deg
from geo.geodesy.ellipsoid import HALF_MERIDIAN_M, destination, distance_m

_Array: TypeAlias = NDArray[np.float64]
_Curve: TypeAlias = Callable[[_Array], tuple[_Array, _Array]]

_CUT_LOCUS_M: Final = 19_900_000.0
"""Up to here a direct geodesic is a shortest one whatever its azimuth: the nearest cut point of any centre is at
pi * b = 19,970 km, where the equator stops being the shortest way along itself (Karney 2013)."""
_STEP_DEG: Final = 2.0**-40
"""Vertices are whole multiples of this (0.1 micrometres), which makes adding and taking away 360 exact: the two sides
of a cut get the same numbers."""
_SMALLEST_M: Final = 1e-3
_FINEST_M: Final = 1e-5
_FEWEST: Final = 64
_ROUNDS: Final = 64


def outline(centre_lon: float, centre_lat: float, radius_m: float, tolerance_m: float = 1.0) -> Polygon | MultiPolygon:
    """Draw all points within `radius_m` geodesic metres of a centre (degrees) as a valid polygon.

    Vertices are direct geodesics at equal azimuths, n = pi * sqrt(radius / (2 * tolerance)) of them, where a chord's
    sagitta is the tolerance, and at least 64; more are added where straight lon/lat edges bow away from the circle
    (near poles). No point of a drawn edge is then farther than `tolerance_m` from the circle. Coordinates lie in
    [-180, 180] x [-90, 90]; exteriors run counter-clockwise; a disc across the antimeridian comes in two parts; one
    that holds a pole has that pole's whole edge of the map; one beyond a hemisphere may have a hole; one that reaches
    every point is the whole map. Raises CoordinateError or InputError for what is no centre, radius or tolerance.

    >>> shape = outline(38.61778, 33.50583, 54_717.7)
    >>> shape.geom_type, len(shape.exterior.coords), [round(v, 3) for v in shape.bounds]
    ('Polygon', 537, [38.029, 33.012, 39.207, 33.999])
    >>> [[round(x, 3) for x in part.bounds[0::2]] for part in outline(180.0, 0.0, 111_319.49).geoms]
    [[-180.0, -179.0], [179.0, 180.0]]
    """
    lon, lat = check_centre(centre_lon, centre_lat)
    radius = check_radius(radius_m)
    tolerance = float(tolerance_m)
    if not _FINEST_M <= tolerance < math.inf:
        raise InputError(f"an outline cannot be drawn to within {tolerance_m} m; give a tolerance of 1e-5 m or more")
    if radius < _SMALLEST_M:
        raise InputError(f"a disc of {radius:g} m is too small to draw; give a radius of a millimetre or more")
    if radius >= HALF_MERIDIAN_M:
        return box(-180.0, -90.0, 180.0, 90.0)
    ring = _ring(*_east_half(lat, radius, tolerance))
    ring[:, 0] += _rounded(np.array(lon))
    return _cut(ring)


def _east_half(lat: float, radius: float, tolerance: float) -> tuple[_Array, _Array]:
    """The circle from its northern to its southern end by way of the east: dlon in [0, 180], latitude falling."""
    curve = _by_azimuth(lat, radius) if radius <= _CUT_LOCUS_M else _by_latitude(lat, radius)
    half = math.ceil(max(math.pi * math.sqrt(radius / (2 * tolerance)) * 1.03, _FEWEST) / 2)
    t = np.linspace(0.0, 1.0, half + 1)
    dlon, lats = curve(t)
    for _ in range(_ROUNDS):
        bad = np.flatnonzero(_deviation_m(lat, radius, dlon, lats) > 0.95 * tolerance)
        if not bad.size:
            break
        more = (t[bad] + t[bad + 1]) / 2
        new_dlon, new_lats = curve(more)
        t, dlon, lats = (np.insert(old, bad + 1, new) for old, new in ((t, more), (dlon, new_dlon), (lats, new_lats)))
    return dlon, lats


def _by_azimuth(lat: float, radius: float) -> _Curve:
    north, south = _holds_poles(lat, radius)

    def curve(t: _Array) -> tuple[_Array, _Array]:
        lons, lats = destination(0.0, lat, 180.0 * t, radius)
        dlon = np.abs(lons)
        dlon[t == 0.0] = 180.0 if north else 0.0
        dlon[t == 1.0] = 180.0 if south else 0.0
        return dlon, lats

    return curve


def _by_latitude(lat: float, radius: float) -> _Curve:
    """For discs that leave out no more than some 100 km around the antipode, beyond the cut locus of some azimuths.

    Due north and due south stay shortest all the way to the antipode, so they give the two ends.
    """
    north, south = _holds_poles(lat, radius)
    _, ends = destination(0.0, lat, np.array([0.0, 180.0]), radius)

    def curve(t: _Array) -> tuple[_Array, _Array]:
        lats = ends[0] + (ends[1] - ends[0]) * t
        dlon = np.clip(half_width_deg(lat, lats, radius, side=-1), 0.0, 180.0)
        dlon[t == 0.0] = 180.0 if north else 0.0
        dlon[t == 1.0] = 180.0 if south else 0.0
        return dlon, lats

    return curve


def _holds_poles(lat: float, radius: float) -> tuple[bool, bool]:
    north, south = distance_m(0.0, lat, 0.0, np.array([90.0, -90.0])) <= radius
    return bool(north), bool(south)


def _deviation_m(lat: float, radius: float, dlon: _Array, lats: _Array) -> _Array:
    """For each edge, how far the worst of three points along it is from the circle, metres.

    Edges are short beside the bends of the circle, so the worst of a whole edge is hardly more; the caller leaves 5%
    for that, and the tests look at 19 points of every edge.
    """
    along = np.array([[0.25], [0.5], [0.75]])
    x = dlon[:-1] + along * np.diff(dlon)
    y = lats[:-1] + along * np.diff(lats)
    worst: _Array = np.abs(distance_m(0.0, lat, x, y) - radius).max(axis=0)
    return worst


def _ring(dlon: _Array, lats: _Array) -> _Array:
    """The closed ring around dlon 0, shape (n, 2), counter-clockwise: down the west side and up the east side."""
    east = np.column_stack([_rounded(dlon), np.minimum.accumulate(_rounded(lats))])
    over_north = [[180.0, 90.0]] if dlon[0] == 180.0 else []
    over_south = [[180.0, -90.0]] if dlon[-1] == 180.0 else []
    east = np.array([*over_north, *east, *over_south])
    ring = np.vstack([east * [-1.0, 1.0], east[::-1]])
    ring = ring[np.append(True, np.any(np.diff(ring, axis=0) != 0.0, axis=1))]
    return ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])


def _rounded(degrees: _Array) -> _Array:
    return np.round(degrees / _STEP_DEG) * _STEP_DEG


def _cut(ring: _Array) -> Polygon | MultiPolygon:
    """Bring a ring that reaches beyond +-180 back onto the map, in one or more parts."""
    low, high = ring[:, 0].min(), ring[:, 0].max()
    if low >= -180.0 and high <= 180.0:
        return orient(Polygon(ring))
    seam = -180.0 if low < -180.0 else 180.0
    disc = Polygon(_with_crossings(ring, seam))
    parts = [_moved(disc.intersection(box(k - 180.0, -90.0, k + 180.0, 90.0)), -k) for k in (-360.0, 0.0, 360.0)]
    # a disc that holds a pole goes all the way round, and its parts meet again at the meridian opposite its centre
    whole = shapely.union_all(parts)
    polygons = [orient(part) for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _with_crossings(ring: _Array, seam: float) -> _Array:
    """The ring with a vertex wherever an edge crosses the meridian `seam`, so that both sides share it."""
    x, y = ring.T
    at = np.flatnonzero((x[:-1] - seam) * (x[1:] - seam) < 0)
    share = (seam - x[at]) / (x[at + 1] - x[at])
    lats = _rounded(y[at] + share * (y[at + 1] - y[at]))
    return np.insert(ring, at + 1, np.column_stack([np.full_like(lats, seam), lats]), axis=0)


def _moved(part: shapely.Geometry, east_deg: float) -> shapely.Geometry:
    return shapely.transform(part, lambda xy: xy + np.array([east_deg, 0.0]))
