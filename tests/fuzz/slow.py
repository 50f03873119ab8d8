"""Time and memory against size: texts made of what a grammar repeats, ever longer."""

from __future__ import annotations

import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geo
from geo.coordinates import read_coordinates
from geo.dates import parse_date
from geo.errors import GeoError
from geo.grids import read_grid
from geo.incidents.tables.read import read_table
from geo.instants import find_clock, parse_instant
from geo.localities.grammar import parse
from geo.places.case import read_places
from geo.reports import read_report
from geo.units import parse_heading, parse_length
from geo.zones.conditions import Conditions
from geo.zones.course import read_wkt
from geo.zones.hours import parse_hours
from geo.zones.moments import moment
from geo.zones.read import parse_zone, read_zones
from geo.zones.track import parse_track

_SMALL, _TIMES = 2_000, 8
"""Characters of the shorter text; how many times as long the longer one is."""
_LIMIT: Final = 3.0
"""Times in proportion: 1 is linear, `_TIMES` quadratic."""
_NOTHING_S: Final = 0.05
"""A time up to which proportions are noise."""

UNITS: Final = (
    " ", "\n", "\t", "-", ",", ".", ":", "/", "(", '"', "'", "a", "A", "1", "é", "\u00a0", "a ", "A ", "1 ", "1,",
    "1.", "1/", "a-", "a:",
    "12 and ", "3 to ", "1 - ", "north ", "north-", "N ", "of ", "the ", "and ", "near ", "between ", "in the ",
    "At Tanf ", "miles ",
    "5 miles ", "5 miles north of ", "1 June ", "2017-", "2017-06-08 ", "12:00", "12:00 - ", "4 pm ", "mon-",
    "daily ", "platform:",
    "drone, ", "; ", "[", "{", "((", "POLYGON (", "0 0, ", "---\n", "a: b\n", "\u00e2\u20ac", "zone ", "inside the ",
    "said ", "He said. ",
    "“", "killed ", "20 people were killed ", "<a>", "&amp;", "\x00", "x" * 60 + " ",
)  # fmt: skip
WORDS: Final = (
    *UNITS, "said ", "according to ", "“", "”", "—", "the army ", "on Thursday ", "Col. ", "U.S. ", "34-mile ", "zone ",
    "was hit ", "killed ", "drone ", "\n\n", "Mr. Smith, a spokesman for ", "(AP) ", "km ", "from ", "at ",
)  # fmt: skip
"""What `mixed` puts together."""
PREFIXES: Final = ("", "a", "1", "---\na")
TAILS: Final = ("!", "a", ")", "\x00", "")

_Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Grown:
    """How the time of one reader grew from one text to one `_TIMES` as long."""

    reader: str
    text: str
    short_s: float
    long_s: float
    kb: float

    @property
    def is_linear(self) -> bool:
        """No more than `_LIMIT` times proportional, or too quick to tell."""
        return self.long_s < _NOTHING_S or (self.long_s <= _LIMIT * _TIMES * max(self.short_s, _NOTHING_S / _TIMES))

    def say(self) -> str:
        """In words."""
        return (
            f"{self.reader}: {self.kb:.0f} KB of {self.text} took {self.long_s:.2f} s, "
            f"an {_TIMES}th of it {self.short_s:.2f} s"
        )


def _with_file(suffix: str, read: Callable[[Path], Any], frame: str = "{}") -> _Reader:
    def reader(text: str) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"given{suffix}"
            path.write_text(frame.replace("{}", text), "utf-8")
            return read(path)

    return reader


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _csv(read: Callable[[Path], Any], head: str, row: str) -> _Reader:
    return lambda text: _with_file(".csv", read, head + "\n" + row)(_quoted(text))


