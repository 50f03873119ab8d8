"""Sentences with their offsets, and what is no prose."""

from __future__ import annotations

import pytest

from geo.incidents.texts.prose import MAX_SENTENCE, sentences

REPORT = """Drone downed near border

Photo: soldiers gather near the river, June 7, 2011 (AFP).

By Jane Doe

AMMAN, Jordan (Wire) - Col. A. B. Smith said at 3 p.m. that a drone fell. "It burned," he said. The U.S. Navy left.

Sign up for our newsletter
"""


def kinds() -> dict[str, str]:
    return {one.text: one.kind for one in sentences(REPORT)}


def test_headline_caption_byline_dateline_and_body_are_told_apart() -> None:
    found = kinds()
    assert found["Drone downed near border"] == "headline"
    assert found["Photo: soldiers gather near the river, June 7, 2011 (AFP)."] == "caption"
    assert found["By Jane Doe"] == "aside"
    assert found["AMMAN, Jordan (Wire) - "] == "aside"
    assert found["Sign up for our newsletter"] == "aside"


def test_abbreviations_end_no_sentence() -> None:
    body = [text for text, kind in kinds().items() if kind == "body"]
    assert body == [
        "Col. A. B. Smith said at 3 p.m. that a drone fell.",
        '"It burned," he said.',
        "The U.S. Navy left.",
    ]


def test_offsets_are_those_of_the_text() -> None:
    for one in sentences(REPORT):
        assert REPORT[one.start : one.end] == one.text


def test_lines_wrapped_by_width_are_one_paragraph() -> None:
    lines = (
        "A bomb exploded in a crowded market in the old quarter of the",
        "city on Monday and killed at least twelve people, the police and",
        "two hospitals said, while a second device was found and made safe",
        "nearby by the army before noon.",
    )
    text = "\n".join(lines)
    assert len({one.paragraph for one in sentences(text)}) == 1


@pytest.mark.parametrize("stamp", ["date 2017-06-08 ", "Published: 8 June 2017 - ", "Updated June 8, 2017 | "])
def test_a_stamp_before_the_first_sentence_is_no_part_of_it(stamp: str) -> None:
    first, second = sentences(stamp + "A jet shot down a drone on Thursday.")
    assert (first.kind, second.text) == ("aside", "A jet shot down a drone on Thursday.")


def test_a_long_text_is_read_in_bounded_time() -> None:
    assert len(sentences("A bomb fell on the town. " * 400_000)) < 20_000


@pytest.mark.parametrize("word", ["word ", "word", '"', "A. ", "é\t"])
def test_what_has_no_stop_is_cut_and_nothing_is_lost(word: str) -> None:
    text = word * 2_000
    found = sentences(text)
    assert max(len(one.text) for one in found) <= MAX_SENTENCE
    assert all(text[one.start : one.end] == one.text for one in found)
    assert "".join("".join(one.text for one in found).split()) == "".join(text.split())


def test_a_cut_stands_between_words() -> None:
    assert {word for one in sentences("word " * 2_000) for word in one.text.split()} == {"word"}
