"""Country outlines: Natural Earth's polygons, packed one country per archive member.

A member holds little-endian integers: the number of polygons, for each polygon its number of rings, for each
ring its number of points, then all longitudes and all latitudes as steps from the point before, on a grid of
1/SCALE degrees. data/build/outlines.py writes the archive; data/SOURCES.md names its source.
"""

from __future__ import annotations

import zipfile
from functools import cache, lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geodesy.ellipsoid import distance_m
from geo.places.folding import DATA

SCALE: Final = 10_000
"""Grid points per degree: 11 m at the equator, finer than Natural Earth's 1:10m outlines."""


def encode(shape: MultiPolygon) -> bytes:
    """The archive member that stands for `shape` (degrees)."""
    rings = [[polygon.exterior, *polygon.interiors] for polygon in shape.geoms]
    points = [np.rint(np.asarray(ring.coords)[:, :2] * SCALE).astype("<i4") for group in rings for ring in group]
    counts = np.array([len(rings), *(len(group) for group in rings), *(len(ring) for ring in points)], dtype="<i4")
    steps = np.diff(np.concatenate(points), axis=0, prepend=np.zeros((1, 2), dtype="<i4")).astype("<i4")
    return counts.tobytes() + steps[:, 0].tobytes() + steps[:, 1].tobytes()


def decode(member: bytes) -> MultiPolygon:
    """The reverse of `encode`, up to the grid.

    >>> square = MultiPolygon([Polygon([(0, 0), (2, 0), (2, 1), (0, 0)])])
    >>> decode(encode(square)).equals(square)
    True
    """
    numbers = np.frombuffer(member, dtype="<i4")
    n = int(numbers[0])
    per_polygon = numbers[1 : 1 + n]
    per_ring = numbers[1 + n : 1 + n + int(per_polygon.sum())]
    steps = numbers[1 + n + len(per_ring) :].reshape(2, -1)
    degrees = np.cumsum(steps, axis=1).T / SCALE
    rings = np.split(degrees, np.cumsum(per_ring)[:-1])
    return MultiPolygon(list(_polygons(rings, per_polygon)))


def _polygons(rings: list[NDArray[np.float64]], per_polygon: NDArray[np.int32]) -> list[Polygon]:
    out, at = [], 0
    for count in per_polygon:
        out.append(Polygon(rings[at], rings[at + 1 : at + count]))
        at += int(count)
    return out


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(DATA / "outlines.zip")


@lru_cache(maxsize=64)
def outline(code: str) -> MultiPolygon | None:
    """The outline of a country by its ISO alpha-2 code, degrees lon, lat; None when there is none.

    >>> from shapely.geometry import Point
    >>> bool(outline("SY").contains(Point(38.3, 34.6))), outline("XX") is None
    (True, True)
    """
    try:
        member = _archive().read(code)
    except KeyError:
        return None
    return decode(member)


@cache
def _parts() -> tuple[shapely.STRtree, NDArray[np.object_]]:
    """Every country's parts, and a tree over them."""
    parts = [part for code in sorted(_archive().namelist()) for part in shapely.get_parts(outline(code))]
    return shapely.STRtree(parts), np.array(parts, dtype=object)


def land(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """What is some country's within bounds in degrees, to the precision of the outlines; empty where nothing is.

    >>> land(38.0, 34.0, 39.0, 35.0).area, land(33.9, 34.5, 34.1, 34.7).is_empty
    (1.0, True)
    """
    tree, parts = _parts()
    box = shapely.box(west, south, east, north)
    return shapely.union_all(shapely.intersection(parts[tree.query(box, predicate="intersects")], box))


def label(code: str) -> tuple[float, float, float] | None:
    """Where to write a country's name, inside its largest part, and the radius in metres that holds that part.

    >>> lon, lat, radius_m = label("SY")
    >>> 35 < lon < 43, 32 < lat < 38, 200e3 < radius_m < 600e3
    (True, True, True)
    """
    shape = outline(code)
    if shape is None:
        return None
    largest = max(shape.geoms, key=lambda part: part.area)
    centre = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    edge = np.asarray(largest.exterior.coords)
    radius = float(np.max(distance_m(centre.x, centre.y, edge[:, 0], edge[:, 1])))
    return round(centre.x, 4), round(centre.y, 4), round(radius)
