from __future__ import annotations

import itertools
from math import exp
from pathlib import Path

import numpy as np
import pytest

from geo.mentions.tagger import LABELS, Weights, best, chances, load, named, save, scores, shipped

STEPS = tuple(tuple(row) for row in np.random.default_rng(1).normal(size=(4, 4)).tolist())
EMITTED = [tuple(row) for row in np.random.default_rng(2).normal(size=(5, 4)).tolist()]


def score(path: tuple[int, ...]) -> float:
    moves = sum(STEPS[a][b] for a, b in itertools.pairwise(path))
    return moves + sum(row[label] for row, label in zip(EMITTED, path, strict=True))


def test_the_best_path_is_the_best_of_all_paths() -> None:
    paths = list(itertools.product(range(4), repeat=len(EMITTED)))
    assert tuple(best(EMITTED, STEPS)) == max(paths, key=score)


def test_chances_are_the_sums_over_all_paths() -> None:
    paths = list(itertools.product(range(4), repeat=len(EMITTED)))
    total = sum(exp(score(path)) for path in paths)
    for at, row in enumerate(chances(EMITTED, STEPS)):
        for label in range(4):
            share = sum(exp(score(path)) for path in paths if path[at] == label) / total
            assert row[label] == pytest.approx(share, abs=1e-12)


def test_huge_scores_do_not_overflow() -> None:
    rows = chances([(2_000.0, 0.0, 0.0, 0.0), (0.0, 1_999.0, 0.0, 0.0)], STEPS)
    assert all(sum(row) == pytest.approx(1.0) for row in rows)


def test_labels_become_runs() -> None:
    none = tuple((0.0,) * 4 for _ in LABELS)
    wanted = [(0, 9, 0, 0), (0, 0, 9, 0), (0, 9, 0, 0), (9, 0, 0, 0), (0, 0, 0, 9)]
    found = named([tuple(map(float, row)) for row in wanted], none)  # type: ignore[misc]
    assert [(one.start, one.end, one.demonym) for one in found] == [(0, 2, False), (2, 3, False), (4, 5, True)]
    assert all(0.99 < one.chance < 1 for one in found)


def test_weights_come_back_from_the_file(tmp_path: Path) -> None:
    kept = save(tmp_path / "w.npz", {"a=1": (0.5, -1.25, 0, 0), "b": (0.001, 0, 0, 0)}, STEPS)
    again = load(tmp_path / "w.npz")
    assert kept == 1
    assert again.of == {"a=1": (0.5, -1.25, 0.0, 0.0)}
    assert np.allclose(again.steps, STEPS)


def test_both_fields_score_as_each_does_alone() -> None:
    looks = shipped()
    words = [["w=in", "g=SP", "nobody=knows"], [*list(looks.first.of)[:20], *list(looks.second.of)[:20]]]
    first, second = looks.scores(words)
    assert np.allclose(first, scores(words, looks.first))
    assert np.allclose(second, scores(words, looks.second))
    assert isinstance(looks.first, Weights)


def test_no_name_of_a_place_is_a_feature() -> None:
    words = {name[2:] for name in shipped().second.of if name.startswith("w=")}
    assert len(words) > 100
    assert not words & {"london", "moscow", "alexandria", "gainesville", "ohio", "syria", "dublin"}
