"""`geo check` for tables of any size: Parquet files against zones, a batch at a time, on an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.batches.points import point_check
from geo.engines import engine_of
from geo.engines import folder as runs
from geo.engines.folder import Summary
from geo.engines.parts import described, files_of, parts_of
from geo.files import digest
from geo.frames import records
from geo.progress import Progress, silent
from geo.units import parse_length
from geo.values import Zone

if TYPE_CHECKING:
    import geopandas as gpd


def check_parts(
    inputs: Iterable[str | Path],
    zones: gpd.GeoDataFrame,
    *,
    output: str | Path | None,
    engine: str = "local",
    scheduler: str = "",
    uncertainty: str = "",
    dates: str = "",
    columns: Mapping[str, str] | None = None,
    progress: Progress = silent,
    provenance: Mapping[str, Any] | None = None,
) -> Summary:
    """`geo.check` for .parquet files of any size, a batch at a time: what was counted, and which rows were set aside.

    inputs: files, folders and patterns of points (columns such as lat and lon, degrees); zones: from `read_zones` or
    `zone`. output: a folder, which gets a GeoParquet file for each row group, then a manifest, and in which a run that
    was stopped goes on; or a .parquet file; None only counts. engine: "local" or "dask", with the address of its
    `scheduler`. progress: shows how many rows are done. Reasons give a distance to two digits, there are no traces, and
    `distance_m` is in whole metres; verdicts are those of `check`. provenance: what else the result is to say it was
    made from (`geo.provenance`); a folder that was begun with another one is refused. Raises TableError where rows need
    reading one by one, OutputError where `output` cannot be written or holds another run.
    """
    files = files_of(inputs)
    parts = parts_of(files)
    default_m = parse_length(uncertainty).metres if uncertainty else None
    built = [Zone.of(row) for row in records(zones.drop(columns="geometry", errors="ignore"))]
    function = point_check(
        built,
        described(files[0])[1].names,
        str(files[0]),
        default_m=default_m,
        dates=dates,
        given=columns,
        rows_too=output is not None,
    )
    run = engine_of(engine, scheduler=scheduler)
    with progress("points", sum(part.rows for part in parts)) as seen:
        if output is None:
            return runs.count(run, function, parts, seen)
        if Path(output).suffix.lower() == ".parquet":
            return runs.one_file(run, function, parts, Path(output), seen, provenance)
        # content, not time or place of the files: the same run goes on, and says the same, anywhere
        stated = [{"file": str(path), "sha256": digest(path)} for path in files]
        shapes = [{name: str(value) for name, value in row.items() if name != "geometry"} for row in records(zones)]
        given = {"inputs": stated, "zones": shapes, "uncertainty": uncertainty, "dates": dates,
                 "columns": dict(columns or {}), "version": version("incident-mapper")}  # fmt: skip
        return runs.fill(run, function, parts, Path(output), given, seen, provenance)
