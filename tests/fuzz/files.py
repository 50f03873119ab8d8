"""Files of every kind that is read, with broken headings, cells, quotes, encodings and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st

import geo
from geo.errors import GeoError
from geo.frames import INCIDENTS, conform, records
from geo.incidents import write_table
from geo.incidents.tables.layouts import layouts
from geo.incidents.tables.read import read_table
from geo.places.case import read_places
from geo.reports import read_documents, read_report, read_reports
from geo.values import Zone
from geo.zones.build import centres_of, zone_frame
from geo.zones.read import read_zones
from tests.fuzz import words
from tests.fuzz.parsers import ANGLES, CONDITIONS, COURSES, DATES, HOURS, LOCALITIES, TRACKS
from tests.fuzz.target import Target

_ENCODINGS: Final = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "utf-32")
HEADINGS: Final = [
    *["id", "date", "date_start", "date_end", "lat", "lon", "latitude", "longitude", "place", "coordinates",
    "uncertainty_m", "title", "kind", "actor", "counts"],
    *["location", "zone_statements", "evidence", "time_text", "precision", "geometry", "year", "month", "day",
    "where_prec", "claim_status", "X", "Y"],
    "", " ", "Lat ", "LAT", "\ufeffid", "lat_input", "MGRS", "geo_precision", "region_50", "=cmd", "\x00", "Länge",
]  # fmt: skip
ZONE_HEADINGS: Final = [
    *["id", "name", "kind", "centre", "lat", "lon", "radius_text", "radius_km", "radius_m", "course", "side", "clip",
    "minus", "hours", "applies_to", "track", "group"],
    *["valid_from", "valid_to", "valid_from_earliest", "valid_to_latest", "alternatives", "edges", "geometry",
    "width", "source"],
]  # fmt: skip
PLACE_HEADINGS: Final = ["id", "name", "spellings", "kind", "lon", "lat", "extent_m", "country", "source"]
CELLS = st.one_of(
    st.sampled_from(["", "NA", "007", "33.5", "38.6", "0", "-181", "nan", "inf", "1e400", "-1", "500 m", "[]", "{}",
    "[{}]",
                     '[{"a": NaN}]', "null", "2017-06-08", "08/06/2017", "1", "2", "25", "POINT (38 33)", "syria",
                     "SY", "x|y|",
                     '{"family": "polar"}', '[{"relation": "inside", "zone_text": "z"}]', "9" * 400, "a\nb", "'=1",
                     "../../etc"]),
    words.NOISE, DATES, ANGLES, LOCALITIES,
)  # fmt: skip
_ZONE_CELLS = st.one_of(CELLS, COURSES, HOURS, CONDITIONS, TRACKS, st.sampled_from(
    ["disc", "buffer", "polygon", "unknown", "34 mi", "10-20 km", "12000 km", "33.5, 38.6", "Syria", "north",
    "seaward", "0",
     '[{"field": "radius", "value": "20 km", "source": "x"}]', '[{"field": "centre", "value": "?"}]',
     '[{"field": 1}]', "[1]"]
))  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(10**400), 10**400) | st.text(max_size=6)
    | st.sampled_from(["Point", "Polygon", "FeatureCollection", "Feature", "GeometryCollection"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "id", "crs", "geometries",
        "name", "incidents",
                         "date", "lat", "lon", "zones", "radius_text", "centre", "text", "doc_id", "course"]), inner,
                         max_size=5),
    max_leaves=20,
)  # fmt: skip
_POSITION = st.tuples(st.floats(-200, 200), st.floats(-100, 100)).map(list)
_GEOMETRY = st.one_of(JSON, st.builds(
    lambda kind, rings: {"type": kind, "coordinates": rings},
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "MultiPoint", "Circle"]),
    _POSITION | st.lists(_POSITION, max_size=6) | st.lists(st.lists(_POSITION,
    max_size=6).map(lambda one: one + one[:1]), max_size=2),
))  # fmt: skip
FEATURES = st.builds(
    lambda geometries, properties: {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": one, "properties": properties} for one in geometries]},
    st.lists(_GEOMETRY, max_size=3), JSON,
)  # fmt: skip


def _delimited(headings: list[str], cells: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    @st.composite
    def table(draw: Any) -> bytes:
        columns = draw(st.lists(st.sampled_from(headings) | words.NOISE, min_size=1, max_size=7))
        rows = draw(st.lists(st.lists(cells, min_size=len(columns) - 1, max_size=len(columns) + 1), max_size=4))
        out = io.StringIO()
        csv.writer(out, delimiter=draw(st.sampled_from(",,,;\t|"))).writerows([columns, *rows])
        return draw(_as_bytes(out.getvalue()))

    return table()


def _layout() -> st.SearchStrategy[bytes]:
    """Rows of a published layout, with its headings or without, in the order of the layout or cut short."""

    @st.composite
    def table(draw: Any) -> bytes:
        headings = list(draw(st.sampled_from(layouts())).headings)
        rows = draw(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=3))
        sound = ["33.5", "20170608", "38.6", "1", ""]
        spread = [[(row + sound)[draw(st.integers(0, 7))] for _ in headings] for row in rows]
        out = io.StringIO()
        csv.writer(out, delimiter=draw(st.sampled_from(",\t"))).writerows(
            [*([headings] * draw(st.integers(0, 1))), *spread]
        )
        return draw(_as_bytes(out.getvalue()))

    return table()


@st.composite
def _as_bytes(draw: Any, text: str) -> bytes:
    """The text in some encoding, now and then with bytes changed, lost or put in."""
    data = bytearray(text.encode(draw(st.sampled_from(_ENCODINGS)), "replace"))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b"\n", b"\x00", b"\r", b",", b"{"])
        )
    return bytes(data)


@contextmanager
def _file(data: bytes, suffix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"given{suffix}"
        path.write_bytes(data)
        yield path


def incidents(given: tuple[bytes, str, dict[str, str] | None]) -> None:
    """Each record stays or is listed; a position is a place on Earth or absent; what is written is read back."""
    data, suffix, columns = given
    with _file(data, suffix) as path:
        frame, rejections = read_table(path, columns=columns)
        assert frame["id"].is_unique
        assert all(one.reason and one.where for one in rejections)
        lon, lat = frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)
        assert not np.any(np.abs(lon) > 180)
        assert not np.any(np.abs(lat) > 90)
        assert np.array_equal(np.isnan(lon), np.isnan(lat))
        assert (frame["date_start"] <= frame["date_end"]).all()


def whole_read(given: tuple[bytes, str]) -> None:
    """`geo.read` and what is written of it, read again."""
    data, suffix = given
    with _file(data, suffix) as path:
        frame = geo.read(path)
        out = path.parent / "out.csv"
        if len(frame):
            write_table(frame, out)
            again = geo.read(out)
            names = [
                column.name
                for column in INCIDENTS
                if column.name in {"id", "title", "lon", "lat", "date_start", "date_end"}
            ]
            pd.testing.assert_frame_equal(pd.DataFrame(again[names]), pd.DataFrame(frame[names]))


def zones(given: tuple[bytes, str]) -> None:
    """Rows of a zone file are shapes, or are listed with a reason; what the table holds is the same zone."""
    data, suffix = given
    with _file(data, suffix) as path:
        rows, rejections = read_zones(path)
        assert all(one.reason for one in rejections)
        if rows.empty:
            return
        assert not any(name == "33.5, 38.6" for name in centres_of(rows))
        unknown = {name: geo.values.Resolution(name, None, reason="not known") for name in centres_of(rows)}
        frame, refused = zone_frame(rows, centres=unknown)
        assert len(frame) + len({one.where for one in refused}) >= 1
        for row in records(frame.drop(columns="geometry")):
            zone = Zone.of(row)
            assert zone.shape is None or math.isfinite(float(zone.shape.gap_m(np.zeros(1), np.zeros(1))[0]))
        assert shapely.is_valid(frame.geometry.to_numpy()).all()


def places(data: bytes) -> None:
    """The places of a places.csv are on Earth."""
    with _file(data, ".csv") as path:
        found, rejections = read_places(path)
        assert all(one.reason for one in rejections)
        for place, spellings in (one if isinstance(one, tuple) else (one, ()) for one in found):
            assert abs(place.lat) <= 90
            assert 0 < place.extent_m < math.inf
            assert all(spellings)


def reports(given: str) -> None:
    """A report is its text and what its header says."""
    with _file(given.encode("utf-8", "replace"), ".txt") as path:
        found, refused = read_reports([path])
        assert len(found) + len(refused) == 1
        report = read_report(path)
        assert report.text.strip()
        assert report.id


def a_written_header(given: tuple[dict[str, str], str]) -> None:
    """What a header says in plain words is what is read."""
    header, body = given
    text = "\n".join(["---", *(f"{key}: {value}" for key, value in header.items()), "---", body])
    with _file(text.encode(), ".md") as path:
        report = read_report(path)
        assert report.text == body
        for key, value in header.items():
            assert getattr(report, key) == value


def documents(data: bytes) -> None:
    """Every line of a .jsonl is a document or is listed."""
    with _file(data, ".jsonl") as path:
        found, refused = read_documents([path])
        assert all(isinstance(one.text, str) for one in found)
        assert all(one.reason for one in refused)


def drafted(text: str) -> None:
    """Any report can be drafted: its incidents are dated in order, and quote the report's own words."""
    with _file(text.encode("utf-8", "replace"), ".txt") as path:
        found = geo.draft([path], published="2017-06-20")
        assert (found.incidents["date_start"] <= found.incidents["date_end"]).all()
        conform(pd.DataFrame(found.incidents.drop(columns="geometry")), INCIDENTS)


