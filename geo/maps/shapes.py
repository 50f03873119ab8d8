"""Outlines and regions as lists of positions, whole across the antimeridian and no finer than a screen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.geodesy import outline
from geo.maps.basemap import Box
from geo.maps.cells import number, text
from geo.shapes import shape_from_dict

Degrees = NDArray[np.float64]
Texts = NDArray[np.object_]
Polygons = list[list[list[list[float]]]]
"""Polygons, of rings (the first is the outside), of [lon, lat]."""
BLURRED: Final = 600.0
"""Bends kept of a region of doubt, as a share of the region: its edge is drawn soft."""
FINE: Final = 9_000.0
"""The same for a zone's outline: a circle stays round also when it is larger than the screen."""
OUTLINE_M: Final = 25.0
"""Farthest that a drawn outline may be from the true circle, metres: far less than a pixel."""
_MERCATOR_LIMIT: Final = 85.05
"""Degrees; Web Mercator ends here."""


def outlines(zones: pd.DataFrame | None, rows: list[dict[str, Any]]) -> list[BaseGeometry | None]:
    """The outline of each zone: its geometry, or its disc where the table has no geometry; None without either."""
    if zones is None:
        return []
    if "geometry" in zones.columns:
        return list(zones["geometry"])
    return [disc(*(number(row[name]) for name in ("lon", "lat", "radius_m"))) for row in rows]


def disc(lon: float | None, lat: float | None, radius_m: float | None) -> BaseGeometry | None:
    """Outline of a geodesic disc, degrees and metres; None when one of the three is unknown."""
    if lon is None or lat is None or radius_m is None:
        return None
    return outline(lon, lat, radius_m, tolerance_m=OUTLINE_M)


def read_otherwise(one: Mapping[str, Any], row: Mapping[str, Any]) -> BaseGeometry | None:
    """The outline of a zone in one of its alternative readings; None where that is what it is anyway."""
    if isinstance(one.get("shape"), Mapping):
        return shape_from_dict(one["shape"]).outline(OUTLINE_M)
    if one.get("lon") is None and one.get("radius_m") is None:
        return None
    lon, lat, radius = (number(one.get(name), number(row[name])) for name in ("lon", "lat", "radius_m"))
    return disc(lon, lat, radius)


def regions(texts: list[Any]) -> list[Any]:
    """Footprints from WKT; what is no WKT has no footprint."""
    with np.errstate(all="ignore"):  # a text that is no WKT may hold numbers that overflow
        shapes = shapely.from_wkt([text(one) or None for one in texts], on_invalid="ignore")
    return [polygons(shape, BLURRED) for shape in shapes]


