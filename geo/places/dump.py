"""GeoNames' download files as they come: allCountries (19 columns) and alternateNamesV2, plain or zipped.

Read line by line. A line that cannot be used is noted with its number and the reading goes on; a file that is none
of these is refused by name before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeVar

from geo.errors import GazetteerError, InputError, Rejection
from geo.files import BROKEN_ARCHIVE
from geo.units import check_lonlat

PLACE_COLUMNS: Final = 19
NAME_COLUMNS: Final = range(4, 11)
"""alternateNames has 8 columns, alternateNamesV2 two dates more; trailing empty ones may be cut off."""
_NO_NAMES: Final = frozenset(
    ("link", "wkdt", "post", "iata", "icao", "faac", "fr_1793", "tcid", "unlc", "phon", "uicn")
)
"""What stands in the language column where the name is an address or a code."""
_TELLING: Final = 200
"""Lines after which a file without one sound line is taken for something else."""
_KEPT: Final = 50
"""Malformed lines that are named; all are counted."""
_BUFFER: Final = 1 << 20
_LONGEST: Final = 1 << 18
"""Bytes of the longest line taken for one; GeoNames' have some 20,000."""
_UNUSED: Final = "not used"
_LEGEND: Final = frozenset(("readme.txt", "iso-languagecodes.txt"))

_Line = TypeVar("_Line")


class PlaceLine(NamedTuple):
    """What is used of a row of allCountries."""

    id: int
    name: str
    ascii: str
    """The name in ASCII."""
    others: str
    """Alternate names, separated by commas."""
    lon: float
    lat: float
    letter: str
    """Feature class."""
    code: str
    """Feature code."""
    country: str
    """ISO alpha-2; empty in no man's land and at sea."""
    also: str
    """The first of the other countries it belongs to."""
    admin1: str
    population: int
    modified: str
    """ISO date."""


class NameLine(NamedTuple):
    """What is used of a row of alternateNamesV2."""

    id: int
    name: str
    former: bool
    """Historic, colloquial, or no longer in use."""


@dataclass(slots=True)
class Tally:
    """What was found in one file besides its rows."""

    source: str
    malformed: int = 0
    """Lines that could not be used."""
    twice: int = 0
    """Rows of a place that stands earlier already."""
    edition: str = ""
    """The newest date of change of a row, ISO."""
    first: list[Rejection] = field(default_factory=list)
    """The first malformed lines."""

    def refuse(self, number: int, reason: str) -> None:
        """Note line `number`, from 1, as malformed."""
        self.malformed += 1
        if len(self.first) < _KEPT:
            self.first.append(Rejection(self.source, f"line {number}", reason, _UNUSED))

    def rejections(self) -> list[Rejection]:
        """The first malformed lines by number, and how many more there are."""
        out = list(self.first)
        if more := self.malformed - len(out):
            out.append(Rejection(self.source, f"{more:,} further lines", "malformed as well", _UNUSED))
        if self.twice:
            out.append(Rejection(self.source, f"{self.twice:,} rows", "their place stands earlier already", _UNUSED))
        return out


def place_line(line: str) -> PlaceLine:
    """One row of allCountries. Raises InputError with what is wrong about it.

    >>> cells = ["1", "Tall Hill", "Tall Hill", "", "34.5", "38.25", "T", "HLL", "SY", *[""] * 10]
    >>> place_line("\\t".join(cells))[4:9]
    (38.25, 34.5, 'T', 'HLL', 'SY')
    """
    cells = line.split("\t")
    if len(cells) != PLACE_COLUMNS:
        raise InputError(f"{len(cells)} columns, {PLACE_COLUMNS} are needed")
    number, name, plain, others, lat, lon, letter, code, country, also, admin1 = cells[:11]
    if not name.strip():
        raise InputError("the name is empty")
    try:
        x, y, key = float(lon), float(lat), int(number)
    except ValueError:
        raise InputError(f"id {number!r}, latitude {lat!r} or longitude {lon!r} is not a number") from None
    check_lonlat(x, y)
    if not 0 < key < 1 << 62:
        raise InputError(f"id {number} is out of range")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise InputError(f"country {country!r} is no code of two letters")
    people = cells[14]
    if people and not (people.isdigit() and people.isascii() and len(people) <= 12):
        raise InputError(f"population {people!r} is not a number")
    home = also.partition(",")[0]
    return PlaceLine(
        key, name, plain, others, x, y, letter, code, country, "" if home == country else home, admin1,
        int(people or 0), cells[18],
    )  # fmt: skip


