"""News expressions of time, against days of the calendar (June 8, 2017 was a Thursday)."""

from __future__ import annotations

import pytest

from geo.incidents.texts.when import When, find_dates

THURSDAY = "2017-06-08"


def read(text: str, *, published: str = THURSDAY, anchor: str = "") -> When:
    found = find_dates(text, published=published, anchor=anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on Tuesday", "2017-06-06", "2017-06-06"),
        ("on Thursday", "2017-06-08", "2017-06-08"),
        ("late Friday", "2017-06-02", "2017-06-02"),
        ("Thursday evening", "2017-06-08", "2017-06-08"),
        ("last Thursday", "2017-06-01", "2017-06-01"),
        ("on Tuesday last week", "2017-05-30", "2017-05-30"),
        ("overnight into Wednesday", "2017-06-06", "2017-06-07"),
        ("overnight", "2017-06-07", "2017-06-08"),
        ("yesterday", "2017-06-07", "2017-06-07"),
        ("last night", "2017-06-07", "2017-06-08"),
        ("on March 17", "2017-03-17", "2017-03-17"),
        ("on 17 December", "2016-12-17", "2016-12-17"),
        ("on 6 and 7 June", "2017-06-06", "2017-06-07"),
        ("from May 3 to May 7", "2017-05-03", "2017-05-07"),
        ("between Monday and Wednesday", "2017-06-05", "2017-06-07"),
        ("on June 7, 2016", "2016-06-07", "2016-06-07"),
        ("earlier this month", "2017-06-01", "2017-06-08"),
        ("last month", "2017-05-01", "2017-05-31"),
        ("last week", "2017-05-29", "2017-06-04"),
        ("over the weekend", "2017-06-03", "2017-06-04"),
        ("three days ago", "2017-06-05", "2017-06-05"),
        ("two days after May 18", "2017-05-20", "2017-05-20"),
        ("at dawn on Sunday", "2017-06-04", "2017-06-04"),
        ("at about 3:15 a.m. on Monday", "2017-06-05", "2017-06-05"),
    ],
)
def test_days_are_counted_from_publication(text: str, start: str, end: str) -> None:
    found = read(text)
    assert (found.start, found.end, found.role) == (start, end, "day")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("earlier in the day", "2017-06-06", "2017-06-06"),
        ("the next day", "2017-06-07", "2017-06-07"),
        ("a day earlier", "2017-06-05", "2017-06-05"),
        ("just hours later", "2017-06-06", "2017-06-06"),
        ("two days later", "2017-06-08", "2017-06-08"),
        ("soon afterwards", "2017-06-06", "2017-06-06"),
    ],
)
def test_some_lean_on_the_event_told_of_before(text: str, start: str, end: str) -> None:
    found = read(text, anchor="2017-06-06")
    assert (found.start, found.end) == (start, end)
    assert not read(text).resolved


@pytest.mark.parametrize("text", ["on Tuesday", "March 17", "yesterday", "last week", "overnight"])
def test_without_publication_they_stay_open_and_say_so(text: str) -> None:
    found = read(text, published="")
    assert not found.resolved
    assert "publication is not known" in found.how


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("since May 18", "since"),
        ("until Friday", "until"),
        ("in 2014", "background"),
        ("in September 2014", "background"),
        ("next Tuesday", "future"),
        ("on June 15", "future"),
        ("in recent weeks", "background"),
    ],
)
def test_what_dates_no_event_keeps_its_role(text: str, role: str) -> None:
    assert read(text).role == role


@pytest.mark.parametrize("text", ["a 44-year-old man", "he may march on", "the 2006 war", "a two-day visit", "aged 12"])
def test_other_numbers_and_words_are_no_dates(text: str) -> None:
    assert find_dates(text, published=THURSDAY) == []


def test_a_time_of_day_is_kept_beside_its_day() -> None:
    assert read("Sunday, shortly before midnight").clock == "shortly before midnight"
    assert read("at 0430 local time on 12 May").clock == "at 0430 local time"


def test_a_date_that_reads_two_ways_is_not_guessed() -> None:
    found = read("on 08/06/2017")
    assert not found.resolved
    assert "reads two ways" in found.how


def test_offsets_and_text_agree() -> None:
    text = "It fell late on Monday, March 6, and again two days later."
    for one in find_dates(text, published="2017-03-10"):
        assert text[one.begin : one.stop] == one.text
