"""From texts to mentions: words, stretches, features, labels, and what kind of mention each is.

Policy. Demonyms ("Iranian-backed") and the place names inside organisations' names ("Dublin City Council") are
listed with their type; they are context, not points to draw. A capital that stands for a government ("Washington
said") is a mention of type place like any other: what happened there is for later steps to judge. Persons and common
words are no places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from geo.mentions.company import second
from geo.mentions.features import Page, features, page, spans
from geo.mentions.tagger import Looks, Tagged, inside, named, scores, shipped
from geo.mentions.tokens import Token, stretches, tokens
from geo.mentions.words import common_words, word_set
from geo.values import Mention

_NEAR = 4
"""Words within which an organisation's name goes on after the place, at most."""

_TOGETHER = 300_000
"""Characters that are read together: what is kept of each word takes some 500 bytes."""
_HYPHENS = frozenset("-‐‑–")
_MERE = 300
"""Rank up to which a common word is never a place's name by itself; the first country's is 391."""


class Known(Protocol):
    """What the tagger asks of a gazetteer."""

    def classes(self, names: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
        """What each name, given word by word, may be; "" for an unknown one.

        C country, 1 and 2 division of that level, S the bare name of the latter, R region or feature, B
        abbreviation, D demonym, P place by its own name and A by another, with the size of the largest, 0 to 5.
        """
        ...

    def regions(self, name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """The states, (country, division), and the countries without one, (country,), with a place of that name."""
        ...


class Nothing:
    """A gazetteer that knows no name."""

    def classes(self, names: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
        """Unknown, every one."""
        return dict.fromkeys(names, "")

    def regions(self, name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """Nowhere."""
        return frozenset()


def pages(texts: Sequence[str], known: Known) -> list[Page]:
    """The texts as the tagger sees them; the gazetteer is asked once for all of them."""
    words = [tokens(text) for text in texts]
    parts = [[part for part in stretches(found) if not _mere(found, *part)] for found in words]
    names = {
        tuple([word.text for word in found[a:b]])
        for found, runs in zip(words, parts, strict=True)
        for start, end in runs
        for a, b in spans(found, start, end)
    }
    classes = known.classes(names)
    return [page(*one, classes) for one in zip(texts, words, parts, strict=True)]


def _mere(words: Sequence[Token], start: int, end: int) -> bool:
    """A word that every text is full of, alone and with a capital because a sentence begins: "The", "But"."""
    text = words[start].text
    return end - start == 1 and text.istitle() and common_words().get(text.lower(), _MERE) < _MERE


def find(texts: Sequence[str], *, known: Known | None = None, weights: Looks | None = None) -> list[list[Mention]]:
    """The place names, demonyms and place names inside organisations' names of each text, in their order.

    known: the gazetteer; without one the tagger goes by context and shape alone and finds much less.
    weights: of the two looks; those that come with the package by default.
    """
    learned, gazetteer = weights or shipped(), known or Nothing()
    out: list[list[Mention]] = [[] for _ in texts]
    for batch in _batches(texts):
        views = pages([piece for _, _, piece in batch], gazetteer)
        for (number, start, piece), view in zip(batch, views, strict=True):
            out[number] += _mentions(piece, view, learned, gazetteer, start)
    return out


def _batches(texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
    """(number of the text, where it starts, piece) in batches of bounded size; a long text is cut at line ends."""
    batch: list[tuple[int, int, str]] = []
    size = 0
    for number, text in enumerate(texts):
        for start, piece in _pieces(text):
            if size and size + len(piece) > _TOGETHER:
                yield batch
                batch, size = [], 0
            batch.append((number, start, piece))
            size += len(piece)
    yield batch


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(text) - start > _TOGETHER:
        end = max(text.rfind("\n", start, start + _TOGETHER), text.rfind(". ", start, start + _TOGETHER)) + 1
        end = end if end > start else start + _TOGETHER
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _mentions(text: str, view: Page, weights: Looks, known: Known, shift: int) -> list[Mention]:
    seen = [weights.scores(features(view, number)) for number in range(len(view.parts))]
    more = second(view, [inside(first, weights.first.steps) for first, _ in seen], known.regions)
    out: list[Mention] = []
    for (start, end), (_, plain), further in zip(view.parts, seen, more, strict=True):
        for found in named(scores(further, weights.second, plain), weights.second.steps):
            free = out[-1].end - shift if out else 0
            first, last = _whole(view.words, start + found.start, start + found.end - 1, free)
            kind = _type(view.words, start, end, found)
            name = text[first.start : last.end]
            out.append(Mention(name, shift + first.start, shift + last.end, kind, round(found.chance, 4)))
    return out


def _whole(words: Sequence[Token], first: int, last: int, free: int) -> tuple[Token, Token]:
    """The first and the last word of a name that begins and ends with no hyphen: "Al-Tanf" is one with its article.

    free: the first character that no other name has.
    """
    if words[first].text in _HYPHENS and first < last:
        before = words[first - 1] if first else None
        joined = before is not None and free <= before.start and before.end == words[first].start
        first += -1 if joined and before and before.text.lower() in word_set("joining") else 1
    if words[last].text in _HYPHENS and first < last:
        last -= 1
    return words[first], words[last]


def _type(words: Sequence[Token], start: int, end: int, found: Tagged) -> str:
    """Demonym, organisation or place: the words of the stretch around the name decide."""
    if found.demonym:
        return "demonym"
    names, titles = word_set("organisation"), word_set("title")
    for k in range(start + found.end, min(end, start + found.end + _NEAR)):
        low = words[k].text.lower()
        if low in names:
            return "organisation"
        if low in titles or not (words[k].text[0].isupper() or low in ("for", "of", "and", "&")):
            break
    before = [words[k].text.lower() for k in range(start, start + found.start)]
    return "organisation" if len(before) > 1 and before[-1] in ("of", "the") and names.intersection(before) else "place"
