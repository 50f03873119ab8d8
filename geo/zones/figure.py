"""From the words of one row to its shape on the ellipsoid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.coordinates import read_lonlat
from geo.errors import ZoneError
from geo.geodesy import azimuth_deg, destination, normalise_lon
from geo.shapes import Buffer, Clip, Disc, Minus, Outlined, Ring, Shape, SideOfLine, compass_side, settled
from geo.shapes.polygons import polygonal
from geo.values import Resolution
from geo.zones.course import read_wkt
from geo.zones.radii import read_length, read_range

_COAST: Final = frozenset({"landward", "seaward"})
_INWARD: Final = {"inside": "left", "outside": "right"}  # of a ring that runs counter-clockwise
_PROBES: Final = 48
_NEAREST_PROBE_M: Final = 5_000.0
"""How far from a coast it is asked where the land is, at least: outlines of countries are not finer than this."""
_CLEAR: Final = 0.5
"""How much more of one side must be land than of the other."""


@dataclass(slots=True)
class Surroundings:
    """What a zone's words may lean on, handed in from elsewhere."""

    centres: Mapping[str, Resolution]
    """For each of `centres_of(rows)` what it was resolved to."""
    footprint: Callable[[str], BaseGeometry | None] = lambda _: None
    """The outline of an area by its id, degrees; None where there is none."""
    land: Callable[[float, float, float, float], BaseGeometry] | None = None
    """What is land within bounds: west, south, east, north, degrees."""
    others: Callable[[str], Shape | None] = lambda _: None
    """The shape of another zone of the same table by its id; None where no zone has it."""
    notices: list[str] = field(default_factory=list)
    """What was repaired or assumed, in plain sentences."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a row's words come to."""

    shape: Shape | None
    """None where the course is unknown."""
    numbers: dict[str, float] = field(default_factory=dict)
    """The columns lon, lat, radius_m and width_m that the shape has."""
    centre_name: str = ""
    """The gazetteer's name of the centre."""


def figure(row: Mapping[str, Any], around: Surroundings) -> Figure:
    """The shape that a row of text describes, cut as it says. Raises InputError, "reason; advice"."""
    found = _KINDS[row["kind"]](row, around)
    shape = found.shape
    if shape is None:
        return found
    within = tuple(_operand(text, around, "clip") for text in parts(row["clip"]))
    without = tuple(_operand(text, around, "minus") for text in parts(row["minus"]))
    if within:
        shape = Clip(shape, within)
    if without:
        shape = Minus(shape, without)
    return Figure(shape, found.numbers, found.centre_name)


def parts(text: str) -> list[str]:
    """The entries of a cell that lists several with ";"."""
    return [entry.strip() for entry in text.split(";") if entry.strip()]


def area_of(text: str, around: Surroundings) -> BaseGeometry | None:
    """The outline of the area that a name means; None where it means none."""
    found = around.centres.get(text)
    return around.footprint(found.best.place.id) if found and found.best else None


def position(text: str, centres: Mapping[str, Resolution]) -> tuple[float, float, str]:
    """lon, lat and name of a centre. Raises ZoneError, "reason; advice", where it is no single place."""
    pair = read_lonlat(text, what="the centre")
    if pair:
        return *pair, ""
    found = centres.get(text)
    if found is None or found.best is None:
        if found and found.fault:
            raise ZoneError(f"the centre {text!r} is not in the gazetteer, and {found.fault}; run it again later")
        near = f"did you mean {', '.join(found.suggestions[:3])}?" if found and found.suggestions else ""
        advice = near or "write its coordinates (33.50583, 38.61778), or add it to places.csv"
        raise ZoneError(f"the centre {text!r} is not in the gazetteer; {advice}")
    place = found.best.place
    if place.is_area:
        raise ZoneError(f"the centre {text!r} is an area, {place.name}; name a place in it, or write lat, lon")
    return place.lon, place.lat, place.name


def _disc(row: Mapping[str, Any], around: Surroundings) -> Figure:
    lon, lat, name = position(row["centre"], around.centres)
    radius = read_length(row["radius_text"])
    return Figure(Disc(lon, lat, radius), {"lon": lon, "lat": lat, "radius_m": radius}, name)


def _ring(row: Mapping[str, Any], around: Surroundings) -> Figure:
    lon, lat, name = position(row["centre"], around.centres)
    inner, outer = read_range(row["radius_text"])
    return Figure(Ring(lon, lat, inner, outer), {"lon": lon, "lat": lat, "radius_m": outer}, name)


def _polygon(row: Mapping[str, Any], around: Surroundings) -> Figure:
    course = _course(row, around)
    if "Polygon" not in course.geom_type:
        raise ZoneError(f"a polygon cannot be made of a {course.geom_type}; write a POLYGON, or give the line a width")
    return Figure(Outlined(course, row["edges"]))


def _buffer(row: Mapping[str, Any], around: Surroundings) -> Figure:
    course, width = _course(row, around), read_length(row["radius_text"])
    if "Line" in course.geom_type and row["side"] in _INWARD:
        raise ZoneError(f"a line has no {row['side']}; write left, right, a compass point, landward or seaward")
    side = _side(row["side"] or "both", course, width, around)
    shape: Shape = Buffer(course, width, row["edges"], side)
    if row["side"] == "seaward" and "Polygon" in course.geom_type:
        shape = _at_sea(shape, around)
    return Figure(shape, {"width_m": width})


def _at_sea(shape: Shape, around: Surroundings) -> Shape:
    """What of the strip around a country is not its neighbours'."""
    ashore = polygonal(shapely.intersection(_land(around, *shape.outline().bounds), shape.outline()))
    return shape if ashore.is_empty else Minus(shape, (Outlined(ashore, "lonlat"),))


