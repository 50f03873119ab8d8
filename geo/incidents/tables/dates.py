"""When the rows of a table happened: their dates as intervals of days."""

from __future__ import annotations

import calendar
import csv
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from geo.dates import Days, date_orders, order_matters, parse_date, readings, say_order, settled_order
from geo.errors import DateError
from geo.incidents.tables.table import Table, as_number, as_text

SCHEMES: Final = {"time_precision": "ACLED", "date_prec": "UCDP"}
"""Codes of how exact a day is, and whose they are; what each means stands in data/date_precision.csv."""
_WEEK: Final = timedelta(days=6)
"""A week that holds a day begins up to six days before it and ends up to six after."""


def read_dates(table: Table, order: str) -> dict[str, list[str]]:
    """date_start, date_end, date_text and time_text of every row; all empty where a row has no sound date.

    order: as `geo.dates.ORDERS`, "" where the table's own dates must settle it. A day that a code calls less exact
    becomes the week, month or year that it stands for.
    """
    starts, ends = _starts(table), table.cells("date_end")
    order = order or _settled(table, starts, ends)
    texts, times, spans = table.texts("date_text"), table.texts("time_text"), _spans(table)
    out: dict[str, list[str]] = {"date_start": [], "date_end": [], "date_text": [], "time_text": []}
    widened = 0
    for index in range(len(table)):
        days = None
        try:
            days = _days(starts[index], ends[index], order)
        except DateError as error:
            table.reject(index, str(error))
        written = " to ".join(dict.fromkeys(one for one in (as_text(starts[index]), as_text(ends[index])) if one))
        if days and days.start == days.end and spans[index] != "day":
            days, written = _widened(days, spans[index]), f"{written} (known to the {spans[index]})"
            widened += 1
        out["date_start"].append(days.start.isoformat() if days else "")
        out["date_end"].append(days.end.isoformat() if days else "")
        out["date_text"].append(texts[index] or written)
        out["time_text"].append(times[index] or (days.time if days else ""))
    if widened:
        scheme = next(name for name in SCHEMES if name in table.meaning)
        table.notices.append(
            f"{table.source}: {widened} date{'s are' if widened > 1 else ' is'} not exact by {scheme}, and "
            f"{'stand' if widened > 1 else 'stands'} for the whole week, month or year"
        )
    return out


def _starts(table: Table) -> list[Any]:
    """The cells that say when, or first when; put together where year, month and day have a column each."""
    if "year" not in table.meaning:
        return table.cells("date" if "date_start" not in table.meaning else "date_start")
    parts = zip(table.cells("year"), table.cells("month"), table.cells("day_of_month"), strict=True)
    return [_put_together(*map(_whole, one)) for one in parts]


def _whole(cell: Any) -> int:
    """A part of a date; 0 for what is not known, as GTD writes it."""
    number = as_number(cell)
    return int(number) if number is not None and number > 0 and number == int(number) else 0


def _put_together(year: int, month: int, day: int) -> str:
    """ISO, as far as it is known.

    >>> _put_together(2017, 6, 8), _put_together(2017, 6, 0), _put_together(2017, 0, 8), _put_together(0, 6, 8)
    ('2017-06-08', '2017-06', '2017', '')
    """
    if not year:
        return ""
    return f"{year:04}" + (f"-{month:02}" + (f"-{day:02}" if day else "") if month else "")


def _spans(table: Table) -> list[str]:
    """How much each row's day stands for: day, week, month or year."""
    scheme = next((name for name in SCHEMES if name in table.meaning), "")
    out = []
    for index, cell in enumerate(table.cells(scheme)):
        code = as_text(cell).removesuffix(".0")
        if code and code not in _codes()[scheme]:
            known = ", ".join(_codes()[scheme])
            table.reject(
                index, f"{scheme} {code[:40]!r} is no code of {SCHEMES[scheme]}'s; write one of {known}, or nothing"
            )
        out.append(_codes()[scheme].get(code, "day") if scheme else "day")
    return out


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict[str, str]]:
    text = resources.files("geo.incidents.tables").joinpath("data/date_precision.csv").read_text("utf-8")
    out: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        out.setdefault(row["scheme"], {})[row["code"]] = row["span"]
    return out


def _widened(days: Days, span: str) -> Days:
    """The week (whichever day it begins on), the month or the year around a single day.

    >>> _widened(parse_date("2017-06-20"), "week").end.isoformat()
    '2017-06-26'
    """
    day = days.start
    if span == "week":
        first, last = date(MINYEAR, 1, 1) + _WEEK, date(MAXYEAR, 12, 31) - _WEEK
        return replace(days, start=max(day, first) - _WEEK, end=min(day, last) + _WEEK)
    if span == "month":
        return replace(days, start=day.replace(day=1), end=day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    return replace(days, start=day.replace(month=1, day=1), end=day.replace(month=12, day=31))


def _settled(table: Table, starts: list[Any], ends: list[Any]) -> str:
    """The order of day, month and year in this table's numbers, "" where nothing settles it."""
    rows = zip(table.rows.where, starts, ends, strict=True)
    cells = [(where, as_text(value)) for where, *pair in rows for value in pair if order_matters(as_text(value))]
    order, where = settled_order(cells)
    open_ways = sum(len(readings(value)) > 1 for _, value in cells) if order else 0
    if open_ways:
        by = next(value for at, value in cells if at == where and date_orders(value) == {order})
        table.notices.append(
            f"{table.source}: {open_ways} date{'s' if open_ways > 1 else ''} could be read two ways and "
            f"{'were' if open_ways > 1 else 'was'} read as {say_order(order)}, because {where} ({by}) can be nothing "
            "else; write dates as 2017-06-08, or give --dates, where that is wrong"
        )
    return order


def _days(start: Any, end: Any, order: str) -> Days | None:
    first = None if as_text(start) == "" else parse_date(_cell_date(start), order=order)
    last = None if as_text(end) == "" else parse_date(_cell_date(end), order=order)
    if first is None and last is None:
        return None
    if first is None or last is None:
        if first is None:
            raise DateError(f"the last day {as_text(end)!r} stands without a first; write date_start too")
        return first
    if last.end < first.start:
        raise DateError(f"the last day {as_text(end)!r} comes before the first, {as_text(start)!r}; swap them")
    return Days(first.start, last.end, first.time)


def _cell_date(value: Any) -> Any:
    return value if hasattr(value, "isoformat") else as_text(value)
