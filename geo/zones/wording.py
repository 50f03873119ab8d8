"""What a zone is, in words."""

from __future__ import annotations

import re
from typing import Any

import shapely

from geo.errors import UnitError
from geo.shapes import Buffer, Clip, Disc, Minus, Outlined, Ring, Shape, SideOfLine
from geo.units import parse_length
from geo.values import Zone
from geo.zones.course import is_drawn

_SIDES = {
    "both": "to both sides of",
    "left": "to the left of",
    "right": "to the right of",
    "outside": "outside",
    "inside": "inside, along the edge of,",
}


def unit_of(zone: Zone) -> str:
    """The unit in which a zone's own length is written, for saying others in it: "mi", "nmi", "m" counts as "km".

    >>> unit_of(Zone(id="z", name="z", lon=38.6, lat=33.5, radius_m=1852.0, radius_text="1 nautical mile"))
    'nmi'
    """
    written = re.findall(r"[\d.,]+[\s-]*[^\d;]+", zone.radius_text)
    try:
        unit = parse_length(written[-1]).unit if written else "km"
    except UnitError:
        return "km"
    return unit if unit in ("mi", "nmi") else "km"


def say_zone(zone: Zone) -> str:
    """Kind, size and place of a zone in one clause.

    >>> say_zone(Zone(id="z", name="z", lon=38.6, lat=33.5, radius_m=1000.0, centre="a base", radius_text="1 km"))
    '1 km around a base (33.50000, 38.60000), 1,000.0 m on the ellipsoid'
    """
    if zone.kind == "unknown":
        return "its course is not known"
    if zone.kind == "moving":
        first, last = zone.track[0].time, zone.track[-1].time
        return f"{zone.radius_text} around something that moves, its track known from {first} to {last}"
    assert zone.shape is not None
    return _say_shape(zone.shape, zone)


def _say_shape(shape: Shape, zone: Zone) -> str:
    if isinstance(shape, Clip):
        return f"{_say_shape(shape.shape, zone)}; only within {_operands(zone, 'clip')}"
    if isinstance(shape, Minus):
        less = f"without {_operands(zone, 'minus')}" if zone.minus else "at sea alone"
        return f"{_say_shape(shape.shape, zone)}; {less}"
    if isinstance(shape, Disc | Ring):
        size = zone.radius_text or f"{zone.radius_m:g} m"
        exact = (
            f"{shape.radius_m:,.1f} m" if isinstance(shape, Disc) else f"{shape.inner_m:,.1f} to {shape.outer_m:,.1f} m"
        )
        around = f"around {zone.centre} " if zone.centre else "around "
        return f"{size} {around}({shape.lat:.5f}, {shape.lon:.5f}), {exact} on the ellipsoid"
    if isinstance(shape, Buffer):
        size = f"{zone.radius_text} ({shape.width_m:,.1f} m)" if zone.radius_text else f"{shape.width_m:,.1f} m"
        return f"{size} {_SIDES[shape.side]} {_course(zone, shape.source, shape.edges)}"
    if isinstance(shape, SideOfLine):
        return f"everything to the {shape.side} of {_course(zone, shape.line, shape.edges)}"
    assert isinstance(shape, Outlined)
    return _course(zone, shape.polygon, shape.edges)


def _course(zone: Zone, geometry: Any, edges: str) -> str:
    named = zone.course and not is_drawn(zone.course)
    what = "line" if "Line" in geometry.geom_type else "polygon"
    straight = "geodesic edges" if edges == "geodesic" else "edges straight in longitude and latitude"
    drawn = f"a {what} of {shapely.get_num_coordinates(geometry):,} points, {straight}"
    return f"{zone.course}, {drawn}" if named else drawn


def _operands(zone: Zone, column: str) -> str:
    """What a zone is clipped by or lacks: names as they are, drawings only as drawings."""
    written = str(getattr(zone, column)).split(";")
    named = [one.strip() if "(" not in one else "a drawn polygon" for one in written if one.strip()]
    return " and ".join(named)
