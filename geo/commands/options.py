"""The options that several commands have, each worded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def among(*words: str) -> Callable[[str], list[str]]:
    """What a shell offers for an option that takes one of `words`."""

    def offered(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return offered


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
Format = Annotated[
    str,
    typer.Option(
        "--format",
        autocompletion=among("table", "csv", "json", "jsonl", "geojson"),
        metavar="F",
        help="table, csv, json, jsonl or geojson.",
    ),
]
Uncertainty = Annotated[
    str, typer.Option("--uncertainty", metavar="LENGTH", help='For points that bring none: "500 m".')
]
Dates = Annotated[
    str,
    typer.Option(
        "--dates",
        autocompletion=among("dmy", "mdy"),
        metavar="ORDER",
        help="How 08/06/2017 reads: dmy or mdy; else the column decides.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="NAME=HEADING,...",
        help='What headings mean: "lat=Y,lon=X,date=When"; where they do not say.',
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        autocompletion=among("press", "military_log", "maritime"),
        metavar="P",
        help="How wrong such words are: press, military_log, maritime.",
    ),
]
Geocoder = Annotated[
    str,
    typer.Option(
        "--geocoder", metavar="NAME[:URL]", callback=_known_geocoder,
        help="Ask it online for places the gazetteer lacks: nominatim, photon, ...",
    ),
]  # fmt: skip


def _a_day(text: str) -> str:
    """The option as it stands. Raises typer.BadParameter for what is no day."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-21") from None


AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", callback=_a_day,
        help="The day that counts as today (2026-11-21), for the same result again.",
    ),
]  # fmt: skip
Country = Annotated[str, typer.Option("--country", metavar="CC", help="Ranks places of this country first.")]
