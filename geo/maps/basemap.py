"""The ground under the incidents: the whole world, in detail near the data, coarser the farther away.

One set of lines for every zoom level, so there is no edge where detail ends: a bend is kept when it is
large enough to be seen on a screen that shows both it and the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BEND_PER_DISTANCE: Final = 1 / 250
"""Smallest bend kept, as a share of its distance from the data: some 4 pixels where both fit on a screen."""
MARGIN: Final = 0.6
"""How far full detail reaches beyond the data, as a share of the data's own extent."""
MIN_MARGIN_DEG: Final = 1.5
MAX_TOWNS_NEAR: Final = 160
MAX_TOWNS_FAR: Final = 220

_DIGITS: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of longitudes and latitudes, degrees. `west` may lie beyond the antimeridian of `east`."""

    west: float
    """At least -180; `east` runs on past 180 where the box crosses the antimeridian."""
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Box | None:
        """The narrowest box around points given in degrees; None when there are none.

        >>> Box.around(np.array([179.0, -179.0]), np.array([0.0, 1.0]))
        Box(west=179.0, south=0.0, east=181.0, north=1.0)
        """
        sound = np.isfinite(lon) & np.isfinite(lat)
        if not sound.any():
            return None
        turned = np.sort(np.mod(lon[sound] + 180.0, 360.0) - 180.0)
        gaps = np.diff(turned, append=turned[0] + 360.0)
        widest = int(np.argmax(gaps))
        west = float(turned[(widest + 1) % len(turned)])
        return cls(west, float(lat[sound].min()), west + 360.0 - float(gaps[widest]), float(lat[sound].max()))

    def grown(self) -> Box:
        """With the margin that full detail has around the data."""
        grow = max(MIN_MARGIN_DEG, MARGIN * max(self.east - self.west, self.north - self.south))
        return Box(self.west - grow, self.south - grow, self.east + grow, self.north + grow)

    def distance_deg(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far points lie outside, in degrees of the map (not shrunk towards the poles); 0 inside."""
        half, middle = (self.east - self.west) / 2, (self.east + self.west) / 2
        aside = np.abs(np.mod(lon - middle + 180.0, 360.0) - 180.0) - half
        above = np.maximum(self.south - lat, lat - self.north)
        return np.hypot(np.maximum(aside, 0.0), np.maximum(above, 0.0))


def basemap(box: Box | None) -> dict[str, Any]:
    """Lines, countries, water and towns for a map of `box` (None: the whole world), JSON-ready.

    `lines` holds one text per line: steps from point to point on a grid of `grid_deg`, see `encode`.
    `countries` and `lakes` are lists of polygons, of rings, of line numbers (~n: line n backwards).
    """
    world = _world()
    home = box.grown() if box else None
    distance = home.distance_deg(world.lon, world.lat) if home else np.full(len(world.lon), 60.0)
    keep = world.bend >= BEND_PER_DISTANCE * distance
    count = np.diff(np.concatenate([[0], np.cumsum(keep)])[world.start])
    countries = [{**one, "polygons": _sound(one["polygons"], count)} for one in world.shapes["countries"]]
    lakes, rivers = _sound(world.shapes["lakes"], count), world.shapes["rivers"]
    used = set(_numbers([[one["polygons"] for one in countries], lakes, rivers]))
    return {
        "grid_deg": world.grid_deg,
        "lines": [_line(world, keep, number) if number in used else "" for number in range(len(count))],
        "countries": countries,
        "lakes": lakes,
        "rivers": rivers,
        "towns": _towns(home),
    }


@cache
def asset(name: str) -> str:
    """The text of a file of geo/maps/assets."""
    return (files("geo.maps") / "assets" / name).read_text(encoding="utf-8")


def encode(steps: NDArray[np.int64]) -> str:
    """Whole numbers as text, smallest first: 5 bits a letter, the sixth says that more follows; sign in the lowest bit.

    >>> encode(np.array([0, -1, 1, 1000]))
    'ABCw-B'
    """
    value = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    rest = value >> np.arange(0, 35, 5)[:, None]  # one row per letter
    used = rest > 0
    used[0] = True
    letters = (rest & 31) | np.where(np.vstack([rest[1:], np.zeros_like(rest[:1])]) > 0, 32, 0)
    return bytes(_DIGITS[letters.T[used.T]]).decode("ascii")


@dataclass(frozen=True, slots=True)
class _World:
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    bend: NDArray[np.float64]
    """Size of the bend at each point, degrees; ends of lines are very large."""
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    start: NDArray[np.int64]
    grid_deg: float
    shapes: dict[str, Any]


@cache
def _world() -> _World:
    with (files("geo.maps") / "assets" / "basemap.npz").open("rb") as handle, np.load(handle) as data:
        x, y = np.cumsum(data["dx"].astype(np.int64)), np.cumsum(data["dy"].astype(np.int64))
        grid = float(data["grid_deg"])
        bend = float(data["finest_deg"]) * 2.0 ** (data["size"] / 8)
        return _World(
            lon=x * grid,
            lat=y * grid,
            bend=bend,
            x=x,
            y=y,
            start=data["start"].astype(np.int64),
            grid_deg=grid,
            shapes=json.loads(data["shapes"].tobytes()),
        )


def _line(world: _World, keep: NDArray[np.bool_], number: int) -> str:
    begin, end = world.start[number], world.start[number + 1]
    kept = begin + np.flatnonzero(keep[begin:end])
    steps = np.column_stack([np.diff(world.x[kept], prepend=0), np.diff(world.y[kept], prepend=0)])
    return encode(steps.ravel())


def _sound(polygons: list[list[list[int]]], count: NDArray[np.int64]) -> list[list[list[int]]]:
    """Polygons without the rings that have shrunk to a speck: one closed line of fewer than four points."""

    def seen(ring: list[int]) -> bool:
        return len(ring) > 1 or count[ring[0] if ring[0] >= 0 else ~ring[0]] >= 4

    return [[ring for ring in polygon if seen(ring)] for polygon in polygons if seen(polygon[0])]


def _numbers(node: Any) -> Iterator[int]:
    """Every line number in nested lists, ~n as n."""
    if isinstance(node, int):
        yield node if node >= 0 else ~node
    else:
        for one in node:
            yield from _numbers(one)


@cache
def _town_table() -> tuple[list[str], NDArray[np.float64]]:
    rows = [line.split("\t") for line in asset("towns.tsv").splitlines() if not line.startswith("#")][1:]
    return [row[0] for row in rows], np.array([[float(value) for value in row[1:]] for row in rows])


def _towns(home: Box | None) -> list[list[Any]]:
    """[name, lon, lat, rank] of the towns worth a label, the foremost first; rank 0 is a capital, then by isolation."""
    names, table = _town_table()
    lon, lat, population, isolation, capital = table.T
    order = np.argsort(-(np.log(population + 1.0) + 2.0 * np.log(isolation + 1.0) + 6.0 * capital), kind="stable")
    inside = home.distance_deg(lon, lat)[order] == 0 if home else np.zeros(len(order), dtype=bool)
    chosen = np.concatenate([order[inside][:MAX_TOWNS_NEAR], order[~inside][:MAX_TOWNS_FAR]])
    return [[names[i], round(float(lon[i]), 3), round(float(lat[i]), 3), int(capital[i])] for i in chosen]
