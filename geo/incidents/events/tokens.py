"""Words of a sentence with offsets, and what sort of word each is: enough grammar to walk from an event to a place."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?:St|Mt|Ft|Sts)\.(?=\s)|\d+(?:[.,]\d+)*(?!\w)|['’]s\b|[^\W\d_]+(?:\.[^\W\d_]+)+\.?|\w+(?:['’‘`][^\W_]{2,}|['’‘`](?!s\b)[^\W_])*|\S"
)
"""A number, a possessive, letters with dots between ("U.S."), a word with its inner apostrophes, or one other sign."""


class Token(NamedTuple):
    """A word or a sign."""

    text: str
    start: int
    """Offset into the sentence, characters."""
    end: int
    """Exclusive."""


def tokens(sentence: str) -> list[Token]:
    """The words and signs of a sentence.

    >>> [t.text for t in tokens("Deir el-Zor’s U.S. base, hit.")]
    ['Deir', 'el', '-', 'Zor', '’s', 'U.S.', 'base', ',', 'hit', '.']
    """
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(sentence)]


def is_word(text: str) -> bool:
    """Whether a token has a letter or digit and is no possessive; only such tokens are counted in scores."""
    return any(letter.isalnum() for letter in text) and text not in ("'s", "’s")


@cache
def _sorts() -> dict[str, str]:
    table = resources.files("geo.incidents").joinpath("data/word_sorts.csv").read_text("utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(table.splitlines()):
        for word in row["words"].split():
            found.setdefault(word, row["sort"])
    return found


@lru_cache(maxsize=1 << 16)
def sort_of(text: str) -> str:
    """What sort of word a token is, from its spelling alone.

    A preposition, conjunction or sign stands for itself. Others: DT determiner, PR pronoun, BE auxiliary, MD modal,
    NO negation, WH relative, SUB subordinator, SAY verb of saying, DIR direction, KIND kind of place, ORG kind of
    organisation, DAY day or month, NUM number, NP capitalised, ED past, ING, LY, and n for all else.

    >>> [sort_of(word) for word in ("in", "the", "killed", "struck", "Aleppo", "town", "southern", "Tuesday")]
    ['in', 'DT', 'ED', 'ED', 'NP', 'KIND', 'DIR', 'DAY']
    """
    low = text.lower()
    known = _sorts().get(low)
    if (
        known == "DAY"
        or (known and not text[0].isupper())
        or (known and known not in ("KIND", "ORG", "DIR", "TITLE", "ED"))
    ):
        return low if known == "SELF" else known
    if text[0].isdigit():
        return "NUM"
    if not any(letter.isalnum() for letter in text):
        return "Q" if text in '"“”«»' else text
    if text[0].isupper():
        return "NP"
    for ending, sort in (("ed", "ED"), ("ing", "ING"), ("ly", "LY")):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return sort
    return "n"


@lru_cache(maxsize=1 << 16)
def stem(text: str) -> str:
    """A word without its commonest endings, so that "captured" and "capturing" meet.

    >>> [stem(word) for word in ("captured", "Capturing", "clashes", "shelled", "stopped", "raids")]
    ['captur', 'captur', 'clash', 'shell', 'stop', 'raid']
    """
    low = text.lower()
    for ending in ("ing", "ed", "es", "s", "e"):
        if low.endswith(ending) and len(low) - len(ending) >= 3 and not low.endswith("ss"):
            low = low[: -len(ending)]
            break
    return low[:-1] if len(low) > 3 and low[-1] == low[-2] and low[-1] in "bdgmnprt" else low


@lru_cache(maxsize=1 << 16)
def shape(text: str) -> str:
    """Letters as X and x, digits as 9, repeats once.

    >>> shape("McLean"), shape("B-52s")
    ('XxXx', 'X-9x')
    """
    out = ""
    for letter in text[:12]:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "9" if letter.isdigit() else letter
        if not out.endswith(kind):
            out += kind
    return out


@cache
def words_of(sort: str) -> frozenset[str]:
    """All words of a sort in data/word_sorts.csv, lower case."""
    return frozenset(word for word, one in _sorts().items() if one == sort)
