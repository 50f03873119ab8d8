"""Was the zone in force? Intervals of dates against bounds of dates."""

from __future__ import annotations

from typing import Literal

from geo.values import Zone

Temporal = Literal["in_force", "before", "after", "disputed", "undated"]

_FIRST, _LAST = "0000-01-01", "9999-12-31"


def temporal(date_start: str, date_end: str, zone: Zone) -> Temporal:
    """How the days date_start..date_end (ISO, inclusive; both empty = undated) stand to the zone's validity.

    "before" and "after" only when every stated bound says so for every day; "in_force" likewise; anything
    between is "disputed". ISO dates of four-digit years compare as text.

    >>> zone = Zone(id="z", name="z", lon=0, lat=0, radius_m=1, valid_from_earliest="2016-03-03",
    ...             valid_from_latest="2017-05-18")
    >>> [temporal(day, day, zone) for day in ("2015-03-17", "2016-03-03", "2017-05-18", "")]
    ['before', 'disputed', 'in_force', 'undated']
    """
    if not date_start and not date_end:
        return "undated"
    first, last = date_start or date_end, date_end or date_start
    if last < (zone.valid_from_earliest or _FIRST):
        return "before"
    if first > (zone.valid_to_latest or _LAST):
        return "after"
    # One bound of a pair without the other leaves that side open for ever; no bound at all is no question.
    begun = first >= (zone.valid_from_latest or (_LAST if zone.valid_from_earliest else _FIRST))
    holds = last <= (zone.valid_to_earliest or (_FIRST if zone.valid_to_latest else _LAST))
    return "in_force" if begun and holds else "disputed"
