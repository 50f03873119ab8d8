"""The learned part: which names of a sentence an event happened at.

Three linear models over hashed clues (name, tie, both) score every name; boosted trees over those scores, the
neighbours' scores and the numbers decide. data/event_place.md says what they learned from and how well they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.incidents.events.clues import Clues

Vector = NDArray[np.float64]
BUCKETS: Final = 1 << 17
"""Of the table that a linear model hashes its clues into."""
MODELS: Final = ("both", "name", "tie")
"""The linear models, by the clues they read."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees as flat arrays; all trees share the node numbering."""

    roots: NDArray[np.int32]
    """First node of each tree."""
    feature: NDArray[np.int16]
    """Column asked by each node, -1 for a leaf."""
    bound: NDArray[np.float32]
    """Left when the column's value is at most this; the value of a leaf."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]

    def raw(self, rows: Vector) -> Vector:
        """Sum of the leaves reached by each row, shape (rows,)."""
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        index = np.arange(len(rows))[:, None]
        while (inner := self.feature[node] >= 0).any():
            goes_left = rows[index, np.maximum(self.feature[node], 0)] <= self.bound[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
        return np.asarray(self.bound[node].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that was learned."""

    weights: Mapping[str, NDArray[np.float16]]
    """Per linear model a weight per bucket, shape (BUCKETS,)."""
    intercepts: Mapping[str, float]
    trees: Trees
    sets: int
    """How many sets of trees are averaged; each was trained with another seed."""
    threshold: float
    """Chance above which a name counts as the event's place."""

    def chances(self, found: Sequence[Clues]) -> list[float]:
        """The chance of each name of one sentence, in order."""
        if not found:
            return []
        scores = {model: self._linear(model, found) for model in MODELS}
        rows = table(found, scores)
        return [float(one) for one in sigmoid(self.trees.raw(rows) / self.sets)]

    def _linear(self, model: str, found: Sequence[Clues]) -> Vector:
        table, intercept = self.weights[model], self.intercepts[model]
        sums = [float(table[buckets(one, model)].astype(np.float64).sum()) + intercept for one in found]
        return sigmoid(np.array(sums))


def sigmoid(values: Vector) -> Vector:
    """From log odds to chances."""
    return np.asarray(1.0 / (1.0 + np.exp(-values)), dtype=np.float64)


def buckets(one: Clues, model: str) -> list[int]:
    """Numbers of the buckets that the clues of a linear model fall into, each once, in order."""
    texts = one.name if model == "name" else one.tie if model == "tie" else (*one.name, *one.tie)
    return sorted({crc32(text.encode()) % BUCKETS for text in texts})


def table(found: Sequence[Clues], scores: Mapping[str, Vector]) -> Vector:
    """What the trees see of the names of one sentence: shape (names, columns)."""
    own = scores["both"]
    size = len(own)
    ordered = np.sort(own)[::-1]
    before, after = np.full(size, -1.0), np.full(size, -1.0)
    before[1:], after[:-1] = own[:-1], own[1:]
    rank = np.empty(size)
    rank[np.argsort(-own, kind="stable")] = np.arange(size)
    second = np.full(size, ordered[1] if size > 1 else -1.0)
    around = [own, own - ordered[0], before, after, np.full(size, own.sum()), second, rank]
    return np.column_stack(
        [np.array([one.numbers for one in found], dtype=np.float64), *around, scores["name"], scores["tie"]]
    )


def save(model: Model, path: Path) -> None:
    """Write a model to an .npz file."""
    arrays: dict[str, Any] = {f"linear_{name}": weights for name, weights in model.weights.items()}
    trees = model.trees
    arrays |= {
        "roots": trees.roots,
        "feature": trees.feature,
        "bound": trees.bound,
        "left": trees.left,
        "right": trees.right,
    }
    arrays["intercepts"] = np.array([model.intercepts[name] for name in MODELS])
    arrays["settings"] = np.array([model.sets, model.threshold])
    np.savez_compressed(path, **arrays)


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    with resources.as_file(resources.files("geo.incidents").joinpath("data/event_place.npz")) as path:
        return load(path)


def load(path: Path) -> Model:
    """Read a model from an .npz file that `save` wrote."""
    with np.load(path, allow_pickle=False) as file:
        trees = Trees(file["roots"], file["feature"], file["bound"], file["left"], file["right"])
        weights = {name: file[f"linear_{name}"] for name in MODELS}
        intercepts = dict(zip(MODELS, (float(one) for one in file["intercepts"]), strict=True))
        sets, threshold = file["settings"]
    return Model(weights, intercepts, trees, int(sets), float(threshold))
