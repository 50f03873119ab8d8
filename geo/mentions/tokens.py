"""Words, numbers and marks of a text, with where they stand; and the stretches in which a name may stand.

Offsets count characters from the start of the text, the end is exclusive.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DOTTED: Final = (
    "St Ste Mt Ft Pt Co Cos Ave Blvd Rd Dr Hwy Sq Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md "
    "Mass Mich Minn Miss Mo Mont Neb Nebr Nev Okla Ore Pa Penn Tenn Tex Vt Va Wash Wis Wisc Wyo Ont Que Alta Man Sask "
    "Nfld Qld Mr Mrs Ms Messrs Gen Lt Sgt Col Capt Maj Cpl Cmdr Adm Sen Rep Gov Sens Reps Pres Prof Rev Fr Jr Sr Inc "
    "Corp Ltd Bros Dept Univ Assn Assoc Twp Phila ST MT FT No Nos vs Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Wed Thu Fri"
).split()
"""Abbreviations that take their full stop along; the AP's for American states among them."""
_TOKEN: Final = re.compile(
    r"W\.\s?Va\.?|N\.\s?Ireland"
    r"|(?:[A-Z]\.\s?){0,3}(?:[A-Z]\.){2,}(?:[A-Z](?![\w.]))?"  # U.S., D.C., U.S.S.R., B.C
    rf"|(?:{'|'.join(sorted(_DOTTED, key=len, reverse=True))})\.(?!\w)"
    r"|[NESW]\.(?=\s[A-Z][a-z])"  # E. Broad Street
    r"|[A-Z]&[A-Z]\b"
    r"|[’'][sS]\b"
    r"|[^\W\d_]+(?:[’'](?![sS]\b)[^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*\w*"
    r"|[^\w\s]"
)
_JOINS: Final = frozenset("of the and de la le del da do dos das di du des der den van von al el ul ad as at bin ibn abu e y on upon under in an a na".split())
"""Lower-case words that may stand inside a name: "Isle of Man", "Stratford upon Avon"."""
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
        if not (glued or word == "&" or word in _JOINS):
            return 0
    return 0
