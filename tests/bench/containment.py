"""How quickly points are tested against one disc, beside the ways people use today.

    python tests/bench/containment.py [--points 10000000] [--seed 0]

Every way gets the same points, and its answers are compared with the definition (`GEOD.inv`) before it is timed. Then
all are timed in turns, in one run: medians, in nanoseconds a point. Slow ways get a share of the points. "streaming"
reads the two arrays once and does nothing else with them. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from statistics import median
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from beside import Way, form, installed, interleaved, peak_mb, sedonadb, spatial_duckdb, with_numba, with_numpy
from numpy.typing import NDArray

from geo.geodesy import GEOD, within

LON, LAT, RADIUS_M = 38.61778, 33.50583, 34 * 1609.344
SLOW_POINTS = 1_000_000
"""geopandas needs some 300 bytes a point, and a database is slow: they get this many at most."""
OURS, COMPILED, STREAMING = "geo.geodesy.within", "geo.geodesy.within, with numba", "streaming, no answer"

Array = NDArray[np.float64]
Answer = NDArray[np.bool_]


def by_definition(lon: Array, lat: Array) -> Answer:
    n = lon.size
    return np.asarray(GEOD.inv(np.full(n, LON), np.full(n, LAT), lon, lat)[2] <= RADIUS_M)


def ours(lon: Array, lat: Array) -> Answer:
    return within(lon, lat, LON, LAT, RADIUS_M)


def streamed(lon: Array, lat: Array) -> None:
    np.maximum.reduce(lon)
    np.maximum.reduce(lat)


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


def by_sedonadb(lon: Array, lat: Array) -> Answer:
    import pyarrow as pa

    centre = f"ST_GeogPoint({LON}, {LAT})"
    query = f"SELECT ST_DWithin(ST_GeogPoint(lon, lat), {centre}, {RADIUS_M}) AS inside FROM points"
    return np.asarray(sedonadb(query, points=pa.table({"lon": lon, "lat": lat}))["inside"])


def by_duckdb(con: Any, lon: Array, lat: Array) -> Answer:
    import pyarrow as pa

    con.register("points", pa.table({"lon": lon, "lat": lat}))
    inside = f"ST_DWithin_Spheroid(ST_Point2D(lat, lon), ST_Point2D({LAT}, {LON}), {RADIUS_M})"
    return np.asarray(con.execute(f"SELECT {inside} AS inside FROM points").to_arrow_table()["inside"])


def ways() -> tuple[list[Way], list[Way]]:
    """Those that get all points, and those that get a share."""
    every = [
        Way(OURS, with_numpy(ours), 7),
        Way(COMPILED, with_numba(ours), 7, ("numba",)),
        Way("pyproj.Geod.inv", by_definition, 2),
        Way("shapely.contains_xy, 64-gon", by_contains_xy, 3),
    ]
    some = [
        Way("geopandas buffer + sjoin", by_geopandas, 3),
        Way("sedonadb ST_DWithin, sphere", by_sedonadb, 3, ("sedonadb", "pyarrow", "geoarrow")),
    ]
    duckdb = installed([Way("duckdb ST_DWithin_Spheroid", by_duckdb, 2, ("duckdb", "pyarrow"))])
    con = spatial_duckdb() if duckdb else None
    if con is not None:
        some.append(Way("duckdb ST_DWithin_Spheroid", partial(by_duckdb, con), 2))
    return installed(every), installed(some)


def measure(lon: Array, lat: Array) -> dict[str, dict[str, float]]:
    truth = by_definition(lon, lat)
    figures: dict[str, dict[str, float]] = {}
    every, some = ways()
    streaming = Way(STREAMING, streamed, 7)
    for group, n in (([*every, streaming], lon.size), (some, min(SLOW_POINTS, lon.size))):
        x, y = lon[:n], lat[:n]
        wrong = {w.name: int(np.count_nonzero(w.answer(x, y) != truth[:n])) for w in group if w is not streaming}
        for name, seconds in interleaved(group, x, y).items():
            figures[name] = {"points": n, "wrong": wrong.get(name, 0), "ns_per_point": seconds / n * 1e9}
    for row in figures.values():
        row["times_ours"] = row["ns_per_point"] / figures[OURS]["ns_per_point"]
    return figures


def flatness(lon: Array, lat: Array, *, compiled: bool) -> dict[str, float]:
    """Nanoseconds a point when all points are asked about 100,000 a call, a million a call and all in one call.

    The fixed set-up of a call, measured on 300 points, is taken off.
    """
    with form(compiled):
        sizes = [300, *(size for size in (100_000, 1_000_000) if size < lon.size), lon.size]
        taken: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(7):
            for size in sizes:
                calls = 100 if size == 300 else -(-lon.size // size)
                start = time.perf_counter()
                for begin in range(0, calls * size, size):
                    ours(lon[begin : begin + size], lat[begin : begin + size])
                taken[size].append((time.perf_counter() - start) / calls)
    setup = median(taken.pop(300))
    found = {f"{size:,}": (median(seconds) - setup) / size * 1e9 for size, seconds in taken.items()}
    found["setup_us"] = setup * 1e6
    return found


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
        way = partial(within, lon, lat, centre_lon=lon0, centre_lat=lat0, radius_m=radius)
        for kind, answer in (("", with_numpy(way)), (", with numba", with_numba(way))):
            if not np.array_equal(answer(), truth):
                raise SystemExit(f"wrong answers: {name}{kind}")
            found[name + kind] = interleaved([Way(name, answer)])[name] / n * 1e9
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
    result: dict[str, Any] = {"points": n, "radius_m": RADIUS_M}
    for area, (lon, lat) in areas.items():
        figures = measure(lon, lat)
        print(f"{n:,} points, {area}, a disc of 34 miles")
        print(f"  {'':32}{'ns a point':>12}{'times ours':>12}{'wrong':>10}{'of':>12}")
        for name, row in figures.items():
            print(
                f"  {name:32}{row['ns_per_point']:12.2f}{row['times_ours']:12.2f}"
                f"{row['wrong']:10,.0f}{row['points']:12,.0f}"
            )
        result[area] = figures
    lon, lat = areas["regional"]
    for kind, way in (("", with_numpy(ours)), ("_compiled", with_numba(ours))):
        result[f"extra_mb{kind}"] = peak_mb(partial(way, lon, lat))
        print(f"memory beside the points, the answer included{kind}: {result[f'extra_mb{kind}']:.1f} MB")
        result[f"flat{kind}"] = flat = flatness(lon, lat, compiled=bool(kind))
        print(f"ns a point by points a call{kind}: " + "  ".join(f"{k}: {v:.2f}" for k, v in flat.items()))
    result["other_discs_ns_per_point"] = others = other_discs(rng, max(n // 10, 1000))
    for name, ns in others.items():
        print(f"  {name:42}{ns:12.2f}")
    regional = result["regional"]
    result["speedup_over_geod_inv"] = regional["pyproj.Geod.inv"]["times_ours"]
    result["speedup_over_contains_xy"] = regional["shapely.contains_xy, 64-gon"]["times_ours"]
    result["speedup_over_geopandas"] = regional["geopandas buffer + sjoin"]["times_ours"]
    if COMPILED in regional:
        result["compiled_over_streaming"] = regional[COMPILED]["ns_per_point"] / regional[STREAMING]["ns_per_point"]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
