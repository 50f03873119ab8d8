"""Dates as people write them, as days.

Text becomes a date here and only here. A date that could be read in two ways is refused with both readings,
because 08/06/2017 is June in Damascus and August in Washington. Days are local, as reported: a time of day is
kept as text and never moves the day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from geo.errors import DateError, InputError

PIVOT: Final = 69
"""Two-digit years: 69-99 are 1969-1999, 00-68 are 2000-2068 (POSIX.1-2017, strptime, conversion %y)."""

ORDERS: Final = ("dmy", "mdy", "ymd")
"""The orders in which day, month and year are written as numbers; the year comes first in two digits only."""

MAX_CHARS: Final = 200
"""No date is longer, and what was read is kept: pages of text in a column of dates would fill the memory."""

_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS: Final = {name.lower(): number for number, name in enumerate(_MONTH_NAMES, 1)}
"""The number of each month by its name in small letters."""
_MONTH: Final = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4}|'?\d{2})"
_WEEKDAY: Final = re.compile(
    r"(?P<name>mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+(?=\w)", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"(?:T|,?\s+(?:at\s+)?)(?P<time>(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?))?(?:\s*(?:Z|UTC|GMT|local(?: time)?|[+-]\d{2}:?\d{2}))?)$",
    re.IGNORECASE,
)
_MIDNIGHT: Final = re.compile(r"00:00(:00(\.0+)?)?(Z|\+00:00)?")
"""What software writes where it knows the day alone."""
_PART: Final = re.compile(
    r"(?:(?:in|on) )?(?:the )?(?P<part>night|morning|afternoon|evening) of (?:the )?(?=\S)", re.IGNORECASE
)
"""A part of a day; a night goes on into the next one."""
_BETWEEN: Final = (re.compile(r"\s+(?:to|until|through|[-–—])\s+|\s*–\s*", re.IGNORECASE), re.compile("/"))
"""What stands between two dates; the slash last, because it also stands within one."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or an unbroken run of days, as somebody wrote it."""

    start: date
    """First day, local as reported."""
    end: date
    """Last day, inclusive; equal to `start` for a single day."""
    time: str = ""
    """The time of day as written, empty when none."""


def parse_date(value: str | date, *, order: str = "") -> Days:
    """Read a date, a month, a year, a date-time, or an interval of days.

    value: "2017-06-08", "2017-06", "20170608", "2017-06-06/08", "2017-06-06 to 2017-06-08", "8-Oct-14",
    "17 March 2015", "Tuesday, June 8, 2017", "6-8 June 2017", "night of 8 June 2017", "25/06/2017",
    "2017-06-08T18:43+03:00", or a date or datetime; order: one of `ORDERS` where it is known how numbers such as
    08/06/2017 are meant. Two-digit years turn at `PIVOT`. Raises DateError for a day that does not exist, a weekday
    that is not that day's, and anything that reads two ways; InputError for an order that is none.

    >>> parse_date("8-Oct-14").start.isoformat(), parse_date("2017-06-08 18:43 local").time
    ('2014-10-08', '18:43 local')
    >>> parse_date("08/06/2017", order="dmy").start.isoformat()
    '2017-06-08'
    >>> parse_date("08/06/2017")
    Traceback (most recent call last):
    geo.errors.DateError: the date '08/06/2017' reads two ways; write 2017-06-08 (8 June) or 2017-08-06 (6 August)
    """
    check_order(order)
    if isinstance(value, datetime):
        clock = value.time()
        return Days(value.date(), value.date(), "" if clock == time(0) else value.strftime("%H:%M"))
    if isinstance(value, date):
        return Days(value, value)
    text = " ".join(str(value).split())
    if len(text) > MAX_CHARS:
        raise DateError(f"{text[:40]!r}... is not a date; write it as 2017-06-08 or 8 June 2017")
    return _parse_text(text, order)


def check_order(order: str) -> None:
    """Raise InputError unless `order` is one of `ORDERS`, or empty where none is known."""
    if order and order not in ORDERS:
        raise InputError(f"the order of dates {order!r} is unknown; write dmy (31/12/2023) or mdy (12/31/2023)")


def readings(value: str | date) -> list[date]:
    """The first days that the value can mean, each once, in whatever order it is read.

    >>> [day.isoformat() for day in readings("08/06/2017")], readings("no date")
    (['2017-06-08', '2017-08-06'], [])
    """
    return list(dict.fromkeys(parse_date(value, order=order).start for order in ORDERS if _reads(value, order)))


def order_matters(text: str) -> bool:
    """Whether a date is written as three numbers with the year last, or in two digits: 08/06/2017, 8.6.17."""
    return bool(_THREE_NUMBERS.search(text))


