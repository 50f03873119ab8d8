"""The ground that an area covers: a country's outline, a continent's countries, a province's share of its country."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geodesy.ellipsoid import destination
from geo.places.countries import countries
from geo.places.outlines import outline
from geo.places.provinces import province
from geo.values import Place

_DISC_POINTS: Final = 180


@lru_cache(maxsize=256)
def footprint(place: Place) -> BaseGeometry | None:
    """The outline of an area, degrees lon, lat; None for a point, and for an area nobody drew.

    A province is approximate: the part of its country that is nearest to its cities (`geo.places.provinces`); the
    few on islands too small to be drawn, and the full gazetteer's districts, are discs of `extent_m`.
    """
    if not place.is_area:
        return None
    source, _, code = place.id.partition(":")
    if source == "country":
        return outline(code)
    if source == "continent":
        return _continent(code)
    drawn = None if source == "geonames" else province(place.country, place.admin1)  # its districts are smaller
    return drawn or _disc(place)


def _continent(code: str) -> MultiPolygon | None:
    parts = [outline(country.code) for country in countries().values() if country.continent == code]
    joined = shapely.union_all([shapely.make_valid(part) for part in parts if part is not None])
    polygons = [part for part in shapely.get_parts(joined) if isinstance(part, Polygon)]
    return MultiPolygon(polygons) if polygons else None


def _disc(place: Place) -> BaseGeometry | None:
    if not place.extent_m:
        return None
    azimuths = np.linspace(0.0, 360.0, _DISC_POINTS, endpoint=False)
    lon, lat = destination(place.lon, place.lat, azimuths, place.extent_m)
    lon = place.lon + (lon - place.lon + 180) % 360 - 180  # one piece across the antimeridian; trimmed below
    disc = Polygon(np.column_stack([lon, lat]))
    country = outline(place.country)
    cut = disc if country is None else shapely.intersection(disc, country)
    return disc if cut.is_empty else cut
