"""Pairs of coordinates in the spellings of maps, charts and notices."""

from __future__ import annotations

import random
import time

import pytest

from geo.coordinates import read_coordinates, read_lonlat
from geo.errors import CoordinateError

STANLEY = (-59.5, -51 - 2 / 3)
READ = {
    "33.50583, 38.61778": (38.61778, 33.50583), "33.50583,38.61778": (38.61778, 33.50583),
    "34.5 40.9": (40.9, 34.5), "34.5; 40.9": (40.9, 34.5), "33, 38": (38.0, 33.0), "33,38": (38.0, 33.0),
    "-12.5, -45.25": (-45.25, -12.5), "−12.5, −45.25": (-45.25, -12.5), "+12.5, +45.25": (45.25, 12.5),
    "33.5° 38.6°": (38.6, 33.5), "0, 9.45": (9.45, 0.0), "0.12345678901234568, 9.5": (9.5, 0.12345678901234568),
    "33,50583; 38,61778": (38.61778, 33.50583), "33,50583 38,61778": (38.61778, 33.50583),
    "55.40 S 61.53 W": (-61.53, -55.4), "55.40S, 61.53W": (-61.53, -55.4), "55,40 S 61,53 W": (-61.53, -55.4),
    "61.53 W 55.40 S": (-61.53, -55.4), "N33.5, E38.6": (38.6, 33.5), "33° N, 38° E": (38.0, 33.0),
    "51.5 degrees south, 59.5 degrees west": (-59.5, -51.5), "51.5 South 59.5 West": (-59.5, -51.5),
    "51°40'S 59°30'W": STANLEY, "51° 40′ S, 59° 30′ W": STANLEY, "51°40'00\"S 059°30'00''W": STANLEY,
    "51 40 S / 59 30 W": STANLEY, "S 51 40, W 59 30": STANLEY, "S51 40 W59 30": STANLEY, "51:40:00S 59:30:00W": STANLEY,
    "51-40.0S 059-30.0W": STANLEY, "51d40m S 59d30m W": STANLEY, "51d40m00sS 59d30m00sW": STANLEY,
    "5140S05930W": STANLEY, "514000S 0593000W": STANLEY, "S5140 W05930": STANLEY, "5140.0S 05930.0W": STANLEY,
    "33 29 08 N, 38 39 47 E": (38 + 39 / 60 + 47 / 3600, 33 + 29 / 60 + 8 / 3600),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place"), READ.items(), ids=READ)
def test_reads(text, place):
    assert read_lonlat(text) == pytest.approx(place, abs=1e-12)
    assert read_lonlat(f"  {text.lower()} ") == pytest.approx(place, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "", "At Tanf", "Hill 60, E", "12 nm", "10-20 NM", "6 miles N", "34.5", "34.5, 40.9, 12.1", "33.5,,38.6",
        "1.5, NM", "12 30; 14 20", "51.5 40 S 59 30 W", "500000, 3700000", "nan, nan", "٣٣.٥, ٣٨.٦", "51400S 0593000W",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_something_else(text):
    assert read_lonlat(text) is None


REFUSED = {
    "125, 12": "latitude 125 is outside.*swapped", "200, 300": "latitude 200 is outside.*latitude first",
    "95 N 10 E": "latitude 95", "10 N 200 E": "longitude 200",
    "0, 0": "open sea, and what programs write", "-0.0 0.000": "open sea", "0 N 0 E": "open sea",
    "51.67 S, 59.50": "one hemisphere of two; write N or S, and E or W", "51.67 S 59.50": "one hemisphere of two",
    "33.5, E38.6": "one hemisphere of two",
    "51°40', 59°30'": "name no hemisphere", "5 N, 6 S": "two latitudes", "5 E 6 W": "two longitudes",
    "-51 S 59 W": "a sign and a hemisphere", "51 75 S 59 30 W": "more than 59 minutes",
    "51 40 61 S 59 30 00 W": "more than 59 minutes or seconds",
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=REFUSED)
def test_refuses_what_is_no_place_or_leaves_one_open(text, said):
    with pytest.raises(CoordinateError, match=said) as refusal:
        read_lonlat(text, what="the centre")
    assert "; " in str(refusal.value)


def test_the_message_calls_the_text_as_its_reader_does():
    with pytest.raises(CoordinateError, match=r"^the centre '125, 12', read as latitude, longitude: "):
        read_lonlat("125, 12", what="the centre")


@pytest.mark.parametrize(
    ("text", "step"),
    [("33.5, 38.61", 0.01), ("33 N 38 E", 1.0), ("33 30 N 38 30 E", 1 / 60), ("33°30'21\"N 38°37'4.5\"E", 0.1 / 3600),
     ("3330.5N 03830.0E", 0.1 / 60)],
)  # fmt: skip
def test_the_last_digit_tells_how_exact_it_is(text, step):
    assert read_coordinates(text).step_deg == pytest.approx(step)


def test_only_what_can_be_nothing_else():
    assert [read_coordinates(text, unmistakable=True) for text in ("34, 40", "34 40", "125, 12", "0, 0")] == [None] * 4
    assert all(read_coordinates(text, unmistakable=True) for text in ("34.0, 40", "34 N 40 E", "34,5 40,9"))


def test_what_is_written_is_read_again():
    rng = random.Random(5)
    for _ in range(300):
        lat, lon = rng.uniform(-90, 90), rng.uniform(-180, 180)
        for text in (f"{lat}, {lon}", f"{abs(lat)}{'NS'[lat < 0]} {abs(lon)}{'EW'[lon < 0]}"):
            assert read_lonlat(text) == (lon, lat)


@pytest.mark.parametrize(
    "text", ["1" * 10_000, "1 " * 5_000, "S" * 10_000, "°'" * 40, "1:" * 39, "5 N " * 19, "-" * 80]
)
def test_hostile_text_is_refused_quickly(text):
    begun = time.perf_counter()
    assert read_lonlat(text) is None
    assert time.perf_counter() - begun < 0.1
