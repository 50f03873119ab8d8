"""Where outlines of geodesics cross one another, and the outlines that this leaves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

_Array = NDArray[np.float64]


def traced(rings: Sequence[_Array], drawn: Sequence[_Array], region: BaseGeometry) -> list[Polygon]:
    """`region`, as polygons whose vertices are those of `rings` and the points where the rings cross.

    rings: lon, lat in degrees, shape (n, 2) each; drawn: the same with vertices added along their edges; region: what
    of the faces between the drawn rings counts. A crossing lies on its edges as closely as those are drawn. Faces
    that lie side by side stay apart.

    >>> bow = np.array([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)])
    >>> [face.wkt for face in traced([bow], [bow], shapely.make_valid(Polygon(bow)))]
    ['POLYGON ((1 1, 0 2, 0 0, 1 1))', 'POLYGON ((1 1, 2 0, 2 2, 1 1))']
    """
    lines = shapely.get_parts(shapely.union_all([LineString(line) for line in drawn]))
    ends = [spot for line in lines for spot in shapely.get_coordinates(line)[[0, -1]].tolist()]
    known = {tuple(spot) for spot in (*(spot for ring in rings for spot in ring.tolist()), *ends)}
    shapely.prepare(region)
    out = []
    for face in shapely.get_parts(shapely.polygonize(lines)):
        if shapely.intersects(region, face.representative_point()):
            shell, *holes = (_of(ring, known) for ring in (face.exterior, *face.interiors))
            out += [orient(Polygon(shell, [hole for hole in holes if len(hole) > 3]))] if len(shell) > 3 else []
    return out


def _of(ring: BaseGeometry, known: set[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The ring without the vertices that were added along its edges."""
    spots = [spot for spot in map(tuple, shapely.get_coordinates(ring)[:-1].tolist()) if spot in known]
    return spots + spots[:1]
