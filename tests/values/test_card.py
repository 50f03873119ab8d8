"""A location in one line and as a card: useful digits, and no mark-up from data."""

from __future__ import annotations

import re

import pytest

import geo
from geo.markup import printable, shown, sign, small_map
from geo.values import Location, Place
from geo.values.card import digits
from tests.safe_html import HOSTILE, safe


@pytest.fixture(scope="module")
def tanf() -> Location:
    found = geo.locate("about 24 miles from the At Tanf base", country="SY")
    assert found is not None
    return found


def test_the_line_says_where_how_sure_and_of_what(tanf):
    assert repr(tanf) == (
        "Location(lon=38.62, lat=33.51, uncertainty_m=42300, text='about 24 miles from the At Tanf base', "
        "place='al-Tanf garrison (SY)')"
    )


def test_the_card_holds_words_place_doubt_rivals_and_region(tanf):
    words = safe(tanf._repr_html_())
    for told in ("about 24 miles from the At Tanf base", "al-Tanf garrison (SY)", "38.62, 33.51", "9 in 10 within",
                 "42 km", "At Tanf village (SY)"):  # fmt: skip
        assert told in words
    assert tanf._repr_html_().count("<path") == 2  # 90% and 50%
    assert "#" not in tanf._repr_html_().replace("&#", "")  # no colour of its own: light or dark is the page's


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_place_is_called_is_text(tanf, text):
    place = Place(id="x", name=text, lon=38.6, lat=33.5, country="SY")
    hostile = Location(lon=38.6, lat=33.5, uncertainty_m=500.0, literal=tanf.literal, robust=tanf.robust, text=text,
                       place=place, rivals=(place,) * 7, remarks=(text,))  # fmt: skip
    words = safe(hostile._repr_html_())
    assert words.count(printable(text)) == 8  # words, place, five rivals, remark
    assert "2 more" in words
    assert len(repr(hostile).splitlines()) == 1
    repr(hostile).encode("utf-8")


def test_digits_follow_the_doubt():
    assert digits(38.6177812345, 33.5058312345, 1.0) == ("38.6177812", "33.5058312")
    assert digits(38.6177812345, 33.5058312345, 1_000.0) == ("38.6178", "33.5058")
    assert digits(38.6177812345, 33.5058312345, 3_000_000.0) == ("39", "34")


@pytest.mark.parametrize("words", ["89.9 N 10 E", "179.999 E 10 N", "10 S 179.99 W"])
def test_regions_over_the_antimeridian_and_the_poles_are_drawn_whole(words):
    found = geo.locate(words)
    assert found is not None
    paths = re.findall(r'<path d="([^"]*)"', found._repr_html_())
    assert [path.count("M") for path in paths] == [1, 1]
    for path in paths:
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", path)]
        across, down = (max(axis) - min(axis) for axis in (numbers[0::2], numbers[1::2]))
        assert across == pytest.approx(down, rel=0.05)  # a disc stays round


def test_nothing_to_draw_is_nothing():
    assert small_map([]) == ""
    assert sign("<b>") == ""
    assert shown("") == ""
    assert shown("سی‌ان‌ان 👩‍💻") == "<bdi>سی‌ان‌ان 👩‍💻</bdi>"  # joiners stay
