"""Lines on the ellipsoid: how far away they are, where their nearest point is, and on which side one stands.

An edge between two vertices is a geodesic, or straight in longitude and latitude (a parallel is then an edge).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError, InputError
from geo.geodesy.bent import bent, stretched
from geo.geodesy.ellipsoid import inverse
from geo.geodesy.pieces import Pieces

_Array = NDArray[np.float64]
_Index = NDArray[np.intp]

EDGES: Final = ("geodesic", "lonlat")
_HALF_AROUND_M: Final = 19_900_000.0
"""Near antipodes more than one geodesic is the shortest, or nearly so."""


class Course:
    """Lines made of edges, to be asked how far they are.

    >>> line = Course([[(0.0, 60.0), (20.0, 60.0)]], "lonlat")
    >>> chord = Course([[(0.0, 60.0), (20.0, 60.0)]], "geodesic")
    >>> round(float(line.distance_m(10.0, 60.0))), round(float(chord.distance_m(10.0, 60.0)))
    (0, 42224)
    """

    def __init__(self, lines: Any, edges: str = "geodesic") -> None:
        """Cut `lines` into pieces: a shapely line or lines, or sequences of lon, lat in degrees, shape (n, 2) each.

        edges: "geodesic" (the shortest way) or "lonlat" (straight in longitude and latitude as they are written: from
        170 to 190 over the antimeridian, from 170 to -170 the long way; see `run_on`). Raises CoordinateError or
        InputError, "reason; advice", for what is no line on Earth.
        """
        check_edges(edges)
        self.edges = edges
        self.lines = tuple(_checked(line, edges) for line in vertices(lines))
        if not self.lines:
            raise InputError("a line without points has no course; give two points or more")
        starts = np.concatenate([line[:-1] for line in self.lines])
        ends = np.concatenate([line[1:] for line in self.lines])
        self._pieces = Pieces(starts, ends, geodesic=edges == "geodesic")
        self._after, self._before = _neighbours(starts, ends)

    def distance_m(self, lon: ArrayLike, lat: ArrayLike) -> _Array:
        """Geodesic distance to the nearest point of the course, metres, as degrees broadcast; NaN gives NaN."""
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        return self._pieces.nearest(x.ravel(), y.ravel())[0].reshape(x.shape)

    def foot(self, lon: ArrayLike, lat: ArrayLike) -> tuple[_Array, _Array, _Array]:
        """lon, lat of the course's nearest point, and its azimuth there; degrees in and out, they broadcast."""
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        _, piece, t = self._pieces.nearest(x.ravel(), y.ravel())
        foot_x, foot_y, ahead = (
            np.where(piece >= 0, one, np.nan).reshape(x.shape) for one in self._pieces.at(np.maximum(piece, 0), t)
        )
        return foot_x, foot_y, ahead

    def side(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int8]:
        """1 on the left as one goes along the course, -1 on the right, 0 on it (or NaN), by the nearest point.

        lon, lat: degrees, they broadcast. At a vertex the direction half way between its two edges decides.
        """
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        px, py = x.ravel(), y.ravel()
        _, piece, t = self._pieces.nearest(px, py)
        known = piece >= 0
        foot_x, foot_y, ahead = self._heading(piece[known], t[known])
        towards, metres = inverse(foot_x, foot_y, px[known], py[known])
        turn = np.mod(towards - ahead, 360.0)
        out = np.zeros(len(px), dtype=np.int8)
        out[known] = np.select([(metres == 0.0) | (np.mod(turn, 180.0) == 0.0), turn > 180.0], [0, 1], -1)
        return out.reshape(x.shape)

    def sampled(self, tolerance_m: float) -> list[_Array]:
        """The lines with vertices added, so that straight lon/lat edges stay within `tolerance_m` of the course.

        Shape (n, 2) each, degrees; longitudes run on past 180 where the line does.
        """
        if self.edges == "lonlat":
            return [line.copy() for line in self.lines]
        return [bent(line, tolerance_m) for line in self.lines]

    def straightened(self, tolerance_m: float) -> list[_Array]:
        """The lines with vertices added, so that geodesics between them stay within `tolerance_m` of the course.

        Shape (n, 2) each, degrees; `tolerance_m` in metres.
        """
        if self.edges == "geodesic":
            return [line.copy() for line in self.lines]
        return [stretched(line, tolerance_m) for line in self.lines]

    def _heading(self, piece: _Index, t: _Array) -> tuple[_Array, _Array, _Array]:
        """lon, lat and azimuth of the course, half way between its edges at a vertex."""
        lon, lat, ahead = self._pieces.at(piece, t)
        edge, own = self._pieces.edge, self._pieces.edge[piece]
        first = (t <= 0.0) & (np.searchsorted(edge, own, side="left") == piece) & (self._before[own] >= 0)
        last = (t >= 1.0) & (np.searchsorted(edge, own, side="right") - 1 == piece) & (self._after[own] >= 0)
        for here, other in ((first, self._before[own]), (last, self._after[own])):
            ended = here is first
            rows = np.searchsorted(edge, other[here], side="right" if ended else "left") - int(ended)
            x, y, turned = self._pieces.at(rows, np.full(len(rows), float(ended)))
            # at a pole an azimuth counts from the meridian one stands on
            turned = turned + np.where(np.abs(y) == 90.0, np.sign(y) * (lon[here] - x), 0.0)
            ahead[here] = _bisector(ahead[here], turned)
        return lon, lat, ahead


