"""Which division a row's columns mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from geo.exchange.divisions import SKETCH_M, Division, Divisions, Named
from geo.geodesy import distance_m
from tests.exchange.by_hand import ByHand, country_code


@pytest.fixture
def divisions() -> Divisions:
    return Divisions(ByHand(), country_code)


@pytest.mark.parametrize("name", ["Homs", "Homs governorate", "Muhafazat Homs", "Governorate of Homs"])
def test_a_province_is_told_from_the_town_it_is_called_like(divisions: Divisions, name: str) -> None:
    found = divisions.find("province", Named("Syria", name), (36.7167, 34.7333))
    assert isinstance(found, Division)
    assert found.place.id == "province:SY.11"


def test_without_a_country_the_point_tells_namesakes_apart(divisions: Divisions) -> None:
    for at, place in (((36.7, 34.7), "province:SY.11"), ((10.0, 10.0), "province:XX.11")):
        found = divisions.find("province", Named("", "Homs"), at)
        assert isinstance(found, Division)
        assert found.place.id == place


def test_without_country_and_point_namesakes_are_no_answer(divisions: Divisions) -> None:
    assert "several are called 'Homs' (SY, XX)" in str(divisions.find("province", Named("", "Homs"), None))


def test_a_point_far_away_contradicts_the_name(divisions: Divisions) -> None:
    assert "km from Homs" in str(divisions.find("province", Named("Syria", "Homs"), (10.0, 10.0)))


def test_a_district_falls_back_on_its_province_and_says_so(divisions: Divisions) -> None:
    found = divisions.find("district", Named("Syria", "Homs", "Tadmur"), (38.3, 34.5))
    assert isinstance(found, Division)
    assert found.level == "province"


def test_a_sketch_that_lies_far_from_the_point_gives_way_to_the_country(divisions: Divisions) -> None:
    inside = divisions.find("province", Named("Syria", "Hasakah"), (40.5, 36.5))
    beside = divisions.find("province", Named("Syria", "Hasakah"), (40.5, 35.9))
    near = divisions.find("province", Named("Syria", "Hasakah"), (40.5, 36.1))
    assert isinstance(inside, Division)
    assert isinstance(beside, Division)
    assert near == inside
    assert (inside.level, inside.is_sketch) == ("province", True)
    assert inside.around == beside.outline
    assert beside.place.id == "country:SY"


def test_a_sketch_is_widened_as_far_as_its_country_reaches(divisions: Divisions) -> None:
    found = divisions.find("province", Named("Syria", "Hasakah"), (40.5, 36.5))
    assert isinstance(found, Division)
    wide = found.widened()
    east_m = float(distance_m(found.outline.bounds[2], 36.5, wide.bounds[2], 36.5))
    assert east_m == pytest.approx(SKETCH_M, rel=0.02)
    cut = replace(found, around=shapely.box(40.0, 36.0, 40.85, 37.0)).widened()
    assert cut.bounds[2] == pytest.approx(40.85)


@pytest.mark.parametrize("name", ["Syria", "Syria (United Arab Republic)", "SY"])
def test_countries_by_name_and_code(divisions: Divisions, name: str) -> None:
    found = divisions.find("country", Named(name), (38.0, 35.0))
    assert isinstance(found, Division)
    assert found.place.id == "country:SY"


@pytest.mark.parametrize(
    ("level", "named", "said"),
    [
        ("province", Named("Syria"), "no column names the province"),
        ("district", Named("Syria"), "no column names the district"),
        ("country", Named(), "no column names the country"),
        ("province", Named("Syria", "Atlantis"), "no outline is known of a province called 'Atlantis'"),
        ("country", Named("Atlantis"), "no outline is known of a country called 'Atlantis'"),
    ],
)
def test_why_none(divisions: Divisions, level: str, named: Named, said: str) -> None:
    assert said in str(divisions.find(level, named, (38.0, 35.0)))


def test_a_name_is_looked_up_once() -> None:
    gazetteer = ByHand()
    divisions = Divisions(gazetteer, country_code)
    for _ in range(50):
        divisions.find("province", Named("Syria", "Homs governorate"), (38.0, 34.5))
    assert gazetteer.calls == 1
