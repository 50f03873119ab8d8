"""`geo gazetteer build` and `status`: the place index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.commands.shared import list_refused


def build(
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

    \b
    Examples:
      geo gazetteer build
      geo gazetteer build allCountries.zip --alternate-names alternateNamesV2.zip
    """
    from geo.commands import terminal
    from geo.places import build
    from geo.progress import shown

    state, refused = build(dumps or (), names or (), progress=shown)
    terminal.console().print(terminal.pairs(state.items()))
    list_refused(one.as_dict() for one in refused)
    if refused:
        raise typer.Exit(3)


def status() -> None:
    """Say where the place index is and what it holds.

    \b
    Examples:
      geo gazetteer status
    """
    from geo.commands import terminal
    from geo.places import status

    terminal.console().print(terminal.pairs(status().items()))
