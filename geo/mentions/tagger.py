"""The tagger: a linear-chain conditional random field over the stretches in which a name may stand.

Labels: O no place, B and I the words of a place's name, D a demonym. The weights stand in data/first_look.npz and
data/second_look.npz and are learned by data/build/train_mentions.py; data/MODEL.md says from what and how well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp
from pathlib import Path
from typing import Final

import numpy as np

from geo.mentions.words import DATA

LABELS: Final = ("O", "B", "I", "D")
MODELS: Final = (DATA / "first_look.npz", DATA / "second_look.npz")
_SCALE: Final = 64.0
"""Weights are stored as whole numbers of 1/64."""
_Row = tuple[float, float, float, float]
_NONE: Final[_Row] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained field."""

    of: Mapping[str, _Row]
    """Weight of each feature for each label, in the order of LABELS."""
    steps: tuple[_Row, ...]
    """Weight of going from the label of the row to the label of the column."""


def save(path: Path, of: Mapping[str, Sequence[float]], steps: Sequence[Sequence[float]]) -> int:
    """Write weights, those that round to nothing left out; how many features are left."""
    rounded = {name: np.rint(np.asarray(row) * _SCALE) for name, row in of.items()}
    kept = sorted(name for name, row in rounded.items() if np.any(row))
    table = np.clip(np.array([rounded[name] for name in kept]), -32_768, 32_767).astype("<i2")
    names = np.frombuffer("\n".join(kept).encode(), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, names=names, table=table, steps=np.asarray(steps, dtype="<f4"))
    return len(kept)


def load(path: Path) -> Weights:
    """The reverse of `save`."""
    with np.load(path, allow_pickle=False) as data:
        names = data["names"].tobytes().decode().split("\n")
        rows = (data["table"].astype(np.float64) / _SCALE).tolist()
        steps = data["steps"].astype(np.float64).tolist()
    return Weights(dict(zip(names, map(tuple, rows), strict=True)), tuple(map(tuple, steps)))


@dataclass(frozen=True)
class Looks:
    """The two fields: the first sees a word and its neighbours, the second also what the first found."""

    first: Weights
    second: Weights

    @cached_property
    def both(self) -> dict[str, tuple[_Row, _Row]]:
        """The weights of each feature in the first field and in the second."""
        one, two = self.first.of, self.second.of
        return {name: (one.get(name, _NONE), two.get(name, _NONE)) for name in (*one, *two)}

    def scores(self, features: Sequence[Sequence[str]]) -> tuple[list[_Row], list[_Row]]:
        """As `scores`, for both fields at once: the features are the same, and looking them up is what takes time."""
        get = self.both.get
        first, second = [], []
        for names in features:
            a = b = c = d = e = f = g = h = 0.0
            for name in names:
                found = get(name)
                if found is not None:
                    one, two = found
                    a += one[0]
                    b += one[1]
                    c += one[2]
                    d += one[3]
                    e += two[0]
                    f += two[1]
                    g += two[2]
                    h += two[3]
            first.append((a, b, c, d))
            second.append((e, f, g, h))
        return first, second


@cache
def shipped() -> Looks:
    """The weights that come with the package."""
    return Looks(*map(load, MODELS))


def scores(features: Sequence[Sequence[str]], weights: Weights, start: Sequence[_Row] = ()) -> list[_Row]:
    """The sum of each word's feature weights, by label, and of what stands in `start`."""
    get = weights.of.get
    out = []
    for names, (o, b, i, d) in zip(features, start or [_NONE] * len(features), strict=True):
        rows = [row for row in map(get, names) if row is not None]
        out.append(
            (
                o + sum([row[0] for row in rows]),
                b + sum([row[1] for row in rows]),
                i + sum([row[2] for row in rows]),
                d + sum([row[3] for row in rows]),
            )
        )
    return out


def best(emitted: Sequence[_Row], steps: Sequence[_Row]) -> list[int]:
    """The likeliest labels, as numbers (Viterbi)."""
    known = list(emitted[0])
    came: list[list[int]] = []
    for row in emitted[1:]:
        back, now = [], []
        for label in range(4):
            options = [known[before] + steps[before][label] for before in range(4)]
            top = max(options)
            back.append(options.index(top))
            now.append(top + row[label])
        came.append(back)
        known = now
    label = known.index(max(known))
    out = [label]
    for back in reversed(came):
        label = back[label]
        out.append(label)
    return out[::-1]


def chances(emitted: Sequence[_Row], steps: Sequence[_Row]) -> list[list[float]]:
    """How likely each label of each word is (forward-backward)."""
    peaks = [max(row) for row in emitted]
    local = [[exp(value - peak) for value in row] for row, peak in zip(emitted, peaks, strict=True)]
    if len(local) == 1:
        total = sum(local[0])
        return [[value / total for value in local[0]]]
    moves = [[exp(value) for value in row] for row in steps]
    forward = [_scaled(local[0])]
    for row in local[1:]:
        last = forward[-1]
        forward.append(_scaled([row[j] * sum(last[i] * moves[i][j] for i in range(4)) for j in range(4)]))
    backward = [1.0] * 4
    out = [forward[-1]]
    for at in range(len(local) - 2, -1, -1):
        ahead = [local[at + 1][j] * backward[j] for j in range(4)]
        backward = _scaled([sum(moves[i][j] * ahead[j] for j in range(4)) for i in range(4)])
        out.append(_scaled([forward[at][i] * backward[i] for i in range(4)]))
    return out[::-1]


def _scaled(row: list[float]) -> list[float]:
    total = sum(row) or 1e-300
    return [value / total for value in row]


def inside(emitted: Sequence[_Row], steps: Sequence[_Row]) -> list[float]:
    """How likely each word of a stretch is part of a place name or a demonym."""
    return [1.0 - row[0] for row in chances(emitted, steps)]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A run of words with one label."""

    start: int
    """First word of the stretch."""
    end: int
    """Last word + 1."""
    demonym: bool
    chance: float
    """How likely none of its words is outside every name, 0 to 1."""


def named(emitted: Sequence[_Row], steps: Sequence[_Row]) -> list[Tagged]:
    """The names of places and the demonyms of one stretch, from its words' scores."""
    labels = best(emitted, steps)
    if not any(labels):
        return []
    likely = chances(emitted, steps)
    out = []
    at = 0
    while at < len(labels):
        label = labels[at]
        if label == 0:
            at += 1
            continue
        end = at + 1
        follows = 3 if label == 3 else 2
        while end < len(labels) and labels[end] == follows:
            end += 1
        out.append(Tagged(at, end, label == 3, min(1.0 - likely[k][0] for k in range(at, end))))
        at = end
    return out
