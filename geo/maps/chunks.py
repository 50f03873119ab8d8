"""The texts of very many incidents, a thousand to a chunk, by column; the page opens a chunk when it needs one."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.maps.blocks import deflated, planes
from geo.maps.columns import Texts, constant

CHUNK: Final = 1_000
"""Incidents whose texts are opened together: a few milliseconds' work for the page."""
NOTHING: Final = -(2**31)
"""An absent number among whole ones of four bytes."""
NO_SHARE: Final = 65_535
"""An absent number among ten-thousandths, which take two bytes."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers: the page divides by `per`; NaN, NOTHING or NO_SHARE is absent."""

    name: str
    values: NDArray[Any]
    per: int = 1

    def described(self) -> dict[str, Any]:
        """What the page needs to read it."""
        kind = self.values.dtype
        return {"name": self.name, "type": f"{kind.kind}{kind.itemsize}", "per": self.per}


@dataclass(slots=True)
class Share:
    """What the chunks hold of one table: texts and numbers by row, and what is the same in every row."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[Numbers] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)

    def add_text(self, name: str, values: Texts, order: NDArray[np.intp]) -> None:
        """A column of texts, put in order, or the one text that every row has."""
        one = constant(values)
        if one is None:
            self.texts[name] = values[order].tolist()
        elif one:
            self.same[name] = one

    def add_whole(self, name: str, values: NDArray[np.float64], per: int = 1) -> None:
        """A column of whole numbers, NaN where there is none; `per` of them make a unit."""
        told = np.where(np.isnan(values), NOTHING, np.nan_to_num(values))
        self._add(name, told.astype(np.int32), per, NOTHING)

    def add_chance(self, name: str, values: NDArray[np.float64]) -> None:
        """A column of probabilities, to four digits, NaN where there is none."""
        told = np.where(np.isnan(values), NO_SHARE, np.rint(np.clip(np.nan_to_num(values), 0.0, 1.0) * 1e4))
        self._add(name, told.astype(np.uint16), 10_000, NO_SHARE)

    def add_rough(self, name: str, values: NDArray[np.float64]) -> None:
        """A column of numbers to seven digits, NaN where there is none."""
        self._add(name, values.astype(np.float32), 1, np.nan)

    def add_code(self, name: str, values: NDArray[np.uint8]) -> None:
        """A column of small whole numbers, none absent."""
        self._add(name, values, 1, None)

    def _add(self, name: str, values: NDArray[Any], per: int, absent: Any) -> None:
        gone = np.isnan(values) if values.dtype.kind == "f" else values == absent
        if not np.all(gone):
            self.numbers.append(Numbers(name, values, per))

    def described(self) -> dict[str, Any]:
        """What the page needs to read it."""
        return {"same": self.same, "numbers": [one.described() for one in self.numbers]}


def chunks(incident: Share, verdict: Share, starts: NDArray[np.intp]) -> Iterator[str]:
    """Each chunk, deflated and armoured: the length of its JSON, JSON of the texts by column, columns of numbers.

    The verdicts of incident i are the rows from starts[i] to starts[i + 1] of `verdict`.
    """
    for begin in range(0, len(starts) - 1, CHUNK):
        end = min(begin + CHUNK, len(starts) - 1)
        low, high = int(starts[begin]), int(starts[end])
        many = np.diff(starts[begin : end + 1])
        written = _utf8({
            "told": [] if (many == 1).all() else many.tolist(),
            "incident": {name: values[begin:end] for name, values in incident.texts.items()},
            "verdict": {name: values[low:high] for name, values in verdict.texts.items()},
        })  # fmt: skip
        parts = [struct.pack("<I", len(written)), written]
        parts += [planes(one.values[begin:end]) for one in incident.numbers]
        parts += [planes(one.values[low:high]) for one in verdict.numbers]
        yield deflated(parts)


def _utf8(texts: Mapping[str, Any]) -> bytes:
    """JSON; half a surrogate pair, which UTF-8 cannot hold, as an escape."""
    try:
        return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(texts, separators=(",", ":")).encode("ascii")
