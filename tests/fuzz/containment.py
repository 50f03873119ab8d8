"""Containment row by row (the definition), by whole tables, and by columns; and discs against `pyproj.Geod`."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from hypothesis import assume
from hypothesis import strategies as st

import geo
from geo.errors import GeoError
from geo.frames import CONTAINMENT, INCIDENTS, conform, records
from geo.geodesy import GEOD, pairs_within, within
from geo.geodesy.polygons import pairs_in_polygons
from geo.values import Zone
from geo.zones.batch import contain
from geo.zones.bulk import Bulk
from geo.zones.containment import by_rows
from geo.zones.rules import Rules
from tests.fuzz.target import Target
from tests.zones.test_bulk import assert_same, points

FARTHEST_M: Final = 20_003_931.4586
LON = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 179.9999999, 0.0, -1e-9])
LAT = st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 89.9999999, 0.0, 1e-12])
_DAY = st.sampled_from(["", "2015-03-17", "2016-03-03", "2017-05-17", "2017-05-18", "2017-06-08", "2018-01-01"])
_BOUND = st.sampled_from(["", "2016-03-03", "2017-05-18", "2017-05-18T11:00Z", "2018-01-01"])
_ZONE = st.fixed_dictionaries(
    {"lon": st.floats(-180, 180), "lat": st.floats(-90, 90), "far": st.floats(2.0, 7.0),
    "kind": st.sampled_from(["disc"] * 3 + ["ring"])},
    optional={"hours": st.sampled_from(["", "08:00-19:00 daily", "Mon-Fri 22:00-05:00 GMT"]), "valid_from": _BOUND,
    "valid_to": _BOUND,
              "applies_to": st.sampled_from(["", "platform: drone", "altitude: below 3000 ft"])},
)  # fmt: skip
_INCIDENT = st.tuples(
    st.floats(0, 360), st.sampled_from([0.0, 0.3, 0.9, 0.999, 0.999999, 1.0, 1.000001, 1.001, 1.1, 2.0, 9.0]),
    st.sampled_from([1.0, 30.0, 3_000.0, 200_000.0]), _DAY, st.integers(0, 3), st.sampled_from(["", "06:30 GMT",
    "about 21:00 local", "?"]),
    st.sampled_from(["", "drone", "aircraft", "helicopter"]), st.booleans(),
)  # fmt: skip


def three_ways(given: tuple[dict[str, Any], list[tuple[Any, ...]]]) -> None:
    """Tables letter by letter as the definition; columns with the same verdicts, probabilities and distances."""
    words, rows = given
    zones = _zone(words)
    frame = _incidents(zones, rows)
    built = [Zone.of(row) for row in records(pd.DataFrame(zones.drop(columns="geometry")))]
    whole = contain(frame, zones)
    one_by_one = conform(pd.DataFrame(list(by_rows(frame, built, Rules.default()))), CONTAINMENT)
    for name in ("verdict", "spatial", "temporal", "applies", "stable", "basis", "reason"):
        assert whole[name].tolist() == one_by_one[name].tolist(), name
    (found,) = Bulk(built).verdicts(points(frame))
    assert_same(found, one_by_one)


def _zone(words: dict[str, Any]) -> pd.DataFrame:
    radius = round(10.0 ** words["far"], 1)
    more = {key: value for key, value in words.items() if key not in {"lon", "lat", "far"} and value}
    length = f"{radius / 2:.1f}-{radius:.1f} m" if words["kind"] == "ring" else f"{radius:.1f} m"
    assume(words["lon"] != 0 or words["lat"] != 0)
    if more.get("valid_from") and more.get("valid_to"):
        assume(more["valid_from"][:10] < more["valid_to"][:10])
    return geo.zone(f"{words['lat']:.9f}, {words['lon']:.9f}", length, name="z", **more)


def _incidents(zones: pd.DataFrame, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Points at a share of the zone's radius from its centre, most of them near its edge."""
    lon, lat = float(zones["lon"].iloc[0]), float(zones["lat"].iloc[0])
    radius = float(zones["shape"].map(_outer_m).iloc[0])
    out = []
    for number, (azimuth, share, doubt, day, more, clock, platform, gone) in enumerate(rows):
        x, y, _ = GEOD.fwd(lon, lat, azimuth, min(radius * share, FARTHEST_M))
        last = str(np.datetime64(day) + more) if day else ""
        out.append({
            "id": f"i{number}", "lon": np.nan if gone else x, "lat": np.nan if gone else y,
            "uncertainty_m": np.nan if gone else doubt,
            "date_start": day, "date_end": last, "time_text": clock, "platform": platform,
            "unlocated_reason": "unknown" * gone,
        })  # fmt: skip
    return conform(pd.DataFrame(out), INCIDENTS)


def _outer_m(shape: str) -> float:
    import json

    numbers = json.loads(shape)
    return float(numbers.get("radius_m") or numbers["outer_m"])


def discs(given: tuple[float, float, float, list[tuple[float, float]], list[float]]) -> None:
    """`within` and `pairs_within` say of every point what `Geod.inv` says, also of points put on the rim."""
    lon0, lat0, far, spots, azimuths = given
    radius = min(10.0**far, FARTHEST_M)
    n = len(azimuths)
    x, y, _ = GEOD.fwd(np.full(n, lon0), np.full(n, lat0), np.array(azimuths), np.full(n, radius))
    lon, lat = np.array([one[0] for one in spots] + list(x)), np.array([one[1] for one in spots] + list(y))
    lon, lat = np.tile(lon, 40), np.tile(lat, 40)  # enough that the quick ways are taken
    exact = GEOD.inv(np.full(lon.size, lon0), np.full(lon.size, lat0), lon, lat)[2] <= radius
    assert np.array_equal(within(lon, lat, lon0, lat0, radius), exact)
    index, _ = pairs_within(lon, lat, np.array([lon0]), np.array([lat0]), np.array([radius]))
    assert sorted(index.tolist()) == np.flatnonzero(exact).tolist()


def polygons(given: tuple[list[tuple[float, float]], list[tuple[float, float]]]) -> None:
    """Points in polygons are as shapely's, whose edges are straight in longitude and latitude, off their edges."""
    import shapely

    corners, spots = given
    polygon = shapely.convex_hull(shapely.MultiPoint(corners))
    assume(
        polygon.geom_type == "Polygon"
        and polygon.area > 1e-6
        and not np.any((np.abs(corners) < 1e-9) & (np.array(corners) != 0))
    )
    lon, lat = np.array([one[0] for one in spots]), np.array([one[1] for one in spots])
    clear = shapely.distance(polygon.exterior, shapely.points(lon, lat)) > 1e-9
    index, _ = pairs_in_polygons(lon, lat, [polygon])
    found = np.isin(np.arange(lon.size), index)
    assert np.array_equal(found[clear], shapely.contains_xy(polygon, lon, lat)[clear])


_SPOTS = st.lists(st.tuples(LON, LAT), min_size=1, max_size=12)
_NEAR = st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), min_size=3, max_size=10)
TARGETS = (
    Target("containment, three ways", st.tuples(_ZONE, st.lists(_INCIDENT, min_size=1, max_size=6)), three_ways,
    GeoError),
    Target("discs against Geod", st.tuples(LON, LAT, st.floats(-1, 7.3), _SPOTS, st.lists(st.floats(0, 360),
    min_size=1, max_size=12)), discs),
    Target("polygons against shapely", st.tuples(_NEAR, _NEAR), polygons),
)  # fmt: skip
