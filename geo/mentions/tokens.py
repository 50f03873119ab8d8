"""Words, numbers and marks of a text, with where they stand; and the stretches in which a name may stand.

Offsets count characters from the start of the text, the end is exclusive.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from geo.mentions.words import word_set

_TOKEN: Final = re.compile(
    r"W\.\s?Va\.?|N\.\s?Ireland"
    r"|(?:[A-Z]\.\s?){0,3}(?:[A-Z]\.){2,}(?:[A-Z](?![\w.]))?"  # U.S., D.C., U.S.S.R., B.C
    rf"|(?:{'|'.join(sorted(word_set('abbreviation'), key=len, reverse=True))})\.(?!\w)"
    r"|[NESW]\.(?=\s[A-Z][a-z])"  # E. Broad Street
    r"|[A-Z]&[A-Z]\b"
    r"|[’'][sS]\b"
    r"|[^\W\d_]+(?:[’'](?![sS]\b)[^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*\w*"
    r"|[^\w\s]"
)
_LONGEST: Final = 3
"""Lower-case words in a row inside a name."""


class Token(NamedTuple):
    """A word, number or mark."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text.

    >>> [token.text for token in tokens("Miami, Fla. (U.S.): Al-Tanf's end.")]
    ['Miami', ',', 'Fla.', '(', 'U.S.', ')', ':', 'Al', '-', 'Tanf', "'s", 'end', '.']
    """
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def stretches(found: list[Token]) -> list[tuple[int, int]]:
    """(first, last + 1) of the runs of tokens in which a name may stand: capitals, and what joins them.

    >>> words = tokens("He left the Isle of Man, he said, for Ras al-Ayn.")
    >>> [" ".join(word.text for word in words[a:b]) for a, b in stretches(words)]
    ['He', 'Isle of Man', 'Ras al - Ayn']
    """
    out: list[tuple[int, int]] = []
    i, n = 0, len(found)
    while i < n:
        if not found[i].text[0].isupper():
            i += 1
            continue
        start = end = i
        while end + 1 < n:
            step = _step(found, end, n)
            if not step:
                break
            end += step
        out.append((start, end + 1))
        i = end + 1
    return out


def _step(found: list[Token], at: int, n: int) -> int:
    """How many tokens to go on by: 1 to a capital, more over what joins it to the next one, 0 at the end."""
    for ahead in range(1, _LONGEST + 2):
        if at + ahead >= n:
            return 0
        word = found[at + ahead].text
        if word[0].isupper() or (word[0].isdigit() and ahead == 1):
            return ahead if found[at + ahead].start - found[at + ahead - 1].end <= 2 else 0
        glued = word in "-–/&’'" and found[at + ahead].start == found[at + ahead - 1].end
        if not (glued or word == "&" or word in word_set("joining")):
            return 0
    return 0
