"""The four bounds of a zone's validity, as a row words them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from geo.errors import DateError, ZoneError
from geo.instants import Instant, parse_instant

BOUNDS: Final = ("valid_from_earliest", "valid_from_latest", "valid_to_earliest", "valid_to_latest")
_IN_ORDER: Final = ((0, 1), (2, 3), (0, 3), (0, 2))
"""Which of `BOUNDS` may not come before which."""
_DAY_MIN: Final = 24 * 60
_EARLIEST_OFFSET_MIN, _LATEST_OFFSET_MIN = -12 * 60, 14 * 60
"""Legal time is between 12 hours behind and 14 ahead of UTC (tz database: Etc/GMT+12, Pacific/Kiritimati)."""


def read_bounds(given: Mapping[str, str]) -> dict[str, str]:
    """`BOUNDS` by name, as `geo.dates` writes an instant; empty = open.

    given: text by column; valid_from and valid_to stand for both bounds of their side. Raises DateError for what is no
    day or time, ZoneError for an end before its start, whatever the offsets that are left open.

    >>> read_bounds({"valid_from": "30 April 1982"})["valid_from_latest"]
    '1982-04-30'
    """
    found = {}
    for side in ("valid_from", "valid_to"):
        for bound in (f"{side}_earliest", f"{side}_latest"):
            found[bound] = _instant(given.get(bound, "").strip() or given.get(side, "").strip(), bound)
    for first, last in _IN_ORDER:
        low, high = found[BOUNDS[first]], found[BOUNDS[last]]
        if low and high and _backwards(low, high):
            raise ZoneError(f"its dates run backwards, {low.text} to {high.text}; put the earlier one first")
    return {bound: instant.text if instant else "" for bound, instant in found.items()}


def _instant(text: str, bound: str) -> Instant | None:
    if not text:
        return None
    try:
        return parse_instant(text)
    except DateError as error:
        raise DateError(f"{bound}: {error}") from None


def _backwards(low: Instant, high: Instant) -> bool:
    """Whether `low` is later than `high` wherever on Earth the one without an offset is meant."""
    local = low.offset_minutes is None and high.offset_minutes is None
    return _minutes(low, end=False, local=local) > _minutes(high, end=True, local=local)


def _minutes(instant: Instant, *, end: bool, local: bool) -> int:
    """The first minute that an instant may mean, or the last; a day without a time lasts until its last minute."""
    clock = instant.minute if instant.minute is not None else (_DAY_MIN - 1 if end else 0)
    offset = instant.offset_minutes
    if offset is None:
        offset = 0 if local else _EARLIEST_OFFSET_MIN if end else _LATEST_OFFSET_MIN
    return (instant.day - date(1, 1, 1)).days * _DAY_MIN + clock - offset
