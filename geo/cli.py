"""The command line: `geo map`, `check`, `read`, `mentions`, `locate`, `explain`, `gazetteer`.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 failed, nothing written; 2 wrong
usage; 3 done, but some input was set aside (each piece listed on standard error).
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from geo.console import (
    Country,
    Dates,
    Format,
    Geocoder,
    Inputs,
    Output,
    Profile,
    Uncertainty,
    ZonesFile,
    ZoneTexts,
    check_in_parts,
    finish,
    format_of,
    in_parts,
    list_refused,
    located_rows,
    name_of,
    need_zones,
    not_an_input,
    parent_of,
    published_of,
    say,
    say_open,
    usage,
    work,
    write,
    write_rows,
    write_text,
)
from geo.errors import GeoError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "From reported incidents to places with honest doubt, verdicts against zones, and one offline map.\n\n"
        "\b\nExamples:\n  geo check data/at-tanf\n  geo map data/at-tanf -o at-tanf.html\n"
        '  geo locate "about 24 miles from the At Tanf base" --country SY\n'
        '  geo check strikes.csv --zone "At Tanf garrison, 34 mi" -o verdicts.csv'
    ),
)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The place index: build it, or say what it holds.")
app.add_typer(gazetteer_app, name="gazetteer")


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"incident-mapper {version('incident-mapper')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command("map")
def map_(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    output: Output = None,
    uncertainty: Uncertainty = "",
    dates: Dates = "",
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

    Example: geo map data/at-tanf -o at-tanf.html
    """
    from geo import pipeline

    incidents, built = work(inputs, zones, zone, uncertainty, profile, dates, geocoder)
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
        say(f"wrote {png}")
    finish(incidents, built)


def _say_map(path: Path) -> None:
    say(f"wrote {path} ({path.stat().st_size / 1000:,.0f} kB); open it in a browser: {path.resolve().as_uri()}")


@app.command()
def check(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    output: Output = None,
    format: Format = "",
    uncertainty: Uncertainty = "",
    dates: Dates = "",
    profile: Profile = "press",
    geocoder: Geocoder = "",
    engine: Annotated[
        str, typer.Option("--engine", metavar="E", help="For .parquet of any size: local (threads) or dask.")
    ] = "",
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Of a running Dask cluster: tcp://host:8786.")
    ] = "",
    summary: Annotated[bool, typer.Option("--summary", help="Only count the verdicts of .parquet files.")] = False,
) -> None:
    """Decide inside or outside for every incident and zone, with probability and reason.

    Very large tables of points are worked on in parts where --engine or --summary is given, or -o names a folder (with
    a / at its end) or a .parquet file.

    Example: geo check data/at-tanf

    Example: geo check 'strikes/*.parquet' --zone "33.51, 38.62, 34 mi" -o verdicts/
    """
    from geo import pipeline

    if engine or scheduler or summary or in_parts(inputs, output):
        to = None if summary else output
        check_in_parts(inputs, zones, zone, to, engine, scheduler, uncertainty, dates, summary, geocoder)
        return
    form = format_of(output, format)
    not_an_input(output, inputs, zones)
    incidents, built = work(inputs, zones, zone, uncertainty, profile, dates, geocoder)
    need_zones(built)
    verdicts = pipeline.check(incidents, built)
    rows = pipeline.joined(incidents, verdicts)
    if form == "table":
        from geo import terminal

        out = terminal.console()
        out.print(terminal.containment_table(rows))
        out.print(terminal.counts(rows))
    else:
        from geo.exchange import with_interchange

        write(with_interchange(rows), output, form)
    finish(incidents, built)


@app.command()
def read(
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT...", help="Report files (.txt, .md), or their folder.")
    ],
    published: Annotated[
        list[str] | None,
        typer.Option("--published", metavar="DATE", help="Day of publication of reports that state none; or ID=DATE."),
    ] = None,
    output: Output = None,
    format: Format = "",
    profile: Profile = "press",
    geocoder: Geocoder = "",
) -> None:
    """Read reports: draft incidents, zones and contradictions, each with the sentence behind it.

    Written again over a .csv, what you changed there by hand stays; see the column review.

    Example: geo read reports/ -o incidents.csv
    """
    from geo import pipeline

    form = format_of(output, format)
    update = output is not None and output.suffix.lower() == ".csv" and form == "csv"
    apart = pipeline.told_apart(output) if update and output is not None else []
    places = pipeline.places_of(reports, geocoder)
    draft = pipeline.draft(
        reports, published=published_of(published or []), gazetteer=places, profile=profile, apart=apart
    )
    if update and output is not None:
        for note in pipeline.write_draft(draft, output, apart=apart):
            say(note)
    elif form == "table":
        from geo import terminal

        terminal.console().print(terminal.draft_table(draft.incidents))
    elif form == "json":
        text = json.dumps(pipeline.draft_as_dict(draft), ensure_ascii=False, indent=2) + "\n"
        write_text(text, output)
    else:
        write(draft.incidents, output, form)
    if form != "json":
        say_open(draft)
    finish(draft.incidents, notices=places.notices)


