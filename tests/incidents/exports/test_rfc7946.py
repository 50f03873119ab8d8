"""GeoJSON geometries: on the map, cut where they must be, wound the right way."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box, shape

from geo.geodesy import outline
from geo.incidents.exports.rfc7946 import as_geojson

HOLED = Polygon([(0, 0), (0, 4), (4, 4), (4, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])  # both the wrong way round


def rings(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [(ring, at == 0) for polygon in polygons for at, ring in enumerate(polygon)]


@pytest.mark.parametrize(
    "given",
    [HOLED, shapely.MultiPolygon([HOLED, box(10, 10, 11, 11)]), box(170, -5, 190, 5), box(-200, 0, -170, 5),
     box(170, 0, 560, 5),
     outline(179.9, 10.0, 90_000.0), outline(0.0, 89.5, 90_000.0), outline(-180.0, -89.0, 300_000.0),
     HOLED.buffer(1).union(box(179, 1, 183, 2))],
)  # fmt: skip
def test_outer_rings_run_anticlockwise_holes_clockwise_within_180(given: shapely.Geometry) -> None:
    made = as_geojson(given)
    assert made is not None
    for ring, is_outer in rings(made):
        assert ring[0] == ring[-1]
        assert shapely.LinearRing(ring).is_ccw == is_outer
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)
    assert shape(made).is_valid
    assert shape(made).area == pytest.approx(
        min(given.area, 360 * 5) if given.bounds[2] > 500 else given.area, abs=1e-9
    )


def test_what_crosses_the_antimeridian_is_cut_in_two() -> None:
    made = as_geojson(box(170, 0, 190, 5))
    assert made is not None
    assert made["type"] == "MultiPolygon"
    assert sorted(shape(one).bounds for one in parts(made)) == [(-180, 0, -170, 5), (170, 0, 180, 5)]
    made = as_geojson(LineString([(170, 0), (190, 10)]))
    assert made == {"type": "MultiLineString", "coordinates": (((170, 0), (180, 5)), ((-180, 5), (-170, 10)))}


def parts(made):
    return [{"type": "Polygon", "coordinates": one} for one in made["coordinates"]]


def test_points_and_collections() -> None:
    assert as_geojson(Point(190, 5)) == {"type": "Point", "coordinates": (-170.0, 5.0)}
    assert as_geojson(Point(38.123456789012345, -33.1)) == {"type": "Point", "coordinates": (38.123456789012345, -33.1)}
    made = as_geojson(shapely.GeometryCollection([Point(181, 0), HOLED]))
    assert made is not None
    assert [one["type"] for one in made["geometries"]] == ["Point", "Polygon"]
    assert shapely.LinearRing(made["geometries"][1]["coordinates"][0]).is_ccw


@pytest.mark.parametrize("nothing", [None, Point(), Polygon(), Point(math.nan, 1), Point(math.inf, 1)])
def test_nothing_is_null(nothing: object) -> None:
    assert as_geojson(nothing) is None  # type: ignore[arg-type]