def polygons(shape: BaseGeometry | None, share: float = 1500.0) -> Polygons | None:
    """Polygons, of rings, of [lon, lat], made whole across the antimeridian; lon may run past 180.

    Bends smaller than a `share` of the whole are left out.
    """
    if (
        shape is None
        or shape.is_empty
        or not shape.geom_type.endswith("Polygon")
        or not np.isfinite(shape.bounds).all()
    ):
        return None
    whole = _unsplit(shape)
    west, south, east, north = whole.bounds
    span = max(east - west, north - south)
    # half the mean width of a narrow strip is its area over its outline; coarser than a part of that, it falls apart
    thin = whole.simplify(min(span / share, whole.area / max(whole.length, 1e-9) / 4))
    if thin.is_empty:
        thin = whole
    digits = int(np.clip(math.ceil(3.3 - math.log10(span)), 3, 7)) if span > 0 else 5
    parts = getattr(thin, "geoms", [thin])
    return [
        [np.round(np.asarray(ring.coords)[:, :2], digits).tolist() for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]


def _unsplit(shape: BaseGeometry) -> BaseGeometry:
    """A shape cut at the antimeridian put together again: its western part moves past 180."""
    west, _, east, _ = shape.bounds
    if not isinstance(shape, shapely.MultiPolygon) or west > -179.999 or east < 179.999:
        return shape
    moved = [translate(part, 360.0) if part.bounds[2] <= 0 else part for part in shape.geoms]
    return shapely.unary_union(moved)


def stand_mark(one: dict[str, Any]) -> None:
    """Move the mark of an incident whose best estimate lies outside its own region: a ring around a place.

    "24 miles from the base" is true everywhere but at the base. The mark then stands on the ring, and says so.
    """
    region = one["region_50"] or one["region_90"]
    if one["mark"] is None or not region:
        return
    shape = shapely.MultiPolygon([shapely.Polygon(polygon[0], polygon[1:]) for polygon in region])
    point = shapely.points([[one["lon"] + turn, one["lat"]] for turn in (-360.0, 0.0, 360.0)])
    if not shapely.is_valid(shape) or (shapely.distance(shape, point) == 0).any():
        return
    spot = _west_of(shape, one["lon"], one["lat"])
    one["mark"], one["on_ring"] = [round(spot.x, 5), round(spot.y, 5)], True
    one["mark_note"] = (
        "The words give no direction: the mark may stand anywhere in its region, not just where it is drawn."
    )
    one["where"] = one["where"].replace(": best estimate ", ", around ", 1)
    for told in one["verdicts"]:
        told["edge"] = ""


def ring_marks(lon: Degrees, lat: Degrees, half: Texts, most: Texts) -> tuple[Degrees, Degrees, NDArray[np.uint8]]:
    """`stand_mark` for whole columns: where marks stand, and which were moved; regions as WKT, NaN for no mark.

    Only incidents that have a region and whose best estimate lies outside it are looked at one by one.
    """
    moved = np.zeros(len(lon), dtype=np.uint8)
    worded = np.flatnonzero(~np.isnan(lon) & ((half != "") | (most != "")))
    if not len(worded):
        return lon, lat, moved
    wkt = np.where(half[worded] != "", half[worded], most[worded])
    with np.errstate(all="ignore"):
        shapes = shapely.from_wkt([text(one) for one in wkt], on_invalid="ignore")
        away = shapely.distance(shapes, shapely.points(lon[worded], lat[worded])) > 0
    lon, lat = lon.copy(), lat.copy()
    for at in worded[away]:
        whole = regions([half[at], most[at]])
        one = {
            "lon": round(float(lon[at]), 5), "lat": round(float(lat[at]), 5), "mark": [lon[at], lat[at]],
            "region_50": whole[0], "region_90": whole[1], "where": "", "verdicts": [],
        }  # fmt: skip
        stand_mark(one)
        if "on_ring" in one:
            (lon[at], lat[at]), moved[at] = one["mark"], 1
    return lon, lat, moved


def _west_of(shape: BaseGeometry, lon: float, lat: float) -> Any:
    """A point of `shape` due west of a point in its hole, else any: the same on every machine."""
    crossing = shapely.intersection(shape, shapely.LineString([(lon, lat), (shape.bounds[0] - 1.0, lat)]))
    lines = [part for part in getattr(crossing, "geoms", [crossing]) if part.length > 0]
    if not lines:
        return shape.representative_point()
    return max(lines, key=lambda part: part.bounds[2]).interpolate(0.5, normalized=True)


def home(incidents: list[dict[str, Any]], zones: list[dict[str, Any]]) -> list[float] | None:
    """West, south, east, north of what is to be seen first: the pins, the zones, else the regions."""
    spots = np.array([one["mark"] for one in incidents if one["mark"]], dtype=float).reshape(-1, 2)
    found = home_of(spots[:, 0], spots[:, 1], zones)
    if found:
        return found
    rings = [ring for one in incidents for polygon in one["region_90"] or [] for ring in polygon]
    points = np.array([point for ring in rings for point in ring], dtype=float).reshape(-1, 2)
    return home_of(points[:, 0], points[:, 1], [])


def home_of(lon: Degrees, lat: Degrees, zones: list[dict[str, Any]]) -> list[float] | None:
    """West, south, east, north around positions (NaN is none) and the zones' outlines; None without any."""
    rings = [ring for zone in zones for polygon in zone["outline"] or [] for ring in polygon]
    points = np.array([point for ring in rings for point in ring], dtype=float).reshape(-1, 2)
    known = ~np.isnan(lon)
    lon, lat = np.concatenate([lon[known], points[:, 0]]), np.concatenate([lat[known], points[:, 1]])
    if not len(lon):
        return None
    box = Box.around(lon, np.clip(lat, -_MERCATOR_LIMIT, _MERCATOR_LIMIT))
    return [round(value, 4) for value in (box.west, box.south, box.east, box.north)] if box else None
