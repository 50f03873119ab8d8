"""Make geo/places/data/outlines.zip: country outlines of Natural Earth, from the npm package world-atlas.

    python data/build/outlines.py [world-atlas-2.0.2.tgz]

Without a file, `npm pack world-atlas@2.0.2` fetches it into a temporary folder. The archive has one member
per ISO alpha-2 code; `geo.places.outlines` says how a member is laid out. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import box, get_parts, make_valid, set_precision, transform
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import unary_union

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geo.places.countries import countries, country_named  # noqa: E402
from geo.places.outlines import SCALE, encode  # noqa: E402

PACKAGE = "world-atlas@2.0.2"
MEMBER = "package/countries-10m.json"
TARGET = ROOT / "geo/places/data/outlines.zip"
UNCODED = {  # territories that Natural Earth draws apart and ISO 3166-1 does not list
    "Kosovo": "XK",  # user-assigned code, as GeoNames has it
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "USNB Guantanamo Bay": "CU",
    "Baikonur": "KZ",
    "Ashmore and Cartier Is.": "AU",
    "Coral Sea Is.": "AU",
    "Indian Ocean Ter.": "AU",
    "Clipperton I.": "FR",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        with tarfile.open(archive) as tar:
            file = tar.extractfile(MEMBER)
            assert file is not None
            content = file.read()
    shapes, left = outlines(json.loads(content))
    write(shapes)
    print(f"{PACKAGE} {MEMBER} sha256 {hashlib.sha256(content).hexdigest()}")
    print(f"{TARGET.name} {TARGET.stat().st_size:,} bytes sha256 {hashlib.sha256(TARGET.read_bytes()).hexdigest()}")
    print(f"{len(shapes)} outlines; left out: {', '.join(sorted(left))}")
    print(f"countries without one: {' '.join(sorted(set(countries()) - set(shapes)))}")


def fetch(folder: Path) -> Path:
    subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
    return next(folder.glob("*.tgz"))


def outlines(topology: dict[str, Any]) -> tuple[dict[str, MultiPolygon], list[str]]:
    """Shapes by ISO alpha-2 code, and the names that have none."""
    arcs = decode_arcs(topology)
    numeric = {country.numeric: country.code for country in countries().values()}
    parts: dict[str, list[Polygon]] = {}
    left = []
    for feature in topology["objects"]["countries"]["geometries"]:
        name = feature["properties"]["name"]
        code = numeric.get(int(feature.get("id", 0))) if name not in UNCODED else UNCODED[name]
        code = code or country_named(name)
        if code is None:
            left.append(name)
            continue
        parts.setdefault(code, []).extend(polygons(feature, arcs))
    shapes = {code: whole(pieces) for code, pieces in sorted(parts.items())}
    return {code: shape for code, shape in shapes.items() if not shape.is_empty}, left


def decode_arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """TopoJSON's quantised, delta-coded arcs as degrees (TopoJSON 1.0 specification, 2.1.3)."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + move for arc in topology["arcs"]]


def polygons(feature: dict[str, Any], arcs: list[NDArray[np.float64]]) -> list[Polygon]:
    groups = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
    out = []
    for group in groups:
        rings = [ring(indices, arcs) for indices in group]
        rings = [points for points in rings if len(points) >= 4]
        if rings:
            out += unwrapped(rings)
    return out


def unwrapped(rings: list[NDArray[np.float64]]) -> list[Polygon]:
    """A polygon's rings, outer first, as polygons within 180 degrees of longitude.

    The package has stitched Natural Earth's cuts along the antimeridian: a ring jumps from 180 to -180 there, and
    one around a pole never comes back.
    """
    outer, *holes = map(unrolled, rings)
    whole = Polygon(outer, holes)
    if whole.bounds[0] >= -180.0 and whole.bounds[2] <= 180.0:
        return [whole]
    out = []
    for turn in (-360.0, 0.0, 360.0):
        piece = box(turn - 180.0, -90.0, turn + 180.0, 90.0).intersection(make_valid(whole))
        moved = transform(piece, lambda xy, by=turn: xy - (by, 0.0))
        out += [part for part in get_parts(moved) if isinstance(part, Polygon)]
    return out


def unrolled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ring with longitudes that never jump; one around a pole goes on along it."""
    lon, lat = np.unwrap(points[:, 0], period=360.0), points[:, 1]
    unrolled = np.column_stack([lon, lat])
    if abs(lon[-1] - lon[0]) < 180.0:
        return unrolled
    pole = np.copysign(90.0, lat.mean())
    return np.vstack([unrolled, [(lon[-1], pole), (lon[0], pole), unrolled[0]]])


def ring(indices: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Arcs in order, joined end to start; ~i is arc i backwards (TopoJSON 1.0 specification, 2.1.4)."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    joined: NDArray[np.float64] = np.concatenate([piece[bool(n) :] for n, piece in enumerate(pieces)])
    joined.clip(np.array([-180.0, -90.0]), np.array([180.0, 90.0]), out=joined)
    return joined


def whole(shapes: list[Polygon]) -> MultiPolygon:
    """One shape, its parts joined, valid on the archive's grid."""
    merged = set_precision(unary_union([make_valid(shape) for shape in shapes]), 1 / SCALE)
    keep = [part for part in getattr(merged, "geoms", [merged]) if isinstance(part, Polygon) and part.area > 0]
    return MultiPolygon(keep)


def write(shapes: dict[str, MultiPolygon]) -> None:
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for code, shape in shapes.items():
            member = zipfile.ZipInfo(code, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, encode(shape), compresslevel=9)
    print(f"grid {1 / SCALE} degrees")


if __name__ == "__main__":
    main()
