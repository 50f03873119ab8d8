"""The day a report was published, where only its own text says so: a stamp, a line that is a date, a dateline."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from geo.dates import parse_date
from geo.errors import DateError

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd"
    rf"|th)?,?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
)
_DAY: Final = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?"
_STAMP: Final = re.compile(
    rf"^\W*(?:date|published|posted|updated|first\s+published|issued|released)(?:\s+(?:on|at))?\s*:?\s+{_DAY}"
    rf"(?P<date>{_DATE})",
    re.IGNORECASE | re.MULTILINE,
)
_LINE: Final = re.compile(
    rf"^\W*{_DAY}(?P<date>{_DATE})(?:[\s,|·-]+\d{{1,2}}[:.]\d{{2}}.{{0,30}})?\W*$", re.IGNORECASE | re.MULTILINE
)
_DATELINE: Final = re.compile(
    rf"^[A-Z][\w.'’ ]{{1,30}}(?:,\s*[A-Z][\w.'’ ]{{1,25}}){{0,2}},\s*{_DAY}(?P<date>{_DATE})\s*"
    rf"(?:\([^)]{{2,40}}\))?\s*[-–—]{{1,2}}\s",
    re.MULTILINE,
)
_HEAD: Final = 1500
"""A stamp stands at the top; further down a date is the article's own business."""


def find_published(text: str) -> str:
    """ISO date of publication as the text states it; "" where it does not, or a date there reads two ways.

    >>> find_published("date 2017-06-08 A jet shot down a drone on Thursday.")
    '2017-06-08'
    >>> find_published("A photograph made on 26 December 2011 of the building.")
    ''
    """
    head = text[:_HEAD]
    for pattern in (_STAMP, _DATELINE, _LINE):
        match = pattern.search(head)
        if match:
            day = _day(match["date"])
            if day:
                return day
    return ""


def _day(written: str) -> str:
    try:
        days = parse_date(written)
    except DateError:
        return ""
    return days.start.isoformat() if days.start == days.end and days.start > date(1800, 1, 1) else ""
