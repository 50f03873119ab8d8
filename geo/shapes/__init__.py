"""The shapes of zones: discs, rings, polygons, buffers, sides of a line, and what is cut from them.

    Disc, Ring      by distance from a centre
    Outlined        a polygon whose edges are geodesics, or straight in longitude and latitude
    Buffer          within a width of a line or polygon, on both sides or on one
    SideOfLine      everything on one side of a line
    Clip, Minus     only within, or without, another shape

Each answers for itself (`Shape`): which points it contains, how far its boundary is, what it looks like on a map.
Numbers in, numbers out: lon, lat in degrees, lengths in metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import InputError
from geo.shapes.disc import Disc, Ring
from geo.shapes.shape import Shape

__all__ = ["Disc", "Ring", "Shape", "shape_from_dict"]


def shape_from_dict(data: Mapping[str, Any]) -> Shape:
    """The reverse of `Shape.as_dict`; InputError for a kind that nobody knows.

    >>> shape_from_dict(Disc(38.6, 33.5, 100.0).as_dict())
    Disc(lon=38.6, lat=33.5, radius_m=100.0)
    """
    numbers = {key: value for key, value in data.items() if key != "kind"}
    if data.get("kind") == "disc":
        return Disc(**numbers)
    if data.get("kind") == "ring":
        return Ring(**numbers)
    raise InputError(f"no shape is called {data.get('kind')!r}; known: disc, ring")
