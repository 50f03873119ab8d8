"""The track of something that moves."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date

import numpy as np
import pytest

from geo.errors import ZoneError
from geo.geodesy import GEOD
from geo.zones.moments import interval_of, minutes_of
from geo.zones.track import parse_track, positions

WRITTEN = "1982-05-02T00:00Z 55.0 S 61.0 W; 1982-05-02T10:00Z 56.0 S 63.0 W"


def test_fixes_come_in_the_order_of_time() -> None:
    backwards = "; ".join(reversed(WRITTEN.split("; ")))
    assert parse_track(backwards) == parse_track(WRITTEN)
    listed = [
        {"time": "1982-05-02T00:00Z", "lat": -55.0, "lon": -61.0},
        {"time": "1982-05-02T10:00+00:00", "lat": -56, "lon": -63},
    ]
    assert parse_track(json.dumps(listed)) == parse_track(WRITTEN)


def test_half_way_in_time_is_half_way_along_the_geodesic() -> None:
    track = parse_track(WRITTEN)
    span = interval_of("1982-05-02", "1982-05-02", "05:00 GMT", 0.0)
    assert span is not None
    lon, lat, _ = positions(track, span[0], span[0], 1)
    azimuth, _, metres = GEOD.inv(-61.0, -55.0, -63.0, -56.0)
    there = GEOD.fwd(-61.0, -55.0, azimuth, metres / 2)
    assert GEOD.inv(lon[0], lat[0], *there[:2])[2] < 0.01


def test_nothing_is_known_before_the_first_fix_and_after_the_last() -> None:
    track = parse_track(WRITTEN)
    day = interval_of("1982-05-02", "1982-05-02", "between 05:00 and 15:00 GMT", 0.0)
    assert day is not None
    lon, _, covered = positions(track, *day, 11)
    assert 0 < len(lon) < 11
    assert covered == pytest.approx(0.5, abs=0.01)
    later = interval_of("1982-05-03", "1982-05-03", "12:00 GMT", 0.0)
    assert later is not None
    lon, _, covered = positions(track, *later, 5)
    assert len(lon) == 0
    assert covered == 0.0


def test_a_single_fix_says_where_it_was_then() -> None:
    track = parse_track("1982-05-02T19:00Z 55.40 S 61.53 W")
    span = interval_of("1982-05-02", "1982-05-02", "19:00 GMT", 0.0)
    assert span is not None
    lon, lat, _ = positions(track, *span, 3)
    assert np.allclose(lon, -61.53)
    assert np.allclose(lat, -55.40)


THREE = parse_track("1982-05-02T00:00Z 0 N 10 E; 1982-05-02T10:00Z 0 N 11 E; 1982-05-02T12:00Z 1 N 11 E")


@pytest.mark.parametrize(
    ("hour", "where"),
    [(0, (10.0, 0.0)), (5, (10.5, 0.0)), (10, (11.0, 0.0)), (11, (11.0, 0.5)), (12, (11.0, 1.0))],
)
def test_each_leg_has_its_own_speed_and_heading(hour: int, where: tuple[float, float]) -> None:
    span = interval_of("1982-05-02", "1982-05-02", f"{hour:02}:00 GMT", 0.0)
    assert span is not None
    lon, lat, covered = positions(THREE, *span, 2)
    assert (float(lon[0]), float(lat[0])) == pytest.approx(where, abs=1e-5)
    assert covered == 1.0


def test_equal_steps_of_time_over_all_legs() -> None:
    midnight = minutes_of(date(1982, 5, 2))
    lon, lat, covered = positions(THREE, midnight, midnight + 720.0, 13)
    assert lon.tolist() == pytest.approx([10 + min(i, 10) / 10 for i in range(13)], abs=1e-5)
    assert lat.tolist() == pytest.approx([max(0, i - 10) / 2 for i in range(13)], abs=1e-4)
    assert covered == 1.0


def test_one_fix_within_a_long_time_is_found_though_no_step_meets_it() -> None:
    midnight = minutes_of(date(1982, 5, 2))
    track = parse_track("1982-05-02T09:07Z 0 N 10 E")
    lon, lat, covered = positions(track, midnight, midnight + 1440.0, 3)
    assert (lon.tolist(), lat.tolist(), covered) == ([10.0], [0.0], 1.0 / 1440.0)
    both = parse_track("1982-05-02T09:07Z 0 N 10 E; 1982-05-02T09:08Z 0 N 10.1 E")
    assert positions(both, midnight, midnight + 1440.0, 3)[0].tolist() == [10.0]


@pytest.mark.parametrize("same", ["1982-05-02T12:00Z", "1982-05-02T09:00-03:00", "1982-05-02T15:30+03:30"])
def test_a_fix_by_another_clock_is_the_same_fix(same: str) -> None:
    midnight = minutes_of(date(1982, 5, 2))
    at = [positions(parse_track(f"{same} 0 N 10 E"), midnight + minute, midnight + minute + 1.0, 2)[0].size
          for minute in (718.0, 720.0, 722.0)]  # fmt: skip
    assert at == [0, 2, 0]


@pytest.mark.parametrize(("km", "refused"), [(49.9, False), (50.1, True)])
def test_nothing_that_moves_a_zone_goes_faster_than_3000_km_an_hour(km: float, refused: bool) -> None:
    lon, lat, _ = GEOD.fwd(10.0, 0.0, 90.0, km * 1000.0)
    written = f"1982-05-02T12:00Z 0 N 10 E; 1982-05-02T12:01Z {lat:.6f} {lon:.6f}"
    with pytest.raises(ZoneError, match="km/h") if refused else nullcontext():
        parse_track(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is empty"),
        ("1982-05-02T19:00 55 S 61 W", "no time with a position"),
        ("1982-05-02T19:00Z Stanley", "is no position"),
        ("1982-05-02T19:00Z 95 S 61 W", "latitude"),
        ("1982-05-02T19:00Z 55 S 61 W; 1982-05-02T19:00Z 56 S 61 W", "two positions"),
        ("1982-05-02T19:00Z 55 S 61 W; 1982-05-02T19:30Z 15 N 61 W", "km/h"),
        ('[{"time": "1982-05-02T19:00", "lat": 1, "lon": 1}]', "no offset"),
        ('[{"time": "1982-05-02T19:00Z"}]', "lacks"),
        ('[{"time": "1982-05-02T19:00Z", "lat": "x", "lon": 1}]', "track"),
        ("[" * 100_000, "not JSON"),
        ("1982-05-02T19:00Z " + "5" * 10_000, "track"),
    ],
)
def test_what_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ZoneError, match=reason) as caught:
        parse_track(written)
    assert "; " in str(caught.value)
