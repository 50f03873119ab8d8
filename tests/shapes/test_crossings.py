import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon

from geo.geodesy import Course
from geo.shapes.crossings import traced


def fine(ring):
    return Course([ring], "geodesic").sampled(0.01)[0]


def area(parts):
    return sum(part.area for part in parts)


def test_a_crossing_on_a_drawn_vertex_is_kept():
    # the middle of the second ring's lower edge lies on the first one's eastern edge, exactly
    one = np.array([(170.0, 0.0), (190.0, 0.0), (190.0, 5.0), (170.0, 5.0), (170.0, 0.0)])
    other = np.array([(185.0, 2.0), (195.0, 2.0), (195.0, 9.0), (185.0, 9.0), (185.0, 2.0)])
    drawn = [fine(one), fine(other)]
    region = shapely.union_all([Polygon(ring) for ring in drawn])
    parts = traced([one, other], drawn, region)
    assert len(parts) == 3
    spots = shapely.get_coordinates(parts)
    assert np.any((spots[:, 0] == 190.0) & (spots[:, 1] > 2.0) & (spots[:, 1] < 2.01))
    assert area(Polygon(fine(shapely.get_coordinates(part))) for part in parts) == pytest.approx(region.area, rel=1e-9)


def test_only_faces_of_the_region_count():
    outer = np.array(shapely.box(0, 0, 10, 10).exterior.coords)
    hole = np.array(shapely.box(5, 5, 15, 8).exterior.coords)
    region = Polygon(outer).difference(Polygon(hole))
    parts = traced([outer, hole], [outer, hole], region)
    assert shapely.union_all(parts).equals(region)
    assert all(part.exterior.is_ccw for part in parts)


def test_a_hole_within_stays_a_hole():
    outer = np.array(shapely.box(0, 0, 10, 10).exterior.coords)
    hole = np.array(shapely.box(4, 4, 6, 6).exterior.coords)
    (part,) = traced([outer, hole], [outer, hole], Polygon(outer, [hole]))
    assert len(part.interiors) == 1