def _land(around: Surroundings, west: float, south: float, east: float, north: float) -> BaseGeometry:
    if around.land is None:
        raise ZoneError("landward and seaward need to know where land is; write left or right, inside or outside")
    if west < -180.0 or east > 180.0:
        west, east = -180.0, 180.0
    return around.land(west, south, east, north)


def _side_of_line(row: Mapping[str, Any], around: Surroundings) -> Figure:
    course = _course(row, around)
    if "Line" not in course.geom_type:
        raise ZoneError(f"a side_of_line cannot be made of a {course.geom_type}; write a LINESTRING")
    return Figure(SideOfLine(course, _side(row["side"], course, 0.0, around), row["edges"]))


def _moving(row: Mapping[str, Any], _: Surroundings) -> Figure:
    return Figure(None, {"radius_m": read_length(row["radius_text"])})


def _unknown(_: Mapping[str, Any], __: Surroundings) -> Figure:
    return Figure(None)


_KINDS: Final[dict[str, Callable[[Mapping[str, Any], Surroundings], Figure]]] = {
    "disc": _disc,
    "ring": _ring,
    "polygon": _polygon,
    "buffer": _buffer,
    "side_of_line": _side_of_line,
    "moving": _moving,
    "unknown": _unknown,
}


def _course(row: Mapping[str, Any], around: Surroundings) -> BaseGeometry:
    """The line or polygon of a row, repaired where it has to be, which is noted."""
    drawn = read_wkt(row["course"])
    geometry = drawn if drawn is not None else area_of(row["course"], around)
    if geometry is None:
        raise ZoneError(f"the course {row['course']!r} is no area with a known outline; write WKT, or a country")
    geometry, notices = settled(geometry, row["edges"])
    around.notices += [f"zone {row['name']!r}: {notice}" for notice in notices]
    return geometry


def _operand(text: str, around: Surroundings, what: str) -> Shape:
    other = around.others(text)
    if other is not None:
        return other
    drawn = read_wkt(text)
    geometry = drawn if drawn is not None else area_of(text, around)
    if geometry is None:
        raise ZoneError(f"its {what} {text!r} is no area with a known outline; write a country, WKT or a zone's id")
    geometry, notices = settled(geometry, "lonlat")
    around.notices += [f"{what} {text[:40]!r}: {notice}" for notice in notices]
    if "Polygon" not in geometry.geom_type:
        raise ZoneError(f"its {what} is a {geometry.geom_type}; write a POLYGON")
    return Outlined(geometry, "lonlat")


def _side(word: str, course: BaseGeometry, width_m: float, around: Surroundings) -> str:
    """left, right, inside, outside or both, from whatever word the row has."""
    of_line = "Line" in course.geom_type
    if word in {"both", "left", "right", *_INWARD}:
        if word in _INWARD.values() and not of_line:
            raise ZoneError(f"a polygon has no {word} side; write inside or outside, landward or seaward")
        return word
    if word not in _COAST:
        if not of_line:
            raise ZoneError(f"a polygon has no {word} side; write inside or outside, landward or seaward")
        return compass_side(course, word)
    return _coast_side(word, course, width_m, around) if of_line else _shore(word, course, around)


def _shore(word: str, polygon: BaseGeometry, around: Surroundings) -> str:
    """Whether the land, or the sea, is inside a polygon."""
    lon, lat = _spread(polygon)
    share = float(np.mean(_on_land(around, lon, lat)))
    if 0.5 - _CLEAR / 2.0 < share < 0.5 + _CLEAR / 2.0:
        raise ZoneError(
            f"it is not clear which side of the outline is {word} ({share:.0%} of what it encloses is land); "
            "write inside or outside"
        )
    return "inside" if (share > 0.5) == (word == "landward") else "outside"


def _spread(polygon: BaseGeometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points all over a polygon, lon and lat: a grid over it, or one point where it is too thin."""
    west, south, east, north = polygon.bounds
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.linspace(west, east, 40), np.linspace(south, north, 40)))
    held = shapely.contains_xy(polygon, lon, lat)
    if not held.any():
        spot = polygon.representative_point()
        return np.array([spot.x]), np.array([spot.y])
    return lon[held], lat[held]


def _coast_side(word: str, line: BaseGeometry, width_m: float, around: Surroundings) -> str:
    """Which side of a coast the land, or the sea, is on: asked of points along it, on both sides."""
    reach = max(width_m / 2.0, _NEAREST_PROBE_M)
    along = np.linspace(0.02, 0.98, _PROBES)
    spots, ahead = (shapely.get_coordinates(line.interpolate(t, normalized=True)) for t in (along, along + 1e-3))
    lon, lat = spots.T
    bearing = azimuth_deg(lon, lat, *ahead.T)
    left, right = (
        float(np.mean(_on_land(around, *destination(lon, lat, bearing + turn, reach)))) for turn in (-90.0, 90.0)
    )
    if abs(left - right) < _CLEAR:
        raise ZoneError(
            f"it is not clear which side of the line is {word} ({left:.0%} of its left and {right:.0%} of its right "
            "is land); write left or right"
        )
    return "left" if (left > right) == (word == "landward") else "right"


def _on_land(around: Surroundings, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    lon = normalise_lon(lon)
    ground = _land(around, lon.min() - 0.01, lat.min() - 0.01, lon.max() + 0.01, lat.max() + 0.01)
    shapely.prepare(ground)
    return np.asarray(shapely.intersects_xy(ground, lon, lat))
