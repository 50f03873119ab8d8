"""`geo map`, `check`, `explain`, `triage`: incidents against zones."""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.commands.messages import hand_out, tell, usage
from geo.commands.options import (
    AsOf,
    Columns,
    Dates,
    Format,
    Geocoder,
    Inputs,
    Output,
    Profile,
    Uncertainty,
    ZonesFile,
    ZoneTexts,
    among,
)
from geo.commands.parts import check_in_parts, in_parts
from geo.commands.shared import (
    finish,
    format_of,
    name_of,
    need_zones,
    not_an_input,
    parent_of,
    record,
    work,
    write,
)

if TYPE_CHECKING:
    from geo.outputs import Checked


def map_(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    output: Output = None,
    uncertainty: Uncertainty = "",
    dates: Dates = "",
    columns: Columns = None,
    profile: Profile = "press",
    geocoder: Geocoder = "",
    title: Annotated[str, typer.Option("--title", help="The heading of the page.")] = "",
    png: Annotated[
        Path | None, typer.Option("--png", metavar="FILE", help="A picture too; alone, instead. Needs Chromium or kin.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="For publishing: coarser places, no names, quotes or statements.")
    ] = False,
    embargo: Annotated[
        int, typer.Option("--embargo", metavar="DAYS", min=0, help="With --public: nothing younger, or undated.")
    ] = 0,
    as_of: AsOf = "",
) -> None:
    """Draw incidents and zones as one HTML file that opens anywhere, offline.

    \b
    Examples:
      geo map data/at-tanf -o at-tanf.html
      geo map strikes.csv --zone "At Tanf garrison, 34 mi" --png strikes.png
      geo map data/at-tanf --public --embargo 30 --as-of 2026-11-21 -o published.html
    """
    from geo import pipeline
    from geo.files import write_sidecar
    from geo.provenance import for_publishing

    incidents, built = work(
        inputs, zones, zone, uncertainty=uncertainty, profile=profile, dates=dates, columns=columns, geocoder=geocoder
    )
    path = output or (None if png else Path(f"{name_of(inputs)}.html"))
    if path and path.suffix.lower() not in (".html", ".htm"):
        usage(f"a map is an HTML file; write -o {path.with_suffix('.html')}")
    if png and png.suffix.lower() != ".png":
        usage(f"a picture is a PNG file; write --png {png.with_suffix('.png')}")
    if embargo and not public:
        usage("--embargo is for a published map; add --public")
    for target in filter(None, (path, png)):
        parent_of(target)
        not_an_input(target, inputs, zones)
    day = date.fromisoformat(as_of) if as_of else date.today()
    made = record(
        "map", inputs, zones, zone, geocoder, uncertainty=uncertainty, dates=dates, columns=columns, profile=profile,
        title=title, public=public, embargo=embargo, as_of=day.isoformat() if embargo or as_of else "",
    )  # fmt: skip
    told = for_publishing(made) if public else made
    drawn = pipeline.draw(
        incidents, built, title=title, public=public, embargo_days=embargo, as_of=day, provenance=told,
    )  # fmt: skip
    if path:
        drawn.save(path)
        _say_map(path)
    if png:
        from geo.maps import picture

        picture(drawn, png)
        write_sidecar(png, told)
        tell(f"wrote {png}")
    finish(incidents, built)


def _say_map(path: Path) -> None:
    tell(f"wrote {path} ({path.stat().st_size / 1000:,.0f} kB); open it in a browser: {path.resolve().as_uri()}")


def check(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    output: Output = None,
    format: Format = "",
    uncertainty: Uncertainty = "",
    dates: Dates = "",
    columns: Columns = None,
    profile: Profile = "press",
    geocoder: Geocoder = "",
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            autocompletion=among("local", "dask"),
            metavar="E",
            help="For .parquet of any size: local (threads) or dask.",
        ),
    ] = "",
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Of a running Dask cluster: tcp://host:8786.")
    ] = "",
    summary: Annotated[bool, typer.Option("--summary", help="Only count the verdicts of .parquet files.")] = False,
    provenance: Annotated[
        Path | None,
        typer.Option("--provenance", metavar="FILE", help="Of csv, json, jsonl in a pipe: what it was made from."),
    ] = None,
    as_of: AsOf = "",
) -> None:
    """Decide inside or outside for every incident and zone, with probability and reason.

    \b
    Examples:
      geo check data/at-tanf
      geo check strikes.csv --zone "At Tanf garrison, 34 mi" -o verdicts.xlsx
      cat acled.csv | geo check - --zone "At Tanf garrison, 34 mi" --format csv
      geo check mine.csv --columns lat=Y,lon=X,date=When --zones zones.csv
      geo check mine.csv --zones zones.csv --provenance out.csv.provenance.json > out.csv
      geo check 'points/*.parquet' --zone "33.51, 38.62, 34 mi" -o verdicts/

    Very large tables of points are worked on in parts where --engine or --summary is given, or -o names a folder (with
    a / at its end) or a .parquet file.
    """
    from geo import pipeline

    if engine or scheduler or summary or in_parts(inputs, output):
        check_in_parts(
            inputs, zones, zone, None if summary else output, engine=engine, scheduler=scheduler, summary=summary,
            uncertainty=uncertainty, dates=dates, columns=columns, geocoder=geocoder, as_of=as_of,
        )  # fmt: skip
        return
    form = format_of(output, format)
    if provenance and (output or form not in ("csv", "json", "jsonl")):
        usage(
            "--provenance is for csv, json and jsonl on standard output; a file has its provenance in it or beside it"
        )
    for target in filter(None, (output, provenance)):
        not_an_input(target, inputs, zones)
    incidents, built = work(
        inputs, zones, zone, uncertainty=uncertainty, profile=profile, dates=dates, columns=columns, geocoder=geocoder
    )
    need_zones(built)
    verdicts = pipeline.check(incidents, built)
    rows = pipeline.joined(incidents, verdicts)
    if form == "table":
        from geo.commands import terminal

        out = terminal.console()
        out.print(terminal.containment_table(rows))
        out.print(terminal.counts(rows))
    else:
        from geo.exchange import with_interchange

        made = record(
            "check", inputs, zones, zone, geocoder, uncertainty=uncertainty, dates=dates, columns=columns,
            profile=profile, as_of=as_of,
        )  # fmt: skip
        write(with_interchange(rows), output, form, built, made, beside=provenance)
    finish(incidents, built)


