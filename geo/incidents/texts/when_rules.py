"""The wordings of time in news English, and the days that each stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.dates import day_of, parse_date
from geo.errors import DateError
from geo.incidents.texts import calendar_words as cal


@dataclass(frozen=True, slots=True)
class Asked:
    """What an expression is read against."""

    text: str
    now: date | None
    """The day of publication; None when unknown."""
    base: date | None
    """The day of the event told of before; None when unknown."""
    inner: Callable[[str], tuple[date, date] | str | None]
    """Reads an expression inside another ("two days after May 18"): its days, why unresolved, or None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording, and the days it stands for."""

    pattern: str
    make: Callable[[re.Match[str], Asked], tuple[date, date, str] | str | None]
    """First and last day and how; or why unresolved; or None where the words are no date after all."""
    role: str = "day"
    anchored: str = ""


_NO_DAY: Final = "the day of publication is not known"


_NO_ANCHOR: Final = "it leans on another event whose day is not known"


def _full(m: re.Match[str], _: Asked) -> tuple[date, date, str] | str:
    """A date with its year."""
    written = re.sub(rf"^{cal.WEEKDAY},?\s+(?:the\s+)?|\bthe\b|\bof\b", " ", m[0], flags=re.IGNORECASE).replace(
        "–", "-"
    )
    try:
        days = parse_date(" ".join(written.split()))
    except DateError as error:
        return str(error).partition(";")[0]
    return days.start, days.end, "a date with its year"


def _day_month(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str | None:
    """ "March 17": the latest such day, unless it is only weeks ahead."""
    month = cal.month_number(m["month"] or m["month2"])
    first, last = int(m["day"] or m["day2"]), int(m["last"] or m["last2"] or m["day"] or m["day2"])
    if asked.now is None:
        return "the year is not given and the day of publication is not known"
    span = [_latest_day(month, day, asked.now) for day in (first, last)]
    if span[0] is None or span[1] is None:
        return None
    named = re.match(cal.WEEKDAY, m[0], re.IGNORECASE)
    if named and span[0].weekday() != cal.WEEKDAYS[named[0].lower()]:
        return f"{span[0].isoformat()}, the latest such day up to publication, was no {named[0]}"
    return span[0], span[1], "the latest such day up to publication, or one planned soon after"


def _latest_day(month: int, day: int, now: date) -> date | None:
    """The latest such day; a day at most 60 days ahead is taken as a plan when the last one is longer ago than that."""
    found = [made for year in (now.year - 1, now.year, now.year + 1) if (made := day_of(year, month, day))]
    ahead = [one for one in found if 0 < (one - now).days <= 60]
    past = [one for one in found if one <= now]
    return ahead[0] if ahead else past[-1] if past else None


def _weekday(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:  # noqa: PLR0911  # one return per wording
    if asked.now is None:
        return _NO_DAY
    which = (m["which"] or "").lower().split(" ")[0]
    behind = m["week"] or ""
    if which in {"next", "coming"} or "next" in behind:
        day = cal.latest_weekday(m["name"], asked.now) + timedelta(7)
        return day, day, "the next such day after publication"
    if which in {"last", "previous"} and not behind:
        day = cal.latest_weekday(m["name"], asked.now - timedelta(1))
        return day, day, "the latest such day before publication"
    if "last" in behind or "previous" in behind:
        monday = cal.week_of(asked.now)[0] - timedelta(7)
        day = monday + timedelta(cal.WEEKDAYS[m["name"].lower()])
        return day, day, "that day of the week before publication"
    day = cal.latest_weekday(m["name"], asked.now)
    if m["lead"] and "overnight" in m["lead"].lower():
        return day - timedelta(1), day, "the night before the latest such day, and that day"
    if (
        m["part"]
        and re.search(r"night|overnight", m["part"], re.IGNORECASE)
        and "to" in asked.text[m.end() : m.end() + 4]
    ):
        return day, day + timedelta(1), "that night"
    return day, day, "the latest such day up to and including publication"


def _near(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    """Today, yesterday, last night, this morning, overnight."""
    if asked.now is None:
        return _NO_DAY
    word, day = m[0].lower(), timedelta(1)
    if "before yesterday" in word:
        return asked.now - 2 * day, asked.now - 2 * day, "two days before publication"
    if "yesterday" in word:
        return asked.now - day, asked.now - day, "the day before publication"
    if "last night" in word or "last evening" in word:
        return asked.now - day, asked.now, "the night before publication"
    if "tomorrow" in word:
        return asked.now + day, asked.now + day, "the day after publication"
    return asked.now, asked.now, "the day of publication"


def _overnight(_: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    if asked.now is None:
        return _NO_DAY
    return asked.now - timedelta(1), asked.now, "the night before publication, or that day"


def _period(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    """ "earlier this month", "last week", "this year"."""
    now = asked.now
    if now is None:
        return _NO_DAY
    which, unit = m["which"].lower(), m["unit"].lower()
    if which in {"next", "coming"}:
        return now + timedelta(1), now + timedelta(366 if unit == "year" else 31), "after publication"
    if unit == "weekend":
        saturday = cal.latest_weekday("saturday", now if which != "last" else now - timedelta(1))
        return saturday, min(saturday + timedelta(1), max(now, saturday)), "the latest weekend up to publication"
    first = {"week": cal.week_of(now)[0], "month": now.replace(day=1), "year": now.replace(month=1, day=1)}[unit]
    if which in {"last", "previous"}:
        end = first - timedelta(1)
        begin = {"week": first - timedelta(7), "month": end.replace(day=1), "year": end.replace(month=1, day=1)}[unit]
        return begin, end, f"the {unit} before that of publication"
    begin = first - timedelta(1) if unit == "week" else first  # American weeks begin on Sunday
    return begin, now, f"the {unit} of publication, up to that day"


def _recent(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    if asked.now is None:
        return _NO_DAY
    return asked.now - timedelta(cal.reach(m["count"] or "", m["unit"])[1]), asked.now, "up to publication"


def _ago(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    if asked.now is None:
        return _NO_DAY
    low, high = cal.back(m["count"] or "", m["unit"], asked.now)
    return low, high, "counted back from publication"


def _offset(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    """ "two days after May 18", "a week before Tuesday": counted from the date that follows."""
    inner = asked.inner(m["date"])
    if inner is None or isinstance(inner, str):
        return inner or _NO_DAY
    count = cal.ahead if m["side"].lower() in {"after", "following"} else cal.back
    start, end = (count(m["count"] or "", m["unit"], day) for day in inner)
    return start[0], end[1], "counted from that date"


def _later(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    """ "hours later", "the next day", "a day earlier": counted from the event told of before."""
    if asked.base is None:
        return _NO_ANCHOR
    count, unit = (m["count"] or "").strip(), m["unit"]
    side = m["side"].lower()
    low, high = (cal.back if side in {"earlier", "before", "previously"} else cal.ahead)(count, unit, asked.base)
    if unit.lower().startswith(("minute", "hour")) and not re.search(r"\d", count):
        low = high = asked.base
    return low, high, "counted from the event told of before"


def _next_day(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    if asked.base is None:
        return _NO_ANCHOR
    word = m[0].lower()
    same = re.search(r"same|that|in the day", word)
    turn = 0 if same else -1 if re.search(r"previous|preceding|before|earlier", word) else 1
    day = asked.base + timedelta(turn)
    return day, day, "counted from the event told of before"


def _year(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | None:
    year = int(m["year"])
    if not 1000 <= year <= 2999 or (asked.now and year > asked.now.year + 5):
        return None
    return date(year, 1, 1), date(year, 12, 31), "a year"


def _month(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str | None:
    written = m["month"]
    if not written[0].isupper():
        return None
    if asked.now is None:
        return "the year is not given and the day of publication is not known"
    begin, end = cal.latest_month(cal.month_number(written), asked.now)
    which = (m["which"] or "").lower()
    if "last" in which and begin.year == asked.now.year and begin.month == asked.now.month:
        begin, end = cal.month_span(asked.now.year - 1, begin.month)
    if "early" in which:
        end = begin.replace(day=10)
    elif "mid" in which:
        begin, end = begin.replace(day=11), begin.replace(day=20)
    elif "late" in which:
        begin = begin.replace(day=21)
    return begin, min(end, max(asked.now, begin)), "the latest such month up to publication"


def _between(m: re.Match[str], asked: Asked) -> tuple[date, date, str] | str | None:
    """ "between Monday and Wednesday", "from May 3 to May 7"."""
    first, second = asked.inner(m["first"]), asked.inner(m["second"])
    if first is None or second is None or isinstance(first, str) or isinstance(second, str):
        return next((one for one in (first, second) if isinstance(one, str)), None)
    start, end = first[0], second[1]
    if end < start and re.search(cal.WEEKDAY, m["first"], re.IGNORECASE):
        start -= timedelta(7)
    return (start, end, "from the first day to the last") if start <= end else None


def _clock(_: re.Match[str], asked: Asked) -> tuple[date, date, str] | str:
    if asked.base is None:
        return "a time of day alone"
    return asked.base, asked.base, "the day told of before"


_YEAR4: Final = r"(?:19|20)\d{2}"


_DAYNUM: Final = r"\d{1,2}(?:st|nd|rd|th)?(?![\d%,.]\d|\d)"


_FULL: Final = (
    rf"(?:{cal.WEEKDAY},?\s+(?:the\s+)?)?(?:"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}"
    rf"|{cal.MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?,?\s+{_YEAR4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?(?:\s+of)?\s+{cal.MONTH},?\s+{_YEAR4}"
    rf"|(?:{cal.MONTH})\s+{_YEAR4})"
)


_SHORT: Final = (
    rf"(?:{cal.WEEKDAY},?\s+(?:the\s+)?)?(?:"
    rf"(?P<month>{cal.MONTH})\s+(?P<day>{_DAYNUM.replace('(?:st|nd|rd|th)?', '')})(?:st|nd|rd|th)?"
    rf"(?:\s*(?:[-–]|and|to)\s*(?P<last>\d{{1,2}})(?![\d%,.]\d|\d|\s*(?:people|civilians|soldiers)))?"
    rf"|(?:the\s+)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:[-–]|and|to)\s*(?P<last2>\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"(?:\s+of)?\s+(?P<month2>{cal.MONTH}))"
)


_LEAD: Final = (
    rf"(?P<lead>(?:in\s+the\s+)?(?:early|late|overnight|mid)(?:\s+hours\s+of|\s+on)?\s+|{cal.PART}\s+(?:on|of"
    rf"|hours\s+of)\s+"
    r"|in\s+the\s+(?:early|small|late)\s+hours\s+of\s+|before\s+dawn\s+(?:on\s+)?|overnight\s+(?:on|into|to)\s+)?"
)


_ANY: Final = rf"(?:{_FULL}|{cal.MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{cal.MONTH}|(?:last\s+)?{cal.WEEKDAY}|yesterday|today)"


_TIME: Final = (
    r"(?:(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s*[ap]\.?m\b\.?|(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d)?|(?:[01]\d"
    r"|2[0-3])[0-5]\d\s*(?:hours|hrs|h|local(?:\s+time)?|gmt|utc)\b)"
)


RULES: Final = (
    Rule(rf"{_LEAD}\b{_FULL}", _full),
    Rule(
        rf"(?:between|from)\s+(?P<first>{_ANY})(?:\s+(?:morning|afternoon|evening|night))?\s+(?:and|to|until"
        rf"|through)\s+(?P<second>{_ANY})",
        _between,
    ),
    Rule(
        rf"(?P<first>(?:overnight\s+(?:on\s+)?)?{cal.WEEKDAY})\s+(?:to|through|and|into)\s+"
        rf"(?P<second>{cal.WEEKDAY})",
        _between,
    ),
    Rule(
        rf"\b(?:(?P<count>{cal.COUNT})\s+)?(?P<unit>{cal.UNIT})\s+(?P<side>after|before|following)\s+(?:on\s+)?"
        rf"(?P<date>{_ANY})",
        _offset,
    ),
    Rule(rf"{_LEAD}\b{_SHORT}\b", _day_month),
    Rule(
        rf"{_LEAD}\b(?:(?P<which>last|next|this|coming|previous|this\s+past)\s+)?(?P<name>{cal.WEEKDAY})(?:['’]s)?"
        rf"(?:\s+(?P<part>{cal.PART}))?(?P<week>\s+(?:of\s+)?(?:last|next|this|the\s+previous)\s+week)?"
        rf"(?![a-z])",
        _weekday,
    ),
    Rule(
        r"\b(?:the\s+day\s+before\s+yesterday|(?:late\s+|early\s+)?yesterday|tomorrow|earlier\s+today|(?:later\s+"
        r"|early\s+)?today|tonight|last\s+(?:night|evening)"
        r"|(?:earlier\s+)?this\s+(?:morning|afternoon|evening))(?:\s+(?P<part>morning|afternoon|evening"
        r"|night))?\b",
        _near,
    ),
    Rule(r"\b(?P<lead>overnight)\b", _overnight),
    Rule(
        r"\b(?:over\s+|at\s+|during\s+)?the\s+(?P<which>past|last|previous)?\s*(?P<unit>weekend)\b",
        lambda m, a: _weekend(a),
    ),
    Rule(
        r"\b(?:(?:earlier|late|later|early|sometime)\s+)?(?P<which>this|last|next|coming|previous)\s+(?P<unit>week"
        r"|weekend|month|year)\b",
        _period,
    ),
    Rule(
        rf"\b(?:in|over|during|within)\s+(?:the\s+)?(?:recent|past|last|previous)\s+(?:(?P<count>{cal.COUNT}"
        rf"|\d+)\s+)?(?P<unit>{cal.UNIT})\b",
        _recent,
        role="background",
    ),
    Rule(rf"\b(?:(?P<count>{cal.COUNT})\s+|more\s+than\s+a\s+)?(?P<unit>{cal.UNIT})\s+ago\b", _ago),
    Rule(
        r"\b(?:(?:on|later|earlier)\s+)?(?:the\s+(?:next|following|previous|same|preceding)\s+(?:day|night|morning"
        r"|evening|afternoon)|the\s+day\s+before(?!\s+yesterday)|the\s+day\s+after(?=[\s,.]*(?:$|[.,]))"
        r"|(?:earlier|later)\s+(?:in\s+the\s+day|that\s+day|the\s+same\s+day)|(?:that|the\s+same)\s+(?:day"
        r"|night|morning|evening|afternoon))\b",
        _next_day,
        anchored="same",
    ),
    Rule(
        rf"\b(?:(?:just|only|some|about|around)\s+)?(?P<count>(?:a\s+)?few\s+|several\s+|a\s+short\s+"
        rf"|{cal.COUNT}\s+)?(?P<unit>{cal.UNIT})\s+(?P<side>later|earlier|afterwards?)\b(?!\s+(?:this|on|in))",
        _later,
        anchored="after",
    ),
    Rule(
        r"\b(?:soon|shortly|moments|immediately)\s+(?:afterwards?|thereafter|later)\b|\bminutes\s+later\b|\bat\s+the\s+same\s+time\b",
        _clock,
        anchored="same",
    ),
    Rule(
        rf"(?:\b(?:in|during|since|until|by|of|from|early|late|mid)[\s-]+)(?P<year>{_YEAR4})\b(?!\s*(?:people"
        rf"|troops|civilians|[-–]))",
        _year,
    ),
    Rule(
        rf"\b(?:in\s+|since\s+|until\s+|during\s+|of\s+)(?P<which>(?:early|mid|late|last)[\s-]+)?"
        rf"(?P<month>{cal.MONTH})(?!\s*\d)\b",
        _month,
    ),
    Rule(
        rf"\b(?:at\s+|around\s+|about\s+|shortly\s+(?:after|before)\s+|just\s+(?:after|before)\s+)+(?:{_TIME}"
        rf"|{cal.PART})(?:\s*\(?(?:local(?:\s+time)?|gmt|utc|est|edt|bst|cet)\)?)*",
        _clock,
        role="clock",
    ),
    Rule(rf"\b{_TIME}(?:\s*\(?(?:local(?:\s+time)?|gmt|utc|est|edt|bst|cet)\)?)*", _clock, role="clock"),
    Rule(
        r"\b(?:before|at|around|after)\s+(?:dawn|daybreak|sunrise|nightfall|dusk|sunset)\b|\bin\s+the\s+(?:early"
        r"|small)\s+hours\b",
        _clock,
        role="clock",
    ),
)


def _weekend(asked: Asked) -> tuple[date, date, str] | str:
    if asked.now is None:
        return _NO_DAY
    saturday = cal.latest_weekday("saturday", asked.now)
    return saturday, min(saturday + timedelta(1), max(asked.now, saturday)), "the latest weekend up to publication"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


SCAN: Final = re.compile("|".join(f"(?P<_{n}>{_unnamed(rule.pattern)})" for n, rule in enumerate(RULES)), re.IGNORECASE)
