"""The other readings of a zone's own numbers, as a row lists them."""

from __future__ import annotations

import json
from typing import Any, Final

from geo.coordinates import read_lonlat
from geo.errors import ZoneError
from geo.zones.radii import read_length, read_range

_FIELDS: Final = {
    "disc": ("centre", "radius", "part"),
    "ring": ("centre", "radius", "part"),
    "buffer": ("width", "part"),
    "polygon": ("part",),
    "side_of_line": ("part",),
    "moving": ("radius",),
    "unknown": (),
}
"""What of a zone of each kind can be read otherwise."""
_ADVICE: Final = '[{"field": "radius", "value": "55 km", "source": "..."}]'


def read_alternatives(text: str, kind: str) -> list[dict[str, Any]]:
    """The alternatives of a row, each with field, value and source, all text.

    text: a JSON list, or empty; kind: of the zone. Raises InputError, "reason; advice", for what is no such list, for a
    field that the kind does not have, and for a length or centre that cannot be read.

    >>> read_alternatives('[{"field": "radius", "value": "55 km"}]', "disc")
    [{'field': 'radius', 'value': '55 km', 'source': ''}]
    """
    try:
        options = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise ZoneError(f"its alternatives {text[:40]!r} are not JSON; write {_ADVICE}") from None
    if not isinstance(options, list) or not all(isinstance(one, dict) and one.get("value") for one in options):
        raise ZoneError(f"its alternatives {text[:40]!r} are not a list of field and value; write {_ADVICE}")
    for one in options:
        _check(one.get("field"), str(one["value"]), kind)
    return [
        {"field": one["field"], "value": str(one["value"]), "source": str(one.get("source") or "")} for one in options
    ]


def _check(field: Any, value: str, kind: str) -> None:
    known = _FIELDS[kind]
    if field not in known:
        advice = f"write {' or '.join(filter(None, (', '.join(known[:-1]), *known[-1:])))}" if known else "leave it out"
        raise ZoneError(f"an alternative of a {kind} zone is of {field!r}; {advice}")
    if field == "centre":
        read_lonlat(value, what="the centre")
    elif field != "part":
        (read_range if kind == "ring" else read_length)(value)
