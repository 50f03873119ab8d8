"""Outlines of first-level divisions: the ground nearest to their cities, packed one country per archive member.

A member starts with a line of ASCII: for each division its code, the country whose outline cuts it, and its length
in bytes. Then their shapes follow, laid out as in `geo.places.outlines`, each reaching beyond the country.
data/build/province_outlines.py makes the archive; data/SOURCES.md names its source. It is opened when the first
division's outline is asked for, and nothing of it goes into the place index.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.places.folding import DATA
from geo.places.outlines import decode, encode, outline

ARCHIVE: Final = "province_outlines.zip"


@dataclass(frozen=True, slots=True)
class Cell:
    """What lies nearer to a division's cities than to any other's of its country, at sea and abroad, too."""

    shape: MultiPolygon
    """Degrees lon, lat; neighbours have their borders in common."""
    host: str
    """ISO alpha-2 of the country whose outline holds the division: France of French Guiana, else its own."""


def encode_cells(cells: Mapping[str, Cell]) -> bytes:
    """The archive member that stands for a country's divisions, by their codes."""
    parts = [encode(cell.shape) for cell in cells.values()]
    head = " ".join(f"{code} {cell.host} {len(part)}" for (code, cell), part in zip(cells.items(), parts, strict=True))
    return b"".join([head.encode("ascii"), b"\n", *parts])


def decode_cells(member: bytes) -> dict[str, Cell]:
    """The reverse of `encode_cells`, up to the grid.

    >>> cells = {"01": Cell(MultiPolygon([shapely.box(0, 0, 1, 1)]), "SY")}
    >>> decode_cells(encode_cells(cells))["01"].shape.bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    head, _, body = member.partition(b"\n")
    words = head.decode("ascii").split(" ")
    ends = list(accumulate(map(int, words[2::3])))
    spans = zip(words[::3], words[1::3], [0, *ends[:-1]], ends, strict=True)
    return {code: Cell(decode(body[start:end]), host) for code, host, start, end in spans}


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(DATA / ARCHIVE)


@lru_cache(maxsize=16)
def cells(country: str) -> Mapping[str, Cell]:
    """The cells of a country's divisions (ISO alpha-2) by GeoNames' code; empty for a country that has none."""
    try:
        member = _archive().read(country)
    except KeyError:
        return {}
    return decode_cells(member)


def province(country: str, code: str) -> MultiPolygon | None:
    """The approximate outline of a division, degrees lon, lat: its cell, cut by the country's outline.

    None where no city is known of it, or no land drawn.

    >>> from shapely.geometry import Point
    >>> homs = province("SY", "11")
    >>> homs.contains(Point(38.28, 34.56)), homs.contains(Point(37.16, 36.2)), province("SY", "99") is None
    (True, False, True)
    """
    cell = cells(country).get(code)
    whole = outline(cell.host) if cell else None
    if cell is None or whole is None:
        return None
    near = shapely.clip_by_rect(whole, *cell.shape.bounds)  # most of a large country is far from one division
    cut = shapely.intersection(cell.shape, near if near.is_valid else whole)
    parts = [part for part in shapely.get_parts(cut) if isinstance(part, Polygon) and part.area > 0.0]
    return MultiPolygon(parts) if parts else None
