"""`geo map`, `check`, `explain`, `triage`: incidents against zones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from geo.commands.messages import tell, usage
from geo.commands.options import (
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
from geo.commands.shared import (
    check_in_parts,
    finish,
    format_of,
    in_parts,
    name_of,
    need_zones,
    not_an_input,
    parent_of,
    work,
    write,
)


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
) -> None:
    """Draw incidents and zones as one HTML file that opens anywhere, offline.

    \b
    Examples:
      geo map data/at-tanf -o at-tanf.html
      geo map strikes.csv --zone "At Tanf garrison, 34 mi" --png strikes.png
      geo map data/at-tanf --public --embargo 30 -o published.html
    """
    from geo import pipeline

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
    drawn = pipeline.draw(incidents, built, title=title, public=public, embargo_days=embargo)
    if path:
        drawn.save(path)
        _say_map(path)
    if png:
        from geo.maps import picture

        picture(drawn, png)
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
) -> None:
    """Decide inside or outside for every incident and zone, with probability and reason.

    \b
    Examples:
      geo check data/at-tanf
      geo check strikes.csv --zone "At Tanf garrison, 34 mi" -o verdicts.xlsx
      cat acled.csv | geo check - --zone "At Tanf garrison, 34 mi" --format csv
      geo check mine.csv --columns lat=Y,lon=X,date=When --zones zones.csv
      geo check 'points/*.parquet' --zone "33.51, 38.62, 34 mi" -o verdicts/

    Very large tables of points are worked on in parts where --engine or --summary is given, or -o names a folder (with
    a / at its end) or a .parquet file.
    """
    from geo import pipeline

    if engine or scheduler or summary or in_parts(inputs, output):
        check_in_parts(
            inputs, zones, zone, None if summary else output, engine=engine, scheduler=scheduler, summary=summary,
            uncertainty=uncertainty, dates=dates, columns=columns, geocoder=geocoder,
        )  # fmt: skip
        return
    form = format_of(output, format)
    not_an_input(output, inputs, zones)
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

        write(with_interchange(rows), output, form, built)
    finish(incidents, built)


def explain(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A case folder or a table.")],
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
    """
    from geo import explain as words
    from geo import pipeline

    if format not in ("text", "json"):
        usage(f"{format!r} is no format here; text or json")
    incidents, built = work(
        [source], zones, zone, uncertainty=uncertainty, profile=profile, dates=dates, columns=columns, geocoder=geocoder
    )
    verdicts = pipeline.check(incidents, built)
    if format == "json":
        print(json.dumps(words.explanation(incidents, verdicts, incident), ensure_ascii=False, indent=2))
    else:
        from geo.commands.terminal import plain

        print("\n".join(plain(line) for line in words.explain(incidents, verdicts, incident).splitlines()))
    finish(incidents, built)


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
        print(json.dumps([choice.as_dict() for choice in choices], ensure_ascii=False, indent=2))
    else:
        out = terminal.console()
        out.print(terminal.triage_table(choices))
        out.print(terminal.worth_finding_out(incidents, choices))
    finish(incidents, built)