def _lines(value: Callable[..., Any] = json.dumps) -> st.SearchStrategy[bytes]:
    lines = st.lists(
        JSON.map(value)
        | words.NOISE
        | st.fixed_dictionaries({"doc_id": JSON, "text": st.text(max_size=20)}).map(value),
        max_size=4,
    )
    return lines.map("\n".join).flatmap(_as_bytes)


_TABLES = _delimited(HEADINGS, CELLS)
_JSON_TABLES = st.one_of(
    JSON, FEATURES, st.lists(st.dictionaries(st.sampled_from(HEADINGS), JSON, max_size=5), max_size=3)
).map(json.dumps)
_SENTENCES = st.lists(st.one_of(
    st.sampled_from([
        "US aircraft struck a convoy on 8 June 2017 near At Tanf.", "The drone was shot down",
        "about 24 miles from the At Tanf base",
        "inside the de-confliction zone,", "the spokesman said on Tuesday.", "Syria denied it.",
        "At least 20 people were killed,",
        "“We struck two trucks,”", "he told Reuters.", "The strike took place on 31 February.", "within 34 miles of",
        "\n\n", "Dr.",
    ]), LOCALITIES, DATES, words.NOISE), max_size=10).map(" ".join)  # fmt: skip
_PLAIN = st.text(
    st.characters(codec="utf-8", categories=("L", "N"), include_characters=" -"), min_size=1, max_size=20
).map(lambda one: " ".join(one.split()) or "x")
_HEADERS = st.dictionaries(st.sampled_from(["title", "publisher", "url", "id", "archive_url"]), _PLAIN, min_size=1)

