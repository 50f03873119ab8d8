"""A sentence prepared for questions about its events: words, their sorts, its names, what a gazetteer knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from geo.incidents.events.tokens import Token, sort_of, stem, tokens

LONGEST = 5
"""Words of the longest name that the gazetteer is asked for."""
_ARTICLES = frozenset(["al", "el", "ad", "ar", "ash", "az", "ez", "es", "ed", "er", "ul", "ur"])
_TIGHT_ARTICLES = _ARTICLES | {"at", "as", "an", "et"}
_MARKS = frozenset("‘’'`")
_PARTICLES = frozenset({
    "-", "/", "de", "la", "le", "du", "di", "da", "do", "e", "au", "en", "bin", "ibn", "abu", "della", "del"
})  # fmt: skip
_JOINERS = _ARTICLES | _MARKS | _PARTICLES


class Known(Protocol):
    """What is asked of a gazetteer; the same question that the tagger of mentions asks."""

    def classes(self, names: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
        """What each name, given word by word, may be ("P3", "C", "1", "D": see geo.places.lookup); "" for unknown."""
        ...


class Nothing:
    """A gazetteer that knows no name."""

    def classes(self, names: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
        """Unknown, every one."""
        return dict.fromkeys(names, "")


@dataclass(slots=True)
class Sight:
    """A sentence prepared for questions about its events."""

    words: list[Token]
    lows: list[str]
    sorts: list[str]
    stems: list[str]
    chunks: list[tuple[int, int]]
    """Runs of capitalised words, first and last + 1, with what joins them."""
    chunk_at: list[int] = field(default_factory=list)
    """Number of the chunk that holds each word, -1 for none."""
    gaz: list[str] = field(default_factory=list)
    """Per word: place in the longest known name (S, B, I, E) and its class, "" for none."""
    whole: list[str] = field(default_factory=list)
    """Per chunk: the class of the whole chunk, "" for unknown."""

    def word_at(self, start: int, end: int) -> int:
        """Number of the last word that touches the characters from `start` to `end`; 0 for none."""
        touched = [k for k, word in enumerate(self.words) if word.start < end and start < word.end]
        return touched[-1] if touched else 0

    def chunks_at(self, start: int, end: int) -> list[int]:
        """Numbers of the chunks that touch the characters from `start` to `end`."""
        return [
            n for n, (a, b) in enumerate(self.chunks) if self.words[a].start < end and start < self.words[b - 1].end
        ]


def sight(sentence: str, known: Known) -> Sight:
    """A sentence prepared.

    >>> seen = sight("A blast hit Deir ez-Zor and al-Rai.", Nothing())
    >>> [" ".join(word.text for word in seen.words[a:b]) for a, b in seen.chunks]
    ['Deir ez - Zor', 'al - Rai']
    """
    return sights([sentence], known)[0]


def sights(
    sentences: Sequence[str], known: Known, *, names: Sequence[Sequence[tuple[int, int]]] | None = None
) -> list[Sight]:
    """Many sentences prepared; the gazetteer is asked once.

    names: per sentence the place names already found in it, offsets; those that no run of capitals holds become chunks.
    """
    out = [_prepared(sentence, names[n] if names else ()) for n, sentence in enumerate(sentences)]
    runs = {
        tuple(word.text for word in one.words[a:b])
        for one in out
        for start, end in one.chunks
        for a, b in ((start, end), *_runs(one, start, end))
    }
    classes = known.classes(runs)
    for one in out:
        _look_up(one, classes)
    return out


def _prepared(sentence: str, names: Sequence[tuple[int, int]]) -> Sight:
    words = tokens(sentence)
    sorts = [sort_of(word.text) for word in words]
    chunks = _chunks(words, sorts)
    one = Sight(words, [w.text.lower() for w in words], sorts, [stem(w.text) for w in words], chunks)
    for start, end in names:
        touched = [k for k, word in enumerate(words) if word.start < end and start < word.end]
        if touched and not one.chunks_at(start, end):
            chunks.append((touched[0], touched[-1] + 1))
    chunks.sort()
    one.chunk_at = [-1] * len(words)
    for number, (first, last) in enumerate(chunks):
        one.chunk_at[first:last] = [number] * (last - first)
    return one


def _chunks(words: Sequence[Token], sorts: Sequence[str]) -> list[tuple[int, int]]:
    """Names as they are written: capitals and what joins or opens them ("al-Rai", "T-4", "Deir ez-Zor", "Route 9")."""
    out: list[tuple[int, int]] = []
    k = 0
    while k < len(words):
        if not _capital(words, sorts, k):
            k += 1
            continue
        start = _opening(words, k, out[-1][1] if out else 0)
        k = _closing(words, sorts, k + 1)
        out.append((start, k))
    return out


def _opening(words: Sequence[Token], k: int, least: int) -> int:
    """Where the name that has its first capital at `k` begins: an article or apostrophe joined to it counts."""
    while k > least and words[k - 1].end == words[k].start:
        text = words[k - 1].text
        joins = text in _MARKS or (text == "-" and k - 1 > least and words[k - 2].end == words[k - 1].start)
        if not joins and not (text.lower() in _TIGHT_ARTICLES and (words[k].text == "-" or words[k].text in _MARKS)):
            break
        if text == "-" and words[k - 2].text.lower() not in _TIGHT_ARTICLES:
            break
        k -= 1
    return k


def _closing(words: Sequence[Token], sorts: Sequence[str], k: int) -> int:
    """The end of the name whose first capital stands before `k`."""
    while k < len(words):
        j = k
        while j < len(words) and j - k < 4 and words[j].text.lower() in _JOINERS:
            j += 1
        if j >= len(words):
            break
        tight = words[j].start == words[j - 1].end
        if _capital(words, sorts, j) or (words[j].text.isdigit() and (tight == (j > k)) and len(words[j].text) < 3):
            k = j + 1
        else:
            break
    return k


def _capital(words: Sequence[Token], sorts: Sequence[str], k: int) -> bool:
    text = words[k].text
    if not text[0].isupper() or sorts[k] == "DAY":
        return False
    return k > 0 or sorts[k] == "NP"


def _runs(one: Sight, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a chunk that may be a name: from capital to capital."""
    caps = [k for k in range(start, end) if one.words[k].text[0].isupper()]
    return [(a, b + 1) for n, a in enumerate(caps) for b in caps[n : n + LONGEST] if b - a < LONGEST + 2]


def _look_up(one: Sight, classes: Mapping[tuple[str, ...], str]) -> None:
    one.gaz = [""] * len(one.words)
    for start, end in one.chunks:
        one.whole.append(classes.get(tuple(w.text for w in one.words[start:end]), ""))
        taken = start
        for a, b in sorted(_runs(one, start, end), key=lambda run: (run[0], -run[1])):
            what = classes.get(tuple(w.text for w in one.words[a:b]), "")
            if what and a >= taken:
                taken = b
                for k in range(a, b):
                    place = "S" if b - a == 1 else "B" if k == a else "E" if k == b - 1 else "I"
                    one.gaz[k] = place + what
