"""What the commands share: how their inputs become tables, where their results go, and how they end."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from geo.commands.messages import hand_out, say, tell, usage
from geo.errors import ZoneError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.errors import Rejection


def work(
    inputs: list[str],
    zones: Path | None,
    texts: list[str] | None,
    *,
    uncertainty: str = "",
    profile: str = "press",
    dates: str = "",
    columns: list[str] | None = None,
    geocoder: str = "",
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """(INCIDENTS, ZONES) of the command's inputs."""
    from geo import pipeline

    return pipeline.read_all(
        inputs, zones=zones, zone_texts=texts or (), uncertainty=uncertainty, profile=profile, dates=dates,
        columns=columns_of(columns or []), geocoder=geocoder,
    )  # fmt: skip


def record(
    command: str, inputs: list[str], zones: Path | None, texts: list[str] | None, geocoder: str, **given: Any
) -> dict[str, Any]:
    """What the result of a command was made from, once its inputs have been read. given: its other options."""
    from geo.provenance import provenance

    if "columns" in given:
        given["columns"] = dict(sorted(columns_of(given["columns"] or []).items()))
    return provenance(command, inputs, zones=zones, zone_texts=texts or (), parameters=given, geocoder=geocoder)


def columns_of(given: list[str]) -> dict[str, str]:
    """{meaning: heading} of "lat=Y,lon=X"; a heading may hold a comma that no "name=" follows."""
    pairs = [pair.partition("=") for one in given for pair in re.split(r",(?=\s*\w+\s*=)", one)]
    if not all(name.strip() and heading.strip() for name, _, heading in pairs):
        usage('--columns takes "lat=Y,lon=X,date=When": what a column means, and its heading')
    names = [name.strip() for name, _, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        usage(f"--columns gives {twice!r} twice; keep the heading that is meant")
    return {name.strip(): heading.strip() for name, _, heading in pairs}


def need_zones(built: gpd.GeoDataFrame) -> None:
    """Stop where there is nothing to check against: no zone given, or none that could be used."""
    if not built.empty:
        return
    list_refused(built.attrs["rejections"])
    if built.attrs["rejections"]:
        raise ZoneError("no zone is left to check against")
    usage('no zone is given; add zones.csv to the folder, --zones FILE, or --zone "CENTRE, LENGTH"')


def not_an_input(output: Path | None, inputs: list[str], zones: Path | None) -> None:
    """Refuse to write over what is read: a hand-made table is not the program's to replace."""
    from geo.inputs import gather

    if output is None or not output.exists():
        return
    case = gather(inputs)
    read = [*(path for path in case.tables if isinstance(path, Path)), *case.reports, *case.zones, *case.places, zones]
    if any(path is not None and Path(path).exists() and output.samefile(path) for path in read):
        usage(f"{output} is one of the inputs; write to another file")


def format_of(output: Path | None, format: str) -> str:
    """The output format: as asked, by the suffix of the file, or a table on a terminal and csv elsewhere."""
    known = ("table", "csv", "json", "jsonl", "geojson")
    if format:
        if format not in known:
            usage(f"{format!r} is no format here; one of {', '.join(known)}")
        return format
    if output is not None:
        suffix = output.suffix.lower().removeprefix(".")
        files = (*known[1:], "gpkg", "fgb", "parquet", "kml", "xlsx")
        if suffix not in files:
            usage(f"{output}: the suffix picks the format; one of .{', .'.join(files)}")
        return suffix
    return "table" if sys.stdout.isatty() else "csv"


def write(
    rows: pd.DataFrame,
    output: Path | None,
    form: str,
    zones: pd.DataFrame | None = None,
    provenance: dict[str, Any] | None = None,
    beside: Path | None = None,
) -> None:
    """Write rows to a file, or to standard output; a GeoPackage gets the zones too.

    beside: where the provenance of what goes to standard output is put.
    """
    from geo.files import write_record
    from geo.incidents import dumps, write_table

    if output is None:
        text = dumps(rows, form, provenance)
        if beside is not None and provenance is not None:
            write_record(beside, text, provenance)
        hand_out(text)
    else:
        for notice in write_table(rows, output, format=form, zones=zones, provenance=provenance):
            tell(f"note: {notice}")
        tell(f"wrote {output} ({len(rows)} rows)")


def finish(*frames: pd.DataFrame, notices: Iterable[str] = (), refused: Iterable[Rejection] = ()) -> None:
    """List what was assumed and what was set aside; exit with 3 when anything was."""
    for notice in (*(one for frame in frames for one in frame.attrs.get("notices", [])), *notices):
        tell(f"note: {notice}")
    aside = [one for frame in frames for one in frame.attrs.get("rejections", [])]
    aside += [one.as_dict() for one in refused]
    list_refused(aside)
    if aside:
        raise typer.Exit(3)


def list_refused(refused: Iterable[dict[str, str]]) -> None:
    """Each piece that was set aside; rows of one file with one fault share a line."""
    from geo.errors import Rejection

    shared: dict[tuple[str, str, str], list[str]] = {}
    for one in refused:
        shared.setdefault((one["source"], one["reason"], one["advice"]), []).append(one["where"])
    for (source, reason, advice), where in shared.items():
        first, *more = where
        places = ", ".join([first, *(one.removeprefix("row ") for one in more)])
        say(f"set aside: {Rejection(source, places, reason, advice)}")
    total = sum(map(len, shared.values()))
    if total:
        say(f"{total} piece{'s' * (total > 1)} of input set aside")


def name_of(inputs: list[str]) -> str:
    """What to call the result of these inputs."""
    name = Path(inputs[0]).resolve().stem if inputs[0] != "-" else ""
    return name.encode("utf-8", "replace").decode() or "map"  # of a folder in another encoding


def parent_of(path: Path) -> None:
    """Stop where the folder to write into is not there."""
    if not path.resolve().parent.is_dir():
        usage(f"{path.parent}: no such folder to write into")


def write_text(text: str, output: Path | None, provenance: dict[str, Any] | None = None) -> None:
    """Write a text to a file, whole or not at all, or to standard output; what it was made from goes beside a file."""
    if output is None:
        hand_out(text)
    else:
        from geo.files import write_atomically, write_sidecar

        write_atomically(output, text)
        if provenance is not None:
            write_sidecar(output, provenance)
        tell(f"wrote {output}")