_THREE_NUMBERS: Final = re.compile(r"(?<!\d)\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)")


def date_orders(value: str | date) -> frozenset[str]:
    """Those of `ORDERS` in which the value reads as a date: all of them where its form leaves no choice.

    >>> sorted(date_orders("08/06/2017")), sorted(date_orders("31/12/2023")), sorted(date_orders("31/31/2023"))
    (['dmy', 'mdy'], ['dmy'], [])
    """
    return frozenset(order for order in ORDERS if _reads(value, order))


def settled_order(written: Sequence[tuple[str, str | date]]) -> tuple[str, str]:
    """The one order that a column of dates can stand in, and the row that settles it; ("", "") where none does.

    written: (where it stands, the date) per row. A row settles the order where it reads in that one alone
    (31/12/2023), and only where no other row contradicts it; a row that is no date at all says nothing.

    >>> settled_order([("row 2", "08/06/2017"), ("row 3", "31/12/2023")])
    ('dmy', 'row 3')
    >>> settled_order([("row 2", "12/31/2017"), ("row 3", "31/12/2023")])
    ('', '')
    """
    known = [(where, orders) for where, value in written if (orders := date_orders(value))]
    alone = {order: where for where, orders in reversed(known) if len(orders) == 1 for order in orders}
    if len(alone) != 1:
        return "", ""
    ((order, where),) = alone.items()
    return (order, where) if all(order in orders for _, orders in known) else ("", "")


def _reads(value: str | date, order: str) -> bool:
    try:
        parse_date(value, order=order)
    except DateError:
        return False
    return True


@lru_cache(maxsize=65536)
def _parse_text(text: str, order: str) -> Days:
    if not text:
        raise DateError("the date is empty; write it as 2017-06-08")
    part = _PART.match(text)
    if part is None:
        return _interval(text, order)
    found = _interval(text[part.end() :], order)
    night = part["part"].lower() == "night" and found.start == found.end < date.max
    return replace(found, end=found.end + timedelta(days=1) if night else found.end, time=found.time or part["part"])


def _interval(text: str, order: str) -> Days:
    """One date, or a first and a last one."""
    if days := _single(text, order):
        return days
    for between in _BETWEEN:
        parts = between.split(text)
        if len(parts) != 2 or not all(parts):
            continue
        first = _single(parts[0], order, whole=text)
        last = _single(_completed(parts[1], parts[0]), order, whole=text)
        if first and last:
            return _in_order(Days(first.start, last.end, first.time), text)
    raise DateError(_unreadable(text))


def _single(text: str, order: str, *, whole: str = "") -> Days | None:
    """One date with its time and weekday, or None when `text` is of no known form."""
    whole = whole or text
    clock = _TIME.search(text)
    if clock:
        _check_clock(clock, whole)
        text = text[: clock.start()]
    weekday = _WEEKDAY.match(text)
    if weekday:
        text = text[weekday.end() :]
    for form, build in _FORMS:
        match = form.fullmatch(text)
        if match:
            days = _numeric(match, whole, order) if build is _numeric else build(match, whole)
            if weekday:
                _check_weekday(days, weekday["name"], whole)
            written = clock["time"] if clock else ""
            return Days(days.start, days.end, "" if _MIDNIGHT.fullmatch(written) else written)
    return None


def _completed(last: str, first: str) -> str:
    """The end of an ISO interval with what it may leave out: "08" after "2017-06-06" is "2017-06-08"."""
    short = re.fullmatch(r"\d{2}(?:-\d{2})?", last)
    if short and re.fullmatch(r"\d{4}(?:-\d{2}){1,2}", first) and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def _iso(match: re.Match[str], whole: str) -> Days:
    year, month, day = match["y"], match["m"], match["d"]
    if day:
        return _one(int(year), int(month), int(day), whole)
    if month:
        return _month(int(year), int(month), whole)
    _day(int(year), 1, 1, whole)
    return Days(date(int(year), 1, 1), date(int(year), 12, 31))


def _worded(match: re.Match[str], whole: str) -> Days:
    parts = match.groupdict()
    year, month = _year(parts["year"]), _month_number(parts["month"], whole)
    if parts.get("day") is None:
        return _month(year, month, whole)
    first = _day(year, month, int(parts["day"]), whole)
    last = _day(year, month, int(parts["last"]), whole) if parts.get("last") else first
    return _in_order(Days(first, last), whole)


