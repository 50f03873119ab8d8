"""The way from an event to a name: what governs the name, what stands between, what its phrase hangs on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.incidents.events.sight import Sight
from geo.incidents.events.tokens import words_of

_PHRASE: Final = frozenset(["DT", "DIR", "KIND", "n", "NUM", "LY", "Q", "ORG", "TITLE"])
"""Sorts of words that stand between a preposition and the name it governs."""
_FARTHEST: Final = 9
"""Words that the walk to a governor goes back, at most."""
_LINKS: Final = frozenset([",", "and", "or", "(", "&", "/"])


@dataclass(frozen=True, slots=True)
class Governor:
    """The word before the phrase that a name ends: "in" for "in the northern city of Homs"."""

    at: int
    """Its number, -1 when the phrase opens the sentence."""
    word: str
    inner: tuple[str, ...]
    """Sorts of the telling words between it and the name, from the name outwards."""


def governor(seen: Sight, start: int) -> Governor:
    """Walk left from a name over the phrase it ends to the word that governs it.

    >>> from geo.incidents.events.sight import Nothing, sight
    >>> seen = sight("A blast hit a bus in the northern city of Homs.", Nothing())
    >>> governor(seen, seen.chunks[-1][0]).word
    'in'
    """
    k, inner = start - 1, list[str]()
    for _ in range(_FARTHEST):
        if k < 0:
            break
        sort = seen.sorts[k]
        if sort == "of":
            inner.append("of")
        elif sort in _PHRASE:
            inner += [sort] * (sort in ("KIND", "DIR", "ORG", "n"))
        elif seen.lows[k] in ("'s", "’s"):
            inner += ["S", "NP"]
            k = seen.chunks[seen.chunk_at[k - 1]][0] if k and seen.chunk_at[k - 1] >= 0 else k - 1
        elif seen.chunk_at[k] >= 0 and inner[-1:] == ["of"]:
            k = seen.chunks[seen.chunk_at[k]][0]
            inner.append("NP")
        else:
            break
        k -= 1
    return Governor(k, seen.lows[k] if k >= 0 else "^", tuple(inner))


def is_chained(seen: Sight, number: int, one: Governor) -> bool:
    """Whether a comma or "and" ties the name to the one before it: "Homs and Hama", "Homs, Syria"."""
    return number > 0 and one.word in _LINKS and seen.chunks[number - 1][1] >= seen.chunks[number][0] - 3


class EventWord:
    """The event's word and what stands beside it."""

    def __init__(self, seen: Sight, at: int) -> None:
        self.seen, self.at = seen, at
        lows, sorts, size = seen.lows, seen.sorts, len(seen.words)
        self.stem, self.sort = seen.stems[at], sorts[at]
        self.before = lows[at - 1] if at else "^"
        self.after = lows[at + 1] if at + 1 < size else "$"
        self.after_sort = sorts[at + 1] if at + 1 < size else "$"
        self.passive = self.sort in ("ED", "n") and "BE" in sorts[max(0, at - 3) : at]
        before = sorts[at - 1] if at else "^"
        self.mode = (
            "pass" if self.passive
            else "to" if self.before == "to"
            else "det" if before in ("DT", "DIR")
            else "md" if before == "MD"
            else self.sort
        )  # fmt: skip


class Tie:
    """A name and the way from the event to it."""

    def __init__(self, event: EventWord, number: int, governors: Sequence[Governor], chained: Sequence[bool]) -> None:
        self.event, self.seen, self.number = event, event.seen, number
        self.start, self.end = self.seen.chunks[number]
        self.own = governors[number]
        root = number
        while chained[root]:
            root -= 1
        self.hops, self.root, self.chained = number - root, governors[root], chained[number]
        self.side = "I" if self.start <= event.at < self.end else "R" if self.start > event.at else "L"
        self.low, self.high = (event.at + 1, self.start) if self.start > event.at else (self.end, event.at)
        self.distance = self.high - self.low
        self.sorts = self.seen.sorts[self.low : self.high] if self.low < self.high else []
        self.count = Counter(self.sorts)
        self.between = self._between()

    @cached_property
    def written(self) -> str:
        """The name in lower case."""
        return " ".join(self.seen.lows[self.start : self.end])

    def _between(self) -> int:
        """How many names stand between."""
        if self.side == "R":
            return sum(a > self.event.at and b <= self.start for a, b in self.seen.chunks)
        return sum(a >= self.end and b <= self.event.at for a, b in self.seen.chunks)

    def low_at(self, k: int) -> str:
        """A word by number in lower case; "^" and "$" beyond the ends."""
        return "^" if k < 0 else self.seen.lows[k] if k < len(self.seen.lows) else "$"

    def sort_at(self, k: int) -> str:
        """Its sort."""
        return "^" if k < 0 else self.seen.sorts[k] if k < len(self.seen.sorts) else "$"

    @cached_property
    def known(self) -> str:
        """The gazetteer's class of the name."""
        return self.seen.whole[self.number] or "-"

    @cached_property
    def verbs(self) -> int:
        """How many verbs of acting and saying stand between."""
        return self.count["ED"] + self.count["SAY"]

    @cached_property
    def clauses(self) -> int:
        """How many words that open a clause stand between."""
        return self.count["WH"] + self.count["SUB"]

    @cached_property
    def stops(self) -> int:
        """How many signs that end a sentence or half of one stand between."""
        return sum(self.count[sign] for sign in ".;:!?")

    @cached_property
    def direct(self) -> bool:
        """Whether the event's word itself governs the name: "captured the town of X"."""
        return self.root.at == self.event.at

    @cached_property
    def head(self) -> int:
        """Number of the word that the governor's phrase hangs on; -1 for none."""
        k = self.root.at - 1
        while k >= 0 and self.seen.sorts[k] in ("DT", "DIR", "LY", "NUM"):
            k -= 1
        return max(k, -1)

    @cached_property
    def hangs_on(self) -> str:
        """The event, another name, or the sort of another word."""
        if self.root.at >= 0 and self.event.at in (self.head, self.root.at):
            return "EV"
        return "NP" if self.head >= 0 and self.seen.chunk_at[self.head] >= 0 else self.sort_at(self.head)

    @cached_property
    def path(self) -> list[str]:
        """Sorts of the words between, in order, repeats and small words left out."""
        out: list[str] = []
        for k in range(self.low, self.high):
            sort = self.seen.sorts[k]
            if self.seen.chunk_at[k] >= 0:
                sort = "N"
            elif sort in ("DT", "LY", "DIR", "NUM", "TITLE"):
                continue
            elif sort in ("KIND", "ORG", "PR"):
                sort = "n"
            if not out or out[-1] != sort:
                out.append(sort)
        return out

    def holds(self, sort: str) -> bool:
        """Whether the name has a word of this sort in it: "Syrian Army", "Aleppo City"."""
        return bool(words_of(sort).intersection(self.seen.lows[self.start : self.end]))
