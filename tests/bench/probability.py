"""How right and how quick the probabilities are: random regions of every family, all over the globe, in random discs.

    python tests/bench/probability.py [--regions 1000] [--incidents 20000] [--seed 0]

The reference for distance and bearing takes 4,096 equally likely distances from the anchor and finds for each, on
the ellipsoid, the azimuths between which the disc's rim lies; every rim point used is measured again with `GEOD.inv`.
For areas it is the share of 2^18 evenly spread points. Errors are the largest of each family: one at a time
(`p_in_disc`), all together (`p_in_disc_many`), and as a drawn polygon (`p_in_shape`, every fifth). Speed: a log of
different incidents around one zone, from region objects to probabilities. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from geo.geodesy import GEOD, destination, distance_m, outline
from geo.regions import (
    Area,
    Bearing,
    LogNormal,
    Mixture,
    Polar,
    Region,
    Stack,
    TruncatedNormal,
    UniformDisc,
    disc,
    p_in_disc_many,
    p_in_shape,
    point,
    points_in_disc,
    ring,
    sector,
)
from geo.regions.probability import crossing
from geo.regions.stack import leaves

FAMILIES = (
    "disc", "point", "ring", "sector", "wedge", "near", "heading", "around", "towards", "rivals", "area", "area+polar",
)  # fmt: skip
GROSS_M = 54_000.0
DISTANCES = 4096


def place(rng: np.random.Generator) -> tuple[float, float]:
    """Anywhere alike, but one in ten at or by a pole or on the equator, one in ten at the antimeridian."""
    lon, lat = float(rng.uniform(-180, 180)), float(np.degrees(np.arcsin(rng.uniform(-1, 1))))
    kind = rng.random()
    if kind < 0.1:
        lat = float(rng.choice([90.0, 89.9, 88.0, -88.0, -89.9, -90.0, 0.0]))
    elif kind < 0.2:
        lon = float(rng.choice([180.0, 179.99, -179.99]))
    return lon, lat


def offset(lon: float, lat: float, scale: float, bearing: Bearing | None) -> Mixture:
    """So far from a place, in a direction or in any: a measured error and gross ones."""
    main, gross = TruncatedNormal(scale, float(np.hypot(2700.0, 0.045 * scale))), TruncatedNormal(scale, GROSS_M)
    turns = ((0.88, bearing), (0.12, Bearing.any())) if bearing else ((1.0, Bearing.any()),)
    laws = ((0.873, main), (0.127, gross))
    return Mixture(tuple((w * v, Polar(lon, lat, law, turn)) for w, law in laws for v, turn in turns))


def box(lon: float, lat: float, scale: float, rng: np.random.Generator) -> Area:
    """A quadrilateral about as large as `scale`, over the antimeridian where it falls so."""
    lat = float(np.clip(lat, -86.0, 86.0))
    corners = np.array([45.0, 135.0, 225.0, 315.0]) + rng.uniform(-30, 30, 4)
    x, y = destination(lon, lat, corners[::-1], min(scale, 300_000.0) * rng.uniform(0.4, 1.0, 4))
    x = lon + np.mod(x - lon + 180.0, 360.0) - 180.0
    return Area(shapely.Polygon(np.column_stack([x, y])))


def region(family: str, lon: float, lat: float, scale: float, azimuth: float, rng: np.random.Generator) -> Region:
    half, blur, sigma = float(rng.uniform(8, 60)), float(rng.uniform(1, 20)), float(rng.uniform(0.3, 1.2))
    inner = scale * float(rng.uniform(0.1, 0.98))
    x, y = (float(v) for v in destination(lon, lat, azimuth, 3.0 * scale))
    turn = Bearing(azimuth, 28.0, 5.0)
    makers: dict[str, Callable[[], Region]] = {
        "disc": lambda: disc(lon, lat, scale),
        "point": lambda: point(lon, lat, scale),
        "ring": lambda: ring(lon, lat, inner, scale),
        "sector": lambda: sector(lon, lat, inner, scale, azimuth, half),
        "wedge": lambda: Polar(lon, lat, UniformDisc(scale), Bearing(azimuth, half)),
        "near": lambda: Polar(lon, lat, LogNormal(scale, sigma), Bearing.any()),
        "heading": lambda: Polar(lon, lat, LogNormal(scale, sigma), Bearing(azimuth, half, blur)),
        "around": lambda: offset(lon, lat, scale, None),
        "towards": lambda: offset(lon, lat, scale, turn),
        "rivals": lambda: Mixture(((0.7, offset(lon, lat, scale, turn)), (0.3, offset(x, y, scale, turn)))),
        "area": lambda: box(lon, lat, scale, rng),
        "area+polar": lambda: Mixture(((0.8, box(lon, lat, scale, rng)), (0.2, disc(lon, lat, scale)))),
    }
    return makers[family]()


def cases(n: int, seed: int) -> list[tuple[str, Region, tuple[float, float, float]]]:
    """(family, region, (lon, lat, radius) of a disc near it), all the same for the same seed."""
    rng = np.random.default_rng(seed)
    out = []
    for k in range(n):
        family, (lon, lat) = FAMILIES[k % len(FAMILIES)], place(rng)
        scale, azimuth = float(10 ** rng.uniform(2.5, 5.4)), float(rng.uniform(0, 360))
        made = region(family, lon, lat, scale, azimuth, rng)
        way = azimuth if rng.random() < 0.4 else float(rng.uniform(0, 360))
        x, y = destination(lon, lat, way, scale * 10 ** rng.uniform(-1.0, 0.5))
        out.append((family, made, (float(x), float(y), float(scale * 10 ** rng.uniform(-0.8, 0.5)))))
    return out


def reference(made: Region, where: tuple[float, float, float]) -> float:
    return float(sum(w * _one(leaf, where) for w, leaf in leaves(made)))


def _one(leaf: Any, where: tuple[float, float, float]) -> float:
    lon, lat, radius = where
    if isinstance(leaf, Area):
        points = leaf.sample(1 << 18)
        return float(np.mean(distance_m(lon, lat, points[:, 0], points[:, 1]) <= radius))
    towards, _, apart = GEOD.inv(leaf.lon, leaf.lat, lon, lat)
    r = leaf.radial.quantile((np.arange(DISTANCES) + 0.5) / DISTANCES)
    one = np.ones(DISTANCES)
    ends = []
    for turn in (towards, towards + 180.0):
        x, y = destination(leaf.lon, leaf.lat, turn * one, r)
        ends.append(distance_m(lon, lat, x, y) <= radius)
    share = np.where(ends[0] & ends[1], 1.0, 0.0)
    met = ends[0] != ends[1]
    if met.any():
        left, right = crossing((leaf.lon, leaf.lat), r[met], where, towards, apart)
        for turn in (towards - left, towards + right):
            x, y = destination(leaf.lon, leaf.lat, turn, r[met])
            off = np.abs(distance_m(lon, lat, x, y) - radius)
            assert float(np.quantile(off, 0.99)) < 1e-5 * radius + 1e-3, "a rim point is not on the rim"
        share[met] = leaf.bearing.p_between(towards - left, towards + right)
    return float(np.mean(share))


def errors(n: int, seed: int) -> dict[str, Any]:
    """Largest errors by family, and milliseconds of one `p_in_disc`."""
    drawn = cases(n, seed)
    discs = np.array([where for _, _, where in drawn])
    many = p_in_disc_many([made for _, made, _ in drawn], *discs.T)
    again = p_in_disc_many([made for _, made, _ in drawn], *discs.T)
    rows: dict[str, dict[str, float]] = defaultdict(lambda: {"n": 0, "one": 0.0, "many": 0.0, "shape": 0.0, "ms": 0.0})
    for k, (family, made, where) in enumerate(drawn):
        start = time.perf_counter()
        p = made.p_in_disc(*where)
        spent = time.perf_counter() - start
        wanted, row = reference(made, where), rows[family]
        row["n"] += 1
        row["ms"] += 1000 * spent
        row["one"] = max(row["one"], abs(p - wanted))
        row["many"] = max(row["many"], abs(many[k] - wanted))
        if k // len(FAMILIES) % 5 == 0:
            drawn_disc = outline(*where, tolerance_m=max(0.05, 1e-5 * where[2]))
            row["shape"] = max(row["shape"], abs(p_in_shape(made, drawn_disc) - wanted))
    return {"families": dict(rows), "repeatable": bool((many == again).all())}


def log(n: int, seed: int) -> list[Region]:
    """Incidents around a zone of 34 miles: half of them offsets with a heading, a fifth near a place, and so on."""
    rng = np.random.default_rng([seed, 1])
    kinds = rng.choice(["towards", "around", "near", "point"], n, p=[0.5, 0.15, 0.2, 0.15])
    lon, lat = destination(38.6178, 33.5058, rng.uniform(0, 360, n), 54_718.0 * rng.uniform(0.0, 4.0, n))
    numbers = np.column_stack([lon, lat, 10 ** rng.uniform(3.3, 4.8, n), rng.uniform(0, 360, n)]).tolist()
    return [region(str(kind), x, y, scale, turn, rng) for kind, (x, y, scale, turn) in zip(kinds, numbers, strict=True)]


def speed(n: int, seed: int) -> dict[str, int]:
    incidents = log(n, seed)
    zone = (38.6178, 33.5058, 54_717.7)
    best = [np.inf, np.inf]
    stack = Stack(incidents)
    for _ in range(5):
        start = time.perf_counter()
        p_in_disc_many(incidents, *zone)
        middle = time.perf_counter()
        stack.p_in_disc(*zone)
        best = [min(best[0], middle - start), min(best[1], time.perf_counter() - middle)]
    return {"incidents_per_s": int(n / best[0]), "another_zone_per_s": int(n / best[1]), **points(10 * n, seed)}


def points(n: int, seed: int) -> dict[str, Any]:
    """Coordinates with a normal error, as arrays: no region is made for any of them."""
    rng = np.random.default_rng([seed, 2])
    lon, lat = 38.6178 + rng.normal(0, 0.5, n), 33.5058 + rng.normal(0, 0.5, n)
    doubt, zone, best = rng.choice([1e3, 5e3, 2e4], n), (38.6178, 33.5058, 54_717.7), np.inf
    for _ in range(5):
        start = time.perf_counter()
        p = points_in_disc(lon, lat, doubt, *zone)
        best = min(best, time.perf_counter() - start)
    some = rng.choice(n, 100, replace=False)
    wanted = [reference(point(*row), zone) for row in zip(lon[some], lat[some], doubt[some], strict=True)]
    return {"points_per_s": int(n / best), "max_error_points": float(np.abs(p[some] - wanted).max())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=1000)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = errors(options.regions, options.seed)
    print(f"{'family':<12}{'n':>5}  {'p_in_disc':>10}  {'many':>10}  {'p_in_shape':>10}  {'ms each':>8}")
    for family, row in found["families"].items():
        print(f"{family:<12}{row['n']:>5.0f}  {row['one']:>10.1e}  {row['many']:>10.1e}  {row['shape']:>10.1e}"
              f"  {row['ms'] / row['n']:>8.2f}")  # fmt: skip
    closed = [row for family, row in found["families"].items() if not family.startswith("area")]
    other = [row for family, row in found["families"].items() if family.startswith("area")]
    rate = speed(options.incidents, options.seed)
    print(
        f"{rate['incidents_per_s']:,} incidents/s from their regions, {rate['another_zone_per_s']:,}/s in another, "
        f"{rate['points_per_s']:,} points/s from arrays"
    )
    print(json.dumps({
        "regions": options.regions, "incidents": options.incidents,
        "max_error": max(max(row["one"], row["many"]) for row in closed),
        "max_error_areas": max((max(row["one"], row["many"]) for row in other), default=None),
        "max_error_shape": max(row["shape"] for row in (*closed, *other)),
        "repeatable": found["repeatable"], **rate,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
