"""`geo read`, `mentions`, `locate`: words into incidents, names and places."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.commands.messages import hand_out, tell, usage
from geo.commands.options import Country, Format, Geocoder, Output, Profile, among
from geo.commands.shared import finish, format_of, record, write, write_text

if TYPE_CHECKING:
    from geo.drafting import Draft
    from geo.values import Location, Unlocated


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

    \b
    Examples:
      geo read reports/ -o incidents.csv
      geo read report.txt --published 2017-06-08
      geo read reports/ --published cnn=2017-06-08 --published hill=2017-06-20 --format json

    Written again over a .csv, what you changed there by hand stays; see the column review.
    """
    from geo import pipeline
    from geo.drafting import write_draft
    from geo.incidents.keeping import told_apart

    form = format_of(output, format)
    update = output is not None and output.suffix.lower() == ".csv" and form == "csv"
    apart = told_apart(output) if update and output is not None else []
    places = pipeline.places_of(reports, geocoder)
    days = _published(published or [])
    draft = pipeline.draft(reports, published=days, gazetteer=places, profile=profile, apart=apart)
    made = record("read", reports, None, None, geocoder, published=published or [], profile=profile)
    if update and output is not None:
        for note in write_draft(draft, output, apart=apart, provenance=made):
            tell(note)
    elif form == "table":
        from geo.commands import terminal

        terminal.console().print(terminal.draft_table(draft.incidents))
    elif form == "json":
        text = json.dumps(draft.as_dict(), ensure_ascii=False, indent=2) + "\n"
        write_text(text, output, made)
    else:
        write(draft.incidents, output, form, draft.zones, made)
    if form != "json":
        _say_open(draft)
    finish(draft.incidents, notices=places.notices)


def _published(given: list[str]) -> str | dict[str, str] | None:
    """One date for all reports, or one by report id ("abc=2017-06-08")."""
    named = [one.partition("=") for one in given]
    if all(sign for _, sign, _ in named):
        return {name.strip(): day for name, _, day in named} or None
    if len(given) > 1 or any(sign for _, sign, _ in named):
        usage("give --published one date for all reports, or ID=DATE for each")
    return given[0]


def mentions(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help='Reports, or .jsonl of {"doc_id", "text"}.')],
    output: Output = None,
    format: Format = "",
    backend: Annotated[
        str,
        typer.Option(
            "--backend", autocompletion=among("tagger", "rules"), metavar="B", help="tagger (learned) or rules (names)."
        ),
    ] = "tagger",
    names: Annotated[
        Path | None, typer.Option("--names", metavar="FILE", help="A name per line, for --backend rules.")
    ] = None,
    geocoder: Geocoder = "",
) -> None:
    """List the place names in texts, with the place each resolves to.

    \b
    Examples:
      geo mentions data/at-tanf/reports/cnn-2017-06-08.md
      geo mentions corpus.jsonl > mentions.jsonl
    """
    from geo import pipeline, toponyms
    from geo.commands import terminal
    from geo.files import read_text

    lines = files[0].lower().endswith(".jsonl") and not format and output is None and not sys.stdout.isatty()
    form = "jsonl" if lines else format_of(output, format)
    listed = [line.strip() for line in read_text(names).split("\n") if line.strip()] if names else []
    places = pipeline.places_of((), geocoder)
    rows, refused = toponyms.mention_rows(files, backend=backend, names=listed, gazetteer=places)
    if form == "table":
        terminal.console().print(terminal.mention_table(rows))
    else:
        from geo.provenance import described

        parameters = {"backend": backend, "names": str(names or "")}
        made = described("mentions", [*files, *([names] if names else [])], parameters, geocoder=geocoder)
        write_text(toponyms.dumps(rows, form), output, made)
    finish(notices=places.notices, refused=refused)


def locate(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Localities in words.")],
    country: Country = "",
    profile: Profile = "press",
    geocoder: Geocoder = "",
    format: Format = "",
) -> None:
    """Turn a locality in words into a place with its doubt.

    \b
    Examples:
      geo locate "6 miles north of Latakia"
      geo locate "about 24 miles from the At Tanf base" --country SY --format json
    """
    from geo import pipeline

    form = format_of(None, format)
    places = pipeline.places_of((), geocoder)
    rows = _rows(texts, pipeline.locate_or_say(texts, country=country, gazetteer=places, profile=profile))
    if form == "table":
        from geo.commands import terminal

        terminal.console().print(terminal.location_table(rows))
    else:
        _write_places(rows, form)
    finish(notices=places.notices)
    if any(row["lon"] is None for row in rows):
        raise typer.Exit(3)


def _rows(texts: list[str], answers: Iterable[Location | Unlocated]) -> list[dict[str, Any]]:
    """Each text with where it is and its doubt, or why nowhere."""
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


def _say_open(draft: Draft) -> None:
    """What a draft leaves open: its zones, contradictions and what could not be placed or dated."""
    for zone in draft.zones.to_dict("records"):
        tell(f"zone: {zone['name']}, {zone['radius_text']} around {zone['centre']}")
    for one in draft.conflicts:
        sides = " / ".join(
            f"{value['value']} ({value['said_by']}{', ' + value['report'] if value['report'] else ''})"
            for value in one["values"]
        )
        tell(f"contradiction, {one['about']}, {one['incident'] or 'zones'}: {sides}")
    for gap in draft.unresolved:
        if gap["what"] != "report":
            name = gap.get("incident") or gap["report"]
            tell(f"open: {gap['what']} of {name}: {gap['text'] or 'none given'} ({gap['why']})")


def _write_places(rows: list[dict[str, Any]], form: str) -> None:
    """Write what localities resolve to, to standard output."""
    if form == "jsonl":
        hand_out("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    elif form == "json":
        hand_out(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        import pandas as pd

        flat = pd.DataFrame(rows)
        flat["place_text"] = flat["text"]
        flat["remarks"] = ["; ".join(remarks) for remarks in flat["remarks"]]
        names = ["place_text", "lon", "lat", "uncertainty_m", "place_name", "country", "rivals", "remarks", "reason"]
        write(flat[names], None, form)
