"""What a service answered, as places: its position, how far it reaches, what it is, and its names.

A position that is none is a fault of the service, never (0, 0). What a service says of a place is data: control
characters are taken out and long texts cut.
"""

from __future__ import annotations

import csv
import hashlib
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np

from geo.geodesy.ellipsoid import distance_m
from geo.places.countries import country_code
from geo.places.kinds import extent_m
from geo.places.online.credits import DATA
from geo.places.online.spec import Spec
from geo.values import Place

Box = tuple[float, float, float, float]
"""West, south, east, north, degrees; west may be greater than east, across the antimeridian."""
BUSINESS: Final = "-"
"""In place of a feature code: what no report names as a place."""
_ANYTHING: Final = "LCTY"
"""GeoNames' code of what is not known more closely."""
_LONGEST: Final = 120
"""Characters of a name."""
_NAMES: Final = 300
"""Names of one place that are looked at."""
_UNKNOWN_M: Final = 10_000.0
"""Extent of a place of which the service says neither what it is nor how far it reaches: a judgement."""
_WIDE_M: Final = 50_000.0
"""What reaches this far is an area, whatever the service calls it: a point in it says nothing."""
_AREAS: Final = ("PCL", "ADM", "OCN", "SEA", "ISLS", "RGN", "MTS", "DSRT")


class BadHitError(Exception):
    """A hit that is none: the service's fault."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a service knows, and the names it has there."""

    place: Place
    names: tuple[str, ...]
    note: str
    """Where the extent is from, in words."""

    @property
    def is_business(self) -> bool:
        """Whether it is a shop or the like, which may be called anything: a restaurant "Damascus" is no Damascus."""
        return self.place.kind == BUSINESS

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"place": self.place.as_dict(), "names": list(self.names), "note": self.note}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Hit:
        """The reverse of `as_dict`."""
        return cls(Place(**data["place"]), tuple(data["names"]), data["note"])


def hit_of(found: Any, spec: Spec) -> Hit:
    """A geopy Location as a Hit. Raises BadHitError where it has no position on Earth."""
    raw = found.raw if isinstance(found.raw, Mapping) else {}
    lat, lon = float(found.latitude), float(found.longitude)
    _check(lat, lon, raw)
    names = tuple(_names(found.address, raw))
    country = country_code(_text(_first(raw, _COUNTRY))) or ""
    code, population = _code(raw), _people(raw)
    box = _box(raw)
    reach, note = _extent(code, population, box, lon, lat)
    place = Place(
        id=f"{spec.name}:{_key(raw, names, lon, lat)}", name=names[0] if names else "unnamed", lon=lon, lat=lat,
        kind=code or _ANYTHING, country=country, population=population, extent_m=reach, source=spec.source,
        is_area=code.startswith(_AREAS) or reach > _WIDE_M,
    )  # fmt: skip
    return Hit(place, names, note)


def _check(lat: float, lon: float, raw: Mapping[str, Any]) -> None:
    """Refuse a position that is none; geopy reads a missing one as 0, 0 and turns a longitude of 999 around."""
    if not (math.isfinite(lat) and math.isfinite(lon)) or (lat == 0 and lon == 0):
        raise BadHitError("a hit has no coordinates")
    for names, most in ((("lat", "latitude"), 90.0), (("lon", "lng", "longitude"), 180.0)):
        said = next((raw[name] for name in names if name in raw), 0.0)
        if said is None:
            raise BadHitError("a hit has no coordinates")
        try:
            sound = abs(float(said)) <= most and not isinstance(said, bool)
        except (TypeError, ValueError):
            sound = False
        if not sound:
            raise BadHitError(f"a hit's {names[0]} is {plain(str(said))[:30]!r}")


# ------------------------------------------------------------------------------------------ its extent


def _extent(code: str, population: int, box: Box | None, lon: float, lat: float) -> tuple[float, str]:
    """Radius about lon, lat in metres, and where it is from."""
    usual = extent_m(code, population) if code not in ("", BUSINESS) else _UNKNOWN_M
    if box is None:
        what = "what such a place usually has" if code else "an assumption"
        return usual, f"the service states no extent; {usual / 1000:,.0f} km is {what}"
    reach = reach_m(box, lon, lat)
    if not code:
        return max(reach, 1_000.0), "extent from the service's bounding box"
    if reach < usual:
        return usual, f"extent {usual / 1000:,.1f} km as usual for such a place, its bounding box being smaller"
    return reach, "extent from the service's bounding box"


def reach_m(box: Box, lon: float, lat: float) -> float:
    """Distance from lon, lat to the farthest point of a box, metres: never less than half its diagonal.

    >>> round(reach_m((38.0, 34.0, 39.5, 35.0), 38.75, 34.5), -3)
    89000.0
    """
    west, south, east, north = box
    span = (east - west) % 360 or (360.0 if east != west else 0.0)
    x, y = np.meshgrid(west + span * np.linspace(0, 1, 9), np.linspace(south, north, 5))
    return float(np.max(distance_m(lon, lat, (x.ravel() + 180) % 360 - 180, y.ravel())))


