import numpy as np
import pytest
import shapely

from geo.errors import InputError
from geo.geodesy.areas import areas
from geo.geodesy.boundary import boundary


def test_edges_go_up_and_stand_by_parts():
    two = shapely.MultiPolygon(
        [shapely.box(0, 0, 1, 2), shapely.box(5, 5, 6, 9).difference(shapely.box(5.2, 6, 5.8, 8))]
    )
    found = areas([shapely.box(-3, -4, -2, -3), shapely.Polygon(), two], "lonlat", 0.01)
    assert found.first.tolist() == [0, 4, 8, 16]
    assert found.polygon.tolist() == [0, 2, 2]
    assert (found.south.tolist(), found.north.tolist()) == ([-4.0, 0.0, 5.0], [-3.0, 2.0, 9.0])
    assert np.all(found.y1 <= found.y2)
    length = np.hypot(found.x2 - found.x1, found.y2 - found.y1).sum()
    assert length == pytest.approx(two.length + 4.0)


def test_geodesic_edges_are_drawn_closely():
    found = areas([shapely.box(0, 50, 30, 60)], "geodesic", 0.01)
    assert found.x1.size > 1000
    course = boundary(found.given[0], "geodesic")
    share = np.linspace(0.1, 0.9, 5)[:, None]
    lon, lat = found.x1 + share * (found.x2 - found.x1), found.y1 + share * (found.y2 - found.y1)
    assert course.distance_m(lon[:, ::40], lat[:, ::40]).max() <= 0.01


def test_nobodys_polygons_are_changed():
    given = [shapely.Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)])]
    before = given[0].wkb
    found = areas(given, "lonlat", 0.01)
    assert given[0].wkb == before
    assert found.drawn[0].bounds == (179.0, 0.0, 181.0, 1.0)


def test_a_boundary_has_the_inside_on_its_left_whichever_way_it_is_drawn():
    box, hole = shapely.box(178, -3, 186, 3), shapely.box(181, -1, 183, 1)
    for shell in (box.exterior.coords, box.exterior.coords[::-1]):
        for inner in (hole.exterior.coords, hole.exterior.coords[::-1]):
            for edges in ("lonlat", "geodesic"):
                side = boundary(shapely.Polygon(shell, [inner]), edges).side([179.0, 180.9, 181.1, 177.9], np.zeros(4))
                assert side.tolist() == [1, 1, -1, -1]


def test_the_whole_earth_has_no_boundary():
    with pytest.raises(InputError, match="whole Earth"):
        boundary(shapely.box(-180, -90, 180, 90), "lonlat")