def explain(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A case folder, a table, or what geo check wrote.")],
    incident: Annotated[str, typer.Argument(metavar="ID", help="The incident's id.")],
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    uncertainty: Uncertainty = "",
    dates: Dates = "",
    columns: Columns = None,
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Tell how one verdict came about, from the sentence to the number.

    \b
    Examples:
      geo explain data/at-tanf 2017-06-08-trucks
      geo explain data/at-tanf 2017-06-08-trucks --format json
      geo explain verdicts.csv 2017-06-08-trucks

    Of what geo check wrote, it tells how the verdict came about in that run; with --zones or --zone it decides anew.
    """
    from geo import explain as words
    from geo import pipeline
    from geo.outputs import read_output

    if format not in ("text", "json"):
        usage(f"{format!r} is no format here; text or json")
    written = None if zones or zone or source == "-" else read_output(source)
    if written is not None:
        _warn_of_others(written)
        incidents, verdicts = written.incidents, written.verdicts
    else:
        incidents, built = work(
            [source], zones, zone, uncertainty=uncertainty, profile=profile, dates=dates, columns=columns,
            geocoder=geocoder,
        )  # fmt: skip
        verdicts = pipeline.check(incidents, built)
    if format == "json":
        hand_out(json.dumps(words.explanation(incidents, verdicts, incident), ensure_ascii=False, indent=2) + "\n")
    else:
        from geo.commands.terminal import plain

        print("\n".join(plain(line) for line in words.explain(incidents, verdicts, incident).splitlines()))
    if written is None:
        finish(incidents, built)


def _warn_of_others(written: Checked) -> None:
    """Say where an explanation is not what this program would find today."""
    from geo.places import edition
    from geo.provenance import PROGRAM, differences

    if written.provenance is None:
        tell(
            f"note: {written.name} does not say what it was made from; the explanation is that of the run that wrote it"
        )
        return
    now = {**written.provenance, "version": version(PROGRAM),
           "gazetteer": edition(written.provenance["gazetteer"]["online"])}  # fmt: skip
    if written.edited:
        tell(f"note: {written.name} was changed since geo wrote it")
    for one in differences(written.provenance, now):
        tell(f"note: {written.name} was made otherwise than this program would make it now: {one}")


def triage(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    dates: Dates = "",
    columns: Columns = None,
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Rank the open choices by the verdicts they would settle.

    \b
    Examples:
      geo triage data/at-tanf
      geo triage strikes.csv --zone "At Tanf garrison, 34 mi" --format json
    """
    from geo import pipeline
    from geo.commands import terminal

    if format not in ("table", "json"):
        usage(f"{format!r} is no format here; table or json")
    incidents, built = work(inputs, zones, zone, profile=profile, dates=dates, columns=columns, geocoder=geocoder)
    need_zones(built)
    choices = pipeline.triage(incidents, built)
    if format == "json":
        hand_out(json.dumps([choice.as_dict() for choice in choices], ensure_ascii=False, indent=2) + "\n")
    else:
        out = terminal.console()
        out.print(terminal.triage_table(choices))
        out.print(terminal.worth_finding_out(incidents, choices))
    finish(incidents, built)
