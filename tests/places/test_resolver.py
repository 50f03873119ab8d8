"""What names resolve to: the names every user tries first, the traps, and what must stay unresolved."""

from __future__ import annotations

import pytest

from geo.geodesy.ellipsoid import distance_m
from geo.places.gazetteer import Gazetteer
from geo.values import Place

GARRISON = (38.61778, 33.50583)
CROSSING = (38.9374, 33.4332)
NAMES = [  # name, lon, lat, kilometres within which it must lie; city centres as on any map
    ("At Tanf", *GARRISON, 0.1),
    ("Al Tanf", *GARRISON, 0.1),
    ("al-Tanf", *GARRISON, 0.1),
    ("Et Tanf", *GARRISON, 0.1),
    ("AL-TANF", *GARRISON, 0.1),
    ("At-Tanf Garrison", *GARRISON, 0.1),
    ("the At Tanf base", *GARRISON, 0.1),
    ("the al-Tanf military base", *GARRISON, 0.1),
    ("the garrison at At Tanf", *GARRISON, 0.1),
    ("the At Tanf border crossing", *CROSSING, 0.1),
    ("the border crossing at al-Tanf", *CROSSING, 0.1),
    ("al-Waleed crossing", *CROSSING, 0.1),
    ("Al Walid", *CROSSING, 0.1),
    ("Latakia", 35.79, 35.52, 5),
    ("Lattakia", 35.79, 35.52, 5),
    ("Al Ladhiqiyah", 35.79, 35.52, 5),
    ("Raqqa", 39.01, 35.95, 5),
    ("Ar-Raqqah", 39.01, 35.95, 5),
    ("ar raqqa", 39.01, 35.95, 5),
    ("Deir ez-Zor", 40.14, 35.335, 5),
    ("Deir al-Zour", 40.14, 35.335, 5),
    ("Dayr az Zawr", 40.14, 35.335, 5),
    ("Abu Kamal", 40.92, 34.45, 5),
    ("Albukamal", 40.92, 34.45, 5),
    ("Palmyra", 38.28, 34.56, 5),
    ("Tadmur", 38.28, 34.56, 5),
    ("Baghdad", 44.39, 33.34, 8),
    ("Mosul", 43.13, 36.34, 5),
]


def km_from(place: Place, lon: float, lat: float) -> float:
    return float(distance_m(place.lon, place.lat, lon, lat)) / 1000


@pytest.mark.parametrize("country", ["", "SY", "IQ", "Iraq", "Syrian Arab Republic"])
@pytest.mark.parametrize(("name", "lon", "lat", "km"), NAMES)
def test_names_everybody_tries(
    gazetteer: Gazetteer, name: str, lon: float, lat: float, km: float, country: str
) -> None:
    best = gazetteer.resolve([name], country=country)[0].best
    assert best is not None
    assert km_from(best.place, lon, lat) <= km
    assert best.place.extent_m > 0


@pytest.mark.parametrize(
    "name", ["the town of At Tanf", "the southern town of At Tanf", "the city of At Tanf", "At Tanf village"]
)
def test_the_settlement_when_the_text_says_so(gazetteer: Gazetteer, name: str) -> None:
    best = gazetteer.resolve([name], country="SY")[0].best
    assert best is not None
    assert best.place.id == "curated:at-tanf-village"
    assert best.place.extent_m >= 3000  # stored coordinates scatter by kilometres


