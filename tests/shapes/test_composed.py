"""Shapes cut by shapes: by their parts, by distance to what is drawn, and never more than there was."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from geo.errors import ZoneError
from geo.shapes import Buffer, Clip, Disc, Minus, Outlined, Ring, Shape, SideOfLine, shape_from_dict

from .brute import assert_well_drawn, distance_m, drawn_points, scattered

seeded = settings(derandomize=True, deadline=None, max_examples=15, database=None)

DISC = Disc(180.0, 60.0, 200_000.0)
BOX = Outlined(shapely.box(179.0, 59.0, 183.0, 60.0), "lonlat")
TOWN = Disc(-179.5, 59.5, 20_000.0)
STRIP = Buffer(LineString([(178.0, 59.0), (182.0, 61.0)]), 15_000.0, "geodesic")
NORTH = SideOfLine(LineString([(170.0, 60.0), (190.0, 60.0)]), "left", "lonlat")
CUTS: dict[str, Shape] = {
    "clip": Clip(DISC, (BOX,)),
    "clip twice": Clip(DISC, (BOX, STRIP)),
    "minus": Minus(DISC, (TOWN,)),
    "minus twice": Minus(DISC, (TOWN, STRIP)),
    "clip less a town": Minus(Clip(DISC, (BOX,)), (TOWN,)),
    "half": Clip(DISC, (NORTH,)),
    "what a cut leaves": Minus(STRIP, (Clip(DISC, (BOX,)),)),
}
cuts = pytest.mark.parametrize("name", CUTS)


def parts(shape: Shape) -> tuple[Shape, tuple[Shape, ...], bool]:
    assert isinstance(shape, Clip | Minus)
    return shape.shape, shape.within if isinstance(shape, Clip) else shape.without, isinstance(shape, Clip)


@cuts
def test_a_cut_is_its_parts_and_no_more_than_the_whole(name: str) -> None:
    shape = CUTS[name]
    whole, others, clip = parts(shape)
    lon, lat = scattered(180.0, 60.0, 250_000.0, 400)
    inside = shape.contains(lon, lat)
    held = np.any([other.contains(lon, lat) for other in others], axis=0)
    expected = whole.contains(lon, lat) & (held == clip)
    np.testing.assert_array_equal(inside, expected)
    assert inside.any()
    drawn = shape.outline()
    assert_well_drawn(drawn)
    clear = np.abs(shape.gap_m(lon, lat)) > 5.0
    np.testing.assert_array_equal(shapely.intersects_xy(drawn, lon, lat)[clear], inside[clear])
    assert drawn.area <= whole.outline().area


@cuts
def test_the_gap_is_the_distance_to_what_is_drawn(name: str) -> None:
    shape = CUTS[name]
    lon, lat = scattered(180.0, 60.0, 400_000.0, 16, seed=3)
    gap = shape.gap_m(lon, lat)
    np.testing.assert_array_equal(gap < 0.0, shape.contains(lon, lat))
    rim = drawn_points(shape.outline(), tuple(np.linspace(0.0, 0.999, 20)))
    nearest = distance_m(rim[0][None, :], rim[1][None, :], lon[:, None], lat[:, None]).min(axis=1)
    assert (np.abs(gap) <= nearest + 2.0).all()
    clear = nearest > 20_000.0  # samples along the rim are up to some kilometres apart
    np.testing.assert_allclose(np.abs(gap)[clear], nearest[clear], rtol=0.04)


def test_points_far_away_are_far_away() -> None:
    gap = Clip(DISC, (BOX,)).gap_m([0.0, 0.0], [-60.0, 89.0])
    assert (gap > 3e6).all()


@pytest.mark.parametrize(
    "cut",
    [
        lambda: Clip(DISC, (Disc(0.0, 0.0, 1_000.0),)),
        lambda: Minus(TOWN, (DISC,)),
        lambda: Minus(TOWN, (TOWN,)),
        lambda: Minus(Disc(0.0, 0.0, 5e4), (Buffer(LineString([(-1.0, 0.0), (1.0, 0.0)]), 6e4, "lonlat"),)),
        lambda: Clip(Minus(DISC, (BOX,)), (Clip(BOX, (DISC,)),)),
    ],
)
def test_what_leaves_nothing_is_refused(cut: object) -> None:
    with pytest.raises(ZoneError, match=r"nothing .*; "):
        cut()  # type: ignore[operator]


def test_two_drawings_of_one_edge_leave_no_crumbs() -> None:
    buffer = Buffer(shapely.box(10.0, 50.0, 11.0, 51.0), 12 * 1852.0, "lonlat")
    wide = Buffer(LineString(shapely.box(10.0, 50.0, 11.0, 51.0).exterior.coords), 12 * 1852.0, "lonlat")
    rest = Minus(buffer, (wide,)).outline()
    assert rest.geom_type == "Polygon"  # what is far from the edge inside, without slivers along the outer rim
    assert rest.within(shapely.box(10.0, 50.0, 11.0, 51.0))


def test_what_is_smaller_than_its_tolerance_is_still_there() -> None:
    small = Clip(Disc(10.0, 50.0, 1.5), (Outlined(shapely.box(10.0, 40.0, 20.0, 60.0), "lonlat"),))
    assert small.outline().area > 0.0
    assert Minus(Disc(10.0, 50.0, 1_000.0), (Disc(10.0, 50.0, 999.5),)).gap_m(10.0, 50.0) == pytest.approx(
        999.5, abs=0.3
    )


@given(
    st.floats(-179.0, 179.0),
    st.floats(-89.0, 89.0),
    st.lists(st.tuples(st.floats(-2.0, 2.0), st.floats(-0.9, 0.9), st.floats(2e4, 2e5)), min_size=1, max_size=3),
    st.booleans(),
)
@seeded
def test_cutting_never_adds(lon: float, lat: float, discs: list[tuple[float, float, float]], clip: bool) -> None:
    whole = Ring(lon, lat, 50_000.0, 150_000.0)
    others = tuple(Disc(max(-180.0, min(180.0, lon + x)), lat + y, r) for x, y, r in discs)
    try:
        cut = Clip(whole, others) if clip else Minus(whole, others)
    except ZoneError:
        return
    x, y = scattered(lon, lat, 200_000.0, 100)
    assert not (cut.contains(x, y) & ~whole.contains(x, y)).any()
    assert shapely.difference(cut.outline(), whole.outline()).area <= 1e-9
    assert (cut.gap_m(x, y) >= whole.gap_m(x, y) - 1.0).all()


@cuts
def test_as_data_and_back(name: str) -> None:
    again = shape_from_dict(CUTS[name].as_dict())
    assert again == CUTS[name]
    assert hash(again) == hash(CUTS[name])


def test_nothing_lies_nowhere() -> None:
    for shape in CUTS.values():
        assert not shape.contains([np.nan, 180.0], [60.0, np.nan]).any()
        assert np.isnan(shape.gap_m([np.nan, 180.0], [60.0, np.nan])).all()
