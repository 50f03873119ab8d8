"""From lines to areas: lines cut the map of the world into faces, and each face lies inside a shape or outside it.

A shape is drawn without a word about its form: whatever lines hold its boundary are laid on the map, and one point of
each face is looked up in the shape itself. Lines that are no boundary vanish again, because what lies on both sides of
them is alike. Neither the antimeridian nor the poles need care: they are the edge of the map, and so an edge of faces.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.shapes.polygons import oriented, whole_steps

_Array = NDArray[np.float64]

_GRID_DEG: Final = 2.0**-34
"""6 micrometres: lines meet on such a grid, so that one that ends on another is sure to meet it."""
_BESIDE_DEG: Final = 2e-9
"""A fifth of a millimetre: beside a line, and on no other line's far side."""
_PROBES: Final = 500
_THIN: Final = 10.0
_DEGREE_M: Final = 111_195.0
_FRAME: Final = shapely.box(-180.0, -90.0, 180.0, 90.0).boundary


def drawn(
    lines: Iterable[_Array], inside: Callable[[_Array, _Array], NDArray[np.bool_]], crumbs_m: float
) -> Polygon | MultiPolygon:
    """The faces between `lines` that are inside, joined, in [-180, 180] x [-90, 90], exteriors counter-clockwise.

    lines: lon, lat in degrees, shape (n, 2) each, that hold the whole boundary; longitudes may run past 180. inside:
    whether points lie inside, given lon and lat, degrees. Parts and holes thinner than `crumbs_m` metres are left out.

    >>> square = np.array([[170.0, 0.0], [190.0, 0.0], [190.0, -9.0], [170.0, -9.0], [170.0, 0.0]])
    >>> sorted(part.bounds for part in drawn([square], lambda lon, lat: (lat < 0.0) & (abs(lon) > 170.0), 1.0).geoms)
    [(-180.0, -9.0, -170.0, 0.0), (170.0, -9.0, 180.0, 0.0)]
    """
    found = faces(lines)
    lon, lat = spots_in(found)
    for thin in np.flatnonzero([_thickness_m(face.exterior) < _THIN * crumbs_m for face in found]):
        lon[thin], lat[thin] = _deep_in(found[thin], crumbs_m) or (lon[thin], lat[thin])
    return swept(shapely.coverage_union_all(found[inside(lon, lat)]), crumbs_m)


def spots_in(found: NDArray[np.object_]) -> tuple[_Array, _Array]:
    """lon, lat of one point in each face, degrees."""
    spots = shapely.get_coordinates(shapely.point_on_surface(found))
    return spots[:, 0], spots[:, 1]


def beside(found: NDArray[np.object_], line: _Array) -> _Array:
    """How much of a line (lon, lat in degrees) each face has on its edge, shape (n, 2), in degrees of the map.

    First column: where the face is on the left as one goes along the line; second: where it is on the right.

    >>> line = np.array([[-180.0, 10.0], [180.0, 10.0]])
    >>> sorted(beside(faces([line]), line).round().tolist())
    [[0.0, 360.0], [360.0, 0.0]]
    """
    runs = folded(line)
    begins, ends = np.concatenate([run[:-1] for run in runs]), np.concatenate([run[1:] for run in runs])
    step = ends - begins
    length = np.hypot(step[:, 0], step[:, 1])
    square = np.column_stack([-step[:, 1], step[:, 0]]) / np.maximum(length, 1e-300)[:, None]
    tree = shapely.STRtree(found)
    votes = np.zeros((len(found), 2))
    count = -(-_PROBES // len(begins))
    for share in (np.arange(count) + 0.5) / count:
        for column, off in enumerate((_BESIDE_DEG, -_BESIDE_DEG)):
            edge, face = tree.query(shapely.points(begins + share * step + off * square), predicate="within")
            np.add.at(votes[:, column], face, length[edge] / count)
    return votes


def faces(lines: Iterable[_Array]) -> NDArray[np.object_]:
    """The polygons into which lines (degrees, longitudes may run past 180) cut the map."""
    runs: list[BaseGeometry] = [shapely.LineString(run) for line in lines for run in folded(line)]
    met = shapely.union_all([*runs, _FRAME], grid_size=_GRID_DEG)
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(met))))


def folded(line: _Array) -> list[_Array]:
    """A line whose longitudes run past 180 as runs within [-180, 180], cut where it crosses the antimeridian.

    >>> [run[:, 0].tolist() for run in folded(np.array([[170.0, 0.0], [200.0, 0.0]]))]
    [[170.0, 180.0], [-180.0, -160.0]]
    """
    line = whole_steps(line)
    first = np.floor((line[:, 0].min() + 180.0) / 360.0)
    last = np.ceil((line[:, 0].max() - 180.0) / 360.0)
    if last <= first:
        return [line - [360.0 * first, 0.0]]
    for seam in 360.0 * np.arange(first, last) + 180.0:
        x, y = line.T
        at = np.flatnonzero((x[:-1] - seam) * (x[1:] - seam) < 0.0)
        share = (seam - x[at]) / (x[at + 1] - x[at])
        lats = whole_steps(y[at] + share * (y[at + 1] - y[at]))
        line = np.insert(line, at + 1, np.column_stack([np.full_like(lats, seam), lats]), axis=0)
    turn = np.floor(((line[:-1, 0] + line[1:, 0]) / 2.0 + 180.0) / 360.0)
    cuts = np.flatnonzero(np.diff(turn)) + 1
    begins, ends = np.append(0, cuts), np.append(cuts, len(turn))
    return [line[a : b + 1] - [360.0 * turn[a], 0.0] for a, b in zip(begins, ends, strict=True)]


def swept(shape: BaseGeometry, crumbs_m: float) -> Polygon | MultiPolygon:
    """`shape` without parts and holes that are on average thinner than `crumbs_m` metres.

    >>> swept(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 0, 3.000001, 1)]), 1.0).bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    parts = shapely.get_parts(oriented(shape))
    kept = [
        Polygon(part.exterior, [hole for hole in part.interiors if _thickness_m(hole) >= crumbs_m])
        for part in parts
        if _thickness_m(part.exterior) >= crumbs_m
    ]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _deep_in(face: Polygon, crumbs_m: float) -> tuple[float, float] | None:
    """lon, lat of a point well away from the edge of a thin face, where it has one.

    The lines around a face are drawn, not true; where two of them run close together, only such a point shows which
    side of the true boundary the face is on.
    """
    _, south, _, north = face.bounds
    scale = _DEGREE_M * np.array([max(math.cos(math.radians((south + north) / 2.0)), 1e-6), 1.0])
    metres = shapely.transform(face, lambda xy: xy * scale)
    for share in (2.0, 1.0, 0.5, 0.25):
        core = metres.buffer(-share * crumbs_m)
        if not core.is_empty:
            spot = core.representative_point()
            return float(spot.x / scale[0]), float(spot.y / scale[1])
    return None


def _thickness_m(ring: BaseGeometry) -> float:
    """Twice its area by its length: the width of a strip, near enough to tell crumbs."""
    at = shapely.get_coordinates(ring)
    south, north = at[:, 1].min(), at[:, 1].max()
    at = (at - at[0]) * [np.cos(np.radians(max(south, -north, 0.0))), 1.0]  # as wide as it is at its widest
    area = abs(np.sum(at[:-1, 0] * at[1:, 1] - at[1:, 0] * at[:-1, 1])) / 2.0
    length = np.hypot(*np.diff(at, axis=0).T).sum()
    return float(2.0 * area / max(length, 1e-300) * _DEGREE_M)
