"""The written contracts of the three tables: INCIDENTS, ZONES and CONTAINMENT.

Each contract is an ordered list of columns; a table may hold more, never less. `conform` adds what is
missing and orders what is there, `check` raises where a table breaks its contract.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.errors import TableError
from geo.units import CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.values import Location


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract."""

    name: str
    kind: str
    """text (str, "" when absent), number (float, NaN when absent), count (int), flag (bool), json (text
    that holds JSON) or json_list (text that holds a JSON list, "[]" when absent)."""
    meaning: str

    @property
    def absent(self) -> Any:
        """The value that stands for nothing."""
        return {"text": "", "number": float("nan"), "count": 0, "flag": False, "json": "", "json_list": "[]"}[self.kind]


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


INCIDENTS: Final = _columns(
    ("id", "text", "unique within the table"),
    ("title", "text", "one line, attributed where one side claims it"),
    ("kind", "text", "airstrike, shoot-down, shelling, boarding, ..."),
    ("actor", "text", "who is said to have acted"),
    ("target", "text", "what is said to have been hit"),
    ("platform", "text", "aircraft, vessel or weapon named"),
    ("counts", "json_list", 'list of {"what", "low", "best", "high", "said_by"}'),
    ("date_start", "text", "ISO date, local as reported, inclusive; empty = undated"),
    ("date_end", "text", "ISO date, inclusive"),
    ("date_text", "text", "the date as written"),
    ("time_text", "text", "the time of day as written"),
    ("place_text", "text", "the locality as written"),
    ("place_id", "text", "gazetteer id of the anchor"),
    ("place_name", "text", "gazetteer name of the anchor"),
    ("country", "text", "ISO 3166-1 alpha-2 of the anchor, or as the input gave it"),
    ("lon", "number", "best estimate, degrees east, WGS 84; NaN = unlocated"),
    ("lat", "number", "best estimate, degrees north, WGS 84; NaN = unlocated"),
    ("uncertainty_m", "number", "radius around lon, lat that holds 90%, metres, > 0"),
    ("precision", "number", "UCDP GED where_prec, 1-7; NaN = unknown"),
    ("region_50", "text", "WKT footprint that holds 50%"),
    ("region_90", "text", "WKT footprint that holds 90%"),
    ("location", "json", "Location.as_dict(): enough to rebuild the distribution; empty = unlocated"),
    ("unlocated_reason", "text", "why there is no location, with the nearest spellings; empty when there is one"),
    ("zone_statements", "json_list", 'list of {"relation", "zone_text", "report", "quote", "said_by"}'),
    ("reports", "count", "how many reports tell it"),
    ("independent_sources", "count", "how many origins stand behind them"),
    ("claim_status", "text", "claimed_one_side, claimed_both, contested, independent, unknown"),
    ("evidence", "json_list", 'list of {"report", "start", "end", "quote", "about", "said_by", "stance", "origin"}'),
    ("conflicts", "json_list", 'list of {"about", "values": [{"value", "report", "quote", "said_by"}]}'),
)
"""One row per incident; geometry = best estimate, a Point, or an empty Point when unlocated."""

ZONES: Final = _columns(
    ("id", "text", "unique within the table"),
    ("name", "text", "what the zone is called"),
    ("group", "text", "rows of one zone whose radius or course changes over time share it"),
    ("kind", "text", "disc, ring, polygon, buffer, side_of_line, moving, unknown"),
    ("centre", "text", "the centre of a disc or ring as written: a place name, or lat, lon"),
    ("lon", "number", "centre of a disc or ring, degrees east, WGS 84"),
    ("lat", "number", "centre of a disc or ring, degrees north, WGS 84"),
    ("radius_m", "number", "geodesic radius, metres; of a ring the outer one"),
    ("radius_text", "text", "the radius, the radii of a ring (10-20 km) or the width of a buffer, with its unit"),
    ("width_m", "number", "width of a buffer, metres"),
    ("course", "text", "the polygon, or the line or polygon of a buffer: WKT, or the name of an area"),
    ("edges", "text", "lonlat (straight in longitude and latitude) or geodesic"),
    ("side", "text", "left, right, a compass point, landward, seaward, inside, outside; empty = both"),
    ("clip", "text", "only within: an area, WKT, or another zone's id; several with ;"),
    ("minus", "text", "without: an area, WKT, or another zone's id; several with ;"),
    ("valid_from_earliest", "text", "ISO date, or date and time; empty = open. The zone may have begun then"),
    ("valid_from_latest", "text", "ISO date, or date and time; empty = open. By then it had begun"),
    ("valid_to_earliest", "text", "ISO date, or date and time; empty = open. Until then it certainly held"),
    ("valid_to_latest", "text", "ISO date, or date and time; empty = open. After then it certainly no longer held"),
    ("hours", "text", "when on such days it is in force (08:00-19:00 daily); empty = all day"),
    ("applies_to", "text", "whom it binds (platform: drone; altitude: below 3000 ft); empty = everybody"),
    ("track", "json_list", 'of a moving zone: list of {"time", "lon", "lat"}'),
    (
        "alternatives",
        "json_list",
        'list of {"field", "value", "source"}, plus lon, lat, radius_m or shape once resolved',
    ),
    ("source", "text", "who says so"),
    ("shape", "json", "Shape.as_dict(): the exact shape; empty for unknown and moving ones"),
)
"""One row per zone; geometry = outline, a Polygon or MultiPolygon within 1 m of the true boundary (or 1e-6 of a
buffer's width); empty where the course is unknown; for a moving zone everything that it passed over."""

