"""What the tests of bad input share: the zone, the sound row, a file of it and others, and what a run said."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import GeoError

ZONE = ("--zone", "33.50583, 38.61778, 34 mi")
HEAD = "id,date,lat,lon\n"
OK = "ok,2017-06-08,33.6,38.7\n"
BOWTIE = '{"type": "Polygon", "coordinates": [[[38, 33], [39, 34], [39, 33], [38, 34], [38, 33]]]}'


def feature(name: str, geometry: str) -> str:
    """A GeoJSON feature."""
    return f'{{"type": "Feature", "properties": {{"id": "{name}", "date": "2017-06-08"}}, "geometry": {geometry}}}'


def collection(*features: str, member: str = "") -> str:
    """A GeoJSON file."""
    return f'{{"type": "FeatureCollection", {member} "features": [{", ".join(features)}]}}'


@dataclass(frozen=True)
class Bad:
    """One row of the table."""

    what: str
    data: bytes
    verdicts: str
    """ "id verdict, id verdict": all that comes out; "" where the file is refused."""
    says: tuple[str, ...] = ()
    """What standard error says; () where there is nothing to say."""
    code: int = 3
    name: str = "a.csv"


def rows(text: str, head: str = HEAD) -> bytes:
    """A table of the sound row and others."""
    return (head + OK + text).encode()


def features(*more: str, member: str = "") -> bytes:
    """A GeoJSON file of the sound feature and others."""
    return collection(SOUND, *more, member=member).encode()


SOUND = feature("ok", '{"type": "Point", "coordinates": [38.7, 33.6]}')


def nested(deep: int) -> str:
    """A point in so many brackets."""
    return f'{{"type": "Point", "coordinates": {"[" * deep}{"]" * deep}}}'


def refused(what: str, data: bytes, *says: str, name: str = "a.csv") -> Bad:
    """A file that cannot be read at all."""
    return Bad(what, data, "", says, 1, name)


def listed(done: object) -> str:
    """Standard error, and the refusal that ends a run."""
    ended = done.exception if isinstance(done.exception, GeoError) else ""  # type: ignore[attr-defined]
    assert done.exception is None or isinstance(done.exception, SystemExit | GeoError), repr(done.exception)  # type: ignore[attr-defined]
    return f"{done.stderr}\n{ended}"  # type: ignore[attr-defined]
