"""Bad input, in one table: what it is, what is in the file, and what every command makes of it.

In each file one row is sound (`ok`, which lies inside the zone). It has to come through; the others are listed on
standard error with file, row and reason, the exit code is 3, and nothing that is wrong ever reads as `outside`.
A file that cannot be read at all is refused: exit code 1, the reason, and nothing written.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from tests.bad_input.shared import BOWTIE, HEAD, OK, ZONE, Bad, feature, features, listed, nested, refused, rows

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
    Bad(
        "degrees in a file that says metres",
        features(
            feature("b", '{"type": "Point", "coordinates": [4308000, 3972000]}'),
            member='"crs": {"type": "name", "properties": {"name": "EPSG:3857"}},',
        ),
        "ok unlocated, b inside",
        ("feature 1: 38.7, 33.6 look like degrees, but EPSG:3857 has metres",),
        name="a.geojson",
    ),
    Bad(
        "degrees in columns of metres",
        b"id,date,easting,northing,epsg\nok,2017-06-08,460000,3712000,32637\nb,2017-06-08,38.6,33.5,32637\n",
        "ok inside, b unlocated",
        ("row 3: 38.6, 33.5 look like degrees, but EPSG:32637 has metres",),
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
        ("is not UTF-8 and was read as Windows-1252",),
        0,
    ),
    refused(
        "Windows-1251, whose Aleppo would be a place in Ethiopia",
        "id,date,place,title\nok,2017-06-08,Алеппо,Удар по конвою\n".encode("cp1251"),
        "neither UTF-8 nor Windows-1252, which would make",
    ),
    refused(
        "Windows-1256",
        "id,date,place\nok,2017-06-08,حلب\nb,2017-06-08,الرقة\n".encode("cp1256"),
        "neither UTF-8 nor Windows-1252, which would make",
    ),
    refused("a web page", b"<!DOCTYPE html>\n<html><body>404 not found</body></html>\n", "is a web page"),
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
    Bad(
        "Excel's line on the delimiter",
        b"sep=;\nid;date;lat;lon\nok;2017-06-08;33,6;38,7\n",
        "ok inside",
        ("have a decimal comma",),
        0,
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
    Bad(
        "a key twice: which latitude?",
        b'[{"id": "ok", "date": "2017-06-08", "lat": 33.6, "lon": 38.7},'
        b' {"id": "b", "lat": 33.6, "lat": 35.9, "lon": 38.7}]',
        "ok inside",
        ("item 2: has 'lat' twice; write each thing once",),
        name="a.json",
    ),
    Bad(
        "half a surrogate pair",
        features(feature("\\ud800", '{"type": "Point", "coordinates": [38.7, 33.6]}')),
        "ok inside",
        ("feature 2: holds half a character",),
        name="a.geojson",
    ),
    refused("half a file", features()[:-9], "is not JSON", name="a.geojson"),
]


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
