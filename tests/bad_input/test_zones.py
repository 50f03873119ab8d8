"""Bad zones: a row or a drawing that is none is set aside, and the sound one goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from tests.bad_input.shared import BOWTIE, collection, feature, listed, rows

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
    "a corner that is infinite": (
        '{"type": "Polygon", "coordinates": [[[1e400, 33], [39, 33], [39, 34], [1e400, 33]]]}',
        3,
        "has a point that is no pair of numbers",
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


def test_degrees_in_a_drawing_that_says_metres_are_no_zone_in_the_sea(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(rows(""))
    (tmp_path / "z.csv").write_text(
        'id,course\nok,"POLYGON ((38 33, 39 33, 39 34, 38 34, 38 33))"\n'
        'bad,"SRID=32637;POLYGON ((38 33, 39 33, 39 34, 38 34, 38 33))"\n'
        'nan,"POLYGON ((38 33, NaN 33, 39 34, 38 33))"\n'
    )
    done = CliRunner().invoke(app, ["check", str(tmp_path / "a.csv"), "--zones", str(tmp_path / "z.csv")])
    said = listed(done)
    assert done.exit_code == 3, said
    assert "row 3: its corners, such as 39, 34 look like degrees, but EPSG:32637 has metres" in said
    assert "row 4: what is drawn has a point that is no pair of numbers" in said
    assert "Warning" not in said
