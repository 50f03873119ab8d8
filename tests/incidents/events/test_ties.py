"""What governs a name."""

from __future__ import annotations

import pytest

from geo.incidents.events.sight import Nothing, sight
from geo.incidents.events.ties import EventWord, governor


@pytest.mark.parametrize(
    ("text", "word", "inner"),
    [
        ("a bomb in the northern city of Homs", "in", ("of", "KIND", "DIR")),
        ("troops captured Homs", "captured", ()),
        ("the blast near Yemen's port city of Aden", "near", ("of", "KIND", "KIND", "S", "NP")),
        ("Homs fell", "^", ()),
    ],
)
def test_governor(text: str, word: str, inner: tuple[str, ...]) -> None:
    seen = sight(text, Nothing())
    found = governor(seen, seen.chunks[-1][0])
    assert (found.word, found.inner) == (word, inner)


def test_the_voice_of_an_event_word() -> None:
    seen = sight("He was killed, they plan to attack, the strike hit it.", Nothing())
    modes = {word: EventWord(seen, seen.lows.index(word)).mode for word in ("killed", "attack", "strike", "hit")}
    assert modes == {"killed": "pass", "attack": "to", "strike": "det", "hit": "ED"}
