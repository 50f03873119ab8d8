"""How quickly many points are joined with many discs, beside the ways people use today.

    python tests/bench/join.py [--points 1000000] [--discs 1000] [--seed 0]

Every way gets the same points and discs; its pairs are compared with the definition (`GEOD.inv` on every point in each
disc's padded box) before it is timed. Then all are timed in turns, in one run: medians, the set-up included. Postgis
is left out: it is a server to be run, not a package. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from beside import (
    Way,
    installed,
    interleaved,
    joins,
    peak_mb,
    sedonadb,
    show_joins,
    spatial_duckdb,
    with_numba,
    with_numpy,
)
from numpy.typing import NDArray

from geo.geodesy import GEOD, destination, iter_pairs_within, pairs_within

OURS, COMPILED, DEFINITION = "geo.geodesy.pairs_within", "geo, with numba", "pyproj.Geod.inv in boxes"

Array = NDArray[np.float64]
Keys = NDArray[np.int64]
"""point * discs + disc, ascending."""


class Job:
    """Points and discs of one region, and of a world where most points crowd into few places."""

    def __init__(self, rng: np.random.Generator, points: int, discs: int, *, crowded: bool) -> None:
        if crowded:
            town = rng.integers(0, 40, points)
            towns = rng.uniform(-175, 175, 40), rng.uniform(-60, 60, 40)
            self.lon = np.clip(towns[0][town] + rng.normal(0, 0.5, points), -180, 180)
            self.lat = towns[1][town] + rng.normal(0, 0.5, points)
            chosen = rng.integers(0, points, discs)
            self.centre_lon, self.centre_lat = self.lon[chosen].copy(), self.lat[chosen].copy()
            self.radius_m = rng.uniform(2e3, 15e3, discs)
        else:
            self.lon, self.lat = rng.uniform(36, 48, points), rng.uniform(29, 38, points)
            self.centre_lon, self.centre_lat = rng.uniform(36, 48, discs), rng.uniform(29, 38, discs)
            self.radius_m = rng.uniform(1e4, 5e4, discs)
        self.discs = discs

    @property
    def given(self) -> tuple[Array, Array, Array, Array, Array]:
        return self.lon, self.lat, self.centre_lon, self.centre_lat, self.radius_m

    def keys(self, point: NDArray[np.intp], disc: NDArray[np.intp]) -> Keys:
        return np.sort(point.astype(np.int64) * self.discs + disc)


def ours(job: Job) -> Keys:
    point, disc = pairs_within(*job.given)
    return point.astype(np.int64) * job.discs + disc


def by_definition(job: Job) -> Keys:
    """`GEOD.inv` for the points in each disc's box, which is 2% larger than the disc; points sorted by latitude."""
    order = np.argsort(job.lat)
    lon, lat = job.lon[order], job.lat[order]
    found = []
    for j in range(job.discs):
        x0, y0, r = job.centre_lon[j], job.centre_lat[j], job.radius_m[j]
        tall = 1.02 * r / 110_000
        wide = 1.02 * r / (110_000 * np.cos(np.radians(abs(y0) + tall)))
        begin, end = np.searchsorted(lat, [y0 - tall, y0 + tall])
        near = begin + np.flatnonzero(np.abs((lon[begin:end] - x0 + 180) % 360 - 180) <= wide)
        metres = GEOD.inv(np.full(near.size, x0), np.full(near.size, y0), lon[near], lat[near])[2]
        found.append(order[near[metres <= r]].astype(np.int64) * job.discs + j)
    return np.sort(np.concatenate(found))


def polygons(job: Job) -> NDArray[np.object_]:
    azimuth = np.linspace(360, 0, 64, endpoint=False)
    lon, lat = destination(job.centre_lon[:, None], job.centre_lat[:, None], azimuth[None, :], job.radius_m[:, None])
    return np.asarray(shapely.polygons(np.stack([lon, lat], axis=-1)))


def by_tree(job: Job) -> Keys:
    points = np.asarray(shapely.points(job.lon, job.lat))
    disc, point = shapely.STRtree(points).query(polygons(job), predicate="contains")
    return job.keys(point, disc)


def by_geopandas(job: Job) -> Keys:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(job.lon, job.lat), crs=4326)
    discs = gpd.GeoDataFrame(geometry=polygons(job), crs=4326)
    joined = gpd.sjoin(points, discs, predicate="within")
    return job.keys(joined.index.to_numpy(), joined["index_right"].to_numpy())


