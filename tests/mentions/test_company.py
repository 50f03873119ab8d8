from __future__ import annotations

import pytest

from geo.mentions.company import company, second
from geo.mentions.features import page
from geo.mentions.tokens import stretches, tokens

WHERE = {
    ("Columbus",): frozenset({("US", "OH"), ("US", "GA")}),
    ("Dublin",): frozenset({("IE", "L"), ("US", "OH")}),
    ("Newark",): frozenset({("US", "OH")}),
}


def regions(name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return WHERE.get(name, frozenset())


def test_a_name_shares_its_state_with_the_others_but_not_with_itself() -> None:
    text = "Dublin, Columbus, Newark"
    words = tokens(text)
    view = page(text, words, stretches(words), dict.fromkeys(WHERE, "P3"))
    around = company(view, [[1.0], [1.0], [1.0]], regions)
    state, land = around.share(("Dublin",))
    assert state == pytest.approx(1.5 / 2.5)  # Columbus half, Newark whole, of two other names
    assert land == pytest.approx(2 / 2.5)
    assert around.share(("Atlantis",)) == (0.0, 0.0)


def test_what_was_unlikely_weighs_little() -> None:
    text = "Dublin, Columbus, Newark"
    words = tokens(text)
    view = page(text, words, stretches(words), dict.fromkeys(WHERE, "P3"))
    assert company(view, [[1.0], [0.01], [0.01]], regions).share(("Dublin",))[0] < 0.05


def test_the_second_look_sees_the_same_word_elsewhere() -> None:
    text = "Newark fell. They left Newark."
    words = tokens(text)
    view = page(text, words, stretches(words), dict.fromkeys(WHERE, "P3"))
    rows = second(view, [[0.1], [0.0], [0.95]], regions)
    assert any(name.startswith("2d=5") for name in rows[0][0])
    assert any(name.startswith("2d=1") for name in rows[2][0])
