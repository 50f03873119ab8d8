"""Dates as people write them, read or refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import date_orders, order_matters, parse_date, settled_order
from geo.errors import DateError, InputError

ONE_DAY = {
    "2017-06-08": "2017-06-08",
    "20170608": "2017-06-08",
    "2017/06/08": "2017-06-08",
    "2017-6-8": "2017-06-08",
    "8-Oct-14": "2014-10-08",
    "2-nov-14": "2014-11-02",
    "Oct-08-14": "2014-10-08",
    "17 March 2015": "2015-03-17",
    "17th of March, 2015": "2015-03-17",
    "June 8, 2017": "2017-06-08",
    "Sept. 3, 2014": "2014-09-03",
    "Thursday, June 8, 2017": "2017-06-08",
    "25/06/2017": "2017-06-25",
    "06/25/2017": "2017-06-25",
    "06/06/2017": "2017-06-06",
    "25.06.2017": "2017-06-25",
    "31/12/99": "1999-12-31",
    "8 June '17": "2017-06-08",
    "1-Jan-68": "2068-01-01",
    "1-Jan-69": "1969-01-01",
    "29 Feb 2016": "2016-02-29",
}
SEVERAL_DAYS = {
    "2017-06": ("2017-06-01", "2017-06-30"),
    "2017": ("2017-01-01", "2017-12-31"),
    "March 2015": ("2015-03-01", "2015-03-31"),
    "2017-06-06/2017-06-08": ("2017-06-06", "2017-06-08"),
    "2017-06-06/08": ("2017-06-06", "2017-06-08"),
    "2017-06-28/07-02": ("2017-06-28", "2017-07-02"),
    "2017-06-06 to 2017-06-08": ("2017-06-06", "2017-06-08"),
    "2017-06-06 – 2017-06-08": ("2017-06-06", "2017-06-08"),
    "6-8 June 2017": ("2017-06-06", "2017-06-08"),
    "June 6–8, 2017": ("2017-06-06", "2017-06-08"),
}
WITH_TIME = {
    "2017-06-08T18:43:00+03:00": "18:43:00+03:00",
    "2017-06-08 18:43 local": "18:43 local",
    "18 June 2017, 6:43 p.m.": "6:43 p.m.",
    "2017-06-08T00:00:00Z": "",
    "2017-06-08 00:00:00": "",
}
REFUSED = {
    "08/06/2017": ["two ways", "2017-06-08", "2017-08-06"],
    "8.6.2017": ["two ways", "2017-06-08", "2017-08-06"],
    "08/06/17": ["three ways", "2017-06-08", "2017-08-06", "2008-06-17"],
    "25/06/17": ["two ways", "2017-06-25", "2025-06-17"],
    "30 Feb 2017": ["no day of the calendar"],
    "2017-02-29": ["no day of the calendar"],
    "2017-13-01": ["no day of the calendar"],
    "31/31/2017": ["no day of the calendar"],
    "0017-06-08": ["no day of the calendar"],
    "Wednesday, 8 June 2017": ["was a Thursday"],
    "2017-06-08 25:10": ["no time of day"],
    "2017-06-10/08": ["end before they start"],
    "42894": ["spreadsheet", "format the column"],
    "8 Jumadi 2017": ["no month"],
    "mar 5-15": ["not a date"],
    "Tuesday": ["not a date"],
    "yesterday": ["not a date"],
    "": ["empty"],
}


@pytest.mark.parametrize(("text", "day"), ONE_DAY.items())
def test_one_day(text: str, day: str) -> None:
    days = parse_date(text)
    assert (days.start.isoformat(), days.end.isoformat(), days.time) == (day, day, "")


@pytest.mark.parametrize(("text", "span"), SEVERAL_DAYS.items())
def test_several_days(text: str, span: tuple[str, str]) -> None:
    days = parse_date(text)
    assert (days.start.isoformat(), days.end.isoformat()) == span


@pytest.mark.parametrize(("text", "clock"), WITH_TIME.items())
def test_the_time_is_kept_as_text_and_never_moves_the_day(text: str, clock: str) -> None:
    days = parse_date(text)
    assert days.time == clock
    assert days.start == days.end == date(2017, 6, 18 if text.startswith("18") else 8)


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_refused_with_what_to_write(text: str, said: list[str]) -> None:
    with pytest.raises(DateError) as refusal:
        parse_date(text)
    assert all(part in str(refusal.value) for part in said), str(refusal.value)


def test_dates_of_spreadsheets_and_frames() -> None:
    assert parse_date(date(2017, 6, 8)).start == date(2017, 6, 8)
    assert parse_date(datetime(2017, 6, 8, 18, 43)).time == "18:43"
    assert parse_date(datetime(2017, 6, 8)).time == ""


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_numbers_in_another_order_are_read_rightly_or_refused(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}"):
        ambiguous = day.day <= 12 and day.day != day.month
        if ambiguous:
            with pytest.raises(DateError, match=day.isoformat()):
                parse_date(text)
        else:
            assert parse_date(text).start == day


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%A, %d %B %Y"):
        assert parse_date(day.strftime(form)).start == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        days = parse_date(text)
    except DateError:
        return
    assert days.start <= days.end


def test_an_order_that_is_known_leaves_one_reading() -> None:
    assert parse_date("08/06/17", order="dmy").start == date(2017, 6, 8)
    assert parse_date("08/06/17", order="mdy").start == date(2017, 8, 6)
    assert parse_date("8 June 2017", order="mdy").start == date(2017, 6, 8)
    with pytest.raises(DateError, match="none in the order month/day/year; write 2017-06-25"):
        parse_date("25/06/2017", order="mdy")
    with pytest.raises(DateError, match="no day of the calendar"):
        parse_date("31/31/2017", order="dmy")
    with pytest.raises(InputError, match="write dmy"):
        parse_date("2017-06-08", order="american")


@given(st.dates(date(1970, 1, 1), date(2060, 1, 1)), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-."))
def test_every_day_reads_back_in_its_order(day: date, order: str, mark: str) -> None:
    form = mark.join({"d": "%d", "m": "%m", "y": "%Y"}[part] for part in order)
    assert parse_date(day.strftime(form), order=order).start == day
    assert order in date_orders(day.strftime(form))


@pytest.mark.parametrize(
    ("dates", "settled"),
    [
        (["08/06/2017", "31/12/2023", "30/12/2023"], ("dmy", "1")),
        (["08/06/2017", "12/31/2023"], ("mdy", "1")),
        (["31/12/23", "08/06/2017"], ("", "")),  # 31/12/23 is the year 2031, or 2023
        (["99/06/08", "31/12/2023"], ("", "")),
        (["31/12/2023", "12/25/23"], ("", "")),
        (["06/06/2017"], ("", "")),
        (["31/31/2023", "unknown", "8 June 2017"], ("", "")),
        ([], ("", "")),
    ],
)
def test_what_settles_the_order(dates: list[str], settled: tuple[str, str]) -> None:
    assert settled_order([(str(where), one) for where, one in enumerate(dates)]) == settled


@pytest.mark.parametrize(("text", "matters"), [("08/06/2017", True), ("8.6.17", True), ("2017-06-08", False),
                                               ("8 June 2017", False), ("2017-06-06/08", False)])  # fmt: skip
def test_where_the_order_matters(text: str, matters: bool) -> None:
    assert order_matters(text) is matters


@pytest.mark.parametrize(
    ("text", "start", "end", "part"),
    [
        ("night of 8-9 June 2017", "2017-06-08", "2017-06-09", "night"),
        ("the night of 8 June 2017", "2017-06-08", "2017-06-09", "night"),
        ("Morning of 2017-06-08", "2017-06-08", "2017-06-08", "Morning"),
        ("on the evening of June 8, 2017", "2017-06-08", "2017-06-08", "evening"),
        ("night of 2017-06-08 23:15", "2017-06-08", "2017-06-09", "23:15"),
    ],
)
def test_a_part_of_a_day(text: str, start: str, end: str, part: str) -> None:
    found = parse_date(text)
    assert (found.start.isoformat(), found.end.isoformat(), found.time) == (start, end, part)


@pytest.mark.parametrize("text", ["night of", "night of the long knives", "night of night of"])
def test_a_part_of_no_day_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text)
