"""The words of the calendar as patterns, and the arithmetic of days that news English hangs on them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from geo.dates import MONTHS

WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
"""Numbers as news English writes them out; style guides spell one to nine or ten, and any number that opens a
sentence."""

WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
COUNT: Final = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|a\s+few)"
UNIT: Final = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)s?"
PART: Final = (
    r"(?:pre-?dawn(?:\s+hours)?|dawn|(?:early\s+|late\s+|mid-?)?(?:morning|afternoon|evening)|night|overnight|midday|noon"
    r"|midnight|lunchtime|daybreak|sunrise|sunset|dusk|nightfall)"
)
DAYS_PER: Final = {
    "day": (1, 1),
    "night": (1, 1),
    "week": (7, 7),
    "fortnight": (14, 14),
    "month": (28, 31),
    "year": (365, 366),
}
"""Least and most days in one of each unit."""
VAGUE: Final = {"day": (1, 7), "night": (1, 7), "week": (7, 42), "month": (28, 365), "year": (365, 3660)}
"""What a plural without a number stands for, days: "days after", "weeks ago" (a judgement: more than one of it, less
than one of the next unit, with the edges kept)."""


def number(text: str) -> int | None:
    """The number that a word or digits stand for; None for "several" and the like.

    >>> number("three"), number("24"), number("several")
    (3, 24, None)
    """
    word = " ".join(text.lower().split())
    return int(word) if word.isdigit() else NUMBERS.get(word)


def month_number(text: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    word = text.lower().strip(".")
    return next(n for name, n in MONTHS.items() if name.startswith("sep" if word == "sept" else word))


def latest_weekday(name: str, upto: date) -> date:
    """The latest day of that name up to and including `upto`.

    >>> latest_weekday("Tuesday", date(2017, 6, 8)).isoformat()
    '2017-06-06'
    """
    return upto - timedelta((upto.weekday() - WEEKDAYS[name.lower()]) % 7)


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def latest_month(month: int, upto: date) -> tuple[date, date]:
    """First and last day of the latest month of that number that has begun by `upto`."""
    return month_span(upto.year if month <= upto.month else upto.year - 1, month)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds `day` (ISO 8601)."""
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def back(count: str, unit: str, anchor: date) -> tuple[date, date]:
    """The days that lie `count` units before `anchor`; a count that is no number ("several") is vague.

    >>> [day.isoformat() for day in back("two", "days", date(2017, 6, 20))]
    ['2017-06-18', '2017-06-18']
    """
    low, high = reach(count, unit)
    return _minus(anchor, high), _minus(anchor, low)


def ahead(count: str, unit: str, anchor: date) -> tuple[date, date]:
    """The days that lie `count` units after `anchor`."""
    low, high = reach(count, unit)
    return _minus(anchor, -low), _minus(anchor, -high)


def reach(count: str, unit: str) -> tuple[int, int]:
    """Least and most days of "two weeks", "several days", "hours"."""
    name = re.sub(r"s$", "", unit.lower())
    if name in {"minute", "hour"}:
        return 0, (0 if name == "minute" else 1)
    if name == "decade":
        return 3650, 3660
    many = number(count) if count else None
    if many is None:
        return VAGUE[name if name != "fortnight" else "week"]
    low, high = DAYS_PER[name]
    slack = 0 if name in {"day", "night"} else {"week": 1, "fortnight": 2, "month": 7, "year": 60}[name]
    return max(0, many * low - slack), many * high + slack


def _minus(anchor: date, days: int) -> date:
    try:
        return anchor - timedelta(days)
    except OverflowError:
        return date.min if days > 0 else date.max
