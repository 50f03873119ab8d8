"""The two stories of a clause, and the anchor that both hang on.

literal   the words with their rounding and the anchor's own extent
robust    the literal reading blurred by the errors measured for such wording, plus the share of gross ones
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.localities.profiles import Profile
from geo.regions import Bearing, LogNormal, Mixture, Polar, Radial, Region
from geo.units import say_length
from geo.values import Place

MIN_EXTENT_M: Final = 50.0
"""An anchor of unknown extent is at least this large: the resolution of a gazetteer's coordinates."""

_STRETCHES: Final = ("PPL", "ADM", "ISL", "RGN", "AREA")
"""GeoNames feature codes of places whose name is used for what lies around them too."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a clause says of where the event was."""

    literal: Region
    robust: Region
    law: str
    """Both laws in one plain phrase with numbers."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a clause hangs on: a place, and its outline when it is an area."""

    place: Place
    outline: BaseGeometry | None = None

    @property
    def extent_m(self) -> float:
        """Radius of the place itself, metres."""
        return max(self.place.extent_m, MIN_EXTENT_M)

    @property
    def is_site(self) -> bool:
        """Small and bounded (a base, a crossing, a dam), not a settlement or an island, whose names stretch."""
        return not self.place.kind.startswith(_STRETCHES)

    def feature_law(self, profile: Profile, *, times: float = 1.0) -> LogNormal:
        """How far from the point of this place events said to be there have been found."""
        return LogNormal(times * profile.feature_median_m(self.extent_m, site=self.is_site), profile.feature_sigma)

    def polar(self, law: Radial, bearing: Bearing | None = None) -> Polar:
        """A distance law around this place."""
        return Polar(self.place.lon, self.place.lat, law, bearing or Bearing.any())


def blend(parts: Iterable[tuple[float, Region]]) -> Region:
    """A mixture without nesting: every part is a plain region, and parts of no weight are left out."""
    flat: list[tuple[float, Region]] = []
    for weight, region in parts:
        if isinstance(region, Mixture):
            flat.extend((weight * inner, part) for inner, part in region.parts)
        elif weight > 0.0:
            flat.append((weight, region))
    return Mixture(parts=tuple(flat)) if len(flat) > 1 else flat[0][1]


def mix(regions: Sequence[Region]) -> Region:
    """Several regions, each as likely: one of several targets."""
    return blend((1 / len(regions), region) for region in regions)


def short(metres: float) -> str:
    """A length in metres or kilometres, whichever is shorter to read.

    >>> short(250.0), short(38_624.0)
    ('250 m', '38.6 km')
    """
    return say_length(metres, "m" if metres < 1000 else "km")
