"""Clues and numbers of names towards an event."""

from __future__ import annotations

import math

from geo.incidents.events.clues import NUMBERS, Clues, clues
from geo.incidents.events.sight import Nothing, sight


def of(text: str, event: str) -> list[Clues]:
    seen = sight(text, Nothing())
    return clues(seen, next(n for n, word in enumerate(seen.words) if word.text == event))


def test_a_chain_of_names_shares_the_governor_of_its_first() -> None:
    found = of("Shells hit houses in Azaz, Marea and Tal Rifaat.", "hit")
    roots = [next(text for text in one.tie if text.startswith("rg=")) for one in found[-3:]]
    assert roots == ["rg=in", "rg=in", "rg=in"]


def test_the_way_depends_on_the_event_and_the_name_does_not() -> None:
    text = "Rebels left Homs and attacked Hama."
    one, other = of(text, "left"), of(text, "attacked")
    assert [a.name for a in one] == [b.name for b in other]
    assert one[-1].tie != other[-1].tie
    assert "esdir=leftTrue" not in one[-1].tie
    assert "esdir=attackTrue" in other[-1].tie


def test_numbers_are_as_many_as_announced_and_finite() -> None:
    for one in of("On Monday, “Ali” of Homs said X's army had, in Hama: struck (Idlib); no one.", "struck"):
        assert len(one.numbers) == NUMBERS
        assert all(math.isfinite(number) for number in one.numbers)


def test_no_names_no_clues() -> None:
    assert of("they were killed there", "killed") == []


def test_an_event_word_inside_a_name() -> None:
    assert "side=I" in of("The Battle of Homs Strike Group arrived.", "Strike")[-1].tie
