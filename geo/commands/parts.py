"""`geo check` on Parquet files of any size, part by part."""

from __future__ import annotations

from pathlib import Path

import typer

from geo.commands.messages import hand_out, say, tell, usage
from geo.commands.shared import columns_of, finish, need_zones


def in_parts(inputs: list[str], output: Path | None) -> bool:
    """Whether .parquet files go to a folder or a .parquet file, as very large tables do."""
    whole = all(one.lower().endswith(".parquet") or _holds_parquet(one) for one in inputs)
    return whole and output is not None and (output.suffix.lower() == ".parquet" or not output.suffix)


def _holds_parquet(folder: str) -> bool:
    """Whether a folder is one of .parquet files, and no case."""
    path = Path(folder)
    return path.is_dir() and any(path.glob("*.parquet")) and not (path / "incidents.csv").exists()


def check_in_parts(
    inputs: list[str],
    zones: Path | None,
    texts: list[str] | None,
    output: Path | None,
    *,
    engine: str,
    scheduler: str,
    summary: bool,
    uncertainty: str,
    dates: str,
    columns: list[str] | None,
    geocoder: str,
    as_of: str,
) -> None:
    """`geo check` on Parquet files of any size: the counts on standard output, the rows where `output` says."""
    from geo import pipeline
    from geo.batches import check_parts
    from geo.engines.parts import files_of
    from geo.progress import shown
    from geo.provenance import described

    if output is None and not summary:
        usage("an engine writes to a folder (-o verdicts/) or a .parquet file; or add --summary for the counts alone")
    if output is not None and any(Path(one).resolve() == output.resolve() for one in inputs):
        usage(f"{output} is one of the inputs; write to another")
    gazetteer = pipeline.places_of((), geocoder)
    built = pipeline.given_zones([zones] if zones is not None else [], texts or [], gazetteer=gazetteer)
    built.attrs["notices"] = [*built.attrs["notices"], *gazetteer.notices]
    need_zones(built)
    told = None
    if output is not None:
        meant = dict(sorted(columns_of(columns or []).items()))
        parameters = {"zones": str(zones or ""), "zone": texts or [], "uncertainty": uncertainty, "dates": dates,
                      "columns": meant, "as_of": as_of}  # fmt: skip
        told = described("check", [*files_of(inputs), *([zones] if zones else [])], parameters, geocoder=geocoder)
    done = check_parts(
        inputs, built, output=output, engine=engine or "local", scheduler=scheduler, uncertainty=uncertainty,
        dates=dates, columns=columns_of(columns or []), progress=shown, provenance=told,
    )  # fmt: skip
    for pair, many in sorted(done.counts.items()):
        zone, _, verdict = pair.rpartition(" ")
        hand_out(f"{zone}\t{verdict}\t{many}\n")
    if output is not None:
        tell(f"wrote {output} ({done.rows:,} points, {len(built)} zone{'s' * (len(built) != 1)})")
    for path, reason, (many, *rows) in done.faults:
        where = ", ".join(map(str, rows)) + (", ..." if many > len(rows) else "")
        say(f"set aside: {path}: {many:,} row{'s' * (many != 1)} ({where}): {reason}")
    finish(built)
    if done.faults:
        raise typer.Exit(3)
