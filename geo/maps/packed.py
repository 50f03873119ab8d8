"""Very many incidents in one page: their positions, days and verdicts as columns of bytes, their texts in chunks.

The page reads the columns at once and draws, filters and counts from them; it opens a chunk of texts when a card
or a line of the list asks for one of its incidents. Nothing here works a row at a time. The page's script
composes from a chunk's raw cells the same words that `payload` writes; tests hold the two against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import TableError
from geo.frames import INCIDENTS
from geo.maps import morton
from geo.maps.blocks import deflated, element, planes
from geo.maps.cells import mapping, text
from geo.maps.chunks import CHUNK, Share, chunks
from geo.maps.columns import UNDATED, Columns, Texts, days, iso
from geo.maps.payload import AREA_PRECISIONS, drawn_zones, heading, report_headers
from geo.maps.sentences import PRECEDENCE, Tally
from geo.maps.shapes import home_of, ring_marks
from geo.maps.told import Codes, Index, Told, told

LIMIT: Final = 500
"""More incidents than this are packed: from here on the plain page is slower to open and to filter."""
FACET_MOST: Final = 64
"""A column with more different values than this is no filter."""
ZONE_MOST: Final = 24
"""With more zones than this the page has no verdicts by zone, only the leading one."""
VERDICTS: Final = (*PRECEDENCE, "untested")
VERDICT_FACETS: Final = {"temporal": "temporal", "basis": "basis", "zone": "zone_id"}
INCIDENT_FACETS: Final = ("claim_status", "kind", "source")
COUNTED: Final = ("precision", "reports", "independent_sources")
FAR_M: Final = 2e6
"""Doubts are kept to the millimetre (a mile of doubt must stay a mile), from here on to the kilometre."""

STEP_BYTES: Final = 7
"""of each step along the curve: it has 52 bits."""

Days = NDArray[np.int32]
Degrees = NDArray[np.float64]
Facets = dict[str, tuple[list[str], Codes]]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the marks stand, degrees, NaN where none is drawn; which stand for a ring around a place."""

    lon: Degrees
    lat: Degrees
    on_ring: Codes


