"""The bounds of a validity, in order or not."""

from __future__ import annotations

import pytest

from geo.errors import DateError, ZoneError
from geo.zones.bounds import BOUNDS, read_bounds


def test_a_short_form_stands_in_both_bounds():
    found = read_bounds({"valid_from": "30 April 1982", "valid_to_latest": "1982-07-22"})
    assert found == dict(zip(BOUNDS, ("1982-04-30", "1982-04-30", "", "1982-07-22"), strict=True))
    assert read_bounds({"valid_from": "2020", "valid_from_earliest": "2017-01-01", "valid_from_latest": "2018-01-01"})


def test_a_time_keeps_its_offset():
    found = read_bounds({"valid_from": "1982-04-12T04:00Z", "valid_to": "1982-06-14T20:59"})
    assert found["valid_from_earliest"] == "1982-04-12T04:00+00:00"
    assert found["valid_to_latest"] == "1982-06-14T20:59"


ORDERED = {
    "the same day": ("2018-01-01", "2018-01-01"),
    "a time on the last day": ("2018-01-01T12:00", "2018-01-01"),
    "a day that goes on": ("2018-01-01", "2018-01-01T00:30"),
    "later by the clock, earlier by the sun": ("2018-01-01T23:00+10:00", "2018-01-01T14:00Z"),
    "an open offset may save it": ("2018-01-01T10:00", "2018-01-01T00:00Z"),
    "an open offset may save a day": ("2018-01-02", "2018-01-01T11:00Z"),
}
BACKWARDS = {
    "days": ("2018-01-01", "2017-01-01"),
    "the day after": ("2018-01-02", "2018-01-01"),
    "times": ("2018-01-01T12:00", "2018-01-01T11:59"),
    "times with offsets": ("2018-01-01T14:00Z", "2018-01-01T23:00+10:00"),
    "no offset on Earth saves it": ("2018-01-01T15:00", "2018-01-01T00:00Z"),
    "no offset saves a day": ("2018-01-02", "2018-01-01T09:00Z"),
    "nor an end": ("2018-01-02T12:01Z", "2018-01-01"),
}


@pytest.mark.parametrize(("begun", "ended"), ORDERED.values(), ids=ORDERED)
def test_in_order(begun, ended):
    assert read_bounds({"valid_from": begun, "valid_to": ended})["valid_to_latest"]


@pytest.mark.parametrize(("begun", "ended"), BACKWARDS.values(), ids=BACKWARDS)
@pytest.mark.parametrize("sides", [("from", "to"), ("from_earliest", "from_latest"), ("to_earliest", "to_latest")])
def test_backwards(begun, ended, sides):
    with pytest.raises(ZoneError, match=r"its dates run backwards.*; put the earlier one first"):
        read_bounds({f"valid_{sides[0]}": begun, f"valid_{sides[1]}": ended})


@pytest.mark.parametrize("text", ["soon", "08/06/2017", "2017-02-30", "2017"])
def test_a_bad_date_names_its_bound(text):
    with pytest.raises(DateError, match=r"^valid_to_latest: .*; "):
        read_bounds({"valid_to_latest": text})
