"""The learned model: its arithmetic, its file, and what it must not unlearn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.incidents.events.clues import NUMBERS, Clues, clues
from geo.incidents.events.model import BUCKETS, MODELS, Model, Trees, buckets, load, save, shipped, sigmoid, table
from geo.incidents.events.sight import Nothing, sight

STUMPS = Trees(
    roots=np.array([0, 3], np.int32),
    feature=np.array([1, -1, -1, -1], np.int16),
    bound=np.array([0.5, -2.0, 3.0, 0.25], np.float32),
    left=np.array([1, 1, 2, 3], np.int32),
    right=np.array([2, 1, 2, 3], np.int32),
)
"""A tree that asks column 1 for at most 0.5, and a lone leaf."""


def test_trees_add_their_leaves() -> None:
    rows = np.array([[9.0, 0.5], [0.0, 0.6]])
    assert STUMPS.raw(rows).tolist() == [-1.75, 3.25]


def test_deep_trees_agree_with_walking_them_by_hand() -> None:
    rng = np.random.default_rng(4)
    trees = shipped().trees
    rows = rng.normal(0.3, 3.0, (5, int(trees.feature.max()) + 1))
    by_hand = []
    for row in rows:
        total = 0.0
        for root in trees.roots:
            node = int(root)
            while trees.feature[node] >= 0:
                node = int((trees.left if row[trees.feature[node]] <= trees.bound[node] else trees.right)[node])
            total += float(trees.bound[node])
        by_hand.append(total)
    assert np.allclose(trees.raw(rows), by_hand, atol=1e-3)


def test_a_clue_counts_once_and_by_its_model() -> None:
    one = Clues(("a", "a"), ("b",), (0.0,) * NUMBERS)
    assert len(buckets(one, "name")) == 1
    assert len(buckets(one, "both")) == 2
    assert buckets(one, "tie") == [number for number in buckets(one, "both") if number not in buckets(one, "name")]


def test_neighbours_stand_in_the_table() -> None:
    found = [Clues((), (), (0.0,) * NUMBERS)] * 3
    scores = {name: np.array([0.2, 0.9, 0.4]) for name in MODELS}
    around = table(found, scores)[:, NUMBERS : NUMBERS + 7]
    assert np.allclose(around[0], [0.2, -0.7, -1.0, 0.9, 1.5, 0.4, 2.0])
    assert np.allclose(around[1], [0.9, 0.0, 0.2, 0.4, 1.5, 0.4, 0.0])


def test_a_saved_model_is_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    weights = {name: rng.normal(0, 1, BUCKETS).astype(np.float16) for name in MODELS}
    model = Model(weights, dict.fromkeys(MODELS, -0.5), STUMPS, 2, 0.45)
    save(model, tmp_path / "model.npz")
    again = load(tmp_path / "model.npz")
    seen = sight("A raid hit Homs and Hama.", Nothing())
    found = clues(seen, 2)
    assert again.chances(found) == model.chances(found)
    assert (again.threshold, again.sets) == (0.45, 2)


def test_chances_are_chances() -> None:
    assert shipped().chances([]) == []
    seen = sight("A raid hit Homs and Hama.", Nothing())
    assert all(0.0 < chance < 1.0 for chance in shipped().chances(clues(seen, 2)))
    assert sigmoid(np.array([0.0])).tolist() == [0.5]


def best(text: str, event: str) -> str:
    """The name that the shipped model finds likeliest."""
    seen = sight(text, Nothing())
    chances = shipped().chances(clues(seen, seen.word_at(text.index(event), text.index(event) + len(event))))
    start, end = seen.chunks[int(np.argmax(chances))]
    return text[seen.words[start].start : seen.words[end - 1].end]


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Officials in Lagrosa said the ferry capsized off Velmont late on Friday.", "capsized", "Velmont"),
        ("Gunmen from Ostrava killed a guard in Tarvin on Monday, police in Kelden said.", "killed", "Tarvin"),
        ("The army, backed by Belmaria, shelled the village of Ardun near the border.", "shelled", "Ardun"),
        ("Protesters marched through Quillan while the president was visiting Nordhaven.", "marched", "Quillan"),
        ("Protesters marched through Quillan while the president was visiting Nordhaven.", "visiting", "Nordhaven"),
    ],
)
def test_invented_places_go_to_their_events(text: str, event: str, place: str) -> None:
    assert best(text, event) == place
