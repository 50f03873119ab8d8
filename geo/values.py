"""What walks through the house: places, localities, locations, zones, and the trace that explains them.

Values are frozen and refuse to be wrong. They carry no behaviour beyond what their own numbers say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ZoneError
from geo.regions import Region, region_from_dict
from geo.units import check_lonlat


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from a sentence to a number."""

    room: str
    """Which room of geo took it: "reports", "places", "localities", "zones"."""
    text: str
    """What was done, in one plain sentence."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The numbers behind the sentence, JSON-ready."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps from a sentence to a number, in order; each room appends its own.

    >>> Trace().then("places", "At Tanf is the garrison").then("zones", "inside").steps[1].room
    'zones'
    """

    steps: tuple[Step, ...] = ()

    def then(self, room: str, text: str, /, **data: Any) -> Trace:
        """This trace and one more step."""
        return Trace((*self.steps, Step(room, text, data)))

    def as_list(self) -> list[dict[str, Any]]:
        """JSON-ready: a list of {"room", "text", "data"}."""
        return [{"room": step.room, "text": step.text, "data": dict(step.data)} for step in self.steps]

    @classmethod
    def from_list(cls, steps: list[dict[str, Any]]) -> Trace:
        """The reverse of `as_list`."""
        return cls(tuple(Step(step["room"], step["text"], step.get("data", {})) for step in steps))


