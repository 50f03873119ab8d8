"""Containment of very many points by whole columns; `containment` is the definition, and decides the same.

What differs: there are no traces, a reason gives its distance to two digits and no date of its own, and distances are
within 0.1 m. Verdicts are the definition's: a point nearer to an edge than its doubt can tell is asked exactly.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.frames import dump_json
from geo.geodesy import DistanceField, within
from geo.regions import p_in, point, points_in_disc
from geo.shapes import Clip, Disc, Shape
from geo.values import Zone
from geo.zones.conditions import ABOUT, Conditions
from geo.zones.containment import by_rows
from geo.zones.finding import Finding, Flip
from geo.zones.placed import FAR
from geo.zones.points import (
    APPLIES,
    NO_FLIP,
    SPATIAL,
    TEMPORAL,
    VERDICT,
    VERDICTS,
    Array,
    Coded,
    Codes,
    Flags,
    Points,
    Verdicts,
)
from geo.zones.reasons import reason
from geo.zones.rules import Rules
from geo.zones.validity import hangs_on_place, in_general

_SLACK_M: Final = 0.2
"""Twice what a `DistanceField` may be off."""
_CLOSE: Final = 1e-4
"""A probability this near to a bar is computed once more, by the region itself."""

_Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Table:
    """How each of some days stands to a zone, kept from one batch to the next."""

    start: Sequence[str]
    end: Sequence[str]
    time: str
    codes: _Index
    clauses: list[tuple[str, str]]

    def of(self, points: Points) -> bool:
        """Whether it is of the very days that these points have."""
        same = points.start.values is self.start and points.end.values is self.end
        return same and points.end.codes is points.start.codes and list(points.time.values) == [self.time]


class Bulk:
    """Zones, ready to be asked about batch after batch of points."""

    def __init__(self, zones: Sequence[Zone], rules: Rules | None = None) -> None:
        """Zones as they are built."""
        self.zones, self.rules = list(zones), rules or Rules.default()
        self._conditions = [Conditions.of(zone.applies_to) for zone in zones]
        self._fields: dict[Disc, DistanceField] = {}
        self._said: dict[tuple[Any, ...], str] = {}
        self._when: dict[tuple[str, ...], tuple[str, str]] = {}
        self._tables: dict[str, _Table] = {}

    @property
    def about(self) -> tuple[str, ...]:
        """The columns that the zones' conditions ask for."""
        return ABOUT if any(zone.applies_to for zone in self.zones) else ()

    def verdicts(self, points: Points) -> Iterator[Verdicts]:
        """Zone by zone."""
        for zone, condition in zip(self.zones, self._conditions, strict=True):
            yield self._rows(points, zone) if zone.kind == "moving" else self._columns(points, zone, condition)

    def counts(self, points: Points) -> Iterator[tuple[Zone, _Index]]:
        """Zone by zone how many of each of VERDICT, for which most points need no distance."""
        for zone, condition in zip(self.zones, self._conditions, strict=True):
            if zone.shape is None:
                found = self._rows(points, zone) if zone.kind == "moving" else self._columns(points, zone, condition)
                yield zone, np.bincount(found.verdict, minlength=len(VERDICT))
                continue
            when, clauses = self._temporal(points, zone)
            whom, bindings = _applies(points, condition)
            some, spatial = self._not_far(points, zone.shape)
            pairs = [(TEMPORAL.index(kind), APPLIES.index(one.applies)) for kind, _ in clauses for one in bindings]
            sides = np.array(pairs, dtype=np.intp).reshape(-1, 2)
            side = when if len(bindings) == 1 else when * len(bindings) + whom
            near = np.bincount(spatial * len(sides) + side[some], minlength=len(SPATIAL) * len(sides))
            near = near.reshape(len(SPATIAL), len(sides))
            near[SPATIAL.index("outside")] += np.bincount(side, minlength=len(sides)) - near.sum(axis=0)
            verdicts = VERDICTS[:, sides[:, 0], sides[:, 1]]
            yield zone, np.bincount(verdicts.ravel(), weights=near.ravel(), minlength=len(VERDICT)).astype(np.intp)

    def _not_far(self, points: Points, shape: Shape) -> tuple[_Index, _Index]:
        """Points that may not be outside, and where they are as places in SPATIAL.

        Of a disc first by two others: one that no doubt reaches into from outside, one that none reaches out of.
        """
        margin = FAR * float(points.doubt_m.max(initial=0.0)) + _SLACK_M
        if not (points.whole and isinstance(shape, Disc) and 2.0 * margin < shape.radius_m < 1e7):
            here = np.isfinite(points.lon) & np.isfinite(points.lat)
            return np.arange(here.size), self._spatial(self._chance(points, here, shape), here).astype(np.intp)
        centre = shape.lon, shape.lat
        some = np.flatnonzero(within(points.lon, points.lat, *centre, shape.radius_m + margin))
        lon, lat = points.lon[some], points.lat[some]
        p = within(lon, lat, *centre, shape.radius_m - margin).astype(np.float64)
        open_ = np.flatnonzero(p == 0.0)
        p[open_] = self._p(lon[open_], lat[open_], points.doubt_m[some[open_]], shape)
        return some, self._spatial(p, np.ones(some.size, dtype=np.bool_)).astype(np.intp)

    def _columns(self, points: Points, zone: Zone, condition: Conditions) -> Verdicts:
        n = len(points)
        when, clauses = self._temporal(points, zone)
        whom, bindings = _applies(points, condition)
        temporal = np.array([TEMPORAL.index(kind) for kind, _ in clauses], dtype=np.uint8)[when]
        applies = np.array([APPLIES.index(one.applies) for one in bindings], dtype=np.uint8)[whom]
        here = np.isfinite(points.lon) & np.isfinite(points.lat)
        if zone.shape is None:
            p = gap = np.full(n, np.nan)
            spatial = np.where(here, SPATIAL.index("indeterminate"), SPATIAL.index("unlocated")).astype(np.uint8)
            low = high = p
            flips = Coded.same(NO_FLIP, n)
        else:
            p, gap = self._chances(points, here, zone.shape)
            spatial = self._spatial(p, here)
            low, high, flips = self._other_readings(points, here, zone, p, (spatial, temporal, applies))
        table = Verdicts(zone, spatial, temporal, applies, VERDICTS[spatial, temporal, applies], p, low, high, gap,
                         flips, Coded.same("", n))  # fmt: skip
        table.reason = self._reasons(table, when, clauses, whom, [one.why for one in bindings])
        return table

    def _temporal(self, points: Points, zone: Zone) -> tuple[NDArray[Any], list[tuple[str, str]]]:
        """For each point the number of how its date stands to the zone; and these, each with a clause."""
        held = self._tables.get(zone.id)
        if held is not None and held.of(points):
            return held.codes[points.start.codes], held.clauses
        many = (len(points.end.values), len(points.time.values))
        key, distinct = points.pairs()
        known: dict[tuple[str, str], int] = {}
        table = np.empty(len(distinct), dtype=np.intp)
        open_: list[int] = []
        for at, one in enumerate(distinct):
            days = points.days(one, many)
            found = self._when.get((zone.id, *days))
            if found is None:
                found = self._when[(zone.id, *days)] = in_general(*days, math.nan, zone)
            table[at] = known.setdefault(found, len(known))
            if found[0] == "disputed" and hangs_on_place(zone):
                open_.append(at)
        if key is points.start.codes and not open_ and many[1] == 1:
            self._tables[zone.id] = _Table(
                points.start.values, points.end.values, points.time.values[0], table, list(known)
            )
        codes = table[key]
        for at in np.flatnonzero(np.isin(key, open_)).tolist() if open_ else ():  # where it was says what its clock was
            days = points.days(distinct[int(key[at])], many)
            codes[at] = known.setdefault(in_general(*days, float(points.lon[at]), zone), len(known))
        return codes, list(known)

    def _chances(self, points: Points, here: Flags, shape: Shape) -> tuple[Array, Array]:
        """Probability of lying inside, and signed distance to the edge; NaN for what is not located."""
        every = bool(here.all())
        lon, lat, doubt = (
            part if every else np.ascontiguousarray(part[here]) for part in (points.lon, points.lat, points.doubt_m)
        )
        gap, slack = self._gap(lon, lat, shape)
        p = (gap < 0).astype(np.float64)
        near = np.flatnonzero(np.abs(gap) <= FAR * doubt + slack)
        if near.size:
            if slack:
                gap[near] = shape.gap_m(lon[near], lat[near])
            p[near] = gap[near] < 0
            near = near[np.abs(gap[near]) <= FAR * doubt[near]]
            p[near] = self._unsure(lon[near], lat[near], doubt[near], shape)
        if every:
            return p, gap
        whole = np.full((2, here.size), np.nan)
        whole[0, here], whole[1, here] = p, gap
        return whole[0], whole[1]

    def _chance(self, points: Points, here: Flags, shape: Shape) -> Array:
        """Probability alone, for which most points need no distance to a composed shape; NaN for the unlocated."""
        at = np.flatnonzero(here)
        p = np.full(here.size, np.nan)
        p[at] = self._p(points.lon[at], points.lat[at], points.doubt_m[at], shape)
        return p

    def _p(self, lon: Array, lat: Array, doubt: Array, shape: Shape) -> Array:
        side = self._side(lon, lat, doubt, shape)
        p = (side > 0).astype(np.float64)
        open_ = np.flatnonzero(side == 0)
        if isinstance(shape, Clip) and len(shape.within) == 1 and open_.size:
            # well within the one, only the other's edge is near
            for one, other in ((shape.shape, shape.within[0]), (shape.within[0], shape.shape)):
                deep = self._side(lon[open_], lat[open_], doubt[open_], one) > 0
                at, open_ = open_[deep], open_[~deep]
                p[at] = self._p(lon[at], lat[at], doubt[at], other)
        p[open_] = self._unsure(lon[open_], lat[open_], doubt[open_], shape)
        return p

    def _side(self, lon: Array, lat: Array, doubt: Array, shape: Shape) -> NDArray[np.int8]:
        """1 for surely inside, -1 for surely outside, 0 where a point is nearer to the edge than its doubt can tell."""
        if isinstance(shape, Clip):
            side = self._side(lon, lat, doubt, shape.shape)
            some = np.flatnonzero(side >= 0)  # outside the first is outside, whatever it is clipped to
            clips = [self._side(lon[some], lat[some], doubt[some], one) for one in shape.within]
            side[some] = np.minimum(side[some], np.max(clips, axis=0))
            return side
        gap, slack = self._gap(lon, lat, shape)
        near = np.flatnonzero(np.abs(gap) <= FAR * doubt + slack)
        if slack:
            gap[near] = shape.gap_m(lon[near], lat[near])
        return np.where(np.abs(gap) <= FAR * doubt, 0, np.where(gap < 0, 1, -1)).astype(np.int8)

    def _gap(self, lon: Array, lat: Array, shape: Shape) -> tuple[Array, float]:
        """Signed distance to the edge, and how far that may be off, metres."""
        if not isinstance(shape, Disc):
            return shape.gap_m(lon, lat), 0.0
        known = self._fields.setdefault(shape, DistanceField(shape.lon, shape.lat))
        gap = known.metres(lon, lat)
        gap -= shape.radius_m
        return gap, _SLACK_M

    def _unsure(self, lon: Array, lat: Array, doubt: Array, shape: Shape) -> Array:
        if isinstance(shape, Disc):
            p = points_in_disc(lon, lat, doubt, shape.lon, shape.lat, shape.radius_m)
            again = np.flatnonzero(self._is_close(p))
        else:
            p, again = np.empty(lon.size), np.arange(lon.size)
        for at in again.tolist():
            p[at] = p_in(point(float(lon[at]), float(lat[at]), float(doubt[at])), shape)
        return p

    def _is_close(self, p: Array) -> Flags:
        bars = np.array([*self.rules.inside, *self.rules.outside])
        return np.asarray((np.abs(p[:, None] - bars) < _CLOSE).any(axis=1))

    def _spatial(self, p: Array, here: Flags) -> Codes:
        inside, outside = max(self.rules.inside), min(self.rules.outside)
        out = np.full(p.shape, SPATIAL.index("indeterminate"), dtype=np.uint8)
        out[p >= inside] = SPATIAL.index("inside")
        out[p <= outside] = SPATIAL.index("outside")
        out[~here] = SPATIAL.index("unlocated")
        return out

    def _other_readings(
        self, points: Points, here: Flags, zone: Zone, p: Array, found: tuple[Codes, Codes, Codes]
    ) -> tuple[Array, Array, Coded]:
        """Lowest and highest probability over the zone's stated alternatives, and those that change the verdict."""
        n, (spatial, temporal, applies) = len(points), found
        read = [(option, shape) for option in zone.alternatives if (shape := zone.read_as(option).shape) is not None]
        if not read:
            return p, p, Coded.same(NO_FLIP, n)
        low, high = p.copy(), p.copy()
        mine, changed, other = VERDICTS[spatial, temporal, applies], np.zeros(n, dtype=np.bool_), []
        for option, shape in read:
            chance = self._chance(points, here, shape)
            np.fmin(low, chance, out=low)
            np.fmax(high, chance, out=high)
            theirs = VERDICTS[self._spatial(chance, here), temporal, applies]
            differs = theirs != mine
            changed |= differs
            other.append((option, chance, theirs, differs))
        codes, values = np.zeros(n, dtype=np.int32), {NO_FLIP: 0}
        for at in np.flatnonzero(changed).tolist():
            flips = [
                Flip(option.field, option.value, VERDICT[theirs[at]], float(chance[at]), True).as_dict()
                for option, chance, theirs, differs in other
                if differs[at]
            ]
            codes[at] = values.setdefault(dump_json(flips), len(values))
        return low, high, Coded(codes, list(values))

    def _reasons(
        self, table: Verdicts, when: NDArray[Any], clauses: list[tuple[str, str]], whom: NDArray[Any], why: list[str]
    ) -> Coded:
        """One sentence for all points that differ in nothing that it says."""
        bins = np.abs(table.distance_m).astype(np.float32).view(np.int32) >> 20  # an eighth of a doubling each
        share = np.rint(np.nan_to_num(table.p, nan=-1.0) * 200.0).astype(np.int32) + 200
        share[(table.p > 0.0) & (table.p <= 0.005)] = 401
        share[(table.p >= 0.995) & (table.p < 1.0)] = 402
        key = bins.astype(np.int64)
        parts: list[tuple[NDArray[Any], int]] = [
            (share, 403), (table.distance_m > 0, 2), (table.spatial, 4), (when, len(clauses)), (whom, len(why)),
            (table.flips.codes, len(table.flips.values)),
        ]  # fmt: skip
        for codes, many in parts:
            if many > 1:
                key *= many
                key += codes
        codes, distinct = pd.factorize(key)
        first = _firsts(codes, len(distinct))
        said = [self._sentence(table, int(at), clauses[when[at]], why[whom[at]]) for at in first]
        return Coded(codes.astype(np.int32), said)

    def _sentence(self, table: Verdicts, at: int, clause: tuple[str, str], why: str) -> str:
        bin_ = int(np.abs(np.float32(table.distance_m[at])).view(np.int32)) >> 20
        low, high = (float(np.int32(one << 20).view(np.float32)) for one in (bin_, bin_ + 1))
        known = math.isfinite(low) and math.isfinite(high)
        p, flips = float(table.p[at]), table.flips.values[int(table.flips.codes[at])]
        shown = 1.0 if p == 1.0 else 0.0 if p == 0.0 else p
        key = (table.zone.id, bin_, f"{shown:.2f}", 0 < p < 1, bool(table.distance_m[at] > 0), int(table.spatial[at]),
               clause, why, flips)  # fmt: skip
        if key not in self._said:
            temporal, open_date = clause
            finding = Finding(
                unlocated_reason="no usable coordinates",
                verdict=VERDICT[table.verdict[at]],
                spatial=SPATIAL[table.spatial[at]],
                temporal=temporal,
                when=open_date,
                applies=APPLIES[table.applies[at]],
                binding=why,
                p_inside=p,
                p_literal=p,
                distance_m=math.copysign((low + high) / 2.0, float(table.distance_m[at])) if known else math.nan,
                gap_doubt_m=(high - low) / 2.0 if known else 0.0,
                open_course="" if table.zone.shape is not None else "the course of the zone is not known",
                flips=[Flip(**one) for one in _loaded(flips)],
            )
            self._said[key] = reason(finding, table.zone)
        return self._said[key]

    def _rows(self, points: Points, zone: Zone) -> Verdicts:
        """Against a zone that moves: row by row."""
        frame = points.frame()
        rows = list(by_rows(frame, [zone], self.rules))
        column = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}

        def coded(name: str, of: Sequence[str]) -> Codes:
            return np.array([of.index(one) for one in column.get(name, [])], dtype=np.uint8)

        def numbers(name: str) -> Array:
            return np.array(column.get(name, []), dtype=np.float64)

        def texts(name: str) -> Coded:
            codes, distinct = pd.factorize(np.array([*column.get(name, []), None], dtype=object)[:-1])
            return Coded(codes.astype(np.int32), [str(one) for one in distinct])

        return Verdicts(
            zone, coded("spatial", SPATIAL), coded("temporal", TEMPORAL), coded("applies", APPLIES),
            coded("verdict", VERDICT), numbers("p_inside"), numbers("p_low"), numbers("p_high"), numbers("distance_m"),
            texts("flips"), texts("reason"),
        )  # fmt: skip


def _firsts(codes: NDArray[Any], many: int) -> _Index:
    """The first row of each code."""
    first = np.empty(many, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of several, the last that is written stays
    return first


def _loaded(flips: str) -> list[dict[str, Any]]:
    return list(json.loads(flips))


def _applies(points: Points, condition: Conditions) -> tuple[NDArray[Any], list[Any]]:
    """For each point the number of a judgement, and the judgements."""
    n = len(points)
    if condition == Conditions() or not points.about:
        return np.zeros(n, dtype=np.int32), [condition.judge({})]
    key = np.zeros(n, dtype=np.int64)
    for column in points.about.values():
        key = pd.factorize(key * len(column.values) + column.codes)[0].astype(np.int64)
    codes, distinct = pd.factorize(key)
    first = _firsts(codes, len(distinct)).tolist()
    judged = [
        condition.judge({name: column.values[int(column.codes[at])] for name, column in points.about.items()})
        for at in first
    ]
    return codes, judged