@app.command()
def mentions(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help='Reports, or .jsonl of {"doc_id", "text"}.')],
    output: Output = None,
    format: Format = "",
    backend: Annotated[
        str, typer.Option("--backend", metavar="B", help="tagger (learned) or rules (names).")
    ] = "tagger",
    names: Annotated[
        Path | None, typer.Option("--names", metavar="FILE", help="A name per line, for --backend rules.")
    ] = None,
    geocoder: Geocoder = "",
) -> None:
    """List the place names in texts, with the place each resolves to.

    Example: geo mentions data/at-tanf/reports/cnn-2017-06-08.md
    """
    from geo import pipeline, terminal, toponyms
    from geo.files import read_text

    lines = files[0].lower().endswith(".jsonl") and not format and output is None and not sys.stdout.isatty()
    form = "jsonl" if lines else format_of(output, format)
    listed = [line.strip() for line in read_text(names).split("\n") if line.strip()] if names else []
    places = pipeline.places_of((), geocoder)
    rows, refused = toponyms.mention_rows(files, backend=backend, names=listed, gazetteer=places)
    if form == "table":
        terminal.console().print(terminal.mention_table(rows))
    else:
        write_text(toponyms.dumps(rows, form), output)
    finish(notices=places.notices, refused=refused)


@app.command()
def locate(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Localities in words.")],
    country: Country = "",
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Format = "",
) -> None:
    """Turn a locality in words into a place with its doubt.

    Example: geo locate "6 miles north of Latakia"
    """
    from geo import pipeline

    form = format_of(None, format)
    places = pipeline.places_of((), geocoder)
    rows = located_rows(texts, pipeline.locate_or_say(texts, country=country, gazetteer=places, profile=profile))
    if form == "table":
        from geo import terminal

        terminal.console().print(terminal.location_table(rows))
    else:
        write_rows(rows, form)
    finish(notices=places.notices)
    if any(row["lon"] is None for row in rows):
        raise typer.Exit(3)


@app.command()
def explain(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A case folder or a table.")],
    incident: Annotated[str, typer.Argument(metavar="ID", help="The incident's id.")],
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    uncertainty: Uncertainty = "",
    dates: Dates = "",
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Tell how one verdict came about, from the sentence to the number.

    Example: geo explain data/at-tanf 2017-06-08-trucks
    """
    from geo import explain as words
    from geo import pipeline

    if format not in ("text", "json"):
        usage(f"{format!r} is no format here; text or json")
    incidents, built = work([source], zones, zone, uncertainty, profile, dates, geocoder)
    verdicts = pipeline.check(incidents, built)
    if format == "json":
        print(json.dumps(words.explanation(incidents, verdicts, incident), ensure_ascii=False, indent=2))
    else:
        from geo.terminal import plain

        print("\n".join(plain(line) for line in words.explain(incidents, verdicts, incident).splitlines()))
    finish(incidents, built)


@app.command()
def triage(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Rank the open choices by the verdicts they would settle.

    Example: geo triage data/at-tanf
    """
    from geo import pipeline, terminal

    if format not in ("table", "json"):
        usage(f"{format!r} is no format here; table or json")
    incidents, built = work(inputs, zones, zone, "", profile, "", geocoder)
    need_zones(built)
    choices = pipeline.triage(incidents, built)
    if format == "json":
        print(json.dumps([choice.as_dict() for choice in choices], ensure_ascii=False, indent=2))
    else:
        out = terminal.console()
        out.print(terminal.triage_table(choices))
        out.print(terminal.worth_finding_out(incidents, choices))
    finish(incidents, built)


@gazetteer_app.command("build")
def gazetteer_build(
    dumps: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DUMP]...", help="GeoNames' allCountries.zip, or SY.zip ...; none: the index."),
    ] = None,
    names: Annotated[
        list[Path] | None,
        typer.Option("--alternate-names", metavar="FILE", help="GeoNames' alternateNamesV2.zip."),
    ] = None,
) -> None:
    """Build the place index anew; or, from GeoNames' dump, the full gazetteer that adds every small place.

    Example: geo gazetteer build allCountries.zip --alternate-names alternateNamesV2.zip
    """
    from geo import terminal
    from geo.places import build
    from geo.places.progress import shown

    state, refused = build(dumps or (), names or (), progress=shown)
    terminal.console().print(terminal.pairs(state.items()))
    list_refused(one.as_dict() for one in refused)
    if refused:
        raise typer.Exit(3)


@gazetteer_app.command("status")
def gazetteer_status() -> None:
    """Say where the place index is and what it holds."""
    from geo import terminal
    from geo.places import status

    terminal.console().print(terminal.pairs(status().items()))


def main() -> None:
    """Run the command line; a GeoError becomes one line on standard error and exit code 1."""
    logging.getLogger("geo").addHandler(logging.NullHandler())
    logging.getLogger("geo").propagate = False
    try:
        app()
    except GeoError as error:
        say(f"geo: {error}")
        sys.exit(1)
