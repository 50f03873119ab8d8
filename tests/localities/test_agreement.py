"""The namesake that the words around a name ask for."""

from __future__ import annotations

import pytest

from geo.values import Location, Unlocated


@pytest.mark.parametrize(
    "text", ["Paris, Texas", "5 miles north of Paris, Texas", "near Paris, Texas", "Paris (Texas)", "Paris, TX",
             "Paris in Texas", "near Paris, in northern Texas", "24 miles from Paris, Texas", "PARIS, TEXAS"],
)  # fmt: skip
@pytest.mark.parametrize("country", ["", "US", "FR"])
def test_a_division_picks_the_namesake_in_it(one, text, country):
    location = one(text, countries=country)
    assert (location.place.country, location.place.admin1) == ("US", "TX")
    assert not any("does not fit" in remark for remark in location.remarks)


def test_rivals_outside_the_division_are_no_rivals(one):
    assert one("Paris, Texas").rivals == ()
    assert len(one("Paris").rivals) == 2


def test_without_a_division_the_first_namesake_stays(one):
    assert one("Paris").place.country == "FR"


@pytest.mark.parametrize(
    "text", ["Homs, Texas", "5 km north of Homs, Texas", "Homs, Iraq", "Latakia, in southern Iraq"]
)
def test_a_place_in_another_country_than_the_text_says_is_refused(one, text):
    answer = one(text)
    assert isinstance(answer, Unlocated)
    assert "no place of that name is known there" in answer.reason


@pytest.mark.parametrize("text", ["6 miles north of Latakia, in eastern Syria", "off Brass, Nigeria",
                                  "60 nm SW of Brass, Nigeria"])  # fmt: skip
def test_the_right_country_is_never_refused(one, text):
    assert isinstance(one(text), Location)
