"""Quotes tied to the reports they come from: a quote counts only where its report holds it, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import Rejection
from geo.frames import dump_json
from geo.values import Report

if TYPE_CHECKING:
    import pandas as pd


def tie_evidence(frame: pd.DataFrame, reports: Sequence[Report]) -> tuple[pd.DataFrame, list[Rejection]]:
    """INCIDENTS with `start` and `end` of every quote, and the quotes that their reports do not hold.

    Offsets are characters into `Report.text`, end exclusive; an entry whose quote is not found keeps none. The quotes
    of zone statements and conflicts are checked in the same way. Without reports nothing can be checked or is listed.
    """
    if not reports:
        return frame, []
    texts = {report.id: report.text for report in reports}
    out, rejections = frame.copy(), []
    for column in ("evidence", "zone_statements", "conflicts"):
        cells = []
        for index, cell in zip(out.index, out[column], strict=True):
            entries = json.loads(cell or "[]")
            for entry in _quoting(entries):
                problem = _tie(entry, texts, offsets=column == "evidence")
                if problem:
                    source, where = _where(out, index)
                    rejections.append(Rejection(source, where, f"column {column}: {problem[0]}", problem[1]))
            cells.append(dump_json(entries))
        out[column] = cells
        out[column] = out[column].astype("object")
    out.attrs = dict(frame.attrs)
    return out, rejections


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where `text` first holds `quote`, lines and spaces broken in any way; None where it does not.

    >>> find_quote("near the city of At Tanf", "it fell near the city\\nof At Tanf on Tuesday")
    (8, 32)
    """
    words = quote.split()
    if not words:
        return None
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return match.span() if match else None


def _quoting(entries: list[Any]) -> Iterator[dict[str, Any]]:
    """The entries that quote a report, those inside a conflict's values among them."""
    for entry in entries:
        yield from _quoting(entry["values"]) if isinstance(entry.get("values"), list) else [entry]


def _tie(entry: dict[str, Any], texts: dict[str, str], *, offsets: bool) -> tuple[str, str] | None:
    """Give the entry its offsets; what is wrong with it and what to do, or None."""
    quote, name = str(entry.get("quote") or ""), str(entry.get("report") or "")
    if not quote or not name:
        return None
    if name not in texts:
        known = ", ".join(sorted(texts)[:5])
        return f"no report is called {name!r}", f"use the id of one that was read: {known}"
    start, end = entry.get("start"), entry.get("end")
    if isinstance(start, int) and isinstance(end, int) and texts[name][start:end] == quote:
        return None
    span = find_quote(quote, texts[name])
    if offsets:
        entry["start"], entry["end"] = span or (None, None)
    if span:
        return None
    return f"the report {name!r} does not hold the quote {quote[:60]!r}", "quote it word for word"


def _where(frame: pd.DataFrame, index: Any) -> tuple[str, str]:
    """File and row as `read_table` noted them, or the incident's id."""
    source = str(frame.at[index, "_source"]) if "_source" in frame.columns else "incidents"
    return source, str(frame.at[index, "_row"]) if "_row" in frame.columns else "id " + str(frame.at[index, "id"])
