"""Tables as a notebook shows them: what a reader wants of INCIDENTS, ZONES or CONTAINMENT, and no mark-up from them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.errors import TableError
from geo.frames import VERDICTS, records
from geo.markup import printable, shown, sign, small_map, table
from geo.units import say_length
from geo.values import Location
from geo.values.card import digits

if TYPE_CHECKING:
    import pandas as pd

_WIDEST: Final = 60
_Cell = tuple[str, str]
"""A cell as text, and as HTML."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to look at: HTML in a notebook, text in columns anywhere else."""

    caption: str
    header: tuple[str, ...]
    """The columns' names; "" is a column of pictures."""
    rows: tuple[tuple[_Cell, ...], ...]

    def __repr__(self) -> str:
        """The caption, and the rows in columns."""
        kept = [at for at, name in enumerate(self.header) if name]
        cells = [self.header, *(tuple(printable(text) for text, _ in row) for row in self.rows)]
        widths = {at: min(_WIDEST, max(len(row[at]) for row in cells)) for at in kept}
        lines = ("  ".join(row[at][:_WIDEST].ljust(widths[at]) for at in kept).rstrip() for row in cells)
        return "\n".join([self.caption, *lines])

    def _repr_html_(self) -> str:
        """The table, without a script, a style sheet or a request."""
        return table(self.header, ([html for _, html in row] for row in self.rows), self.caption)


def show(what: pd.DataFrame | Sequence[Location | None], *, most: int = 100) -> Shown:
    """INCIDENTS, ZONES or CONTAINMENT, or several locations, to look at: as text, and as HTML in a notebook.

    The first `most` rows are shown. The tables themselves stay plain GeoDataFrames and DataFrames. Raises TableError
    for a table that is none of the three.

    >>> import geo
    >>> show(geo.zone("33.50583, 38.61778", "34 mi", name="At Tanf"))
    1 zone
    Zone     Kind  Where                            In force
    At Tanf  disc  34 mi around 33.50583, 38.61778  always
    """
    if isinstance(what, Sequence):
        given = list(what)
        return _made("location", len(given), _LOCATION, (_location(one) for one in given[:most]))
    columns, rows = set(what.columns), records(what.head(most))
    if {"verdict", "incident_id", "zone_id", "p_inside", "reason"} <= columns:
        found = what["verdict"].value_counts()
        counted = ", ".join(f"{found[one]:,} {_words(one)}" for one in VERDICTS if one in found)
        return _made("verdict", len(what), _VERDICT, (_verdict(row) for row in rows), counted)
    if {"id", "kind", "valid_from_earliest"} <= columns:
        return _made("zone", len(what), _ZONE, (_zone(row) for row in rows))
    if {"id", "place_text", "date_start", "lon", "lat"} <= columns:
        return _made("incident", len(what), _INCIDENT, (_incident(row) for row in rows))
    raise TableError("this table is no INCIDENTS, ZONES or CONTAINMENT; show what read, read_zones or check gave")


def _made(what: str, total: int, header: Sequence[str], rows: Iterable[Sequence[_Cell]], counted: str = "") -> Shown:
    cells = tuple(tuple(row) for row in rows)
    caption = f"{total:,} {what}{'s' * (total != 1)}" + (f": {counted}" if counted else "")
    caption += f"; the first {len(cells):,} are shown" if len(cells) < total else ""
    return Shown(caption, tuple(header), cells)


_VERDICT: Final = ("Incident", "Zone", "Verdict", "P(inside)", "Why")
_ZONE: Final = ("", "Zone", "Kind", "Where", "In force")
_INCIDENT: Final = ("Date", "Incident", "Where", "lon, lat", "9 in 10 within")
_LOCATION: Final = ("", "Words", "Place", "lon, lat", "9 in 10 within")


def _verdict(row: Mapping[str, Any]) -> list[_Cell]:
    from geo.zones.reasons import say_p

    title = _plain(row.get("title")) or _plain(row["incident_id"])
    chance = "" if math.isnan(row["p_inside"]) else say_p(row["p_inside"])
    word = _words(row["verdict"])
    told = (word, f'<span style="white-space:nowrap">{sign(str(row["verdict"]))} {shown(word)}</span>')
    return [_text(title), _text(_plain(row["zone_id"])), told, _text(chance), _text(_plain(row["reason"]))]


def _zone(row: Mapping[str, Any]) -> list[_Cell]:
    size, centre, course = (_plain(row.get(name)) for name in ("radius_text", "centre", "course"))
    where = " around ".join(filter(None, (size, centre or course[:80])))
    first = _between(_plain(row["valid_from_earliest"]), _plain(row.get("valid_from_latest")), "…")
    last = _between(_plain(row.get("valid_to_earliest")), _plain(row.get("valid_to_latest")), "…")
    force = " ".join(filter(None, (first and f"from {first}", last and f"to {last}", _plain(row.get("hours")))))
    drawn = small_map([(row["geometry"], 0.15)], size=56) if row.get("geometry") is not None else ""
    texts = (_plain(row.get("name")) or _plain(row["id"]), _words(row["kind"]), where, force or "always")
    return [("", drawn), *map(_text, texts)]


def _incident(row: Mapping[str, Any]) -> list[_Cell]:
    first, last = _plain(row["date_start"]), _plain(row.get("date_end"))
    title = _plain(row.get("title")) or _plain(row["id"])
    where = _plain(row["place_text"]) or _plain(row.get("place_name")) or _plain(row.get("unlocated_reason"))
    position = _position(row["lon"], row["lat"], row.get("uncertainty_m", math.nan))
    return [_text(one) for one in (_between(first, last) or "undated", title, where, *position)]


def _location(one: Location | None) -> list[_Cell]:
    if one is None:
        return [("", ""), *map(_text, ("not located", "", "", ""))]
    drawn = small_map([(one.region.footprint(0.9), 0.12), (one.region.footprint(0.5), 0.2)], (one.lon, one.lat), 56)
    place = f"{one.place.name} ({one.place.country})" if one.place else ""
    return [("", drawn), *map(_text, (one.text, place, *_position(one.lon, one.lat, one.uncertainty_m)))]


def _position(lon: float, lat: float, doubt: float) -> tuple[str, str]:
    if not (math.isfinite(lon) and math.isfinite(lat) and doubt > 0):
        return "", ""
    return ", ".join(digits(lon, lat, doubt)), say_length(doubt, "km" if doubt >= 1000 else "m", doubt_m=doubt / 5)


def _between(first: str, last: str, to: str = " to ") -> str:
    return first if first == last or not last else f"{first or 'open'}{to}{last}"


def _words(value: Any) -> str:
    return _plain(value).replace("_", " ")


def _plain(value: Any) -> str:
    return "" if value is None or value != value else str(value)  # noqa: PLR0124  # NaN


def _text(value: str) -> _Cell:
    return value, shown(value)
