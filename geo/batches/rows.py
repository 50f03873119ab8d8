"""Verdicts on a batch as rows of CONTAINMENT in Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.batches.reading import arrow_module
from geo.frames import CONTAINMENT
from geo.zones.points import APPLIES, SPATIAL, TEMPORAL, VERDICT, Points, Verdicts


def rows(found: Verdicts, ids: Any, points: Points) -> Any:
    """CONTAINMENT of one zone as an Arrow table, with the points as GeoParquet's geometry."""
    arrow = arrow_module()
    n = len(found.verdict)

    def named(codes: NDArray[Any], values: Sequence[str]) -> Any:
        return arrow.DictionaryArray.from_arrays(arrow.array(codes.astype(np.int32, copy=False)),
                                                 arrow.array(values, type=arrow.string()))  # fmt: skip

    def constant(text: str) -> Any:
        return named(np.zeros(n, dtype=np.int32), [text])

    def number(values: NDArray[np.float64], kind: str = "float64") -> Any:
        return arrow.array(values.astype(kind, copy=False))

    columns = {
        "incident_id": ids,
        "zone_id": constant(found.zone.id),
        "verdict": named(found.verdict, VERDICT),
        "spatial": named(found.spatial, SPATIAL),
        "temporal": named(found.temporal, TEMPORAL),
        "applies": named(found.applies, APPLIES),
        "p_inside": number(found.p),
        "p_literal": number(found.p),
        "p_low": number(found.p_low),
        "p_high": number(found.p_high),
        "distance_m": number(np.rint(found.distance_m), "float32"),
        "stable": arrow.array(found.stable),
        "basis": constant("computed"),
        "stated": constant("[]"),
        "flips": named(found.flips.codes, found.flips.values),
        "reason": named(found.reason.codes, found.reason.values),
        "trace": constant("[]"),
        "geometry": arrow.StructArray.from_arrays([number(points.lon), number(points.lat)], ["x", "y"]),
    }
    assert list(columns)[:-1] == [column.name for column in CONTAINMENT]
    return arrow.table(columns).replace_schema_metadata({b"geo": _GEO})


_GEO: Final = (
    b'{"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": '
    b'{"encoding": "point", "geometry_types": ["Point"]}}}'
)
"""GeoParquet 1.1; without a crs the coordinates are longitude and latitude on WGS 84 (OGC:CRS84)."""
