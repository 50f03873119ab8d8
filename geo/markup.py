"""HTML for notebooks: text that stays text, signs and small maps, without a script, a style sheet or a request.

Everything is drawn in the colour of the text around it, so it reads on light and on dark.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_CELL: Final = "padding:3px 10px;text-align:left;vertical-align:top;overflow-wrap:break-word;max-width:34em"
_LINE: Final = "border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent)"
_BREAKS: Final = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, marks and overrides of direction, half characters. Joiners stay: Persian and emoji need them."""
_SIGNS: Final = {
    "inside": '<circle cx="9" cy="9" r="6" fill="currentColor" stroke="currentColor" stroke-width="2"/>',
    "indeterminate": '<path d="M9 3a6 6 0 0 0 0 12z" fill="currentColor"/>'
    '<circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "outside": '<circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "not_in_force": '<circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-dasharray="3 2.2" opacity=".6"/>',
    "unlocated": '<path d="M4 9h10" stroke="currentColor" stroke-width="2" opacity=".6"/>',
}
"""As the map draws them (maps/assets/map.js, `glyph`)."""


def shown(value: object) -> str:
    """Text for HTML: no mark-up, no control character, and a direction of its own.

    >>> shown("<img src=x onerror=alert(1)>\\x1b")
    '<bdi>&lt;img src=x onerror=alert(1)&gt;�</bdi>'
    """
    return f"<bdi>{html.escape(printable(value))}</bdi>" if str(value) else ""


def printable(value: object) -> str:
    """Text on one line without control characters, which could hide or turn around what follows.

    >>> printable("Rut\\x1b[2Jbah\\n\\u202egnp")
    'Rut�[2Jbah �gnp'
    """
    return _HIDDEN.sub("\ufffd", _BREAKS.sub(" ", str(value)))


def sign(verdict: str) -> str:
    """The sign of a verdict: filled, half-filled, hollow, dashed, a dash; nothing for another word."""
    if verdict not in _SIGNS:
        return ""
    style = "width:1em;height:1em;vertical-align:-.12em"
    return f'<svg viewBox="0 0 18 18" style="{style}" aria-hidden="true">{_SIGNS[verdict]}</svg>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table of cells that are HTML already (`shown`)."""
    head = "".join(f'<th scope="col" style="{_CELL};{_LINE}">{shown(name)}</th>' for name in header)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL};{_LINE}">{cell}</td>' for cell in row) + "</tr>" for row in rows
    )
    above = f'<caption style="text-align:left;padding:3px 10px">{shown(caption)}</caption>' if caption else ""
    return f'<table style="border-collapse:collapse">{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def card(title: str, lines: Iterable[tuple[str, str]], picture: str = "") -> str:
    """A small card; title and what stands in the lines are HTML already, the names of the lines are text."""
    told = "".join(
        f'<dt style="opacity:.7;float:left;clear:left;width:7.5em">{shown(name)}</dt>'
        f'<dd style="margin:0 0 2px 8em;overflow-wrap:anywhere">{text}</dd>'
        for name, text in lines
        if text
    )
    return (
        '<div style="display:flex;gap:16px;align-items:flex-start;max-width:46em">'
        f'<div style="flex:none">{picture}</div>'
        f'<div style="min-width:0"><div style="font-weight:600;overflow-wrap:anywhere">{title}</div>'
        f'<dl style="margin:4px 0 0">{told}</dl></div></div>'
    )


def small_map(
    shapes: Sequence[tuple[BaseGeometry, float]], point: tuple[float, float] | None = None, size: int = 110
) -> str:
    """Polygons (degrees, lon lat) with how opaque each is, and a point, as an SVG of `size` pixels; "" for nothing.

    Drawn as seen from above the point, or the middle of the first shape: the azimuthal equidistant projection of a
    sphere (Snyder 1987, p. 195), to which the antimeridian and the poles are places like any other.
    """
    shapes = [(one, ink) for one, ink in shapes if one is not None and not one.is_empty]
    shapes = [(one, ink) for one, ink in shapes if np.isfinite(one.bounds).all()]
    if not shapes:
        return ""
    centre = np.radians(point or _middle(shapes[0][0]))

    def flat(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        east, lat = np.radians(lonlat[:, 0]) - centre[0], np.radians(lonlat[:, 1])
        x = np.cos(lat) * np.sin(east)
        y = math.cos(centre[1]) * np.sin(lat) - math.sin(centre[1]) * np.cos(lat) * np.cos(east)
        up = math.sin(centre[1]) * np.sin(lat) + math.cos(centre[1]) * np.cos(lat) * np.cos(east)
        away = np.hypot(x, y)
        return np.asarray(np.column_stack([x, -y]) * (np.arctan2(away, up) / np.maximum(away, 1e-15))[:, None])

    drawn = [(_whole(shapely.transform(one, flat)), ink) for one, ink in shapes]
    west, south, east, north = shapely.total_bounds([one for one, _ in drawn])
    span = max(east - west, north - south, 1e-9) * 1.12
    left, top = (west + east - span) / 2, (south + north - span) / 2

    def place(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.round((xy - (left, top)) * (size / span), 1))

    areas = "".join(
        f'<path d="{_path(one, place, size)}" fill="currentColor" fill-opacity="{ink:g}" fill-rule="evenodd" '
        'stroke="currentColor" stroke-opacity=".5"/>'
        for one, ink in drawn
    )
    at = "" if point is None else '<circle cx="{:g}" cy="{:g}" r="2.5" fill="currentColor"/>'.format(
        *place(flat(np.array([point])))[0]
    )  # fmt: skip
    frame = f'viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
    return f'<svg {frame} role="img" aria-label="where it lies">{areas}{at}</svg>'


def _whole(shape: BaseGeometry) -> BaseGeometry:
    """A shape whose parts were cut at the antimeridian, without the cut."""
    if shape.geom_type != "MultiPolygon":
        return shape
    width = max(np.ptp(shape.bounds[0::2]), np.ptp(shape.bounds[1::2]))
    whole: BaseGeometry = shapely.buffer(shapely.make_valid(shape), width * 1e-4, join_style="mitre")
    return whole


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    part = max(shapely.get_parts(shape), key=lambda one: one.area)
    return part.centroid.x, part.centroid.y


def _path(shape: BaseGeometry, place: Any, size: int) -> str:
    thin = shape.simplify(max(np.ptp(shape.bounds[0::2]), np.ptp(shape.bounds[1::2])) / (2.0 * size))
    rings = [
        ring
        for part in shapely.get_parts(thin if not thin.is_empty else shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in place(shapely.get_coordinates(ring))) + "Z" for ring in rings
    )
