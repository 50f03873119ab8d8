"""The kinds of zones: what each needs, what it cannot have, and which of them a row means that does not say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.coordinates import read_lonlat
from geo.errors import ZoneError
from geo.units import parse_heading
from geo.zones.radii import is_range, read_length, read_range

_KINDS: Final = ("disc", "ring", "polygon", "buffer", "side_of_line", "moving", "unknown")
_EITHER: Final = frozenset({"both", "both sides", "each side", "either side"})
_COAST: Final = frozenset({"landward", "seaward"})


def kind_of(row: Mapping[str, str], drawn: BaseGeometry | None, worded: str) -> str:
    """The kind that a row states, or the only one that it can mean.

    row: text by column; drawn: the line or polygon of its course, None where that is a name or there is none; worded:
    "radius" or "width" where a column calls its length so. Raises ZoneError, "reason; advice", for a kind that is
    unknown, and for a row that can mean two.
    """
    stated = re.sub(r"[\s_-]+", "_", row["kind"].lower())
    if stated:
        if stated not in _KINDS:
            raise ZoneError(f"the kind {row['kind']!r} cannot be built; write {', '.join(_KINDS)}, or leave it empty")
        point = row["centre"] and not row["course"] and read_latlon(row["centre"])
        return "disc" if stated == "buffer" and point and not row["side"] else stated  # all around a point is a disc
    if row["track"]:
        return "moving"
    if not row["course"]:
        return "ring" if is_range(row["radius_text"]) else "disc"
    if not row["radius_text"]:
        return "side_of_line" if drawn is not None and _is_line(drawn) else "polygon"
    if row["centre"] and worded != "width":
        raise ZoneError("it has a length, a centre and a course; write kind disc or buffer, or leave one of them out")
    if worded == "radius" and (drawn is None or not _is_line(drawn)):
        raise ZoneError("it is drawn as a polygon and has a radius; write kind polygon, or buffer and radius_text")
    return "buffer"


def check_kind(row: dict[str, str], drawn: BaseGeometry | None) -> None:
    """Raise InputError, "reason; advice", unless a row has what its kind needs and nothing that contradicts it.

    row: text by column, its kind known; what says nothing about a zone of its kind is emptied, a side named as
    `geo.zones.figure` knows it. drawn: as for `kind_of`.
    """
    _CHECKS[row["kind"]](row, drawn)


def read_latlon(text: str) -> tuple[float, float] | None:
    """(lon, lat) in degrees of a centre given by its coordinates; None where it is a name (`geo.coordinates`)."""
    return read_lonlat(text, what="the centre")


def _is_line(geometry: BaseGeometry) -> bool:
    return "Line" in geometry.geom_type


def _disc(row: dict[str, str], _: BaseGeometry | None) -> None:
    _check_round(row)
    if is_range(row["radius_text"]):
        raise ZoneError(f"a disc has one radius, not {row['radius_text']}; write kind ring, or one length")
    read_length(row["radius_text"])


def _ring(row: dict[str, str], _: BaseGeometry | None) -> None:
    _check_round(row)
    if not is_range(row["radius_text"]):
        raise ZoneError(f"a ring needs two radii, not {row['radius_text']!r}; write radius_text 10-20 km")
    read_range(row["radius_text"])


def _check_round(row: Mapping[str, str]) -> None:
    kind = row["kind"]
    if row["course"]:
        raise ZoneError(f"a {kind} has no course; leave it empty, or write kind polygon or buffer")
    if not row["centre"]:
        raise ZoneError(
            "the zone has no centre and no course; write a place name, or lat, lon; or draw it; or write kind unknown"
        )
    if not row["radius_text"]:
        raise ZoneError("the zone has no radius; write it with its unit (34 mi)")
    _check_without(row, "side", "track")
    read_latlon(row["centre"])


def _polygon(row: dict[str, str], drawn: BaseGeometry | None) -> None:
    _check_course(row, "a POLYGON, or the name of an area")
    _check_without(row, "side", "track")
    if row["radius_text"]:
        raise ZoneError(f"a polygon has no length, {row['radius_text']}; leave it empty, or write kind buffer")
    if drawn is not None and _is_line(drawn):
        raise ZoneError("a polygon cannot be made of a line; close it as a POLYGON, or give the line a width (6 km)")


def _buffer(row: dict[str, str], drawn: BaseGeometry | None) -> None:
    _check_course(row, "a LINESTRING or POLYGON, or the name of an area")
    _check_without(row, "track")
    if not row["radius_text"]:
        raise ZoneError("a buffer needs its width; write it to each side (radius_text 6 km)")
    if is_range(row["radius_text"]):
        raise ZoneError(
            f"a buffer has one width, not {row['radius_text']}; write the outer one, and minus a second row"
        )
    read_length(row["radius_text"])
    side = row["side"].lower()
    row["side"] = "both" if side in _EITHER else _side(side)
    line = drawn is not None and _is_line(drawn)
    if line and row["side"] in {"inside", "outside"}:
        raise ZoneError(f"a line has no {row['side']}; write left, right, a compass point, landward or seaward")
    if not line and row["side"] in {"left", "right"}:
        raise ZoneError(f"a polygon has no {row['side']} side; write inside, outside, landward or seaward")


def _side_of_line(row: dict[str, str], drawn: BaseGeometry | None) -> None:
    _check_course(row, "a LINESTRING")
    _check_without(row, "track")
    if drawn is None or not _is_line(drawn):
        what = f"the area {row['course']!r}" if drawn is None else f"a {drawn.geom_type}"
        raise ZoneError(f"a side_of_line cannot be made of {what}; write a LINESTRING")
    if row["radius_text"]:
        raise ZoneError("a side_of_line has no width; leave radius_text empty, or write kind buffer")
    row["side"] = _side(row["side"].lower())
    if row["side"] in {"", "inside", "outside"} or row["side"] in _EITHER:
        raise ZoneError(
            "a line alone is no zone: a side_of_line needs a side and a buffer its width; write side left, right, "
            "north, landward or seaward, or radius_text 6 km"
        )


def _moving(row: dict[str, str], _: BaseGeometry | None) -> None:
    if not row["track"]:
        raise ZoneError("a moving zone needs its track; write track 1982-05-02T19:00Z 55.40 S 61.53 W; ...")
    if not row["radius_text"]:
        raise ZoneError("a moving zone needs its radius; write it with its unit (5 nmi)")
    if row["course"]:
        raise ZoneError("a moving zone has no course; write the times and positions of what moves as its track")
    _check_without(row, "side")
    read_length(row["radius_text"])
    row["centre"] = ""


def _unknown(row: dict[str, str], _: BaseGeometry | None) -> None:
    if row["course"] or row["track"]:
        raise ZoneError("its kind is unknown and yet it has a course; leave the kind empty, or the course")
    if not row["name"] and not row["id"]:
        raise ZoneError("a zone whose course is unknown needs a name; write what it is called")
    row["centre"] = row["radius_text"] = row["side"] = ""


_CHECKS: Final[dict[str, Callable[[dict[str, str], BaseGeometry | None], None]]] = {
    "disc": _disc,
    "ring": _ring,
    "polygon": _polygon,
    "buffer": _buffer,
    "side_of_line": _side_of_line,
    "moving": _moving,
    "unknown": _unknown,
}


def _check_course(row: dict[str, str], advice: str) -> None:
    """A course there must be; what is named as the centre of an area's border is its course."""
    if not row["course"] and row["centre"] and read_latlon(row["centre"]) is None:
        row["course"] = row["centre"]
    if not row["course"]:
        raise ZoneError(f"a {row['kind']} needs its course; write {advice}")
    row["centre"] = ""


def _check_without(row: Mapping[str, str], *columns: str) -> None:
    for column in columns:
        if row[column]:
            needs = {"side": "buffer or side_of_line", "track": "moving"}[column]
            raise ZoneError(f"a {row['kind']} has no {column}; leave it empty, or write kind {needs}")


def _side(word: str) -> str:
    """A side as `geo.zones.figure` knows it: a compass point by its name."""
    if not word or word in {"left", "right", "inside", "outside", *_COAST, *_EITHER}:
        return word
    heading = parse_heading(word)
    if heading is None:
        raise ZoneError(f"the side {word!r} is none; write left, right, north, landward, seaward, inside or outside")
    return heading.name
