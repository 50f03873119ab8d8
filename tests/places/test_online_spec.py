"""What may stand after --geocoder, and geocoders other than Nominatim."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty import Server, serving, text
from geopy.geocoders import SERVICE_TO_GEOCODER

from geo.errors import InputError
from geo.places.gazetteer import Gazetteer
from geo.places.online import Online
from geo.places.online.service import Query
from geo.places.online.spec import KEY, build, read_spec

local = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.mark.parametrize(
    ("written", "scheme", "domain"),
    [
        ("nominatim", "", ""),
        ("Nominatim", "", ""),
        ("nominatim:http://127.0.0.1:8088", "http", "127.0.0.1:8088"),
        ("nominatim:http://127.0.0.1:8088/", "http", "127.0.0.1:8088"),
        ("nominatim:127.0.0.1:8088", "http", "127.0.0.1:8088"),
        ("nominatim:localhost:8088", "http", "localhost:8088"),
        ("nominatim:example.org", "https", "example.org"),
        ("nominatim:https://example.org/nominatim/search", "https", "example.org/nominatim"),
        ("photon:https://example.org", "https", "example.org"),
        ("pelias:https://example.org", "https", "example.org"),
        ("arcgis", "", ""),
        ("nominatim:https://nominatim.openstreetmap.org/", "", ""),
    ],
)
def test_a_geocoder_and_where_it_is(written: str, scheme: str, domain: str) -> None:
    found = read_spec(written)
    assert (found.scheme, found.domain) == (scheme, domain)
    made = build(found, adapter_factory=None, timeout=1)
    if scheme and found.name == "nominatim":
        assert made.api == f"{scheme}://{domain}/search"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("nominatin", "did you mean nominatim"),
        ("", "one of arcgis, azure"),
        ("\x1b[2J" * 100, "no geocoder is called"),
        ("nominatim:ftp://example.org", "no address"),
        ("nominatim:http://", "no address"),
        ("nominatim:http://example.org:99999", "no address"),
        ("nominatim:http://user:secret@example.org", "no address"),
        ("nominatim:http://example.org/?key=1", "no address"),
        ("nominatim:a b", "no address"),
        ("baidu:example.org", "at its own address only"),
        ("google", "api_key"),
        ("banfrance:http://x y", "no address"),
        ("opencage", KEY),
        ("mapbox", KEY),
        ("pelias", "write pelias:https://HOST"),
        ("liveaddress", "needs auth_id"),
    ],
)
def test_what_is_no_geocoder_is_refused(written: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    with pytest.raises(InputError, match=message):
        build(read_spec(written), adapter_factory=None, timeout=1)


def test_a_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "s3cret")
    for name in ("opencage", "mapbox", "azure", "geonames", "herev7"):
        made = build(read_spec(name), adapter_factory=None, timeout=1)
        assert "s3cret" in {value for value in vars(made).values() if isinstance(value, str)}
    build(read_spec("arcgis"), adapter_factory=None, timeout=1)  # its user name would need a password, too


def test_every_geocoder_of_geopy_can_be_made_or_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "s3cret")
    refused = {}
    for name in SERVICE_TO_GEOCODER:
        try:
            build(read_spec(name), adapter_factory=None, timeout=1)
        except InputError as error:
            refused[name] = str(error)
    assert set(refused) == {"liveaddress", "pelias"}
    assert all("needs" in why or "HOST" in why for why in refused.values()), refused


def feature(**more: object) -> dict[str, object]:
    said = {"osm_type": "N", "osm_id": 4, "osm_key": "place", "osm_value": "village", "type": "city",
            "name": "Only There", "countrycode": "SY", "extent": [38.88, 34.22, 38.92, 34.18], **more}  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [38.9, 34.2]}, "properties": said}


@local
def test_photon(server: Server, tmp_path: Path) -> None:
    server.script = [text(json.dumps({"type": "FeatureCollection", "features": [feature()]}))]
    gazetteer = Gazetteer(online=Online(f"photon:{server.url}", store=tmp_path / "online.sqlite"))
    found = gazetteer.resolve(["Only There"], country="SY")[0].best
    assert found is not None
    assert (found.place.id, found.place.country, found.place.kind) == ("photon:node/4", "SY", "PPL")
    assert found.place.source == "OpenStreetMap via Photon, ODbL 1.0"
    assert 2_500 < found.place.extent_m < 3_500
    assert server.seen[0]["query"]["lat"]  # of the middle of Syria: where to look first


@local
def test_photon_knows_no_such_place(server: Server, tmp_path: Path) -> None:
    server.script = [text('{"type": "FeatureCollection", "features": []}')]
    answer = Online(f"photon:{server.url}", store=tmp_path / "online.sqlite").ask(Query("Only There"))
    assert (answer.hits, answer.fault) == ((), "")


@local
def test_opencage_keeps_its_key_out_of_what_is_said(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "s3cret")
    hit = {
        "formatted": "Only There, Syria", "geometry": {"lat": 34.2, "lng": 38.9},
        "bounds": {"southwest": {"lat": 34.18, "lng": 38.88}, "northeast": {"lat": 34.22, "lng": 38.92}},
        "components": {"_type": "village", "country_code": "sy"},
    }  # fmt: skip
    server.script = [text(json.dumps({"status": {"code": 200}, "results": [hit]})), text("", status=500)]
    service = Online(f"opencage:{server.url}", store=tmp_path / "online.sqlite")
    found = service.ask(Query("Only There"))
    assert server.seen[0]["query"]["key"] == ["s3cret"]
    assert (found.hits[0].place.kind, found.hits[0].place.country) == ("PPL", "SY")
    said = [service.ask(Query("Elsewhere")).fault, *service.notices, (tmp_path / "online.sqlite").read_bytes()]
    assert all("s3cret" not in str(one) for one in said)


@local
def test_a_service_that_says_little_leaves_much_doubt(server: Server, tmp_path: Path) -> None:
    hit = {"address": "Only There", "location": {"x": 38.9, "y": 34.2}, "score": 100, "attributes": {}}
    server.script = [text(json.dumps({"candidates": [hit]}))]
    service = Online(f"arcgis:{server.url}", store=tmp_path / "online.sqlite")
    found = service.ask(Query("Only There")).hits[0]
    assert found.place.extent_m == 10_000.0
    assert "an assumption" in found.note
    assert found.place.source == "Esri World Geocoding Service, Esri terms of use"


def test_without_a_geocoder_nothing_of_it_is_imported() -> None:
    code = (
        "import sys, geo; geo.Gazetteer().geocode('At Tanf'); geo.locate('6 miles north of Latakia');"
        "print([name for name in sys.modules if name.startswith('geo.places.online')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
