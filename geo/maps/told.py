"""The verdicts of very many incidents: whose they are, and which one speaks for an incident, by whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import TableError
from geo.frames import CONTAINMENT
from geo.maps.columns import Columns
from geo.maps.sentences import PRECEDENCE

Codes = NDArray[np.uint8]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Told:
    """Verdicts in the order of their incidents; `rows` and `ranks` run over them, the rest over the incidents."""

    columns: Columns
    rows: Index
    """Rows of the table of verdicts, in that order."""
    ranks: Codes
    """Place of each verdict in PRECEDENCE."""
    mute: NDArray[np.bool_]
    """Which of them a zone gives that nobody has drawn: open everywhere, so it speaks for an incident last."""
    starts: Index
    """Where each incident's verdicts begin; one more than there are incidents."""
    leading: Index
    """Which verdict speaks for the incident, of several the first in PRECEDENCE; -1 without any."""

    def coded(self, name: str) -> tuple[Index, list[str]]:
        """A column of the leading verdicts, as numbers of its values; "" where an incident has no verdict."""
        codes, values = self.columns.coded(name)
        if not len(codes):
            return np.zeros(len(self.leading), dtype=np.intp), [""]
        return np.where(self.leading < 0, len(values), codes[self.rows[self.leading]]), [*values, ""]

    def only(self, name: str, value: str) -> NDArray[np.bool_]:
        """Which incidents have verdicts, each of them with this value."""
        codes, values = self.columns.coded(name)
        found = np.diff(self.starts) > 0
        if found.any():
            same = np.array([one == value for one in values])[codes][self.rows]
            found[found] = np.logical_and.reduceat(same, self.starts[:-1][found])
        return found

    def reordered(self, order: Index) -> Told:
        """The verdicts after the incidents have been put in another order."""
        counts = np.diff(self.starts)[order]
        starts = np.concatenate([[0], np.cumsum(counts)])
        take = np.arange(len(self.rows)) + np.repeat(self.starts[:-1][order] - starts[:-1], counts)
        return _grouped(self.columns, self.rows[take], self.ranks[take], self.mute[take], counts)

    def by_zone(self, zone_ids: Sequence[str]) -> Codes:
        """Verdicts by zone, then by incident, as places in PRECEDENCE; 255 where nothing is said."""
        out = np.full((len(zone_ids), len(self.leading)), 255, dtype=np.uint8)
        codes, names = self.columns.coded("zone_id")
        place = np.array([zone_ids.index(name) for name in names], dtype=np.intp)
        out[place[codes[self.rows]], np.repeat(np.arange(len(self.leading)), np.diff(self.starts))] = self.ranks
        return out


def told(verdicts: pd.DataFrame, ids: pd.Index[Any], zone_ids: Sequence[str]) -> Told:
    """CONTAINMENT by incident, in the order of `ids`; raises TableError where it speaks of what is not there."""
    columns = Columns(verdicts, CONTAINMENT, ["incident_id", "zone_id", "verdict"], "the verdicts")
    spoken = columns.texts("incident_id")
    aligned = len(spoken) == len(ids) and bool((spoken == ids.to_numpy()).all())
    at = np.arange(len(ids)) if aligned else ids.get_indexer(pd.Index(spoken, dtype=object))
    _refuse_lost("incident", spoken[at < 0].tolist())
    _refuse_lost("zone", sorted(set(columns.coded("zone_id")[1]) - set(zone_ids)))
    codes, names = columns.coded("verdict")
    unknown = np.flatnonzero(np.isin(codes, [nth for nth, name in enumerate(names) if name not in PRECEDENCE]))
    if len(unknown):
        row = int(unknown[0])
        raise TableError(
            f"incident {spoken[row]!r}: the verdict {names[codes[row]]!r} is none of {', '.join(PRECEDENCE)}"
        )
    ranks = np.array([PRECEDENCE.index(name) for name in names], dtype=np.uint8)[codes]
    rows = at if aligned else np.argsort(at, kind="stable")
    mute = (ranks == PRECEDENCE.index("indeterminate")) & np.isnan(columns.numbers("p_inside"))
    return _grouped(columns, rows, ranks[rows], mute[rows], np.bincount(at, minlength=len(ids)))


def _grouped(columns: Columns, rows: Index, ranks: Codes, mute: NDArray[np.bool_], counts: Index) -> Told:
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
    leading = np.full(len(counts), -1, dtype=np.intp)
    some = counts > 0
    if some.any():
        keys = (ranks + len(PRECEDENCE) * mute).astype(np.int64) * len(rows) + np.arange(len(rows))
        leading[some] = np.minimum.reduceat(keys, starts[:-1][some]) % len(rows)
    return Told(columns, rows, ranks, mute, starts, leading)


def _refuse_lost(what: str, names: Sequence[Any]) -> None:
    if len(names):
        raise TableError(
            f"a verdict speaks of the {what} {min(map(str, names))!r}, which is not among the {what}s given"
        )
