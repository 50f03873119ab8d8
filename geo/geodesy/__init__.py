"""Numbers in, numbers out: exact distances, discs, lines and outlines on the WGS 84 ellipsoid.

What is asked of it:

ellipsoid   distance, azimuth, destination, as `pyproj.Geod` has them
membership  which points are in a disc
pairs       which points are in which discs
polygons    which points are in which polygons
field       distances from one centre to very many points
course      lines: how far away, where nearest, on which side
boundary    the boundary of polygons, and how far away it is
outline     a disc as polygons, for drawing

What makes that quick, and stays exact:

points    points as they are given, checked
disc      what a disc is: its checks, and its half width at a latitude
profile   a disc as a polynomial in latitude, with a bounded error
bins      a disc of any size as a table of half widths
rows      points sorted into rows of latitude: the index of the joins
runs      runs of many sizes, laid out one after another
areas     polygons as one long list of edges
pieces    edges cut into short pieces, and the nearest point of them all
bent      lines of one kind of edge drawn with another
loops     the inner loops point by point, for numba
compiled  whether these run as machine code
"""

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
