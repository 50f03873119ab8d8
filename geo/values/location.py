"""A place with its doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ZoneError
from geo.regions import Region, p_in, region_from_dict
from geo.units import check_lonlat
from geo.values.card import location_card, one_line
from geo.values.locality import Clause
from geo.values.place import Place
from geo.values.trace import Trace
from geo.values.zone import Zone


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
        regions = {"literal": self.literal.as_dict(), "robust": self.robust.as_dict()}
        return {"field": self.field, "value": self.value, **regions, "counts": self.counts}

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
    """What was read in the text, the most specific first."""
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
    trace: Trace = field(default_factory=Trace)
    """How it came about, step by step."""

    def __post_init__(self) -> None:
        """Refuse a position that is none, and a position without doubt."""
        check_lonlat(self.lon, self.lat)
        if not (self.uncertainty_m > 0 and np.isfinite(self.uncertainty_m)):
            raise InputError(f"a location needs its uncertainty in metres, more than 0, not {self.uncertainty_m}")
        if self.literal is None or self.robust is None:
            raise InputError("a location needs its region of doubt, literal and robust")

    def __repr__(self) -> str:
        """One line: where, how sure, of which words and what place."""
        return one_line(self)

    def _repr_html_(self) -> str:
        """A card for notebooks, with the region that holds half and nine tenths of the doubt."""
        return location_card(self)

    @property
    def region(self) -> Region:
        """The robust region: the one to act on."""
        assert self.robust is not None
        return self.robust

    def p_within(self, zone: Any, *, literal: bool = False) -> float:
        """Probability that the event was inside `zone`, dates aside: a `Zone`, or a ZONES frame of one row.

        Raises ZoneError for a zone whose course is unknown or moves.
        """
        asked = Zone.of(zone)
        if asked.shape is None:
            raise ZoneError(
                f"zone {asked.name!r} is {asked.kind}: it has no shape that holds at all times; use geo.check"
            )
        region = self.literal if literal else self.robust
        assert region is not None
        return p_in(region, asked.shape)

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
