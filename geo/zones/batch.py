"""Containment of whole tables: what rows share is found once, and numbers are computed side by side.

Rows that the definition (`geo.zones.containment`) cannot tell apart are one class; it is asked about one row of each,
and the answer holds for all. Two rows in words are of one class when every cell that the definition reads is equal.
Coordinates differ in every row: their distances and probabilities are computed for all of them, and what is left to be
asked is what follows from the cells they share, the side they are on, and the two numbers as a sentence says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.frames import CONTAINMENT, INCIDENTS, ZONES, check, records
from geo.progress import track
from geo.shapes import Shape
from geo.units import say_length
from geo.values import Zone
from geo.zones.conditions import ABOUT
from geo.zones.containment import UNREAD, judge, row_of
from geo.zones.many import points_inside, regions_inside
from geo.zones.placed import Chances, Placed
from geo.zones.reasons import say_p
from geo.zones.rules import Rules
from geo.zones.validity import hangs_on_place, relation
from geo.zones.wording import unit_of

if TYPE_CHECKING:
    import pandas as pd

_Array = NDArray[np.float64]
_Codes = NDArray[np.int64]

_BLOCK: Final = 65_536
"""Pairs of an incident and a zone that are worked on together: what bounds the memory beside the answer."""
_CELLS: Final = (
    "place_text", "date_start", "date_end", "time_text", "unlocated_reason", "location", "zone_statements",
)  # fmt: skip
"""What the definition reads of a row beside its numbers and the columns of conditions."""


def contain(incidents: pd.DataFrame, zones: pd.DataFrame, *, rules: Rules | None = None) -> pd.DataFrame:
    """CONTAINMENT of located INCIDENTS against built ZONES: one row per pair, incidents in order, zones within.

    incidents, zones: tables after geo.frames. The answer is that of `geo.zones.containment.by_rows`, verdicts
    and sentences letter by letter; probabilities in discs and rings within 2e-5, everything else exactly. Raises
    TableError where a table breaks its contract.
    """
    import pandas as pd

    found = list(iter_contain(incidents, zones, rules=rules))
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


def iter_contain(incidents: pd.DataFrame, zones: pd.DataFrame, *, rules: Rules | None = None) -> Iterator[pd.DataFrame]:
    """The rows of `contain` in their order, some ten thousand at a time; at least one frame, which may be empty."""
    check(incidents, INCIDENTS, what="the incidents table")
    check(zones, ZONES, what="the zones table")
    built = [Zone.of(row) for row in records(zones.drop(columns="geometry", errors="ignore"))]
    rules = rules or Rules.default()
    groups: dict[str, list[int]] = {}
    for index, zone in enumerate(built):
        groups.setdefault(zone.group or zone.id, []).append(index)
    step = max(1, _BLOCK // max(1, len(built)))
    table = incidents.drop(columns=UNREAD, errors="ignore")
    for start in range(0, max(1, len(table)), step):
        block = _Block(table.iloc[start : start + step], built, rules)
        for group in groups.values():
            block.judge(group)
        yield block.frame()


@dataclass(slots=True)
class _Measured:
    """Coordinates against one zone, shape (points,) each."""

    p: _Array
    gap_m: _Array
    gap_doubt_m: _Array
    options: list[_Array]
    """p in each of the zone's alternatives that is a shape."""
    spatial: _Codes

    def low(self) -> _Array:
        """The lowest p over all readings."""
        return np.asarray(np.minimum.reduce([self.p, *self.options]))

    def high(self) -> _Array:
        """The highest."""
        return np.asarray(np.maximum.reduce([self.p, *self.options]))


