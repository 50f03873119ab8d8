"""A pair of cells into a position, or into the reason why it is none."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import CoordinateError, InputError
from geo.incidents.tables.positions import read_pair, read_position, read_uncertainty


@pytest.mark.parametrize(
    ("lon", "lat", "expected", "decimals"),
    [
        ("38.61778", "33.50583", (38.61778, 33.50583), 5),
        (" 38.50 ", "33.5", (38.5, 33.5), 2),
        ("\N{MINUS SIGN}70.25", "-33", (-70.25, -33.0), 2),
        (38.61778, 33.50583, (38.61778, 33.50583), 5),
        (38.0, 33.0, (38.0, 33.0), 0),
        (38, 33, (38.0, 33.0), 0),
        ("3.861778e1", "33.5", (38.61778, 33.5), 5),
        ("180", "-90", (180.0, -90.0), 0),
        ("0", "51.48", (0.0, 51.48), 2),
        ("38,61778", " -33,5", (38.61778, -33.5), 5),
        ("38,617", "33.5", (38.617, 33.5), 3),
        ("\N{MINUS SIGN}70,25", "-33", (-70.25, -33.0), 2),
    ],
)
def test_read(lon: Any, lat: Any, expected: tuple[float, float], decimals: int) -> None:
    found = read_position(lon, lat)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx(expected)
    assert found.step_deg == pytest.approx(10.0**-decimals)


@pytest.mark.parametrize("nothing", [None, "", "  ", "NA", "n/a", "None", "null", "-"])
def test_nothing_is_absence(nothing: Any) -> None:
    assert read_position(nothing, nothing) is None


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("12", "125", "latitude 125 is outside -90..90; swapped"),
        ("38.6", "", "longitude 38.6 stands without a latitude"),
        (None, 33.5, "latitude 33.5 stands without a longitude"),
        ("0", "0.0", "what programs write for an unknown place; leave both cells empty"),
        (0, 0, "unknown place"),
        ("NaN", "NaN", "'NaN' is not a number"),
        (math.nan, math.nan, "'nan' is not a number"),
        ("inf", "33", "'inf' is not a number"),
        ("1e400", "33", "not a pair of numbers"),
        ("650000", "3710000", "projected metres"),
        ("200", "33", "negative: -160"),
        ("181", "-91", "-90 to 90"),
        ("3,710,000", "650,000", "is not a number"),
        ("650,000", "3,5", "longitude 650 is outside"),
        ("0,0", "0,00", "unknown place"),
        ("33°30'21\"N", "38°37'04\"E", "swap the two columns"),
        ("38°77'04\"E", "33°30'21\"N", "more than 59 minutes"),
        ("38E", "33.5S N", "no pair of angles"),
        ("٣٨", "٣٣", "is not a number"),
        (True, False, "is not a number"),
        ("38_6", "33", "is not a number"),
    ],
)
def test_refused_with_what_to_write(lon: Any, lat: Any, said: str) -> None:
    with pytest.raises(CoordinateError) as refusal:
        read_position(lon, lat)
    assert said in str(refusal.value)
    assert "; " in str(refusal.value)


@given(
    st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.none()), st.one_of(st.text(max_size=12), st.floats())
)
def test_any_pair_is_a_place_on_earth_absent_or_refused(lon: Any, lat: Any) -> None:
    try:
        found = read_position(lon, lat)
    except CoordinateError:
        return
    assert found is None or (abs(found.lon) <= 180 and abs(found.lat) <= 90 and (found.lon, found.lat) != (0, 0))


def test_precision_follows_the_digits() -> None:
    coarse, fine = read_position("38.6", "33.5"), read_position("38.61778", "33.50583")
    assert coarse is not None
    assert fine is not None
    assert coarse.precision_m == pytest.approx(14_470, rel=0.01)  # 0.1 degree of both axes at 33.5 N
    assert fine.precision_m == pytest.approx(1.45, rel=0.01)
    finest = read_position("38.6177800001", "33.5058300001")
    assert finest is not None
    assert finest.precision_m == 1.0


def test_uncertainty() -> None:
    assert read_uncertainty("150", in_metres=True) == 150.0
    assert read_uncertainty("2 km", in_metres=False) == 2000.0
    assert read_uncertainty("", in_metres=True) is None
    assert read_uncertainty("0.05 km", in_metres=False) == 50.0
    assert read_uncertainty("2,5", in_metres=True) == 2.5
    assert read_uncertainty("1,500", in_metres=True) == 1500.0  # thousands, as in a length: never the smaller


@pytest.mark.parametrize("text", ["2", "1e3", ".5", "+7", "1,500", "1234567"])
def test_the_mend_that_is_advised_reads(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_uncertainty(text, in_metres=False)
    advised = str(refusal.value).rpartition("write '")[2].removesuffix("'")
    assert read_uncertainty(advised, in_metres=False) == read_uncertainty(text, in_metres=True)


@pytest.mark.parametrize(
    ("text", "in_metres", "said"),
    [
        ("2", False, "has no unit; name the column uncertainty_m, or write '2 m'$"),
        ("1e3", False, "or write '1000 m'$"),
        (0.25, False, "or write '0.25 m'$"),
        ("1,500", False, "or write '1500 m'$"),
        ("0", True, "write a length above 0, such as 500 m"),
        ("0", False, "write a length above 0, such as 500 m"),
        ("-5", True, "write a length above 0"),
        ("-5", False, "write a length above 0"),
        ("-5 km", False, "write a length above 0"),
        ("0.0 km", True, "write a length above 0"),
        ("1e9", True, "write a length above 0"),
        ("about right", True, "not a length"),
    ],
)
def test_uncertainty_refused(text: Any, in_metres: bool, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_uncertainty(text, in_metres=in_metres)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("38°37'04\"E", "33°30'21\"N"),
        ("38°37′04″", "33°30′21″"),
        ("38 37 04 E", "33 30 21 N"),
        ("E 38 37 04", "N 33 30 21"),
        ("38.617778 E", "33.505833"),
    ],
)
def test_degrees_minutes_and_seconds(lon: str, lat: str) -> None:
    found = read_position(lon, lat)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx((38.617778, 33.505833), abs=1e-6)


def test_a_sign_stands_for_the_hemisphere() -> None:
    found = read_position("-59°30'", "\N{MINUS SIGN}51°40'")
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx((-59.5, -51.666667))
    assert found.step_deg == pytest.approx(1 / 60)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("33.50583, 38.61778", (38.61778, 33.50583)),
        ("POINT (38.61778 33.50583)", (38.61778, 33.50583)),
        ("33°30'21\"N 38°37'04\"E", (38.617778, 33.505833)),
        ("37SFT5500008000", (40.66864, 33.50032)),
        ("37 north 655000 3708000", (40.66864, 33.50031)),
        ("33,50583; 38,61778", (38.61778, 33.50583)),
    ],
)
def test_a_pair_in_one_cell(cell: str, expected: tuple[float, float]) -> None:
    found = read_pair(cell)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("cell", ["At Tanf", "33.5", "0, 0", "37SZZ5500", "95.2, 38.1", "POINT EMPTY", "POINT (33.5)"])
def test_what_is_no_pair_is_refused(cell: str) -> None:
    with pytest.raises(CoordinateError, match="; "):
        read_pair(cell)


def test_no_pair_is_absence() -> None:
    assert read_pair("") is None
