"""Times of day, and days with a time, as people write them: a clock, and the offset from UTC where it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.dates import parse_date
from geo.errors import DateError

DAY_MIN: Final = 24 * 60

_LETTERS: Final = r"local(?:\s+time)?\b|\b(?!hours?\b|hrs?\b)[A-Z]{2,5}\b"
_ZONE: Final = r"(?P<zone>Z\b|(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\b|[+-]\d{2}(?::?\d{2})?(?!\d)|" rf"{_LETTERS})"
_NAMED: Final = rf"(?P<zone>Z\b|(?:UTC|GMT)\b|{_LETTERS})"
"""Behind four digits without a colon, where "2017-06" would else be a quarter past eight."""
_CLOCKS: Final = (
    re.compile(
        rf"(?:(?<=\d)T|(?<![\d.])\b(?:at\s+)?)(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?![\d.]*\d)(?::\d{{2}}(?:\.\d{{1,6}})?)?"
        rf"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?:\s?{_ZONE})?",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:at\s+)?(?P<hour>\d{1,2})\s?(?P<half>[ap]\.?m\b\.?)" rf"(?:\s?{_ZONE})?", re.IGNORECASE),
    re.compile(rf"\b(?:at\s+)?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?:hours?|hrs?|h)?\s?{_NAMED}", re.IGNORECASE),
    re.compile(r"\b(?:at\s+)?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?:hours|hrs)\b", re.IGNORECASE),
)
_NOON: Final = re.compile(rf"\b(?:at\s+)?(?:noon|midday)\b(?:\s?{_ZONE})?", re.IGNORECASE)
_MIDNIGHT: Final = re.compile(r"\bmidnight\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as somebody wrote it."""

    minute: int
    """Minutes after midnight, 0 to 1440."""
    offset_minutes: int | None
    """East of UTC; None where none is named: local time."""
    start: int = 0
    """Where it begins in the text it was found in."""
    end: int = 0
    """Where it ends there."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, or a time on a day."""

    day: date
    minute: int | None = None
    """Minutes after midnight; None where only the day is known."""
    offset_minutes: int | None = None
    """East of UTC; None where none is named: local time."""

    @property
    def text(self) -> str:
        """As the tables hold it: 1982-04-12, 1982-04-12T04:00, 1982-04-12T04:00+00:00."""
        if self.minute is None:
            return self.day.isoformat()
        clock = f"{self.day.isoformat()}T{self.minute // 60:02}:{self.minute % 60:02}"
        return clock if self.offset_minutes is None else clock + say_offset(self.offset_minutes)


def parse_instant(text: str) -> Instant:
    """Read a day, with or without a time of day, with or without its offset from UTC.

    Read are "1982-04-12T04:00Z", "1982-04-12 04:00 GMT", "0400Z 12 April 1982", "12 April 1982, 4 pm +03:00". Raises
    DateError, "reason; advice", for more than one day, for "midnight" (of which night?), for letters that name no one
    offset (EST, IST), and for what `geo.dates.parse_date` refuses.

    >>> parse_instant("0400Z 12 April 1982").text, parse_instant("12 April 1982").text
    ('1982-04-12T04:00+00:00', '1982-04-12')
    """
    whole = " ".join(text.split())
    if len(whole) > 100:
        raise DateError(f"{whole[:40]!r}... is too long for a time; write it as 1982-04-12T04:00Z")
    if _MIDNIGHT.search(whole):
        raise DateError(f"{whole!r}: midnight begins a day and ends one; write 00:00 or 24:00")
    clock = find_clock(whole)
    rest = whole
    if clock:
        rest = " ".join(f"{whole[: clock.start]} {whole[clock.end :]}".strip(" ,;T").split())
    days = parse_date(re.sub(r"\s+(?:at|on|of)$|^(?:at|on)\s+", "", rest.strip(" ,")))
    if days.start != days.end:
        raise DateError(f"{whole!r} is more than one day; write the earliest and the latest it may have been")
    if clock is None:
        return Instant(days.start)
    day, minute = days.start, clock.minute
    if minute == DAY_MIN and day < date.max:  # the calendar has no day after that one
        day, minute = day + timedelta(days=1), 0
    return Instant(day, minute, clock.offset_minutes)


def find_clock(text: str, begin: int = 0) -> Clock | None:
    """The first time of day in `text` from `begin` on; None where there is none.

    Raises DateError for one that no clock shows, and for letters behind it that name no one offset.

    >>> find_clock("about 16:30 GMT").minute, find_clock("4 pm").offset_minutes, find_clock("at dawn")
    (990, None, None)
    """
    found = [match for form in _CLOCKS if (match := form.search(text, begin))]
    if noon := _NOON.search(text, begin):
        found.append(noon)
    if not found:
        return None
    match = min(found, key=lambda one: (one.start(), -one.end()))
    parts = match.groupdict()
    offset, end = _offset(parts.get("zone"), match)
    if "hour" not in parts:
        return Clock(12 * 60, offset, match.start(), end)
    hour, minute, half = int(parts["hour"]), int(parts.get("minute") or 0), (parts.get("half") or "").lower()
    whole = hour * 60 + minute
    if whole > DAY_MIN or minute > 59 or (half and not 1 <= hour <= 12):
        raise DateError(f"{match[0].strip()!r} is no time of day; write 24-hour time (18:43)")
    if half:
        whole = (hour % 12 + (12 if half.startswith("p") else 0)) * 60 + minute
    return Clock(whole, offset, match.start(), end)


def say_offset(minutes: int) -> str:
    """An offset from UTC as ISO 8601 has it.

    >>> say_offset(180), say_offset(-210)
    ('+03:00', '-03:30')
    """
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


_NO_ZONES: Final = frozenset(
    {"on", "in", "the", "of", "and", "to", "or", "until", "daily", "by", "from", "off", "hours", "hrs",
     "every", "each", "day", "days",
     "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "june", "july",
     "march", "april", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"}
)  # fmt: skip
"""Short words that may stand behind a time and are no abbreviation of a time zone."""


def _offset(zone: str | None, match: re.Match[str]) -> tuple[int | None, int]:
    """Minutes east of UTC that a zone names, None for local; and where the clock ends."""
    if not zone:
        return None, match.end()
    word = zone.lower()
    if word in ("z", "utc", "gmt"):
        return 0, match.end()
    if word.startswith("local"):
        return None, match.end()
    if (
        word.startswith("-")
        and not match[0].upper().startswith("T")
        and not match.string[match.start("zone") - 1].isspace()
    ):
        return None, match.start("zone")  # 10:00-11:00 is from one to the other
    if zone.isalpha():  # not `word`: the small letter of "İ" is two characters, one of them no letter
        if word in _NO_ZONES:
            return None, match.start("zone")
        raise DateError(f"{match[0].strip()!r}: {zone} names no one offset from UTC; write it as +03:00, or Z for UTC")
    sign, hours, minutes = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", word).groups()  # type: ignore[union-attr]
    total = int(hours) * 60 + int(minutes or 0)
    if total > 14 * 60 or int(minutes or 0) > 59:
        raise DateError(f"{zone!r} is no offset from UTC; write it as +03:00")
    return (-total if sign == "-" else total), match.end()
