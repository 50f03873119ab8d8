"""`geo demo`: the packaged case, copied where a person can change it, checked, drawn, and opened in the browser."""

from __future__ import annotations

import os
import shutil
import webbrowser
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from geo.commands.messages import say, tell, usage
from geo.commands.shared import finish, record, work
from geo.errors import OutputError, TableError

CASE = "at-tanf"


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the case goes; what is there already stays.")
    ] = Path(CASE),
    browse: Annotated[bool, typer.Option("--open", help="Show the map in the browser.")] = False,
) -> None:
    """Copy the packaged case to a folder, check it, and draw its map.

    \b
    Examples:
      geo demo --open
      geo demo my-case
    """
    from geo import pipeline
    from geo.commands import terminal

    page = folder / "map.html"
    if holds_the_case(folder):
        say(f"{folder} is there already and is used as it is; for a fresh copy name another folder: geo demo FOLDER")
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        usage(f"{folder} is there already and is something else; name a new folder: geo demo FOLDER")
    else:
        copy_case(folder)
        tell(f"wrote {folder}: five reports, incidents.csv, zones.csv, places.csv; all of it may be changed")
    incidents, zones = work([str(folder)], None, None)
    verdicts = pipeline.check(incidents, zones)
    terminal.console().print(terminal.containment_table(pipeline.joined(incidents, verdicts)))
    made = record("map", [str(folder)], None, None, "", profile="press")
    pipeline.draw(incidents, zones, verdicts, provenance=made).save(page)
    tell(f"wrote {page}: {page.resolve().as_uri()}")
    if browse and not webbrowser.open(page.resolve().as_uri()):
        say("no browser could be started here; open the address above in one")
    tell(f"after a change:  geo check {folder}  and  geo map {folder} -o {page}")
    finish(incidents, zones)


def packaged_case() -> Traversable:
    """The folder of the case: inside the installed package, or `data/` of a checkout. Raises TableError without one."""
    home = resources.files("geo")
    for place in (home.joinpath("cases", CASE), Path(__file__).parents[2] / "data" / CASE):
        if place.joinpath("incidents.csv").is_file():
            return place
    raise TableError(f"the case {CASE} is missing from {home}; install incident-mapper again")


def holds_the_case(folder: Path) -> bool:
    """Whether `folder` has everything of the packaged case by name, changed or not."""
    return folder.is_dir() and all((folder / one.name).exists() for one in packaged_case().iterdir())


def copy_case(folder: Path) -> None:
    """Copy the packaged case to `folder`, which is absent or empty: all of it or nothing. Raises OutputError."""
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        _copy(packaged_case(), part)
        part.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error}); name another folder") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy(source: Traversable, target: Path) -> None:
    if source.is_file():
        target.write_bytes(source.read_bytes())
        return
    target.mkdir()
    for one in source.iterdir():
        _copy(one, target / one.name)
