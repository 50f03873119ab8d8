"""Why a verdict differs between two results, told from what their rows hold: evidence, place, date, zone."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from geo.dates import say_date

Row = Mapping[str, Any]
_SHOWN: Final = 3
"""Quotes that a clause names."""
_LONGEST: Final = 120
"""Characters of a quote that a clause shows."""


def causes_of(then: Row, now: Row) -> list[str]:
    """What two rows of one incident and zone do not share and what may move a verdict, each in a clause."""
    return [clause for cause in _CAUSES for clause in cause(then, now)]


def _evidence(then: Row, now: Row) -> list[str]:
    old, new = sentences_of(then), sentences_of(now)
    told = []
    for more, what in ((new - old, "there is new evidence"), (old - new, "evidence is gone")):
        if more:
            quotes = [f"“{shortened(quote)}”{f' ({report})' if report else ''}" for report, quote in sorted(more)]
            rest = f" and {len(quotes) - _SHOWN} more" if len(quotes) > _SHOWN else ""
            told.append(f"{what}: {', '.join(quotes[:_SHOWN])}{rest}")
    old_said, new_said = (_speaks(row) for row in (then, now))
    if not told and old_said != new_said:
        told.append("what the reports say of the zone is another")
    if not told and _stances(then) != _stances(now):
        told.append("who says it, or whether they assert it, is another")
    return told


def _speaks(row: Row) -> frozenset[Any]:
    """What is said of zones, whether it decides or not."""
    return frozenset((one.get("relation"), one.get("said_by")) for one in _list(row["zone_statements"])
                     if isinstance(one, dict))  # fmt: skip


def _stances(row: Row) -> frozenset[Any]:
    return frozenset((one.get("quote"), one.get("said_by"), one.get("stance")) for one in _list(row["evidence"])
                     if isinstance(one, dict))  # fmt: skip


def _place(then: Row, now: Row) -> list[str]:
    if then["place_text"] != now["place_text"]:
        was, is_ = (f"“{row['place_text']}”" if row["place_text"] else _spot(row) for row in (then, now))
        return [f"the place is {is_} instead of {was}"]
    if then["place_id"] != now["place_id"]:
        was, is_ = (f"{row['place_name'] or row['place_id'] or 'no place'}" for row in (then, now))
        return [f"the place is taken for {is_} instead of {was}"]
    was, is_ = _spot(then), _spot(now)
    if was != is_:
        return [f"the position is {is_} instead of {was}"]
    doubts = [_metres(float(row["uncertainty_m"])) for row in (then, now)]
    return [f"the doubt of the place is {doubts[1]} instead of {doubts[0]}"] if doubts[0] != doubts[1] else []


def _spot(row: Row) -> str:
    if math.isnan(row["lon"]) or math.isnan(row["lat"]):
        return _NOWHERE
    return f"{row['lat']:.4f}, {row['lon']:.4f}"


_NOWHERE: Final = "not known"


def _metres(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:,.0f} m"


def _date(then: Row, now: Row) -> list[str]:
    was, is_ = (days_of(row) for row in (then, now))
    if was != is_:
        if not was:
            return [f"the date is {is_} and was not known"]
        return [f"the date is {is_} instead of {was}" if is_ else f"no date is known any more (it was {was})"]
    if then["time_text"] != now["time_text"]:
        return [f"the time is {now['time_text'] or 'not given'} instead of {then['time_text'] or 'not given'}"]
    return []


def days_of(row: Row) -> str:
    """The day or days of a row, as a sentence has them; "" where none is known."""
    first, last = str(row["date_start"]), str(row["date_end"])
    if not first:
        return ""
    return say_date(first) if last in ("", first) else f"{say_date(first)} to {say_date(last)}"


def _zone(then: Row, now: Row) -> list[str]:
    """What of the zone differs, as each trace tells it; in results without traces nothing."""
    was, is_ = _apart(zone_said(then), zone_said(now))
    if was and is_ and was != is_:
        return [f"the zone is {is_} instead of {was}"]
    when = [str(row["temporal"]).replace("_", " ") for row in (then, now)]
    if not _date(then, now) and when[0] != when[1]:
        return [f"the zone's validity is another (the date counts as {when[1]} instead of {when[0]})"]
    if then["applies"] != now["applies"]:
        return ["whom the zone binds is another"]
    return []


def zone_said(row: Row) -> str:
    """The zone as the row's trace describes it, "name: what it is"; "" in a result without traces."""
    said = [str(step.get("text", "")) for step in _list(row["trace"])
            if isinstance(step, dict) and str(step.get("text", "")).startswith(_THE_ZONE)]  # fmt: skip
    return said[0].removeprefix(_THE_ZONE).rstrip(".") if said else ""


def _apart(was: str, is_: str) -> tuple[str, str]:
    """Two descriptions of a zone without its name, which moves no verdict, and without metres where words differ."""
    clauses = [one.partition(": ")[2] for one in (was, is_)]
    if not all(clauses):
        return was, is_
    words = [re.sub(r", [\d,. to]+ m on the ellipsoid", "", one) for one in clauses]
    first, second = (_TWICE.sub(r"\1", one) for one in (words if words[0] != words[1] else clauses))
    return first, second


_TWICE: Final = re.compile(r"(around -?[\d.]+, -?[\d.]+) \([-\d., ]+\)")
"""A centre that is its coordinates, and these once more."""
_THE_ZONE: Final = "The zone is "
_CAUSES: Final[tuple[Callable[[Row, Row], list[str]], ...]] = (_evidence, _place, _date, _zone)


def sentences_of(row: Row) -> frozenset[Any]:
    """(report, quote) of everything that the incident rests on."""
    return frozenset((one.get("report", ""), " ".join(one["quote"].split())) for one in _list(row["evidence"])
                     if isinstance(one, dict) and one.get("quote"))  # fmt: skip


def _list(text: Any) -> list[Any]:
    try:
        held = json.loads(text) if text else []
    except ValueError:
        return []
    return held if isinstance(held, list) else []


def shortened(text: str) -> str:
    """A text on one line, cut where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
