from __future__ import annotations

import pytest

from geo.places.gazetteer import Gazetteer
from geo.places.lookup import Names, abbreviations, demonyms, labels


@pytest.fixture(scope="module")
def names(gazetteer: Gazetteer) -> Names:
    assert gazetteer.resolve(["Homs"])[0].best
    return Names()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (("Syria",), "C"),
        (("Ohio",), "1"),
        (("Laurel", "County"), "2"),
        (("Middle", "East"), "R"),
        (("Calif.",), "B"),
        (("Iranians",), "D"),
        (("IRANIAN",), "D"),
        (("Moscow",), "P5+"),
        (("Xyzzyville",), ""),
    ],
)
def test_classes(names: Names, name: tuple[str, ...], expected: str) -> None:
    assert names.classes([name])[name] == expected


def test_the_bare_name_of_a_county_is_a_short_form(names: Names) -> None:
    rows = {row.how for row in names.rows("rapides") if row.id.startswith("district:")}
    assert rows == {"short"}
    assert {row.how for row in names.rows("rapidesparish")} == {"main"}


def test_label_points_follow_geonames(names: Names) -> None:
    us, texas = names.by_id("country:US"), names.by_id("province:US.TX")
    assert us
    assert texas
    assert (us.lat, us.lon) == (39.76, -98.5)
    assert (texas.lat, texas.lon) == (31.25044, -99.25061)


def test_romanizations_of_one_name_count_as_its_own(names: Names) -> None:
    how = {row.name: row.how for row in names.rows("raqqa") if row.population > 100_000 and not row.is_area}
    assert set(how.values()) == {"main"}


def test_every_demonym_abbreviation_and_label_leads_to_a_place(names: Names) -> None:
    ids = {*demonyms().values(), *abbreviations().values(), *labels()}
    assert {place_id for place_id in ids if names.by_id(place_id) is None} == set()


def test_regions(names: Names) -> None:
    assert ("US", "OH") in names.regions(("Dublin",))
    assert names.regions(("Iranian",)) == {("IR",)}
    assert names.regions(("Xyzzyville",)) == frozenset()
