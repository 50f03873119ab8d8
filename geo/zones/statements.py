"""What the reports themselves say of a zone: "just inside the zone", "outside the 55 km zone"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from geo.errors import UnitError
from geo.units import NUMBER_PATTERN, UNIT_PATTERN, parse_length
from geo.values import Zone

Statement = Mapping[str, Any]

_LENGTH = re.compile(rf"(?:{NUMBER_PATTERN})[\s-]*(?:{UNIT_PATTERN})(?!\w)", re.IGNORECASE)
_GENERIC = frozenset(resources.files("geo.zones").joinpath("data/zone_words.txt").read_text("utf-8").split())
_SAME_RADIUS = 0.03  # 34 mi, 55 km and 30 nmi are 1.5% apart and mean one zone


def relation_of(statement: Statement) -> bool | None:
    """True for inside, False for outside, None for anything else ("near the edge of the zone")."""
    words = set(re.findall(r"[a-z]+", str(statement.get("relation", "")).lower()))
    if words & {"outside", "beyond"}:
        return False
    return True if words & {"inside", "within", "in", "into"} else None


def speaking_of(zone: Zone, statements: Sequence[Statement], zones: Sequence[Zone]) -> list[Statement]:
    """Those statements that speak of `zone`, one of `zones`.

    A zone text that gives a radius speaks of zones with that radius, in any of their stated readings; one that
    names something ("the Latakia zone") speaks of zones whose name or centre shares a name. A text that does
    neither ("the zone") speaks of a zone only when there is no other it could mean.
    """
    return [one for one in statements if _speaks_of(str(one.get("zone_text", "")), zone, zones)]


def _speaks_of(text: str, zone: Zone, zones: Sequence[Zone]) -> bool:
    radius = _radius_in(text)
    if radius is not None:
        return any(abs(radius / known - 1) <= _SAME_RADIUS for known in _radii(zone))
    named = _names(text)
    if named:
        return bool(named & (_names(zone.name) | _names(zone.centre) | _names(zone.group)))
    return len({other.group or other.id for other in zones}) == 1


def _radius_in(text: str) -> float | None:
    match = _LENGTH.search(text)
    if match is None:
        return None
    try:
        return parse_length(match[0]).metres
    except UnitError:
        return None


def _radii(zone: Zone) -> list[float]:
    own = [length for length in (zone.radius_m, zone.width_m) if not math.isnan(length)]
    return [*own, *(option.radius_m for option in zone.alternatives if option.radius_m)]


def _names(text: str) -> set[str]:
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    return {word for word in words - _GENERIC if len(word) > 2}
