"""Points and what is found of them, by whole columns: what `bulk` takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.frames import INCIDENTS, conform
from geo.values import Zone
from geo.zones.rules import verdict

SPATIAL: Final = ("inside", "outside", "indeterminate", "unlocated")
TEMPORAL: Final = ("in_force", "before", "after", "disputed", "undated")
APPLIES: Final = ("yes", "no", "unknown")
VERDICT: Final = (*SPATIAL, "not_in_force")
VERDICTS: Final = np.array(
    [[[VERDICT.index(verdict(s, t, a)) for a in APPLIES] for t in TEMPORAL] for s in SPATIAL], dtype=np.uint8
)
NO_FLIP: Final = "[]"

Codes = NDArray[np.uint8]
Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: for each row the number of its text."""

    codes: NDArray[Any]
    values: Sequence[str]

    @classmethod
    def same(cls, text: str, n: int) -> Coded:
        """One text in every row."""
        return cls(np.zeros(n, dtype=np.int32), [text])


@dataclass(frozen=True, slots=True)
class Points:
    """Incidents that are points, column by column, shape (n,) each."""

    lon: Array
    """Degrees east; NaN = unlocated."""
    lat: Array
    doubt_m: Array
    """Radius that holds 90%, metres, > 0."""
    start: Coded
    """ISO days, "" = undated."""
    end: Coded
    time: Coded
    """Time of day as written, "" = none."""
    about: Mapping[str, Coded] = field(default_factory=dict)
    """What conditions ask (`conditions.ABOUT`), where the table has it."""
    whole: bool = False
    """Whether every point is known to be located."""

    def __len__(self) -> int:
        """How many."""
        return self.lon.size

    def pairs(self) -> tuple[NDArray[Any], list[int]]:
        """For each point the number of its dates and time, and these: (start * ends + end) * times + time."""
        ends, times = len(self.end.values), len(self.time.values)
        if ends * times == 1:
            return self.start.codes, list(range(len(self.start.values)))
        if self.end.codes is self.start.codes and times == 1:  # one day, or what stands in one cell
            return self.start.codes, [one * ends + one for one in range(ends)]
        key = (self.start.codes.astype(np.int64) * ends + self.end.codes) * times + self.time.codes
        codes, distinct = pd.factorize(key)
        return codes, distinct.tolist()

    def days(self, key: int, many: tuple[int, int]) -> tuple[str, str, str]:
        """First day, last day and time of a number of `pairs`; many: how many ends and times there are."""
        pair, time = divmod(key, many[1])
        start, end = divmod(pair, many[0])
        return self.start.values[start], self.end.values[end], self.time.values[time]

    def frame(self) -> pd.DataFrame:
        """The points as INCIDENTS."""

        def texts(column: Coded) -> list[str]:
            return [column.values[int(code)] for code in column.codes]

        frame = {
            "id": [str(number) for number in range(len(self))], "lon": self.lon, "lat": self.lat,
            "uncertainty_m": self.doubt_m, "date_start": texts(self.start), "date_end": texts(self.end),
            "time_text": texts(self.time), **{name: texts(column) for name, column in self.about.items()},
        }  # fmt: skip
        return conform(pd.DataFrame(frame), INCIDENTS)


@dataclass(slots=True)
class Verdicts:
    """What is found of points against one zone, shape (n,) each; codes are places in the constants above."""

    zone: Zone
    spatial: Codes
    temporal: Codes
    applies: Codes
    verdict: Codes
    p: Array
    p_low: Array
    p_high: Array
    distance_m: Array
    flips: Coded
    """JSON, as CONTAINMENT has it."""
    reason: Coded

    @property
    def stable(self) -> Flags:
        """No stated alternative changes the verdict."""
        steady = np.array([text == NO_FLIP for text in self.flips.values])
        return np.asarray(steady[self.flips.codes])
