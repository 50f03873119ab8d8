"""Train the model that says at which place names of a sentence an event happened, and cross-validate it.

    python data/build/train_event_place.py SENTENCES.jsonl [--folds-only]

SENTENCES: one {"text", "event": [start, end], "places": [[start, end], ...]} per line; not part of this project. Needs
lightgbm, scikit-learn and scipy, which the project does not otherwise use. The trees learn from scores that the
linear models gave to sentences they had not seen. A sentence that occurs twice, with another event, stays in one fold.
Writes geo/incidents/data/event_place.npz; the figures go into event_place.md beside it, by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import geo.incidents.events
from geo.incidents.events.clues import Clues, clues
from geo.incidents.events.model import BUCKETS, MODELS, Model, Trees, Vector, buckets, save, table
from geo.incidents.events.sight import Known, Sight, sights
from geo.incidents.events.tokens import is_word

OUT: Final = Path(geo.incidents.events.__file__).parents[1] / "data" / "event_place.npz"
FOLDS: Final = 5
INNER: Final = 4
STRENGTH: Final = {"both": 0.3, "name": 0.3, "tie": 0.3}
"""Inverse of the L2 penalty of each linear model."""
SEEDS: Final = 3
THRESHOLD: Final = 0.45
TREES: Final[dict[str, Any]] = {
    "n_estimators": 300, "learning_rate": 0.04, "num_leaves": 12, "min_child_samples": 25, "colsample_bytree": 0.4,
    "subsample": 0.7, "subsample_freq": 1, "reg_lambda": 5.0, "verbose": -1, "n_jobs": 2, "deterministic": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, the number of its event's word, and which names the event happened at."""

    seen: Sight
    event: int
    found: list[Clues]
    names: list[bool]
    words: list[bool]
    """Per word whether it is part of a place of the event."""
    group: str
    """Examples of one group stay in one fold."""

    def fold(self, folds: int, salt: str = "") -> int:
        return int(hashlib.sha256((salt + self.group).encode()).hexdigest(), 16) % folds


def examples(path: Path, known: Known) -> list[Example]:
    """The sentences of a file, prepared."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    seen = sights([line["text"] for line in lines], known)
    return [_example(line, one) for line, one in zip(lines, seen, strict=True)]


def _example(line: dict[str, Any], seen: Sight) -> Example:
    event = seen.word_at(*line["event"])
    words = [any(a < w.end and w.start < b for a, b in line["places"]) for w in seen.words]
    names = [2 * sum(words[a:b]) > b - a for a, b in seen.chunks]
    group = re.sub(r"\W+", "", line["text"].lower())[:60]
    return Example(seen, event, clues(seen, event), names, words, group)


class Table:
    """All names of many examples: hashed clues per linear model, what is right, and which rows are whose."""

    def __init__(self, given: Sequence[Example]) -> None:
        self.given = given
        self.hashed = {name: _hashed(given, name) for name in MODELS}
        self.right = np.array([right for one in given for right in one.names], dtype=bool)
        self.weight = np.array([(b - a) ** 0.3 for one in given for a, b in one.seen.chunks])
        ends = np.cumsum([len(one.names) for one in given])
        self.rows = [np.arange(end - len(one.names), end) for one, end in zip(given, ends, strict=True)]

    def of(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Rows of the names of these examples."""
        return np.concatenate([self.rows[n] for n in numbers]).astype(np.int64)


def _hashed(given: Sequence[Example], name: str) -> sp.csr_matrix:
    indices: list[int] = []
    ends = [0]
    for one in given:
        for found in one.found:
            indices += buckets(found, name)
            ends.append(len(indices))
    ones = np.ones(len(indices), dtype=np.float32)
    return sp.csr_matrix((ones, indices, ends), shape=(len(ends) - 1, BUCKETS))


def fit_linear(data: Table, numbers: Sequence[int]) -> dict[str, LogisticRegression]:
    rows = data.of(numbers)
    return {
        name: LogisticRegression(C=STRENGTH[name], max_iter=300).fit(data.hashed[name][rows], data.right[rows])
        for name in MODELS
    }


