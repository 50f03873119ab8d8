"""Outlines as WKT."""

from __future__ import annotations

import pytest
import shapely

from geo.errors import InputError
from geo.exchange.outline import check_near, gap_m, read_outline


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