READERS: Final[dict[str, _Reader]] = {
    "locality": parse, "date": parse_date, "coordinates": read_coordinates, "grid": lambda text: read_grid(text, "it"),
    "length": parse_length, "heading": parse_heading, "instant": parse_instant, "clock": find_clock,
    "time of day": lambda text: moment("2017-06-08", "2017-06-08", text, 0.0), "hours": parse_hours,
    "conditions": Conditions.of,
    "what a zone binds": lambda text: Conditions.of("drone; party: Syria; altitude: below 3 km").judge(
        {"title": text, "actor": text, "target": text, "altitude": text}),
    "track": parse_track, "course": read_wkt, "zone": parse_zone,
    "header": _with_file(".txt", read_report, "---\ntitle: x\n{}\n---\nbody\n"), "report": _with_file(".txt",
    read_report),
    "a cell of incidents.csv": _csv(read_table, "id,date,lat,lon,place,time_text", '1,"{}","{}","{}","{}","{}"'),
    "coordinates in a cell": _csv(read_table, "id,coordinates,counts,uncertainty_m", '1,"{}","{}","{}"'),
    "the first row": _with_file(".csv", read_table), "the text of a .json": _with_file(".json", read_table),
    "a cell of zones.csv": _csv(read_zones, "name,centre,radius_text,hours,valid_from", '"{}","{}","{}","{}","{}"'),
    "the course of zones.csv": _csv(read_zones, "name,course,radius_text,side,clip,applies_to",
    'z,"{}",6 km,"{}","{}","{}"'),
    "a cell of places.csv": _csv(read_places, "name,lon,lat,spellings,country", '"{}",38,33,"{}",'),
}  # fmt: skip
PROSE: Final[dict[str, _Reader]] = {"draft": _with_file(".txt", lambda path: geo.draft([path], published="2017-06-20"))}


def measure(
    *, report: Callable[[str], object] = lambda _: None, readers: dict[str, _Reader] | None = None,
    units: Sequence[str] = UNITS,
    prefixes: Sequence[str] = PREFIXES, small: int = _SMALL,
) -> list[Grown]:  # fmt: skip
    """Every reader on every text; what grew faster than `_LIMIT` allows is measured again before it counts."""
    out = []
    for name, reader in (readers or READERS).items():
        began = time.monotonic()
        found = [_grown(name, reader, prefix, unit, small) for prefix in prefixes for unit in units]
        worst = max(found, key=lambda one: one.long_s / one.kb)
        report(f"{name:28} {len(found):>5} texts of {worst.kb:.0f} KB, at most "
               f"{1e3 * worst.long_s / worst.kb:.2f} ms per KB ({worst.text}), "
               f"{time.monotonic() - began:.1f} s")  # fmt: skip
        out += found
    return out


def mixed(seed: int, seconds: float, report: Callable[[str], object] = lambda _: None) -> list[Grown]:
    """For a while, every reader on texts that repeat two to four random words, between random ends."""
    rng, out, end = random.Random(seed), [], time.monotonic() + seconds
    readers = [*READERS.items(), *PROSE.items()]
    while not out or time.monotonic() < end:
        name, reader = rng.choice(readers)
        unit = "".join(rng.choice(WORDS) for _ in range(rng.choice((2, 2, 3, 4))))
        out.append(_grown(name, reader, rng.choice(PREFIXES), unit, _SMALL, rng.choice(TAILS)))
    worst = max(out, key=lambda one: one.long_s / one.kb)
    report(f"{'mixed':28} {len(out):>5} texts, at most {1e3 * worst.long_s / worst.kb:.2f} ms per KB "
           f"({worst.reader}: {worst.text})")  # fmt: skip
    return out


def _grown(name: str, reader: _Reader, prefix: str, unit: str, small: int, tail: str = "!") -> Grown:
    texts = [prefix + unit * (size // len(unit)) + tail for size in (small, small * _TIMES)]
    found = Grown(
        name, f"{prefix!r} and {unit[:40]!r} repeated", *(_seconds(reader, text) for text in texts), len(texts[1]) / 1e3
    )
    if found.is_linear:
        return found
    return Grown(name, found.text, *(min(_seconds(reader, text) for _ in range(3)) for text in texts), found.kb)


def _seconds(reader: _Reader, text: str) -> float:
    began = time.process_time()
    with suppress(GeoError):
        reader(text)
    return time.process_time() - began


def memory_per_byte(reader: _Reader, unit: str, size: int) -> float:
    """Peak of memory while a text of `size` characters is read, for each of them."""
    text = unit * (size // len(unit))
    tracemalloc.start()
    try:
        with suppress(GeoError):
            reader(text)
        return tracemalloc.get_traced_memory()[1] / len(text)
    finally:
        tracemalloc.stop()


def nested(depth: int) -> list[str]:
    """JSON and WKT that go deep."""
    return ["[" * depth + "]" * depth, '{"features":' * depth + "1" + "}" * depth,
            json.dumps({"type": "GeometryCollection"})[:-1] + ', "geometries": [' * depth + "]" * depth + "}",
            "GEOMETRYCOLLECTION (" * depth + ")" * depth]  # fmt: skip
