"""Events refuse to be wrong."""

from __future__ import annotations

import pytest

from geo.errors import InputError
from geo.values import Event, EventPlace


def test_happened_at_leaves_the_others_out() -> None:
    places = (EventPlace(0, 4, 0.9, True), EventPlace(9, 12, 0.2, False, "observer"))
    event = Event("strike", "attack", "hit", 5, 8, 0, 20, places=places)
    assert event.happened_at == places[:1]


@pytest.mark.parametrize(("start", "end", "chance"), [(4, 4, 0.5), (-1, 3, 0.5), (0, 3, 1.2), (0, 3, float("nan"))])
def test_a_place_without_a_span_or_a_chance_is_refused(start: int, end: int, chance: float) -> None:
    with pytest.raises(InputError):
        EventPlace(start, end, chance, True)


def test_a_word_outside_its_sentence_is_refused() -> None:
    with pytest.raises(InputError, match="lies outside its sentence"):
        Event("strike", "attack", "hit", 5, 8, 6, 20)
