"""Numbers in, numbers out: exact distances, discs, lines and outlines on the WGS 84 ellipsoid."""

from geo.geodesy.boundary import distance_to_boundary
from geo.geodesy.course import Course, distance_to_line
from geo.geodesy.ellipsoid import (
    GEOD,
    azimuth_deg,
    coordinate_precision_m,
    destination,
    distance_m,
    normalise_lon,
)
from geo.geodesy.field import DistanceField
from geo.geodesy.membership import within
from geo.geodesy.outline import outline
from geo.geodesy.pairs import iter_pairs_within, pairs_within
from geo.geodesy.polygons import pairs_in_polygons

__all__ = [
    "GEOD",
    "Course",
    "DistanceField",
    "azimuth_deg",
    "coordinate_precision_m",
    "destination",
    "distance_m",
    "distance_to_boundary",
    "distance_to_line",
    "iter_pairs_within",
    "normalise_lon",
    "outline",
    "pairs_in_polygons",
    "pairs_within",
    "within",
]
