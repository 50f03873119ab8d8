"""The styles in a GeoPackage: QGIS's table, sound XML, the map's colours and signs."""

from __future__ import annotations

import re
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

import geo
from geo.frames import VERDICTS
from geo.incidents import write_table
from geo.incidents.exports.styles import GREY, INK, LAYERS, PAPER, style_of
from geo.pipeline import joined

QGIS = [
    "id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD",
    "useAsDefault", "description", "owner", "ui", "update_time",
]  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    incidents, zones = geo.read("data/at-tanf"), geo.read_zones("data/at-tanf/zones.csv")
    path = tmp_path_factory.mktemp("styled") / "at-tanf.gpkg"
    write_table(joined(incidents, geo.check(incidents, zones)), path, zones=zones)
    return path


def test_the_table_is_as_qgis_reads_it(package):
    with closing(sqlite3.connect(package)) as db:
        assert [row[1] for row in db.execute("PRAGMA table_info(layer_styles)")] == QGIS
        rows = db.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, f_table_catalog, f_table_schema FROM layer_styles"
        ).fetchall()
        assert sorted(rows) == sorted((name, "geom", 1, "", "") for name in LAYERS)
        kinds = dict(db.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds == {**dict.fromkeys(LAYERS, "features"), "layer_styles": "attributes"}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    styles = pyogrio.read_dataframe(package, layer="layer_styles", read_geometry=False)
    assert all(ET.fromstring(text).tag == "qgis" for text in styles["styleQML"])


def test_every_verdict_has_the_sign_of_the_map():
    root = ET.fromstring(style_of("incidents", ["id", "verdict"]))
    signs = {one.get("value"): root.find(f".//symbol[@name='{one.get('symbol')}']") for one in root.iter("category")}
    assert set(signs) == {*VERDICTS, ""}
    props = {
        verdict: [{one.get("k"): one.get("v") for one in layer.iter("prop")} for layer in sign.iter("layer")]
        for verdict, sign in signs.items()
    }
    assert props["inside"][0]["color"] == INK
    assert [one["name"] for one in props["indeterminate"]] == ["circle", "semi_circle"]
    assert (props["outside"][0]["color"], props["outside"][0]["outline_color"]) == (PAPER, INK)
    assert (props["not_in_force"][0]["outline_color"], props["not_in_force"][0]["outline_style"]) == (GREY, "dash")


def test_the_colours_are_those_of_the_map():
    sheet = Path("geo/maps/assets/map.css").read_text("utf-8")
    for name, colour in (("ink", INK), ("grey", GREY), ("land", PAPER)):
        written = re.search(rf"--{name}: #([0-9a-f]{{6}})", sheet)
        assert written
        assert ",".join(str(n) for n in (*bytes.fromhex(written[1]), 255)) == colour


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("fields", [["id"], ["id", "verdict", "share"]])
def test_styles_are_sound_xml_and_say_what_they_draw(layer, fields):
    root = ET.fromstring(style_of(layer, fields))
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("attr") or "share") in [*fields, "share"]
    symbols = {one.get("name") for one in root.iter("symbol")}
    assert {one.get("symbol") for one in root.iter("category")} <= symbols
    assert root.findtext("layerGeometryType") == ("2" if layer in ("zones", "regions") else "0")