@dataclass(slots=True)
class _Block:
    """Some incidents against all zones, and the columns of CONTAINMENT they fill, shape (incidents, zones) each."""

    table: pd.DataFrame
    zones: Sequence[Zone]
    rules: Rules
    columns: dict[str, NDArray[Any]] = field(init=False)
    numbers: tuple[_Array, _Array, _Array] = field(init=False)
    """lon, lat and uncertainty_m of the points."""
    points: NDArray[np.intp] = field(init=False)
    """Rows that are coordinates."""
    others: NDArray[np.intp] = field(init=False)
    """Rows in words, and those without a place."""
    cells: _Codes = field(init=False)
    """Equal where all cells that count are."""

    def __post_init__(self) -> None:
        shape = len(self.table), len(self.zones)
        dtypes = {"number": np.float64, "flag": np.bool_}
        self.columns = {one.name: np.empty(shape, dtypes.get(one.kind, object)) for one in CONTAINMENT}
        self.columns["incident_id"][:] = self.table["id"].to_numpy(object)[:, None]
        self.columns["zone_id"][:] = np.array([zone.id for zone in self.zones], dtype=object)
        names = ("lon", "lat", "uncertainty_m")
        lon, lat, doubt = (self.table[name].to_numpy(np.float64, na_value=np.nan) for name in names)
        placed = np.isfinite(lon) & np.isfinite(lat)
        sharp = placed & np.array([not text for text in self.table["location"]], dtype=bool)
        self.points, self.others = np.flatnonzero(sharp), np.flatnonzero(~sharp)
        self.numbers = lon[self.points], lat[self.points], doubt[self.points]
        if not (self.numbers[2] > 0.0).all():  # the definition refuses it, and says so
            Placed.of(records(self.table.iloc[self.points[~(self.numbers[2] > 0.0)][:1]])[0])
        judged = [name for name in ABOUT if name in self.table.columns and any(z.applies_to for z in self.zones)]
        texts = ([str(value or "") for value in self.table[name]] for name in judged)
        # words that sound like the sentence itself must not be mistaken for it
        alike = (("from the edge (prob" in text) * (at + 1) for at, text in enumerate(self.table["place_text"]))
        self.cells = codes([placed, [*alike], *(self.table[name].to_numpy(object) for name in _CELLS), *texts])

    def frame(self) -> pd.DataFrame:
        """The rows of CONTAINMENT."""
        import pandas as pd

        flat = {name: pd.Series(values.ravel(), dtype=values.dtype) for name, values in self.columns.items()}
        return pd.DataFrame(flat)

    def judge(self, group: Sequence[int]) -> None:
        """Fill the columns of zones that share a group: what one of them says may hang on the others."""
        zones = [self.zones[index] for index in group]
        measured = [self._measure(zone) for zone in zones]
        shared = [self.cells[self.points]]
        shared += [self._whens(zone) for zone in zones if hangs_on_place(zone)]
        shared += [one.spatial for one in measured if one]
        if any(zone.kind == "moving" for zone in zones):
            shared.append(np.arange(self.points.size))
        for at, index in enumerate(group):
            mine = measured[at]
            first, turn = _classes(codes([*shared, *(self._said(mine) if mine else ())]))
            chances = Chances()
            for rep in first if mine else ():
                self._tell(chances, rep, zones, measured)
            found = self._ask(self.points[first], zones, at, chances)
            self._fill(self.points, index, found, turn)
            if mine and found:
                lengths = zip(np.abs(mine.gap_m).tolist(), mine.gap_doubt_m.tolist(), strict=True)
                unit = unit_of(zones[at])
                gaps = [say_length(gap, unit, doubt_m=doubt) for gap, doubt in lengths]
                self._fill_gaps(index, gaps, found, first, turn)
                self._fill_numbers(index, mine, found, turn)
        self._judge_others(group, zones)

    def _measure(self, zone: Zone) -> _Measured | None:
        if zone.shape is None:
            return None
        p, gap, doubt = points_inside(zone.shape, *self.numbers, self.rules)
        options = [points_inside(shape, *self.numbers, self.rules)[0] for shape in _readings(zone)]
        return _Measured(p, gap, doubt, options, self._sides(p))

    def _sides(self, p: _Array) -> _Codes:
        """The side of each point, as `Rules.spatial` has it, coded."""
        inside, outside = p >= max(self.rules.inside), p <= min(self.rules.outside)
        return np.where(inside, 1, np.where(outside, 0, 2)).astype(np.int64)

    def _whens(self, zone: Zone) -> _Codes:
        """How each point's date stands to a zone whose times are those of a place, coded."""
        block = self.table.iloc[self.points]
        dates = zip(block["date_start"], block["date_end"], block["time_text"], self.numbers[0].tolist(), strict=True)
        whens = [relation(*one, zone) for one in dates]
        return codes([[f"{when.temporal} {when.why}" for when in whens]])

    def _said(self, mine: _Measured) -> Iterator[Any]:
        """What a sentence or a trace says of each point's numbers, but for the gap, which `_fill_gaps` puts in."""
        yield [say_p(p) for p in mine.p.tolist()]
        yield np.sign(mine.gap_m)
        yield from mine.options

    def _tell(self, chances: Chances, rep: int, zones: Sequence[Zone], measured: Sequence[_Measured | None]) -> None:
        """Hand what was measured of one point to the definition."""
        lon, lat, doubt = (float(values[rep]) for values in self.numbers)
        place = Placed.at_point(lon, lat, doubt)
        for zone, one in zip(zones, measured, strict=True):
            if one is not None and zone.shape is not None:
                p, gap = float(one.p[rep]), (float(one.gap_m[rep]), float(one.gap_doubt_m[rep]))
                chances.know(place, zone.shape, (p, p), gap)
                for shape, values in zip(_readings(zone), one.options, strict=True):
                    chances.know(place, shape, (float(values[rep]),) * 2)

    def _ask(self, rows: NDArray[np.intp], zones: Sequence[Zone], at: int, chances: Chances) -> list[dict[str, Any]]:
        """The definition's rows of one of `zones`, the one at `at`."""
        found = []
        for incident in track(records(self.table.iloc[rows]), "deciding"):
            place = Placed.of(incident)
            findings = judge(incident, place, zones, self.zones, self.rules, chances)
            found.append(row_of(incident, place, zones[at], findings[at]))
        return found

    def _fill(
        self, rows: NDArray[np.intp], index: int, found: Sequence[Mapping[str, Any]], turn: NDArray[np.intp]
    ) -> None:
        """Give every row what was found of its class."""
        for name, values in self.columns.items():
            if name not in ("incident_id", "zone_id") and found:
                values[rows, index] = np.array([one[name] for one in found], dtype=values.dtype)[turn]

    def _fill_gaps(
        self,
        index: int,
        gaps: Sequence[str],
        found: Sequence[Mapping[str, Any]],
        first: NDArray[np.intp],
        turn: NDArray[np.intp],
    ) -> None:
        """Put each point's own distance to the edge, in words, into what was found of its class."""
        said, which = _classes(codes([turn, list(gaps)]))
        for name in ("reason", "trace"):
            told = (
                found[turn[at]][name].replace(_clause(gaps[first[turn[at]]]), _clause(gaps[at])) for at in said.tolist()
            )
            self.columns[name][self.points, index] = np.array([*told], dtype=object)[which]

    def _fill_numbers(
        self, index: int, mine: _Measured, found: Sequence[Mapping[str, Any]], turn: NDArray[np.intp]
    ) -> None:
        """Give every point its own numbers, in its trace too."""
        low, high = mine.low(), mine.high()
        traces = self.columns["trace"]
        asked = np.array([one["p_inside"] for one in found], dtype=np.float64)
        for at in np.flatnonzero(asked[turn] != mine.p):
            rep, row_ = found[turn[at]], self.points[at]
            said = _numbers(*(rep[name] for name in ("p_inside", "p_low", "p_high")))
            true = _numbers(*(float(values[at]) for values in (mine.p, low, high)))
            traces[row_, index] = traces[row_, index].replace(said, true)
        own = {"p_inside": mine.p, "p_literal": mine.p, "p_low": low, "p_high": high, "distance_m": mine.gap_m}
        for name, values in own.items():
            self.columns[name][self.points, index] = values

    def _judge_others(self, group: Sequence[int], zones: Sequence[Zone]) -> None:
        """The rows in words, and those without a place."""
        if not self.others.size:
            return
        first, turn = _classes(self.cells[self.others])
        chances = Chances()
        self._tell_words(chances, records(self.table.iloc[self.others[first]]), zones)
        for at, index in enumerate(group):
            self._fill(self.others, index, self._ask(self.others[first], zones, at, chances), turn)

    def _tell_words(self, chances: Chances, incidents: Iterable[Mapping[str, Any]], zones: Sequence[Zone]) -> None:
        """Hand the definition the probabilities of all these places, computed together."""
        placed = {place.key: place for place in map(Placed.of, incidents) if place}
        read = {one.key: one for place in placed.values() for one in map(place.read_as, place.readings)}
        for zone in zones:
            if zone.shape is None:
                continue
            _together(chances, [*placed.values(), *read.values()], zone.shape, self.rules)
            for shape in _readings(zone):
                _together(chances, list(placed.values()), shape, self.rules)


