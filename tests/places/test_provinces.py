"""Provinces as the ground nearest to their cities: against the cities, the countries, and borders known from maps."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections import defaultdict

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box

from geo.places import index
from geo.places.folding import DATA
from geo.places.outlines import outline
from geo.places.provinces import ARCHIVE, cells, province
from geo.places.sources import cities500, records
from geo.regions.area import area_m2

SAMPLE = ("SY", "IQ", "JO", "US", "DE", "LB", "RU", "FJ", "NZ", "ID", "SD")

Codes = dict[str, dict[str, list[tuple[float, float]]]]


@pytest.fixture(scope="module")
def coded() -> Codes:
    """Country, division code, positions of its cities."""
    out: Codes = defaultdict(lambda: defaultdict(list))
    for row in records(cities500()):
        if row["admin1code"] not in ("", "00"):
            out[row["countrycode"]][row["admin1code"]].append((row["longitude"], row["latitude"]))
    return out


@pytest.mark.parametrize("country", SAMPLE)
def test_provinces_cover_their_country_and_do_not_overlap(country: str) -> None:
    whole = outline(country)
    assert whole is not None
    shapes = [shape for code in cells(country) if (shape := province(country, code))]
    assert all(shape.is_valid for shape in shapes)
    union = shapely.union_all(shapes)
    assert union.intersection(whole).area >= 0.998 * whole.area  # Russia lacks Crimea, which GeoNames codes as Ukraine
    assert union.area <= 1.0001 * whole.area
    assert sum(shape.area for shape in shapes) <= 1.001 * union.area


def test_the_cells_of_a_country_meet_without_gap_or_overlap() -> None:
    shapes = [cell.shape for cell in cells("SY").values()]
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-6)


def test_every_province_holds_its_cities(coded: Codes) -> None:
    inside = [
        np.mean(shapely.intersects_xy(cell.shape, *np.array(coded[country][code]).T))
        for country in sorted(coded)
        for code, cell in cells(country).items()
        if len(coded[country][code])
    ]
    assert len(inside) > 3_700
    assert np.mean(inside) > 0.998
    assert np.mean(np.array(inside) >= 0.98) > 0.995


@pytest.mark.parametrize(
    ("country", "code", "lon", "lat"),
    [
        ("SY", "11", 38.62, 33.51),  # Homs reaches al-Tanf
        ("SY", "11", 38.28, 34.56),  # and Palmyra
        ("SY", "01", 42.2, 37.1),  # Hasakah the Tigris
        ("SY", "07", 40.95, 34.45),  # Deir ez-Zor the Iraqi border at Abu Kamal
        ("IQ", "01", 39.1, 32.8),  # Anbar the Jordanian border
        ("IQ", "01", 42.25, 32.04),  # and An Nukhayb
        ("IQ", "15", 41.7, 36.35),  # Nineveh Mount Sinjar
        ("IQ", "17", 43.5, 30.5),  # Najaf the Saudi border
        ("US", "TX", -106.3, 31.75),  # Texas El Paso
        ("US", "TX", -102.5, 36.3),  # and the Panhandle
        ("US", "TX", -97.5, 26.05),  # and the mouth of the Rio Grande
        ("DE", "02", 10.3, 47.4),  # Bavaria the Alps
        ("DE", "02", 13.5, 48.6),  # and Passau
        ("DE", "02", 9.15, 49.97),  # and Aschaffenburg
        ("GF", "GF", -52.3, 4.9),  # French Guiana lies in the outline of France
        ("UA", "11", 34.1, 45.0),  # Crimea in that of Russia
        ("RU", "15", 175.0, 66.0),  # the far east of Russia
    ],
)
def test_known_places_lie_in_their_province(country: str, code: str, lon: float, lat: float) -> None:
    shape = province(country, code)
    assert shape is not None
    assert shape.contains(Point(lon, lat))


@pytest.mark.parametrize(
    ("code", "west", "south", "east", "north"),
    [("CO", -109.05, 37.0, -102.05, 41.0), ("WY", -111.05, 41.0, -104.05, 45.0), ("KS", -102.05, 37.0, -94.62, 40.0)],
)
def test_states_drawn_with_a_ruler(code: str, west: float, south: float, east: float, north: float) -> None:
    """The statutes that made these states name their meridians and parallels."""
    shape, true = province("US", code), box(west, south, east, north)
    assert shape is not None
    assert shape.intersection(true).area / shape.union(true).area > 0.85


@pytest.mark.parametrize(
    ("country", "code", "km2", "within"),
    [
        ("US", "TX", 695_662, 0.05),  # US Census Bureau, total area
        ("US", "MT", 380_831, 0.05),
        ("DE", "02", 70_550, 0.03),  # Statistisches Bundesamt
        ("DE", "04", 755, 0.15),  # Hamburg
        ("SY", "11", 42_223, 0.25),  # Central Bureau of Statistics, Damascus
        ("IQ", "01", 138_501, 0.25),  # Central Statistical Organization, Baghdad
        ("IQ", "15", 37_323, 0.25),
    ],
)
def test_areas_agree_with_the_statistics(country: str, code: str, km2: float, within: float) -> None:
    shape = province(country, code)
    assert shape is not None
    assert area_m2(shape) / 1e6 == pytest.approx(km2, rel=within)


def test_what_nobody_drew_is_none() -> None:
    assert province("SY", "99") is None
    assert province("XX", "01") is None
    assert cells("MC") == {}


def test_no_start_and_no_index_reads_the_archive() -> None:
    code = (
        "import geo.places.gazetteer, geo.places.index, geo.places.provinces as p; geo.places.index.fingerprint();"
        "assert p._archive.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    before = index.fingerprint()
    assert before == index.fingerprint.__wrapped__()
    assert (DATA / ARCHIVE).stat().st_size < 1_500_000


def test_the_archive_carries_no_time_of_its_making() -> None:
    with zipfile.ZipFile(DATA / ARCHIVE) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
