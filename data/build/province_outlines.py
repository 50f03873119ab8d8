"""Make geo/places/data/province_outlines.zip: for each first-level division, the ground nearest to its cities.

    python data/build/province_outlines.py

Every city of GeoNames carries its division's code. A division is drawn as the union of the Voronoi cells of its
cities among all cities of the country, in the stereographic projection around the country's middle: that one is
conformal, so the border between two cities close to each other is as far from one as from the other wherever the
country lies. Deserts have no cities: province_points.csv beside this names places there. Borders are simplified as
a whole, so that neighbours keep them in common. The cells reach beyond the country; `geo.places.provinces` cuts
them by its outline, which therefore is not stored twice. The same input gives the same bytes.

No city is left out for having a code that its neighbours lack: on seven American states drawn by meridians and
parallels, and on the areas of 71 divisions of four countries, leaving such out made the shapes worse (mean overlap
with the true state 0.887 instead of 0.892), since most of them are the only towns of a thinly settled border.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geo.places.countries import countries  # noqa: E402
from geo.places.outlines import SCALE, outline  # noqa: E402
from geo.places.provinces import Cell, encode_cells  # noqa: E402
from geo.places.sources import cities500, records  # noqa: E402

TARGET: Final = ROOT / "geo/places/data/province_outlines.zip"
UNCODED: Final = frozenset({"", "00"})
"""Codes of cities that GeoNames puts into no division."""
POINTS: Final = Path(__file__).parent / "province_points.csv"
COAST_DEG: Final = 0.3
"""A city farther than this from its country's outline lies outside, no matter how coarsely the coast is drawn."""
TOLERANCE_M: Final = 2_500.0
KEPT: Final = 0.985
"""Share of its cities that the simplified shape of every division must still hold, or the tolerance is halved."""
STEP_M: Final = 50_000.0
"""Edges go over into degrees in such steps: a straight one bends by up to L^2 / 8R, 50 m, on the way."""
MARGIN_DEG: Final = 0.05
FRAME_STEP_DEG: Final = 0.25

Points = NDArray[np.float64]
Numbers = NDArray[np.intp]


City = tuple[str, str, float, float]
"""Country, division code, lon, lat."""


def main() -> None:
    members: dict[str, dict[str, Cell]] = defaultdict(dict)
    for host, cities in sorted(hosted(sorted([*coded(), *points()])).items()):
        for (country, code), shape in divisions(host, cities).items():
            members[country][code] = Cell(shape, host)
    write({country: encode_cells(cells) for country, cells in members.items()})
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    count = sum(map(len, members.values()))
    print(f"{TARGET.name} {TARGET.stat().st_size:,} bytes sha256 {digest}")
    print(f"{count} divisions of {len(members)} countries")


def coded() -> Iterator[City]:
    """GeoNames' cities that have a code."""
    for row in records(cities500()):
        if str(row["admin1code"]) not in UNCODED:
            yield row["countrycode"], str(row["admin1code"]), float(row["longitude"]), float(row["latitude"])


def points() -> Iterator[City]:
    """Places without 500 people that are known to lie in a division."""
    with POINTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["country"], row["code"], float(row["lon"]), float(row["lat"])


def hosted(cities: list[City]) -> dict[str, list[City]]:
    """The cities by the country whose outline holds the most of their division.

    That is their own but for territories drawn with another country (see SOURCES.md); none for far islands.
    """
    by_division: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        by_division[city[:2]].append(city)
    out: dict[str, list[City]] = defaultdict(list)
    for (country, _), members in by_division.items():
        host = host_of(country, shapely.points([city[2:] for city in members]))
        if host:
            out[host] += members
    return out


def host_of(country: str, positions: NDArray[np.object_]) -> str:
    own = outline(country)
    if own is not None and shapely.dwithin(own, positions, COAST_DEG).mean() > 0.5:
        return country
    held = {code: int(shapely.intersects(shape, positions).sum()) for code in countries() if (shape := outline(code))}
    best = max(held, key=lambda code: (held[code], code))
    return best if held[best] else country if own is not None else ""


def divisions(host: str, cities: list[City]) -> dict[tuple[str, str], MultiPolygon]:
    """The shape of each division, by country and code, degrees; together they cover the outline and its margin."""
    whole = outline(host)
    assert whole is not None
    keys = sorted({city[:2] for city in cities})
    places = {key: n for n, key in enumerate(keys)}
    number = np.array([places[city[:2]] for city in cities])
    at = np.array([city[2:] for city in cities])
    west, frame = frame_of(whole)
    plane = projection(at, west)
    flat, number = one_each(np.column_stack(plane(*at.T)), number)
    flat_frame = shapely.transform(frame, lambda xy: np.column_stack(plane(*xy.T)))
    thin = simplified(union_of_cells(flat, number, flat_frame), flat, number)
    return {keys[n]: in_degrees(shape, plane, west) for n, shape in thin.items()}


def frame_of(whole: BaseGeometry) -> tuple[float, Polygon]:
    """The meridian where to cut the globe, in the widest gap of the outline, and a box around the outline.

    The box has a vertex at every step, since its sides bend in the plane; its longitudes start at that meridian.
    """
    bounds = shapely.bounds(shapely.get_parts(whole))
    bounds = bounds[np.argsort(bounds[:, 0], kind="stable")]
    starts, reach = bounds[:, 0], np.maximum.accumulate(bounds[:, 2])
    gaps = np.append(starts[1:] - reach[:-1], starts[0] + 360.0 - reach[-1])
    widest = int(np.argmax(gaps))
    east = reach[widest] + (360.0 if widest + 1 < len(starts) else 0.0)
    first = float(np.roll(starts, -1)[widest])
    south, north = bounds[:, 1].min() - MARGIN_DEG, bounds[:, 3].max() + MARGIN_DEG
    box = shapely.box(first - MARGIN_DEG, max(south, -89.9), east + MARGIN_DEG, min(north, 89.9))
    return first - float(gaps[widest]) / 2.0, shapely.segmentize(box, FRAME_STEP_DEG)