def _together(chances: Chances, places: Sequence[Placed], shape: Shape, rules: Rules) -> None:
    if places:
        literal = regions_inside([place.literal for place in places], shape, rules).tolist()
        robust = regions_inside([place.robust for place in places], shape, rules).tolist()
        for place, *pair in zip(places, literal, robust, strict=True):
            chances.know(place, shape, (pair[0], pair[1]))


def _readings(zone: Zone) -> list[Shape]:
    """The shapes of a zone's alternatives."""
    shapes = (zone.read_as(option).shape for option in zone.alternatives)
    return [shape for shape in shapes if shape is not None]


def _clause(gap: str) -> str:
    """How a sentence says a distance to the edge."""
    return f", some {gap} from the edge (prob"


def _numbers(p: float, low: float, high: float) -> str:
    """The probabilities of a point as its trace holds them."""
    return f'"p_inside": {p!r}, "p_literal": {p!r}, "p_low": {low!r}, "p_high": {high!r}'


def codes(columns: Iterable[Any]) -> _Codes:
    """A number for each row, equal for rows that are equal in all columns; each a sequence of the same length."""
    import pandas as pd

    total: _Codes | None = None
    for column in columns:
        values = np.asarray(column, dtype=object) if isinstance(column, list) else column
        found, uniques = pd.factorize(values, use_na_sentinel=False)
        if total is None:
            total = found.astype(np.int64)
        elif len(uniques) > 1:
            total = pd.factorize(total * len(uniques) + found)[0].astype(np.int64)
    assert total is not None
    return total


def _classes(key: _Codes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first row of each class, and for each row the number of its class."""
    _, first, turn = np.unique(key, return_index=True, return_inverse=True)
    return first, turn