def name_line(line: str) -> NameLine | None:
    """One row of alternateNamesV2; None for one that is an address or a code. Raises InputError.

    >>> name_line("7\\t99\\ten\\tStalingrad\\t\\t\\t\\t1\\t1925\\t1961")
    NameLine(id=99, name='Stalingrad', former=True)
    """
    cells = line.split("\t")
    if len(cells) not in NAME_COLUMNS:
        raise InputError(f"{len(cells)} columns, 10 are needed")
    if cells[2] in _NO_NAMES:
        return None
    if not (cells[1].isdigit() and cells[1].isascii() and len(cells[1]) < 19):
        raise InputError(f"id {cells[1]!r} is not a number")
    if not cells[3].strip():
        raise InputError("the name is empty")
    return NameLine(int(cells[1]), cells[3], "1" in cells[6:8] or bool("".join(cells[9:10]).strip()))


def read(path: Path, parse: Callable[[str], _Line], tally: Tally, seen: Callable[[int], None]) -> Iterator[_Line]:
    """The rows of a file; `seen` is told the bytes read so far, now and then. Raises GazetteerError for a file that
    cannot be read to its end, and for one without a sound line.
    """
    sound = 0
    with opened(path) as stream:
        read_so_far = 0
        for number, raw in enumerate(iter(partial(stream.readline, _LONGEST), b""), start=1):
            read_so_far += len(raw)
            if not number % 5_000:
                seen(read_so_far)
            try:
                line = raw.rstrip(b"\r\n").decode("utf-8-sig" if number == 1 else "utf-8")
                if not line:
                    continue
                row = parse(line)
            except UnicodeDecodeError:
                tally.refuse(number, "not UTF-8 text")
            except InputError as error:
                tally.refuse(number, str(error))
            else:
                sound += 1
                yield row
            if not sound and tally.malformed >= _TELLING:
                break
        seen(read_so_far)
    if not sound:
        raise GazetteerError(_not_such(path, tally))


def _not_such(path: Path, tally: Tally) -> str:
    first = tally.first[0] if tally.first else None
    what = f"{first.where}: {first.reason}" if first else "it is empty"
    return (
        f"{path} is not in GeoNames' layout ({what}); "
        "allCountries has 19 columns, alternateNamesV2 (after --alternate-names) has 10"
    )


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes] | io.BufferedReader]:
    """The bytes of a file, or of the one table in a zip. Raises GazetteerError, in reading too."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb", buffering=_BUFFER) as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as packed:
            yield io.BufferedReader(packed, _BUFFER)  # type: ignore[type-var]  # a ZipExtFile is raw enough
    except OSError as error:
        raise GazetteerError(f"{path} cannot be read: {error.strerror or error}") from None
    except BROKEN_ARCHIVE as error:
        raise GazetteerError(f"{path} is damaged or not a plain zip ({error}); download it again") from None


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    tables = [
        one
        for one in archive.infolist()
        if one.filename.endswith(".txt") and Path(one.filename).name.lower() not in _LEGEND
    ]
    if not tables:
        raise GazetteerError(f"{path} holds no table; GeoNames' zips hold a .txt")
    return max(tables, key=lambda one: (Path(one.filename).stem == path.stem, one.file_size))


def size_of(path: Path) -> int:
    """Bytes that `opened` will give."""
    try:
        if not zipfile.is_zipfile(path):
            return path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            return _member(archive, path).file_size
    except OSError as error:
        raise GazetteerError(f"{path} cannot be read: {error.strerror or error}") from None
    except zipfile.BadZipFile as error:
        raise GazetteerError(f"{path} is damaged ({error}); download it again") from None


def sha256_of(path: Path) -> str:
    """The file's own hash, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
