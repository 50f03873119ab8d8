"""Names by hand: a list of words instead of a learned model, for tests and for those who want rules only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from geo.values import Mention

_WORD: Final = re.compile(r"[^\W_]+")


class NameLookup:
    """Finds the names it was given, as whole words, the longest first; case counts.

    >>> [(m.text, m.start) for m in NameLookup(["Kalma", "Kalma camp"]).find(["Fire in Kalma camp, Kalma."])[0]]
    [('Kalma camp', 8), ('Kalma', 20)]
    """

    def __init__(self, names: Iterable[str], *, demonyms: Iterable[str] = ()) -> None:
        """Find `names`, and `demonyms` as such."""
        self._demonyms = frozenset(demonyms)
        self._by_word: dict[str, list[str]] = {}
        for name in sorted({*names, *self._demonyms}, key=len, reverse=True):
            if first := _WORD.match(name):
                self._by_word.setdefault(first.group(), []).append(name)

    def find(self, texts: Iterable[str]) -> list[list[Mention]]:
        """The mentions of each text, in their order, none overlapping another."""
        return [list(self._in(text)) for text in texts]

    def _in(self, text: str) -> Iterator[Mention]:
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            name = next((name for name in self._by_word.get(word.group(), ()) if _stands(text, name, word.start())), "")
            if name:
                end = word.start() + len(name)
                yield Mention(name, word.start(), end, "demonym" if name in self._demonyms else "place")


def _stands(text: str, name: str, at: int) -> bool:
    """Whether the name stands there as a whole: no letter goes on after it."""
    end = at + len(name)
    return text.startswith(name, at) and not (name[-1].isalnum() and text[end : end + 1].isalnum())