CONTAINMENT: Final = _columns(
    ("incident_id", "text", "INCIDENTS.id"),
    ("zone_id", "text", "ZONES.id"),
    ("verdict", "text", "inside, outside, indeterminate, not_in_force, unlocated"),
    ("spatial", "text", "inside, outside, indeterminate, unlocated"),
    ("temporal", "text", "in_force, before, after, disputed, undated"),
    ("applies", "text", "whether the zone binds what the incident is about: yes, no, unknown"),
    ("p_inside", "number", "probability, robust, date aside"),
    ("p_literal", "number", "probability if the words mean exactly what they say"),
    ("p_low", "number", "lowest over literal, robust and the stated alternatives"),
    ("p_high", "number", "highest over literal, robust and the stated alternatives"),
    ("distance_m", "number", "geodesic, best estimate to the boundary, metres; negative inside"),
    ("stable", "flag", "no stated alternative changes the verdict"),
    ("basis", "text", "computed, stated"),
    ("stated", "json_list", "the zone statements that speak of this zone"),
    (
        "flips",
        "json_list",
        'list of {"field", "value", "verdict", "p_inside", "counts"}: readings that change the verdict',
    ),
    ("reason", "text", "one plain sentence"),
    ("trace", "json_list", "the steps from sentence to number (values.Trace.as_list)"),
)
"""One row per incident and zone."""

VERDICTS: Final = ("inside", "outside", "indeterminate", "not_in_force", "unlocated")


def conform(frame: pd.DataFrame, contract: Sequence[Column]) -> pd.DataFrame:
    """`frame` with every column of the contract, in its order, absent values filled; other columns follow."""
    import pandas as pd

    out = frame.copy()
    for column in contract:
        if column.name not in out.columns:
            out[column.name] = pd.Series([column.absent] * len(out), index=out.index, dtype=_dtype(column))
        elif column.kind == "number":
            out[column.name] = out[column.name].astype("float64")
        elif column.kind in ("text", "json", "json_list"):
            out[column.name] = out[column.name].astype("object").where(out[column.name].notna(), column.absent)
    names = [column.name for column in contract]
    return out[[*names, *(name for name in out.columns if name not in names)]]


def check(frame: pd.DataFrame, contract: Sequence[Column], *, what: str) -> None:
    """Raise TableError unless `frame` keeps the contract: its columns, and unique ids where it has ids."""
    missing = [column.name for column in contract if column.name not in frame.columns]
    if missing:
        raise TableError(f"{what} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}")
    if contract[0].name == "id" and frame["id"].duplicated().any():
        twice = ", ".join(sorted(set(frame["id"][frame["id"].duplicated()].astype(str)))[:5])
        raise TableError(f"{what} has ids that stand twice: {twice}")


def geo_frame(frame: pd.DataFrame, geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    """`frame` as a GeoDataFrame in EPSG:4326 with `geometry`."""
    import geopandas as gpd

    return gpd.GeoDataFrame(frame, geometry=list(geometry), crs=CRS)


class Kept(list[Any]):
    """A list for `frame.attrs`, which pandas copies, deep, with every step: this one it hands on as it is."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Kept:
        """Itself: what is kept with a table is not changed."""
        return self


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain dicts, column name to value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def location_cells(location: Location) -> dict[str, Any]:
    """How INCIDENTS writes a location: the cells of its row, by column."""
    place = location.place
    return {
        "lon": location.lon,
        "lat": location.lat,
        "uncertainty_m": location.uncertainty_m,
        "precision": float(location.precision),
        "place_id": place.id if place else "",
        "place_name": place.name if place else "",
        "country": place.country if place else "",
        "region_50": location.region.footprint(0.5).wkt,
        "region_90": location.region.footprint(0.9).wkt,
        "location": dump_json(location.as_dict()),
    }


def dump_json(value: Any) -> str:
    """Compact JSON as the tables hold it: no NaN, text unescaped, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def _dtype(column: Column) -> str:
    return {"number": "float64", "count": "int64", "flag": "bool"}.get(column.kind, "object")
