"""Where an incident is, rebuilt from its row, and how likely that is inside a zone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.regions import Region, p_in, point
from geo.shapes import Shape
from geo.values import Location, Reading, Trace, Zone

_VAGUE: Final = frozenset({"near", "towards", "off"})
_WHOLE: Final = frozenset({"area", "feature", "part"})
_ALLOWED: Final = 0.99  # what lies outside the 99% footprint is elsewhere
_PROBES: Final = 32
_ROUGH_M: Final = 100.0
FAR: Final = 4.0  # 4 radii of 90% are 8.6 standard deviations: beyond, less than 1e-15 is left


@dataclass(frozen=True, slots=True)
class Placed:
    """An incident's place in the form that containment asks: regions, and what they rest on."""

    key: str
    """Equal for equal regions."""
    lon: float
    lat: float
    literal: Region
    robust: Region
    coarse: bool = False
    """No finer than a part of a country, or "near" without a distance: a report's word on the zone says more."""
    near: bool = False
    """Whether the words are "near X", "towards X" or "off X", without a distance."""
    sharp_m: float = 0.0
    """Of coordinates: the radius that holds 90% of a normal error, metres; 0 for places in words."""
    reach_m: float = 0.0
    """The smallest zone, metres of radius, that such words could put an event inside of; 0 when unknown."""
    readings: tuple[Reading, ...] = ()
    trace: Trace = field(default_factory=Trace)

    @classmethod
    def of(cls, incident: Mapping[str, Any]) -> Placed | None:
        """The place in a row of INCIDENTS; None when the incident is unlocated."""
        if not (np.isfinite(incident["lon"]) and np.isfinite(incident["lat"])):
            return None
        if not incident["location"]:
            return cls.at_point(incident["lon"], incident["lat"], incident["uncertainty_m"])
        return _rebuilt(incident["location"])

    @classmethod
    def at_point(cls, lon: float, lat: float, uncertainty_m: float) -> Placed:
        """Coordinates with a normal error, 90% of it within `uncertainty_m` metres."""
        region = point(lon, lat, uncertainty_m)
        return cls(f"{lon!r} {lat!r} {uncertainty_m!r}", lon, lat, region, region, sharp_m=uncertainty_m)

    def allows(self, zone: Zone) -> bool:
        """Whether the place, vague as it may be, leaves the zone possible: its 99% footprint meets the zone."""
        if zone.shape is None:
            return True
        lon, lat = _probes(zone.shape)
        return bool(zone.shape.contains(self.lon, self.lat) or (self.robust.level(lon, lat) < _ALLOWED).any())

    def read_as(self, reading: Reading) -> Placed:
        """This place with its words read otherwise."""
        lon, lat = reading.literal.estimate()
        return Placed(f"{self.key} {reading.field} {reading.value}", lon, lat, reading.literal, reading.robust)


@lru_cache(maxsize=4096)
def _rebuilt(text: str) -> Placed:
    location = Location.from_dict(json.loads(text))
    assert location.literal is not None
    reach = [float(step.data.get("reach_m") or 0.0) for step in location.trace.steps if step.room == "localities"]
    return Placed(
        text,
        location.lon,
        location.lat,
        location.literal,
        location.region,
        coarse=_is_coarse(location),
        near=bool(location.clauses) and location.clauses[0].form in _VAGUE,
        reach_m=max(reach, default=0.0),
        readings=location.readings,
        trace=location.trace,
    )


def _is_coarse(location: Location) -> bool:
    """Whether this is no finer than a part of a country, or "near X" with no distance.

    "Near" states no distance, and how far it reaches is a judgement, not a measurement (see the doubt profiles).
    """
    form = location.clauses[0].form if location.clauses else "coordinates"
    of_area = location.place is not None and location.place.is_area
    if form == "coded":  # a division, where_prec 3 and up
        return location.precision >= 3
    return (of_area and form in _WHOLE) or (form in _VAGUE and location.clauses[0].distance_m is None)


class Chances:
    """Probabilities and distances by place and shape: in a log, one locality stands in many rows."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Shape], tuple[float, float]] = {}
        self._gaps: dict[tuple[str, Shape], tuple[float, float]] = {}

    def know(
        self, place: Placed, shape: Shape, inside: tuple[float, float], gap: tuple[float, float] | None = None
    ) -> None:
        """Take over what has been computed elsewhere, for many places together."""
        self._known[place.key, shape] = inside
        if gap is not None:
            self._gaps[place.key, shape] = gap

    def inside(self, place: Placed, shape: Shape) -> tuple[float, float]:
        """(literal, robust) probability of lying inside `shape`."""
        key = (place.key, shape)
        if key not in self._known:
            literal = _p_in(place, place.literal, shape)
            same = place.robust is place.literal
            self._known[key] = (literal, literal if same else _p_in(place, place.robust, shape))
        return self._known[key]

    def gap(self, place: Placed, shape: Shape) -> tuple[float, float]:
        """Signed distance of the best estimate to the boundary (negative inside), and its doubt, metres."""
        key = (place.key, shape)
        if key not in self._gaps:
            self._gaps[key] = _gap(place, shape)
        return self._gaps[key]


def _p_in(place: Placed, region: Region, shape: Shape) -> float:
    if place.sharp_m:
        gap = float(shape.gap_m(place.lon, place.lat))
        if abs(gap) > FAR * place.sharp_m:
            return float(gap < 0)
    return p_in(region, shape)


@lru_cache(maxsize=256)
def _probes(shape: Shape) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Some points of a shape, lon and lat: one inside, and some along its outline."""
    drawn = shape.outline(_ROUGH_M)
    edge = shapely.get_coordinates(drawn)
    inside = shapely.get_coordinates(drawn.representative_point())
    some = np.vstack([inside, edge[:: max(1, len(edge) // _PROBES)]])
    return some[:, 0], some[:, 1]


def _gap(place: Placed, shape: Shape) -> tuple[float, float]:
    """Where the best estimate is no point of the region (a ring around its anchor), the region's median stands in."""
    if place.sharp_m or float(place.literal.level(place.lon, place.lat).item()) < 0.99:
        return float(shape.gap_m(place.lon, place.lat)), place.literal.radius_holding(0.5)
    points = place.literal.sample(255)
    gaps = shape.gap_m(points[:, 0], points[:, 1])
    low, middle, high = np.quantile(gaps, (0.25, 0.5, 0.75))
    return float(middle), float(max(high - low, 1.0) / 2)
