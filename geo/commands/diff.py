"""`geo diff`: what changed between two results, for corrections."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geo.commands.messages import hand_out, tell, usage
from geo.commands.options import among
from geo.commands.shared import list_refused, need_zones, record, work

if TYPE_CHECKING:
    from geo.changes import Comparison
    from geo.outputs import Checked


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="What geo check wrote before; or a case folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it wrote now; or a case folder.")],
    format: Annotated[
        str,
        typer.Option("--format", autocompletion=among("table", "json", "csv"), metavar="F", help="table, json or csv."),
    ] = "",
    fail_on_change: Annotated[
        bool, typer.Option("--fail-on-change", help="Exit with 4 where a verdict changed, came or went.")
    ] = False,
) -> None:
    """Say which verdicts changed between two results, and why, a sentence for each.

    \b
    Examples:
      geo diff published.csv verdicts.csv
      geo diff monday.gpkg friday.gpkg --format json
      geo diff at-tanf-before/ at-tanf/ --format csv > corrections.csv

    Incidents are matched by id, then by the sentences they rest on. A case folder is checked by this program, now.
    """
    from geo.changes import compare

    form = format or ("table" if sys.stdout.isatty() else "csv")
    if form not in ("table", "json", "csv"):
        usage(f"{format!r} is no format here; table, json or csv")
    (before, left), (after, right) = _result(old), _result(new)
    found = compare(before, after)
    if form == "json":
        hand_out(json.dumps(found.as_dict(), ensure_ascii=False, indent=2) + "\n")
    elif form == "csv":
        hand_out(_csv(found))
    else:
        _show(found)
    for note in found.notes:
        tell(f"note: {note}")
    list_refused([*left, *right])
    if fail_on_change and found.changes:
        raise typer.Exit(CHANGED)
    if left or right:
        raise typer.Exit(3)


CHANGED: Final = 4
"""The exit code of a comparison that was asked to fail where it finds changes: 1 would say that it failed itself."""


def _result(source: str) -> tuple[Checked, list[dict[str, str]]]:
    """A result as it was written, or that of a case folder as this program finds it; with it what was set aside."""
    from geo import pipeline
    from geo.outputs import Checked, read_output

    written = read_output(source)
    if written is not None:
        return written, []
    if not Path(source).is_dir():
        if not Path(source).exists():
            usage(f"{source}: no such file or folder")
        usage(f"{source} is nothing that geo check wrote; give its result (geo check ... -o FILE), or a case folder")
    incidents, zones = work([source], None, None)
    need_zones(zones)
    rows = pipeline.joined(incidents, pipeline.check(incidents, zones))
    made = record(
        "check", [source], None, None, "", uncertainty="", dates="", columns=None, profile="press", as_of=""
    )  # fmt: skip
    aside = [*incidents.attrs.get("rejections", []), *zones.attrs.get("rejections", [])]
    return Checked(source, rows, made), aside


def _csv(found: Comparison) -> str:
    from geo.changes import COLUMNS
    from geo.files import neutral

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in (*found.changes, *found.kept):
        told = {**one.as_dict(), "causes": "; ".join(one.causes)}
        writer.writerow([neutral(cell) if isinstance(cell := told[name], str) else cell for name in COLUMNS])
    return out.getvalue()


def _show(found: Comparison) -> None:
    from rich.text import Text

    from geo.changes import told_together
    from geo.commands import terminal

    out = terminal.console()
    for sentence in (*(one.sentence for one in found.changes), *told_together(found.kept)):
        out.print(Text(terminal.plain(sentence)))
    many = len(found.changes)
    aside = f", {len(found.kept)} of them on other grounds" if found.kept else ""
    out.print(Text(f"{many} verdict{'s' * (many != 1)} changed, came or went; {found.same} as before{aside}."))
    if found.made_otherwise:
        out.print(Text(terminal.plain(f"Made otherwise: {'; '.join(found.made_otherwise)}.")))