def test_the_other_two_at_tanf_are_rivals(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(["At Tanf"], country="SY")[0]
    assert {one.place.id for one in answer.rivals} >= {"curated:at-tanf-crossing", "curated:at-tanf-village"}


def test_a_short_form_of_a_base_is_no_rival_of_its_town(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(["Latakia"], country="SY")[0]
    assert not [one.place.name for one in answer.rivals if one.place.country == "SY"]


@pytest.mark.parametrize(
    ("name", "country", "place_id"),
    [
        ("Balad", "IQ", "geonames:98112"),
        ("Balad base", "IQ", "curated:balad-ab"),
        ("Al Assad Airbase", "IQ", "curated:ain-al-asad"),
        ("Baghdad airport", "", "curated:baghdad-airport"),
        ("Kansas City", "US", "geonames:4393217"),
        ("Fort Worth", "", "geonames:4691930"),
        ("The Hague", "", "geonames:2747373"),
        ("Brass, Nigeria", "", "geonames:2346734"),
        ("Brass, Nigeria", "SY", "geonames:2346734"),
        ("Assab, Eritrea. Red Sea", "YE", "geonames:343386"),
        ("Socotra Island, Yemen, off Somalia", "", "curated:socotra"),
        ("Paris, Texas", "", "geonames:4717560"),
        ("Paris, TX", "", "geonames:4717560"),
        ("Paris", "SY", "geonames:2988507"),
        ("St. Petersburg", "RU", "geonames:498817"),
        ("St. Petersburg, Florida", "", "geonames:4171563"),
        ("Syria", "", "country:SY"),
        ("Georgia", "", "country:GE"),
        ("Georgia", "US", "province:US.GA"),
        ("Anbar province", "IQ", "province:IQ.01"),
        ("Asia", "", "continent:AS"),
    ],
)
def test_kind_and_region_words_rank(gazetteer: Gazetteer, name: str, country: str, place_id: str) -> None:
    best = gazetteer.resolve([name], country=country)[0].best
    assert best is not None
    assert best.place.id == place_id


@pytest.mark.parametrize(
    ("name", "match"),
    [("Mosul", "exact"), ("ar-raqqah", "folded"), ("Hajeen", "variant"), ("Tal Rifaat", "variant")],
)
def test_a_match_says_how_it_was_found(gazetteer: Gazetteer, name: str, match: str) -> None:
    best = gazetteer.resolve([name], country="SY")[0].best
    assert best is not None
    assert best.match == match


@pytest.mark.parametrize(
    ("name", "country", "suggested"),
    [("Mosulk", "IQ", "Mosul"), ("Palmirast", "SY", "Pal"), ("Tikrib", "IQ", "Tikrit"), ("Hagin", "SY", "Haj")],
)
def test_unknown_names_are_unresolved_with_the_nearest_spellings(
    gazetteer: Gazetteer, name: str, country: str, suggested: str
) -> None:
    answer = gazetteer.resolve([name], country=country)[0]
    assert answer.best is None
    assert any(one.startswith(suggested) for one in answer.suggestions)
    assert all(one in answer.reason for one in answer.suggestions)


def test_suggestions_without_a_country_name_theirs(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(["Damascuss Xq"])[0]
    assert answer.best is None
    assert all(", " in one for one in answer.suggestions)


@pytest.mark.parametrize("name", ["Xyzzyville", "", "  ", "!!!", "12 km", "\u0000", "a" * 5000, "the", "base"])
def test_nonsense_is_unresolved_with_a_reason(gazetteer: Gazetteer, name: str) -> None:
    answer = gazetteer.resolve([name], country="SY")[0]
    assert answer.best is None
    assert answer.reason


@pytest.mark.parametrize(
    ("name", "country", "not_in"),
    [("Al Walid", "SY", "MA"), ("Rabia", "IQ", "KW"), ("Wana", "IQ", "TR"), ("Karmah", "IQ", "SY")],
)
def test_namesakes_abroad_are_not_the_answer(gazetteer: Gazetteer, name: str, country: str, not_in: str) -> None:
    best = gazetteer.resolve([name], country=country)[0].best
    assert best is None or best.place.country != not_in


def test_a_namesake_abroad_is_not_hidden(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(["Chillicothe"], country="SY")[0]
    assert answer.best is None
    assert "US" in {one.place.country for one in answer.rivals}
    assert "name its country" in answer.reason


def test_a_country_nobody_knows_is_said(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(["Mosul"], country="Atlantis")[0]
    assert answer.best is not None
    assert "'Atlantis' is not known" in answer.reason


def test_a_feature_is_not_a_town_far_away(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve(["Pulau Yu"], country="MY")[0].best is None
    assert gazetteer.resolve(["Palmyra Strait"], country="SY")[0].best is None


def test_the_town_stands_for_its_unknown_airport_with_more_doubt(gazetteer: Gazetteer) -> None:
    town, airport = gazetteer.resolve(["Ramadi", "Ramadi airport"], country="IQ")
    assert town.best is not None
    assert airport.best is not None
    assert airport.best.place.id == town.best.place.id
    assert airport.best.place.extent_m == town.best.place.extent_m + 10_000
    assert any("airport" in reason for reason in airport.best.reasons)


def test_nearness_chooses_among_namesakes(gazetteer: Gazetteer) -> None:
    ohio, kent = ((-82.0, 40.0), (0.5, 51.3))
    springfield = gazetteer.resolve(["Springfield"], country="US", near=[ohio])[0].best
    assert springfield is not None
    assert springfield.place.admin1 == "OH"
    maidstone = gazetteer.resolve(["Maidstone"], near=[kent])[0].best
    assert maidstone is not None
    assert maidstone.place.country == "GB"


def test_the_batch_keeps_its_order_and_its_answers(gazetteer: Gazetteer) -> None:
    names = [name for name, *_ in NAMES]
    one_by_one = [gazetteer.resolve([name], country="SY")[0] for name in names]
    assert gazetteer.resolve(names, country="SY") == one_by_one
    assert Gazetteer().resolve(names[::-1], country="SY") == one_by_one[::-1]


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Al Hasakeh province", "SY", "province:SY.01"),
        ("Al-Hasakeh Governorate", "SY", "province:SY.01"),
        ("Muhafazat al-Hasaka", "SY", "province:SY.01"),
        ("El Nabatieh governorate", "LB", "province:LB.07"),
        ("Sagaing region", "MM", "province:MM.10"),
        ("North Darfur state", "SD", "province:SD.55"),
        ("Northern Darfur", "SD", "province:SD.55"),
        ("West Darfur", "SD", "province:SD.47"),
        ("North Kivu province", "CD", "province:CD.11"),
        ("Nord-Kivu", "CD", "province:CD.11"),
        ("Ituri province", "CD", "province:CD.17"),
        ("Donetsk oblast", "UA", "province:UA.05"),
        ("wilaya of Tizi Ouzou", "DZ", "province:DZ.14"),
    ],
)
def test_provinces_in_the_spellings_of_event_data(gazetteer: Gazetteer, name: str, country: str, place: str) -> None:
    best = gazetteer.resolve([name], country=country)[0].best
    assert best is not None
    assert best.place.id == place


def test_a_town_stays_what_its_bare_name_means(gazetteer: Gazetteer) -> None:
    for name, country in (("Al Hasakeh", "SY"), ("Homs", "SY"), ("Beirut", "LB"), ("Kyiv", "UA"), ("Taiz", "YE")):
        best = gazetteer.resolve([name], country=country)[0].best
        assert best is not None
        assert not best.place.is_area, name
