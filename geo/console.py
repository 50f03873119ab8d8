"""What the commands share: their options, their messages, and how they end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geo.errors import ZoneError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.drafting import Draft
    from geo.errors import Rejection
    from geo.values import Location, Unlocated


def _known_geocoder(text: str) -> str:
    """The option as it stands. Raises typer.BadParameter where there is no such geocoder."""
    if text:
        from geo.errors import InputError
        from geo.places.online.spec import build, read_spec

        try:
            build(read_spec(text), adapter_factory=None, timeout=1)
        except InputError as error:
            raise typer.BadParameter(str(error)) from None
    return text


Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="A case folder, tables (.csv .geojson ...), or - for stdin.")
]
ZonesFile = Annotated[
    Path | None, typer.Option("--zones", metavar="FILE", help="Zones: a table, GeoJSON, GeoPackage or KML.")
]
ZoneTexts = Annotated[
    list[str] | None,
    typer.Option(
        "--zone", metavar='"CENTRE, LENGTH"', help='A zone in words: "At Tanf garrison, 34 mi", or "..., 10-20 km".'
    ),
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
Geocoder = Annotated[
    str,
    typer.Option(
        "--geocoder", metavar="NAME[:URL]", callback=_known_geocoder,
        help="Ask it online for places the gazetteer lacks: nominatim, photon, ...",
    ),
]  # fmt: skip
Country = Annotated[str, typer.Option("--country", metavar="CC", help="Ranks places of this country first.")]


def work(
    inputs: list[str],
    zones: Path | None,
    texts: list[str] | None,
    uncertainty: str,
    profile: str,
    dates: str,
    geocoder: str = "",
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """(INCIDENTS, ZONES) of the command's inputs."""
    from geo import pipeline

    return pipeline.read_all(
        inputs, zones=zones, zone_texts=texts or (), uncertainty=uncertainty, profile=profile, dates=dates,
        geocoder=geocoder,
    )  # fmt: skip


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
    engine: str,
    scheduler: str,
    uncertainty: str,
    dates: str,
    summary: bool,
    geocoder: str = "",
) -> None:
    """`geo check` on Parquet files of any size: the counts on standard output, the rows where `output` says."""
    from geo import pipeline
    from geo.terminal import progress

    if output is None and not summary:
        usage("an engine writes to a folder (-o verdicts/) or a .parquet file; or add --summary for the counts alone")
    if output is not None and any(Path(one).resolve() == output.resolve() for one in inputs):
        usage(f"{output} is one of the inputs; write to another")
    gazetteer = pipeline.places_of((), geocoder)
    built = pipeline.given_zones([zones] if zones is not None else [], texts or [], gazetteer=gazetteer)
    built.attrs["notices"] = [*built.attrs["notices"], *gazetteer.notices]
    need_zones(built)
    with progress("points") as seen:
        done = pipeline.check_parts(
            inputs, built, output=output, engine=engine or "local", scheduler=scheduler, uncertainty=uncertainty,
            dates=dates, seen=seen,
        )  # fmt: skip
    for pair, many in sorted(done.counts.items()):
        zone, _, verdict = pair.rpartition(" ")
        print(f"{zone}\t{verdict}\t{many}")
    if output is not None:
        say(f"wrote {output} ({done.rows:,} points, {len(built)} zone{'s' * (len(built) != 1)})")
    for path, reason, (many, *rows) in done.faults:
        where = ", ".join(map(str, rows)) + (", ..." if many > len(rows) else "")
        say(f"set aside: {path}: {many:,} row{'s' * (many != 1)} ({where}): {reason}")
    finish(built)
    if done.faults:
        raise typer.Exit(3)


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
    read = [*(path for path in case.tables if path != "-"), *case.reports, *case.zones, *case.places, zones]
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


def write(rows: pd.DataFrame, output: Path | None, form: str) -> None:
    """Write rows to a file, or to standard output."""
    from geo.incidents import dumps, write_table

    if output is None:
        sys.stdout.write(dumps(rows, form))
    else:
        write_table(rows, output, format=form)
        say(f"wrote {output} ({len(rows)} rows)")


def write_rows(rows: list[dict[str, Any]], form: str) -> None:
    """Write plain dicts to standard output."""
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
        write(flat[names], None, form)


def published_of(given: list[str]) -> str | dict[str, str] | None:
    """One date for all reports, or one by report id ("abc=2017-06-08")."""
    named = [one.partition("=") for one in given]
    if all(sign for _, sign, _ in named):
        return {name.strip(): day for name, _, day in named} or None
    if len(given) > 1 or any(sign for _, sign, _ in named):
        usage("give --published one date for all reports, or ID=DATE for each")
    return given[0]


def located_rows(texts: list[str], answers: Iterable[Location | Unlocated]) -> list[dict[str, Any]]:
    """What `geo locate` writes for each text: where it is with its doubt, or why nowhere."""
    from geo.values import Location

    rows: list[dict[str, Any]] = []
    for text, found in zip(texts, answers, strict=True):
        if isinstance(found, Location):
            place, rivals = found.place, "; ".join(f"{one.name} ({one.country})" for one in found.rivals)
            named = {"place_name": place.name if place else "", "country": place.country if place else ""}
            rows.append({"text": text, **found.as_dict(), **named, "rivals": rivals, "reason": ""})
        else:
            rows.append({"text": text, "lon": None, "lat": None, "uncertainty_m": None, "place_name": "",
                         "country": "", "rivals": "",
                         "reason": found.reason, "suggestions": list(found.suggestions), "remarks": []})  # fmt: skip
    return rows


def finish(*frames: pd.DataFrame, notices: Iterable[str] = (), refused: Iterable[Rejection] = ()) -> None:
    """List what was assumed and what was set aside; exit with 3 when anything was."""
    for notice in (*(one for frame in frames for one in frame.attrs.get("notices", [])), *notices):
        say(f"note: {notice}")
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
    return name or "map"


def parent_of(path: Path) -> None:
    """Stop where the folder to write into is not there."""
    if not path.resolve().parent.is_dir():
        usage(f"{path.parent}: no such folder to write into")


def say(message: str) -> None:
    """A message for the person, on standard error."""
    from geo.terminal import plain

    print(plain(message), file=sys.stderr)


def usage(message: str) -> NoReturn:
    """Stop: the command was typed wrongly."""
    say(f"geo: {message}")
    raise typer.Exit(2)


def say_open(draft: Draft) -> None:
    """What a draft leaves open: its zones, contradictions and what could not be placed or dated."""
    for zone in draft.zones.to_dict("records"):
        say(f"zone: {zone['name']}, {zone['radius_text']} around {zone['centre']}")
    for one in draft.conflicts:
        sides = " / ".join(
            f"{value['value']} ({value['said_by']}{', ' + value['report'] if value['report'] else ''})"
            for value in one["values"]
        )
        say(f"contradiction, {one['about']}, {one['incident'] or 'zones'}: {sides}")
    for gap in draft.unresolved:
        if gap["what"] != "report":
            name = gap.get("incident") or gap["report"]
            say(f"open: {gap['what']} of {name}: {gap['text'] or 'none given'} ({gap['why']})")


def write_text(text: str, output: Path | None) -> None:
    """Write a text to a file, whole or not at all, or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        from geo.files import write_atomically

        write_atomically(output, text)
        say(f"wrote {output}")
