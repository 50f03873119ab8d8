import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import InputError
from geo.regions import part_of
from geo.regions.area import area_m2, unrolled

SQUARE = shapely.box(38.0, 33.0, 42.0, 37.0)
SLANTED = Polygon([(36, 33), (37, 32.5), (42, 37), (41.5, 37.5)])
DATELINE = MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -179, -16)])
SHAPES = {"square": SQUARE, "slanted": SLANTED, "dateline": DATELINE}

every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def share(shape: Polygon | MultiPolygon, part: str) -> float:
    return area_m2(part_of(shape, part)) / area_m2(shape)


@every_shape
@pytest.mark.parametrize(
    ("part", "wanted"),
    [("southern", 0.5), ("northern", 0.5), ("west", 0.5), ("eastern", 0.5), ("far south", 0.25),
     ("western edge", 0.2), ("northern border", 0.2), ("south-southeast", 0.25), ("west-northwestern", 0.25)],
)  # fmt: skip
def test_shares_of_the_area(shape: Polygon | MultiPolygon, part: str, wanted: float) -> None:
    assert share(shape, part) == pytest.approx(wanted, abs=0.005)


@every_shape
@pytest.mark.parametrize(("one", "other"), [("southern", "northern"), ("western", "eastern")])
def test_two_halves_make_the_whole(shape: Polygon | MultiPolygon, one: str, other: str) -> None:
    both = shapely.union(part_of(shape, one), part_of(shape, other))
    assert area_m2(both) == pytest.approx(area_m2(shape), rel=1e-6)
    assert part_of(shape, one).intersection(part_of(shape, other)).area == pytest.approx(0.0, abs=1e-9)


def test_the_southern_part_is_in_the_south() -> None:
    assert part_of(SQUARE, "southern").bounds[3] < 35.0  # below the middle: a degree is wider in the south
    assert part_of(SQUARE, "southern").bounds[1] == 33.0


@pytest.mark.parametrize("spelling", ["southeastern", "south-east", "SE", "South Eastern", "southeasternmost"])
def test_two_sides_are_the_overlap_of_the_halves(spelling: str) -> None:
    overlap = part_of(SQUARE, "southern").intersection(part_of(SQUARE, "eastern"))
    assert part_of(SQUARE, spelling).symmetric_difference(overlap).area < 1e-6


def test_halves_that_hardly_overlap_fall_back_on_the_half_of_the_half() -> None:
    ladder = Polygon([(36, 33), (36.2, 33), (42, 37), (41.8, 37)])
    assert share(ladder, "northwestern") == pytest.approx(0.25, abs=0.01)
    found = part_of(ladder, "northwestern")
    assert found.centroid.y > unrolled(ladder).centroid.y


@pytest.mark.parametrize("word", ["central", "centre", "center", "middle"])
def test_central_is_the_middle_of_both_axes(word: str) -> None:
    west, south, east, north = part_of(SQUARE, word).bounds
    assert (west, east) == pytest.approx((39.0, 41.0), abs=1e-4)
    assert south == pytest.approx(34.0, abs=0.05)
    assert north == pytest.approx(36.0, abs=0.05)


def test_over_the_antimeridian_east_is_beyond_it() -> None:
    east = part_of(DATELINE, "eastern")
    lons = shapely.get_coordinates(east)[:, 0]
    assert np.all((lons >= 178.99) | (lons <= -179.0))
    assert share(DATELINE, "far east") == pytest.approx(0.25, abs=0.005)


@pytest.mark.parametrize("word", ["", "upper", "southish", "edge", "far"])
def test_another_word_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="compass point"):
        part_of(SQUARE, word)
