"""Places in metres."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import geo
from geo.errors import CoordinateError
from geo.incidents.tables.projected import read_projected

TANF = (38.61778, 33.50583)


@pytest.mark.parametrize(
    ("east", "north", "zone", "system"),
    [
        ("464499.6", "3707431.0", "37 north", ""),
        (464499.6, 3707431.0, "37N", None),
        ("464500", "3707431", "", "EPSG:32637"),
        ("464500", "3707431", None, 32637.0),
        ("464499,6", "3707431,0", "37 N", "-"),
    ],
)
def test_read(east: object, north: object, zone: object, system: object) -> None:
    found = read_projected(east, north, zone, system)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx(TANF, abs=2e-5)
    assert 1e-7 < found.step_deg < 1e-5


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("464500", "3707431", "", ""), "name no zone; give a column utm_zone"),
        (("464500", "", "37N", ""), "the northing '' is no number of metres"),
        (("x", "3707431", "37N", ""), "the easting 'x' is no number"),
        (("464500", "3707431", "37", ""), "none of UTM; write the zone"),
        (("464500", "3707431", "37S", ""), "read two ways"),
        (("3707431", "464500", "37N", ""), "none of UTM"),
        (("464500", "3707431", "", "EPSG:4326"), "no metres east and north"),
        (("464500", "3707431", "", "EPSG:99999"), "no reference system"),
    ],
)
def test_refused_with_what_to_write(cells: tuple[str, str, str, str], said: str) -> None:
    with pytest.raises(CoordinateError, match=f"{said}.*; |{said}"):
        read_projected(*cells)


def test_nothing_is_absence() -> None:
    assert read_projected("", None, "37N", "EPSG:32637") is None


def test_in_a_table(tmp_path: Path) -> None:
    text = "date,Easting,Northing,UTM zone\n2017-06-08,464500,3707431,37N\n2017-06-09,464500,,37N\n2017-06-10,,,\n"
    (tmp_path / "a.csv").write_text(text)
    found = geo.read(tmp_path / "a.csv")
    assert found["lon"].iloc[0] == pytest.approx(TANF[0], abs=2e-5)
    assert pd.isna(found["lon"].iloc[1])
    assert [one["where"] for one in found.attrs["rejections"]] == ["row 3", "row 4"]
    assert found["Easting"].tolist() == ["464500", "464500", ""]
