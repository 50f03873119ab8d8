from __future__ import annotations

import pytest
from shapely.geometry import Point, box

from geo.places.countries import countries
from geo.places.footprints import footprint
from geo.places.gazetteer import Gazetteer
from geo.places.outlines import label, outline
from geo.places.provinces import province

INSIDE = [("SY", 38.28, 34.56), ("IQ", 44.39, 33.34), ("JO", 36.0, 31.9), ("US", -98.5, 39.8), ("FJ", 178.0, -17.8)]


@pytest.mark.parametrize(("code", "lon", "lat"), INSIDE)
def test_an_outline_holds_its_country(code: str, lon: float, lat: float) -> None:
    shape = outline(code)
    assert shape is not None
    assert shape.contains(Point(lon, lat))


def test_every_outline_is_sound() -> None:
    shapes = {code: outline(code) for code in countries()}
    drawn = {code: shape for code, shape in shapes.items() if shape is not None}
    assert len(drawn) >= 235
    assert all(shape.is_valid and not shape.is_empty for shape in drawn.values())
    world = box(-180, -90, 180, 90)
    assert all(world.covers(box(*shape.bounds)) for shape in drawn.values())


def test_borders_meet_where_they_should() -> None:
    syria, iraq = outline("SY"), outline("IQ")
    assert syria is not None
    assert iraq is not None
    assert syria.intersection(iraq).area < 0.01
    assert syria.distance(Point(38.9374, 33.4332)) < 0.05  # the crossing stands on the border


def test_a_label_lies_inside(gazetteer: Gazetteer) -> None:
    for code in ("SY", "IQ", "NO", "HR", "VN"):
        found, shape = label(code), outline(code)
        assert found is not None
        assert shape is not None
        assert shape.contains(Point(found[:2]))
    assert label("XX") is None


def test_an_outline_across_the_antimeridian_or_around_the_pole_stays_on_its_side() -> None:
    russia, fiji, antarctica = outline("RU"), outline("FJ"), outline("AQ")
    assert russia is not None
    assert fiji is not None
    assert antarctica is not None
    assert russia.contains(Point(-172.0, 66.0))  # Chukotka beyond 180 degrees
    assert not russia.contains(Point(20.0, 67.5))  # Sweden
    assert not fiji.intersects(box(-170.0, -30.0, 170.0, 0.0))
    assert antarctica.contains(Point(10.0, -89.0))


def test_a_province_without_drawn_land_is_a_disc(gazetteer: Gazetteer) -> None:
    atoll = gazetteer.place("province:MH.180")  # Likiep, too small for the outlines
    assert atoll is not None
    assert province("MH", "180") is None
    drawn = footprint(atoll)
    assert drawn is not None
    assert drawn.contains(Point(atoll.lon, atoll.lat))


def test_areas_have_a_footprint_and_points_none(gazetteer: Gazetteer) -> None:
    europe = gazetteer.footprint("continent:EU")
    assert europe is not None
    assert europe.contains(Point(2.35, 48.85))
    anbar = gazetteer.place("province:IQ.01")
    assert anbar is not None
    assert anbar.is_area
    drawn = footprint(anbar)
    iraq = outline("IQ")
    assert drawn is not None
    assert iraq is not None
    assert drawn.contains(Point(43.3, 33.42))  # Ramadi, its capital
    assert iraq.buffer(1e-4).contains(drawn)
    assert "approximate" in anbar.source
    garrison = gazetteer.place("curated:al-tanf-garrison")
    assert garrison is not None
    assert footprint(garrison) is None
