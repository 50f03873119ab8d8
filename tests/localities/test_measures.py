"""Lengths and headings in running text."""

from __future__ import annotations

import pytest

from geo.localities.measures import find_lengths, read_heading


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("24 miles", 38624.256), ("8.5nm", 15742.0), ("1,5NM", 2778.0), ("1,500 m", 1500.0),
        ("10 nautical miles", 18520.0), ("ten kilometres", 10_000.0), ("a mile and a half", 2414.016),
        ("half a mile", 804.672), ("3.4K south", 3400.0),
        ("a few hundred yards", 274.32), ("10-20 NM", 27_780.0), ("between 10 and 20 km", 15_000.0),
        ("34-mile", 54_717.696), ("Approximately15nm", 27_780.0), ("some 30 miles", 48_280.32),
        ("500 feet", 152.4), ("12 klicks", 12_000.0),
    ],
)  # fmt: skip
def test_lengths(text, metres):
    assert [m.metres for m in find_lengths(text)] == [pytest.approx(metres)]


@pytest.mark.parametrize(
    "text", ["10 NW west of", "24", "three tanks", "5 men", "0 km", "2014", "route 66 motel", "1/0 km"]
)
def test_no_length_is_read_where_no_unit_stands(text):
    assert list(find_lengths(text)) == []


def test_a_range_keeps_its_width():
    (measure,) = find_lengths("10-20 km")
    assert (measure.metres, measure.half_interval_m) == (15_000.0, 5_000.0)


@pytest.mark.parametrize(
    ("text", "azimuth"),
    [
        ("NW", 315), ("north-west of", 315), ("north western", 315), ("NNW of", 337.5), ("due west of", 270),
        ("S.W. of", 225), ("north north east of", 22.5), ("westnorthwest of", 292.5), ("Noth of", 0), ("Aouth of", 180),
        ("E x N of", 78.75), ("SxE of", 168.75), ("W & SW of", 247.5), ("335degs", 335),
    ],
)  # fmt: skip
def test_headings(text, azimuth):
    heading, _ = read_heading(text)
    assert heading.azimuth_deg == pytest.approx(azimuth)


@pytest.mark.parametrize("text", ["off Mogadishu", "Sinjar", "Nineveh", "Weston", "from Raqqa", "some of", "400 deg"])
def test_other_words_are_no_heading(text):
    assert read_heading(text) is None