def tables(job: Job) -> tuple[Any, Any]:
    import pyarrow as pa

    points = pa.table({"id": np.arange(job.lon.size), "lon": job.lon, "lat": job.lat})
    discs = pa.table({"id": np.arange(job.discs), "lon": job.centre_lon, "lat": job.centre_lat, "r": job.radius_m})
    return points, discs


def by_sedonadb(job: Job) -> Keys:
    points, discs = tables(job)
    found = sedonadb(
        "SELECT p.id AS point, d.id AS disc FROM (SELECT id, ST_GeogPoint(lon, lat) AS g FROM points) p "
        "JOIN (SELECT id, r, ST_GeogPoint(lon, lat) AS g FROM discs) d ON ST_DWithin(p.g, d.g, d.r)",
        points=points, discs=discs,
    )  # fmt: skip
    return job.keys(np.asarray(found["point"]), np.asarray(found["disc"]))


def by_duckdb(con: Any, job: Job) -> Keys:
    """With the boxes of `by_definition` as a condition of the join, without which it would try every pair."""
    for name, table in zip(("points", "discs"), tables(job), strict=True):
        con.register(name, table)
    tall = "1.02 * d.r / 110000"
    wide = f"({tall} / cos(radians(abs(d.lat) + {tall})))"
    found = con.execute(
        "SELECT p.id AS point, d.id AS disc FROM points p JOIN discs d "
        f"ON p.lat BETWEEN d.lat - {tall} AND d.lat + {tall} AND p.lon BETWEEN d.lon - {wide} AND d.lon + {wide} "
        "AND ST_DWithin_Spheroid(ST_Point2D(p.lat, p.lon), ST_Point2D(d.lat, d.lon), d.r)"
    ).to_arrow_table()
    return job.keys(np.asarray(found["point"]), np.asarray(found["disc"]))


def ways() -> list[Way]:
    found = [
        Way(OURS, with_numpy(ours), 5),
        Way(COMPILED, with_numba(ours), 5, ("numba",)),
        Way(DEFINITION, by_definition, 1),
        Way("shapely.STRtree, 64-gons", by_tree, 1),
        Way("geopandas.sjoin, 64-gons", by_geopandas, 1),
        Way("sedonadb ST_DWithin, sphere", by_sedonadb, 3, ("sedonadb", "pyarrow", "geoarrow")),
    ]
    duckdb = installed([Way("duckdb ST_DWithin_Spheroid", by_duckdb, 1, ("duckdb", "pyarrow"))])
    con = spatial_duckdb() if duckdb else None
    if con is not None:
        found.append(Way("duckdb ST_DWithin_Spheroid", partial(by_duckdb, con), 1))
    return installed(found)


def many(rng: np.random.Generator, points: int, discs: int) -> dict[str, float]:
    """Ten times as many discs, in batches: seconds, pairs, and the memory that it takes."""
    job = Job(rng, points, discs, crowded=False)
    found = 0

    def streamed() -> None:
        nonlocal found
        found = sum(point.size for point, _ in iter_pairs_within(*job.given))

    seconds = interleaved([Way("", streamed, 1)])[""]
    return {"discs": discs, "seconds": seconds, "pairs": found, "extra_mb": peak_mb(streamed)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--discs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    result: dict[str, Any] = {"points": options.points, "discs": options.discs}
    for area, crowded in (("regional", False), ("crowded", True)):
        job = Job(rng, options.points, options.discs, crowded=crowded)
        figures = joins(ways(), job, by_definition(job))
        megabytes = peak_mb(partial(pairs_within, *job.given))
        print(f"{options.points:,} points x {options.discs:,} discs, {area}; pairs_within took {megabytes:.0f} MB")
        show_joins(figures)
        result[area] = {**figures, "extra_mb": megabytes}
    result["streamed"] = row = many(rng, options.points, 10 * options.discs)
    print(
        f"{options.points:,} points x {row['discs']:,} discs, in batches: {row['seconds']:.1f} s, "
        f"{row['pairs']:,} pairs, {row['extra_mb']:.0f} MB"
    )
    print(json.dumps(result))


if __name__ == "__main__":
    main()
