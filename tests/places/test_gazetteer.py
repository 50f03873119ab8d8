"""The gazetteer as geopy knows geocoders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopy.exc
import numpy as np
import pytest
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.geodesy.ellipsoid import distance_m
from geo.places import build, country_code, status
from geo.places.gazetteer import Gazetteer
from geo.places.index import open_index


def test_it_is_a_geopy_geocoder(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer, Geocoder)
    limited = RateLimiter(gazetteer.geocode, min_delay_seconds=0)
    assert limited("At Tanf").raw["id"] == "curated:al-tanf-garrison"


def test_a_location_turns_the_axes_and_tells_its_source(gazetteer: Gazetteer) -> None:
    found = gazetteer.geocode("Latakia, Syria")
    assert isinstance(found, Location)
    assert (round(found.latitude), round(found.longitude)) == (36, 36)
    assert found.latitude < found.longitude  # 35.5 north, 35.8 east
    assert found.address == "Latakia, Syria"
    assert found.raw["kind"] == "PPL"
    assert found.raw["extent_m"] > 0
    assert "GeoNames" in found.raw["source"]
    assert found.raw["reasons"]


@pytest.mark.parametrize("query", ["Xyzzyville", "", "   "])
def test_nothing_found_is_none(gazetteer: Gazetteer, query: str) -> None:
    assert gazetteer.geocode(query) is None
    assert gazetteer.geocode(query, exactly_one=False) is None


def test_many_answers_best_first_and_at_most_the_limit(gazetteer: Gazetteer) -> None:
    many = gazetteer.geocode("Springfield", exactly_one=False)
    assert len(many) > 2
    assert [one.raw["score"] for one in many] == sorted((one.raw["score"] for one in many), reverse=True)
    assert len(gazetteer.geocode("Springfield", exactly_one=False, limit=2)) == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda g: g.geocode(None), "text"),
        (lambda g: g.geocode({"city": "Mosul"}), "text"),
        (lambda g: g.geocode("Mosul", country="Atlantis"), "Atlantis"),
        (lambda g: g.geocode("Mosul", limit=0), "limit"),
        (lambda g: g.reverse("not a point"), "not a point"),
        (lambda g: g.reverse(None), "None"),
        (lambda g: g.reverse((95, 10)), "95"),
        (lambda g: g.reverse((35, 40), limit=0), "limit"),
    ],
)
def test_a_wrong_query_is_geopys_error(gazetteer: Gazetteer, call: Callable[[Gazetteer], Any], message: str) -> None:
    with pytest.raises(geopy.exc.GeocoderQueryError, match=message):
        call(gazetteer)


def test_a_missing_index_is_geopys_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "file" / "cache"))
    with pytest.raises(geopy.exc.GeocoderServiceError, match="GEO_CACHE_DIR"):
        Gazetteer().geocode("Mosul")
    with pytest.raises(geopy.exc.GeocoderServiceError, match="GEO_CACHE_DIR"):
        Gazetteer().reverse((36.3, 43.1))


def test_it_asks_nobody(gazetteer: Gazetteer) -> None:
    with pytest.raises(geopy.exc.GeocoderServiceError, match="offline"):
        gazetteer.adapter.get_json("https://example.org", timeout=1, headers={})


@pytest.mark.parametrize("query", ["35.95, 39.01", (35.95, 39.01), Point(35.95, 39.01)])
def test_reverse_takes_what_geopy_takes(gazetteer: Gazetteer, query: object) -> None:
    assert gazetteer.reverse(query).raw["id"] == "geonames:172955"


def test_reverse_is_the_nearest_of_all(gazetteer: Gazetteer) -> None:
    db = open_index()._db
    lons, lats = zip(*db.execute("SELECT lon, lat FROM place WHERE is_area = 0"), strict=True)
    rng = np.random.default_rng(7)
    spots = [(float(rng.uniform(-180, 180)), float(np.degrees(np.arcsin(rng.uniform(-0.95, 0.95))))) for _ in range(12)]
    for lon, lat in [*spots, (179.99, -16.5), (-179.99, 66.0), (0.0, 78.0)]:
        metres = distance_m(lon, lat, np.array(lons), np.array(lats))
        found = gazetteer.reverse((lat, lon))
        assert found.raw["distance_m"] == pytest.approx(metres.min(), abs=0.01)
        many = gazetteer.reverse((lat, lon), exactly_one=False, limit=5)
        assert [one.raw["distance_m"] for one in many] == pytest.approx(np.sort(metres)[:5], abs=0.01)


def test_places_and_footprints_by_id(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("country:SY")
    assert place is not None
    assert place.is_area
    shape = gazetteer.footprint("country:SY")
    assert shape is not None
    assert shape.is_valid
    assert gazetteer.footprint("geonames:99072") is None
    assert gazetteer.footprint("nowhere:1") is None
    assert gazetteer.place("nowhere:1") is None


def test_status_and_the_door(gazetteer: Gazetteer) -> None:
    gazetteer.geocode("Mosul")
    state = status()
    assert state["built"]
    assert state["places"] > 234_908
    assert state["size_bytes"] > 1_000_000
    assert callable(build)
    assert country_code("Iraq") == "IQ"


def test_status_before_anything_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path))
    assert status()["built"] is False
