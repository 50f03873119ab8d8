"""How quickly points are tested against one disc, beside the ways people use today.

    python tests/bench/containment.py [--points 10000000] [--seed 0]

Every way gets the same points, in one run, and its answers are compared with the definition (`GEOD.inv`) before it
is timed. Times are the best of a few repeats, in nanoseconds a point; "times ours" is relative to `geo.geodesy.within`
on the same points. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesy import GEOD, within

LON, LAT, RADIUS_M = 38.61778, 33.50583, 34 * 1609.344
SLOW_POINTS = 1_000_000
"""geopandas needs some 300 bytes a point: it gets this many at most."""

Array = NDArray[np.float64]
Answer = NDArray[np.bool_]


def by_definition(lon: Array, lat: Array, radius_m: float = RADIUS_M) -> Answer:
    n = lon.size
    return np.asarray(GEOD.inv(np.full(n, LON), np.full(n, LAT), lon, lat)[2] <= radius_m)


def ours(lon: Array, lat: Array) -> Answer:
    return within(lon, lat, LON, LAT, RADIUS_M)


def polygon_64() -> shapely.Polygon:
    """The usual buffer: 64 segments in an azimuthal equidistant projection around the centre, back in degrees."""
    plane = f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +ellps=WGS84"
    buffered = gpd.GeoSeries([shapely.Point(0, 0).buffer(RADIUS_M, quad_segs=16)], crs=plane)
    return shapely.Polygon(buffered.to_crs(4326).iloc[0].exterior)


def by_contains_xy(lon: Array, lat: Array) -> Answer:
    polygon = polygon_64()
    shapely.prepare(polygon)
    return np.asarray(shapely.contains_xy(polygon, lon, lat))


def by_geopandas(lon: Array, lat: Array) -> Answer:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    disc = gpd.GeoDataFrame(geometry=[polygon_64()], crs=4326)
    found = np.zeros(lon.size, dtype=np.bool_)
    found[gpd.sjoin(points, disc, predicate="within").index] = True
    return found


WAYS: dict[str, tuple[Callable[[Array, Array], Answer], int, int]] = {
    "geo.geodesy.within": (ours, 7, 0),
    "pyproj.Geod.inv": (by_definition, 2, 0),
    "shapely.contains_xy, 64-gon": (by_contains_xy, 3, 0),
    "geopandas buffer + sjoin": (by_geopandas, 1, SLOW_POINTS),
}
"""The way, how often it is timed, and how many points it gets at most (0: all)."""


def measure(lon: Array, lat: Array) -> dict[str, dict[str, float]]:
    truth = by_definition(lon, lat)
    figures: dict[str, dict[str, float]] = {}
    for name, (way, repeats, most) in WAYS.items():
        n = min(most, lon.size) if most else lon.size
        wrong = int(np.count_nonzero(way(lon[:n], lat[:n]) != truth[:n]))
        figures[name] = {"points": n, "wrong": wrong, "ns_per_point": best(way, lon[:n], lat[:n], repeats) / n * 1e9}
    fastest = figures["geo.geodesy.within"]["ns_per_point"]
    for row in figures.values():
        row["times_ours"] = row["ns_per_point"] / fastest
    return figures


def best(way: Callable[[Array, Array], Answer], lon: Array, lat: Array, repeats: int) -> float:
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        way(lon, lat)
        taken.append(time.perf_counter() - start)
    return min(taken)


def extra_megabytes(lon: Array, lat: Array) -> float:
    """Peak memory of `within` beside its inputs, its answer included."""
    tracemalloc.start()
    ours(lon, lat)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def other_discs(rng: np.random.Generator, n: int) -> dict[str, float]:
    """Nanoseconds a point, points around the disc, for discs that are described in other ways."""
    found = {}
    for name, lon0, lat0, radius in (
        ("100 m", 38.6, 33.5, 100.0),
        ("1,000 km", 38.6, 33.5, 1e6),
        ("across the antimeridian", 180.0, 10.0, 54_717.7),
        ("over the pole", 38.6, 89.8, 54_717.7),
        ("8,000 km", 38.6, 33.5, 8e6),
    ):
        far = radius * np.sqrt(rng.uniform(0, 2, n))
        lon, lat, _ = GEOD.fwd(np.full(n, lon0), np.full(n, lat0), rng.uniform(0, 360, n), far)
        truth = GEOD.inv(np.full(n, lon0), np.full(n, lat0), lon, lat)[2] <= radius
        if not np.array_equal(within(lon, lat, lon0, lat0, radius), truth):
            raise SystemExit(f"wrong answers: {name}")
        way = partial(within, centre_lon=lon0, centre_lat=lat0, radius_m=radius)
        found[name] = best(way, lon, lat, 3) / n * 1e9
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    n = options.points
    areas = {
        "regional": (rng.uniform(LON - 1, LON + 1, n), rng.uniform(LAT - 1, LAT + 1, n)),
        "worldwide": (rng.uniform(-180, 180, n), rng.uniform(-90, 90, n)),
    }
    result: dict[str, object] = {"points": n, "radius_m": RADIUS_M}
    for area, (lon, lat) in areas.items():
        figures = measure(lon, lat)
        print(f"{n:,} points, {area}, a disc of 34 miles")
        print(f"  {'':30}{'ns a point':>12}{'times ours':>12}{'wrong':>10}{'of':>12}")
        for name, row in figures.items():
            print(
                f"  {name:30}{row['ns_per_point']:12.2f}{row['times_ours']:12.1f}"
                f"{row['wrong']:10,.0f}{row['points']:12,.0f}"
            )
        result[area] = figures
    result["extra_mb"] = extra_megabytes(*areas["regional"])
    print(f"memory beside the points, the answer included: {result['extra_mb']:.1f} MB")
    result["other_discs_ns_per_point"] = others = other_discs(rng, max(n // 10, 1000))
    for name, ns in others.items():
        print(f"  {name:30}{ns:12.2f}")
    regional = result["regional"]
    assert isinstance(regional, dict)
    result["speedup_over_geod_inv"] = regional["pyproj.Geod.inv"]["times_ours"]
    result["speedup_over_contains_xy"] = regional["shapely.contains_xy, 64-gon"]["times_ours"]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