def pack(
    incidents: pd.DataFrame,
    zones: pd.DataFrame | None,
    verdicts: pd.DataFrame | None,
    *,
    title: str = "",
    subtitle: str = "",
) -> tuple[dict[str, Any], list[str]]:
    """The document of a page without its incidents, and the inert elements that hold them, the columns first.

    Takes what `payload` takes and raises what it raises.
    """
    table = Columns(incidents, INCIDENTS, ["id"], "the incidents")
    ids = _unique(table)
    drawn = drawn_zones(zones)
    zone_ids = [zone["id"] for zone in drawn]
    said = None if verdicts is None else told(verdicts, ids, zone_ids)
    marks = _marks(table, said)
    code = morton.codes(marks.lon, marks.lat)
    order = np.lexsort((code, np.isnan(marks.lon)))
    said = None if said is None else said.reordered(order)
    first, last, raw = _dates(table)
    columns = Held(
        code[order][: np.count_nonzero(~np.isnan(marks.lon))], _verdicts(table, said, order), first[order], last[order]
    )
    facets = _facets(table, said, order)
    of_incidents, of_verdicts = _incident_share(table, order, code, marks, raw, facets), _verdict_share(said, table)
    by_zone = [] if said is None or not 1 < len(drawn) <= ZONE_MOST else [said.by_zone(zone_ids).tobytes()]
    tally = _tally(table, said, columns)
    document = {
        **heading(tally, drawn, _profiles(table), verdicts is not None, title, subtitle),
        "home": home_of(marks.lon, marks.lat, drawn),
        "zones": drawn,
        "incidents": [],
        "packed": {
            "count": len(table),
            "marks": len(columns.code),
            "chunk": CHUNK,
            "verdicts": list(VERDICTS),
            "facets": [{"name": name, "values": values} for name, (values, _) in facets.items()],
            "days": columns.described(),
            "by_zone": bool(by_zone),
            "incident": of_incidents.described(),
            "verdict": of_verdicts.described(),
            "extra": [name for name in table.names if name not in table.absent and name not in ("geometry", "merged")],
            "reports": _headers(incidents),
        },
    }
    blocks = [*columns.blocks(facets), *map(deflated, by_zone)]
    starts = np.zeros(len(table) + 1, dtype=np.intp) if said is None else said.starts
    return document, [
        *(element("column", nth, text) for nth, text in enumerate(blocks)),
        *(element("texts", nth, text) for nth, text in enumerate(chunks(of_incidents, of_verdicts, starts))),
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """What the page holds of every incident at all times, in the file's order: along the curve, then no mark."""

    code: morton.Codes
    verdict: Codes
    first: Days
    last: Days

    def blocks(self, facets: Facets) -> Iterator[str]:
        """Steps along the curve; then verdicts, days and facets."""
        yield deflated(planes(np.diff(self.code, prepend=np.uint64(0)))[: STEP_BYTES * len(self.code)])
        held: list[NDArray[Any]] = [self.verdict, *self._days()[1:], *(code for _, code in facets.values())]
        yield deflated([planes(one) for one in held])

    def described(self) -> dict[str, Any]:
        """What the page needs to read the days."""
        epoch, first, span = self._days()
        return {"from": epoch, "first": f"u{first.itemsize}", "span": f"u{span.itemsize}"}

    def _days(self) -> tuple[int, NDArray[Any], NDArray[Any]]:
        """The day before the first of all; days since then, 0 where there is none; days that each lasts beyond."""
        dated = self.first != UNDATED
        epoch = int(self.first[dated].min()) - 1 if dated.any() else 0
        since = np.where(dated, self.first.astype(np.int64) - epoch, 0)
        return epoch, _narrow(since), _narrow(self.last.astype(np.int64) - self.first)


def _narrow(values: NDArray[np.int64]) -> NDArray[Any]:
    """Whole numbers from 0 in 1, 2 or 4 bytes, the fewest that hold them all."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def _unique(table: Columns) -> pd.Index[Any]:
    ids = pd.Index(table.texts("id"), dtype=object)
    if not ids.is_unique:
        twice = ", ".join(sorted(set(ids[ids.duplicated()].astype(str)))[:5])
        raise TableError(f"the incidents has ids that stand twice: {twice}")
    return ids


def _marks(table: Columns, said: Told | None) -> Marks:
    lon, lat = table.numbers("lon"), table.numbers("lat")
    none = np.isnan(lon) | np.isnan(lat) | np.isin(table.numbers("precision"), AREA_PRECISIONS)
    if said is not None:
        none |= said.only("basis", "stated")
    lon, lat = (np.where(none, np.nan, axis) for axis in (lon, lat))
    return Marks(*ring_marks(lon, lat, table.texts("region_50"), table.texts("region_90")))


def _verdicts(table: Columns, said: Told | None, order: Index) -> Codes:
    """The leading verdict of each incident, in the file's order, as its place in VERDICTS."""
    nowhere = np.isnan(table.numbers("lon")) | np.isnan(table.numbers("lat"))
    verdict = np.where(nowhere[order], VERDICTS.index("unlocated"), VERDICTS.index("untested"))
    if said is not None and len(said.rows):
        verdict = np.where(said.leading < 0, verdict, said.ranks[said.leading])
    return verdict.astype(np.uint8)


def _dates(table: Columns) -> tuple[Days, Days, dict[str, Texts]]:
    """First and last day of each incident, and the dates as written where the days do not tell them.

    >>> table = Columns(pd.DataFrame({"date_start": ["1941-12-07", "", "in May"], "date_end": ["", "", ""]}),
    ...                 INCIDENTS, [], "")
    >>> first, last, raw = _dates(table)
    >>> [iso(int(day)) for day in first], [iso(int(day)) for day in last], raw["date_end"].tolist()
    (['1941-12-07', '', ''], ['1941-12-07', '', ''], [' ', '', ''])
    """
    texts = {name: table.texts(name) for name in ("date_start", "date_end")}
    (start, plain_start), (end, plain_end) = (days(values) for values in texts.values())
    first = np.where(start == UNDATED, end, start)
    last = np.where((end == UNDATED) | (end < first), first, end)
    raw = {}
    for name, day, shown, plain in (("date_start", start, first, plain_start), ("date_end", end, last, plain_end)):
        written = np.where(texts[name] == "", " ", texts[name])
        raw[name] = np.where(plain & (day == shown), "", written)
    return first, last, raw


def _facets(table: Columns, said: Told | None, order: Index) -> Facets:
    """What the legend filters by beside the verdict: values, and each incident's, in the file's order."""
    coded = {name: said.coded(column) for name, column in VERDICT_FACETS.items()} if said is not None else {}
    for name in INCIDENT_FACETS:
        if name in table.frame.columns:
            codes, values = table.coded(name)
            coded[name] = codes[order], values
    found = {}
    for name, (codes, values) in coded.items():
        seen = np.flatnonzero(np.bincount(codes, minlength=len(values)))
        if 1 < len(seen) <= FACET_MOST:
            place = np.zeros(len(values), dtype=np.uint8)
            place[seen] = np.arange(len(seen))
            found[name] = [values[nth] for nth in seen], place[codes]
    return found


def _incident_share(
    table: Columns, order: Index, code: morton.Codes, marks: Marks, raw: dict[str, Texts], facets: Facets
) -> Share:
    """Cells that a card needs; positions as what the mark's cell lacks to the fifth decimal of a degree."""
    share = Share()
    known = {*COUNTED, "uncertainty_m", "lon", "lat", "geometry", *(name for name in INCIDENT_FACETS if name in facets)}
    for name in table.names:
        if name not in known:
            share.add_text(name, raw[name] if name in raw else table.texts(name), order)
    middles = morton.positions(code)
    for name, middle, mark in zip(("lon", "lat"), middles, (marks.lon, marks.lat), strict=True):
        base = np.where(np.isnan(mark), 0.0, np.rint(middle * 1e5))
        share.add_whole(name, (np.rint(table.numbers(name) * 1e5) - base)[order])
    share.add_code("on_ring", marks.on_ring[order])
    doubt = table.numbers("uncertainty_m")[order]
    share.add_whole("uncertainty_m", np.rint(np.where(doubt < FAR_M, doubt, np.nan) * 1000), 1000)
    share.add_whole("uncertainty_km", np.rint(np.where(doubt < FAR_M, np.nan, doubt) / 1000))
    for name in COUNTED:
        share.add_rough(name, table.numbers(name)[order])
    return share


def _verdict_share(said: Told | None, table: Columns) -> Share:
    share = Share()
    if said is None:
        return share
    columns, rows = said.columns, said.rows
    share.add_code("verdict", said.ranks)
    for name in ("zone_id", "basis", "temporal", "applies", "reason", "stated", "trace", "flips"):
        share.add_text(name, columns.texts(name), rows)
    for name in ("p_inside", "p_literal", "p_low", "p_high"):
        share.add_chance(name, columns.numbers(name)[rows])
    per = _per_metre(table.numbers("uncertainty_m"))
    share.add_whole("distance_m", np.rint(columns.numbers("distance_m")[rows] * per), per)
    share.add_code("stable", _stable(columns)[rows])
    return share


def _per_metre(doubt_m: Degrees) -> int:
    """How finely distances are kept: 1, 10 or 100 to the metre, the finer the smaller the least doubt.

    >>> [_per_metre(np.array([doubt, 25e3])) for doubt in (1609.0, 30.0, 0.5)], _per_metre(np.array([np.nan]))
    ([1, 10, 100], 1)
    """
    known = doubt_m[doubt_m > 0]
    least = float(known.min()) if len(known) else math.inf
    return 1 if least >= 100 else 10 if least >= 10 else 100


def _stable(columns: Columns) -> Codes:
    """1 and 0 for true and false, 2 where nothing is said."""
    if "stable" not in columns.frame.columns:
        return np.full(len(columns), 2, dtype=np.uint8)
    values = columns.frame["stable"]
    if values.dtype == bool:
        return values.to_numpy().astype(np.uint8)
    codes, distinct = pd.factorize(values)
    return np.array([*(int(bool(one)) if str(one) else 2 for one in distinct.tolist()), 2], dtype=np.uint8)[codes]


def _tally(table: Columns, said: Told | None, held: Held) -> Tally:
    claims, names = table.coded("claim_status")
    dated = held.first != UNDATED
    stated = 0
    if said is not None:
        basis, values = said.coded("basis")
        stated = int(np.count_nonzero(np.array([one == "stated" for one in values])[basis] & (held.verdict == 0)))
    return Tally(
        total=len(table),
        verdicts=dict(zip(VERDICTS, np.bincount(held.verdict, minlength=len(VERDICTS)).tolist(), strict=True)),
        claims=dict(zip(names, np.bincount(claims, minlength=len(names)).tolist(), strict=True)),
        stated_inside=stated,
        first=iso(int(held.first[dated].min())) if dated.any() else "",
        last=iso(int(held.last[dated].max())) if dated.any() else "",
    )


def _headers(incidents: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What a quote shows of its report, by the report's id."""
    keys = ("title", "publisher", "published", "url", "archive_url")
    return {name: {key: text(one.get(key)) for key in keys} for name, one in report_headers(incidents).items()}


def _profiles(table: Columns) -> set[str]:
    """The profiles that places were read with; one in a thousand distinct places tells them."""
    _, distinct = table.coded("location")
    return {text(mapping(one).get("profile", "")) for one in distinct}
