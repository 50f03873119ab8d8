"""Results as a person reads them on a terminal. Colour only there; text from the input is never markup."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.frames import records
from geo.units import say_length

if TYPE_CHECKING:
    import pandas as pd

    from geo.zones import Choice

_LOOK = {
    "inside": ("●", "bold"),
    "indeterminate": ("◐", "bold"),
    "outside": ("○", ""),
    "not_in_force": ("◌", "dim"),
    "unlocated": ("?", "dim"),
}


def console(stream: IO[str] | None = None) -> Console:
    """A console for `stream` (standard output): its width, or 100 columns where it is no terminal."""
    stream = stream or sys.stdout
    width = None if stream.isatty() else 110
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def plain(value: object) -> str:
    """Text without control characters, so that a name in a table cannot move the cursor or hide a line.

    >>> plain("Rut\\x1b[2Jbah")
    'Rut�[2Jbah'
    """
    return "".join(c if c.isprintable() or c == " " else "�" if c not in "\n\t" else " " for c in str(value))


def containment_rows(rows: pd.DataFrame) -> list[tuple[str, str, str, str, str, str]]:
    """The analysis in words, a row per incident and zone: date, incident, zone, verdict, P(inside), why."""
    return [
        (
            plain(_days(row)),
            plain(row["title"] or row["place_text"] or row["id"]),
            plain(row["zone_id"]),
            f"{_LOOK[row['verdict']][0]} {row['verdict'].replace('_', ' ')}",
            _chance(row),
            plain(row["reason"]),
        )
        for row in records(rows)
    ]


def containment_table(rows: pd.DataFrame) -> Table:
    """The analysis as an editor reads it: when, what, verdict, how sure, and why."""
    several = rows["zone_id"].nunique() > 1
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    table.add_column("Date", no_wrap=True)
    table.add_column("Incident", ratio=3)
    if several:
        table.add_column("Zone")
    table.add_column("Verdict", no_wrap=True)
    table.add_column("P(inside)", justify="right", no_wrap=True)
    table.add_column("Why", ratio=5)
    looks = [_LOOK[verdict][1] for verdict in rows["verdict"]]
    for (date, title, zone, verdict, chance, why), style in zip(containment_rows(rows), looks, strict=True):
        middle = [Text(zone)] if several else []
        table.add_row(Text(date), Text(title), *middle, Text(verdict, style=style), Text(chance), Text(why))
    return table


def draft_table(rows: pd.DataFrame) -> Table:
    """Drafted incidents: when, what, where, on whose word."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    for name, ratio in (("Date", None), ("Incident", 5), ("Where", 3), ("Reports", None), ("Claim", None)):
        table.add_column(name, ratio=ratio, no_wrap=name == "Date")
    for row in records(rows):
        cells = [
            _days(row),
            row["title"],
            row["place_text"] or row["unlocated_reason"],
            str(row["reports"]),
            row["claim_status"].replace("_", " "),
        ]
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def counts(rows: pd.DataFrame) -> str:
    """How many of each verdict, in one line."""
    found = rows["verdict"].value_counts()
    said = [f"{found[name]} {name.replace('_', ' ')}" for name in _LOOK if name in found]
    many = f"{len(rows)} verdict{'s' * (len(rows) > 1)}"
    return f"{many}: {', '.join(said)}" if len(rows) else "no incidents"


def triage_table(choices: Sequence[Choice]) -> Table:
    """What to find out first: the question, how many verdicts hang on it, and what would follow."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    table.add_column("Settles", justify="right", no_wrap=True)
    table.add_column("Open choice", ratio=4)
    table.add_column("What would follow", ratio=4)
    for choice in choices:
        table.add_row(str(choice.settles), Text(plain(choice.question)), Text(plain("; ".join(choice.then))))
    return table


def worth_finding_out(incidents: pd.DataFrame, choices: Sequence[Choice]) -> Table:
    """The same by incident: what is worth finding out about each, most telling first."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    table.add_column("Incident", ratio=2)
    table.add_column("Worth finding out", ratio=4)
    for name in incidents["id"]:
        asked = [choice.question for choice in choices if name in choice.incidents]
        table.add_row(Text(plain(name)), Text(plain(" ".join(asked) or "nothing: its verdict is settled")))
    return table


def location_table(answers: Sequence[Mapping[str, Any]]) -> Table:
    """Localities with the place each hangs on and its doubt."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("Locality", "Latitude", "Longitude", "90% within", "Place", "Remarks"):
        table.add_column(name, justify="right" if "itude" in name or "within" in name else "left")
    for one in answers:
        if one["lon"] is None:
            cells = [one["text"], "", "", "", "not located", one["reason"]]
        else:
            cells = [
                one["text"], f"{one['lat']:.4f}", f"{one['lon']:.4f}",
                say_length(one["uncertainty_m"], doubt_m=one["uncertainty_m"] / 5),
                one["place_name"], "; ".join(one["remarks"]),
            ]  # fmt: skip
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def mention_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Place names in their texts, with the place each resolves to."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("Text", "At", "Name", "Type", "Place", "Country", "Latitude", "Longitude"):
        table.add_column(name, justify="right" if name == "At" or "itude" in name else "left")
    for one in rows:
        where = ("not resolved", "", "", "") if one["lat"] is None else (
            one["name"], one["country"], f"{one['lat']:.4f}", f"{one['lon']:.4f}",
        )  # fmt: skip
        cells = (one["doc_id"], one["start"], one["text"], one["type"], *where)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def pairs(rows: Iterable[tuple[str, object]]) -> Table:
    """Names and values in two columns."""
    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for name, value in rows:
        table.add_row(Text(name, style="bold"), Text(plain(value)))
    return table


def _days(row: Mapping[str, Any]) -> str:
    first, last = row["date_start"], row["date_end"]
    if not first:
        return "undated"
    return str(first) if first == last or not last else f"{first} to {last}"


def _chance(row: Mapping[str, Any]) -> str:
    if math.isnan(row["p_inside"]):
        return ""
    from geo.zones.reasons import say_p

    return say_p(row["p_inside"])
