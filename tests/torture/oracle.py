"""Ten million verdicts against `pyproj.Geod.inv`, the definition of distance: discs and rings all over the Earth.

Each zone is asked about points put just inside and just outside its rim (by a relative 1e-3 to 1e-12), around it, and
anywhere; centres stand at poles, on the antimeridian and everywhere else. Asked are `geo.geodesy.within` of every
disc, and `geo.zones.bulk`, whole verdicts, of points so sharp (a millimetre) that place alone decides; there, points
nearer to the rim than ten times their doubt are left out. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from geo.geodesy import GEOD, pairs_within, within
from geo.shapes import Disc, Ring
from geo.values import Zone
from geo.zones.bulk import Bulk
from geo.zones.points import VERDICT, Coded, Points
from tests.geodesy.circles import discs, ring_points

Array = NDArray[np.float64]
_DOUBT_M: Final = 1e-3
_EACH: Final = 20_000
_INSIDE, _OUTSIDE = VERDICT.index("inside"), VERDICT.index("outside")


def some_points(rng: np.random.Generator, lon0: float, lat0: float, radius_m: float, n: int) -> tuple[Array, Array]:
    """Half of them at the rim, the rest around it and anywhere, some at poles and on the antimeridian."""
    x, y = ring_points(rng, lon0, lat0, radius_m, n // 2, exponents=(3.0, 12.0))
    near_x, near_y = ring_points(rng, lon0, lat0, radius_m, n // 4, exponents=(0.0, 3.0))
    rest = n - x.size - near_x.size
    far_x, far_y = rng.uniform(-180.0, 180.0, rest), np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, rest)))
    far_x[: rest // 50], far_y[rest // 50 : rest // 25] = 180.0, rng.choice([-90.0, 90.0])
    return np.concatenate([x, near_x, far_x]), np.concatenate([y, near_y, far_y])


def distance(lon0: float, lat0: float, lon: Array, lat: Array) -> Array:
    """The definition."""
    return np.asarray(GEOD.inv(np.full(lon.size, lon0), np.full(lon.size, lat0), lon, lat)[2])


def compare(rng: np.random.Generator, disc: tuple[float, float, float]) -> tuple[int, int]:
    """(compared, wrong) of one disc, by `within`, by `pairs_within`, and as verdicts on a disc and on a ring."""
    lon0, lat0, radius = disc
    lon, lat = some_points(rng, lon0, lat0, radius, _EACH)
    metres = distance(lon0, lat0, lon, lat)
    exact = metres <= radius
    found = within(lon, lat, lon0, lat0, radius)
    few = slice(0, _EACH // 10)
    pairs = np.zeros(lon[few].size, dtype=bool)
    pairs[pairs_within(lon[few], lat[few], np.array([lon0]), np.array([lat0]), np.array([radius]))[0]] = True
    compared, wrong = 2 * lon.size, int((found != exact).sum()) + int((pairs != exact[few]).sum())
    compared -= lon.size - pairs.size
    for zone, inside, rims in _zones(disc, metres):
        clear = np.min([np.abs(metres - rim) for rim in rims], axis=0) > 10.0 * _DOUBT_M
        (verdicts,) = Bulk([zone]).verdicts(_points(lon[clear], lat[clear]))
        wanted = np.where(inside[clear], _INSIDE, _OUTSIDE)
        compared, wrong = compared + wanted.size, wrong + int((verdicts.verdict != wanted).sum())
    return compared, wrong


def _zones(disc: tuple[float, float, float], metres: Array) -> list[tuple[Zone, NDArray[np.bool_], tuple[float, ...]]]:
    lon0, lat0, radius = disc
    inner = 0.6 * radius
    round_ = Zone(id="disc", name="disc", kind="disc", shape=Disc(lon0, lat0, radius))
    ring = Zone(id="ring", name="ring", kind="ring", shape=Ring(lon0, lat0, inner, radius))
    return [
        (round_, metres <= radius, (radius,)),
        (ring, (metres <= radius) & (metres >= inner), (inner, radius)),
    ]


def _points(lon: Array, lat: Array) -> Points:
    n = lon.size
    none = Coded.same("", n)
    day = Coded.same("2017-06-08", n)
    return Points(lon, lat, np.full(n, _DOUBT_M), day, day, none)


def run(wanted: int, seed: int) -> dict[str, float]:
    """Zones until `wanted` verdicts are compared; how many were, and how many were wrong."""
    rng, began, zones = np.random.default_rng(seed), time.monotonic(), 0
    compared = wrong = 0
    while compared < wanted:
        for disc in discs(rng, 45, smallest_m=10.0, largest_m=1.2e7):
            more, bad = compare(rng, disc)
            compared, wrong, zones = compared + more, wrong + bad, zones + 1
            if bad:
                print(f"WRONG {bad} of {more} against the disc {disc}", flush=True)
            if compared >= wanted:
                break
    return {
        "compared": compared,
        "wrong": wrong,
        "zones": zones,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
    }


def main() -> int:
    """Exit code 1 when any verdict is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=float, default=1.02e7)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    figures = run(int(given.n), given.seed)
    zones, wrong = figures["zones"], figures["wrong"]
    print(f"{figures['compared']:,} verdicts against {zones} zones, {wrong} wrong, {figures['seconds']} s")
    print(json.dumps(figures))
    return 1 if figures["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
