"""Numbers in, numbers out: exact distances, discs and outlines on the WGS 84 ellipsoid."""

from geo.geodesy.ellipsoid import (
    GEOD,
    azimuth_deg,
    coordinate_precision_m,
    destination,
    distance_m,
    normalise_lon,
)
from geo.geodesy.membership import within
from geo.geodesy.outline import outline
from geo.geodesy.pairs import pairs_within

__all__ = [
    "GEOD",
    "azimuth_deg",
    "coordinate_precision_m",
    "destination",
    "distance_m",
    "normalise_lon",
    "outline",
    "pairs_within",
    "within",
]
