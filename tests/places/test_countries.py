from __future__ import annotations

import pytest

from geo.places.countries import countries, country_code, country_name, country_named, spellings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SY", "SY"), ("syr", "SY"), ("Syria", "SY"), ("Syrian Arab Republic", "SY"), (" iraq ", "IQ"),
        ("U.S.", "US"), ("USA", "US"), ("United States of America", "US"), ("UK", "GB"), ("the UAE", "AE"),
        ("The Gambia", "GM"), ("Côte d'Ivoire", "CI"), ("DR Congo", "CD"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("Palestine", "PS"), ("Burma", "MM"), ("Czech Republic", "CZ"), ("Kosovo", "XK"), ("South Korea", "KR"),
        ("Bosnia-Herzegovina", "BA"), ("Trinidad-Tobago", "TT"), ("Syrian Arab Rep.", "SY"),
        ("Atlantis", None), ("", None), ("Q", None),
    ],
)  # fmt: skip
def test_codes_and_usual_names(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_a_bare_code_is_no_name() -> None:
    assert country_named("IN") is None
    assert country_named("US") == "US"


def test_names_lead_back_to_their_country() -> None:
    assert all(country_code(name) == code for code, names in spellings().items() for name in names)
    assert country_name("XX") == "XX"


def test_neighbours_are_mutual_and_arabic_is_where_it_is_written() -> None:
    assert {"IQ", "JO", "TR", "LB", "IL"} <= countries()["SY"].neighbours
    assert countries()["SY"].arabic
    assert not countries()["US"].arabic
    assert not countries()["MX"].arabic
