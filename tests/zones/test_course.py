"""What is drawn: WKT, EWKT, WKB and GeoJSON, as one geometry in degrees."""

from __future__ import annotations

import contextlib
import json
import time

import numpy as np
import pyproj
import pytest
import shapely

from geo.errors import ZoneError
from geo.zones.course import is_drawn, read_wkt, settled_course, write_wkt

LINE, BOX = shapely.LineString([(125, 38), (129.5, 38)]), shapely.box(34, 10, 36, 12)
HOLED = shapely.Polygon(BOX.exterior, [shapely.box(34.5, 10.5, 35, 11).exterior])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LINE.wkt, "LineString"), (BOX.wkt, "Polygon"), (HOLED.wkt.lower(), "Polygon"), ("POINT (38.6 33.5)", "Point"),
        ("LINESTRING Z (125 38 9, 129.5 38 9)", "LineString"), ("linestringz(125 38 9,129.5 38 9)", "LineString"),
        (f"  SRID=4326; {BOX.wkt} ", "Polygon"), ("LINEARRING (0 0, 1 0, 1 1, 0 0)", "LineString"),
        ("MULTIPOINT ((38.6 33.5))", "Point"), (f"GEOMETRYCOLLECTION ({BOX.wkt})", "Polygon"),
        (f"GEOMETRYCOLLECTION ({BOX.wkt}, POLYGON ((0 0, 1 0, 1 1, 0 0)))", "MultiPolygon"),
        ("MULTILINESTRING ((0 0, 1 0), (2 0, 3 0))", "MultiLineString"),
        (json.dumps(shapely.geometry.mapping(HOLED)), "Polygon"), (shapely.to_wkb(BOX, hex=True), "Polygon"),
        (shapely.to_wkb(shapely.set_srid(BOX, 4326), hex=True, include_srid=True), "Polygon"),
    ],
)  # fmt: skip
def test_reads(text, kind):
    geometry = read_wkt(text)
    assert is_drawn(text)
    assert (geometry.geom_type, geometry.has_z) == (kind, False)


@pytest.mark.parametrize(
    "text", ["", "Argentina", "Point Barrow", "Point (Reyes)", "Tin (Mali)", "zone-1", "010203", "EMPTY"]
)
def test_a_name_is_not_drawn(text):
    assert not is_drawn(text)
    assert read_wkt(text) is None


REFUSED = {
    "POLYGON ((0 0, 1 0, 1 1, 0 0)": "cannot be read",
    "POLYGON ((0 0, 1 0, 1 1))": "closed linestring.*first point again",
    "POLYGON ((a 0, 1 0, 1 1, a 0))": "Expected number but encountered word: 'a'",
    "LINESTRING (0 0)": "cannot be read", "POLYGON EMPTY": "is empty; draw it",
    "CIRCULARSTRING (0 0, 1 1, 2 0)": "not made of straight edges",
    "CURVEPOLYGON (CIRCULARSTRING (0 0, 4 0, 4 4, 0 4, 0 0))": "not made of straight edges",
    "POLYGON ((33 138, 34 138, 34 139, 33 138))": "latitude 139 is outside.*swapped.*longitude comes first",
    "LINESTRING (500000 4200000, 510000 4200000)": "projected metres: write SRID",
    "LINESTRING (500 40, 510 40)": "longitude 510 is outside",
    "SRID=999999;POINT (1 2)": "'EPSG:999999' is none on Earth",
    "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))": "mixes LineString, Point",
    "MULTIPOINT ((1 2), (3 4))": "2 points; give each its own row",
    "GEOMETRYCOLLECTION (" * 30 + "POINT (1 2)" + ")" * 30: "too many collections",
    '{"type": "Polygon", "coordinates": "x"}': "GeoJSON.*cannot be read", "{": "GeoJSON.*cannot be read",
    "0101000000000000000000F03F": "the WKB.*cannot be read",
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=[str(n) for n in range(len(REFUSED))])
def test_what_cannot_be_meant_is_refused(text, said):
    with pytest.raises(ZoneError, match=said) as refusal:
        read_wkt(text)
    assert "; " in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_what_is_written_is_read_again():
    rng = np.random.default_rng(5)
    for _ in range(50):
        ring = rng.uniform([-180, -90], [180, 90], (5, 2))
        line = shapely.LineString(ring)
        assert shapely.get_coordinates(read_wkt(write_wkt(line))) == pytest.approx(ring, abs=1e-13)


def test_edges_that_are_straight_on_a_map_stay_where_they_were():
    # A parallel is straight in Mercator, and so is a loxodrome; in a transverse Mercator neither is.
    turn = pyproj.Transformer.from_crs("EPSG:32637", "EPSG:4326", always_xy=True)
    ends = [(200_000.0, 7_000_000.0), (800_000.0, 7_000_000.0)]
    course = read_wkt(f"SRID=32637;{shapely.LineString(ends).wkt}")
    middle = turn.transform(500_000.0, 7_000_000.0)
    assert course.distance(shapely.Point(middle)) * 111_000 < 0.1
    straight = shapely.LineString([turn.transform(*end) for end in ends])
    assert straight.distance(shapely.Point(middle)) * 111_000 > 5_000


def test_other_degrees_are_turned_without_new_corners():
    assert len(settled_course(LINE, "EPSG:4258").coords) == 2
    assert settled_course(LINE, "OGC:CRS84").equals(LINE)


@pytest.mark.parametrize(
    "text", ["POLYGON" + " " * 20_000, "GEOMETRYCOLLECTION(" * 5_000, "A" * 20_000, "SRID=1;" * 3_000]
)
def test_hostile_text_is_read_quickly(text):
    begun = time.perf_counter()
    with contextlib.suppress(ZoneError):
        assert read_wkt(text) is None
    assert time.perf_counter() - begun < 0.3
