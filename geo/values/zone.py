"""A disc on the ellipsoid that is in force between dates."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from geo.errors import ZoneError
from geo.units import check_lonlat


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of one of a zone's own numbers, and who gives it."""

    field: str
    """One of "centre", "radius" and "part" (only the zone's part in a country counts)."""
    value: str
    """As stated: a place name, "lat, lon", or a length with its unit."""
    source: str = ""
    lon: float | None = None
    """For a centre, once it is resolved: degrees east."""
    lat: float | None = None
    """For a centre, once it is resolved: degrees north."""
    radius_m: float | None = None
    """For a radius: metres."""
    shape: str = ""
    """For a part: WKT of the zone's outline within that country, lon, lat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A disc on the ellipsoid, in force between dates that may be known only as bounds.

    >>> Zone(id="z", name="z", lon=38.6, lat=33.5, radius_m=0)
    Traceback (most recent call last):
    geo.errors.ZoneError: zone 'z': radius 0 m; a radius is more than 0 and at most 20,003,931 m
    """

    id: str
    name: str
    lon: float
    """Centre, degrees east."""
    lat: float
    """Centre, degrees north."""
    radius_m: float
    """Geodesic radius, metres, > 0."""
    group: str = ""
    kind: str = "disc"
    centre: str = ""
    """The centre as written."""
    radius_text: str = ""
    """The radius as written."""
    valid_from_earliest: str = ""
    """ISO date; empty = open. The zone may have begun on this day."""
    valid_from_latest: str = ""
    """ISO date; empty = open. By this day it had begun."""
    valid_to_earliest: str = ""
    """ISO date; empty = open. Until this day it certainly held."""
    valid_to_latest: str = ""
    """ISO date; empty = open. After this day it certainly no longer held."""
    alternatives: tuple[Alternative, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a zone that cannot exist."""
        check_lonlat(self.lon, self.lat, what=f"zone {self.name!r}")
        if not 0 < self.radius_m <= 20_003_931:  # half a meridian, GRS 80/WGS 84
            raise ZoneError(
                f"zone {self.name!r}: radius {self.radius_m:g} m; a radius is more than 0 and at most 20,003,931 m"
            )
        starts, ends = (
            (self.valid_from_earliest, self.valid_from_latest),
            (self.valid_to_earliest, self.valid_to_latest),
        )
        for low, high in (starts, ends, (self.valid_from_earliest, self.valid_to_latest)):
            if low and high and low > high:
                raise ZoneError(f"zone {self.name!r}: {low} comes after {high}; put the earlier date first")

    @classmethod
    def of(cls, zone: Any) -> Zone:
        """`zone` itself, or the one row of a ZONES frame (or one of its rows) as a Zone."""
        if isinstance(zone, cls):
            return zone
        if hasattr(zone, "iloc") and getattr(zone, "ndim", 1) == 2:
            if len(zone) != 1:
                raise ZoneError(f"one zone is needed here, not {len(zone)}; pick a row: zones.iloc[[0]]")
            zone = zone.iloc[0]
        row = dict(zone)
        names = {f for f in cls.__dataclass_fields__ if f in row and f != "alternatives"}
        stated = row.get("alternatives") or "[]"
        options = tuple(Alternative(**one) for one in (json.loads(stated) if isinstance(stated, str) else stated))
        return cls(**{name: row[name] for name in names}, alternatives=options)

    def read_as(self, option: Alternative) -> Zone:
        """This zone with one of its own numbers read as `option` says."""
        if option.radius_m is not None:
            return replace(self, radius_m=option.radius_m, radius_text=option.value)
        if option.lon is None or option.lat is None:
            raise ZoneError(f"zone {self.name!r}: the alternative {option.value!r} has no position yet")
        return replace(self, lon=option.lon, lat=option.lat, centre=option.value)
