"""What is known of a word without its text: how common it is, whether it is a name of people, its shape.

The lists are data files beside this module; data/SOURCES.md says where each comes from.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"
_COMMON: Final = 9_000
"""Common words that may stand as features themselves, the most frequent ones."""


@cache
def _ranked(name: str) -> dict[str, int]:
    return {word: rank for rank, word in enumerate((DATA / name).read_text("utf-8").split())}


def common_words() -> dict[str, int]:
    """English words by rank, the most frequent first; words that are mostly names are not among them."""
    return _ranked("common_words.txt")


def first_names() -> dict[str, int]:
    """First names by rank."""
    return _ranked("first_names.txt")


def surnames() -> dict[str, int]:
    """Surnames by rank."""
    return _ranked("surnames.txt")


@cache
def word_set(kind: str) -> frozenset[str]:
    """The words of one kind in data/roles.csv, as they stand there: title, organisation, abbreviation, joining."""
    with (DATA / "roles.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file) if row["kind"] == kind)


@lru_cache(maxsize=1 << 17)
def word_of(text: str) -> str:
    """The word as context: itself when common, else its shape."""
    low = text.lower()
    rank = common_words().get(low)
    if rank is not None and rank < _COMMON:
        return low
    if not text[0].isalpha():
        return "9" if text[0].isdigit() else text
    return low if text.endswith(".") else shape(text)


@lru_cache(maxsize=1 << 17)
def shape(text: str) -> str:
    """Letters as X and x, digits as 9, repeats once.

    >>> shape("McLean"), shape("D.C."), shape("B-52s")
    ('XxXx', 'X.X.', 'X-9x')
    """
    out: list[str] = []
    for letter in text[:12]:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "9" if letter.isdigit() else letter
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out)


def _bucket(rank: int | None, edges: tuple[int, ...]) -> str:
    return "-" if rank is None else str(sum(rank >= edge for edge in edges))


@lru_cache(maxsize=1 << 17)
def person(text: str) -> str:
    """How well a word is known as a first name and as a surname: two digits or "-", lower is better known."""
    low = text.lower()
    return _bucket(first_names().get(low), (200, 800)) + _bucket(surnames().get(low), (500, 2500))


@lru_cache(maxsize=1 << 17)
def rarity(text: str) -> str:
    """How common the word is as an English word: "-" for none."""
    return _bucket(common_words().get(text.lower()), (500, 2_000, 5_000, 12_000))
