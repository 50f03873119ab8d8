"""How quickly many points are joined with many discs, beside the ways people use today.

    python tests/bench/join.py [--points 1000000] [--discs 1000] [--seed 0]

Every way gets the same points and discs, in one run; its pairs are compared with the definition (`GEOD.inv` on every
point in each disc's padded box) before it is timed. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
import tracemalloc
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesy import GEOD, destination, pairs_within

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

    def keys(self, point: NDArray[np.intp], disc: NDArray[np.intp]) -> Keys:
        return np.sort(point.astype(np.int64) * self.discs + disc)


def ours(job: Job) -> Keys:
    point, disc = pairs_within(job.lon, job.lat, job.centre_lon, job.centre_lat, job.radius_m)
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


WAYS: dict[str, tuple[Callable[[Job], Keys], int]] = {
    "geo.geodesy.pairs_within": (ours, 3),
    "pyproj.Geod.inv in boxes": (by_definition, 1),
    "shapely.STRtree, 64-gons": (by_tree, 1),
    "geopandas.sjoin, 64-gons": (by_geopandas, 1),
}


def measure(job: Job) -> dict[str, dict[str, float]]:
    truth = by_definition(job)
    figures: dict[str, dict[str, float]] = {}
    for name, (way, repeats) in WAYS.items():
        taken, pairs = [], truth
        for _ in range(repeats):
            start = time.perf_counter()
            pairs = way(job)
            taken.append(time.perf_counter() - start)
        wrong = int(np.setxor1d(pairs, truth, assume_unique=True).size)
        figures[name] = {"seconds": min(taken), "pairs": int(pairs.size), "wrong": wrong}
    for row in figures.values():
        row["times_ours"] = row["seconds"] / figures["geo.geodesy.pairs_within"]["seconds"]
    return figures


def extra_megabytes(job: Job) -> float:
    """Peak memory of `pairs_within` beside its inputs, its answer included."""
    tracemalloc.start()
    pairs_within(job.lon, job.lat, job.centre_lon, job.centre_lat, job.radius_m)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--discs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    result: dict[str, object] = {"points": options.points, "discs": options.discs}
    for area, crowded in (("regional", False), ("crowded", True)):
        job = Job(rng, options.points, options.discs, crowded=crowded)
        figures = measure(job)
        megabytes = extra_megabytes(job)
        print(f"{options.points:,} points x {options.discs:,} discs, {area}; pairs_within took {megabytes:.0f} MB")
        print(f"  {'':30}{'seconds':>10}{'times ours':>12}{'pairs':>12}{'wrong':>10}")
        for name, row in figures.items():
            print(
                f"  {name:30}{row['seconds']:10.3f}{row['times_ours']:12.1f}{row['pairs']:12,.0f}{row['wrong']:10,.0f}"
            )
        result[area] = {**figures, "extra_mb": megabytes}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
