"""The nearest spellings to a name that is unknown: offered to a person, never used as an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from geo.places.folding import variants, without_articles, words

_SHORTLIST: Final = 40
"""Spellings that share the most letter pairs and are compared in full."""
_ENOUGH: Final = 0.6
"""Least likeness, 0 to 1 (difflib's ratio of the variant keys): below it a spelling is no help."""

Spelling = tuple[str, str, str]
"""(variant key, spelling, place id)."""


def key_of(name: str) -> str:
    """The key that likeness is measured on; "" for other scripts than Latin.

    >>> key_of("Al-Hajeen")
    'hajin'
    """
    keys = variants(without_articles(words(name)), article=False)
    return keys[0] if keys else ""


class Spellings:
    """The spellings of one region, ready to be compared."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        """Prepare `spellings`: each is filed under its letter pairs."""
        self._all: Sequence[Spelling] = [one for one in spellings if _readable(one[1])]
        self._pairs: dict[str, list[int]] = {}
        for i, (key, _, _) in enumerate(self._all):
            for pair in _pairs(key):
                self._pairs.setdefault(pair, []).append(i)

    def nearest(self, name: str, limit: int = 5) -> list[Spelling]:
        """At most `limit` spellings, nearest first, each place once.

        >>> names = Spellings([("hajin", "Hajin", "a"), ("musul", "Mosul", "b")])
        >>> [spelling for _, spelling, _ in names.nearest("Hagin")]
        ['Hajin']
        """
        key = key_of(name)
        shared: Counter[int] = Counter()
        for pair in _pairs(key):
            shared.update(self._pairs.get(pair, ()))
        likeness = {i: 2 * n / (len(key) + len(self._all[i][0]) + 2) for i, n in shared.items()}
        shortlist = sorted(likeness, key=lambda i: (-likeness[i], i))[:_SHORTLIST]
        scored = sorted((-_like(key, self._all[i][0]), self._all[i][1], i) for i in shortlist)
        best: dict[str, Spelling] = {}
        for like, _, i in scored:
            if -like >= _ENOUGH:
                best.setdefault(self._all[i][2], self._all[i])
        return list(best.values())[:limit]


def _readable(spelling: str) -> bool:
    """False for airport codes and machine transliterations, which GeoNames lists among the alternate names."""
    return spelling[:1].isupper() and not (spelling.isupper() and len(spelling) <= 4)


def _pairs(key: str) -> set[str]:
    padded = f"^{key}$" if key else ""
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


def _like(key: str, other: str) -> float:
    return SequenceMatcher(None, key, other, autojunk=False).ratio()
