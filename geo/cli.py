"""The command line: which commands there are, and how a run ends.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 failed, nothing written; 2 wrong
usage; 3 done, but some input was set aside (each piece listed on standard error); 4 `geo diff --fail-on-change` found
changes.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from geo.commands import analysis, demo, diff, gazetteer, reading
from geo.commands.messages import be_usual, say, with_manners
from geo.errors import GeoError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""\b
Examples:
  geo demo --open
  geo check data/at-tanf
  geo map data/at-tanf -o at-tanf.html
  geo locate "about 24 miles from the At Tanf base" --country SY
  geo check strikes.csv --zone "At Tanf garrison, 34 mi" -o verdicts.csv

From reported incidents to places with honest doubt, verdicts against zones, and one offline map.""",
)
gazetteer_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""\b
Examples:
  geo gazetteer status
  geo gazetteer build allCountries.zip --alternate-names alternateNamesV2.zip

The place index: build it, or say what it holds.""",
)
for name, function in (
    ("demo", demo.demo),
    ("map", analysis.map_),
    ("check", analysis.check),
    ("read", reading.read),
    ("mentions", reading.mentions),
    ("locate", reading.locate),
    ("explain", analysis.explain),
    ("triage", analysis.triage),
    ("diff", diff.diff),
):
    app.command(name)(with_manners(function))
app.add_typer(gazetteer_app, name="gazetteer")
gazetteer_app.command("build")(with_manners(gazetteer.build))
gazetteer_app.command("status")(with_manners(gazetteer.status))


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


def main() -> None:
    """Run the command line; a GeoError becomes one line on standard error and exit code 1."""
    from geo.progress import show, shown

    be_usual()
    show(shown)
    if isinstance(sys.stdout, TextIOWrapper):  # half a surrogate pair, or a terminal that knows no such sign
        sys.stdout.reconfigure(errors="backslashreplace")
    _check_words(sys.argv[1:])
    try:
        app()
    except GeoError as error:
        say(f"geo: {error}")
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        say(f"geo: {str(error.filename)[:_SHOWN]}: {error.strerror}")
        sys.exit(1)


def _check_words(words: list[str]) -> None:
    """Exit with 2 for a word in another encoding than UTF-8: results name their inputs, and no result could hold it."""
    for word in words:
        try:
            word.encode("utf-8")
        except UnicodeEncodeError:
            say(f"geo: {word[:_SHOWN]!r} is not UTF-8; rename the file, or type it anew")
            sys.exit(2)


_SHOWN = 200
"""Characters of a word or a path that a message shows."""
