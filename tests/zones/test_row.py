"""One row of words: of what kind it is, what it lacks, and what contradicts it."""

from __future__ import annotations

import json
import math

import pytest
import shapely

from geo.errors import InputError
from geo.zones.course import read_wkt
from geo.zones.row import TEXTS, check_row, identified

LINE = "LINESTRING (126 38, 128 38)"
BOX = "POLYGON ((126 38, 128 38, 128 39, 126 38))"
TRACK = json.dumps([{"time": "1982-05-02T19:00+00:00", "lat": -55.4, "lon": -61.53}])
BASE = {"centre": "At Tanf", "radius_text": "34 mi"}

KINDS = {
    "disc": (BASE, "disc"),
    "disc by numbers": ({"lat": "33,5", "lon": "38,6", "radius": "34 mi"}, "disc"),
    "disc in metres": ({"centre": "At Tanf", "radius_m": "54717.7"}, "disc"),
    "disc drawn as a point": ({"geometry": "POINT (38.6 33.5)", "radius": "34 mi"}, "disc"),
    "disc with its outline": ({**BASE, "kind": "disc", "geometry": BOX}, "disc"),
    "buffer of a point": ({"kind": "buffer", "course": "POINT (38.6 33.5)", "width": "34 mi"}, "disc"),
    "ring": ({"centre": "At Tanf", "radius_text": "10-20 km"}, "ring"),
    "ring in two columns": ({"centre": "At Tanf", "inner": "10 km", "outer": "20 km"}, "ring"),
    "polygon": ({"course": BOX}, "polygon"),
    "polygon of a name": ({"course": "Argentina"}, "polygon"),
    "polygon stated, named as a centre": ({"kind": "Polygon", "centre": "Argentina"}, "polygon"),
    "polygon with a place": ({"geometry": BOX, "centre": "Kaesong"}, "polygon"),
    "polygon in the centre's cell": ({"centre": BOX}, "polygon"),
    "buffer of a line": ({"course": LINE, "radius_text": "2 km"}, "buffer"),
    "buffer of a polygon": ({"course": BOX, "radius_text": "2 km", "side": "outside"}, "buffer"),
    "buffer of a country": ({"course": "Argentina", "radius_text": "12 nmi", "side": "seaward"}, "buffer"),
    "buffer of what the centre names": ({"kind": "buffer", "centre": "Argentina", "radius_text": "12 nmi"}, "buffer"),
    "buffer with a place and a width": ({"geometry": LINE, "width": "2 km", "centre": "Kaesong"}, "buffer"),
    "buffer in metres": ({"course": LINE, "width_m": "2000"}, "buffer"),
    "side of a line": ({"course": LINE, "side": "N"}, "side_of_line"),
    "side of a line, stated": ({"kind": "side of line", "course": LINE, "side": "left"}, "side_of_line"),
    "moving": ({"track": TRACK, "radius_text": "5 nmi"}, "moving"),
    "moving, with what it passed over": ({"track": TRACK, "radius_text": "5 nmi", "geometry": BOX}, "moving"),
    "unknown": ({"kind": "unknown", "name": "The Line"}, "unknown"),
    "unknown, nothing drawn": ({"kind": "unknown", "name": "The Line", "geometry": "POLYGON EMPTY"}, "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "kind"), KINDS.values(), ids=KINDS)
def test_the_kind_is_what_the_row_can_mean(given, kind):
    row = check_row(given, "row 2")
    assert row["kind"] == kind
    assert row.keys() == set(TEXTS)
    assert row["name"]
    assert bool(row["centre"]) == (kind in {"disc", "ring"})
    assert bool(row["course"]) == bool(row["edges"]) == (kind in {"polygon", "buffer", "side_of_line"})
    assert check_row(row) == row  # what is written is read again


REFUSED = {
    "nothing": ({}, "has no centre and no course; .*draw it.*kind unknown"),
    "no radius": ({"centre": "At Tanf"}, "has no radius; write it with its unit"),
    "zero": ({**BASE, "radius_text": "0 km"}, "more than zero; write"),
    "negative": ({**BASE, "radius_text": "-5 km"}, "not a length; write"),
    "backwards": ({**BASE, "radius_text": "20-10 km"}, "run backwards; write"),
    "a disc of two radii": ({**BASE, "kind": "disc", "radius_text": "10-20 km"}, "one radius.*; write kind ring"),
    "a ring of one": ({**BASE, "kind": "ring"}, "needs two radii.*10-20 km"),
    "a ring without a centre": ({"kind": "ring", "geometry": BOX, "radius_text": "1-2 km"}, "a ring has no course"),
    "half a ring": ({"centre": "At Tanf", "inner": "10 km"}, "no one length"),
    "two lengths": ({"centre": "At Tanf", "radius": "10 km", "width": "5 km"}, "radius and width and no one length"),
    "a disc with a side": ({**BASE, "side": "left"}, "a disc has no side; .*write kind buffer or side_of_line"),
    "a disc with a course": ({**BASE, "kind": "disc", "course": LINE}, "a disc has no course"),
    "everything": ({**BASE, "course": BOX}, "a length, a centre and a course; write kind disc or buffer"),
    "two centres": ({**BASE, "centre": "33.5, 38.6", "geometry": "POINT (38 33)"}, "'33.5, 38.6' and drawn at 33, 38"),
    "a drawn circle": ({"geometry": BOX, "radius": "5 km"}, "drawn as a polygon and has a radius; write kind"),
    "a line alone": ({"course": LINE}, "a line alone is no zone.*radius_text 6 km"),
    "a polygon of a line": ({"kind": "polygon", "course": LINE}, "cannot be made of a line; close it"),
    "a polygon with a length": ({"kind": "polygon", "course": BOX, "radius_text": "2 km"}, "has no length, 2 km; "),
    "a polygon without": ({"kind": "polygon", "centre": "33.5, 38.6"}, "a polygon needs its course; write a POLYGON"),
    "a buffer without a width": ({"kind": "buffer", "course": LINE}, "a buffer needs its width; .*radius_text 6 km"),
    "a buffer without a course": ({"kind": "buffer", "radius_text": "6 km"}, "a buffer needs its course; write"),
    "a buffer of two widths": ({"course": LINE, "radius_text": "3-6 km"}, "one width, not 3-6 km"),
    "inside a line": ({"course": LINE, "radius_text": "6 km", "side": "inside"}, "a line has no inside; write left"),
    "left of a polygon": ({"course": BOX, "radius_text": "6 km", "side": "left"}, "a polygon has no left side; write"),
    "no side": ({"course": LINE, "radius_text": "6 km", "side": "up"}, "the side 'up' is none; write left"),
    "side_of_line without": ({"kind": "side_of_line", "course": LINE}, "a side_of_line needs a side"),
    "both sides": ({"kind": "side_of_line", "course": LINE, "side": "both"}, "a side_of_line needs a side"),
    "side of a polygon": ({"kind": "side_of_line", "course": BOX, "side": "left"}, "cannot be made of a Polygon"),
    "side of a country": ({"kind": "side_of_line", "course": "Peru", "side": "left"}, "the area 'Peru'; write a LINE"),
    "side with a width": (
        {"kind": "side_of_line", "course": LINE, "side": "left", "radius_text": "6 km"}, "has no width; .*kind buffer"
    ),
    "moving without a track": ({"kind": "moving", "radius_text": "5 nmi"}, "a moving zone needs its track; write"),
    "moving without a radius": ({"track": TRACK}, "a moving zone needs its radius; write"),
    "moving with a course": ({"track": TRACK, "course": LINE, "radius_text": "5 nmi"}, "a moving zone has no course"),
    "a disc with a track": ({**BASE, "kind": "disc", "track": TRACK}, "a disc has no track; .*kind moving"),
    "unknown without a name": ({"kind": "unknown"}, "needs a name; write"),
    "unknown and drawn": ({"kind": "unknown", "name": "x", "geometry": BOX}, "kind is unknown and yet it has a course"),
    "no kind": ({**BASE, "kind": "square"}, "the kind 'square' cannot be built; write disc, ring, polygon"),
    "edges": ({"course": BOX, "edges": "rhumb"}, "edges 'rhumb' are of no known sort; write lonlat"),
    "a geometry in words": ({**BASE, "geometry": "round"}, "'round' is no WKT and no GeoJSON; write POLYGON"),
    "clipped to a line": ({**BASE, "clip": LINE}, "its clip is a LineString; write a POLYGON"),
    "cut by nonsense": ({**BASE, "minus": "Syria; POLYGON ((0 0, 1 1))"}, "its minus: the WKT .*cannot be read.*; "),
    "swapped": ({"course": "POLYGON ((38 126, 38 128, 39 128, 38 126))"}, "latitude 128.*swapped"),
    "dates": ({**BASE, "valid_from": "2018-01-01", "valid_to": "2017-01-01"}, "run backwards"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_by_name(given, said):
    with pytest.raises(InputError, match=said) as refusal:
        check_row(given, "row 2")
    assert "; " in str(refusal.value)


@pytest.mark.parametrize(
    ("word", "side"),
    [("", ""), ("LEFT", "left"), ("N", "north"), ("north-east", "northeast"), ("southern", "south"), ("both", "both"),
     ("each side", "both"), ("Seaward", "seaward")],
)  # fmt: skip
def test_sides(word, side):
    assert check_row({"course": LINE, "radius_text": "6 km", "side": word})["side"] == side


@pytest.mark.parametrize(("word", "edges"), [("", "lonlat"), ("lon/lat", "lonlat"), ("Geodesic", "geodesic")])
def test_edges_are_straight_in_degrees_unless_geodesics_are_asked_for(word, edges):
    assert check_row({"course": BOX, "edges": word})["edges"] == edges


def test_what_is_drawn_leaves_as_degrees():
    x, y, globe_m = 4_297_038.4, 3_963_190.6, 6_378_137.0  # spherical Mercator (EPSG Guidance Note 7-2, method 1024)
    row = check_row({"course": f"SRID=3857;POINT ({x} {y})", "radius_text": "34 mi"})
    lat, lon = map(float, row["centre"].split(","))
    assert lon == pytest.approx(math.degrees(x / globe_m), abs=1e-9)
    assert lat == pytest.approx(math.degrees(math.atan(math.sinh(y / globe_m))), abs=1e-9)


def test_the_entries_of_a_cut_are_kept_apart():
    text = f"Syria; SRID=4326;{BOX};zone-1;{BOX} ; "
    syria, first, other, second = check_row({**BASE, "clip": text})["clip"].split("; ")
    assert (syria, other) == ("Syria", "zone-1")
    assert read_wkt(first).equals(shapely.from_wkt(BOX))
    assert read_wkt(second).equals(shapely.from_wkt(BOX))


def test_words_that_others_read_are_read():
    row = check_row({**BASE, "hours": "08:00-19:00 daily", "applies_to": "platform: drone"})
    assert (row["hours"], row["applies_to"]) == ("08:00-19:00 daily", "platform: drone")
    for column, text in (("hours", "now and then"), ("applies_to", "platform: wizard")):
        with pytest.raises(InputError, match="; "):
            check_row({**BASE, column: text})
    with pytest.raises(InputError, match="; "):
        check_row({"track": "here and there", "radius_text": "5 nmi"})


def test_names_that_nobody_gave():
    assert check_row(BASE)["name"] == "34 mi around At Tanf"
    assert check_row({"course": "Peru", "radius_text": "12 nmi"})["name"] == "12 nmi along Peru"
    assert check_row({"course": BOX}, "feature 3")["name"] == "feature 3"


def test_ids_are_given_where_none_is_and_never_twice():
    rows = [{"id": id_, "name": "The Line", "group": ""} for id_ in ("", "the-line-2", "", "7")]
    found = identified(rows)
    assert [row["id"] for row in found] == ["the-line", "the-line-2", "the-line-3", "7"]
    assert [row["group"] for row in found] == [row["id"] for row in found]
    assert (
        identified([{"id": "", "name": "Зона", "group": "g"}, {"id": "", "name": "!", "group": ""}])[1]["id"] == "zone"
    )
