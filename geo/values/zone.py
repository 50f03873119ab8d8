"""A zone: a shape on the ellipsoid, in force between times, for those whom it binds."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any, Final

from geo.errors import ZoneError
from geo.shapes import Disc, Shape, shape_from_dict
from geo.units import check_lonlat

KINDS: Final = ("disc", "ring", "polygon", "buffer", "side_of_line", "moving", "unknown")
"""What a zone may be; a moving zone is a disc around a track, of an unknown one the course is not known."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of one of a zone's own numbers, and who gives it."""

    field: str
    """One of "centre", "radius", "width" and "part" (only the zone's part in a country counts)."""
    value: str
    """As stated: a place name, "lat, lon", or a length with its unit."""
    source: str = ""
    lon: float | None = None
    """For a centre, once it is resolved: degrees east."""
    lat: float | None = None
    """For a centre, once it is resolved: degrees north."""
    radius_m: float | None = None
    """For a radius: metres."""
    shape: Shape | None = None
    """What the zone is in this reading."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Where something that moves was at a time."""

    time: str
    """ISO date and time with its offset: 1982-05-02T19:00+00:00."""
    lon: float
    """Degrees east."""
    lat: float
    """Degrees north."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A shape on the ellipsoid, in force between times that may be known only as bounds.

    A disc can be given by its numbers; any other kind brings its `shape`. Zones of kind "unknown" have none, and those
    of kind "moving" have a `track` and a `radius_m` in its place.

    >>> Zone(id="z", name="z", lon=38.6, lat=33.5, radius_m=0)
    Traceback (most recent call last):
    geo.errors.ZoneError: zone 'z': radius 0 m; a radius is more than 0 and at most 20,003,931 m
    """

    id: str
    """Its row's key, unique in ZONES."""
    name: str
    """What people call it."""
    lon: float = math.nan
    """Centre of a disc or ring, degrees east; NaN for other kinds."""
    lat: float = math.nan
    """Centre of a disc or ring, degrees north; NaN for other kinds."""
    radius_m: float = math.nan
    """Geodesic radius, metres, > 0; of a ring the outer one; NaN for kinds without."""
    width_m: float = math.nan
    """Width of a buffer to each side that it has, metres, > 0; NaN for other kinds."""
    shape: Shape | None = None
    """The exact shape; None for zones of kind "unknown" and "moving"."""
    group: str = ""
    """Shared by zones that are one zone which changed over time."""
    kind: str = "disc"
    """One of `KINDS`."""
    centre: str = ""
    """The centre of a disc or ring as written."""
    radius_text: str = ""
    """The radius, the two radii of a ring, or the width, as written."""
    course: str = ""
    """The line or polygon as written: WKT, or the name of an area."""
    clip: str = ""
    """Within what alone the zone counts, as written; several with ;."""
    minus: str = ""
    """What is taken out of it, as written; several with ;."""
    valid_from_earliest: str = ""
    """ISO date, or date and time; empty = open. The zone may have begun then."""
    valid_from_latest: str = ""
    """ISO date, or date and time; empty = open. By then it had begun."""
    valid_to_earliest: str = ""
    """ISO date, or date and time; empty = open. Until then it certainly held."""
    valid_to_latest: str = ""
    """ISO date, or date and time; empty = open. After then it certainly no longer held."""
    hours: str = ""
    """When on such days it is in force ("08:00-19:00 daily"); empty = all day."""
    applies_to: str = ""
    """Whom it binds ("platform: drone, helicopter; altitude: below 3000 ft"); empty = everybody."""
    track: tuple[Fix, ...] = ()
    """Of a moving zone: where its centre was, in the order of time."""
    alternatives: tuple[Alternative, ...] = ()
    """Other readings of its centre, radius, width or part, each with who gives it."""
    source: str = ""
    """Who says so."""

    def __post_init__(self) -> None:
        """Refuse a zone that cannot exist."""
        if self.kind not in KINDS:
            raise ZoneError(f"zone {self.name!r}: the kind {self.kind!r} is none of {', '.join(KINDS)}")
        if self.shape is None and self.kind == "disc":
            check_lonlat(self.lon, self.lat, what=f"zone {self.name!r}")
            if not 0 < self.radius_m <= 20_003_931:  # half a meridian, GRS 80/WGS 84
                raise ZoneError(
                    f"zone {self.name!r}: radius {self.radius_m:g} m; a radius is more than 0 and at most 20,003,931 m"
                )
            object.__setattr__(self, "shape", Disc(self.lon, self.lat, self.radius_m))
        if (self.shape is None) != (self.kind in ("moving", "unknown")):
            raise ZoneError(
                f"zone {self.name!r}: a {self.kind} zone {'needs' if self.shape is None else 'has no'} shape"
            )
        if self.kind == "moving" and not self.track:
            raise ZoneError(f"zone {self.name!r}: a moving zone needs its track; give times and positions")

    @classmethod
    def of(cls, zone: Any) -> Zone:
        """`zone` itself, or the one row of a ZONES frame (or one of its rows) as a Zone.

        Raises ZoneError for a frame of several rows, and for a row that no zone can be.
        """
        if isinstance(zone, cls):
            return zone
        if hasattr(zone, "iloc") and getattr(zone, "ndim", 1) == 2:
            if len(zone) != 1:
                raise ZoneError(f"one zone is needed here, not {len(zone)}; pick a row: zones.iloc[[0]]")
            zone = zone.iloc[0]
        row = dict(zone)
        own = cls.__dataclass_fields__.keys() - {"alternatives", "shape", "track"}
        return cls(
            **{name: row[name] for name in own if name in row},
            shape=shape_from_dict(json.loads(row["shape"])) if row.get("shape") else None,
            track=tuple(Fix(**one) for one in _listed(row.get("track"))),
            alternatives=tuple(_alternative(one) for one in _listed(row.get("alternatives"))),
        )

    def read_as(self, option: Alternative) -> Zone:
        """This zone as `option` says it is. Raises ZoneError for an alternative that has not been built yet."""
        if option.shape is not None:
            return replace(self, shape=option.shape)
        if isinstance(self.shape, Disc) and option.radius_m is not None:
            return replace(self, shape=None, radius_m=option.radius_m, radius_text=option.value)
        if isinstance(self.shape, Disc) and option.lon is not None and option.lat is not None:
            return replace(self, shape=None, lon=option.lon, lat=option.lat, centre=option.value)
        raise ZoneError(f"zone {self.name!r}: the alternative {option.value!r} has not been built yet")


def _listed(value: Any) -> list[dict[str, Any]]:
    return list(json.loads(value)) if isinstance(value, str) and value else list(value or ())


def _alternative(one: dict[str, Any]) -> Alternative:
    shape = shape_from_dict(one["shape"]) if isinstance(one.get("shape"), dict) else None
    return Alternative(**{**one, "shape": shape})