TARGETS = (
    Target("incidents.csv", st.tuples(_TABLES, st.sampled_from([".csv", ".csv", ".tsv"]),
    st.none() | st.fixed_dictionaries(
        {}, optional={"lat": st.sampled_from(HEADINGS), "lon": st.sampled_from(HEADINGS), "x": st.just("y")})),
        incidents, GeoError),
    Target("published layouts", st.tuples(_layout(), st.just(".csv"), st.none()), incidents, GeoError),
    Target("incidents.json", st.tuples(_JSON_TABLES.flatmap(_as_bytes), st.sampled_from([".json", ".geojson"]),
    st.none()), incidents, GeoError),
    Target("incidents.jsonl", st.tuples(_lines(), st.sampled_from([".jsonl", ".ndjson"]), st.none()), incidents,
    GeoError),
    Target("incidents, read and written", st.tuples(_TABLES, st.just(".csv")), whole_read, GeoError),
    Target("zones.csv", st.tuples(_delimited(ZONE_HEADINGS, _ZONE_CELLS), st.just(".csv")), zones, GeoError),
    Target("zones.geojson", st.tuples(FEATURES.map(json.dumps).flatmap(_as_bytes), st.sampled_from([".json",
    ".geojson"])), zones, GeoError),
    Target("places.csv", _delimited(PLACE_HEADINGS, CELLS), places, GeoError),
    Target("reports", words.sentences(words.HEADER), reports, GeoError),
    Target("written headers", st.tuples(_HEADERS, _PLAIN), a_written_header),
    Target("mentions.jsonl", _lines(), documents, GeoError),
    Target("drafts", _SENTENCES, drafted, GeoError),
)  # fmt: skip