def _box(raw: Mapping[str, Any]) -> Box | None:
    """The bounding box, in the forms that geopy's services have; None where there is none, or it is none."""
    for order, path in _BOXES:
        said = _first(raw, (path,))
        try:
            if isinstance(said, Mapping):
                numbers = [float(_corner(said, str(name))) for name in order]
            else:
                numbers = [float(said[int(name)]) for name in order] if len(said) == 4 else []
            west, south, east, north = numbers
        except (TypeError, ValueError, KeyError):
            continue
        if all(map(math.isfinite, numbers)) and -90 <= south <= north <= 90 and max(abs(west), abs(east)) <= 180:
            return west, south, east, north
    return None


_BOXES: Final[tuple[tuple[tuple[Any, ...], tuple[str, ...]], ...]] = (
    ((2, 0, 3, 1), ("boundingbox",)),  # Nominatim: south, north, west, east
    ((0, 3, 2, 1), ("properties", "extent")),  # Photon: west, north, east, south
    ((0, 1, 2, 3), ("bbox",)),  # GeoJSON
    ((1, 0, 3, 2), ("bbox",)),  # south, west, north, east: tried where the order above makes no box
    (("xmin", "ymin", "xmax", "ymax"), ("extent",)),  # ArcGIS
    (("southwest.lng", "southwest.lat", "northeast.lng", "northeast.lat"), ("bounds",)),  # OpenCage
    (("southwest.lng", "southwest.lat", "northeast.lng", "northeast.lat"), ("geometry", "bounds")),  # Google
    (("southwest.lng", "southwest.lat", "northeast.lng", "northeast.lat"), ("geometry", "viewport")),
    (("west", "south", "east", "north"), ("mapView",)),  # HERE
    (("west", "south", "east", "north"), ("bbox",)),  # GeoNames
)


def _corner(said: Any, path: str) -> Any:
    for step in path.split("."):
        said = said.get(step) if isinstance(said, Mapping) else None
    return said


# ---------------------------------------------------------------------------------- what, where and whose


_COUNTRY: Final = (
    ("address", "country_code"), ("properties", "countrycode"), ("components", "country_code"), ("countryCode",),
    ("properties", "country_a"), ("attributes", "Country"), ("address", "countryCode"), ("address", "country"),
)  # fmt: skip


def _code(raw: Mapping[str, Any]) -> str:
    """GeoNames feature code of what OpenStreetMap, or a service that speaks like it, calls the place; "" if unknown."""
    table = _kinds()
    address = _text(raw.get("addresstype")) or _text(_first(raw, (("properties", "type"), ("components", "_type"))))
    pairs = [
        (_text(raw.get("class") or raw.get("category")), _text(raw.get("type"))),
        (_text(_first(raw, (("properties", "osm_key"),))), _text(_first(raw, (("properties", "osm_value"),)))),
    ]
    own = next((table[pair] for pair in pairs if pair in table and pair[0] != "boundary"), "")
    wider = table.get(("place", address), "")
    whole = next((table[one, ""] for one, _ in pairs if (one, "") in table), "")
    bounds = next((table[pair] for pair in pairs if pair in table), "")
    return own or wider or whole or bounds


@cache
def _kinds() -> dict[tuple[str, str], str]:
    with (DATA / "osm_kinds.csv").open(encoding="utf-8", newline="") as file:
        return {(row["class"], row["type"]): row["code"] for row in csv.DictReader(file)}


def _people(raw: Mapping[str, Any]) -> int:
    text = _text(_first(raw, (("extratags", "population"),))).replace(",", "").replace(" ", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _names(address: Any, raw: Mapping[str, Any]) -> Iterable[str]:
    """The names of a place, the one to show first, each once."""
    said = [raw.get("name"), _first(raw, (("properties", "name"),))]
    local = raw.get("namedetails")
    if isinstance(local, Mapping):
        told = [value for key, value in local.items() if "name" in str(key)]
        english = [local[key] for key in ("name:en", "int_name") if key in local]
        said = [*english, *said, *(part for value in told for part in _text(value).split(";"))]
    said.append(_text(address).partition(",")[0])
    return [name for name in dict.fromkeys(plain(_text(one))[:_LONGEST].strip() for one in said[:_NAMES]) if name]


def _key(raw: Mapping[str, Any], names: Sequence[str], lon: float, lat: float) -> str:
    kind = _text(raw.get("osm_type")) or _text(_first(raw, (("properties", "osm_type"),)))
    number = _text(raw.get("osm_id")) or _text(_first(raw, (("properties", "osm_id"),)))
    if kind.isalnum() and number.isalnum() and len(kind + number) < 40:
        return f"{_OSM.get(kind, kind)}/{number}"
    told = f"{names[:1]} {lon:.6f} {lat:.6f}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


_OSM: Final = {"N": "node", "W": "way", "R": "relation"}


def plain(text: str) -> str:
    """A text on one line, without what moves a cursor or turns the direction of writing.

    >>> plain("Tell\\x1b[2J  \\u202eAbyad\\n")
    'Tell[2J Abyad'
    """
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " if c in "\n\t\r" else "" for c in text[:2_000])
    return " ".join(kept.split())


def _first(raw: Mapping[str, Any], paths: Iterable[tuple[str, ...]]) -> Any:
    """What stands at the first of `paths` where anything does."""
    for path in paths:
        found: Any = raw
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is not None:
            return found
    return None


def _text(value: Any) -> str:
    return str(value)[:2_000] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def widened(hit: Hit, by_m: float, note: str) -> Hit:
    """The hit with a larger extent."""
    return replace(hit, place=replace(hit.place, extent_m=hit.place.extent_m + by_m), note=f"{hit.note}; {note}")
