"""A table of incidents or verdicts as the layers of one GeoPackage: incidents, verdicts, regions, zones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from geo.frames import geo_frame
from geo.geodesy import destination, outline
from geo.geodesy.ellipsoid import HALF_MERIDIAN_M

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_LOUDEST: Final = {"inside": 0, "indeterminate": 1, "outside": 2, "not_in_force": 3, "unlocated": 4}
_SHARES: Final = ((0.9, "region_90"), (0.5, "region_50"))
_VERTICES: Final = 72
_NEAR_M: Final = 500_000.0
"""A disc up to this size, away from the poles and the antimeridian, is a plain ring."""
_TOLD: Final = ("title", "date_start", "date_end", "place_text")


def layers_of(rows: pd.DataFrame, zones: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """The layers, by name, in the order in which a reader of one layer should meet them.

    rows: INCIDENTS, or one row per incident and zone as `geo check` writes them. `incidents` has a row for each
    incident, with its loudest verdict of several (inside, indeterminate, outside, not in force, unlocated); `verdicts`,
    where there are any, all of `rows`; `regions` the footprints that hold 90% and 50% of an incident's doubt; `zones`
    the outlines.
    """
    rows = rows.reset_index(drop=True)
    out = {"incidents": _loudest(rows)}
    if "verdict" in rows.columns:
        out["verdicts"] = rows
    out["regions"] = regions_of(out["incidents"])
    if zones is not None:
        out["zones"] = zones
    return out


def _loudest(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per id, in the order of the ids."""
    if "verdict" not in rows.columns:
        return rows
    rank = rows["verdict"].map(lambda verdict: _LOUDEST.get(verdict, len(_LOUDEST)))
    first = rank.groupby(rows["id"], sort=False).idxmin()
    return rows.loc[first].reset_index(drop=True)


def regions_of(incidents: pd.DataFrame) -> gpd.GeoDataFrame:
    """A row per located incident and share (0.9, then 0.5): `incident_id`, `share`, what it is, and a polygon.

    A point with nothing but its uncertainty has a normal error, and so discs for regions (drawn by 72 vertices).
    """
    import numpy as np
    import pandas as pd
    import shapely

    told = incidents[[name for name in _TOLD if name in incidents.columns]].reset_index(drop=True)
    parts = []
    for share, column in _SHARES:
        texts = [one if isinstance(one, str) and one else None for one in incidents[column]]
        shapes = np.array([*shapely.from_wkt(texts, on_invalid="ignore"), None], dtype=object)[:-1]
        bare = shapely.is_missing(shapes)
        shapes[bare] = _discs(incidents[bare], math.sqrt(math.log(1.0 - share) / math.log(0.1)))
        part = pd.DataFrame({"incident_id": incidents["id"].to_list(), "share": share}).join(told)
        parts.append(part.assign(geometry=shapes))
    both = pd.concat(parts).sort_index(kind="stable")
    both = both[~shapely.is_missing(both["geometry"].to_numpy(dtype=object))].reset_index(drop=True)
    return geo_frame(both.drop(columns="geometry"), both["geometry"])


def _discs(points: pd.DataFrame, times: float) -> NDArray[np.object_]:
    """Discs around points (degrees) of `times` their uncertainty; None where one of them is unknown."""
    import numpy as np
    import shapely

    lon, lat, doubt = (points[name].to_numpy(np.float64) for name in ("lon", "lat", "uncertainty_m"))
    radius = doubt * times
    out = np.full(len(points), None, dtype=object)
    sound = np.isfinite(lon) & np.isfinite(lat) & (radius > 0) & (radius <= HALF_MERIDIAN_M)
    plain = sound & (radius < _NEAR_M) & (np.abs(lat) < 80.0) & (np.abs(lon) < 165.0)
    if plain.any():
        around = np.linspace(0.0, -360.0, _VERTICES, endpoint=False)  # anticlockwise
        spots = destination(lon[plain, None], lat[plain, None], around[None, :], radius[plain, None])
        out[plain] = shapely.polygons(np.stack(spots, axis=-1))
    for at in np.flatnonzero(sound & ~plain).tolist():
        out[at] = outline(lon[at], lat[at], radius[at], tolerance_m=max(radius[at] / 1000.0, 0.01))
    return out
