"""`--geocoder nominatim:URL` against a real Nominatim; run by `make test-integration`, which never passes it over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import geopandas.tools
import nominatim_server
import pytest

import geo
from geo.geodesy.ellipsoid import distance_m
from geo.places.index import index_path

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    missing = nominatim_server.lacking()
    if missing:
        pytest.fail("a real Nominatim needs what is not there:\n- " + "\n- ".join(missing), pytrace=False)
    with tempfile.TemporaryDirectory(prefix="nominatim-") as folder, nominatim_server.running(Path(folder)) as address:
        yield address


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Answers of this test alone, beside the shared place index."""
    geo.Gazetteer().geocode("At Tanf")
    shared = index_path()
    (tmp_path / shared.name).symlink_to(shared.resolve())
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path))
    return tmp_path


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "geo", *words], capture_output=True, text=True, env=dict(os.environ),
                          check=False)  # fmt: skip


def test_locate_answers(url: str) -> None:
    done = run("locate", "6 miles north of Somewhereonlythere", "--geocoder", f"nominatim:{url}", "--format", "json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert row["place_name"] == "Somewhereonlythere"
    assert row["country"] == "SY"
    assert float(distance_m(row["lon"], row["lat"], 38.90, 34.20)) == pytest.approx(6 * 1609.344, rel=0.01)
    assert "OpenStreetMap via Nominatim, ODbL 1.0" in done.stderr


def test_what_the_gazetteer_knows_is_not_asked_for(url: str) -> None:
    gazetteer = geo.Gazetteer(online=f"nominatim:{url}")
    for name, lon, lat in (("At Tanf", 38.618, 33.506), ("Latakia", 35.784, 35.531), ("Raqqa", 39.008, 35.953)):
        found = gazetteer.resolve([name], country="SY")[0].best
        assert found is not None
        assert float(distance_m(found.place.lon, found.place.lat, lon, lat)) < 5_000
    assert gazetteer.online is not None
    assert gazetteer.online.requests == 0


def test_the_service_itself_knows_them_by_their_english_names(url: str) -> None:
    from geo.places.online import Online
    from geo.places.online.service import Query

    service = Online(f"nominatim:{url}", interval_s=0)
    for name in ("At Tanf", "Latakia", "Raqqa"):
        answer = service.ask(Query(name))
        assert [hit.place.name for hit in answer.hits][:1] == [name], answer.fault
        assert answer.hits[0].place.country == "SY"
    assert answer.hits[0].place.population == 220_000


def test_no_such_place(url: str) -> None:
    done = run("locate", "near Nowherexyzzy", "--geocoder", f"nominatim:{url}", "--format", "json")
    assert done.returncode == 3
    assert "nominatim knows no such place either" in json.loads(done.stdout)[0]["reason"]


def test_rivals_and_a_governorate(url: str) -> None:
    gazetteer = geo.Gazetteer(online=f"nominatim:{url}")
    twice = gazetteer.resolve(["Twicenamedhere"], country="SY")[0]
    assert twice.best is not None
    assert len(twice.rivals) == 1
    area = gazetteer.resolve(["Onlythere Governorate"], country="SY")[0].best
    assert area is not None
    assert area.place.is_area
    assert area.place.extent_m > 80_000  # half the diagonal of its box


def test_a_table_a_zone_and_a_map(url: str, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("id,date,place\na,2017-06-08,6 miles north of Somewhereonlythere\nb,2017-06-08,near Damascus\n")
    words = [str(rows), "--zone", "Somewhereonlythere, 34 mi", "--geocoder", f"nominatim:{url}"]
    done = run("check", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert [row["verdict"] for row in json.loads(done.stdout)] == ["inside", "outside"]
    drawn = tmp_path / "map.html"
    assert run("map", *words, "-o", str(drawn)).returncode == 0
    assert "OpenStreetMap via Nominatim, ODbL 1.0" in drawn.read_text("utf-8")


def test_answers_are_kept_for_the_next_run(url: str) -> None:
    for asked in (1, 0):
        gazetteer = geo.Gazetteer(online=f"nominatim:{url}")
        assert gazetteer.geocode("Somewhereonlythere").latitude == pytest.approx(34.2)
        assert gazetteer.online is not None
        assert gazetteer.online.requests == asked


def test_through_geopandas(url: str) -> None:
    found = geopandas.tools.geocode(
        ["Somewhereonlythere", "At Tanf"], provider=geo.Gazetteer, online=f"nominatim:{url}"
    )
    assert [round(one.x, 1) for one in found.geometry] == [38.9, 38.6]
