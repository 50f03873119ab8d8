import numpy as np
import shapely

from geo.geodesy import outline
from geo.maps.shapes import disc, home, polygons, regions, stand_mark


def area(found):
    return sum(shapely.Polygon(polygon[0], polygon[1:]).area for polygon in found)


def test_a_disc_keeps_its_shape():
    circle = outline(38.6, 33.5, 54717.7, tolerance_m=5)
    found = polygons(circle)
    assert abs(area(found) / circle.area - 1) < 0.003
    assert len(found[0][0]) < 200


def test_a_disc_over_the_antimeridian_is_one_piece():
    found = polygons(outline(179.8, -17.0, 90_000.0, tolerance_m=50))
    assert len(found) == 1
    lon = np.array(found[0][0])[:, 0]
    assert lon.max() > 180 > lon.min() > 178


def test_holes_stay_holes():
    ring = outline(38.6, 33.5, 40_000, tolerance_m=50).difference(outline(38.6, 33.5, 30_000, tolerance_m=50))
    assert len(polygons(ring)[0]) == 2


def test_small_things_keep_their_digits():
    circle = outline(38.61778, 33.50583, 40.0, tolerance_m=0.5)
    assert abs(area(polygons(circle)) / circle.area - 1) < 0.02


def test_what_is_no_polygon_has_none():
    texts = ["", "POINT (1 2)", "POLYGON EMPTY", "{{ 1 }}", "1e999", "POLYGON ((0 0, 1e999 1, 1 0, 0 0))", None]
    assert regions(texts) == [None] * len(texts)


def test_a_disc_without_its_numbers_is_none():
    assert disc(1.0, None, 5.0) is None


def incident(lon, lat, region):
    mark = {
        "mark": [lon, lat],
        "on_ring": False,
        "mark_note": "",
        "where": "a base: best estimate 33° N",
        "verdicts": [{"edge": "about 5 km"}],
    }
    return {"lon": lon, "lat": lat, "region_50": region, "region_90": None, **mark}


def test_the_mark_of_a_ring_stands_on_the_ring():
    ring = outline(38.6, 33.5, 40_000, tolerance_m=50).difference(outline(38.6, 33.5, 36_000, tolerance_m=50))
    one = incident(38.6, 33.5, polygons(ring))
    stand_mark(one)
    assert one["on_ring"]
    assert shapely.distance(ring, shapely.Point(one["mark"])) < 1e-3
    assert one["mark"][0] < 38.6
    assert one["mark"][1] == 33.5
    assert one["verdicts"][0]["edge"] == ""
    assert one["where"] == "a base, around 33° N"


def test_the_mark_inside_its_region_stays():
    for lon in (38.6, 179.9):
        one = incident(lon, 33.5, polygons(outline(lon, 33.5, 20_000, tolerance_m=50)))
        stand_mark(one)
        assert one["mark"] == [lon, 33.5]
        assert not one["on_ring"]


def test_home_holds_marks_and_zones():
    zones = [{"outline": [[[[10.0, 5.0], [11.0, 5.0], [11.0, 6.0], [10.0, 5.0]]]]}]
    assert home([{"mark": [12.0, 7.0], "region_90": None}], zones) == [10.0, 5.0, 12.0, 7.0]
    assert home([{"mark": None, "region_90": None}], []) is None
    assert home([{"mark": [0.0, 89.9], "region_90": None}], [])[3] == 85.05
