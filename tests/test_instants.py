"""Days with times, as people write them."""

from __future__ import annotations

import pytest

from geo.errors import DateError
from geo.instants import find_clock, parse_instant, say_offset


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1982-04-12", "1982-04-12"),
        ("12 April 1982", "1982-04-12"),
        ("1982-04-12T04:00Z", "1982-04-12T04:00+00:00"),
        ("1982-04-12T04:00:30Z", "1982-04-12T04:00+00:00"),
        ("1982-04-12 04:00 GMT", "1982-04-12T04:00+00:00"),
        ("0400Z 12 April 1982", "1982-04-12T04:00+00:00"),
        ("0400 hours 12 April 1982", "1982-04-12T04:00"),
        ("12 April 1982 at 04:00 UTC", "1982-04-12T04:00+00:00"),
        ("11:00 GMT on 30 April 1982", "1982-04-30T11:00+00:00"),
        ("30 Apr 1982 1100Z", "1982-04-30T11:00+00:00"),
        ("2017-06-08T18:43+03:00", "2017-06-08T18:43+03:00"),
        ("2017-06-08T18:43-03:30", "2017-06-08T18:43-03:30"),
        ("12 April 1982, 4 pm +03:00", "1982-04-12T16:00+03:00"),
        ("12 April 1982, 12:30 am", "1982-04-12T00:30"),
        ("noon GMT, 12 April 1982", "1982-04-12T12:00+00:00"),
        ("1982-04-12T24:00Z", "1982-04-13T00:00+00:00"),
        ("25.12.1982 11.00", "1982-12-25T11:00"),
        ("2017-06-08 18:43 local time", "2017-06-08T18:43"),
    ],
)
def test_what_is_read(written: str, read: str) -> None:
    assert parse_instant(written).text == read
    assert parse_instant(read) == parse_instant(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2017", "more than one day"),
        ("midnight 12 April 1982", "write 00:00 or 24:00"),
        ("1982-04-12 04:00 EST", "EST names no one offset"),
        ("12/04/1982 04:00", "reads two ways"),
        ("1982-04-12 25:00", "no time of day"),
        ("1982-04-12 13:00 pm", "no time of day"),
        ("1982-04-12T04:00+19:00", "no offset"),
        ("04:00", "write it as"),
        ("", "empty"),
        ("9" * 10_000, "too long"),
    ],
)
def test_what_is_refused(written: str, reason: str) -> None:
    with pytest.raises(DateError, match=reason):
        parse_instant(written)


@pytest.mark.parametrize(
    ("text", "minute", "offset"),
    [
        ("about 04:30 GMT", 270, 0),
        ("at 4:30 pm", 990, None),
        ("16:00 local", 960, None),
        ("around noon", 720, None),
        ("0430Z", 270, 0),
        ("10:00-11:00", 600, None),
        ("18:43 +03:00", 1123, 180),
    ],
)
def test_a_clock_in_words(text: str, minute: int, offset: int | None) -> None:
    found = find_clock(text)
    assert found is not None
    assert (found.minute, found.offset_minutes) == (minute, offset)


@pytest.mark.parametrize("text", ["", "before dawn", "overnight", "at 8 on Sunday", "24 miles", "2017-06"])
def test_what_names_no_clock(text: str) -> None:
    assert find_clock(text) is None


def test_offsets_in_words() -> None:
    assert [say_offset(minutes) for minutes in (0, 345, -210)] == ["+00:00", "+05:45", "-03:30"]