def distance_to_line(lon: ArrayLike, lat: ArrayLike, line: Any, *, edges: str = "geodesic") -> _Array:
    """Geodesic distance in metres from points to the nearest point of a line; arguments broadcast, NaN gives NaN.

    lon, lat: degrees; line: shapely LineString, LinearRing or MultiLineString, or a sequence of lon, lat, shape (n, 2)
    each; a step of more than 180 degrees of longitude goes the shorter way, over the antimeridian. edges: "geodesic",
    or "lonlat" for edges straight in longitude and latitude. Raises CoordinateError or InputError for what is no line.

    >>> parallel = shapely.LineString([(125.0, 38.0), (129.0, 38.0)])
    >>> [round(float(distance_to_line(127.0, 38.1, parallel, edges=edges))) for edges in ("lonlat", "geodesic")]
    [11100, 9212]
    """
    check_edges(edges)
    return Course([run_on(one, edges) for one in vertices(line)], edges).distance_m(lon, lat)


def check_edges(edges: str) -> None:
    """Raise InputError for edges that nobody knows."""
    if edges not in EDGES:
        raise InputError(f"edges are geodesic or lonlat, not {edges!r}; write one of the two")


def vertices(lines: Any) -> list[_Array]:
    """lon, lat of each of some lines, shape (n, 2) each; InputError for a geometry that is no line."""
    if not hasattr(lines, "geom_type"):
        return [np.asarray(line, dtype=np.float64) for line in lines]
    parts = [part for part in shapely.get_parts(lines) if not part.is_empty]
    for part in parts:
        if part.geom_type not in ("LineString", "LinearRing"):
            raise InputError(f"a course is made of lines, not of a {part.geom_type}; give its boundary, or a line")
    return [shapely.get_coordinates(part) for part in parts]


def run_on(points: _Array, edges: str) -> _Array:
    """The same points, whole turns added to their longitudes so that each step goes the shorter way around.

    As they are stay steps along a pole and, of lonlat edges, those of 360 degrees: a whole parallel. Raises
    CoordinateError for a lonlat edge of 180 degrees, which is as short either way.
    """
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise CoordinateError("a line is a list of longitude and latitude in degrees; give numbers, two for each point")
    lon, lat = points.T
    step = np.diff(lon)
    kept = (np.abs(lat[:-1]) == 90.0) & (np.abs(lat[1:]) == 90.0) | (np.abs(step) <= 180.0)
    if edges == "lonlat":
        kept |= np.abs(step) == 360.0
        half = np.flatnonzero((np.mod(step, 360.0) == 180.0) & ((np.abs(lat[:-1]) < 90.0) | (np.abs(lat[1:]) < 90.0)))
        if half.size:
            raise CoordinateError(
                f"the edge from {lat[half[0]]:g}, {lon[half[0]]:g} goes half around the Earth, east or west; add a "
                "point between its ends"
            )
    turns = np.where(kept, 0.0, -np.round(step / 360.0))
    return np.asarray(np.column_stack([lon + 360.0 * np.concatenate([[0.0], np.cumsum(turns)]), lat]))


