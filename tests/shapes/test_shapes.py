"""What every kind of shape promises alike."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from geo.errors import InputError
from geo.shapes import Buffer, Clip, Disc, Minus, Outlined, Ring, Shape, SideOfLine, shape_from_dict

from .brute import assert_well_drawn, drawn_points, scattered

LINE = LineString([(177.0, 61.0), (180.5, 62.0), (184.0, 61.5)])
AREA = shapely.box(178.0, 60.0, 182.0, 62.0)
SHAPES: dict[str, Shape] = {
    "disc": Disc(180.0, 61.0, 150_000.0),
    "ring": Ring(180.0, 61.0, 50_000.0, 150_000.0),
    "polygon": Outlined(AREA, "lonlat"),
    "geodesic polygon": Outlined(AREA, "geodesic"),
    "buffer": Buffer(LINE, 60_000.0, "geodesic"),
    "left": Buffer(LINE, 60_000.0, "lonlat", "left"),
    "right": Buffer(LINE, 60_000.0, "geodesic", "right"),
    "around": Buffer(AREA, 60_000.0, "lonlat", "both"),
    "outside": Buffer(AREA, 60_000.0, "geodesic", "outside"),
    "inside": Buffer(AREA, 30_000.0, "lonlat", "inside"),
    "side_of_line": SideOfLine(LINE, "right", "geodesic"),
    "clip": Clip(Disc(180.0, 61.0, 150_000.0), (Outlined(AREA, "lonlat"),)),
    "minus": Minus(Disc(180.0, 61.0, 150_000.0), (Outlined(AREA, "lonlat"),)),
}
every_kind = pytest.mark.parametrize("name", SHAPES)


@every_kind
def test_it_keeps_the_protocol(name: str) -> None:
    shape = SHAPES[name]
    assert isinstance(shape, Shape)
    assert shape.as_dict()["kind"] == shape.kind


@every_kind
def test_it_goes_through_data_unchanged(name: str) -> None:
    import json

    shape = SHAPES[name]
    again = shape_from_dict(json.loads(json.dumps(shape.as_dict())))
    assert again == shape
    assert hash(again) == hash(shape)
    assert again.as_dict() == shape.as_dict()


@every_kind
def test_what_it_contains_has_a_negative_gap_and_is_drawn(name: str) -> None:
    shape = SHAPES[name]
    lon, lat = scattered(180.0, 61.0, 400_000.0, 200)
    inside, gap = shape.contains(lon, lat), shape.gap_m(lon, lat)
    assert inside.any()
    assert not inside.all()
    np.testing.assert_array_equal(gap <= 0.0, inside)
    clear = np.abs(gap) > 3.0
    np.testing.assert_array_equal(shapely.intersects_xy(shape.outline(), lon, lat)[clear], inside[clear])


@every_kind
@pytest.mark.parametrize("tolerance", [1.0, 100.0])
def test_its_outline_is_sound_and_keeps_to_its_boundary(name: str, tolerance: float) -> None:
    shape = SHAPES[name]
    drawn = shape.outline(tolerance)
    assert_well_drawn(drawn)
    lon, lat = drawn_points(drawn, (0.0, 0.5))
    some = np.random.default_rng(1).permutation(len(lon))[:120]
    lon, lat = lon[some], lat[some]
    if name == "side_of_line":  # the cut opposite its middle is no boundary
        lon, lat = lon[np.abs(lon) > 100.0], lat[np.abs(lon) > 100.0]
    assert np.abs(shape.gap_m(lon, lat)).max() <= tolerance + 0.3


@every_kind
def test_longitudes_may_be_written_either_way(name: str) -> None:
    shape = SHAPES[name]
    lon, lat = scattered(180.0, 61.0, 400_000.0, 60)
    for turn in (-360.0, 360.0):
        np.testing.assert_array_equal(shape.contains(lon + turn, lat), shape.contains(lon, lat))
        np.testing.assert_allclose(shape.gap_m(lon + turn, lat), shape.gap_m(lon, lat), atol=1e-3)


@every_kind
def test_nothing_lies_nowhere_and_arguments_broadcast(name: str) -> None:
    shape = SHAPES[name]
    nan = np.nan
    assert not shape.contains([nan, 180.0, nan], [61.0, nan, nan]).any()
    assert np.isnan(shape.gap_m([nan, 180.0, nan], [61.0, nan, nan])).all()
    assert shape.contains(180.0, 61.0).shape == ()
    assert shape.gap_m(180.0, 61.0).shape == ()
    assert shape.contains([[179.0], [181.0]], [60.5, 61.0, 61.5]).shape == (2, 3)
    assert shape.gap_m([[179.0], [181.0]], [60.5, 61.0, 61.5]).shape == (2, 3)
    assert shape.contains([], []).shape == (0,)
    assert shape.gap_m([], []).shape == (0,)


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="no shape is called 'blob'; known: disc, ring"):
        shape_from_dict({"kind": "blob"})
    with pytest.raises(InputError, match="None"):
        shape_from_dict({})