def projection(at: Points, west: float) -> Proj:
    """Around the middle city, so that no city is far from where the plane touches."""
    lon, lat = np.median((at[:, 0] - west) % 360.0 + west), np.median(at[:, 1])
    return Proj(proj="stere", lat_0=float(lat), lon_0=float(lon), ellps="WGS84")


def one_each(flat: Points, number: Numbers) -> tuple[Points, Numbers]:
    """Of cities at one position the first only: a second would have no cell."""
    first = np.sort(np.unique(np.round(flat), axis=0, return_index=True)[1])
    return flat[first], number[first]


def union_of_cells(flat: Points, number: Numbers, frame: Polygon) -> dict[int, BaseGeometry]:
    """Per division its part of the frame, in the plane: what the edges between cells of different codes enclose."""
    if len(np.unique(number)) == 1:
        return {int(number[0]): frame}
    lines = shapely.union_all([*edges(flat, number, frame), frame.exterior])
    faces = shapely.get_parts(shapely.polygonize([lines]))
    faces = faces[shapely.covers(frame.buffer(1.0), faces)]
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    owner = number[cKDTree(flat).query(inside)[1]]
    return {int(n): shapely.coverage_union_all(faces[owner == n]) for n in np.unique(owner)}


def edges(flat: Points, number: Numbers, frame: Polygon) -> NDArray[np.object_]:
    """The edges between Voronoi cells of different codes; a ring of points far away bounds the outer cells."""
    west, south, east, north = frame.bounds
    away = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
    ring = np.column_stack([np.cos(away), np.sin(away)]) * 10.0 * (east - west + north - south)
    middle = np.array([(west + east) / 2.0, (south + north) / 2.0])
    diagram = Voronoi(np.vstack([flat, middle + ring]))
    code = np.append(number, np.full(len(ring), -1))[diagram.ridge_points]
    ends = np.array(diagram.ridge_vertices)
    kept = (code[:, 0] != code[:, 1]) & (code >= 0).all(axis=1) & (ends >= 0).all(axis=1)
    return np.asarray(shapely.linestrings(diagram.vertices[ends[kept]]))


def simplified(shapes: dict[int, BaseGeometry], flat: Points, number: Numbers) -> dict[int, BaseGeometry]:
    """The shapes with fewer vertices, as few as `TOLERANCE_M` and `KEPT` allow."""
    before = {n: held(shape, flat[number == n]) for n, shape in shapes.items()}
    tolerance = TOLERANCE_M
    while tolerance > 10.0:
        thin = shapely.coverage_simplify(list(shapes.values()), tolerance, simplify_boundary=False)
        out = dict(zip(shapes, thin, strict=True))
        if all(held(out[n], flat[number == n]) >= KEPT * before[n] for n in out):
            return out
        tolerance /= 2.0
    return shapes


def held(shape: BaseGeometry, points: Points) -> float:
    shapely.prepare(shape)
    return float(np.mean(shapely.intersects_xy(shape, *points.T)))


def in_degrees(shape: BaseGeometry, plane: Proj, west: float) -> MultiPolygon:
    """A shape of the plane in degrees, on the file's grid, cut at the antimeridian."""

    def ring(line: BaseGeometry) -> Points:
        lon, lat = plane(*stepped(shapely.get_coordinates(line)).T, inverse=True)
        return np.column_stack([(np.asarray(lon) - west) % 360.0 + west, lat])

    parts = [
        Polygon(ring(part.exterior), [ring(hole) for hole in part.interiors])
        for part in shapely.get_parts(shape)
        if isinstance(part, Polygon)
    ]
    return folded(shapely.make_valid(shapely.MultiPolygon(parts)))


def stepped(points: Points) -> Points:
    """The ring with a vertex at least every `STEP_M`: the same ones in both directions, so that neighbours agree."""
    start, end = points[:-1], points[1:]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    count = np.maximum(1, np.ceil(np.hypot(*(high - low).T) / STEP_M)).astype(int)
    edge = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    share = np.where(turned[edge], count[edge] - step, step) / count[edge]
    inner = low[edge] + share[:, None] * (high - low)[edge]
    return np.vstack([np.where((step == 0)[:, None], start[edge], inner), points[-1:]])


def folded(shape: BaseGeometry) -> MultiPolygon:
    """Polygons only, on the grid, with longitudes within [-180, 180]."""
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = shapely.intersection(shape, shapely.box(-180.0 + turn, -90.0, 180.0 + turn, 90.0))
        pieces += list(shapely.get_parts(shapely.transform(piece, lambda xy, by=turn: xy - (by, 0.0))))
    on_grid = [shapely.set_precision(piece, 1.0 / SCALE) for piece in pieces if piece.area > 0.0]
    parts = [part for piece in on_grid for part in shapely.get_parts(piece) if isinstance(part, Polygon)]
    return MultiPolygon([part for part in parts if part.area > 0.0])


def write(members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for country, content in sorted(members.items()):
            member = zipfile.ZipInfo(country, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=9)


if __name__ == "__main__":
    main()
