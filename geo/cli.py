"""The command line: `geo map`, `check`, `read`, `mentions`, `locate`, `explain`, `gazetteer`.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 failed, nothing written; 2 wrong
usage; 3 done, but some input was set aside (each piece listed on standard error).
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geo.errors import GeoError, ZoneError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.drafting import Draft

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

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="A case folder, tables (.csv .geojson ...), or - for stdin.")
]
ZonesFile = Annotated[Path | None, typer.Option("--zones", metavar="FILE", help="A table of zones.")]
ZoneTexts = Annotated[
    list[str] | None,
    typer.Option("--zone", metavar='"CENTRE, LENGTH"', help='A zone in words: "At Tanf garrison, 34 mi".'),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here; the suffix picks the format.")
]
Format = Annotated[str, typer.Option("--format", metavar="F", help="table, csv, json, jsonl or geojson.")]
Uncertainty = Annotated[
    str, typer.Option("--uncertainty", metavar="LENGTH", help='For points that bring none: "500 m".')
]
Dates = Annotated[
    str, typer.Option("--dates", metavar="ORDER", help="How 08/06/2017 reads: dmy or mdy; else the column decides.")
]
Profile = Annotated[
    str, typer.Option("--profile", metavar="P", help="How wrong such words are: press, military_log, maritime.")
]
Country = Annotated[str, typer.Option("--country", metavar="CC", help="Ranks places of this country first.")]


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
    title: Annotated[str, typer.Option("--title", help="The heading of the page.")] = "",
) -> None:
    """Draw incidents and zones as one HTML file that opens anywhere, offline.

    Example: geo map data/at-tanf -o at-tanf.html
    """
    from geo import pipeline

    incidents, built = _work(inputs, zones, zone, uncertainty, profile, dates)
    path = output or Path(f"{_name_of(inputs)}.html")
    if path.suffix.lower() not in (".html", ".htm"):
        _usage(f"a map is an HTML file; write -o {path.with_suffix('.html')}")
    _parent_of(path)
    _not_an_input(path, inputs, zones)
    drawn = pipeline.draw(incidents, built, title=title)
    drawn.save(path)
    _say(f"wrote {path} ({path.stat().st_size / 1000:,.0f} kB); open it in a browser: {path.resolve().as_uri()}")
    _finish(incidents, built)


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
) -> None:
    """Decide inside or outside for every incident and zone, with probability and reason.

    Example: geo check data/at-tanf
    """
    from geo import pipeline

    form = _format(output, format)
    _not_an_input(output, inputs, zones)
    incidents, built = _work(inputs, zones, zone, uncertainty, profile, dates)
    _need_zones(built)
    verdicts = pipeline.check(incidents, built)
    rows = pipeline.joined(incidents, verdicts)
    if form == "table":
        from geo import terminal

        out = terminal.console()
        out.print(terminal.containment_table(rows))
        out.print(terminal.counts(rows))
    else:
        from geo.exchange import with_interchange

        _write(with_interchange(rows), output, form)
    _finish(incidents, built)


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
) -> None:
    """Read reports: draft incidents, zones and contradictions, each with the sentence behind it.

    Written again over a .csv, what you changed there by hand stays; see the column review.

    Example: geo read reports/ -o incidents.csv
    """
    from geo import pipeline

    form = _format(output, format)
    update = output is not None and output.suffix.lower() == ".csv" and form == "csv"
    apart = pipeline.told_apart(output) if update and output is not None else []
    draft = pipeline.draft(reports, published=_published(published or []), profile=profile, apart=apart)
    if update and output is not None:
        for note in pipeline.write_draft(draft, output, apart=apart):
            _say(note)
    elif form == "table":
        from geo import terminal

        terminal.console().print(terminal.draft_table(draft.incidents))
    elif form == "json":
        text = json.dumps(pipeline.draft_as_dict(draft), ensure_ascii=False, indent=2) + "\n"
        _write_text(text, output)
    else:
        _write(draft.incidents, output, form)
    if form != "json":
        _say_open(draft)
    _finish(draft.incidents)


def _published(given: list[str]) -> str | dict[str, str] | None:
    """One date for all reports, or one by report id ("abc=2017-06-08")."""
    named = [one.partition("=") for one in given]
    if all(sign for _, sign, _ in named):
        return {name.strip(): day for name, _, day in named} or None
    if len(given) > 1 or any(sign for _, sign, _ in named):
        _usage("give --published one date for all reports, or ID=DATE for each")
    return given[0]


def _say_open(draft: Draft) -> None:
    for zone in draft.zones.to_dict("records"):
        _say(f"zone: {zone['name']}, {zone['radius_text']} around {zone['centre']}")
    for one in draft.conflicts:
        sides = " / ".join(
            f"{value['value']} ({value['said_by']}{', ' + value['report'] if value['report'] else ''})"
            for value in one["values"]
        )
        _say(f"contradiction, {one['about']}, {one['incident'] or 'zones'}: {sides}")
    for gap in draft.unresolved:
        if gap["what"] != "report":
            name = gap.get("incident") or gap["report"]
            _say(f"open: {gap['what']} of {name}: {gap['text'] or 'none given'} ({gap['why']})")


def _write_text(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        from geo.files import write_atomically

        write_atomically(output, text)
        _say(f"wrote {output}")


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
) -> None:
    """List the place names in texts, with the place each resolves to.

    Example: geo mentions data/at-tanf/reports/report-0.txt
    """
    from geo import terminal, toponyms
    from geo.files import read_text

    lines = files[0].lower().endswith(".jsonl") and not format and output is None and not sys.stdout.isatty()
    form = "jsonl" if lines else _format(output, format)
    listed = [line.strip() for line in read_text(names).split("\n") if line.strip()] if names else []
    rows, refused = toponyms.mention_rows(files, backend=backend, names=listed)
    if form == "table":
        terminal.console().print(terminal.mention_table(rows))
    else:
        _write_text(toponyms.dumps(rows, form), output)
    _list_refused(one.as_dict() for one in refused)
    if refused:
        raise typer.Exit(3)


@app.command()
def locate(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Localities in words.")],
    country: Country = "",
    profile: Profile = "press",
    format: Format = "",
) -> None:
    """Turn a locality in words into a place with its doubt.

    Example: geo locate "6 miles north of Latakia"
    """
    from geo import pipeline
    from geo.values import Location

    form = _format(None, format)
    rows: list[dict[str, Any]] = []
    for text, found in zip(texts, pipeline.locate_or_say(texts, country=country, profile=profile), strict=True):
        if isinstance(found, Location):
            place, rivals = found.place, "; ".join(f"{one.name} ({one.country})" for one in found.rivals)
            named = {"place_name": place.name if place else "", "country": place.country if place else ""}
            rows.append({"text": text, **found.as_dict(), **named, "rivals": rivals, "reason": ""})
        else:
            rows.append({"text": text, "lon": None, "lat": None, "uncertainty_m": None, "place_name": "",
                         "country": "", "rivals": "",
                         "reason": found.reason, "suggestions": list(found.suggestions), "remarks": []})  # fmt: skip
    if form == "table":
        from geo import terminal

        terminal.console().print(terminal.location_table(rows))
    else:
        _write_rows(rows, form)
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
    format: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Tell how one verdict came about, from the sentence to the number.

    Example: geo explain data/at-tanf 2017-06-08-trucks
    """
    from geo import explain as words
    from geo import pipeline

    if format not in ("text", "json"):
        _usage(f"{format!r} is no format here; text or json")
    incidents, built = _work([source], zones, zone, uncertainty, profile, dates)
    verdicts = pipeline.check(incidents, built)
    if format == "json":
        print(json.dumps(words.explanation(incidents, verdicts, incident), ensure_ascii=False, indent=2))
    else:
        from geo.terminal import plain

        print("\n".join(plain(line) for line in words.explain(incidents, verdicts, incident).splitlines()))
    _finish(incidents, built)