def _checked(line: _Array, edges: str) -> _Array:
    if line.ndim != 2 or line.shape[1] != 2 or not np.isfinite(line).all():
        raise CoordinateError("a line is a list of longitude and latitude in degrees; give numbers, two for each point")
    if (np.abs(line[:, 1]) > 90.0).any():
        worst = line[np.argmax(np.abs(line[:, 1]))]
        raise CoordinateError(f"latitude {worst[1]:g} is outside -90..90; write longitude first, then latitude")
    if edges == "geodesic":
        line = _by_meridians(run_on(line, edges))
    line = line[np.append(True, np.any(np.diff(line, axis=0) != 0.0, axis=1))]
    polar = np.abs(line[:, 1]) == 90.0
    if len(line) < 2 or (polar & (line[:, 1] == line[0, 1])).all():
        raise InputError("a line needs two different points; give its course")
    if edges == "geodesic":
        _check_antipodes(line)
    return line


def _by_meridians(line: _Array) -> _Array:
    """A vertex at a pole has no longitude of its own: it gets that of the vertex before, and again that of the next."""
    polar = np.abs(line[:, 1]) == 90.0
    if not polar.any() or len(line) < 2:
        return line
    into, out = line[:, 0].copy(), line[:, 0].copy()
    into[1:] = np.where(polar[1:] & ~polar[:-1], line[:-1, 0], line[1:, 0])
    out[:-1] = np.where(polar[:-1] & ~polar[1:], line[1:, 0], line[:-1, 0])
    # an open end has one neighbour only
    into[0], out[-1] = out[0], into[-1]
    return np.column_stack([np.column_stack([into, out]).ravel(), np.repeat(line[:, 1], 2)])


def _check_antipodes(line: _Array) -> None:
    apart = inverse(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])[1]
    if (apart > _HALF_AROUND_M).any():
        lon, lat = line[int(np.argmax(apart))]
        raise CoordinateError(
            f"the edge from {lat:g}, {lon:g} goes half around the Earth, by any way; add a point between its ends"
        )


def _neighbours(starts: _Array, ends: _Array) -> tuple[_Index, _Index]:
    """For each edge the one that begins where it ends, and the one that ends where it begins; -1 at an open end.

    On the same line these stand next to each other; lines that meet end to end go on in one another.
    """
    count = len(starts)
    first, last = _places(starts), _places(ends)
    after, before = np.full(count, -1, dtype=np.intp), np.full(count, -1, dtype=np.intp)
    joined = np.flatnonzero([one == other for one, other in zip(last[:-1], first[1:], strict=True)])
    after[joined], before[joined + 1] = joined + 1, joined
    open_start = {first[edge]: edge for edge in np.flatnonzero(before < 0)[::-1].tolist()}
    for edge in np.flatnonzero(after < 0).tolist():
        follower = open_start.pop(last[edge], None)
        if follower is not None:
            after[edge], before[follower] = follower, edge
    return after, before


def _places(spots: _Array) -> Sequence[tuple[float, float]]:
    """Points of lon, lat so that the same point of the Earth is written the same way."""
    lon = np.where(np.abs(spots[:, 1]) == 90.0, 0.0, np.mod(np.round(spots[:, 0], 11), 360.0))
    return list(zip(lon.tolist(), spots[:, 1].tolist(), strict=True))


def _bisector(one: _Array, other: _Array) -> _Array:
    x = np.sin(np.radians(one)) + np.sin(np.radians(other))
    y = np.cos(np.radians(one)) + np.cos(np.radians(other))
    return np.asarray(np.degrees(np.arctan2(x, y)))
