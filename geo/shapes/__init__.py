"""The shapes of zones: discs, rings, polygons, buffers, sides of a line, and what is cut from them.

    Disc, Ring      by distance from a centre
    Outlined        a polygon whose edges are geodesics, or straight in longitude and latitude
    Buffer          within a width of a line or polygon, on both sides or on one
    SideOfLine      everything on one side of a line
    Clip, Minus     only within, or without, another shape

Each answers for itself (`Shape`): which points it contains, how far its boundary is, what it looks like on a map.
Numbers in, numbers out: lon, lat in degrees, lengths in metres.

shape                                   what every shape can answer
disc, outlined, buffer, side, composed  the shapes
rings                                   what people draw, repaired by a stated rule or refused
polygons                                polygons kept on the map: folded, oriented, without lines and points
offsets                                 the curves at a fixed distance from a course
continued                               lines continued beyond their ends
crossings                               where outlines of geodesics cross one another
faces                                   from lines that cut the world to the areas between them
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from geo.errors import InputError
from geo.shapes.buffer import Buffer, buffer_from_dict
from geo.shapes.composed import Clip, Minus
from geo.shapes.disc import Disc, Ring
from geo.shapes.outlined import Outlined, boundary_course, outlined_from_dict
from geo.shapes.rings import settled
from geo.shapes.shape import Shape
from geo.shapes.side import SideOfLine, compass_side, side_from_dict

__all__ = [
    "Buffer",
    "Clip",
    "Disc",
    "Minus",
    "Outlined",
    "Ring",
    "Shape",
    "SideOfLine",
    "boundary_course",
    "compass_side",
    "settled",
    "shape_from_dict",
]


def shape_from_dict(data: Mapping[str, Any]) -> Shape:
    """The reverse of `Shape.as_dict`; InputError for a kind that nobody knows.

    >>> shape_from_dict(Disc(38.6, 33.5, 100.0).as_dict())
    Disc(lon=38.6, lat=33.5, radius_m=100.0)
    """
    kind = data.get("kind")
    if kind not in _KINDS:
        raise InputError(f"no shape is called {kind!r}; known: {', '.join(_KINDS)}")
    return _KINDS[kind](dict(data))


def _disc(data: dict[str, Any]) -> Shape:
    return Disc(data["lon"], data["lat"], data["radius_m"])


def _ring(data: dict[str, Any]) -> Shape:
    return Ring(data["lon"], data["lat"], data["inner_m"], data["outer_m"])


def _clip(data: dict[str, Any]) -> Shape:
    return Clip(shape_from_dict(data["shape"]), tuple(shape_from_dict(one) for one in data["within"]))


def _minus(data: dict[str, Any]) -> Shape:
    return Minus(shape_from_dict(data["shape"]), tuple(shape_from_dict(one) for one in data["without"]))


_KINDS: Final[dict[str, Callable[[dict[str, Any]], Shape]]] = {
    "disc": _disc,
    "ring": _ring,
    "polygon": outlined_from_dict,
    "buffer": buffer_from_dict,
    "side_of_line": side_from_dict,
    "clip": _clip,
    "minus": _minus,
}
