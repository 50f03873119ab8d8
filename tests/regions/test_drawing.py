import numpy as np
import pytest
import shapely

from geo.geodesy import distance_m, outline
from geo.regions.area import area_m2
from geo.regions.drawing import fold, loop, polygonal, thinned, tidied

AROUND = np.arange(0.0, 360.0, 3.0)


@pytest.mark.parametrize(
    ("lon", "lat", "r"),
    [(38.6, 33.5, 54_717.7), (179.9, 10.0, 80_000.0), (-180.0, -40.0, 300_000.0), (20.0, 89.5, 30_000.0),
     (20.0, 89.5, 300_000.0), (-130.0, -89.9, 20_000.0), (0.0, 90.0, 500_000.0), (77.0, -90.0, 1000.0)],
)  # fmt: skip
def test_a_loop_at_one_distance_is_the_disc(lon: float, lat: float, r: float) -> None:
    drawn, disc = loop(lon, lat, AROUND, np.full(len(AROUND), r)), outline(lon, lat, r)
    assert drawn.is_valid
    assert area_m2(drawn.symmetric_difference(disc)) < 0.01 * area_m2(disc)


def test_a_loop_beside_the_pole_does_not_hold_it() -> None:
    drawn = loop(20.0, 89.5, AROUND, np.full(len(AROUND), 30_000.0))
    assert not drawn.intersects(shapely.Point(20.0, 90.0))


def test_edges_near_the_pole_are_drawn_in_short_steps() -> None:
    few = np.array([0.0, 120.0, 240.0])
    drawn = loop(20.0, 89.0, few, np.full(3, 80_000.0))
    corners = shapely.get_coordinates(drawn)
    assert len(corners) >= 20
    assert distance_m(20.0, 89.0, corners[:, 0], corners[:, 1]).max() < 80_001.0


def test_folding_keeps_the_area() -> None:
    shape = shapely.box(150.0, -10.0, 210.0, 20.0)
    folded = fold(shape)
    assert folded.is_valid
    assert area_m2(folded) == pytest.approx(area_m2(shape))
    assert fold(shapely.box(530.0, 0.0, 545.0, 5.0)).equals(fold(shapely.box(170.0, 0.0, 185.0, 5.0)))


def test_lines_and_points_are_dropped() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.Point(5, 5), shapely.LineString([(0, 0), (9, 9)])]
    )
    assert polygonal(mixed).equals(shapely.box(0, 0, 1, 1))
    assert polygonal(shapely.Point(1, 1)).is_empty


def test_tidying_rounds_and_stays_valid() -> None:
    drawn = tidied(outline(38.6, 33.5, 777.7), 1e-6)
    rim = shapely.get_coordinates(drawn)
    assert drawn.is_valid
    assert np.allclose(rim, np.round(rim, 5), atol=1e-12)


def test_thinning_keeps_the_shape_within_the_number_of_vertices() -> None:
    ragged = outline(38.6, 33.5, 300_000.0, tolerance_m=0.5)
    assert shapely.get_num_coordinates(ragged) > 1000
    thin = thinned(ragged)
    assert shapely.get_num_coordinates(thin) <= 250
    assert thin.symmetric_difference(ragged).area < 0.01 * ragged.area
