"""Outlines as WKT."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.errors import InputError
from geo.exchange.outline import check_near, gap_m, read_outline, widened
from geo.geodesy import destination


@pytest.mark.parametrize(
    ("wkt", "said"),
    [
        ("around here", "is not WKT"),
        ("", "is not WKT"),
        ("POINT (38 33)", "is a Point"),
        ("LINESTRING (38 33, 39 34)", "is a LineString"),
        ("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)))", "is a GeometryCollection"),
        ("POLYGON EMPTY", "encloses nothing"),
        ("POLYGON ((38 133, 39 133, 39 134, 38 133))", "reaches to"),
        ("POLYGON ((500000 3700000, 600000 3700000, 600000 3800000, 500000 3700000))", "reaches to"),
        ("POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))", "not sound (Self-intersection"),
        ("POLYGON ((38 33, 39 33, 38 33, 38 33))", "not sound"),
    ],
)
def test_refused_with_what_to_write(wkt: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_outline(wkt)
    assert said in str(refusal.value)
    assert "; write POLYGON" in str(refusal.value)


def test_sound_ones_are_read() -> None:
    assert read_outline(" MULTIPOLYGON (((38 33, 39 33, 39 34, 38 33)))\n").area == 0.5
    assert read_outline("POLYGON ((38 33, 39 33, 39 34, 38 33), (38.7 33.2, 38.9 33.2, 38.9 33.4, 38.7 33.2))").is_valid


def test_the_gap_to_a_point() -> None:
    box = shapely.box(38.0, 33.0, 39.0, 34.0)
    assert gap_m(box, 38.5, 33.5) == 0.0
    assert gap_m(box, 38.5, 32.0) == pytest.approx(110_900, rel=1e-3)  # one degree of latitude
    assert gap_m(shapely.box(179.0, 0.0, 180.0, 1.0), -179.9, 0.5) == pytest.approx(11_130, rel=1e-2)


def test_swapped_axes_are_noticed() -> None:
    with pytest.raises(InputError, match="WKT puts longitude first"):
        check_near(shapely.box(33.0, 38.0, 34.0, 39.0), 38.5, 33.5)
    check_near(shapely.box(38.0, 33.0, 39.0, 34.0), 38.5, 33.5)


def test_widening_goes_on_across_the_antimeridian() -> None:
    both = shapely.MultiPolygon([shapely.box(179.0, -18.0, 180.0, -17.0), shapely.box(-180.0, -18.0, -179.0, -17.0)])
    wide = widened(both, 15_000.0)
    assert wide.is_valid
    assert wide.covers(both.buffer(0.1).intersection(shapely.box(-180.0, -90.0, 180.0, 90.0)))
    assert not wide.intersects(shapely.box(-178.5, -90.0, 178.5, 90.0))
    assert -180.0 <= wide.bounds[0] < wide.bounds[2] <= 180.0


@pytest.mark.parametrize("lat", [0.0, 35.0, 65.0])
def test_widening_is_in_metres_at_every_latitude(lat: float) -> None:
    wide = widened(shapely.box(10.0, lat, 11.0, lat + 1.0), 15_000.0)
    for lon, north in ((11.0, lat + 1.0), (10.0, lat + 0.5), (11.0, lat + 0.5)):
        edge = shapely.Point(lon, north)
        assert float(shapely.distance(edge, wide.exterior)) > 0.1
        out = destination(lon, north, np.array([0.0, 90.0, 180.0, 270.0]), 13_500.0)
        assert all(wide.covers(shapely.Point(*one)) for one in zip(*out, strict=True))
