"""Parts of an area by compass: what "southern Syria", "western Iraq" or "the eastern edge of" stand for.

Definitions, by ellipsoidal area of the polygon itself (no gazetteer draws these lines; they are conventions):

    northern, southern, eastern, western    the half of the area on that side of a parallel or a meridian
    northeastern, ... (two sides)           the overlap of the two halves
    north-northeastern, ... (three letters) of the half on the first side, the half on the other
    central                                 the middle half between parallels, overlapped with that between meridians
    an "edge" ("southern edge")             the outermost fifth of the area on each of those sides
    "far" ("far south")                     the outermost quarter

Should two halves of a slanting country not overlap, the half of the half stands in for their overlap.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.regions.area import area_m2, unrolled
from geo.shapes.polygons import fold, polygonal
from geo.units import parse_heading

_HALF: Final = 0.5
_FAR: Final = 0.25
_EDGE: Final = 0.2
_EDGE_WORDS: Final = re.compile(r"\b(?:edges?|borders?|fringes?|rim|outskirts)\b")
_CENTRAL: Final = re.compile(r"(?:central|cent(?:re|er)|middle|heart)")
_LEAST: Final = 0.02


def part_of(polygon: BaseGeometry, part: str) -> BaseGeometry:
    """Cut the named part out of a lon/lat polygon, itself within 1% of the share of area it stands for.

    `part` is any spelling of a compass point, optionally with "edge" or "far", or "central". Raises InputError on
    another word.

    >>> square = shapely.box(38.0, 33.0, 40.0, 35.0)
    >>> [round(v, 2) for v in part_of(square, "southern").bounds]
    [38.0, 33.0, 40.0, 33.99]
    >>> [round(v, 2) for v in part_of(square, "north-western").bounds]
    [38.0, 33.99, 39.0, 35.0]
    >>> part_of(square, "upper")
    Traceback (most recent call last):
    geo.errors.InputError: 'upper' is no part of an area; write a compass point ('southern', 'north-west') or 'central'
    """
    words = _EDGE_WORDS.sub(" ", part.lower()).replace("most", "").strip()
    share = _EDGE if words != part.lower().replace("most", "").strip() else _HALF
    if words.startswith("far "):
        words, share = words.removeprefix("far "), _FAR
    whole = unrolled(polygon)
    if _CENTRAL.fullmatch(words):
        return fold(_overlap(_between(whole, 1, 0.25, 0.75), whole, 0, 0.25, 0.75))
    heading = parse_heading(words.strip(" -"))
    if heading is None:
        raise InputError(
            f"{part!r} is no part of an area; write a compass point ('southern', 'north-west') or 'central'"
        )
    sides = heading.name.replace("north", "north ").replace("south", "south ").replace("-", " ").split()
    if len(sides) == 3:
        first = _side(whole, sides[0], share)
        other = sides[1] if sides[1] != sides[0] else sides[2]
        return fold(_side(first, other, _HALF))
    first = _side(whole, sides[0], share)
    if len(sides) == 1:
        return fold(first)
    axis, low, high = _span(sides[1], share)
    return fold(_overlap(first, whole, axis, low, high))


def _span(side: str, share: float) -> tuple[int, float, float]:
    # axis (0 longitude, 1 latitude), and between which shares of the area, counted from west or south
    axis = 1 if side in ("north", "south") else 0
    return (axis, 0.0, share) if side in ("south", "west") else (axis, 1.0 - share, 1.0)


def _side(polygon: BaseGeometry, side: str, share: float) -> BaseGeometry:
    return _between(polygon, *_span(side, share))


def _between(polygon: BaseGeometry, axis: int, low: float, high: float) -> BaseGeometry:
    return _cut(polygon, axis, _at_share(polygon, axis, low), _at_share(polygon, axis, high))


def _overlap(first: BaseGeometry, whole: BaseGeometry, axis: int, low: float, high: float) -> BaseGeometry:
    both = _cut(first, axis, _at_share(whole, axis, low), _at_share(whole, axis, high))
    if area_m2(both) >= _LEAST * area_m2(whole):
        return both
    return _between(first, axis, low, high)


def _cut(polygon: BaseGeometry, axis: int, low: float, high: float) -> BaseGeometry:
    west, south, east, north = polygon.bounds
    band = shapely.box(low, south, high, north) if axis == 0 else shapely.box(west, low, east, high)
    return polygonal(polygon.intersection(band))


def _at_share(polygon: BaseGeometry, axis: int, share: float) -> float:
    # the coordinate below which that share of the area lies, by bisection to 1e-6 of the extent
    low, high = polygon.bounds[axis], polygon.bounds[axis + 2]
    if share in (0.0, 1.0):
        return float(high if share else low)
    wanted, start = share * area_m2(polygon), low
    for _ in range(20):
        middle = (low + high) / 2.0
        if area_m2(_cut(polygon, axis, start, middle)) < wanted:
            low = middle
        else:
            high = middle
    return float(np.mean([low, high]))