@app.command()
def triage(
    inputs: Inputs,
    zones: ZonesFile = None,
    zone: ZoneTexts = None,
    profile: Profile = "press",
    format: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Rank the open choices by the verdicts they would settle.

    Example: geo triage data/at-tanf
    """
    from geo import pipeline, terminal

    if format not in ("table", "json"):
        _usage(f"{format!r} is no format here; table or json")
    incidents, built = _work(inputs, zones, zone, "", profile, "")
    _need_zones(built)
    choices = pipeline.triage(incidents, built)
    if format == "json":
        print(json.dumps([choice.as_dict() for choice in choices], ensure_ascii=False, indent=2))
    else:
        out = terminal.console()
        out.print(terminal.triage_table(choices))
        out.print(terminal.worth_finding_out(incidents, choices))
    _finish(incidents, built)


@gazetteer_app.command("build")
def gazetteer_build() -> None:
    """Build the place index anew."""
    from geo import terminal
    from geo.places import build

    terminal.console().print(terminal.pairs(build().items()))


@gazetteer_app.command("status")
def gazetteer_status() -> None:
    """Say where the place index is and what it holds."""
    from geo import terminal
    from geo.places import status

    terminal.console().print(terminal.pairs(status().items()))


def _work(
    inputs: list[str], zones: Path | None, texts: list[str] | None, uncertainty: str, profile: str, dates: str
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    from geo import pipeline

    return pipeline.read_all(
        inputs, zones=zones, zone_texts=texts or (), uncertainty=uncertainty, profile=profile, dates=dates
    )


def _need_zones(built: gpd.GeoDataFrame) -> None:
    """Stop where there is nothing to check against: no zone given, or none that could be used."""
    if not built.empty:
        return
    _list_refused(built.attrs["rejections"])
    if built.attrs["rejections"]:
        raise ZoneError("no zone is left to check against")
    _usage('no zone is given; add zones.csv to the folder, --zones FILE, or --zone "CENTRE, LENGTH"')


def _not_an_input(output: Path | None, inputs: list[str], zones: Path | None) -> None:
    """Refuse to write over what is read: a hand-made table is not the program's to replace."""
    from geo.inputs import gather

    if output is None or not output.exists():
        return
    case = gather(inputs)
    read = [*(path for path in case.tables if path != "-"), *case.reports, *case.zones, *case.places, zones]
    if any(path is not None and Path(path).exists() and output.samefile(path) for path in read):
        _usage(f"{output} is one of the inputs; write to another file")


def _format(output: Path | None, format: str) -> str:
    known = ("table", "csv", "json", "jsonl", "geojson")
    if format:
        if format not in known:
            _usage(f"{format!r} is no format here; one of {', '.join(known)}")
        return format
    if output is not None:
        suffix = output.suffix.lower().removeprefix(".")
        if suffix not in known[1:]:
            _usage(f"{output}: the suffix picks the format; one of .{', .'.join(known[1:])}")
        return suffix
    return "table" if sys.stdout.isatty() else "csv"


def _write(rows: pd.DataFrame, output: Path | None, form: str) -> None:
    from geo.incidents import dumps, write_table

    if output is None:
        sys.stdout.write(dumps(rows, form))
    else:
        write_table(rows, output, format=form)
        _say(f"wrote {output} ({len(rows)} rows)")


def _write_rows(rows: list[dict[str, Any]], form: str) -> None:
    if form == "jsonl":
        print("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    elif form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        import pandas as pd

        flat = pd.DataFrame(rows)
        flat["place_text"] = flat["text"]
        flat["remarks"] = ["; ".join(remarks) for remarks in flat["remarks"]]
        names = ["place_text", "lon", "lat", "uncertainty_m", "place_name", "country", "rivals", "remarks", "reason"]
        _write(flat[names], None, form)


def _finish(*frames: pd.DataFrame) -> None:
    """List what was assumed and what was set aside; exit with 3 when anything was."""
    for frame in frames:
        for notice in frame.attrs.get("notices", []):
            _say(f"note: {notice}")
    refused = [one for frame in frames for one in frame.attrs.get("rejections", [])]
    _list_refused(refused)
    if refused:
        raise typer.Exit(3)


def _list_refused(refused: Iterable[dict[str, str]]) -> None:
    """Each piece that was set aside; rows of one file with one fault share a line."""
    from geo.errors import Rejection

    shared: dict[tuple[str, str, str], list[str]] = {}
    for one in refused:
        shared.setdefault((one["source"], one["reason"], one["advice"]), []).append(one["where"])
    for (source, reason, advice), where in shared.items():
        first, *more = where
        places = ", ".join([first, *(one.removeprefix("row ") for one in more)])
        _say(f"set aside: {Rejection(source, places, reason, advice)}")
    total = sum(map(len, shared.values()))
    if total:
        _say(f"{total} piece{'s' * (total > 1)} of input set aside")


def _name_of(inputs: list[str]) -> str:
    name = Path(inputs[0]).resolve().stem if inputs[0] != "-" else ""
    return name or "map"


def _parent_of(path: Path) -> None:
    if not path.resolve().parent.is_dir():
        _usage(f"{path.parent}: no such folder to write into")


def _say(message: str) -> None:
    from geo.terminal import plain

    print(plain(message), file=sys.stderr)


def _usage(message: str) -> NoReturn:
    _say(f"geo: {message}")
    raise typer.Exit(2)


def main() -> None:
    """Run the command line; a GeoError becomes one line on standard error and exit code 1."""
    logging.getLogger("geo").addHandler(logging.NullHandler())
    logging.getLogger("geo").propagate = False
    try:
        app()
    except GeoError as error:
        _say(f"geo: {error}")
        sys.exit(1)
