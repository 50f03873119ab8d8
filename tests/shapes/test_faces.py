"""Faces between lines: over the antimeridian and the poles, what is beside a line, what is a crumb."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.shapes.faces import beside, drawn, faces, folded, spots_in, swept

WORLD = 360.0 * 180.0


def ring(west: float, south: float, east: float, north: float) -> np.ndarray:
    return shapely.get_coordinates(shapely.box(west, south, east, north))


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ([(10.0, 0.0), (20.0, 5.0)], [[(10, 0), (20, 5)]]),
        ([(170.0, 0.0), (190.0, 10.0)], [[(170, 0), (180, 5)], [(-180, 5), (-170, 10)]]),
        ([(-170.0, 0.0), (-190.0, 10.0)], [[(-170, 0), (-180, 5)], [(180, 5), (170, 10)]]),
        ([(500.0, 0.0), (510.0, 1.0)], [[(140, 0), (150, 1)]]),
        ([(-180.0, 8.0), (180.0, 8.0)], [[(-180, 8), (180, 8)]]),
        ([(170.0, 0.0), (180.0, 1.0), (170.0, 2.0)], [[(170, 0), (180, 1), (170, 2)]]),
        ([(0.0, 0.0), (720.0, 8.0)], [[(0, 0), (180, 2)], [(-180, 2), (180, 6)], [(-180, 6), (0, 8)]]),
    ],
)
def test_lines_fold_onto_the_map(line: list[tuple[float, float]], runs: list[list[tuple[float, float]]]) -> None:
    found = folded(np.array(line))
    assert len(found) == len(runs)
    for one, expected in zip(found, runs, strict=True):
        np.testing.assert_allclose(one, np.array(expected, dtype=float), atol=1e-12)


def test_without_lines_the_map_is_one_face() -> None:
    assert [face.area for face in faces([])] == [WORLD]


def test_faces_share_the_map() -> None:
    rng = np.random.default_rng(4)
    lines = [np.column_stack([rng.uniform(-300, 300, 6), rng.uniform(-90, 90, 6)]) for _ in range(8)]
    found = faces(lines)
    assert sum(face.area for face in found) == pytest.approx(WORLD, rel=1e-9)
    assert all(face.is_valid for face in found)
    lon, lat = spots_in(found)
    assert shapely.contains_xy(found, lon, lat).all()


def test_lines_that_are_no_boundary_vanish() -> None:
    lines = [ring(0, 0, 10, 10), np.array([[-20.0, 5.0], [20.0, 5.0]]), ring(3, 3, 4, 4)]
    shape = drawn(lines, lambda lon, lat: (lon > 0) & (lon < 10) & (lat > 0) & (lat < 10), 1.0)
    assert shape.equals(shapely.box(0, 0, 10, 10))


def test_a_thin_face_is_judged_where_it_is_broadest() -> None:
    # a wedge ten kilometres long and two metres broad at one end; where it is narrow its lines are off by its breadth
    wedge = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 2e-5], [0.0, 0.0]])
    shape = drawn([wedge], lambda lon, lat: (lon > 0.0) & (lon < 0.01) & (lat > 0.0) & (lat < 2e-5), 1.0)
    assert shape.area == pytest.approx(1e-6, rel=1e-3)


def test_a_cap_over_the_pole_reaches_the_edge_of_the_map() -> None:
    shape = drawn([np.array([[-10.0, 80.0], [350.0, 80.0]])], lambda _, lat: lat > 80.0, 1.0)
    assert shape.equals(shapely.box(-180, 80, 180, 90))


def test_beside_a_line_are_the_faces_that_it_parts() -> None:
    line = np.array([[170.0, -90.0], [170.0, 90.0]])
    found = faces([line, np.array([[0.0, -90.0], [0.0, 90.0]])])
    votes = {face.bounds: tuple(two.round(9)) for face, two in zip(found, beside(found, line), strict=True)}
    assert votes == {
        (-180.0, -90.0, 0.0, 90.0): (0.0, 0.0),
        (0.0, -90.0, 170.0, 90.0): (180.0, 0.0),
        (170.0, -90.0, 180.0, 90.0): (0.0, 180.0),
    }


def test_a_face_around_the_end_of_a_line_is_on_both_its_sides() -> None:
    line = np.array([[-10.0, 0.0], [10.0, 0.0]])
    found = faces([line, ring(-5, -5, 15, 5)])
    inner = next(at for at, face in enumerate(found) if face.bounds == (-5.0, -5.0, 15.0, 5.0))
    np.testing.assert_allclose(beside(found, line)[inner], [15.0, 15.0], atol=0.1)


def test_crumbs_go_and_holes_of_a_crumb_are_filled() -> None:
    sliver = 1e-6  # a tenth of a metre
    shape = MultiPolygon(
        [
            Polygon(ring(0, 0, 1, 1), [ring(0.2, 0.2, 0.4, 0.4), ring(0.6, 0.2, 0.6 + sliver, 0.9)]),
            Polygon(ring(5, 60, 5 + sliver, 61)),
            Polygon(ring(7, 0, 7 + 100 * sliver, 1)),
        ]
    )
    kept = swept(shape, 1.0)
    assert [len(part.interiors) for part in kept.geoms] == [1, 0]
    assert swept(shape, 1e-3).equals(shape)


def test_what_is_narrow_in_degrees_by_a_pole_is_measured_in_metres() -> None:
    assert swept(Polygon(ring(0, 89.9999, 1, 90)), 1.0).is_empty
    assert not swept(Polygon(ring(-180, 89.9, 180, 90)), 1.0).is_empty
