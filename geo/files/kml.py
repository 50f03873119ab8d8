"""KML before GDAL reads it: what it would misread without a word, or leave out.

GDAL makes 0 of a coordinate that it cannot read, so that a place lands on the equator and an outline gets a corner
there; and it passes over links to other files.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from geo.errors import TableError
from geo.files.packed import BROKEN_ARCHIVE

_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_TUPLE: Final = re.compile(rf"{_NUMBER},{_NUMBER}(?:,{_NUMBER})?", re.ASCII)
_SHOWN: Final = 40


def check_kml(path: Path) -> list[str]:
    """Notices on what is left out of a .kml or .kmz; an empty list for other files.

    Raises TableError for coordinates that are none (OGC 12-007r2, 5.3.3.1: lon,lat or lon,lat,height, a space between
    tuples), for entities, which no KML needs, and for a file that only links to others. XML that is broken passes:
    whoever reads it says so.
    """
    found = _Found()
    try:
        for name, stream in _documents(path):
            _read(stream, name, found)
    except (*BROKEN_ARCHIVE, expat.ExpatError):
        return []
    if not found.links:
        return []
    links = "a link to another file" if found.links == 1 else f"{found.links} links to other files"
    if not found.places:
        raise TableError(f"{path}: holds {links} (NetworkLink) and no place; nothing is fetched, so {_ADVICE}")
    return [f"{path}: holds {links} (NetworkLink), and nothing is fetched; {_ADVICE} where it is needed"]


_ADVICE: Final = "open it in a map program and save what is shown as .kml"


@dataclass(slots=True)
class _Found:
    places: int = 0
    links: int = 0
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def _documents(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    if path.suffix.lower() == ".kml":
        with path.open("rb") as stream:
            yield str(path), stream
    elif path.suffix.lower() == ".kmz":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.lower().endswith(".kml"):
                    with archive.open(name) as member:
                        yield f"{path}/{name}", member


def _read(stream: IO[bytes], name: str, found: _Found) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, _: object) -> None:
        local = tag.rpartition(":")[2]
        found.path.append(local)
        found.places += local == "Placemark"
        found.links += local == "NetworkLink"
        found.text.clear()

    def end(_: str) -> None:
        if found.path.pop() == "coordinates":
            _check("".join(found.text), f"{name}, line {parser.CurrentLineNumber}")

    def text(part: str) -> None:
        if found.path and found.path[-1] == "coordinates":
            found.text.append(part)

    def refuse(*_: object) -> None:
        raise TableError(f"{name}: declares entities, as no map program does; save it anew")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = refuse
    parser.ParseFile(stream)


def _check(text: str, where: str) -> None:
    """Raise TableError unless a text is tuples of numbers; a blank behind a comma is no harm."""
    tuples = re.sub(r"\s*,\s*", ",", text.strip()).split()
    bad = next((one for one in tuples if not _TUPLE.fullmatch(one)), None)
    if bad is not None:
        raise TableError(
            f"{where}: the coordinates {bad[:_SHOWN]!r} are none; write longitude,latitude with a point for decimals, "
            "and a space between two places"
        )
