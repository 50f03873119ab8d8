"""Lines continued straight: as far as they have to go, and refused where they meet themselves."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString

from geo.errors import ZoneError
from geo.shapes.continued import around_world, beyond_width, check_simple, is_closed

from .brute import WGS84


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize("width", [10.0, 6_000.0, 400_000.0])
@pytest.mark.parametrize("spots", [[(10.0, 60.0), (14.0, 60.5), (20.0, 60.0)], [(178.0, -5.0), (183.0, 0.0)]])
def test_ends_go_on_for_the_width(spots: list[tuple[float, float]], width: float, edges: str) -> None:
    line = beyond_width(LineString(spots), edges, width).lines[0]
    for tip, beyond in ((spots[0], line[0]), (spots[-1], line[-1])):
        assert width <= WGS84.inv(*tip, *beyond)[2] <= 1.1 * width


def test_a_parallel_stays_a_parallel_and_a_geodesic_a_geodesic() -> None:
    line = LineString([(10.0, 60.0), (20.0, 60.0)])
    straight = beyond_width(line, "lonlat", 300_000.0).lines[0]
    assert (straight[:, 1] == 60.0).all()
    bowed = beyond_width(line, "geodesic", 300_000.0).lines[0]
    azimuth, _, metres = WGS84.inv(10.0, 60.0, 20.0, 60.0)
    end = WGS84.fwd(10.0, 60.0, azimuth, metres + 1.02 * 300_000.0)
    np.testing.assert_allclose(bowed[-1], end[:2], atol=1e-9)


def test_a_straight_course_that_comes_to_a_pole_within_the_width_is_refused() -> None:
    line = LineString([(10.0, 80.0), (10.0, 89.0)])
    with pytest.raises(ZoneError, match=r"end at 89\.0000, 10\.0000, continued straight, does not leave its width"):
        beyond_width(line, "lonlat", 200_000.0)
    assert beyond_width(line, "geodesic", 300_000.0).lines[0][-1, 1] < 89.0  # over the pole and down


def test_ends_go_on_until_they_are_out_of_the_width_of_all_of_the_line() -> None:
    hook = LineString([(0.0, 0.0), (0.0, 1.0), (0.01, 1.0), (0.01, 0.99)])
    end = beyond_width(hook, "lonlat", 20_000.0).lines[0][-1]
    assert end[1] < -0.18  # on past the other end


def test_a_closed_line_has_no_ends() -> None:
    spots = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)]
    assert beyond_width(LineString(spots), "lonlat", 1_000.0).lines[0].tolist() == [list(spot) for spot in spots]


@pytest.mark.parametrize("edges", ["lonlat", "geodesic"])
@pytest.mark.parametrize(
    "spots",
    [
        [(125.0, 38.0), (129.0, 38.0)],
        [(129.0, 38.0), (125.0, 37.0)],
        [(10.0, 60.0), (14.0, 40.5), (13.0, 20.0)],
        [(10.0, 40.0), (10.0, 60.0)],
        [(178.0, -10.0), (183.0, -14.0)],
        [(20.0, 85.0), (40.0, 85.0)],
    ],
)
def test_around_the_world_both_ends_reach_the_edge_of_the_map(spots: list[tuple[float, float]], edges: str) -> None:
    course, middle = around_world(LineString(spots), edges)
    line = course.lines[0]
    for end in (line[0], line[-1]):
        assert abs(end[1]) == 90.0 or abs(end[0] - middle) == pytest.approx(180.0, abs=1e-9)
    assert (np.abs(line[:, 0] - middle) <= 180.0 + 1e-9).all()
    own = [spot.tolist() for spot in line]
    assert all(list(spot) in own for spot in spots)


@pytest.mark.parametrize(
    ("spots", "where"),
    [
        ([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)], r"near 1\.0000, 1\.0000"),
        ([(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (1.0, 0.0)], r"near 0\.0000, 1\.0000"),  # touches
        ([(0.0, 0.0), (3.0, 0.0), (1.0, 0.0)], "near 0.0000"),  # back along itself
        ([(179.0, 0.0), (181.0, 2.0), (181.0, 0.0), (179.0, 2.0)], r"near 1\.0000, -180\.0000"),
    ],
)
def test_a_line_that_meets_itself_is_refused_with_the_place(spots: list[tuple[float, float]], where: str) -> None:
    with pytest.raises(ZoneError, match=where):
        check_simple(np.array(spots), spots[0][0])


@pytest.mark.parametrize(
    "spots",
    [
        [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)],
        [(-180.0, 60.0), (180.0, 60.0)],
        [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (0.0, 1.0)],
    ],
)
def test_a_line_that_only_closes_or_comes_back_beside_itself_passes(spots: list[tuple[float, float]]) -> None:
    check_simple(np.array(spots), (spots[0][0] + spots[1][0]) / 2.0)


@pytest.mark.parametrize(
    ("spots", "closed"),
    [
        ([(0, 0), (1, 1), (0, 0)], True),
        ([(-180, 60), (180, 60)], True),
        ([(0, 0), (360, 1)], False),
        ([(0, 90), (7, 0), (9, 90)], True),
    ],
)
def test_closed_lines(spots: list[tuple[float, float]], closed: bool) -> None:
    assert is_closed(np.array(spots, dtype=float)) is closed
