"""Recurring hours: "08:00-19:00 daily", "Mon-Fri 09:00-17:00 +02:00", "22:00-05:00" over midnight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from geo.errors import DateError, ZoneError
from geo.instants import DAY_MIN, find_clock, say_offset
from geo.zones.moments import Moment, minutes_of

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES: Final = {**{name: (n,) for n, name in enumerate(_DAYS)}, "daily": tuple(range(7)), "weekdays": tuple(range(5)),
                 "weekends": (5, 6)}  # fmt: skip
_DAY: Final = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_SPEC: Final = re.compile(
    rf"(?P<from>{_DAY})\s*(?:-|–|to)\s*(?P<to>{_DAY})|(?P<one>{_DAY}|daily|weekdays|weekends)", re.I
)
_ADVICE: Final = "write for example 08:00-19:00 daily, or Mon-Fri 09:00-17:00 +02:00"
_LONGEST_DAYS: Final = 400
"""An interval longer than this is not followed day by day."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of certain weekdays."""

    days: tuple[int, ...]
    """Weekdays on which it opens, Monday = 0."""
    opens: int
    """Minutes after midnight."""
    closes: int
    """Minutes after the midnight of the day it opens; more than 1440 when it lasts over the next one."""
    offset_minutes: int | None = None
    """East of UTC; None for local time."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When, on the days that a zone is in force, it is."""

    windows: tuple[Window, ...]
    text: str
    """In words, as the reason says it."""

    def state(self, when: Moment) -> str:
        """How an interval stands to them: within, before, after (that day's), none that day, open."""
        first, last = int(when.start // DAY_MIN), int((when.end - 1) // DAY_MIN)
        if last - first > _LONGEST_DAYS:
            return "within" if self._is_whole() else "open"
        days = range(max(first - 2, 1), min(last + 3, date.max.toordinal() + 1))  # those that the calendar has
        spans = [self._span(window, day, when) for day in days for window in self.windows
                 if date.fromordinal(day).weekday() in window.days]  # fmt: skip
        if _covered(when.start, when.end, [(opened, closing) for _, opened, closing, _ in spans]):
            return "within"
        if any(possible[0] < when.end and possible[1] > when.start for possible in ((s[0], s[3]) for s in spans)):
            return "open"
        opening = [s[0] for s in spans if when.end <= s[0] < (last + 1) * DAY_MIN]
        closing = [s[3] for s in spans if first * DAY_MIN < s[3] <= when.start]
        return "before" if opening else "after" if closing else "none that day"

    def _is_whole(self) -> bool:
        return any(len(window.days) == 7 and window.closes - window.opens >= DAY_MIN for window in self.windows)

    @staticmethod
    def _span(window: Window, day: int, when: Moment) -> tuple[float, float, float, float]:
        """On the incident's clock: first and last it may open, first and last it may close."""
        start = minutes_of(date.fromordinal(day))
        low, high = (0.0, 0.0)
        if window.offset_minutes is not None:
            low, high = (offset - window.offset_minutes for offset in when.offset_min)
        opens, closes = start + window.opens, start + window.closes
        return opens + low, opens + high, closes + low, closes + high


def _covered(start: float, end: float, spans: list[tuple[float, float]]) -> bool:
    """Whether spans, each from its opening to its closing, cover the interval without a gap."""
    reach = start
    for opens, closes in sorted(spans):
        if opens > reach:
            break
        reach = max(reach, closes)
    return reach >= end


@lru_cache(maxsize=256)
def parse_hours(text: str) -> Hours:
    """Read recurring hours, several separated by ";". Raises ZoneError, "reason; advice".

    >>> parse_hours("08:00-19:00 daily").windows[0].closes, parse_hours("Mon-Fri 22:00-05:00 GMT").text
    (1140, '22:00-05:00 UTC Mon-Fri')
    >>> parse_hours("sunrise to sunset")
    Traceback (most recent call last):
    geo.errors.ZoneError: the hours 'sunrise to sunset' are no times of day; write for example 08:00-19:00 daily, \
or Mon-Fri 09:00-17:00 +02:00
    """
    if len(text) > 300:
        raise ZoneError(f"the hours {text[:40]!r}... are too long; {_ADVICE}")
    windows = tuple(_window(part.strip(), text) for part in text.split(";") if part.strip())
    if not windows:
        raise ZoneError(f"the hours are empty; {_ADVICE}")
    return Hours(windows, "; ".join(_say(window) for window in windows))


def _window(part: str, whole: str) -> Window:
    try:
        first = find_clock(part)
        second = find_clock(part, first.end) if first else None
        third = find_clock(part, second.end) if second else None
    except DateError as error:
        raise ZoneError(f"the hours {whole!r}: {error}") from None
    if first is None or second is None:
        raise ZoneError(f"the hours {whole!r} are no times of day; {_ADVICE}")
    between = part[first.end : second.start]
    if third is not None or not re.fullmatch(r"\s*(?:-|–|—|to|until|till)\s*", between, re.IGNORECASE):
        raise ZoneError(f"the hours {whole!r} are not one time to another; {_ADVICE}")
    if first.minute % DAY_MIN == second.minute % DAY_MIN and second.minute - first.minute != DAY_MIN:
        raise ZoneError(f"the hours {whole!r} begin and end at one time; write 00:00-24:00 for the whole day")
    offsets = {clock.offset_minutes for clock in (first, second)} - {None}
    if len(offsets) > 1:
        raise ZoneError(f"the hours {whole!r} have two offsets from UTC; write one of them")
    closes = second.minute if second.minute > first.minute else second.minute + DAY_MIN
    days = _weekdays(f"{part[: first.start]} {part[second.end :]}", whole)
    return Window(days, first.minute, closes, next(iter(offsets), None))


def _weekdays(text: str, whole: str) -> tuple[int, ...]:
    text = re.sub(r"\bevery\s+day\b|\beach\s+day\b", "daily", text.strip().lower())
    rest = re.sub(r"[\s,]|\band\b|\bfrom\b|\bon\b", "", _SPEC.sub("", text))
    if rest:
        raise ZoneError(f"the hours {whole!r}: {rest!r} is no weekday; {_ADVICE}")
    found: set[int] = set()
    for match in _SPEC.finditer(text):
        if match["one"]:
            word = match["one"]
            found |= set(_NAMES.get(word, _NAMES.get(word[:3], ())))
        else:
            first, last = _NAMES[match["from"][:3]][0], _NAMES[match["to"][:3]][0]
            found |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    return tuple(sorted(found)) or _NAMES["daily"]


def _say(window: Window) -> str:
    zone = {None: "", 0: " UTC"}.get(window.offset_minutes, "")
    if window.offset_minutes:
        zone = f" UTC{say_offset(window.offset_minutes)}"
    clocks = f"{_clock(window.opens)}-{_clock(window.closes)}{zone}"
    names = [day.capitalize() for day in _DAYS]
    if len(window.days) == 7:
        return f"{clocks} daily"
    run = window.days == tuple(range(window.days[0], window.days[-1] + 1)) and len(window.days) > 2
    return (
        f"{clocks} {names[window.days[0]]}-{names[window.days[-1]]}"
        if run
        else (f"{clocks} {', '.join(names[day] for day in window.days)}")
    )


def _clock(minute: int) -> str:
    shown = minute if minute <= DAY_MIN else minute - DAY_MIN
    return f"{shown // 60:02}:{shown % 60:02}"
