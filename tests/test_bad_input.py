"""Bad input, in one table: what it is, what is in the file, and what every command makes of it.

In each file one row is sound (`ok`, which lies inside the zone). It has to come through; the others are listed on
standard error with file, row and reason, the exit code is 3, and nothing that is wrong ever reads as `outside`.
A file that cannot be read at all is refused: exit code 1, the reason, and nothing written.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
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


TABLE = [
    # coordinates
    Bad(
        "latitude and longitude exchanged, beyond 90",
        rows("b,2017-06-08,125.2,33.5\n"),
        "ok inside, b unlocated",
        ("row 3: latitude 125.2", "swapped? longitude 125.2, latitude 33.5 would fit"),
    ),
    Bad(
        "exchanged, told by the country",
        rows("b,2017-06-08,38.6,34.7,SY\n", "id,date,lat,lon,country\n").replace(b"38.7\n", b"38.7,SY\n"),
        "ok inside, b unlocated",
        ("row 3: ", "lies outside SY; swapped they would lie in it"),
    ),
    Bad(
        "exchanged, told by the zone alone: perhaps right, so said and kept",
        rows("b,2017-06-08,38.6,33.5\n"),
        "ok inside, b outside",
        ("swapped? 1 incident ('b') lies in no zone",),
        0,
    ),
    Bad(
        "NaN, None, nothing, infinity",
        rows("b,2017-06-08,NaN,38\nc,2017-06-08,None,None\nd,2017-06-08,,\ne,2017-06-08,inf,38\nf,2017-06-08,33.5,\n"),
        "ok inside, b unlocated, c unlocated, d unlocated, e unlocated, f unlocated",
        (
            "row 3: latitude 'NaN' is not a number",
            "row 4",
            "row 6: latitude 'inf'",
            "row 7: latitude 33.5 stands without",
        ),
    ),
    Bad(
        "latitude over 90", rows("b,2017-06-08,91,138\n"), "ok inside, b unlocated", ("row 3: latitude 91 is outside",)
    ),
    Bad(
        "longitude 398", rows("b,2017-06-08,33.5,398\n"), "ok inside, b unlocated", ("row 3: longitude 398 is outside",)
    ),
    Bad("longitude 321 for west", rows("b,2017-06-08,33.5,321\n"), "ok inside, b unlocated", ("negative: -39",)),
    Bad(
        "zero, zero",
        rows("b,2017-06-08,0,0\n"),
        "ok inside, b unlocated",
        ("row 3: longitude 0, latitude 0 is open sea",),
    ),
    Bad(
        "metres called degrees",
        rows("b,2017-06-08,3708000,655000\n"),
        "ok inside, b unlocated",
        ("row 3", "look like projected metres"),
    ),
    Bad(
        "degrees, minutes, seconds; decimal commas",
        (b'id,date,coordinates\nok,2017-06-08,"33 29 08 N, 38 39 47 E"\nb,2017-06-08,"33,4855 38,6631"\n'),
        "ok inside, b inside",
        (),
        0,
    ),
    Bad(
        "decimal commas in two columns",
        b"id;date;lat;lon\nok;2017-06-08;33,6;38,7\n",
        "ok inside",
        ("have a decimal comma",),
        0,
    ),
    Bad(
        "words, a bool and a formula for numbers",
        rows("b,2017-06-08,thirty,38\nc,2017-06-08,TRUE,38\nd,2017-06-08,=1,38\n"),
        "ok inside, b unlocated, c unlocated, d unlocated",
        ("row 3: latitude 'thirty'", "row 5: latitude '=1'"),
    ),
    Bad(
        "another datum",
        b"id,date,lat,lon,datum\nok,2017-06-08,33.6,38.7,WGS84\nb,2017-06-08,33.5,38.6,NAD27\n",
        "ok inside, b unlocated",
        ("row 3: the coordinates stand on the datum 'NAD27'",),
    ),
    Bad(
        "an uncertainty of nothing, below nothing, of more than the Earth",
        b"id,date,lat,lon,uncertainty_m\n"
        b"ok,2017-06-08,33.6,38.7,100\nb,2017-06-08,33.6,38.7,0\nc,2017-06-08,33.6,38.7,-5\nd,2017-06-08,33.6,38.7,9e9\n",
        "ok inside, b unlocated, c unlocated, d unlocated",
        ("row 3", "row 4", "row 5", "no radius on Earth"),
    ),
    # reference systems
    refused(
        "an unknown reference system",
        features(member='"crs": {"type": "name", "properties": {"name": "EPSG:999999"}},'),
        "names no known reference system",
        name="a.geojson",
    ),
    Bad(
        "metres in a file that says degrees",
        features(feature("b", '{"type": "Point", "coordinates": [655000, 3708000]}')),
        "ok inside, b unlocated",
        ("feature 2: latitude 3.708e+06", "projected metres"),
        name="a.geojson",
    ),
    # encodings
    Bad("a byte-order mark", b"\xef\xbb\xbf" + rows(""), "ok inside", (), 0),
    Bad("UTF-16 with its mark", rows("").decode().encode("utf-16"), "ok inside", (), 0),
    refused(
        "UTF-16 without (little end first)", rows("").decode().encode("utf-16-le"), "UTF-16 without a byte-order mark"
    ),
    refused(
        "UTF-16 without (big end first)", rows("").decode().encode("utf-16-be"), "UTF-16 without a byte-order mark"
    ),
    Bad(
        "Windows-1252",
        "id,date,lat,lon,title\nok,2017-06-08,33.6,38.7,Café – ‘x’\n".encode("cp1252"),
        "ok inside",
        (),
        0,
    ),
    Bad(
        "a NUL in a coordinate",
        rows("b,2017-06-08,33.5\0,38.6\n"),
        "ok inside, b unlocated",
        ("row 3: latitude '33.5",),
    ),
    refused("nothing but NUL", bytes(4096), "is not text"),
    refused("nothing", b"", "is empty"),
    refused("a picture", b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG picture"),
    # rows and columns
    Bad(
        "a row too short, a row too long",
        rows("b,2017-06-08,33.5\nc,2017-06-08,33.5,38.6,x\n"),
        "ok inside",
        ("row 3: it has 3 cells, the header has 4", "row 4: it has 5 cells"),
    ),
    Bad(
        "a longer first row shifts nothing",
        (HEAD + "b,2017-06-08,33.5,38.6,x\n" + OK).encode(),
        "ok inside",
        ("row 2: it has 5 cells",),
    ),
    Bad("empty cells at the end are no harm", (HEAD + OK.replace("\n", ",,\n")).encode(), "ok inside", (), 0),
    Bad(
        "a quote that is never closed",
        rows('b,2017-06-08,33.5,"38.6\nc,2017-06-08,33.5,38.6\n'),
        "ok inside",
        ("row 3: a quote is opened and never closed, and so lines 3 to 4",),
    ),
    Bad("an id twice", rows("ok,2017-06-08,10,10\n"), "ok inside", ("row 3: the id 'ok' stands in row 2 already",)),
    refused(
        "a column twice", b"id,date,lat,lon,lat\nok,2017-06-08,33.6,38.7,10\n", "row 1: the column 'lat' stands twice"
    ),
    Bad(
        "NA, 007 and 7 are three ids",
        rows("NA,2017-06-08,33.6,38.7\n007,2017-06-08,33.6,38.7\n7,2017-06-08,33.6,38.7\n"),
        "ok inside, NA inside, 007 inside, 7 inside",
        (),
        0,
    ),
    Bad(
        "ids with slashes and dots are names",
        rows("../../up,2017-06-08,33.6,38.7\n/etc/a\\b,2017-06-08,33.6,38.7\n"),
        "ok inside, ../../up inside, /etc/a\\b inside",
        (),
        0,
    ),
    # dates
    Bad(
        "dates in several hands",
        rows("b,08/06/2017,33.6,38.7\nc,8 June 2017,33.6,38.7\nd,2017-06-31,33.6,38.7\n"),
        "ok inside, b indeterminate, c inside, d indeterminate",
        ("row 3: the date '08/06/2017' reads two ways", "row 5: the date '2017-06-31' is no day of the calendar"),
    ),
    Bad(
        "times with a zone and without",
        rows("b,2017-06-08T23:30:00Z,33.6,38.7\nc,2017-06-08T23:30+03:00,33.6,38.7\nd,2017-06-08 23:30,33.6,38.7\n"),
        "ok inside, b inside, c inside, d inside",
        (),
        0,
    ),
    # GeoJSON and JSON
    refused(
        "nested a hundred thousand deep", features(feature("b", nested(10**5))), "nested too deeply", name="a.geojson"
    ),
    Bad(
        "nested five hundred deep",
        features(feature("b", nested(500))),
        "ok inside, b unlocated",
        ("feature 2: its point [[[[", "no pair of numbers"),
        name="a.geojson",
    ),
    Bad(
        "an outline that crosses itself, for a point",
        features(feature("b", BOWTIE)),
        "ok inside, b unlocated",
        ("feature 2: its geometry is a Polygon",),
        name="a.geojson",
    ),
    Bad(
        "empty geometries",
        features(feature("b", '{"type": "Point", "coordinates": []}'), feature("c", "null")),
        "ok inside, b unlocated, c unlocated",
        ("feature 2, feature 3: no coordinates",),
        name="a.geojson",
    ),
    Bad(
        "NaN and infinity as numbers",
        features(
            feature("b", '{"type": "Point", "coordinates": [NaN, 33]}'),
            feature("c", '{"type": "Point", "coordinates": [1e400, 33]}'),
        ),
        "ok inside, b unlocated, c unlocated",
        ("feature 2: longitude 'nan'", "feature 3: longitude 'inf'"),
        name="a.geojson",
    ),
    Bad(
        "no feature at all",
        features("7", '{"type": "Point"}'),
        "ok inside",
        ("feature 2", "feature 3"),
        name="a.geojson",
    ),
    refused(
        "a number of five thousand digits",
        b'[{"id": "ok", "date": "2017-06-08", "lat": %s, "lon": 38}]' % (b"9" * 5000),
        "thousands of digits",
        name="a.json",
    ),
    Bad(
        "a line that is no JSON",
        b'{"id": "ok", "date": "2017-06-08", "lat": 33.6, "lon": 38.7}\nx\n{"lat": ' + b"9" * 5000 + b"}\n",
        "ok inside",
        ("line 2", "line 3"),
        name="a.jsonl",
    ),
    refused("half a file", features()[:-9], "is not JSON", name="a.geojson"),
]


def listed(done: object) -> str:
    """Standard error, and the refusal that ends a run."""
    ended = done.exception if isinstance(done.exception, GeoError) else ""  # type: ignore[attr-defined]
    assert done.exception is None or isinstance(done.exception, SystemExit | GeoError), repr(done.exception)  # type: ignore[attr-defined]
    return f"{done.stderr}\n{ended}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("bad", TABLE, ids=[bad.what for bad in TABLE])
def test_each_row_of_the_table(bad: Bad, tmp_path: Path) -> None:
    path, page = tmp_path / bad.name, tmp_path / "out.html"
    path.write_bytes(bad.data)
    done = CliRunner().invoke(app, ["check", str(path), *ZONE, "--format", "json"])
    said = listed(done)
    assert done.exit_code == bad.code, said
    assert all(part in said for part in bad.says), said
    assert not bad.says or str(path) in said or "swapped?" in said
    found = json.loads(done.stdout) if bad.verdicts else []
    assert ", ".join(f"{row['id']} {row['verdict']}" for row in found) == bad.verdicts
    assert bad.verdicts or not done.stdout
    drawn = CliRunner().invoke(app, ["map", str(path), *ZONE, "-o", str(page)])
    assert drawn.exit_code == bad.code, listed(drawn)
    assert page.exists() == bool(bad.verdicts)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        {bad.name} | ({"out.html"} if bad.verdicts else set())
    )


ZONES = {
    "end before start": ("At Tanf garrison,34 mi,2018-01-01,2017-01-01", "backwards"),
    "radius 0": ("At Tanf garrison,0 km,,", "more than zero"),
    "a negative radius": ("At Tanf garrison,-5 km,,", ""),
    "a radius larger than the Earth": ("At Tanf garrison,50000 km,,", ""),
    "no unit": ("At Tanf garrison,34,,", "has no unit"),
    "no such place": ("Qwzxv Nowhere,34 mi,,", "Qwzxv Nowhere"),
    "a centre off the globe": ('"125, 12",34 mi,,', "swapped?"),
    "a centre at zero, zero": ('"0, 0",34 mi,,', "open sea"),
}


@pytest.mark.parametrize(("cells", "says"), ZONES.values(), ids=ZONES)
def test_a_bad_zone_is_set_aside_and_the_sound_one_goes_on(cells: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(rows(""))
    zones = tmp_path / "zones.csv"
    zones.write_text(f'id,centre,radius_text,valid_from,valid_to\nok,"33.50583, 38.61778",34 mi,,\nbad,{cells}\n')
    done = CliRunner().invoke(app, ["check", str(tmp_path / "a.csv"), "--zones", str(zones), "--format", "json"])
    said = listed(done)
    assert done.exit_code == 3, said
    assert f"set aside: {zones}, row 3" in said
    assert says in said
    assert [(row["id"], row["zone_id"], row["verdict"]) for row in json.loads(done.stdout)] == [("ok", "ok", "inside")]


SHAPES = {
    "an outline that crosses itself is repaired with a notice": (BOWTIE, 0, "note: ", 2),
    "an empty outline": ('{"type": "Polygon", "coordinates": []}', 3, "set aside", 1),
    "no geometry": ("null", 3, "set aside", 1),
    "two corners": ('{"type": "Polygon", "coordinates": [[[38, 33], [39, 34]]]}', 3, "set aside", 1),
    "corners that are no numbers": (
        '{"type": "Polygon", "coordinates": [[["x", 33], [39, 34], [39, 33]]]}',
        3,
        "set aside",
        1,
    ),
    "corners in metres": (
        '{"type": "Polygon", "coordinates": [[[655000, 3708000], [656000, 3708000], [656000, 3709000], '
        "[655000, 3708000]]]}",
        3,
        "set aside",
        1,
    ),
}


@pytest.mark.parametrize(("shape", "code", "says", "many"), SHAPES.values(), ids=SHAPES)
def test_zones_drawn_wrongly(shape: str, code: int, says: str, many: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(rows(""))
    box = '{"type": "Polygon", "coordinates": [[[38, 33], [39, 33], [39, 34], [38, 34], [38, 33]]]}'
    (tmp_path / "z.geojson").write_text(collection(feature("fine", box), feature("bad", shape)))
    words = ["check", str(tmp_path / "a.csv"), "--zones", str(tmp_path / "z.geojson"), "--format", "json"]
    done = CliRunner().invoke(app, words)
    said = listed(done)
    assert done.exit_code == code, said
    assert says in said
    found = json.loads(done.stdout)
    assert len(found) == many
    assert found[0]["verdict"] == "inside"


LARGE = ("csv", "tsv", "json", "jsonl", "geojson", "xlsx", "gpkg", "fgb", "kml", "parquet", "zip", "csv.gz")


@pytest.mark.parametrize("suffix", LARGE)
def test_two_gigabytes_of_nothing_are_refused_at_once(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"large.{suffix}"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)  # holds no block on the disk
    started = time.monotonic()
    done = CliRunner().invoke(app, ["check", str(path), *ZONE])
    assert done.exit_code == 1
    assert str(path) in listed(done)
    assert time.monotonic() - started < 5


def test_two_gigabytes_of_report_are_set_aside(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(2 << 30)
    (tmp_path / "ok.txt").write_text("On 8 June 2017 coalition aircraft struck two trucks near At Tanf, Syria.")
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--format", "json"])
    assert done.exit_code == 3
    assert f"set aside: {tmp_path / 'large.txt'}: is 2.0 GiB" in done.stderr
    assert len(json.loads(done.stdout)["incidents"]) == 1


REPORTS = {
    "UTF-16 without its mark": ("On 8 June trucks were hit.".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
    "nothing": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
    "an id that stands already": (b"---\nid: ok\n---\nTrucks were hit.", "its id 'ok' is also that of"),
    "a header never closed": (b"---\ntitle: x\nTrucks were hit.", "never closed"),
    "published twice over": (b"---\npublished: 08/06/2017\n---\nTrucks were hit.", "reads two ways"),
}


@pytest.mark.parametrize(("data", "says"), REPORTS.values(), ids=REPORTS)
def test_a_bad_report_is_set_aside_and_the_sound_one_goes_on(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\nid: ok\n---\nOn 8 June 2017 aircraft struck two trucks near At Tanf, Syria.")
    (tmp_path / "bad.txt").write_bytes(data)
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--format", "json"])
    assert done.exit_code == 3
    assert f"set aside: {tmp_path / 'bad.txt'}: " in done.stderr
    assert says in done.stderr
    assert len(json.loads(done.stdout)["incidents"]) == 1


def test_links_are_followed_and_links_to_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(rows(""))
    (tmp_path / "link.csv").symlink_to("real.csv")
    (tmp_path / "lost.csv").symlink_to("nowhere.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    assert CliRunner().invoke(app, ["check", str(tmp_path / "link.csv"), *ZONE]).exit_code == 0
    for name in ("lost.csv", "loop.csv"):
        done = CliRunner().invoke(app, ["check", str(tmp_path / name), *ZONE])
        assert done.exit_code == 1
        assert f"{tmp_path / name}: " in listed(done)


def test_a_result_may_not_go_over_its_input_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(rows(""))
    os.link(tmp_path / "real.csv", tmp_path / "out.csv")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "real.csv"), *ZONE, "-o", str(tmp_path / "out.csv")])
    assert done.exit_code == 2
    assert (tmp_path / "real.csv").read_bytes() == rows("")


@pytest.mark.parametrize("suffix", ["csv", "json", "geojson"])
def test_what_never_ends_is_refused(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.files import text

    monkeypatch.setattr(text, "MOST", 1 << 16)
    (tmp_path / f"endless.{suffix}").symlink_to("/dev/zero")
    done = CliRunner().invoke(app, ["check", str(tmp_path / f"endless.{suffix}"), *ZONE])
    assert done.exit_code == 1
    assert "too large to be read at once" in listed(done) or "is not text" in listed(done)
