"""The probability of lying in a polygon: for what is known by distance and bearing, an integral along its boundary.

With F the law of distance and B that of bearing, Green's theorem in the coordinates distance and azimuth gives

    P = integral of F(r) dB(azimuth) around each ring, clockwise, plus 1 if the anchor's antipode lies inside,

because F is 0 at the anchor itself: whether the anchor lies inside, how often the boundary winds around it and whether
pieces of it face away needs no care. Only the antipode, where F is 1 and all azimuths meet, has to be kept off the
boundary. Edges are straight in longitude and latitude (RFC 7946), so distances and
azimuths along them are those of the ellipsoid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geo.errors import InputError
from geo.geodesy import GEOD
from geo.regions.area import Area, area_m2
from geo.regions.probability import Part
from geo.regions.region import Region
from geo.regions.stack import leaves
from geo.shapes import Clip, Disc, Minus, Ring, Shape
from geo.shapes.polygons import fold

_Array = NDArray[np.float64]

_SLACK: Final = 2e-5
"""What one piece may leave open, in probability, before it is halved."""
_BOUND: Final = 4e-3
"""The most that a piece may hide between its ends, by the triangle inequality."""
_NOISE: Final = 1e-6
_TURN_DEG: Final = 60.0
_ROUNDS: Final = 40
_STEP_DEG: Final = 1e-7
_DEGREE_M: Final = 111_700.0
"""No degree along a meridian or a parallel is longer than this."""


_FINEST_M: Final = 1e-3
_COARSEST_M: Final = 1.0
_SHARE: Final = 1e-4
"""How far a drawn boundary may be from the true one, in radii that hold half of the region: what lies between them is
then less than that share of the probability."""


def p_in(region: Region, shape: Shape) -> float:
    """Probability of lying in a shape of any kind; error below 1e-3, for discs and rings below 1e-4.

    Cutting never adds: what is clipped or taken away leaves no more than the whole had.

    >>> from geo.regions import disc
    >>> from geo.shapes import Outlined
    >>> north = Clip(Disc(38.6, 33.5, 20_000.0), (Outlined(shapely.box(30.0, 33.5, 50.0, 40.0), "lonlat"),))
    >>> round(p_in(disc(38.6, 33.5, 10_000.0), north), 3)
    0.5
    """
    if isinstance(shape, Disc):
        return region.p_in_disc(shape.lon, shape.lat, shape.radius_m)
    if isinstance(shape, Ring):
        outer, inner = (region.p_in_disc(shape.lon, shape.lat, r) for r in (shape.outer_m, shape.inner_m))
        return max(0.0, outer - inner)
    within = p_in_shape(region, shape.outline(_drawn_to(region)))
    return min(within, p_in(region, shape.shape)) if isinstance(shape, Clip | Minus) else within


def _drawn_to(region: Region) -> float:
    # a power of ten, so that one drawing serves many regions
    wanted = _SHARE * region.radius_holding(0.5)
    return float(np.clip(10.0 ** math.floor(math.log10(max(wanted, _FINEST_M))), _FINEST_M, _COARSEST_M))


def p_in_shape(region: Region, geometry: BaseGeometry) -> float:
    """Probability of lying in a Polygon or MultiPolygon, degrees lon, lat, edges straight in them; error below 1e-3.

    Longitudes may run past 180 degrees either way. An empty polygon has probability 0. Raises InputError for what is
    no polygon.

    >>> from geo.regions import disc
    >>> north = shapely.box(30.0, 33.5, 50.0, 40.0)
    >>> round(p_in_shape(disc(38.6, 33.5, 10_000.0), north), 3)
    0.5
    """
    shape = _checked(geometry)
    if shape.is_empty:
        return 0.0
    total = 0.0
    around: dict[tuple[float, float], list[Part]] = {}
    for w, leaf in leaves(region):
        total += w * _part_in_shape(leaf, shape, around, w)
    edges = _edges(shape)
    for (lon, lat), parts in around.items():
        x, y, beyond = _off_the_boundary(lon, lat, shape)
        total += _along(x, y, parts, edges) + beyond * sum(w for w, _, _ in parts)
    # what is as small as the rounding of the sums is none
    return 0.0 if total < _NOISE else 1.0 if total > 1.0 - _NOISE else float(total)


def _part_in_shape(leaf: Any, shape: BaseGeometry, around: dict[tuple[float, float], list[Part]], w: float) -> float:
    # areas at once; what is polar goes to its anchor
    if isinstance(leaf, Area):
        return area_m2(leaf.polygon.intersection(shape)) / leaf.area_m2()
    if getattr(leaf, "family", "") != "polar":
        raise InputError(f"a region is polar, area or mixture, not {type(leaf).__name__}")
    around.setdefault((leaf.lon, leaf.lat), []).append((w, leaf.radial, leaf.bearing))
    return 0.0


def _checked(geometry: BaseGeometry) -> BaseGeometry:
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise InputError(f"a probability needs a Polygon or MultiPolygon, not a {geometry.geom_type}")
    if geometry.is_empty:
        return geometry
    _, south, _, north = geometry.bounds
    if not (np.isfinite(geometry.bounds).all() and south >= -90.0 and north <= 90.0):
        raise InputError(f"a polygon's latitudes run from -90 to 90 degrees, not {south:g} to {north:g}")
    return fold(geometry)


def _edges(shape: BaseGeometry) -> _Array:
    """From and to of every edge, shape (n, 4), outer rings counter-clockwise and holes clockwise."""
    found = []
    for part in shapely.get_parts(shape):
        turned = orient(part)
        for ring in (turned.exterior, *turned.interiors):
            at = shapely.get_coordinates(ring)
            found.append(np.hstack([at[:-1], at[1:]]))
    return np.concatenate(found)


def _off_the_boundary(lon: float, lat: float, shape: BaseGeometry) -> tuple[float, float, bool]:
    """The anchor, moved by a centimetre where its antipode lies on the boundary; and whether the antipode is inside."""
    for step in (0.0, _STEP_DEG):
        x, y = lon + step, lat - math.copysign(0.6 * step, lat)
        far = float(np.mod(x + 360.0, 360.0) - 180.0), -y
        clear = abs(y) < 90.0 - 0.1 * _STEP_DEG
        if clear and shapely.distance(shapely.boundary(shape), shapely.Point(far)) > 0.1 * _STEP_DEG:
            break
    return x, y, bool(shapely.contains_xy(shape, *far))


@dataclass(frozen=True, slots=True)
class _Ends:
    """One end of each piece."""

    xy: _Array
    """lon, lat, shape (n, 2)."""
    azimuth: _Array
    """From the anchor, degrees."""
    r: _Array
    """From the anchor, metres."""

    def take(self, at: NDArray[Any]) -> _Ends:
        return _Ends(self.xy[at], self.azimuth[at], self.r[at])

    def then(self, other: _Ends) -> _Ends:
        return _Ends(*(np.concatenate([getattr(self, n), getattr(other, n)]) for n in self.__slots__))


def _along(lon: float, lat: float, parts: Sequence[Part], edges: _Array) -> float:
    """The integral along all edges, halving those that turn far around the anchor or hide too much."""

    def seen(xy: _Array) -> _Ends:
        one = np.ones(len(xy))
        azimuth, _, r = GEOD.inv(lon * one, lat * one, xy[:, 0].copy(), xy[:, 1].copy())
        return _Ends(xy, np.asarray(azimuth), np.asarray(r))

    a, b = seen(edges[:, :2]), seen(edges[:, 2:])
    total = 0.0
    for last in range(_ROUNDS, -1, -1):
        length = _longest_m(a.xy, b.xy)
        middle = seen((a.xy + b.xy) / 2.0)
        turned = np.abs(_turn(a.azimuth, middle.azimuth)) + np.abs(_turn(middle.azimuth, b.azimuth))
        value, slack, bound = _estimates(parts, a, middle, b, length)
        poor = (slack > _SLACK) | (bound > _BOUND) | ((turned > _TURN_DEG) & (bound > 0.1 * _SLACK))
        poor |= turned > 170.0
        poor &= (length > 1e-3) & (last > 0)
        total += float(value[~poor].sum())
        if not poor.any():
            break
        a, b, middle = a.take(poor), b.take(poor), middle.take(poor)
        a, b = a.then(middle), middle.then(b)
    return -total


def _estimates(
    parts: Sequence[Part], a: _Ends, middle: _Ends, b: _Ends, length: _Array
) -> tuple[_Array, _Array, _Array]:
    # of each piece: its integral, how far that moved when it was halved, and what could lie between unseen
    nearest = np.maximum((a.r + b.r - length) / 2.0, 0.0)
    farthest = (a.r + b.r + length) / 2.0
    coarse, fine, bound = np.zeros(len(a.r)), np.zeros(len(a.r)), np.zeros(len(a.r))
    for w, law, bearing in parts:
        first, second = _swept(bearing, a.azimuth, middle.azimuth), _swept(bearing, middle.azimuth, b.azimuth)
        f_a, f_m, f_b = law.cdf(a.r), law.cdf(middle.r), law.cdf(b.r)
        coarse += w * (f_a + f_b) * (first + second) / 2.0
        fine += w * ((f_a + f_m) * first + (f_m + f_b) * second) / 2.0
        bound += w * (law.cdf(farthest) - law.cdf(nearest)) * (np.abs(first) + np.abs(second))
    return fine + (fine - coarse) / 3.0, np.abs(fine - coarse), bound


def _swept(bearing: Any, start: _Array, end: _Array) -> _Array:
    # probability of the azimuths from start to end, negative where that is anticlockwise
    turn = _turn(start, end)
    low = np.where(turn >= 0.0, start, end)
    return np.asarray(np.sign(turn) * bearing.p_between(low, low + np.abs(turn)))


def _turn(start: _Array, end: _Array) -> _Array:
    return np.asarray(np.mod(end - start + 180.0, 360.0) - 180.0)


def _longest_m(a: _Array, b: _Array) -> _Array:
    # no shorter than the straight edge in longitude and latitude
    widest = np.cos(np.radians(np.minimum(np.abs(a[:, 1]), np.abs(b[:, 1]))))
    widest = np.where(a[:, 1] * b[:, 1] < 0.0, 1.0, widest)
    return np.asarray(_DEGREE_M * np.hypot((b[:, 0] - a[:, 0]) * widest, b[:, 1] - a[:, 1]))