def linear_scores(data: Table, fitted: dict[str, LogisticRegression], numbers: Sequence[int]) -> dict[int, Vector]:
    """Per example the table that the trees see."""
    rows = data.of(numbers)
    scores = {name: np.zeros(len(data.right)) for name in MODELS}
    for name, one in fitted.items():
        scores[name][rows] = one.predict_proba(data.hashed[name][rows])[:, 1]
    return {
        n: table(data.given[n].found, {name: scores[name][data.rows[n]] for name in MODELS})
        for n in numbers
        if data.given[n].found
    }


def train(data: Table, numbers: Sequence[int]) -> Model:
    """A model from these examples."""
    seen: dict[int, Vector] = {}
    for inner in range(INNER):
        held = [n for n in numbers if data.given[n].fold(INNER, "inner") == inner]
        rest = [n for n in numbers if data.given[n].fold(INNER, "inner") != inner]
        seen |= linear_scores(data, fit_linear(data, rest), held)
    used = [n for n in numbers if n in seen]
    rows = data.of(used)
    matrix = np.vstack([seen[n] for n in used])
    boosters = [
        lgb.LGBMClassifier(random_state=seed, **TREES).fit(matrix, data.right[rows], sample_weight=data.weight[rows])
        for seed in range(SEEDS)
    ]
    fitted = fit_linear(data, numbers)
    weights = {name: one.coef_[0].astype(np.float16) for name, one in fitted.items()}
    intercepts = {name: float(one.intercept_[0]) for name, one in fitted.items()}
    return Model(weights, intercepts, flat([one.booster_ for one in boosters]), SEEDS, THRESHOLD)


def flat(boosters: Sequence[lgb.Booster]) -> Trees:
    """Trees of several boosters as one set of arrays."""
    roots: list[int] = []
    feature: list[int] = []
    bound: list[float] = []
    left: list[int] = []
    right: list[int] = []

    def add(node: dict[str, Any]) -> int:
        at = len(feature)
        inner = "split_feature" in node
        feature.append(node["split_feature"] if inner else -1)
        bound.append(node["threshold"] if inner else node["leaf_value"])
        left.append(at)
        right.append(at)
        if inner:
            left[at], right[at] = add(node["left_child"]), add(node["right_child"])
        return at

    for booster in boosters:
        roots += [add(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    kinds = (np.int32, np.int16, np.float32, np.int32, np.int32)
    return Trees(
        *(np.array(one, dtype=kind) for one, kind in zip((roots, feature, bound, left, right), kinds, strict=True))
    )


def score(given: Sequence[Example], chances: Sequence[Sequence[float]], threshold: float) -> dict[str, float]:
    """Precision, recall and F1 by word."""
    hit = extra = missed = 0
    for one, found in zip(given, chances, strict=True):
        chosen = [False] * len(one.words)
        for (a, b), chance in zip(one.seen.chunks, found, strict=True):
            chosen[a:b] = [chance > threshold] * (b - a)
        for word, right, said in zip(one.seen.words, one.words, chosen, strict=True):
            if is_word(word.text):
                hit, extra, missed = hit + (right and said), extra + (said and not right), missed + (right and not said)
    precision, recall = hit / max(hit + extra, 1), hit / max(hit + missed, 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def cross_validate(data: Table) -> tuple[list[list[float]], list[int]]:
    """Chances for every example from a model that has not seen it, and the fold of each."""
    folds = [one.fold(FOLDS) for one in data.given]
    chances: list[list[float]] = [[] for _ in data.given]
    for fold in range(FOLDS):
        model = train(data, [n for n, own in enumerate(folds) if own != fold])
        for n, own in enumerate(folds):
            if own == fold:
                chances[n] = model.chances(data.given[n].found)
    return chances, folds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--folds-only", action="store_true", help="cross-validate and write nothing")
    asked = parser.parse_args()
    from geo.places.lookup import Names

    data = Table(examples(asked.sentences, Names()))
    if asked.folds_only:
        chances, _ = cross_validate(data)
        for threshold in (0.35, 0.4, 0.42, 0.45, 0.5):
            print(threshold, {k: round(v, 4) for k, v in score(data.given, chances, threshold).items()})
        return
    save(train(data, range(len(data.given))), OUT)
    print(f"{OUT.name}: {OUT.stat().st_size / 1e3:.0f} kB from {len(data.given)} sentences")


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="X does not have valid feature names")
    main()
