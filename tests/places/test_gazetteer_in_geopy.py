"""The gazetteer where other people's code takes a geopy geocoder: geopandas, the rate limiters, asyncio."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import Any

import geopandas
import geopy.exc
import numpy as np
import pandas as pd
import pytest
from geopandas.tools import geocode, reverse_geocode
from geopy.adapters import AioHTTPAdapter, BaseAsyncAdapter
from geopy.extra.rate_limiter import AsyncRateLimiter, RateLimiter
from geopy.location import Location
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

import geo
from geo.places import AsyncOffline, Gazetteer
from geo.places.online import Online


def test_geopandas_geocodes_with_it() -> None:
    found = geocode(["At Tanf", "Latakia, Syria", "Xyzzyville"], provider=geo.Gazetteer)
    assert isinstance(found, geopandas.GeoDataFrame)
    assert found.crs == "EPSG:4326"
    assert found.address[:2].tolist() == ["al-Tanf garrison, Syria", "Latakia, Syria"]
    assert pd.isna(found.address[2])
    assert [round(one.x) for one in found.geometry[:2]] == [39, 36]  # longitude first
    assert found.geometry[2].is_empty


def test_geopandas_hands_its_options_on(tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    places.write_text("name,lat,lon\nHill 60,33.3,38.3\n")
    found = geocode(pd.Series(["Hill 60"], index=["a"]), provider=geo.Gazetteer, places=places, timeout=10,
                    user_agent="somebody/1")  # fmt: skip
    assert found.loc["a"].geometry.equals(Point(38.3, 33.3))


def test_geopandas_takes_missing_values_for_no_place() -> None:
    found = geocode(["At Tanf", None, float("nan"), ""], provider=geo.Gazetteer)
    assert found.geometry.is_empty.tolist() == [False, True, True, True]


def test_geopandas_reverses_with_it() -> None:
    found = reverse_geocode([Point(38.618, 33.506), Point(35.78, 35.52)], provider=geo.Gazetteer)
    assert found.address.tolist() == ["al-Tanf garrison, Syria", "Latakia, Syria"]


def test_under_the_rate_limiter(gazetteer: Gazetteer) -> None:
    limited = RateLimiter(gazetteer.geocode, min_delay_seconds=0, error_wait_seconds=0, swallow_exceptions=False)
    assert pd.Series(["At Tanf", "Xyzzyville"]).apply(limited).map(bool).tolist() == [True, False]
    with pytest.raises(geopy.exc.GeocoderQueryError):
        limited(None)
    back = RateLimiter(gazetteer.reverse, min_delay_seconds=0)
    assert back("33.506, 38.618").raw["id"] == "curated:al-tanf-garrison"


def test_the_rate_limiter_swallows_its_failures(gazetteer: Gazetteer) -> None:
    limited = RateLimiter(gazetteer.geocode, min_delay_seconds=0, error_wait_seconds=0, return_value_on_exception="?")
    assert limited(None) == "?"


async def under_async_limiter(gazetteer: Gazetteer) -> list[Any]:
    async with gazetteer as open_one:
        ask = AsyncRateLimiter(open_one.geocode, min_delay_seconds=0, error_wait_seconds=0, swallow_exceptions=False)
        back = AsyncRateLimiter(open_one.reverse, min_delay_seconds=0)
        with pytest.raises(geopy.exc.GeocoderQueryError):
            await ask(None)
        found = await asyncio.gather(*(ask(name) for name in ("At Tanf", "Latakia", "Xyzzyville")))
        return [*found, await ask("Springfield", exactly_one=False, limit=2), await back((33.506, 38.618))]


def checked(found: list[Any]) -> None:
    at_tanf, latakia, nowhere, many, back = found
    assert isinstance(at_tanf, Location)
    assert at_tanf.raw["id"] == back.raw["id"] == "curated:al-tanf-garrison"
    assert latakia.address == "Latakia, Syria"
    assert nowhere is None
    assert len(many) == 2


def test_under_the_async_rate_limiter(enabled_loop: asyncio.AbstractEventLoop) -> None:
    checked(enabled_loop.run_until_complete(under_async_limiter(Gazetteer(adapter_factory=AsyncOffline))))


def test_with_an_adapter_of_geopys_own(enabled_loop: asyncio.AbstractEventLoop) -> None:
    class Own(BaseAsyncAdapter):  # type: ignore[misc]
        async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
            raise AssertionError("asked")

        get_text = get_json

    checked(enabled_loop.run_until_complete(under_async_limiter(Gazetteer(adapter_factory=Own))))


def test_with_aiohttp_as_geopy_has_it(enabled_loop: asyncio.AbstractEventLoop) -> None:
    if AioHTTPAdapter.is_available:
        checked(enabled_loop.run_until_complete(under_async_limiter(Gazetteer(adapter_factory=AioHTTPAdapter))))
    else:
        with pytest.raises(ImportError, match="aiohttp"):  # geopy's own words for it
            Gazetteer(adapter_factory=AioHTTPAdapter)


def test_async_offline_speaks_to_nobody(enabled_loop: asyncio.AbstractEventLoop) -> None:
    adapter = Gazetteer(adapter_factory=AsyncOffline).adapter
    for ask in (adapter.get_json, adapter.get_text):
        with pytest.raises(geopy.exc.GeocoderServiceError, match="offline"):
            enabled_loop.run_until_complete(ask("https://example.org", timeout=1, headers={}))


@pytest.fixture
def enabled_loop() -> Any:
    loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def test_sync_and_async_do_not_mix(enabled_loop: asyncio.AbstractEventLoop) -> None:
    with pytest.raises(TypeError, match="async with"), Gazetteer(adapter_factory=AsyncOffline):
        pass
    with Gazetteer() as one:
        assert one.geocode("At Tanf")


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.binary(max_size=8),
    st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=5)), max_size=4), st.dictionaries(st.text(), st.text()),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ODD, exactly_one=st.booleans(), limit=ODD, country=ODD)
@example(query="\ud800", exactly_one=True, limit=None, country=None)
@example(query="\x00", exactly_one=False, limit=2.5, country="SY")
@example(query=(), exactly_one=True, limit=None, country=None)
@example(query=[None, None], exactly_one=True, limit=None, country=7)
@example(query="At Tanf", exactly_one=False, limit=float("inf"), country="\ud800")
def test_it_raises_nothing_but_geopys_errors(
    gazetteer: Gazetteer, query: Any, exactly_one: bool, limit: Any, country: Any
) -> None:
    try:
        found = gazetteer.geocode(query, exactly_one=exactly_one, limit=limit, country=country)
        assert found is None or isinstance(found, Location if exactly_one else list)
        assert found is None or isinstance(query, str)
    except geopy.exc.GeopyError:
        pass
    try:
        found = gazetteer.reverse(query, exactly_one=exactly_one, limit=limit)
        assert isinstance(found, Location if exactly_one else list)
    except geopy.exc.GeopyError:
        pass


@pytest.mark.parametrize("query", [(), [], {}, (None, None), (1, None), np.array([]), b"1,2", {"lat": 1, "lon": 2},
                                   (float("nan"), 1.0), (1, 2, 3, 4), Point(38, 33)])  # fmt: skip
def test_what_geopy_would_read_as_the_gulf_of_guinea_is_no_point(gazetteer: Gazetteer, query: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(geopy.exc.GeocoderQueryError, match="is not a point"):
            gazetteer.reverse(query)


def test_online_may_be_a_name_or_an_object(tmp_path: Path) -> None:
    assert Gazetteer().online is None
    assert Gazetteer().notices == []
    named = Gazetteer(online=Online("photon", store=tmp_path / "online.sqlite"))
    assert named.online is not None
    assert named.online.name == "photon"
    assert named.offline.online is None
    assert named.offline.place("country:SY") == named.place("country:SY")
    with pytest.raises(geo.GeoError, match="no geocoder is called"):
        Gazetteer(online="nominatin")