def _numeric(match: re.Match[str], whole: str, order: str = "") -> Days:
    """Day, month and year as numbers: good when only one order of the three makes a date, or it is known which."""
    a, b, c = match["a"], match["b"], match["c"]
    orders = {"dmy": (c, b, a), "mdy": (c, a, b)} | ({"ymd": (a, b, c)} if len(c) == 2 else {})
    found = {name: day for name, (y, m, d) in orders.items() if (day := day_of(_year(y), int(m), int(d)))}
    if order and found and order not in found:
        ways = " or ".join(dict.fromkeys(day.isoformat() for day in found.values()))
        raise DateError(f"the date {whole!r} is none in the order {say_order(order)}; write {ways} if that is meant")
    readings = [found[order]] if order in found else list(dict.fromkeys(found.values()))
    if not readings:
        raise DateError(f"the date {whole!r} is no day of the calendar; write it as year-month-day (2017-06-08)")
    if len(readings) > 1:
        ways = " or ".join(f"{day.isoformat()} ({day.day} {_MONTH_NAMES[day.month - 1]})" for day in readings)
        count = {2: "two", 3: "three"}[len(readings)]
        raise DateError(f"the date {whole!r} reads {count} ways; write {ways}")
    return Days(readings[0], readings[0])


def say_date(iso: str) -> str:
    """An ISO date in words; other text as it is.

    >>> say_date("2017-06-08"), say_date("early 1967")
    ('8 June 2017', 'early 1967')
    """
    try:
        return say_day(date.fromisoformat(iso))
    except ValueError:
        return iso


def say_day(day: date) -> str:
    """A day in words."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def say_order(order: str) -> str:
    """An order in words: "dmy" is "day/month/year"."""
    return "/".join({"d": "day", "m": "month", "y": "year"}[part] for part in order)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Days]], ...]] = (
    (re.compile(r"(?P<y>\d{4})(?:(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2}))"), _iso),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"), _iso),
    (re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2}))?(?P<d>)"), _iso),
    (re.compile(rf"{_DAY}[-\s./]+(?:of\s+)?{_MONTH}[-\s,./]+{_YEAR}", re.IGNORECASE), _worded),
    (re.compile(rf"{_MONTH}(?P<s>[-\s/]*){_DAY}(?:,\s*|(?P=s)){_YEAR}", re.IGNORECASE), _worded),
    (re.compile(rf"{_DAY}\s*(?:[-–]|to)\s*(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}", re.I), _worded),
    (re.compile(rf"{_MONTH}\s+{_DAY}\s*(?:[-–]|to)\s*(?P<last>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}", re.I), _worded),
    (re.compile(rf"{_MONTH}[-\s,.]+(?P<year>\d{{4}})", re.IGNORECASE), _worded),
    (re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})"), _numeric),
)


def _year(text: str) -> int:
    digits = text.lstrip("'")
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= PIVOT else 2000)


def _month_number(word: str, whole: str) -> int:
    word = word.lower()
    word = "sep" if word == "sept" else word
    found = [n for name, n in MONTHS.items() if name.startswith(word)]
    if len(found) != 1:
        raise DateError(f"the date {whole!r} names no month; write it as 2017-06-08 or 8 June 2017")
    return found[0]


def day_of(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None where it has none of these numbers."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int, whole: str) -> date:
    found = day_of(year, month, day)
    if found is None or year < 1000:
        raise DateError(f"the date {whole!r} is no day of the calendar; write it as year-month-day (2017-06-08)")
    return found


def _one(year: int, month: int, day: int, whole: str) -> Days:
    found = _day(year, month, day, whole)
    return Days(found, found)


def _month(year: int, month: int, whole: str) -> Days:
    first = _day(year, month, 1, whole)
    return Days(first, first.replace(day=calendar.monthrange(year, month)[1]))


def _in_order(days: Days, whole: str) -> Days:
    if days.end < days.start:
        raise DateError(f"the dates {whole!r} end before they start; put the earlier one first")
    return days


def _check_clock(clock: re.Match[str], whole: str) -> None:
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if hour > (12 if clock["half"] else 23) or minute > 59 or second > 60:
        raise DateError(f"{whole!r} holds {clock['time']}, which is no time of day; write 24-hour time (18:43)")


def _check_weekday(days: Days, name: str, whole: str) -> None:
    actual = calendar.day_name[days.start.weekday()]
    if days.start == days.end and not actual.lower().startswith(name[:3].lower()):
        raise DateError(f"{whole!r}: {days.start.isoformat()} was a {actual}; correct the weekday or the date")


def _unreadable(text: str) -> str:
    if re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", text):
        return f"the date {text!r} looks like a spreadsheet's day number; format the column as a date (2017-06-08)"
    return f"{text!r} is not a date; write it as 2017-06-08 or 8 June 2017"
