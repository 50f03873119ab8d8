from __future__ import annotations

import itertools
import random
import string
from collections.abc import Iterable, Mapping

import pytest

from geo.mentions import find
from geo.mentions.recognition import _whole
from geo.mentions.tokens import tokens
from geo.values import Mention


class Few:
    """A gazetteer of a few names."""

    names: Mapping[tuple[str, ...], str] = {
        ("Aleppo",): "P5", ("Homs",): "P5", ("Syria",): "C", ("Syrian",): "D", ("London",): "P5", ("Ohio",): "1",
        ("Dublin",): "P4+", ("Kerry",): "R", ("Paris",): "P5", ("Chad",): "C", ("Nice",): "P4",
    }  # fmt: skip

    def classes(self, names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
        return {name: self.names.get(name, "") for name in names}

    def regions(self, name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        return frozenset({("SY", "09")}) if name in self.names else frozenset()


def mentions(text: str) -> list[Mention]:
    return find([text], known=Few())[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting went on near Aleppo and in Homs on Monday.", ["Aleppo", "Homs"]),
        ("Rebels left Aleppo, Syria, last week.", ["Aleppo", "Syria"]),
        ("Secretary of State John Kerry met Chad Smith.", []),
        ("It was a quiet day and nobody was hurt.", []),
        ("", []),
    ],
)
def test_places_and_no_places(text: str, names: list[str]) -> None:
    assert [one.text for one in mentions(text) if one.type == "place"] == names


def test_demonyms_are_context() -> None:
    assert [(one.text, one.type) for one in mentions("Syrian troops shelled Homs.")] == [
        ("Syrian", "demonym"), ("Homs", "place"),
    ]  # fmt: skip


def test_a_place_inside_an_organisation_is_the_toponym_alone() -> None:
    found = mentions("Dublin City Council met in Ohio on Monday.")
    assert [(one.text, one.type) for one in found] == [("Dublin", "organisation"), ("Ohio", "place")]


def test_spans_lead_back_to_the_text_and_never_overlap() -> None:
    seed = random.Random(4)
    letters = string.ascii_letters + " .,'’-\n\tÄéЖ漢🙂0123"
    texts = ["".join(seed.choices(letters, k=400)) for _ in range(40)] + ["A" * 5_000, "U.S. " * 500, "\x00\ufeff"]
    for text, found in zip(texts, find(texts, known=Few()), strict=True):
        assert all(text[one.start : one.end] == one.text for one in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_texts_do_not_colour_one_another() -> None:
    one, two = "Fighting went on near Aleppo.", "John Kerry spoke."
    assert find([one, two], known=Few()) == [find([one], known=Few())[0], find([two], known=Few())[0]]


def test_without_a_gazetteer_it_still_answers() -> None:
    assert isinstance(find(["Fighting went on near Aleppo."])[0], list)


def test_a_long_text_is_read_in_pieces_with_its_own_offsets() -> None:
    line = "Fighting went on near Aleppo. "
    text = line * 25_000
    found = mentions(text)
    assert len(found) == 25_000
    assert all(text[one.start : one.end] == "Aleppo" for one in (found[0], found[12_345], found[-1]))


@pytest.mark.parametrize(
    ("words", "span", "name"),
    [
        ("a force. Al-Tanf is a base", (4, 5), "Al-Tanf"),
        ("the al-Hol camp", (2, 4), "al-Hol camp"),
        ("so -Tanf is", (1, 2), "Tanf"),
        ("Near-Tanf is", (1, 2), "Tanf"),
        ("in Tanf- and", (1, 2), "Tanf"),
        ("Aix-en-Provence", (0, 4), "Aix-en-Provence"),
    ],
)
def test_a_name_neither_begins_nor_ends_with_a_hyphen(words: str, span: tuple[int, int], name: str) -> None:
    first, last = _whole(tokens(words), *span, free=0)
    assert words[first.start : last.end] == name


def test_an_article_that_another_name_has_is_left_to_it() -> None:
    found = tokens("Al-Tanf")
    assert _whole(found, 1, 2, free=2)[0].text == "Tanf"