@dataclass(frozen=True, slots=True)
class Report:
    """A text somebody published, and what its header says of it."""

    id: str
    text: str
    """The body without the header; character offsets in evidence count from its start."""
    title: str = ""
    published: str = ""
    """ISO date, empty when unknown."""
    publisher: str = ""
    url: str = ""
    retrieved: str = ""
    """ISO date on which the text was fetched, empty when unknown."""
    archive_url: str = ""
    path: str = ""
    """Where it was read from."""


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry: something with a name and a position, or an area.

    >>> Place(id="case:hill", name="Hill 60", lon=2.93, lat=950.0)
    Traceback (most recent call last):
    geo.errors.CoordinateError: place 'Hill 60': latitude 950 is outside -90..90
    """

    id: str
    """Source and key: "geonames:173576", "curated:al-tanf-garrison", "country:SY"."""
    name: str
    lon: float
    """Degrees east, WGS 84. Of an area: a label point only."""
    lat: float
    """Degrees north, WGS 84. Of an area: a label point only."""
    kind: str = "PPL"
    """GeoNames feature code: PPL a populated place, INSM a military installation, PCLI a country."""
    country: str = ""
    """ISO 3166-1 alpha-2, empty when none."""
    admin1: str = ""
    """First-level division, GeoNames code."""
    population: int = 0
    extent_m: float = 0.0
    """Radius of the feature itself, metres, >= 0; 0 when unknown (the kind's own radius is used then)."""
    source: str = ""
    is_area: bool = False
    """True for countries, provinces, continents: never tested as a point."""

    def __post_init__(self) -> None:
        """Refuse a position that is none."""
        check_lonlat(self.lon, self.lat, what=f"place {self.name!r}")
        if not self.extent_m >= 0:
            raise InputError(f"place {self.name!r}: extent {self.extent_m} m is negative")

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with how it was found and why it stands where it does."""

    place: Place
    matched: str
    """The gazetteer spelling that matched."""
    match: str
    """One of "exact", "folded" (case, diacritics, article), "variant" (transliteration) or "fuzzy"."""
    score: float
    """Higher is better; comparable only among the candidates of one name."""
    reasons: tuple[str, ...] = ()
    """Why, in words: "in Syria", "a military base, as the text says", "population 340,000"."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a place name was resolved to: the best candidate, its rivals, or why none."""

    name: str
    """The name as written."""
    best: Candidate | None
    """None when unresolved; `reason` says why."""
    rivals: tuple[Candidate, ...] = ()
    """Other readings of the name, best first, without `best`."""
    suggestions: tuple[str, ...] = ()
    """When unresolved: the nearest spellings of the region, nearest first; never used as an answer."""
    reason: str = ""
    """Why this one, or why none, in one sentence."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of place: "about 24 miles from the At Tanf base"."""

    form: str
    """feature, distance_from, offset, heading, near, part, area, coordinates, zone_relation, unread, ..."""
    text: str
    """As written."""
    anchor: str = ""
    """The place name it hangs on, as written; empty when none."""
    distance_m: float | None = None
    """Metres, > 0."""
    half_interval_m: float = 0.0
    """Half of what the distance was rounded to, metres."""
    azimuth_deg: float | None = None
    """Degrees clockwise from north."""
    half_width_deg: float = 0.0
    """Half the sector that the compass word stands for, degrees."""
    detail: str = ""
    """What else the form needs: the part ("southern"), the relation ("inside", "just inside")."""
    role: str = "event"
    """event, target, launch, control, observer, headquarters."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place in words, taken apart into clauses, the most specific first."""

    text: str
    clauses: tuple[Clause, ...]
    unread: tuple[str, ...] = ()
    """Pieces of the text that no rule reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of the words, and the regions that follow from it."""

    field: str
    """What is read differently: "anchor", "unit" or "target"."""
    value: str
    """Read as what: the rival place's name, "nautical miles"."""
    literal: Region
    """Where the event was if the words, so read, mean exactly what they say."""
    robust: Region
    """Where it was, allowing for how wrong such words have been measured to be."""
    counts: bool = True
    """False for an open choice that nobody states: it is shown, and makes no verdict unstable."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` rebuilds an equal reading."""
        return {
            "field": self.field,
            "value": self.value,
            "literal": self.literal.as_dict(),
            "robust": self.robust.as_dict(),
            "counts": self.counts,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """The reverse of `as_dict`."""
        literal, robust = region_from_dict(data["literal"]), region_from_dict(data["robust"])
        return cls(data["field"], data["value"], literal, robust, data.get("counts", True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place with its doubt: the best estimate, and the region that the event is in.

    >>> Location(lon=12, lat=125)
    Traceback (most recent call last):
    geo.errors.CoordinateError: location: latitude 125 is outside -90..90; swapped? longitude 125, latitude 12 would fit
    """

    lon: float
    """Best estimate, degrees east, WGS 84."""
    lat: float
    """Best estimate, degrees north, WGS 84."""
    uncertainty_m: float = 0.0
    """Radius around lon, lat that holds 90% of the robust region, metres, > 0."""
    literal: Region | None = None
    """Where the event was if the words mean exactly what they say."""
    robust: Region | None = None
    """Where it was, allowing for how wrong such words have been measured to be."""
    text: str = ""
    """The locality as written; empty for coordinates."""
    clauses: tuple[Clause, ...] = ()
    place: Place | None = None
    """What the estimate hangs on; None for coordinates."""
    rivals: tuple[Place, ...] = ()
    """Other places that the anchor's name may mean, best first."""
    precision: int = 1
    """UCDP GED where_prec, 1 (exact) to 7 (sea or air space)."""
    profile: str = ""
    """Name of the doubt profile that the robust region follows; empty for coordinates."""
    remarks: tuple[str, ...] = ()
    """Contradictions and caveats to show, in words."""
    readings: tuple[Reading, ...] = ()
    """What else the words may mean: rival anchors that they do not exclude, another unit; likelier ones first."""
    trace: Trace = Trace()

    def __post_init__(self) -> None:
        """Refuse a position that is none, and a position without doubt."""
        check_lonlat(self.lon, self.lat)
        if not (self.uncertainty_m > 0 and np.isfinite(self.uncertainty_m)):
            raise InputError(f"a location needs its uncertainty in metres, more than 0, not {self.uncertainty_m}")
        if self.literal is None or self.robust is None:
            raise InputError("a location needs its region of doubt, literal and robust")

    @property
    def region(self) -> Region:
        """The robust region: the one to act on."""
        assert self.robust is not None
        return self.robust

    def p_within(self, zone: Any, *, literal: bool = False) -> float:
        """Probability that the event was inside `zone`, dates aside: a `Zone`, or a ZONES frame of one row."""
        disc = Zone.of(zone)
        region = self.literal if literal else self.robust
        assert region is not None
        return region.p_in_disc(disc.lon, disc.lat, disc.radius_m)

    def sample(self, n: int, *, seed: int = 0) -> NDArray[np.float64]:
        """`n` equally likely positions, shape (n, 2): lon, lat in degrees; the same on every run."""
        return self.region.sample(n, seed=seed)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` rebuilds an equal location, distributions included."""
        assert self.literal is not None
        assert self.robust is not None
        return {
            "lon": self.lon,
            "lat": self.lat,
            "uncertainty_m": self.uncertainty_m,
            "text": self.text,
            "clauses": [asdict(clause) for clause in self.clauses],
            "literal": self.literal.as_dict(),
            "robust": self.robust.as_dict(),
            "anchor": None
            if self.place is None
            else {**self.place.as_dict(), "rivals": [rival.as_dict() for rival in self.rivals]},
            "precision": self.precision,
            "profile": self.profile,
            "remarks": list(self.remarks),
            "readings": [reading.as_dict() for reading in self.readings],
            "trace": self.trace.as_list(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Location:
        """The reverse of `as_dict`."""
        anchor = dict(data["anchor"]) if data.get("anchor") else None
        rivals = anchor.pop("rivals", []) if anchor else []
        return cls(
            lon=data["lon"],
            lat=data["lat"],
            uncertainty_m=data["uncertainty_m"],
            text=data.get("text", ""),
            clauses=tuple(Clause(**clause) for clause in data.get("clauses", ())),
            literal=region_from_dict(data["literal"]),
            robust=region_from_dict(data["robust"]),
            place=Place(**anchor) if anchor else None,
            rivals=tuple(Place(**rival) for rival in rivals),
            precision=data.get("precision", 1),
            profile=data.get("profile", ""),
            remarks=tuple(data.get("remarks", ())),
            readings=tuple(Reading.from_dict(reading) for reading in data.get("readings", ())),
            trace=Trace.from_list(data.get("trace", [])),
        )


@dataclass(frozen=True, slots=True)
class Unlocated:
    """Why a locality has no location. Not a failure: an answer that has to be shown."""

    text: str
    """The locality as written."""
    reason: str
    """One sentence: nothing read, nothing resolved, too coarse."""
    clauses: tuple[Clause, ...] = ()
    """What could be read, for instance a zone relation alone."""
    suggestions: tuple[str, ...] = ()
    """The nearest spellings of the region; never used as an answer."""
    trace: Trace = Trace()


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
