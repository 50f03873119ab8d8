"""How quickly many points are joined with many polygons of many vertices, beside the ways people use today.

    python tests/bench/polygons.py [--points 1000000] [--polygons 200] [--vertices 1000 3000] [--seed 0]

Every way gets the same points and polygons; its pairs are compared with those of `shapely.intersects_xy` before it is
timed. Then all are timed in turns, in one run: medians, the set-up included. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from beside import Way, installed, joins, peak_mb, sedonadb, show_joins, with_numba, with_numpy
from numpy.typing import NDArray

from geo.geodesy import pairs_in_polygons

OURS, COMPILED, CONTAINS = "geo.geodesy.pairs_in_polygons", "geo, with numba", "shapely.contains_xy, prepared"

Array = NDArray[np.float64]
Keys = NDArray[np.int64]
"""point * polygons + polygon, ascending."""


class Job:
    """Points of one region, and polygons as ragged as coasts."""

    def __init__(self, rng: np.random.Generator, points: int, polygons: int, vertices: tuple[int, int]) -> None:
        self.lon, self.lat = rng.uniform(36, 48, points), rng.uniform(29, 38, points)
        self.polygons = np.array(
            [self._coast(rng, int(rng.integers(*vertices, endpoint=True))) for _ in range(polygons)]
        )

    @staticmethod
    def _coast(rng: np.random.Generator, vertices: int) -> shapely.Polygon:
        angle = np.linspace(0.0, 2.0 * np.pi, vertices, endpoint=False)
        waves = np.arange(1, 30)
        reach = 1.0 + np.sum(
            rng.normal(0.0, 0.35, 29) / waves * np.cos(angle[:, None] * waves + rng.uniform(0.0, 2.0 * np.pi, 29)),
            axis=1,
        )
        reach = rng.uniform(0.3, 1.2) * np.clip(reach + rng.normal(0.0, 0.003, vertices), 0.25, 2.5)
        centre = rng.uniform([36.0, 29.0], [48.0, 38.0])
        return shapely.Polygon(centre + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))

    def keys(self, point: NDArray[np.intp], polygon: NDArray[np.intp]) -> Keys:
        return np.sort(point.astype(np.int64) * self.polygons.size + polygon)


def ours(job: Job) -> Keys:
    point, polygon = pairs_in_polygons(job.lon, job.lat, job.polygons)
    return point.astype(np.int64) * job.polygons.size + polygon


def one_by_one(test: Any, job: Job) -> Keys:
    fresh = shapely.from_wkb(shapely.to_wkb(job.polygons))
    shapely.prepare(fresh)
    hits = [np.flatnonzero(test(polygon, job.lon, job.lat)) for polygon in fresh]
    return job.keys(np.concatenate(hits), np.repeat(np.arange(len(hits)), [hit.size for hit in hits]))


def by_geopandas(job: Job) -> Keys:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(job.lon, job.lat), crs=4326)
    areas = gpd.GeoDataFrame(geometry=job.polygons, crs=4326)
    joined = gpd.sjoin(points, areas, predicate="within")
    return job.keys(joined.index.to_numpy(), joined["index_right"].to_numpy())


def tables(job: Job) -> tuple[Any, Any]:
    import pyarrow as pa

    points = pa.table({"id": np.arange(job.lon.size), "lon": job.lon, "lat": job.lat})
    return points, pa.table({"id": np.arange(job.polygons.size), "wkb": shapely.to_wkb(job.polygons)})


def by_sedonadb(job: Job) -> Keys:
    points, areas = tables(job)
    found = sedonadb(
        "SELECT p.id AS point, a.id AS area FROM (SELECT id, ST_Point(lon, lat) AS g FROM points) p "
        "JOIN (SELECT id, ST_GeomFromWKB(wkb) AS g FROM areas) a ON ST_Intersects(a.g, p.g)",
        points=points, areas=areas,
    )  # fmt: skip
    return job.keys(np.asarray(found["point"]), np.asarray(found["area"]))


def ways() -> list[Way]:
    found = [
        Way(OURS, with_numpy(ours), 5),
        Way(COMPILED, with_numba(ours), 5, ("numba",)),
        Way(CONTAINS, partial(one_by_one, shapely.contains_xy), 2),
        Way("geopandas.sjoin", by_geopandas, 1),
        Way("sedonadb ST_Intersects", by_sedonadb, 3, ("sedonadb", "pyarrow", "geoarrow")),
    ]
    return installed(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--polygons", type=int, default=200)
    parser.add_argument("--vertices", type=int, nargs=2, default=(1000, 3000))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    job = Job(np.random.default_rng(options.seed), options.points, options.polygons, tuple(options.vertices))
    truth = one_by_one(shapely.intersects_xy, job)
    figures = joins(ways(), job, truth)
    megabytes = peak_mb(partial(pairs_in_polygons, job.lon, job.lat, job.polygons))
    vertices = int(shapely.get_num_coordinates(job.polygons).sum())
    print(
        f"{options.points:,} points x {options.polygons:,} polygons of {vertices:,} vertices together; "
        f"pairs_in_polygons took {megabytes:.0f} MB"
    )
    show_joins(figures)
    print(json.dumps({"points": options.points, "vertices": vertices, "ways": figures, "extra_mb": megabytes}))


if __name__ == "__main__":
    main()
